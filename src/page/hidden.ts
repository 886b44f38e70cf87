import { message, type Message } from '@/core/words.ts';
import { alphaOf, behindOf } from './behind.ts';
import { type Ground, groundOfPage } from './ground.ts';
import { elementAbove, unmasked } from './unmasked.ts';

/** What was asked of the browser already: good for as long as nothing on the page changes, which is until the task ends. */
export interface Looks {
  texts: Map<Text, Message | undefined>;
  elements: Map<Element, Around>;
}

/** What an element, and all that is around it, does to the text in it. */
interface Around {
  opacity: number;
  isCut: boolean;
  /** How far it was scrolled to the side and down, the window aside. */
  scrolled: readonly [number, number];
  /** Undefined where it is a picture's, or cannot be told. */
  ground: Ground | undefined;
}

export function createLooks(): Looks {
  return { texts: new Map(), elements: new Map() };
}

/**
 * How a text is kept from people's eyes, in words; undefined where they can see it, or could by scrolling or opening something.
 * Off-screen and one-pixel tricks included; nothing here changes the page.
 */
export function howHidden(node: Text, looks: Looks = createLooks()): Message | undefined {
  if (!looks.texts.has(node)) looks.texts.set(node, look(node, looks));
  return looks.texts.get(node);
}

function look(node: Text, looks: Looks): Message | undefined {
  const element = elementAbove(node);
  const view = node.ownerDocument.defaultView;
  if (!element || !view) return undefined;
  const style = view.getComputedStyle(element);
  if (!isRendered(element, view)) return message('hiddenUndisplayed');
  if (style.visibility !== 'visible') return message('hiddenInvisible');
  const box = boxOf(node);
  // In a drawing of a few units, letters of one are large.
  if (Number.parseFloat(style.fontSize) < 2 && box.height < 4) return message('hiddenLetters');
  const { opacity, isCut, scrolled, ground } = aroundOf(element, view, looks);
  if (opacity < 0.05) return message('hiddenTransparent');
  if (box.width < 2 || box.height < 2) return message('hiddenNoSize');
  if (isOffScreen(box, scrolled, view)) return message('hiddenOffScreen');
  if (isCut) return message('hiddenCut');
  if (!ground || (alphaOf(style.color) >= 0.05 && ground.colour !== style.color)) return undefined;
  return behindOf(element, box, ground.of) ? undefined : message('hiddenColour');
}

/** In a closed `<details>` or another tab of a page it is not rendered, either: ordinary, and told with the same word. */
function isRendered(element: Element, view: Window): boolean {
  let at: Element | undefined = element;
  // An element without a box of its own answers as if it were not shown.
  while (at && !unmasked(at).checkVisibility() && view.getComputedStyle(at).display === 'contents')
    at = elementAbove(at);
  return !at || unmasked(at).checkVisibility();
}

/** The beginning of a text of megabytes tells where it is. */
const MEASURED = 1000;

function boxOf(node: Text): DOMRect {
  const range = node.ownerDocument.createRange();
  const start = Math.max(0, node.data.search(/\S/));
  range.setStart(node, start);
  range.setEnd(node, Math.min(node.length, start + MEASURED));
  const box = range.getBoundingClientRect();
  // Until it is collected, a live range costs the page something on every change around it.
  range.setStart(node.ownerDocument, 0);
  range.collapse(true);
  return box;
}

/** Where no scrolling leads: beyond the upper edge, and beyond the one at which lines begin. */
function isOffScreen(
  { right, left, bottom }: DOMRect,
  [x, y]: readonly [number, number],
  view: Window,
): boolean {
  if (bottom + view.scrollY + y <= 0) return true;
  const { documentElement } = view.document;
  const isFromRight = view.getComputedStyle(documentElement).direction === 'rtl';
  if (isFromRight) return left + view.scrollX + x >= documentElement.clientWidth;
  return right + view.scrollX + x <= 0;
}

const FARTHEST = 60;

function aroundOf(element: Element, view: Window, looks: Looks): Around {
  const missing: Element[] = [];
  let above: Element | undefined = element;
  while (above && !looks.elements.has(above) && missing.length < FARTHEST) {
    missing.push(above);
    above = elementAbove(above);
  }
  let around = (above && looks.elements.get(above)) ?? plain(view, looks);
  for (const each of missing.toReversed()) {
    around = within(around, each, view);
    looks.elements.set(each, around);
  }
  return around;
}

/** What is around the page's own root. */
function plain(view: Window, looks: Looks): Around {
  const ground = groundOfPage(view, (frame, outside) => aroundOf(frame, outside, looks).ground);
  return { opacity: 1, isCut: false, scrolled: [0, 0], ground };
}

function within(around: Around, element: Element, view: Window): Around {
  const style = view.getComputedStyle(element);
  const { scrollLeft, scrollTop, ownerDocument } = unmasked(element);
  const [x, y] = around.scrolled;
  return {
    opacity: around.opacity * Number(style.opacity),
    isCut: around.isCut || cutsAway(element, style),
    // The window's own is told by the window.
    scrolled: element === ownerDocument.scrollingElement ? [x, y] : [x + scrollLeft, y + scrollTop],
    ground: groundOf(around, element, style),
  };
}

function groundOf(
  { ground }: Around,
  element: Element,
  { backgroundColor, backgroundImage }: CSSStyleDeclaration,
): Around['ground'] {
  if (backgroundImage !== 'none') return undefined;
  return alphaOf(backgroundColor) > 0.95 ? { colour: backgroundColor, of: element } : ground;
}

/** A box of a pixel that hides what flows over it, or one that a clip leaves nothing of: how texts for screen readers are made, too. */
function cutsAway(element: Element, style: CSSStyleDeclaration): boolean {
  // Deprecated, and still how most pages do it.
  const clip = style.getPropertyValue('clip');
  if (/^rect\(0(?:px)?,? 0(?:px)?,? 0(?:px)?,? 0(?:px)?\)$|^rect\(1px,? 1px,? 1px,? 1px\)$/.test(clip))
    return true;
  if (/^inset\((?:50|100)%/.test(style.clipPath)) return true;
  if (style.overflowX === 'visible' || style.overflowY === 'visible') return false;
  const { width, height } = unmasked(element).getBoundingClientRect();
  return width < 2 || height < 2;
}
