import { holderOf, type Mark, rectsOf } from './marks.ts';
import { elementAbove, unmasked } from './unmasked.ts';

/**
 * Those of a sequence, all marks of one element in reading order, that stand within about one screen of the viewport, which is of this height.
 * Supposes that they follow one another down the page, or down one column after another; few of them are measured.
 */
export function nearOf(sequence: Mark[], home: Element, height: number): Mark[] {
  return columnsOf(sequence, home, height / 2).flatMap((column) => nearIn(column, height));
}

/** More columns than half of this beside one another are not told apart. */
const SAMPLES = 32;

/** Cuts a sequence where it goes on further up than it was by more than `slack`: at the top of the next column. */
function columnsOf(sequence: Mark[], home: Element, slack: number): Mark[][] {
  const samples = Array.from({ length: SAMPLES + 1 }, (_, i) =>
    Math.round((i * (sequence.length - 1)) / SAMPLES),
  );
  if (
    sequence.length <= SAMPLES ||
    isOneFlow(
      home,
      samples.map((at) => sequence[at]!),
    )
  )
    return [sequence];
  const cuts = [0];
  for (const [i, at] of samples.entries()) {
    const before = samples[i - 1] ?? 0;
    const top = topOf(sequence[before]!);
    if (topOf(sequence[at]!) < top - slack) cuts.push(firstAbove(sequence, before, at, top - slack));
  }
  return cuts.map((from, i) => sequence.slice(from, cuts[i + 1]));
}

/** Text of one block that is not broken into columns: nothing to measure, which is dear in a text of megabytes. */
function isOneFlow(home: Element, marks: readonly Mark[]): boolean {
  const own = unmasked(home);
  if (marks.some((mark) => holderOf(mark) !== home) || own.getClientRects().length > 1) return false;
  const style = own.ownerDocument.defaultView?.getComputedStyle(home);
  return style?.columnCount === 'auto' && style.columnWidth === 'auto';
}

/** The mark at `low` stands below `y`, the one at `high` above it; so does all that is between, up to some index. */
function firstAbove(sequence: readonly Mark[], low: number, high: number, y: number): number {
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (topOf(sequence[middle]!) < y) high = middle;
    else low = middle;
  }
  return high;
}

function nearIn(sequence: readonly Mark[], height: number): Mark[] {
  if (sequence.length === 0) return [];
  const from = indexNear(sequence, -1.25 * height, height / 2);
  const to = indexNear(sequence, 2.25 * height, height / 2);
  return sequence.slice(from, to + 1);
}

/**
 * Index of a mark whose top is within `slack` of `y`, or of the first below it. To measure one range in a text of a
 * megabyte takes a millisecond, so this guesses by the line height rather than halve twenty times.
 */
function indexNear(sorted: readonly Mark[], y: number, slack: number): number {
  let [low, high] = [0, sorted.length - 1];
  // Callers give a sequence that is not empty.
  let [lowTop, highTop] = [topOf(sorted[low]!), topOf(sorted[high]!)];
  if (y <= lowTop) return low;
  if (y >= highTop) return high;
  for (let turn = 1; high - low > 1; turn += 1) {
    const share = turn % 3 === 0 ? 0.5 : (y - lowTop) / (highTop - lowTop);
    const middle = Math.min(high - 1, Math.max(low + 1, Math.round(low + share * (high - low))));
    const top = topOf(sorted[middle]!);
    if (Math.abs(top - y) <= slack) return middle;
    if (top < y) [low, lowTop] = [middle, top];
    else [high, highTop] = [middle, top];
  }
  return high;
}

/** Where the mark stands; if it is not shown, where its element's nearest shown ancestor does. */
export function topOf(mark: Mark): number {
  const rect = rectsOf(mark)[0];
  if (rect) return rect.top;
  let element = holderOf(mark);
  while (element && unmasked(element).getClientRects().length === 0) element = elementAbove(element);
  return element ? unmasked(element).getBoundingClientRect().top : 0;
}
