import { isEditingHost, partOf, zoneOf, zoneWithin, type Zone } from './eligible.ts';
import { unmasked } from './unmasked.ts';

/** Text that a reader sees without a break, joined across inline elements, with the way back into the document. */
export interface Run {
  text: string;
  /** The text nodes in reading order; `starts[i]` is where `nodes[i]` begins in `text`. */
  nodes: Text[];
  starts: number[];
  inNavigation: boolean;
}

/** A part of one text node: offsets into its data, and what stands there. */
export interface Piece {
  node: Text;
  start: number;
  end: number;
  text: string;
}

/** Neighbouring children of one parent, both ends included. */
export interface Region {
  parent: Node;
  first: Node | null;
  last: Node | null;
}

/** What a walk comes across besides text. */
export interface Finds {
  root(root: ShadowRoot): void;
  /** A custom element that has no open root yet: it may get one when its definition loads, and nothing tells us. */
  hostToBe(element: Element): void;
}

/** How many nodes are read before the caller may pause, where there is no text to hand over. */
const PAUSE_AFTER = 400;

/** Shorter text holds no indicator ("a.io", "T1001"). */
const SHORTEST = 4;

/**
 * Reads the region's text in reading order, one linear pass. Open shadow roots are read where their host stands, before
 * the host's own children. `undefined` is a place to pause without a run. The document may change while the caller
 * pauses: the walk goes on behind what was removed or inserted, whose reading is up to whoever watches for changes.
 */
export function* readRuns(region: Region, finds: Finds): Generator<Run | undefined, void> {
  const zone = zoneOf(region.parent);
  if (!zone) return;
  const gatherer = createGatherer();
  const stack: Frame[] = [
    { parent: region.parent, next: region.first, last: region.last, done: null, zone, parts: true },
  ];
  for (let steps = 1; stack.length > 0; steps += 1) {
    step(stack, gatherer, finds);
    const run = gatherer.take();
    if (!run && steps % PAUSE_AFTER > 0) continue;
    yield run;
    repair(stack);
  }
}

/** Everything below `root`, itself included if it is an element. */
export function regionOf(root: Document | Element | ShadowRoot): Region {
  const { nodeType, parentNode, firstChild, lastChild } = unmasked(root);
  if (nodeType === Node.ELEMENT_NODE && parentNode) return { parent: parentNode, first: root, last: root };
  return { parent: root, first: firstChild, last: lastChild };
}

/** So much text is turned into tokens in a few milliseconds. */
const LONGEST_PART = 32 * 1024;

/** Cuts a long text at blanks: a log file of megabytes is a single run. Answers with offsets into its text. */
export function* partsOf({ text }: Run): Generator<{ from: number; to: number }, void> {
  for (let from = 0; from < text.length;) {
    BLANK.lastIndex = from + LONGEST_PART;
    const to = BLANK.test(text) ? BLANK.lastIndex : text.length;
    yield { from, to };
    from = to;
  }
}

/** Where `run.text.slice(start, end)` stands in the document. */
export function piecesOf(run: Run, start: number, end: number): Piece[] {
  const pieces: Piece[] = [];
  for (let i = lastAtOrBefore(run.starts, start); i < run.nodes.length; i += 1) {
    const offset = run.starts[i] ?? 0;
    if (offset >= end) break;
    const to = Math.min(end, run.starts[i + 1] ?? run.text.length);
    const from = Math.max(start, offset);
    const node = run.nodes[i];
    if (node && from < to)
      pieces.push({ node, start: from - offset, end: to - offset, text: run.text.slice(from, to) });
  }
  return pieces;
}

/** One level of the walk: the children of `parent` from `next` to `last`. */
interface Frame {
  parent: Node;
  next: Node | null;
  last: Node | null;
  /** The child that was read last: the way on if `next` is taken away during a pause. */
  done: Node | null;
  zone: Zone;
  /** Whether the text ends here, or may go on behind the parent's end. */
  parts: boolean;
}

function step(stack: Frame[], gatherer: Gatherer, finds: Finds): void {
  // The caller runs this only while the stack has a frame.
  const frame = stack.at(-1)!;
  const node = frame.next;
  if (!node) {
    stack.pop();
    if (frame.parts) gatherer.finish();
    else gatherer.cross(frame.parent as Element);
    return;
  }
  frame.done = node;
  const { nextSibling, nodeType } = unmasked(node);
  frame.next = node === frame.last ? null : nextSibling;
  if (nodeType === Node.TEXT_NODE) gatherer.add(node as Text, frame.zone.inNavigation);
  else if (nodeType === Node.ELEMENT_NODE) enter(node as Element, frame.zone, stack, gatherer, finds);
}

function enter(element: Element, around: Zone, stack: Frame[], gatherer: Gatherer, finds: Finds): void {
  const part = partOf(element);
  if (part === 'absent') return;
  if (part === 'closed' || isEditingHost(element)) {
    gatherer.finish();
    return;
  }
  const { shadowRoot: root, localName } = unmasked(element);
  const zone = zoneWithin(element, around);
  const parts = part === 'block' || root !== null || zone.inNavigation !== around.inNavigation;
  if (parts) gatherer.finish();
  else gatherer.cross(element);
  stack.push(frameOf(element, zone, parts));
  if (root) {
    finds.root(root);
    stack.push(frameOf(root, zone, true));
  } else if (localName.includes('-')) finds.hostToBe(element);
}

function frameOf(parent: Element | ShadowRoot, zone: Zone, parts: boolean): Frame {
  // What is slotted stands in the host's light tree and is read there; the fallback is not shown then.
  const { localName, firstChild } = unmasked(parent) as Element;
  const filled = localName === 'slot' && (parent as HTMLSlotElement).assignedNodes?.().length > 0;
  return { parent, next: filled ? null : firstChild, last: null, done: null, zone, parts };
}

/** After a pause: leaves subtrees that are gone, and finds the way on where the next child was taken away. */
function repair(stack: Frame[]): void {
  for (const [depth, frame] of stack.entries()) {
    const { isConnected, firstChild } = unmasked(frame.parent);
    if (!isConnected) {
      stack.length = depth;
      return;
    }
    if (!frame.next || unmasked(frame.next).parentNode === frame.parent) continue;
    const done = frame.done && unmasked(frame.done);
    frame.next = done?.parentNode === frame.parent ? done.nextSibling : firstChild;
  }
}

interface Gatherer {
  /** Appends a text node, or begins a new run with it. */
  add(node: Text, inNavigation: boolean): void;
  /** The edge of an element that may or may not part the text. */
  cross(element: Element): void;
  /** The text ends here. */
  finish(): void;
  /** The run that was finished, once. */
  take(): Run | undefined;
}

function createGatherer(): Gatherer {
  let ready: Run | undefined;
  let parts: string[] = [];
  let nodes: Text[] = [];
  let starts: number[] = [];
  let length = 0;
  let navigation = false;
  let endsInSpace = true;
  let crossed: Element[] = [];
  let hidden: Element | undefined;

  function finish(): void {
    if (nodes.length > 0 && length >= SHORTEST)
      ready = { text: parts.join(''), nodes, starts, inNavigation: navigation };
    if (nodes.length > 0) {
      parts = [];
      nodes = [];
      starts = [];
    }
    length = 0;
    endsInSpace = true;
    crossed.length = 0;
  }

  function add(node: Text, inNavigation: boolean): void {
    const data = node.data;
    if (data === '' || isHidden(node)) return;
    if (nodes.length === 0 && !/\S/.test(data)) return;
    if (!endsInSpace && crossed.length > 0 && !isSpace(data, 0)) {
      const joint = inspect(crossed, node);
      if (joint === 'parted') finish();
      else if (joint !== 'joined') {
        hidden = joint;
        return;
      }
    }
    crossed.length = 0;
    navigation = inNavigation;
    nodes.push(node);
    starts.push(length);
    parts.push(data);
    length += data.length;
    endsInSpace = isSpace(data, data.length - 1);
  }

  function isHidden(node: Text): boolean {
    if (hidden && !unmasked(hidden).contains(node)) hidden = undefined;
    return hidden !== undefined;
  }

  return {
    add,
    finish,
    cross(element) {
      if (!endsInSpace) crossed.push(element);
    },
    take() {
      const run = ready;
      ready = undefined;
      return run;
    },
  };
}

/**
 * Asked only where two words would be glued: do the elements whose edges lie between them part the text? Answers with
 * the element if `node` is inside one that is not shown.
 */
function inspect(crossed: Element[], node: Text): 'joined' | 'parted' | Element {
  let parted = false;
  for (const element of new Set(crossed)) {
    const display = node.ownerDocument.defaultView?.getComputedStyle(element).display ?? 'inline';
    if (display === 'none' && unmasked(element).contains(node)) return element;
    // Computed values: children of a flex or grid container and floats come out as blocks.
    parted ||= !JOINING.has(display);
  }
  return parted ? 'parted' : 'joined';
}

const BLANK = /\s/g;

/** '' is what an element without a box tree answers. */
const JOINING = new Set(['', 'inline', 'contents', 'none', 'ruby', 'ruby-base']);

function isSpace(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0;
}

function lastAtOrBefore(sorted: number[], value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
