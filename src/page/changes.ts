import { partOf } from './eligible.ts';
import { DOCUMENT, ELEMENT, FRAGMENT, TEXT } from './node-types.ts';
import { onAbort } from './on-abort.ts';
import type { Region } from './text-index.ts';
import { unmasked } from './unmasked.ts';

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
  /** Nodes were taken away. */
  removed(): void;
  /** From now on the user writes in here, or no longer does. */
  editingSwitched(element: Element): void;
  /** This link leads elsewhere now. */
  retargeted(link: Element): void;
}

/** Watches document and shadow roots for text and links that come, go or change. */
export function watchChanges(listener: ChangeListener, signal: AbortSignal): Changes {
  const subtrees = new Set<Node>();
  const edges = new Set<Node>();
  let count = 0;

  const observer = new MutationObserver((records) => {
    count += 1;
    let anyRemoved = false;
    for (const record of records) {
      note(record, subtrees, edges);
      anyRemoved ||= record.removedNodes.length > 0;
      if (record.type === 'characterData' && record.target.nodeType === TEXT)
        listener.rewritten(record.target as Text);
      if (record.attributeName === 'contenteditable') listener.editingSwitched(record.target as Element);
      if (record.attributeName === 'href') listener.retargeted(record.target as Element);
    }
    if (anyRemoved) listener.removed();
    listener.changed();
  });
  onAbort(signal, () => observer.disconnect());

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
      const regions = regionsOf(subtrees, edges);
      subtrees.clear();
      edges.clear();
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

function regionsOf(subtrees: Set<Node>, edges: Set<Node>): Region[] {
  const regions: Region[] = [];
  const covered = new Set<Node>();
  for (const node of [...subtrees, ...edges]) {
    if (!unmasked(node).isConnected || isInsideOneOf(node, subtrees)) continue;
    const top = topOfStretch(node);
    const parent = parentOf(top);
    if (!parent || covered.has(top)) continue;
    regions.push(isStretchy(top) ? stretchAround(top, parent, covered) : only(top, parent));
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
function stretchAround(top: Node, parent: Node, covered: Set<Node>): Region {
  let first = top;
  let last = top;
  covered.add(top);
  for (
    let node = unmasked(top).previousSibling;
    node && isStretchy(node);
    node = unmasked(node).previousSibling
  ) {
    covered.add(node);
    first = node;
  }
  for (let node = unmasked(top).nextSibling; node && isStretchy(node); node = unmasked(node).nextSibling) {
    covered.add(node);
    last = node;
  }
  return { parent, first, last };
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
