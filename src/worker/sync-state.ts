import { formatUtc } from '@/core/dates.ts';
import { parseCursor, type Cursor, type Walk } from '@/core/sync-cursor.ts';
import type { Want } from '@/core/sync-plan.ts';
import { describeGap, describeNotes } from '@/core/sync-words.ts';
import type { SyncErrorReason, SyncStatus } from '@/core/sync-status.ts';
import type { ApiKey } from '@/store/user.ts';
import type { Settings } from '@/core/settings.ts';
import { type Key, message, type Value } from '@/core/words.ts';
import { z } from '@/core/schema.ts';

/** The source this file's siblings fill. */
export const SOC_DEFENDERS = { id: 'socdefenders', name: 'SOC Defenders' } as const;

/** Who asks whom, and how. */
export interface Account {
  settings: Settings;
  key: ApiKey;
}

const moment = z.iso.datetime();
/** Words, or a sentence in no language yet. */
const said = z.custom<Value>(
  (value) => typeof value === 'string' || (typeof value === 'object' && value !== null && 'key' in value),
);

/** What is stored beside the rows: all that a worker which starts cold needs to go on. Damaged fields are left out. */
const stateSchema = z.object({
  /** Where the stored rows come from; absent before the first page. */
  baseUrl: z.string().optional().catch(undefined),
  /** Version of the key that the cursor was reached with: another key may be of another plan. */
  keyVersion: z.string().optional().catch(undefined),
  cursor: z.unknown().optional().transform(parseCursor),
  /** Rows of the source, as committed with the cursor. */
  rows: z.number().int().catch(0),
  skipped: z
    .array(z.object({ reason: z.string(), count: z.number(), examples: z.array(z.string()).default([]) }))
    .catch([]),
  /** Hashes of the unusable rows of the window under way and the one before it: windows overlap, and none is counted twice. */
  bad: z.array(z.number()).catch([]),
  /** What the walk under way, or the last one, brought. */
  tally: z
    .object({ added: z.number(), changed: z.number(), leftOut: z.number() })
    .catch({ added: 0, changed: 0, leftOut: 0 }),
  /** Failed attempts in a row, without a single page between them. */
  failures: z.number().int().catch(0),
  /** Told to wait by the API, or waiting after a failure. Void for another account. */
  wait: z
    .object({ until: z.number(), why: z.enum(['limit', 'failure']), account: z.string() })
    .optional()
    .catch(undefined),
  lastSuccess: moment.optional().catch(undefined),
  lastRun: z.object({ at: moment, added: z.number(), changed: z.number() }).optional().catch(undefined),
  error: z
    .object({
      reason: z.custom<SyncErrorReason>((value) => typeof value === 'string'),
      text: said,
      at: moment,
    })
    .optional()
    .catch(undefined),
  /** The store had to be rebuilt. */
  notice: z.object({ text: said, at: z.number() }).optional().catch(undefined),
  /** False while the rest of the extension has not heard of rows that are stored. */
  announced: z.boolean().default(true).catch(false),
});
export type SyncState = z.infer<typeof stateSchema>;

export function parseState(stored: unknown): SyncState {
  const parsed = stateSchema.safeParse(stored ?? {});
  return parsed.success ? parsed.data : stateSchema.parse({});
}

/** One account's name for comparison, without the key. */
export function accountId({ settings, key }: Account): string {
  return [settings.baseUrl, settings.authHeader, key.version].join(' ');
}

export function waitsUntil(state: SyncState, account: Account): SyncState['wait'] {
  return state.wait?.account === accountId(account) ? state.wait : undefined;
}

/** What the account's owner wants read. */
export function wantOf({ settings }: Account): Want {
  const { lookbackDays, filters, withContext } = settings;
  return { lookbackDays, filters, context: withContext };
}

const NOTICE_MS = 24 * 3_600_000;

/** A run under way, as its worker remembers it. */
export interface Running {
  /** Ms since the epoch. */
  since: number;
  /** Rows that the walk had received when the run began. */
  from: number;
}

/** The state as popup and options show it. */
export function describeState(
  state: SyncState,
  now: {
    time: number;
    rows: number;
    account: Account | undefined;
    running: Running | undefined;
    nextRun: number | undefined;
  },
): SyncStatus {
  const { cursor, lastSuccess, lastRun, error, tally } = state;
  const reachesBackTo = reachOf(cursor);
  const notice = describeNotice(state, now.time);
  const gaps = describeGaps(cursor);
  return {
    phase: describePhase(state, now),
    rows: now.rows,
    skipped: state.skipped.map((each) => ({ ...each, reason: { key: each.reason as Key } })),
    ...(tally.leftOut > 0 && { leftOut: tally.leftOut }),
    ...(lastSuccess !== undefined && { lastSuccess }),
    ...(lastRun !== undefined && { lastRun }),
    ...(now.account && now.nextRun !== undefined && { nextRun: iso(now.nextRun) }),
    ...(reachesBackTo !== undefined && { reachesBackTo }),
    ...(gaps.length > 0 && { gaps }),
    ...(now.account && error && { error }),
    ...(notice !== undefined && { notice }),
  };
}

/** Without a hole: to the end of the last gap, dismissed or not. */
function reachOf(cursor: Cursor): string | undefined {
  if (cursor.state === 'new') return undefined;
  return cursor.gaps.reduce<string | undefined>(
    (latest, { to }) => (latest === undefined || Date.parse(to) > Date.parse(latest) ? to : latest),
    cursor.reachesBackTo,
  );
}

function describeGaps(cursor: Cursor): NonNullable<SyncStatus['gaps']> {
  if (cursor.state === 'new') return [];
  return cursor.gaps
    .filter(({ dismissed }) => !dismissed)
    .map((gap) => ({ from: gap.from, to: gap.to, text: describeGap(gap) }));
}

/** The gaps as the user has read of them. */
export function dismissGaps(cursor: Cursor): Cursor {
  if (cursor.state === 'new') return cursor;
  return { ...cursor, gaps: cursor.gaps.map((gap) => ({ ...gap, dismissed: true })) };
}

function describePhase(
  state: SyncState,
  now: { time: number; account: Account | undefined; running: Running | undefined },
): SyncStatus['phase'] {
  if (!now.account) return { state: 'unconfigured' };
  const progress = readProgress(state.cursor);
  if (now.running)
    return {
      state: 'syncing',
      ...progress,
      startedAt: iso(now.running.since),
      ...readPace(progress, now.running, now.time),
    };
  const wait = waitsUntil(state, now.account);
  if (wait && wait.until > now.time)
    return { state: 'waiting', until: iso(wait.until), why: wait.why, ...progress };
  return { state: 'idle' };
}

type Progress = { fetched: number; total?: number };

function readProgress(cursor: Cursor): Progress {
  if (cursor.state !== 'walking') return { fetched: 0 };
  const total = expectedRows(cursor);
  return { fetched: cursor.read, ...(total !== undefined && { total }) };
}

/** Windows overlap a little, so that more may come than was told. */
function expectedRows({ expected, read }: Walk): number | undefined {
  return expected === undefined ? undefined : Math.max(expected, read);
}

/** Too early to tell before this many seconds. */
const PACE_SECONDS = 1;

function readPace(
  { fetched, total }: Progress,
  { since, from }: Running,
  time: number,
): { rate?: number; secondsLeft?: number } {
  const seconds = (time - since) / 1000;
  const rate = (fetched - from) / seconds;
  if (seconds < PACE_SECONDS || !(rate > 0)) return {};
  return { rate, ...(total !== undefined && { secondsLeft: (total - fetched) / rate }) };
}

function describeNotice({ notice, cursor }: SyncState, time: number): Value | undefined {
  const recent = notice && time < notice.at + NOTICE_MS;
  const all: Value[] = [
    ...(recent ? [message('noticeAt', { at: formatUtc(iso(notice.at)), text: notice.text })] : []),
    ...(cursor.state === 'done' ? describeNotes(cursor) : []),
  ];
  return all.length > 0 ? all.reduce((first, second) => message('sentences', { first, second })) : undefined;
}

export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

export type Nullable<T> = { [K in keyof T]: T[K] | undefined };
