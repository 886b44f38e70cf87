import { partOf } from './eligible.ts';
import { DOCUMENT, ELEMENT, FRAGMENT, TEXT } from './node-types.ts';
import { onAbort } from './on-abort.ts';
import type { Region } from './text-index.ts';
import { elementAbove, unmasked } from './unmasked.ts';

/** What changed on the page and is to be read again. */
export interface Changes {
  observe(root: Document | ShadowRoot): void;
  /** The regions that changed since the last call, none inside another. */
  take(): Region[];
  /** Grows with every change. */
  count(): number;
}

/** Called before the page's next frame, so cheap and at once. */
export interface ChangeListener {
  /** There is something to `take`. */
  changed(): void;
  /** This node's text was replaced: what is painted on it may now cover something else. */
  rewritten(node: Text): void;
  /** Nodes were taken away, maybe to be put elsewhere. */
  removed(): void;
  /** From now on the user writes in here, or no longer does. */
  editingSwitched(element: Element): void;
  /** This link leads elsewhere now. */
  retargeted(link: Element): void;
}

/** A page that nobody looks at is not read, and may go on for hours: nodes that it put in and took out again are not to be kept from then on. */
const MOST_KEPT = 2000;

/** Watches document and shadow roots for text and links that come, go or change. */
export function watchChanges(listener: ChangeListener, signal: AbortSignal): Changes {
  const subtrees = new Set<Node>();
  const edges = new Set<Node>();
  const moved = new Set<Node>();
  /** Since the last `take`. */
  let removed = new WeakSet<Node>();
  let mostKept = MOST_KEPT;
  let count = 0;

  const observer = new MutationObserver((records) => {
    count += 1;
    let anyRemoved = false;
    for (const record of records) {
      note(record, subtrees, edges);
      anyRemoved ||= record.removedNodes.length > 0;
      for (const node of record.removedNodes) removed.add(node);
      if (record.type === 'characterData' && record.target.nodeType === TEXT)
        listener.rewritten(record.target as Text);
      if (record.attributeName === 'contenteditable') listener.editingSwitched(record.target as Element);
      if (record.attributeName === 'href') listener.retargeted(record.target as Element);
    }
    if (anyRemoved) listener.removed();
    noteMoved(records);
    if (sizeOfKept() > mostKept) prune();
    listener.changed();
  });
  onAbort(signal, () => observer.disconnect());

  /** A node may be put back by itself, or in something new that it was put into. */
  function noteMoved(records: readonly MutationRecord[]): void {
    for (const { removedNodes, addedNodes } of records)
      for (const nodes of [removedNodes, addedNodes])
        for (const node of nodes) if (removed.has(node) && unmasked(node).isConnected) moved.add(node);
  }

  function prune(): void {
    for (const nodes of [subtrees, edges, moved])
      for (const node of nodes) if (!unmasked(node).isConnected) nodes.delete(node);
    mostKept = Math.max(MOST_KEPT, 2 * sizeOfKept());
  }

  function sizeOfKept(): number {
    return subtrees.size + edges.size + moved.size;
  }

  return {
    observe(root) {
      observer.observe(root, {
        childList: true,
        characterData: true,
        subtree: true,
        attributeFilter: ['contenteditable', 'href'],
      });
    },
    take() {
      const regions = regionsOf(subtrees, edges, topsOf(moved, subtrees));
      subtrees.clear();
      edges.clear();
      moved.clear();
      removed = new WeakSet();
      return regions;
    },
    count: () => count,
  };
}

/**
 * New subtrees are read whole, and so is a link in which anything changed. At the edges of a change, text may have been
 * joined or parted.
 */
function note(record: MutationRecord, subtrees: Set<Node>, edges: Set<Node>): void {
  const link = linkAround(record.target);
  if (link) subtrees.add(link);
  if (record.attributeName === 'contenteditable') subtrees.add(record.target);
  if (record.type === 'characterData') edges.add(record.target);
  if (record.type !== 'childList') return;
  for (const node of record.addedNodes) subtrees.add(node);
  for (const node of [record.previousSibling, record.nextSibling, record.target])
    if (node && isStretchy(node)) edges.add(node);
}

/** The whole of a link's text is marked; the areas of a map are read with it. */
function linkAround(node: Node): Element | null {
  const { nodeType, parentElement } = unmasked(node);
  const element = nodeType === ELEMENT ? (node as Element) : parentElement;
  return element && unmasked(element).closest('a, map');
}

/** The outermost of the subtrees that hold what was moved. */
function topsOf(moved: Set<Node>, subtrees: Set<Node>): Set<Node> {
  const tops = new Set<Node>();
  for (const node of moved) {
    let top: Node | undefined;
    for (let at: Node | undefined = node; at; at = elementAbove(at)) if (subtrees.has(at)) top = at;
    if (top) tops.add(top);
  }
  return tops;
}

function regionsOf(subtrees: Set<Node>, edges: Set<Node>, moved: Set<Node>): Region[] {
  const regions: Region[] = [];
  const covered = new Map<Node, Region>();
  for (const node of [...subtrees, ...edges]) {
    if (!unmasked(node).isConnected || isInsideOneOf(node, subtrees)) continue;
    const top = topOfStretch(node);
    const parent = parentOf(top);
    if (!parent) continue;
    let region = covered.get(top);
    if (!region)
      regions.push((region = isStretchy(top) ? stretchAround(top, parent, covered) : only(top, parent)));
    if (moved.has(node)) region.isMoved = true;
  }
  return regions;
}

function isInsideOneOf(node: Node, subtrees: Set<Node>): boolean {
  for (let above = parentOf(node); above; above = parentOf(above)) if (subtrees.has(above)) return true;
  return false;
}

/** Text goes on beyond the ends of inline elements: the outermost one around the node, or the node itself. */
function topOfStretch(node: Node): Node {
  let top = node;
  for (let above = parentOf(top); above && isStretchyElement(above); above = parentOf(above)) top = above;
  return top;
}

function parentOf(node: Node): Node | null {
  return unmasked(node).parentNode;
}

function isStretchyElement(node: Node): boolean {
  return unmasked(node).nodeType === ELEMENT && isStretchy(node);
}

/** All the siblings whose text may be read together with `top`'s. Notes them in `covered`. */
function stretchAround(top: Node, parent: Node, covered: Map<Node, Region>): Region {
  const region: Region = only(top, parent);
  covered.set(top, region);
  for (
    let node = unmasked(top).previousSibling;
    node && isStretchy(node);
    node = unmasked(node).previousSibling
  ) {
    covered.set(node, region);
    region.first = node;
  }
  for (let node = unmasked(top).nextSibling; node && isStretchy(node); node = unmasked(node).nextSibling) {
    covered.set(node, region);
    region.last = node;
  }
  return region;
}

function only(node: Node, parent: Node): Region {
  return { parent, first: node, last: node };
}

/** May text be read across this node, judged by its kind alone? Where in doubt more is read, never less. */
function isStretchy(node: Node): boolean {
  const { nodeType } = unmasked(node);
  if (nodeType !== ELEMENT) return nodeType !== DOCUMENT && nodeType !== FRAGMENT;
  const part = partOf(node as Element);
  return part === 'inline' || part === 'absent';
}
