import type { Cursor, Done, Gap, Walk } from './sync-cursor.ts';
import { leftOut, slicesOf, type Filters, type Slice } from './sync-filter.ts';
import { beginTask, fitFirstWindow, iso } from './sync-window.ts';

/**
 * How a source is read through a paged API that may cut limits, clamp dates and change its rows meanwhile. Pure: each
 * answer turns a cursor into the next one, and a cursor is all there is to know.
 *
 * A walk begins with a probe of one row, whose `generated_at` becomes the upper bound of the whole walk and then the
 * watermark; so the API's clock counts, not the local one. The same answer shows how far the plan reaches back. Then
 * come its tasks: what is new since a little before the watermark, and whatever else is wanted and was not read before
 * (a longer lookback, wider filters, a gap that can be filled). Each is read in windows of time, see sync-window.ts.
 */

export const PAGE_LIMIT = 10_000;
const OVERLAP_MS = 10 * 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What the user wants of the source. */
export interface Want {
  lookbackDays: number;
  filters: Filters;
  context: boolean;
}

/** A cursor that what is wanted now can go on from. A walk that would leave some of it out is begun again. */
export function replan(cursor: Cursor, want: Want): Cursor {
  if (cursor.state === 'new' || covers(cursor, want)) return cursor;
  if (want.context && !cursor.context) return { state: 'new' };
  return cursor.state === 'walking' ? replan(cursor.base ?? { state: 'new' }, want) : cursor;
}

/** Whether everything wanted is being read or has been. */
export function covers(cursor: Done | Walk, want: Want): boolean {
  return (
    want.lookbackDays <= cursor.lookbackDays &&
    (cursor.context || !want.context) &&
    leftOut(cursor.filters, want.filters).length === 0
  );
}

export interface PageRequest {
  since: string;
  until?: string;
  limit: number;
  offset: number;
  slice: Slice;
}

/**
 * The probe that begins a walk: one row, from as far back as anything is wanted, so that its answer shows how far the
 * plan reaches. `now` (ms, local clock) matters only before the API has told its own time.
 */
export function probeRequest(cursor: Exclude<Cursor, Walk>, want: Want, now: number): PageRequest {
  const wanted = now - want.lookbackDays * DAY_MS;
  const last = cursor.state === 'done' ? Date.parse(cursor.watermark) - OVERLAP_MS : wanted;
  return { since: iso(Math.min(wanted, last)), limit: 1, offset: 0, slice: onlySlice(want) ?? {} };
}

/** What an answer said of itself; all optional. */
export interface Told {
  total?: number;
  limit?: number;
  generatedAt?: string;
  since?: string;
}

/** The walk that the probe's answer leads to. */
export function startWalk(
  from: Exclude<Cursor, Walk>,
  probe: { asked: PageRequest; told: Told },
  want: Want,
  now: number,
): Walk {
  const { told, asked } = probe;
  const until = told.generatedAt ?? iso(now);
  const clamp = isClamped(asked.since, told.since) ? told.since : undefined;
  const planMs = clamp === undefined ? undefined : Date.parse(until) - Date.parse(clamp);
  const wanted = before(until, want.lookbackDays * DAY_MS);
  const plan = { until, wanted, start: later(wanted, clamp), ...(clamp !== undefined && { clamp }) };
  const hasStartedOver = from.state === 'new' || isAheadOfTheApi(from, told);
  const { tasks, reachesBackTo, gaps } = hasStartedOver ? planAnew(plan, want) : planOn(from, plan, want);
  const last = hasStartedOver ? undefined : from;
  const hasGrown = last !== undefined && reachesFurther(last.planMs, planMs);
  const isWhole = hasStartedOver && tasks.length === 1 && told.total !== undefined;
  const walk: Walk = {
    state: 'walking',
    lookbackDays: want.lookbackDays,
    filters: want.filters,
    context: want.context,
    limit: last && !hasGrown ? last.limit : PAGE_LIMIT,
    ...(last?.cut !== undefined && !hasGrown && { cutBefore: last.cut }),
    ...(planMs !== undefined && { planMs }),
    ...(reachesBackTo !== undefined && { reachesBackTo }),
    gaps,
    notes: [],
    crowds: [],
    ...(last && { base: last }),
    until,
    ...beginTask(tasks, isWhole ? told.total : undefined),
    read: 0,
    ...(isWhole && { expected: told.total ?? 0 }),
    asked: 0,
    grown: false,
  };
  return isWhole ? fitFirstWindow(walk, told.total ?? 0) : walk;
}

interface Plan {
  until: string;
  /** From where on everything is wanted. */
  wanted: string;
  /** From where on everything is wanted and given. */
  start: string;
  clamp?: string;
}
type Planned = Pick<Walk, 'tasks' | 'gaps' | 'reachesBackTo'>;

function planAnew({ until, start }: Plan, { filters }: Want): Planned {
  return { tasks: tasksOf(filters, start, until), gaps: [], reachesBackTo: start };
}

/** News first, then what lies further back. */
function planOn(done: Done, { until, wanted, start, clamp }: Plan, want: Want): Planned {
  const { watermark, reachesBackTo } = done;
  const news = tasksOf(want.filters, later(before(watermark, OVERLAP_MS), clamp), until);
  const wider = leftOut(done.filters, want.filters).flatMap((box) => tasksOf(box, start, watermark));
  // An hour, since clocks and roundings differ a little from answer to answer.
  const isOlder = reachesBackTo !== undefined && Date.parse(start) < Date.parse(reachesBackTo) - HOUR_MS;
  const older = isOlder ? tasksOf(want.filters, start, reachesBackTo) : [];
  const known = [...done.gaps, ...newGap(watermark, until, clamp)];
  const gaps = known.filter(({ to }) => Date.parse(to) > Date.parse(wanted));
  const filling = gaps.flatMap((gap) => fillable(gap, clamp, want.filters));
  return {
    tasks: [...news, ...wider, ...filling, ...older],
    gaps: gaps.flatMap((gap) => remainder(gap, clamp)),
    ...((isOlder || reachesBackTo !== undefined) && { reachesBackTo: isOlder ? start : reachesBackTo }),
  };
}

function tasksOf(filters: Filters, since: string, until: string): Walk['tasks'] {
  return slicesOf(filters).map((slice) => ({ since, until, slice }));
}

function onlySlice({ filters }: Want): Slice | undefined {
  const slices = slicesOf(filters);
  return slices.length === 1 ? slices[0] : undefined;
}

function newGap(watermark: string, until: string, clamp: string | undefined): Gap[] {
  if (!isClamped(watermark, clamp)) return [];
  return [{ from: watermark, to: clamp, noticedAt: until }];
}

/** What the plan gives of a gap now. */
function fillable(gap: Gap, clamp: string | undefined, filters: Filters): Walk['tasks'] {
  const since = later(gap.from, clamp);
  return Date.parse(since) < Date.parse(gap.to) ? tasksOf(filters, since, gap.to) : [];
}

/** What it does not give. */
function remainder(gap: Gap, clamp: string | undefined): Gap[] {
  if (!isClamped(gap.from, clamp)) return [];
  return [Date.parse(clamp) < Date.parse(gap.to) ? { ...gap, to: clamp } : gap];
}

/** More than a day, since a day's lookback may mean 24 hours or back to a midnight. */
function reachesFurther(last: number | undefined, now: number | undefined): boolean {
  return last !== undefined && (now === undefined || now > last + DAY_MS + HOUR_MS);
}

/** The API once told a time that has not come yet: nothing would ever be newer than that watermark. */
function isAheadOfTheApi(cursor: Done, { generatedAt }: Told): boolean {
  return generatedAt !== undefined && Date.parse(generatedAt) < Date.parse(cursor.watermark) - OVERLAP_MS;
}

function isClamped(asked: string, told: string | undefined): told is string {
  // A second, since the API may round.
  return told !== undefined && Date.parse(told) > Date.parse(asked) + 1000;
}

function later(one: string, other: string | undefined): string {
  return other !== undefined && Date.parse(other) > Date.parse(one) ? other : one;
}

function before(time: string, ms: number): string {
  return iso(Date.parse(time) - ms);
}
