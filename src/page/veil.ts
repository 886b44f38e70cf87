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

/**
 * What is to be painted waits for the end of the task: a change of the registry costs a layout as soon as anything is measured, and every
 * mark that is to be painted is.
 */
export function createVeil(palette: Pick<Palette, 'paint' | 'unpaint'>, signal: AbortSignal): Veil {
  const veiled = new Set<Mark>();
  const waiting = new Set<Mark>();
  let looks: Looks | undefined;

  function inThisTask(): Looks {
    if (!looks) {
      looks = createLooks();
      queueMicrotask(finish);
    }
    return looks;
  }

  function finish(): void {
    looks = undefined;
    if (!signal.aborted) for (const mark of waiting) palette.paint(mark);
    waiting.clear();
  }

  function paint(mark: Mark): void {
    (isHidden(mark, inThisTask()) ? veiled : waiting).add(mark);
  }

  return {
    paint,
    unpaint(mark) {
      if (!veiled.delete(mark) && !waiting.delete(mark)) palette.unpaint(mark);
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
