import type { Observable } from '@/core/indicator.ts';
import { keyOf } from './answers.ts';
import { holderOf, type Mark, type Marks, rectsOf } from './marks.ts';
import { readRuns, regionOf } from './text-index.ts';
import { unmasked } from './unmasked.ts';

/** Goes from mark to mark in reading order, around the end. */
export interface Steps {
  /** The painted mark after (or before) the one last stepped to; at first, the one nearest below the viewport's top. */
  step(direction: 'next' | 'previous'): Mark | undefined;
  /** The value's next occurrence, painted ones before the others. */
  next(observable: Observable): Mark | undefined;
}

export function createSteps(document: Document, marks: Marks): Steps {
  let current: Mark | undefined;

  function move(among: Mark[], direction: 'next' | 'previous'): Mark | undefined {
    const offset = direction === 'next' ? 1 : -1;
    const at = current ? among.indexOf(current) : -1;
    const start = at >= 0 ? at + offset : startIndex(among, direction);
    for (let i = 0; i < among.length; i += 1) {
      const mark = among.at((start + i * offset) % among.length);
      // A mark in a closed menu or a collapsed section is nowhere to go to.
      if (mark && rectsOf(mark).length > 0) return (current = mark);
    }
    return undefined;
  }

  return {
    step(direction) {
      const painted = inReadingOrder(document, marks).filter((mark) => mark.painted);
      return move(painted, direction);
    },
    next(observable) {
      const key = keyOf(observable);
      const all = inReadingOrder(document, marks).filter((mark) => keyOf(mark.observable) === key);
      const painted = all.filter((mark) => mark.painted);
      return move(painted, 'next') ?? move(all, 'next');
    },
  };
}

/** Brings the mark to the middle of the viewport, through every scroller around it. */
export function scrollTo(mark: Mark): void {
  const holder = holderOf(mark);
  if (holder) unmasked(holder).scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
  for (let element = holder; element; element = parentOf(element)) center(mark, element);
}

/** Reading order is the walk's order, which goes through shadow roots where document positions cannot be compared. */
function inReadingOrder(document: Document, marks: Marks): Mark[] {
  const ordered = new Set<Mark>();
  for (const run of readRuns(regionOf(document), { root() {}, hostToBe() {} })) {
    for (const node of run?.nodes ?? [])
      for (const mark of [...marks.at(node)].sort((a, b) => startIn(node, a) - startIn(node, b)))
        ordered.add(mark);
    for (const { element } of run?.links ?? []) {
      const mark = marks.of(element);
      if (mark) ordered.add(mark);
    }
  }
  return [...ordered];
}

function startIn(node: Text, mark: Mark): number {
  return mark.pieces.find((piece) => piece.node === node)?.start ?? 0;
}

function startIndex(among: Mark[], direction: 'next' | 'previous'): number {
  const below = among.findIndex((mark) => (rectsOf(mark)[0]?.top ?? -1) >= 0);
  const first = below < 0 ? 0 : below;
  return direction === 'next' ? first : first - 1;
}

/** Moves one scroller so that the mark is in the middle of what it shows. */
function center(mark: Mark, element: Element): void {
  const box = unmasked(element);
  const isPage = element === box.ownerDocument.scrollingElement;
  if (!isPage && !scrolls(element)) return;
  const rect = rectsOf(mark)[0];
  if (!rect) return;
  const top = isPage ? 0 : box.getBoundingClientRect().top;
  const middle = top + box.clientHeight / 2;
  box.scrollBy({ top: (rect.top + rect.bottom) / 2 - middle, behavior: 'instant' });
}

function scrolls(element: Element): boolean {
  const { scrollHeight, clientHeight, ownerDocument } = unmasked(element);
  if (scrollHeight <= clientHeight) return false;
  const overflow = ownerDocument.defaultView?.getComputedStyle(element).overflowY;
  return overflow === 'auto' || overflow === 'scroll';
}

function parentOf(element: Element): Element | undefined {
  const { assignedSlot, parentElement, parentNode } = unmasked(element);
  return assignedSlot ?? parentElement ?? (parentNode as Partial<ShadowRoot> | null)?.host;
}
