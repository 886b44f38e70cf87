import { CUSTOM, isEditingHost, kindOf, LINK, zoneOf, zoneWithin, type Zone } from './eligible.ts';
import { createGatherer } from './gather.ts';
import { DOCUMENT, ELEMENT, FRAGMENT, TEXT } from './node-types.ts';
import type { Finds, LinkText, Region, Run } from './text-index.ts';
import { unmasked } from './unmasked.ts';

/**
 * Reads the region's text in reading order, one linear pass. Open shadow roots are read where their host stands, before
 * the host's own children. `undefined` is a place to pause without a run. Whoever lets the page go on meanwhile says so by
 * `next(true)`: then the walk goes on behind what was removed or inserted, whose reading is up to whoever watches for changes.
 *
 * @param enough blocks are joined to one run until it is so long; without it each is a run
 */
export function* readRuns(
  region: Region,
  finds: Finds,
  enough = 0,
): Generator<Run | undefined, void, boolean | undefined> {
  const walk = createWalk(region, finds, enough);
  while (walk?.isOn()) if (yield walk.read()) walk.resume();
  yield* walk?.rest() ?? [];
}

/** How many nodes are read before the caller may pause, where there is no text to hand over. */
const PAUSE_AFTER = 400;

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

interface Walk {
  isOn(): boolean;
  read(): Run | undefined;
  /** What was read last, at the end. */
  rest(): readonly Run[];
  /** After a pause. */
  resume(): void;
}

/** Of every node as little is asked as can be, since each question to the browser is dear where there are a hundred thousand. */
function createWalk(region: Region, finds: Finds, enough: number): Walk | undefined {
  const top = region.parent;
  const around = zoneOf(top);
  if (!around) {
    finds.closed(top);
    return undefined;
  }
  const gatherer = createGatherer(enough);
  // Frames of levels that were left are used again.
  const frames: Frame[] = [];
  let depth = -1;
  let hasEditors = !isTree(top) || holdsEditors(top);

  function push(
    parent: Node,
    next: Node | null,
    zone: Zone,
    parts: boolean,
    link: LinkText | undefined,
  ): void {
    depth += 1;
    const frame = frames[depth];
    if (!frame) frames.push({ parent, next, last: null, done: null, zone, parts, link });
    else {
      frame.parent = parent;
      frame.next = next;
      frame.last = null;
      frame.done = null;
      frame.zone = zone;
      frame.parts = parts;
      frame.link = link;
    }
  }

  function read(): Run | undefined {
    const { ready } = gatherer;
    for (let steps = 0; steps < PAUSE_AFTER && ready.length === 0; steps += 1) {
      const frame = frames[depth];
      if (!frame) break;
      step(frame);
    }
    return ready.shift();
  }

  function rest(): readonly Run[] {
    gatherer.end();
    return gatherer.ready;
  }

  function step(frame: Frame): void {
    const node = frame.next;
    if (!node) return leave(frame);
    frame.done = node;
    const { nodeType } = node;
    if (nodeType === TEXT) {
      frame.next = node === frame.last ? null : node.nextSibling;
      gatherer.add(node as Text, frame.zone, frame.link);
    } else if (nodeType === ELEMENT || typeof nodeType !== 'number') enter(node as Element, frame);
    else frame.next = node === frame.last ? null : node.nextSibling;
  }

  function leave({ link, parts, parent: element }: Frame): void {
    depth -= 1;
    if (link?.element === element) gatherer.close(link);
    if (parts) gatherer.finish();
    else gatherer.cross(element as Element);
  }

  function enter(element: Element, frame: Frame): void {
    const own = unmasked(element);
    const { localName } = own;
    frame.next = element === frame.last ? null : own.nextSibling;
    const kind = kindOf(localName);
    if (kind.part === 'absent') return;
    if (kind.part === 'closed' || (hasEditors && isEditingHost(own))) {
      gatherer.finish();
      if (own.firstChild) finds.closed(element);
      if (localName === 'map')
        for (const area of own.querySelectorAll('area')) gatherer.close(linkAt(area, frame.zone));
      return;
    }
    const zone = zoneWithin(own, kind, frame.zone);
    const root = kind.mayHost ? own.shadowRoot : null;
    const parts = kind.part === 'block' || root !== null || zone.inNavigation !== frame.zone.inNavigation;
    if (parts) gatherer.finish();
    else gatherer.cross(element);
    const link = kind === LINK ? linkAt(element, zone) : frame.link;
    const { firstChild } = own;
    push(element, localName === 'slot' && isFilled(own) ? null : firstChild, zone, parts, link);
    if (root) enterRoot(root, zone, link);
    else if (kind === CUSTOM || (!firstChild && localName === 'div')) finds.hostToBe(element);
  }

  function enterRoot(root: ShadowRoot, zone: Zone, link: LinkText | undefined): void {
    finds.root(root);
    hasEditors ||= holdsEditors(root);
    push(root, root.firstChild, zone, true, link);
  }

  /** Leaves subtrees that are gone, and finds the way on where the next child was taken away. */
  function resume(): void {
    hasEditors ||= isTree(top) && holdsEditors(top);
    for (let level = 0; level <= depth; level += 1) {
      const frame = frames[level]!;
      const { isConnected, firstChild } = unmasked(frame.parent);
      if (!isConnected) {
        depth = level - 1;
        gatherer.finish();
        return;
      }
      if (!frame.next || unmasked(frame.next).parentNode === frame.parent) continue;
      const done = frame.done && unmasked(frame.done);
      frame.next = done?.parentNode === frame.parent ? done.nextSibling : firstChild;
    }
  }

  push(top, region.first, around, true, undefined);
  frames[0]!.last = region.last;
  return { isOn: () => depth >= 0, read, rest, resume };
}

/** What is slotted stands in the host's light tree and is read there; the fallback is not shown then. */
function isFilled(slot: Element): boolean {
  return (slot as HTMLSlotElement).assignedNodes?.().length > 0;
}

function isTree(node: Node): boolean {
  const { nodeType } = unmasked(node);
  return nodeType === DOCUMENT || nodeType === FRAGMENT;
}

/** Asked once of a whole tree: to ask every element is dear. */
function holdsEditors(root: Node): boolean {
  return unmasked(root as ParentNode).querySelector('[contenteditable]') !== null;
}

function linkAt(element: Element, { inNavigation }: Zone): LinkText {
  return { element, nodes: [], starts: [], length: 0, inNavigation, end: 0, isParted: false };
}
