import type { Area } from '@/core/reading-order.ts';
import { holderOf, type Place, rectsOf } from './marks.ts';
import { elementAbove, shownIn, unmasked } from './unmasked.ts';

/** Brings the mark into sight through every scroller around it: downwards to the middle, and across where it is not seen. */
export function scrollTo(mark: Place): void {
  const holder = holderOf(mark);
  if (holder) bring(holder, () => rectsOf(mark)[0]);
}

/** The same for a part of what is shown in a frame, given in the frame's own viewport. Answers with where it is then. */
export function scrollToArea(frame: Element, area: Area): Area {
  const where = () => {
    const scale = scaleOf(frame);
    const rect = frame.getBoundingClientRect();
    const left = rect.left + frame.clientLeft * scale;
    const top = rect.top + frame.clientTop * scale;
    return {
      left: left + area.left * scale,
      right: left + area.right * scale,
      top: top + area.top * scale,
      bottom: top + area.bottom * scale,
    };
  };
  bring(frame, where);
  return where();
}

interface Axis {
  from: 'left' | 'top';
  to: 'right' | 'bottom';
  size: 'width' | 'height';
  border: 'clientLeft' | 'clientTop';
  shown: 'clientWidth' | 'clientHeight';
  whole: 'scrollWidth' | 'scrollHeight';
  at: 'scrollLeft' | 'scrollTop';
  offset: 'offsetLeft' | 'offsetTop';
  overflow: 'overflowX' | 'overflowY';
}
const ACROSS: Axis = {
  from: 'left',
  to: 'right',
  size: 'width',
  border: 'clientLeft',
  shown: 'clientWidth',
  whole: 'scrollWidth',
  at: 'scrollLeft',
  offset: 'offsetLeft',
  overflow: 'overflowX',
};
const DOWN: Axis = {
  from: 'top',
  to: 'bottom',
  size: 'height',
  border: 'clientTop',
  shown: 'clientHeight',
  whole: 'scrollHeight',
  at: 'scrollTop',
  offset: 'offsetTop',
  overflow: 'overflowY',
};

/** Where it is now; undefined where it is nowhere. */
type Where = () => Area | undefined;

function bring(holder: Element, where: Where): void {
  for (const element of around(holder)) move(element, where, DOWN, needOf(element, DOWN));
  for (const element of around(holder)) move(element, where, ACROSS, needOf(element, ACROSS));
  if (!isUnderWhatStays(holder, where())) return;
  for (const element of around(holder))
    if (needOf(element, ACROSS) === 'all of it') move(element, where, ACROSS, 'the middle');
}

function* around(holder: Element): Generator<Element> {
  for (let element: Element | undefined = holder; element; element = shownIn(element)) yield element;
}

/**
 * What is to be seen in a box. Lines around a mark are worth more than the place where they were; columns are not. A box that the user
 * cannot scroll back, as one that ends in an ellipsis, is moved only if nothing of it is seen.
 */
type Need = 'the middle' | 'all of it' | 'some of it' | 'nothing';

function needOf(element: Element, axis: Axis): Need {
  const box = unmasked(element);
  const isDown = axis === DOWN;
  if (isPage(element)) return isDown ? 'the middle' : 'all of it';
  if (box[axis.whole] <= box[axis.shown]) return 'nothing';
  const overflow = box.ownerDocument.defaultView?.getComputedStyle(element)[axis.overflow];
  if (overflow === 'hidden') return 'some of it';
  if (overflow !== 'auto' && overflow !== 'scroll') return 'nothing';
  return isDown ? 'the middle' : 'all of it';
}

/** Scrolls one box. What does not move with it, as a header that stays, is no reason to scroll it. */
function move(element: Element, where: Where, axis: Axis, need: Need): void {
  const area = need === 'nothing' ? undefined : where();
  if (!area) return;
  const far = distance(area, seenIn(element, axis), axis, need);
  if (Math.abs(far) < 1) return;
  const box = unmasked(element);
  const before = box[axis.at];
  box.scrollBy({ [axis.from]: isPage(element) ? far : far / scaleOf(element), behavior: 'instant' });
  const now = where();
  if (now && Math.abs(now[axis.from] - area[axis.from]) < 1)
    box.scrollTo({ [axis.from]: before, behavior: 'instant' });
}

interface Seen {
  from: number;
  size: number;
}

function distance(area: Area, seen: Seen, { from, to }: Axis, need: Need): number {
  const [start, end, seenEnd] = [area[from], area[to], seen.from + seen.size];
  const isWide = end - start > seen.size;
  if (need === 'some of it' && start < seenEnd && end > seen.from) return 0;
  if (need === 'all of it') {
    // Of a URL that is longer than what is shown, the beginning tells most.
    const last = isWide ? seen.from + seen.size / 2 : seenEnd - (end - start);
    if (start >= seen.from - 1 && start <= last + 1) return 0;
  }
  return isWide ? start - seen.from : (start + end) / 2 - (seen.from + seen.size / 2);
}

/** Of a page that two fingers pulled larger, a part. */
function seenIn(element: Element, { offset, size, from, border, shown }: Axis): Seen {
  const box = unmasked(element);
  const view = isPage(element) ? box.ownerDocument.defaultView?.visualViewport : undefined;
  if (view) return { from: view[offset], size: view[size] };
  const scale = scaleOf(element);
  return { from: box.getBoundingClientRect()[from] + box[border] * scale, size: box[shown] * scale };
}

/** Columns that stay where they are while the others are scrolled stand over those. */
function isUnderWhatStays(holder: Element, area: Area | undefined): boolean {
  if (!area) return false;
  const root = holder.getRootNode() as Document | ShadowRoot; // what is shown is in no other tree
  const middle = [(area.left + area.right) / 2, (area.top + area.bottom) / 2] as const;
  let at = root.elementFromPoint(...middle) ?? undefined;
  if (at && unmasked(holder).contains(at)) return false;
  for (; at && !unmasked(at).contains(holder); at = elementAbove(at))
    if (at.ownerDocument.defaultView?.getComputedStyle(at).position === 'sticky') return true;
  return false;
}

function isPage(element: Element): boolean {
  return element === unmasked(unmasked(element).ownerDocument).scrollingElement;
}

/** How much larger the page shows it than its own lengths say. */
function scaleOf(element: Element): number {
  const { offsetHeight } = element as Partial<HTMLElement>;
  return offsetHeight ? unmasked(element).getBoundingClientRect().height / offsetHeight : 1;
}
