import { holderOf, type Mark, type PaintListener, rectsOf } from './marks.ts';
import { onAbort } from './on-abort.ts';
import type { Palette } from './palette.ts';
import { elementAbove, unmasked } from './unmasked.ts';

export interface Painter extends PaintListener {
  /** The page's layout may have changed without a scroll; to be called about once a second. */
  tend(): void;
  /** So many marks came later that the whole is better read, and numbered, again. */
  isDisordered(): boolean;
}

/** The marks of one element: painted while it is near the viewport. */
interface Group {
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
/** An IntersectionObserver looks at each of its elements in every frame: 20,000 of them 40 ms, 1,000 too little to measure. */
const MOST_GROUPS = 1000;

/**
 * However little changes in the registry, Chromium lays the whole document out again for it: 70 ms where there are
 * 20,000 rows. What comes near is painted a screen before it is seen, so it can wait for others.
 */
const BETWEEN_CHANGES_MS = 150;
/** Where choosing what to paint takes long, because the page is long, it is done as much more rarely. */
const REST = 10;

/**
 * Lets the palette paint only what is within about one screen of the viewport. Marks are grouped by the element they
 * stand in; where that makes too many groups, by an element further up, and such a long group is searched for the marks
 * near the viewport, which supposes that they follow one another down the page, or down one column after another.
 */
export function createPainter(
  document: Document,
  palette: Pick<Palette, 'paint' | 'unpaint'>,
  signal: AbortSignal,
): Painter {
  // Only documents with a window get here: a content script runs in one.
  const view = document.defaultView!;
  const groups = new Map<Element, Group>();
  const homes = new Map<Mark, Element>();
  const stale = new Set<Group>();
  /** To be painted with the next change. */
  const due = new Set<Mark>();
  let levelsUp = 0;
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let nextChange = 0;
  /** Until the first are painted. */
  let first: Group[] | undefined = [];

  const margins = { rootMargin: '125%', scrollMargin: '125%' };
  const observer = new view.IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const group = groups.get(target);
      if (!group) continue;
      group.near = isIntersecting || flowsFarOver(target, view);
      refreshSoon(group);
    }
  }, margins);

  function add(mark: Mark): void {
    const home = homeOf(mark, levelsUp);
    if (home) join(home, mark);
  }

  function join(home: Element, mark: Mark): void {
    const group = groups.get(home) ?? open(home);
    homes.set(mark, home);
    group.marks.add(mark);
    const at = putIn(group, mark);
    if (at === undefined) group.sequences = undefined;
    if (group.near)
      if (at === undefined || !group.anchor) refreshSoon(group);
      else paintBeside(group, mark, at);
    if (groups.size > MOST_GROUPS) regroup();
  }

  function remove(mark: Mark): void {
    // At once: what was marked may be something else before the next frame.
    if (leave(mark)) palette.unpaint(mark);
  }

  /** Answers whether it is painted. */
  function leave(mark: Mark): boolean {
    const home = homes.get(mark);
    const group = home && groups.get(home);
    if (!group) return false;
    homes.delete(mark);
    group.marks.delete(mark);
    const wasDue = due.delete(mark);
    if (!takeOut(group, mark)) group.sequences = undefined;
    else if (wasDue || group.painted.has(mark)) group.gaps.add(mark.order);
    const isPainted = group.painted.delete(mark);
    if (group.marks.size === 0) {
      groups.delete(home);
      observer.unobserve(home);
    }
    return isPainted;
  }

  /** What is painted stays so until it is known whether the new place is near. */
  function follow(mark: Mark): void {
    const [before, holder] = [homes.get(mark), holderOf(mark)];
    // To ask for a style is dear, and nearly none is moved.
    if (!before || !holder || unmasked(before).contains(holder)) return;
    const home = homeOf(mark, levelsUp);
    if (!home || home === before) return;
    const isNew = !groups.has(home);
    const isPainted = leave(mark);
    join(home, mark);
    const group = groups.get(homes.get(mark) ?? home);
    if (!isPainted || !group) return;
    group.painted.add(mark);
    if (!isNew && !group.near) refreshSoon(group);
  }

  /**
   * A page that rewrites its texts takes marks away and brings others to their places: to measure a long group for each is dear.
   * What comes to the place of a painted mark, or beside one, is painted too; about the rest `tend` makes sure.
   */
  function paintBeside(group: Group, mark: Mark, at: number): void {
    const [before, after] = [group.sequences?.[0][at - 1], group.sequences?.[0][at + 1]];
    const isPainted = (other: Mark | undefined) => other && (group.painted.has(other) || due.has(other));
    // Each beside the one before, a whole page of them would be near.
    if (due.size < MOST_FIRST && (group.gaps.has(mark.order) || isPainted(before) || isPainted(after))) {
      due.add(mark);
      schedule();
    } else group.isUnsure = true;
  }

  function paintDue(): void {
    for (const mark of due) {
      const group = groups.get(homes.get(mark) ?? document.documentElement);
      if (!group?.marks.has(mark) || group.painted.has(mark)) continue;
      group.painted.add(mark);
      palette.paint(mark);
    }
    due.clear();
  }

  function renumber(mark: Mark): void {
    const group = groups.get(homes.get(mark) ?? document.documentElement);
    if (!group || group.marks.size <= LONG) return;
    group.sequences = undefined;
    refreshSoon(group);
  }

  function open(home: Element): Group {
    const group = {
      home,
      marks: new Set<Mark>(),
      painted: new Set<Mark>(),
      near: false,
      sequences: undefined,
      anchor: undefined,
      gaps: new Set<number>(),
      isUnsure: false,
    };
    groups.set(home, group);
    observer.observe(home);
    if (first?.push(group) === 1) queueMicrotask(paintFirst);
    return group;
  }

  /** The observer takes a frame to answer, and what it answers is painted in the next: the first marks do not wait for that. */
  function paintFirst(): void {
    const inSight = (first ?? []).slice(0, MOST_FIRST).filter(({ home }) => isInSight(home, view));
    first = undefined;
    for (const group of inSight) {
      // Many groups were made into few meanwhile.
      if (groups.get(group.home) !== group) continue;
      group.near = true;
      // Nothing was painted before.
      refresh(group);
    }
  }

  /** What is painted stays so until the observer has looked at the new groups. */
  function regroup(): void {
    levelsUp += 1;
    const painted = new Set([...groups.values()].flatMap((group) => [...group.painted]));
    const marks = [...homes.keys()];
    observer.disconnect();
    groups.clear();
    stale.clear();
    for (const mark of marks) {
      const home = homeOf(mark, levelsUp) ?? document.documentElement;
      const group = groups.get(home) ?? open(home);
      homes.set(mark, home);
      group.marks.add(mark);
      if (painted.has(mark)) group.painted.add(mark);
    }
  }

  /** Paints what came near. What is no longer near is left to the caller, behind all that is measured for painting. */
  function refresh(group: Group): Mark[] {
    const wanted = group.near ? nearMarks(group, view.innerHeight) : NONE;
    const gone = [...group.painted].filter((mark) => !wanted.has(mark));
    for (const mark of gone) group.painted.delete(mark);
    for (const mark of wanted)
      if (!group.painted.has(mark)) {
        group.painted.add(mark);
        palette.paint(mark);
      }
    return gone;
  }

  function refreshSoon(group: Group): void {
    group.anchor = undefined;
    stale.add(group);
    schedule();
  }

  /** Right behind a frame the page is laid out: to measure then costs nothing, while in a frame that rewrites it the whole is laid out twice. */
  function schedule(): void {
    if (timer !== undefined || frame !== 0) return;
    const waitMs = Math.max(0, nextChange - performance.now());
    const behindFrame = () => (timer = setTimeout(change));
    timer = setTimeout(() => (frame = view.requestAnimationFrame(behindFrame)), waitMs);
  }

  function change(): void {
    const start = performance.now();
    clearTimeout(timer);
    timer = undefined;
    frame = 0;
    paintDue();
    const moved = [...stale].filter((group) => group.isUnsure || hasMoved(group, view.innerHeight));
    const gone = moved.flatMap(refresh);
    // The palette measures what it is to paint at the end of the task.
    queueMicrotask(() => gone.forEach(palette.unpaint));
    stale.clear();
    const end = performance.now();
    nextChange = end + Math.max(BETWEEN_CHANGES_MS, (end - start) * REST);
  }

  function tend(): void {
    for (const group of groups.values()) if (group.near && group.marks.size > LONG) stale.add(group);
    if (stale.size > 0) schedule();
  }

  view.addEventListener('scroll', tend, { capture: true, passive: true, signal });
  view.addEventListener('resize', tend, { signal });
  onAbort(signal, () => {
    observer.disconnect();
    view.cancelAnimationFrame(frame);
    clearTimeout(timer);
  });
  return {
    add,
    remove,
    renumber,
    follow,
    tend,
    isDisordered: () => [...groups.values()].some(({ sequences }) => (sequences?.[1].length ?? 0) > LONG),
  };
}

const NONE: ReadonlySet<Mark> = new Set();

/**
 * Where the box is says nothing of where its text is: lines that are far longer than the window is wide, or all of a page in a body that is as
 * high as the window. What is no more than a screen beyond the box is near where that is.
 */
function flowsFarOver(home: Element, view: Window): boolean {
  const { localName, clientWidth, clientHeight, scrollWidth, scrollHeight } = unmasked(home);
  // Whether it is the body or the window that scrolls is not for its own style to say.
  if (localName === 'body') return true;
  if (clientWidth === 0) return false;
  const { overflowX, overflowY } = view.getComputedStyle(home);
  return (
    (scrollWidth - clientWidth > view.innerWidth && overflowX === 'visible') ||
    (scrollHeight - clientHeight > view.innerHeight && overflowY === 'visible')
  );
}

/** More than this are in no viewport. */
const MOST_FIRST = 300;

function isInSight(home: Element, { innerHeight, innerWidth }: Window): boolean {
  const { top, bottom, left, right } = unmasked(home).getBoundingClientRect();
  return bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
}

/** The element whose nearness decides whether the mark is painted, so many levels above the one it stands in. */
function homeOf(mark: Mark, levelsUp: number): Element | undefined {
  let home = holderOf(mark);
  for (let i = 0; home && i < levelsUp && home.localName !== 'body'; i += 1)
    home = elementAbove(home) ?? home;
  // An element without a box of its own is never near anything.
  while (home && unmasked(home).ownerDocument.defaultView?.getComputedStyle(home).display === 'contents')
    home = elementAbove(home);
  return home;
}

/** Whether what to paint in a group has to be chosen anew. A third of a screen is less than is painted on either side. */
function hasMoved({ anchor }: Group, height: number): boolean {
  return !anchor || Math.abs(topOf(anchor.mark) - anchor.top) > height / 3;
}

function nearMarks(group: Group, height: number): ReadonlySet<Mark> {
  group.anchor = undefined;
  group.isUnsure = false;
  group.gaps.clear();
  if (group.marks.size <= LONG) return group.marks;
  group.sequences ??= sequencesOf(group.marks);
  const [settled, late] = group.sequences;
  // These are not in order: they came, or were moved, one here and one there. More of them do not stay so for long.
  const few = late.length > LONG ? [] : late;
  const near = (few === late ? [settled] : group.sequences)
    .flatMap((sequence) => columnsOf(sequence, group.home, height / 2))
    .flatMap((column) => nearIn(column, height));
  const mark = near[near.length >> 1];
  if (mark) group.anchor = { mark, top: topOf(mark) };
  return new Set([...near, ...few]);
}

function sequencesOf(marks: Iterable<Mark>): [settled: Mark[], late: Mark[]] {
  const sorted = [...marks].sort((a, b) => a.order - b.order);
  return [sorted.filter((mark) => !mark.isLate), sorted.filter((mark) => mark.isLate)];
}

/** Puts a mark into the sequence of a long group that is in order already; answers with its index. */
function putIn({ sequences, marks }: Group, mark: Mark): number | undefined {
  if (!sequences || mark.isLate || marks.size <= LONG) return undefined;
  const at = indexOf(sequences[0], mark.order);
  sequences[0].splice(at, 0, mark);
  return at;
}

function takeOut({ sequences, marks }: Group, mark: Mark): boolean {
  if (!sequences || mark.isLate || marks.size <= LONG) return false;
  const [settled] = sequences;
  let at = indexOf(settled, mark.order);
  while (settled[at]?.order === mark.order && settled[at] !== mark) at += 1;
  if (settled[at] !== mark) return false;
  settled.splice(at, 1);
  return true;
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
function topOf(mark: Mark): number {
  const rect = rectsOf(mark)[0];
  if (rect) return rect.top;
  let element = holderOf(mark);
  while (element && unmasked(element).getClientRects().length === 0) element = elementAbove(element);
  return element ? unmasked(element).getBoundingClientRect().top : 0;
}
