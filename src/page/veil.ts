import { createLooks, howHidden, type Looks } from './hidden.ts';
import type { Mark, Place } from './marks.ts';
import type { Palette } from './palette.ts';

/** Stands before the palette: what nobody can see is not painted before it is seen. */
export interface Veil extends Pick<Palette, 'paint' | 'unpaint'> {
  /** Pages show what they hid without a word; to be called about twice a second. */
  tend(): void;
}

/** So many are looked at again at a time. */
const MOST_LOOKED_AT = 200;
/** To look at a text that no other shares its element with takes a thirtieth of a millisecond, and a screen may hold thousands. */
const LONGEST_LOOK_MS = 6;
/** Of those that are painted with the first. */
const PAINTED_AT_ONCE = 1000;

/**
 * What is to be painted waits for the end of the task: a change of the registry costs a layout as soon as anything is measured, and every
 * mark that is to be painted is.
 */
export function createVeil(
  view: Window,
  palette: Pick<Palette, 'paint' | 'unpaint'>,
  signal: AbortSignal,
): Veil {
  const veiled = new Set<Mark>();
  /** To be looked at. */
  const coming = new Set<Mark>();
  /** Looked at, to be painted. */
  const waiting = new Set<Mark>();
  let isLooking = false;

  function paint(mark: Mark): void {
    coming.add(mark);
    if (isLooking) return;
    isLooking = true;
    queueMicrotask(() => look(0));
  }

  function look(fewest: number): void {
    if (signal.aborted) return;
    const looks = createLooks();
    const end = performance.now() + LONGEST_LOOK_MS;
    for (const mark of coming) {
      coming.delete(mark);
      (isHidden(mark, looks) ? veiled : waiting).add(mark);
      if (performance.now() > end) break;
    }
    if (coming.size === 0 || waiting.size >= fewest) {
      for (const mark of waiting) palette.paint(mark);
      waiting.clear();
    }
    isLooking = coming.size > 0;
    // Right behind a frame the page is laid out, and to measure costs nothing.
    if (isLooking) view.requestAnimationFrame(() => setTimeout(() => look(PAINTED_AT_ONCE)));
  }

  return {
    paint,
    unpaint(mark) {
      if (!coming.delete(mark) && !veiled.delete(mark) && !waiting.delete(mark)) palette.unpaint(mark);
    },
    tend() {
      // The first come last again: a page may hide more than is looked at in one go.
      for (const mark of [...veiled].slice(0, MOST_LOOKED_AT)) {
        veiled.delete(mark);
        paint(mark);
      }
    },
  };
}

/** Whether nobody can see any of its text. */
export function isHidden({ pieces }: Place, looks: Looks): boolean {
  return pieces.length > 0 && pieces.every(({ node }) => howHidden(node, looks) !== undefined);
}
