import { unmasked } from './unmasked.ts';
import { message, type Message } from '@/core/words.ts';

/**
 * How a text is kept from people's eyes, in words; undefined where they can see it, or could by scrolling or opening something.
 * Off-screen and one-pixel tricks included; nothing here changes the page.
 */
export function howHidden(node: Text): Message | undefined {
  const element = unmasked(node).parentElement;
  const view = node.ownerDocument.defaultView;
  if (!element || !view) return undefined;
  const style = view.getComputedStyle(element);
  if (!isRendered(element)) return message('hiddenUndisplayed');
  if (style.visibility !== 'visible') return message('hiddenInvisible');
  if (Number.parseFloat(style.fontSize) < 2) return message('hiddenLetters');
  if (opacityOf(element, view) < 0.05) return message('hiddenTransparent');
  const box = boxOf(node);
  if (box.width < 2 || box.height < 2) return message('hiddenNoSize');
  if (box.right + view.scrollX <= 0 || box.bottom + view.scrollY <= 0) return message('hiddenOffScreen');
  if (isCutAway(element, view)) return message('hiddenCut');
  return hasColourOfGround(element, style, view) ? message('hiddenColour') : undefined;
}

/** In a closed `<details>` or another tab of a page it is not rendered, either: ordinary, and told with the same word. */
function isRendered(element: Element): boolean {
  return element.checkVisibility?.() ?? true;
}

const FARTHEST = 20;

function* upFrom(element: Element): Generator<Element> {
  let steps = 0;
  for (let at: Element | null = element; at && steps < FARTHEST; at = unmasked(at).parentElement) {
    yield at;
    steps += 1;
  }
}

function opacityOf(element: Element, view: Window): number {
  let opacity = 1;
  for (const at of upFrom(element)) opacity *= Number(view.getComputedStyle(at).opacity);
  return opacity;
}

function boxOf(node: Text): DOMRect {
  const range = node.ownerDocument.createRange();
  range.selectNodeContents(node);
  return range.getBoundingClientRect();
}

/** In a box of a pixel that hides what flows over it, or one that a clip leaves nothing of: how texts for screen readers are made, too. */
function isCutAway(element: Element, view: Window): boolean {
  for (const at of upFrom(element)) {
    const style = view.getComputedStyle(at);
    const { overflowX, overflowY, clipPath } = style;
    // Deprecated, and still how most pages do it.
    const clip = style.getPropertyValue('clip');
    if (/^rect\(0(?:px)?,? 0(?:px)?,? 0(?:px)?,? 0(?:px)?\)$|^rect\(1px,? 1px,? 1px,? 1px\)$/.test(clip))
      return true;
    if (/^inset\((?:50|100)%/.test(clipPath)) return true;
    if (overflowX === 'visible' || overflowY === 'visible') continue;
    const { width, height } = at.getBoundingClientRect();
    if (width < 2 || height < 2) return true;
  }
  return false;
}

/** Of plain grounds only: what stands on a picture is not judged. */
function hasColourOfGround(element: Element, { color }: CSSStyleDeclaration, view: Window): boolean {
  if (alphaOf(color) < 0.05) return true;
  for (const at of upFrom(element)) {
    const { backgroundColor, backgroundImage } = view.getComputedStyle(at);
    if (backgroundImage !== 'none') return false;
    if (alphaOf(backgroundColor) > 0.95) return backgroundColor === color;
  }
  return (
    color === 'rgb(255, 255, 255)' &&
    view.getComputedStyle(view.document.documentElement).colorScheme !== 'dark'
  );
}

function alphaOf(colour: string): number {
  const alpha = /^rgba\([^,]+,[^,]+,[^,]+,\s*([\d.]+)\)$/.exec(colour)?.[1];
  return alpha === undefined ? 1 : Number(alpha);
}
