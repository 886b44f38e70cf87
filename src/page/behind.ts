import { elementAbove, unmasked } from './unmasked.ts';

const PICTURES = 'img, picture, video, canvas, svg, iframe';
const FARTHEST = 20;
/** Of one element's children, and of one child's pictures. */
const MOST = 50;

/**
 * Whether something lies behind a text without being around it: a photograph under a white heading, the drawn page under the transparent
 * text of a viewer. What it looks like is not asked: the text may well be seen.
 * @param ground whose colour the text has; undefined: the page's own
 */
export function behindOf(element: Element, box: DOMRect, ground: Element | undefined): boolean {
  const x = box.left + box.width / 2;
  const y = box.top + box.height / 2;
  const isThere = (other: Element) => {
    const { left, right, top, bottom } = unmasked(other).getBoundingClientRect();
    return x >= left && x <= right && y >= top && y <= bottom;
  };
  let steps = 0;
  for (let at: Element | undefined = element; at && steps < FARTHEST; at = elementAbove(at)) {
    if (dressed(at, '::before') || dressed(at, '::after')) return true;
    for (const child of first(unmasked(at).children)) {
      if (unmasked(child).contains(element)) continue;
      if (isThere(child) && (unmasked(child).matches(PICTURES) || dressed(child))) return true;
      for (const picture of first(unmasked(child).querySelectorAll(PICTURES)))
        if (isThere(picture)) return true;
    }
    if (at === ground) return false;
    steps += 1;
  }
  return false;
}

function first(elements: Iterable<Element>): Element[] {
  return [...elements].slice(0, MOST);
}

/** Has a ground of its own. */
export function dressed(element: Element, pseudo?: string): boolean {
  const style = unmasked(element).ownerDocument.defaultView?.getComputedStyle(element, pseudo);
  if (!style || (pseudo && style.content === 'none')) return false;
  return style.backgroundImage !== 'none' || alphaOf(style.backgroundColor) > 0.5;
}

/** Of a colour as browsers compute it. */
export function alphaOf(colour: string): number {
  const alpha = /^rgba\([^,]+,[^,]+,[^,]+,\s*([\d.]+)\)$/.exec(colour)?.[1];
  return alpha === undefined ? 1 : Number(alpha);
}
