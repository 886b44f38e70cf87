import { isEditingHost, partOf, zoneOf, zoneWithin, type Zone } from './eligible.ts';
import { unmasked } from './unmasked.ts';

/** Text that a reader sees without a break, joined across inline elements, with the way back into the document. */
export interface Run {
  text: string;
  /** The text nodes in reading order; `starts[i]` is where `nodes[i]` begins in `text`. */
  nodes: Text[];
  starts: number[];
  inNavigation: boolean;
  /** The links that ended in it, or before it where there was no text; their own texts have all been handed over with it. */
  links: LinkText[];
}

/** A link, and the text that is shown for it, which may be spread over several runs; none where it is a picture. */
export interface LinkText {
  element: Element;
  /** The text nodes in reading order; `starts[i]` is where `nodes[i]` begins in their joined text. */
  nodes: Text[];
  starts: number[];
  length: number;
  inNavigation: boolean;
  /** Where it begins and ends in the run it ended in. */
  start: number;
  end: number;
  /** Blocks part its text, so that it is not read as one. */
  isParted: boolean;
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
  /**
   * A custom element that has no open root yet, or an empty box: the one may get it when its definition loads, the other
   * when the script comes that it was left for, and nothing tells us.
   */
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
    {
      parent: region.parent,
      next: region.first,
      last: region.last,
      done: null,
      zone,
      parts: true,
      link: undefined,
    },
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
  let from = 0;
  do {
    BLANK.lastIndex = from + LONGEST_PART;
    const to = BLANK.test(text) ? BLANK.lastIndex : text.length;
    yield { from, to };
    from = to;
  } while (from < text.length);
}

/** Where `text.slice(start, end)` of a run, or of what is joined like one, stands in the document. */
export function piecesOf(
  { text, nodes, starts }: Pick<Run, 'text' | 'nodes' | 'starts'>,
  start: number,
  end: number,
): Piece[] {
  const pieces: Piece[] = [];
  for (let i = lastAtOrBefore(starts, start); i < nodes.length; i += 1) {
    const offset = starts[i] ?? 0;
    if (offset >= end) break;
    const to = Math.min(end, starts[i + 1] ?? text.length);
    const from = Math.max(start, offset);
    const node = nodes[i];
    if (node && from < to)
      pieces.push({ node, start: from - offset, end: to - offset, text: text.slice(from, to) });
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
  /** The link that the children stand in. */
  link: LinkText | undefined;
}

function step(stack: Frame[], gatherer: Gatherer, finds: Finds): void {
  // The caller runs this only while the stack has a frame.
  const frame = stack.at(-1)!;
  const node = frame.next;
  if (!node) {
    stack.pop();
    if (frame.link?.element === frame.parent) gatherer.close(frame.link);
    if (frame.parts) gatherer.finish();
    else gatherer.cross(frame.parent as Element);
    return;
  }
  frame.done = node;
  const { nextSibling, nodeType } = unmasked(node);
  frame.next = node === frame.last ? null : nextSibling;
  if (nodeType === Node.TEXT_NODE) gatherer.add(node as Text, frame);
  else if (nodeType === Node.ELEMENT_NODE) enter(node as Element, frame, stack, gatherer, finds);
}

function enter(element: Element, around: Frame, stack: Frame[], gatherer: Gatherer, finds: Finds): void {
  const part = partOf(element);
  if (part === 'absent') return;
  const { shadowRoot: root, localName, firstChild } = unmasked(element);
  if (part === 'closed' || isEditingHost(element)) {
    gatherer.finish();
    if (localName === 'map')
      for (const area of element.querySelectorAll('area')) gatherer.close(linkAt(area, around.zone));
    return;
  }
  const zone = zoneWithin(element, around.zone);
  const parts = part === 'block' || root !== null || zone.inNavigation !== around.zone.inNavigation;
  if (parts) gatherer.finish();
  else gatherer.cross(element);
  const link = localName === 'a' ? linkAt(element, zone) : around.link;
  stack.push(frameOf(element, { zone, parts, link }));
  if (root) {
    finds.root(root);
    stack.push(frameOf(root, { zone, parts: true, link }));
  } else if (localName.includes('-') || (localName === 'div' && !firstChild)) finds.hostToBe(element);
}

function frameOf(parent: Element | ShadowRoot, given: Pick<Frame, 'zone' | 'parts' | 'link'>): Frame {
  // What is slotted stands in the host's light tree and is read there; the fallback is not shown then.
  const { localName, firstChild } = unmasked(parent) as Element;
  const filled = localName === 'slot' && (parent as HTMLSlotElement).assignedNodes?.().length > 0;
  return { parent, next: filled ? null : firstChild, last: null, done: null, ...given };
}

function linkAt(element: Element, { inNavigation }: Zone): LinkText {
  return { element, nodes: [], starts: [], length: 0, inNavigation, start: 0, end: 0, isParted: false };
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
  add(node: Text, within: Pick<Frame, 'zone' | 'link'>): void;
  /** The edge of an element that may or may not part the text. */
  cross(element: Element): void;
  /** The link ends here, if its text does not. */
  close(link: LinkText): void;
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
  let links: LinkText[] = [];

  function finish(): void {
    if ((nodes.length > 0 && length >= SHORTEST) || links.length > 0)
      ready = { text: parts.join(''), nodes, starts, inNavigation: navigation, links };
    if (nodes.length > 0) {
      parts = [];
      nodes = [];
      starts = [];
    }
    if (links.length > 0) links = [];
    length = 0;
    endsInSpace = true;
    crossed.length = 0;
  }

  function add(node: Text, { zone, link }: Pick<Frame, 'zone' | 'link'>): void {
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
    navigation = zone.inNavigation;
    if (link) addTo(link, node);
    nodes.push(node);
    starts.push(length);
    parts.push(data);
    length += data.length;
    endsInSpace = isSpace(data, data.length - 1);
  }

  function addTo(link: LinkText, node: Text): void {
    if (link.nodes.length === 0) link.start = length;
    else if (nodes.length === 0) {
      link.start = 0;
      link.isParted = true;
    }
    link.nodes.push(node);
    link.starts.push(link.length);
    link.length += node.data.length;
  }

  function isHidden(node: Text): boolean {
    if (hidden && !unmasked(hidden).contains(node)) hidden = undefined;
    return hidden !== undefined;
  }

  return {
    add,
    finish,
    close(link) {
      // Of one whose text has been handed over already nothing stands in this run.
      if (nodes.length === 0) link.start = 0;
      link.end = length;
      links.push(link);
    },
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
