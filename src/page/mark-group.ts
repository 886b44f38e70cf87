import type { Mark } from './marks.ts';
import { nearOf, topOf } from './near-marks.ts';

/** The marks of one element: painted while it is near the viewport, or by parts where there are many. */
export interface Group {
  home: Element;
  marks: Set<Mark>;
  painted: Set<Mark>;
  near: boolean;
  /** Of a long group, made when needed: marks in reading order, and those that came later. */
  sequences: [settled: Mark[], late: Mark[]] | undefined;
  /** Of a long group: a painted mark, and where it stood when the choice of what to paint was made. */
  anchor: { mark: Mark; top: number } | undefined;
  /** Of a long group: where in the order painted marks were taken away since then. */
  gaps: Set<number>;
  /** Of a long group: marks came that may be near. */
  isUnsure: boolean;
}

/**
 * A group of more marks than this is painted by parts. A plain text file is one element, and every painted range costs
 * time at every layout: 20,000 of them about 350 ms.
 */
const LONG = 400;

export function createGroup(home: Element): Group {
  return {
    home,
    marks: new Set<Mark>(),
    painted: new Set<Mark>(),
    near: false,
    sequences: undefined,
    anchor: undefined,
    gaps: new Set<number>(),
    isUnsure: false,
  };
}

export function isLong({ marks }: Group): boolean {
  return marks.size > LONG;
}

/** Whether more came late to a long group than it can paint whatever their places. */
export function isDisordered({ sequences }: Group): boolean {
  return (sequences?.[1].length ?? 0) > LONG;
}

/** Answers with its index among those of a long group that are in order already. */
export function putIn(group: Group, mark: Mark): number | undefined {
  group.marks.add(mark);
  const settled = settledWith(group, mark);
  if (!settled) {
    group.sequences = undefined;
    return undefined;
  }
  const at = indexOf(settled, mark.order);
  settled.splice(at, 0, mark);
  return at;
}

/** Answers whether it was painted. */
export function takeOut(group: Group, mark: Mark, isDue: boolean): boolean {
  group.marks.delete(mark);
  const isPainted = group.painted.delete(mark);
  const settled = settledWith(group, mark) ?? [];
  let at = indexOf(settled, mark.order);
  while (settled[at]?.order === mark.order && settled[at] !== mark) at += 1;
  if (settled[at] === mark) {
    settled.splice(at, 1);
    if (isDue || isPainted) group.gaps.add(mark.order);
  } else group.sequences = undefined;
  return isPainted;
}

/** The sequence of a long group that this mark has its place in, where that is in order already. */
function settledWith(group: Group, { isLate }: Mark): Mark[] | undefined {
  return isLate || !isLong(group) ? undefined : group.sequences?.[0];
}

/** Where the first mark of this order or a later one stands in a sequence. */
function indexOf(sequence: readonly Mark[], order: number): number {
  let [low, high] = [0, sequence.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sequence[middle]!.order < order) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether this mark, which was put in at this index, came to the place of one that is painted or `due` to be, or beside one. */
export function isBesidePainted(
  { sequences, painted, gaps }: Group,
  { order }: Mark,
  at: number,
  due: ReadonlySet<Mark>,
): boolean {
  const [before, after] = [sequences?.[0][at - 1], sequences?.[0][at + 1]];
  const isPainted = (other: Mark | undefined) =>
    other !== undefined && (painted.has(other) || due.has(other));
  return gaps.has(order) || isPainted(before) || isPainted(after);
}

/** Whether what to paint has to be chosen anew. A third of a screen is less than is painted on either side. */
export function isOutdated({ isUnsure, anchor }: Group, height: number): boolean {
  return isUnsure || !anchor || Math.abs(topOf(anchor.mark) - anchor.top) > height / 3;
}

/** Chooses what to paint of a group that is near; `height` is the viewport's. */
export function chooseNear(group: Group, height: number): ReadonlySet<Mark> {
  group.anchor = undefined;
  group.isUnsure = false;
  group.gaps.clear();
  if (!isLong(group)) return group.marks;
  group.sequences ??= sequencesOf(group.marks);
  const [settled, late] = group.sequences;
  // These are not in order: they came, or were moved, one here and one there. More of them do not stay so for long.
  const few = isDisordered(group) ? [] : late;
  const near = (few === late ? [settled] : group.sequences).flatMap((sequence) =>
    nearOf(sequence, group.home, height),
  );
  const mark = near[near.length >> 1];
  if (mark) group.anchor = { mark, top: topOf(mark) };
  return new Set([...near, ...few]);
}

function sequencesOf(marks: Iterable<Mark>): [settled: Mark[], late: Mark[]] {
  const sorted = [...marks].sort((a, b) => a.order - b.order);
  return [sorted.filter((mark) => !mark.isLate), sorted.filter((mark) => mark.isLate)];
}
