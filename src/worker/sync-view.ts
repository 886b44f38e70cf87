import { formatUtc } from '@/core/dates.ts';
import type { Coverage } from '@/core/indicator.ts';
import type { Cursor, Walk } from '@/core/sync-cursor.ts';
import type { SyncStatus } from '@/core/sync-status.ts';
import { describeGap, describeNotes } from '@/core/sync-words.ts';
import { type Key, message, type Value } from '@/core/words.ts';
import { iso, SOC_DEFENDERS, waitsUntil, type Account, type SyncState } from './sync-state.ts';

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
    /** What the store could not take. */
    failure: SyncStatus['error'];
  },
): SyncStatus {
  const { cursor, lastSuccess, lastRun, tally } = state;
  const error = now.failure ?? state.error;
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
    // Where nothing is to be synced, nothing can fail of it, whatever did before.
    ...(now.account && error && { error }),
    ...(notice !== undefined && { notice }),
  };
}

/** Where not even the account can be read: that something changed is to be heard all the same. */
export function describeFailure(error: SyncStatus['error']): SyncStatus {
  return { phase: { state: 'idle' }, rows: 0, skipped: [], ...(error && { error }) };
}

export function describeCoverage({
  rows,
  reachesBackTo,
  lastSuccess,
}: SyncStatus): Coverage['sources'][number] {
  return {
    name: SOC_DEFENDERS.name,
    rows,
    ...(reachesBackTo !== undefined && { reachesBackTo }),
    ...(lastSuccess !== undefined && { lastSync: lastSuccess }),
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
