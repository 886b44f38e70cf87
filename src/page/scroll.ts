import type { Band } from '@/core/reading-order.ts';
import { holderOf, type Place, rectsOf } from './marks.ts';
import { hostOf, unmasked } from './unmasked.ts';

/** Brings the mark to the middle of the viewport, through every scroller around it. */
export function scrollTo(mark: Place): void {
  const holder = holderOf(mark);
  if (holder) center(holder, () => rectsOf(mark)[0]);
}

/** The same for a part of what is shown in a frame, given in the frame's own viewport. Answers with where it is then. */
export function scrollToBand(frame: Element, band: Band): Band {
  const where = () => {
    const top = frame.getBoundingClientRect().top + frame.clientTop;
    return { top: top + band.top, bottom: top + band.bottom };
  };
  center(frame, where);
  return where();
}

function center(holder: Element, where: () => Band | undefined): void {
  unmasked(holder).scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
  for (let element: Element | undefined = holder; element; element = parentOf(element))
    centerIn(element, where);
}

/** Moves one scroller so that what is to be seen is in the middle of what it shows. */
function centerIn(element: Element, where: () => Band | undefined): void {
  const box = unmasked(element);
  const isPage = element === box.ownerDocument.scrollingElement;
  if (!isPage && !scrolls(element)) return;
  const band = where();
  if (!band) return;
  const top = isPage ? 0 : box.getBoundingClientRect().top;
  const middle = top + box.clientHeight / 2;
  box.scrollBy({ top: (band.top + band.bottom) / 2 - middle, behavior: 'instant' });
}

function scrolls(element: Element): boolean {
  const { scrollHeight, clientHeight, ownerDocument } = unmasked(element);
  if (scrollHeight <= clientHeight) return false;
  const overflow = ownerDocument.defaultView?.getComputedStyle(element).overflowY;
  return overflow === 'auto' || overflow === 'scroll';
}

function parentOf(element: Element): Element | undefined {
  const { assignedSlot, parentElement, parentNode } = unmasked(element);
  return assignedSlot ?? parentElement ?? hostOf(parentNode);
}
