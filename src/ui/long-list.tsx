import type { ComponentChildren } from 'preact';
import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { createRowHeights, type RowHeights } from './row-heights.ts';

/** What a row of a long list wears on its `<li>`: its place, told to screen readers, and the room of the rows that are not drawn before it. */
export interface RowPlace {
  'data-row': number;
  'aria-setsize': number;
  'aria-posinset': number;
  style?: { marginTop: string };
}

interface Props {
  count: number;
  /** The row that shows more than the others, if one does. */
  open?: number | undefined;
  class?: string;
  onKeyDown?(event: KeyboardEvent & { currentTarget: HTMLElement }): void;
  renderRow(at: number, place: RowPlace): ComponentChildren;
}

/** A list that is shorter than this is drawn whole: the window would save nothing. */
const WHOLE = 60;
/** Rows beyond what is seen, on either side; the window moves by so many, too. */
const MARGIN = 16;

/**
 * A list of which those rows are drawn that can be seen. Rows that were never drawn count as tall as the others. Always drawn besides: the row that
 * has the focus with its neighbours, so that the arrow keys always find the next one; the first and the last one; and the one that is open, since
 * something may be written in it.
 */
export function LongList({ count, open, class: className, onKeyDown, renderRow }: Props) {
  const list = useRef<HTMLUListElement>(null);
  const [sizes] = useState(createRowHeights);
  const [seen, setSeen] = useState<Seen>({ from: 0, to: 2 * MARGIN, stamp: 0 });
  const [focused, setFocused] = useState<number>();
  const isLong = count > WHOLE;
  const look = useCallback(() => {
    if (isLong && list.current) setSeen((before) => lookAt(list.current, { sizes, count, open }, before));
  }, [isLong, sizes, count, open]);
  // Whatever may have moved it: a scroll (of any box around it), the window's size, and each drawing of what stands around it.
  useLayoutEffect(() => look());
  useLayoutEffect(() => {
    if (!isLong) return;
    const closing = new AbortController();
    const options = { capture: true, passive: true, signal: closing.signal };
    document.addEventListener('scroll', look, options);
    window.addEventListener(
      'resize',
      () => {
        sizes.forget();
        look();
      },
      options,
    );
    return () => closing.abort();
  }, [isLong, look, sizes]);
  // Other rows stand there now.
  useLayoutEffect(() => () => sizes.forget(), [count, sizes]);
  // What was open is as tall as the others again, and may not be drawn any more.
  useLayoutEffect(() => () => void (open !== undefined && sizes.forget(open)), [open, sizes]);
  const drawn = isLong
    ? rowsToDraw(count, seen, open, focused)
    : Array.from({ length: count }, (_, at) => at);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- its rows have controls of their own
    <ul
      ref={list}
      {...(className === undefined ? {} : { class: className })}
      {...(onKeyDown ? { onKeyDown } : {})}
      onFocusCapture={(event) => isLong && setFocused(rowOf(event.target as HTMLElement))}
    >
      {drawn.map((at, index) => {
        const before = index === 0 ? -1 : (drawn[index - 1] ?? -1);
        const gap = isLong ? sizes.between(before + 1, at) : 0;
        return renderRow(at, {
          'data-row': at,
          'aria-setsize': count,
          'aria-posinset': at + 1,
          ...(gap > 0 && { style: { marginTop: `${gap}px` } }),
        });
      })}
    </ul>
  );
}

interface Seen {
  /** The first row that is drawn, and the one behind the last. */
  from: number;
  to: number;
  /** Of the heights that they were counted with. */
  stamp: number;
}

function lookAt(
  list: HTMLUListElement | null,
  { sizes, count, open }: { sizes: RowHeights; count: number; open: number | undefined },
  before: Seen,
): Seen {
  if (!list) return before;
  const rows = [...list.children].flatMap((row): [number, number][] => {
    const at = rowOf(row as HTMLElement);
    return at === undefined ? [] : [[at, row.getBoundingClientRect().height]];
  });
  const stamp = sizes.measure(rows, open);
  if (sizes.usual === 0) return before;
  const { top } = list.getBoundingClientRect();
  const from = floorTo(MARGIN, sizes.rowAt(-top, count)) - MARGIN;
  const to = floorTo(MARGIN, sizes.rowAt(window.innerHeight - top, count)) + 2 * MARGIN;
  const isSame = from === before.from && to === before.to && stamp === before.stamp;
  return isSame ? before : { from, to, stamp };
}

function floorTo(step: number, value: number): number {
  return Math.floor(value / step) * step;
}

function rowsToDraw(
  count: number,
  { from, to }: Pick<Seen, 'from' | 'to'>,
  open: number | undefined,
  focused: number | undefined,
): number[] {
  const rows = new Set<number>([0, count - 1]);
  for (let at = Math.max(0, from); at < Math.min(count, to); at++) rows.add(at);
  if (open !== undefined) rows.add(open);
  if (focused !== undefined) for (const at of [focused - 1, focused, focused + 1]) rows.add(at);
  return [...rows].filter((at) => at >= 0 && at < count).sort((a, b) => a - b);
}

function rowOf(target: HTMLElement): number | undefined {
  const row = target.closest<HTMLElement>('[data-row]')?.dataset['row'];
  return row === undefined ? undefined : Number(row);
}
