import { DOCUMENT, FRAGMENT } from './node-types.ts';

/**
 * The node's own properties. A form's fields stand in for its properties where they have their names, and so do forms and pictures for a
 * document's (HTML: both are [LegacyOverrideBuiltIns]): `<input name="parentNode">` would send a walk astray, and any page can write that.
 * What is handed on to the browser or compared must be the node itself, not this.
 */
export function unmasked<T extends Node>(node: T): T {
  return isMaskable(node) ? (new Proxy<Node>(node, OWN) as T) : node;
}

/** The element around it, out of shadow roots, too. */
export function elementAbove(node: Node): Element | undefined {
  const { parentElement, parentNode } = unmasked(node);
  return parentElement ?? hostOf(parentNode);
}

/** The element that it is shown in: of what is slotted, the slot. */
export function shownIn(element: Element): Element | undefined {
  return unmasked(element).assignedSlot ?? elementAbove(element);
}

/** A shadow root's. Others may have something of that name, too: a link has the text of its URL's, and a document whatever a page calls so. */
export function hostOf(node: Node | null): Element | undefined {
  return node && unmasked(node).nodeType === FRAGMENT ? (node as Partial<ShadowRoot>).host : undefined;
}

/** Asked of every node of a page, hence of the node itself: what stands in for a name or a number is neither. */
function isMaskable(node: Node): boolean {
  const name: unknown = (node as Partial<Element>).localName;
  if (typeof name === 'string') return name === 'form';
  const type: unknown = node.nodeType;
  return name !== undefined || typeof type !== 'number' || type === DOCUMENT;
}

const OWN: ProxyHandler<Node> = {
  get(node, name): unknown {
    const value: unknown = Reflect.get(Object.getPrototypeOf(node) as object, name, node);
    return typeof value === 'function' ? value.bind(node) : value;
  },
};
