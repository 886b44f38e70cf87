import type { Cursor, Done, Walk, WalkNote } from './sync-cursor.ts';
import { splitSlice } from './sync-filter.ts';
import type { PageRequest, Told } from './sync-plan.ts';

/**
 * How one task of a walk is read: from its oldest end to its newest, in windows of time so narrow that no page lies
 * behind a deep offset. A window's first answer tells how many rows it has; where these are too many, a narrower one is
 * asked for instead. A second that is too full by itself (bulk imports share a time) is parted by type, category and
 * confidence, and what is left is read to its end whatever the offset, and noted.
 *
 * Whether bounds belong to a window is not known, so that each begins a second before the last one's end; rows that
 * come again replace themselves.
 */

/** What every plan gives. */
export const SMALL_LIMIT = 100;
/** "Cheap up to ~1000", says the API of its offset. */
const DEEPEST_OFFSET = 1000;
const SECOND = 1000;
const PASSES = 4;
const MOST_SEEN = 3000;
const MOST_CROWDS = 20;
const MOST_ROWS = 5_000_000;
const MOST_ANSWERS = 100_000;
/** Of what may be read of one window: room for the next one to be fuller. */
const FILL = 0.7;
const WIDEST_STEP = 8;

/** The part of a walk's cursor that reads the first of `tasks`; `total` is the number of its rows where that is known. */
export function beginTask(tasks: Walk['tasks'], total?: number) {
  const [task] = tasks;
  if (!task) throw new Error('A walk without a task');
  return {
    tasks,
    ...newWindow(task, task.since, task.until),
    hasTotals: true,
    taskTotal: total,
  } satisfies Partial<Unset<Walk>>;
}

function newWindow(task: Walk['tasks'][number], from: string, to: string) {
  return { from, to, parts: [task.slice], split: undefined, ...newPart(false) };
}

function newPart(deep: boolean) {
  return { deep, ...newPass(), total: undefined, pass: 1, seen: [] };
}

function newPass() {
  return { offset: 0, unsteady: false, fresh: 0, pageMark: undefined };
}

type Unset<T> = { [K in keyof T]: T[K] | undefined };

export function pageRequest(walk: Walk): PageRequest {
  const { from, to, limit, offset, parts, tasks } = walk;
  const isFirst = from === tasks[0]?.since;
  const since = isFirst ? from : iso(Date.parse(from) - SECOND);
  return { since, until: to, limit, offset, slice: parts[0] ?? {} };
}

export interface Page {
  told: Told;
  /** A hash of each row that came, good or bad, which says whether it is the same one. */
  rows: number[];
  /** Says which rows they are, in order. */
  mark: string;
}

/** One answer further. Where `isUsed` is false, a narrower question comes instead, and the rows are not to be kept. */
export function takePage(walk: Walk, page: Page): { cursor: Cursor; isUsed: boolean } {
  const counted = { ...walk, asked: walk.asked + 1, ...learn(walk, page) };
  const total = counted.hasTotals ? page.told.total : undefined;
  if (walk.offset === 0 && walk.pass === 1 && total !== undefined) {
    const measured = { ...counted, taskTotal: walk.taskTotal ?? total };
    const narrower = page.rows.length === 0 && total > 0 ? withoutTotals(measured) : narrow(measured, total);
    if (narrower) return { cursor: bounded(narrower), isUsed: false };
    return { cursor: takeRows(withExpected(measured), page, total), isUsed: true };
  }
  return { cursor: takeRows(counted, page, total), isUsed: true };
}

/** What the answer shows of the plan. */
function learn(walk: Walk, { rows, told }: Page): Pick<Walk, 'cut' | 'grown'> {
  const { length } = rows;
  const isCut =
    length > 0 && length < walk.limit && told.total !== undefined && walk.offset + length < told.total;
  const cut = isCut ? Math.max(length, walk.cut ?? 0) : walk.cut;
  return {
    ...(cut !== undefined && { cut }),
    grown: walk.grown || (walk.cutBefore !== undefined && length > walk.cutBefore),
  };
}

/** A walk of one task is told in full by its first answer. */
function withExpected(walk: Walk): Walk {
  if (walk.expected !== undefined || walk.tasks.length > 1) return walk;
  return { ...walk, expected: walk.read + (walk.taskTotal ?? 0) };
}

/** A walk whose first task has `total` rows, as it is known before that was asked for a page. */
export function fitFirstWindow(walk: Walk, total: number): Walk {
  return narrow(walk, total) ?? walk;
}

/** The next narrower question, where this one has more rows than offsets should reach. */
function narrow(walk: Walk, total: number): Walk | undefined {
  const [task] = walk.tasks;
  const [slice, ...parts] = walk.parts;
  const { most, good } = capacity(walk);
  if (walk.deep || !task || !slice || total <= most) return undefined;
  const from = Date.parse(walk.from);
  const width = Date.parse(walk.to) - from;
  if (width > SECOND) {
    const share = Math.min((width * good) / total, width / 2);
    const to = from + Math.max(SECOND, Math.floor(share / SECOND) * SECOND);
    return { ...walk, ...newWindow(task, walk.from, iso(to)) };
  }
  if (walk.from === task.since && total >= (walk.taskTotal ?? Infinity) && isLong(task))
    return withoutTotals(walk);
  const split = walk.split ?? { total, told: 0 };
  const finer = splitSlice(slice);
  if (finer) return { ...walk, ...newPart(false), split, parts: [...finer, ...parts] };
  return { ...walk, deep: true };
}

/** Rows that may be read of one window, and that it is to have. */
function capacity({ cut, cutBefore, limit }: Walk): { most: number; good: number } {
  const size = cut ?? cutBefore ?? limit;
  // Two pages: large ones are too dear to be thrown away for a little more than one.
  const most = size > DEEPEST_OFFSET ? 2 * size : (Math.floor(DEEPEST_OFFSET / size) + 1) * size;
  return { most, good: FILL * (size > DEEPEST_OFFSET ? size : most) };
}

function isLong({ since, until }: Walk['tasks'][number]): boolean {
  return Date.parse(until) - Date.parse(since) > SECOND;
}

/** Totals that do not depend on the question: the task is read in one go, until nothing comes. */
function withoutTotals(walk: Walk): Walk {
  const [task] = walk.tasks;
  if (!task) return walk;
  return { ...walk, ...newWindow(task, task.since, task.until), deep: true, hasTotals: false };
}

/** One page further. Advances by the rows that came, never by what was asked for. */
function takeRows(walk: Walk, page: Page, told: number | undefined): Cursor {
  const { length } = page.rows;
  const total = told ?? (walk.hasTotals ? walk.total : undefined);
  // The first answer's total is the first one for this part.
  const changed = walk.offset > 0 && walk.total !== undefined && total !== walk.total;
  const vanished = changed ? Math.max(0, (walk.total ?? 0) - (total ?? 0)) : 0;
  // Where the total changed too, the same row may well stand at the next offset.
  const repeats = length > 0 && walk.offset > 0 && !changed && page.mark === walk.pageMark;
  const isLast = length === 0 || (total !== undefined && walk.offset + length >= total);
  const next: Walk = {
    ...walk,
    // Rows behind those that vanished have moved up by as many: read these again rather than miss any.
    offset: walk.offset + length - Math.min(vanished, Math.max(length - 1, 0)),
    total,
    read: walk.read + length,
    unsteady: walk.unsteady || changed || (length === 0 && walk.offset < (total ?? 0)),
    pageMark: page.mark,
    ...remember(walk, page, isLast),
  };
  if (repeats) return endPart(withNote(next, 'repeats'));
  return isLast ? endPass(next) : bounded(next);
}

/** Rows on a single page cannot move between pages: they need not be remembered. */
function remember(
  { seen, fresh, offset, pass }: Walk,
  { rows }: Page,
  isLast: boolean,
): Pick<Walk, 'seen' | 'fresh'> {
  if (seen === undefined || (offset === 0 && pass === 1 && isLast)) return { seen: undefined, fresh };
  const all = new Set(seen);
  for (const row of rows) all.add(row);
  const more = all.size - seen.length;
  return { seen: all.size > MOST_SEEN ? undefined : [...all], fresh: fresh + more };
}

/** The rows of a part are complete where as many different ones came as there are, or a further pass brought no new one. */
function endPass(walk: Walk): Cursor {
  const { seen, total, pass, fresh, unsteady } = walk;
  const isWhole =
    seen === undefined || total === undefined || seen.length >= total || (pass > 1 && fresh === 0);
  if (!unsteady && isWhole) return endPart(walk);
  if (pass >= PASSES) return endPart(withNote(walk, 'unsteady'));
  return bounded({ ...walk, ...newPass(), pass: pass + 1 });
}

function endPart(walk: Walk): Cursor {
  const [task] = walk.tasks;
  const [, ...parts] = walk.parts;
  const told = (walk.split?.told ?? 0) + (walk.total ?? 0);
  const crowds = walk.deep && walk.hasTotals ? addCrowd(walk) : walk.crowds;
  const next: Walk = { ...walk, crowds };
  if (!walk.split || !task) return endWindow(next);
  if (parts.length > 0) return bounded({ ...next, ...newPart(false), parts, split: { ...walk.split, told } });
  // Rows that name none of the values which are asked for by themselves.
  if (told < walk.split.total)
    return bounded({ ...next, ...newPart(true), parts: [task.slice], split: undefined });
  return endWindow({ ...next, crowds: addCrowd({ ...walk, total: walk.split.total }) });
}

/** A window takes in the second before it, so that the same crowd may be met again. */
function addCrowd({ crowds, from, total = 0 }: Walk): Walk['crowds'] {
  const isSame = ({ at }: { at: string }) => Math.abs(Date.parse(at) - Date.parse(from)) <= 2 * SECOND;
  const met = crowds.find(isSame);
  if (met)
    return crowds.map((crowd) => (crowd === met ? { ...met, rows: Math.max(met.rows, total) } : crowd));
  return crowds.length < MOST_CROWDS ? [...crowds, { at: from, rows: total }] : crowds;
}

function endWindow(walk: Walk): Cursor {
  const [task, ...tasks] = walk.tasks;
  if (task && Date.parse(walk.to) < Date.parse(task.until)) return bounded(nextWindow(walk, task));
  return tasks.length > 0 ? bounded({ ...walk, ...beginTask(tasks) }) : finish(walk);
}

/** As wide as would hold enough rows if they lay as densely as in this window. */
function nextWindow(walk: Walk, task: Walk['tasks'][number]): Walk {
  const width = Date.parse(walk.to) - Date.parse(walk.from);
  const step = Math.min(WIDEST_STEP, capacity(walk).good / Math.max(1, walk.split?.total ?? walk.total ?? 0));
  const wide = Math.max(SECOND, Math.floor((width * step) / SECOND) * SECOND);
  const to = Math.min(Date.parse(walk.to) + wide, Date.parse(task.until));
  return { ...walk, ...newWindow(task, walk.to, iso(to)) };
}

/**
 * The API refused a request (HTTP 400) -> where to go on, or nothing where no smaller request is left. It may refuse a
 * limit above the plan's, an offset behind the last row where rows vanished since, or a value that it spells otherwise.
 */
export function takeRefusal(walk: Walk): Cursor | undefined {
  if (walk.limit > SMALL_LIMIT && walk.read === 0) return { ...walk, limit: SMALL_LIMIT };
  if (walk.offset > 0) return endPass({ ...walk, unsteady: true });
  if (walk.split && walk.parts.length > 0 && !walk.deep) return endPart({ ...walk, total: 0 });
  return undefined;
}

/** No API, however odd, is asked for ever. */
function bounded(walk: Walk): Cursor {
  if (walk.read < MOST_ROWS && walk.asked < MOST_ANSWERS) return walk;
  return finish(withNote(walk, 'too many'));
}

function withNote(walk: Walk, note: WalkNote): Walk {
  return walk.notes.includes(note) ? walk : { ...walk, notes: [...walk.notes, note] };
}

function finish(walk: Walk): Cursor {
  if (walk.grown) return { state: 'new' };
  const { until, limit, lookbackDays, filters, context, planMs, reachesBackTo, gaps, notes, crowds } = walk;
  const cut = walk.cut ?? walk.cutBefore;
  const done: Done = {
    state: 'done',
    watermark: until,
    lookbackDays,
    filters,
    context,
    limit,
    gaps,
    notes,
    crowds,
  };
  return {
    ...done,
    ...(cut !== undefined && { cut }),
    ...(planMs !== undefined && { planMs }),
    ...(reachesBackTo !== undefined && { reachesBackTo }),
  };
}

export function iso(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}
