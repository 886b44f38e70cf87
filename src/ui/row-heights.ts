/** How tall the rows of a long list are, as far as they were drawn. */
export interface RowHeights {
  /** Of a row that was not drawn yet; 0 until one was. */
  readonly usual: number;
  /** Takes over what was measured; `open` is taller than the others. Answers with another number where anything changed. */
  measure(rows: readonly (readonly [at: number, height: number])[], open: number | undefined): number;
  /** From the top of one row to the top of another. */
  between(from: number, to: number): number;
  /** Which of so many rows stands `y` below the top of the list; before it the first, behind it the last one. */
  rowAt(y: number, count: number): number;
  /** Of one row, or of all. */
  forget(at?: number): void;
}

/** Rows of one height differ by less. */
const SAME = 0.5;

export function createRowHeights(): RowHeights {
  // 0 where none is known
  const heights: number[] = [];
  let usual = 0;
  let stamp = 0;
  const heightOf = (at: number) => heights[at] || usual;

  return {
    get usual() {
      return usual;
    },
    measure(rows, open) {
      const others = rows.filter(([at]) => at !== open).map(([, height]) => height);
      const next = usualOf(others, usual);
      if (Math.abs(next - usual) >= SAME) stamp++;
      usual = next;
      for (const [at, height] of rows) {
        if (Math.abs(heightOf(at) - height) >= SAME) stamp++;
        heights[at] = height;
      }
      return stamp;
    },
    between(from, to) {
      let sum = 0;
      for (let at = from; at < to; at++) sum += heightOf(at);
      return sum;
    },
    rowAt(y, count) {
      let at = 0;
      for (let top = heightOf(0); at < count - 1 && top <= y; top += heightOf(at)) at++;
      return at;
    },
    forget(at) {
      stamp++;
      if (at === undefined) heights.length = 0;
      else heights[at] = 0;
    },
  };
}

/**
 * Where the rows differ, what was once taken for usual stays, or the whole list would move with each screen that is scrolled to.
 */
function usualOf(heights: readonly number[], before: number): number {
  if (heights.length === 0) return before;
  const isEven = Math.max(...heights) - Math.min(...heights) < SAME;
  if (before > 0 && !isEven) return before;
  return heights.reduce((sum, height) => sum + height, 0) / heights.length;
}
