import { message, type Message } from '@/core/words.ts';
import { alphaOf, behindOf } from './behind.ts';
import { type Ground, groundOfPage } from './ground.ts';
import { boxOfText } from './text-box.ts';
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
  reach: Reach;
  /** Undefined where it is a picture's, or cannot be told. */
  ground: Ground | undefined;
}

/** How far scrolling could still bring what is in there to the right, to the left and down. */
type Reach = readonly [right: number, left: number, down: number];

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
  const { opacity, isCut, reach, ground } = aroundOf(element, view, looks);
  if (opacity < 0.05) return message('hiddenTransparent');
  if (box.width < 2 || box.height < 2) return message('hiddenNoSize');
  if (isOffScreen(box, reach, view)) return message('hiddenOffScreen');
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
  const start = Math.max(0, node.data.search(/\S/));
  return boxOfText(node, start, Math.min(node.length, start + MEASURED));
}

/** Where no scrolling leads: beyond the edges at which pages and lines begin. */
function isOffScreen(
  { right, left, bottom }: DOMRect,
  [toRight, toLeft, down]: Reach,
  view: Window,
): boolean {
  const { clientWidth } = view.document.documentElement;
  return bottom + down <= 0 || right + toRight <= 0 || left - toLeft >= clientWidth;
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
  const { body, documentElement, scrollingElement } = unmasked(view.document);
  // A page flows as its body does (CSS Writing Modes, 8).
  const flow = flowOf(view.getComputedStyle(body ?? documentElement));
  return { opacity: 1, isCut: false, reach: reachOf(scrollingElement ?? documentElement, flow), ground };
}

function within(around: Around, element: Element, view: Window): Around {
  const style = view.getComputedStyle(element);
  return {
    opacity: around.opacity * Number(style.opacity),
    isCut: around.isCut || cutsAway(element, style),
    reach: reachWithin(around, element, style),
    ground: groundOf(around, element, style),
  };
}

function reachWithin({ reach }: Around, element: Element, style: CSSStyleDeclaration): Reach {
  if (style.overflowX === 'visible' && style.overflowY === 'visible') return reach;
  // The window's own is told by the window.
  if (element === unmasked(unmasked(element).ownerDocument).scrollingElement) return reach;
  const [right, left, down] = reachOf(element, turned(flowOf(style), style));
  const zoom = element.currentCSSZoom;
  return [reach[0] + right * zoom, reach[1] + left * zoom, reach[2] + down * zoom];
}

/** Where a box begins that is scrolled to see the rest of it: at its left and upper edge, if not told otherwise. */
interface Flow {
  isFromRight: boolean;
  isFromBottom: boolean;
}

function flowOf({ direction, writingMode }: CSSStyleDeclaration): Flow {
  const isLevel = writingMode === 'horizontal-tb';
  return {
    isFromRight: isLevel ? direction === 'rtl' : writingMode.endsWith('-rl'),
    isFromBottom: !isLevel && direction === 'rtl',
  };
}

/** A chat whose latest line is its first, at the lower edge. */
function turned(flow: Flow, { display, flexDirection, writingMode }: CSSStyleDeclaration): Flow {
  if (!display.endsWith('flex') || !flexDirection.endsWith('-reverse')) return flow;
  const isSideways = flexDirection.startsWith('row') === (writingMode === 'horizontal-tb');
  return isSideways
    ? { ...flow, isFromRight: !flow.isFromRight }
    : { ...flow, isFromBottom: !flow.isFromBottom };
}

function reachOf(element: Element, { isFromRight, isFromBottom }: Flow): Reach {
  const { scrollLeft, scrollTop, scrollWidth, scrollHeight, clientWidth, clientHeight } = unmasked(element);
  return [
    isFromRight ? scrollWidth - clientWidth + scrollLeft : scrollLeft,
    isFromRight ? -scrollLeft : Infinity,
    isFromBottom ? scrollHeight - clientHeight + scrollTop : scrollTop,
  ];
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
