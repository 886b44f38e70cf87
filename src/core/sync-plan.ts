import { z } from 'zod';

// zod's compiled path uses `new Function`, which the extension's CSP forbids.
z.config({ jitless: true });

/**
 * How a source is read through a paged API that may cut limits, clamp dates and change its rows meanwhile. Pure: each
 * answer turns a cursor into the next one, and a cursor is all there is to know, so that work goes on from the last
 * one stored, wherever it was interrupted.
 *
 * A walk begins with a probe of one row, whose `generated_at` becomes the upper bound of the whole walk and then the
 * watermark; so the API's clock counts, not the local one. Then come pages by offset. The next walk starts a little
 * before the watermark; rows that come again replace themselves.
 */
export type Cursor = z.infer<typeof cursorSchema>;
export type Walk = Extract<Cursor, { state: 'walking' }>;
type Done = Extract<Cursor, { state: 'done' }>;

/** What the user must know about the walk that ended. */
export type WalkNote =
  /** Rows kept moving while they were read; some may be missing. */
  | 'unsteady'
  /** The API gives the same page for any offset. */
  | 'repeats'
  /** More rows than any walk reads. */
  | 'too many'
  /** The last walk was longer ago than the plan reaches back: what was listed in between is missing. */
  | 'gap';

const moment = z.iso.datetime();
const count = z.number().int().nonnegative();

const walkSchema = z.object({
  state: z.literal('walking'),
  /** `first`: into an empty store. `again`: the whole window once more. `update`: from the watermark on. */
  kind: z.enum(['first', 'again', 'update']),
  since: moment,
  until: moment,
  limit: count.min(1),
  offset: count,
  /** As the API told it last. */
  total: count.optional(),
  /** Rows received in this pass. */
  read: count,
  /** Passes over the same window, from 1. */
  pass: count.min(1),
  /** The total changed in this pass, so rows may have moved between pages. */
  unsteady: z.boolean(),
  /** Rows of a page that was cut: what the plan gives at once. */
  cut: count.optional(),
  /** `cut` of the walks before. */
  cutBefore: count.optional(),
  /** A page had more rows than `cutBefore`: the plan has grown, and may reach back further than it did. */
  grown: z.boolean(),
  /** Tells the previous page from this one. */
  pageMark: z.string().optional(),
  lookbackDays: count,
  reachesBackTo: moment.optional(),
  gap: z.boolean(),
});
const doneSchema = z.object({
  state: z.literal('done'),
  /** Everything that the API listed up to here has been read. */
  watermark: moment,
  limit: count.min(1),
  cut: count.optional(),
  lookbackDays: count,
  reachesBackTo: moment.optional(),
  note: z.enum(['unsteady', 'repeats', 'too many', 'gap']).optional(),
});
const cursorSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('new') }),
  walkSchema,
  doneSchema,
]);

export const PAGE_LIMIT = 10_000;
/** What every plan gives. */
export const SMALL_LIMIT = 100;
const OVERLAP_MS = 10 * 60_000;
const DAY_MS = 24 * 3_600_000;
const PASSES = 3;
const MOST_ROWS = 5_000_000;

/** A stored cursor, of this version or another one. What is not understood means to start anew. */
export function parseCursor(stored: unknown): Cursor {
  const parsed = cursorSchema.safeParse(stored);
  return parsed.success ? parsed.data : { state: 'new' };
}

/** A cursor whose walk reaches back as far as is wanted now: where more is wanted than before, it starts anew. */
export function widen(cursor: Cursor, lookbackDays: number): Cursor {
  return cursor.state === 'done' && lookbackDays > cursor.lookbackDays ? { state: 'new' } : cursor;
}

export interface PageRequest {
  since: string;
  until?: string;
  limit: number;
  offset: number;
}

/** The probe that begins a walk. `now` (ms, local clock) matters only before the API has told its own time. */
export function probeRequest(cursor: Cursor, want: { lookbackDays: number; now: number }): PageRequest {
  const since =
    cursor.state === 'done'
      ? before(cursor.watermark, OVERLAP_MS)
      : iso(want.now - want.lookbackDays * DAY_MS);
  return { since, limit: 1, offset: 0 };
}

export function pageRequest(walk: Walk): PageRequest {
  const { since, until, limit, offset } = walk;
  return { since, until, limit, offset };
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
  want: { lookbackDays: number; now: number; isEmpty: boolean },
): Walk {
  const { asked, told } = probe;
  const cursor: typeof from = isAheadOfTheApi(from, told) ? { state: 'new' } : from;
  const until = told.generatedAt ?? iso(want.now);
  const wanted = cursor.state === 'done' ? asked.since : before(until, want.lookbackDays * DAY_MS);
  const clamped = isClamped(asked.since, told.since) ? told.since : undefined;
  const since = later(wanted, clamped);
  return {
    state: 'walking',
    kind: cursor.state === 'done' ? 'update' : want.isEmpty ? 'first' : 'again',
    since,
    until,
    limit: cursor.state === 'done' ? cursor.limit : PAGE_LIMIT,
    offset: 0,
    ...(told.total !== undefined && { total: told.total }),
    read: 0,
    pass: 1,
    unsteady: false,
    ...(cursor.state === 'done' && cursor.cut !== undefined && { cutBefore: cursor.cut }),
    grown: false,
    lookbackDays: want.lookbackDays,
    ...reach(cursor, since, clamped),
    gap: cursor.state === 'done' && clamped !== undefined,
  };
}

/** The API once told a time that has not come yet: nothing would ever be newer than that watermark. */
function isAheadOfTheApi(cursor: Cursor, { generatedAt }: Told): boolean {
  return (
    cursor.state === 'done' &&
    generatedAt !== undefined &&
    Date.parse(generatedAt) < Date.parse(cursor.watermark) - OVERLAP_MS
  );
}

/** After a gap the store reaches back to the end of the gap only. */
function reach(cursor: Cursor, since: string, clamped: string | undefined): { reachesBackTo?: string } {
  if (cursor.state !== 'done' || clamped !== undefined) return { reachesBackTo: since };
  return cursor.reachesBackTo === undefined ? {} : { reachesBackTo: cursor.reachesBackTo };
}

export interface Page {
  told: Told;
  /** Rows that came, good and bad. */
  rows: number;
  /** Says which rows they are, e.g. the ids of the first and the last one. */
  mark: string;
  /** Different rows of this walk that are known so far, bad ones included: only a first walk can tell. */
  distinct?: number;
}

/** One page further. Advances by the rows that came, never by what was asked for. */
export function takePage(walk: Walk, page: Page): Cursor {
  const { rows } = page;
  const total = page.told.total ?? walk.total;
  // The first page's total is the first one for this window: the probe had no upper bound.
  const changed = walk.offset > 0 && walk.total !== undefined && total !== walk.total;
  const vanished = changed ? Math.max(0, (walk.total ?? 0) - (total ?? 0)) : 0;
  // Where the total changed too, the same row may well stand at the next offset.
  const repeats = rows > 0 && walk.offset > 0 && !changed && page.mark === walk.pageMark;
  const cut =
    rows > 0 && rows < walk.limit && total !== undefined && walk.offset + rows < total ? rows : walk.cut;
  const next: Walk = {
    ...walk,
    // Rows behind those that vanished have moved up by as many: read these again rather than miss any.
    offset: walk.offset + rows - Math.min(vanished, Math.max(rows - 1, 0)),
    ...(total !== undefined && { total }),
    read: walk.read + rows,
    unsteady: walk.unsteady || changed || (rows === 0 && walk.offset < (total ?? 0)),
    ...(cut !== undefined && { cut }),
    grown: walk.grown || (walk.cutBefore !== undefined && rows > walk.cutBefore),
    pageMark: page.mark,
    ...clampedReach(walk, page.told),
  };
  if (repeats) return finish(next, 'repeats');
  if (next.read >= MOST_ROWS) return finish(next, 'too many');
  const isLast = rows === 0 || (total !== undefined && walk.offset + rows >= total);
  return isLast ? endPass(next, page.distinct) : next;
}

/** Where the local clock was wrong, only a page shows how far back the plan reaches. */
function clampedReach(walk: Walk, told: Told): { reachesBackTo?: string } {
  const isNews = walk.kind !== 'update' && walk.offset === 0 && isClamped(walk.since, told.since);
  return isNews && told.since !== undefined ? { reachesBackTo: told.since } : {};
}

/**
 * The API refused a request (HTTP 400) -> where to go on, or nothing where no smaller request is left. It may refuse a
 * limit above the plan's, or an offset behind the last row where rows vanished since.
 */
export function takeRefusal(walk: Walk): Cursor | undefined {
  if (walk.limit > SMALL_LIMIT && walk.read === 0) return { ...walk, limit: SMALL_LIMIT };
  if (walk.offset > 0) return endPass({ ...walk, unsteady: true }, undefined);
  return undefined;
}

function endPass(walk: Walk, distinct: number | undefined): Cursor {
  const isShort =
    walk.kind === 'first' && distinct !== undefined && walk.total !== undefined && distinct < walk.total;
  if (!walk.unsteady && !isShort) return finish(walk, walk.gap ? 'gap' : undefined);
  if (walk.pass >= PASSES) return finish(walk, 'unsteady');
  const { pageMark: _, ...same } = walk;
  return { ...same, offset: 0, read: 0, pass: walk.pass + 1, unsteady: false };
}

function finish(walk: Walk, note: WalkNote | undefined): Cursor {
  const { until, limit, lookbackDays, reachesBackTo } = walk;
  if (walk.grown) return { state: 'new' };
  const cut = walk.cut ?? walk.cutBefore;
  const done: Done = { state: 'done', watermark: until, limit, lookbackDays };
  return {
    ...done,
    ...(cut !== undefined && { cut }),
    ...(reachesBackTo !== undefined && { reachesBackTo }),
    ...(note !== undefined && { note }),
  };
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

function iso(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}
