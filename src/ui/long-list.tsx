import type { ComponentChildren } from 'preact';
import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks';

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
 * A list of rows of one height, of which those are drawn that can be seen. Always drawn besides: the row that has the focus with its neighbours, so that
 * the arrow keys always find the next one; the first and the last one; and the one that is open, since something may be written in it.
 */
export function LongList({ count, open, class: className, onKeyDown, renderRow }: Props) {
  const list = useRef<HTMLUListElement>(null);
  const [seen, setSeen] = useState<Seen>({ from: 0, to: 2 * MARGIN, height: 0, extra: 0 });
  const [focused, setFocused] = useState<number>();
  const isLong = count > WHOLE;
  const look = useCallback(() => {
    if (isLong && list.current) setSeen((before) => lookAt(list.current, open, before));
  }, [isLong, open]);
  // Whatever may have moved it: a scroll (of any box around it), the window's size, and each drawing of what stands around it.
  useLayoutEffect(() => look());
  useLayoutEffect(() => {
    if (!isLong) return;
    const closing = new AbortController();
    const options = { capture: true, passive: true, signal: closing.signal };
    document.addEventListener('scroll', look, options);
    window.addEventListener('resize', look, options);
    return () => closing.abort();
  }, [isLong, look]);
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
        const gap = (at - before - 1) * seen.height;
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
  /** Of a row; 0 until one was measured. */
  height: number;
  /** How much taller the open row is. */
  extra: number;
}

function lookAt(list: HTMLUListElement | null, open: number | undefined, before: Seen): Seen {
  if (!list) return before;
  const height = heightOf(list, open) ?? before.height;
  if (height === 0) return before;
  const opened = open === undefined ? null : list.querySelector(`:scope > [data-row="${open}"]`);
  const extra = opened ? Math.max(0, opened.getBoundingClientRect().height - height) : 0;
  const { top } = list.getBoundingClientRect();
  const rowAt = (y: number) => {
    if (open === undefined || y < (open + 1) * height) return Math.floor(y / height);
    return Math.max(open, Math.floor((y - extra) / height));
  };
  const from = floorTo(MARGIN, rowAt(-top)) - MARGIN;
  const to = floorTo(MARGIN, rowAt(window.innerHeight - top)) + 2 * MARGIN;
  const isSame =
    from === before.from && to === before.to && height === before.height && extra === before.extra;
  return isSame ? before : { from, to, height, extra };
}

/** All rows but the open one are of one height. */
function heightOf(list: HTMLUListElement, open: number | undefined): number | undefined {
  for (const row of list.children)
    if ((row as HTMLElement).dataset['row'] !== String(open)) return row.getBoundingClientRect().height;
  return undefined;
}

function floorTo(step: number, value: number): number {
  return Math.floor(value / step) * step;
}

function rowsToDraw(
  count: number,
  { from, to }: Seen,
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
