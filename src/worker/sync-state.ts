import { z } from 'zod';
import { parseCursor, type Cursor, type WalkNote } from '@/core/sync-plan.ts';
import type { SyncErrorReason, SyncStatus } from '@/core/sync-status.ts';
import type { ApiKey } from '@/store/user.ts';
import type { Settings } from '@/core/settings.ts';

/** The source this file's siblings fill. */
export const SOC_DEFENDERS = { id: 'socdefenders', name: 'SOC Defenders' } as const;

/** Who asks whom, and how. */
export interface Account {
  settings: Settings;
  key: ApiKey;
}

const moment = z.iso.datetime();

/** What is stored beside the rows: all that a worker which starts cold needs to go on. Damaged fields are left out. */
const stateSchema = z.object({
  /** Where the stored rows come from; absent before the first page. */
  baseUrl: z.string().optional().catch(undefined),
  /** Version of the key that the cursor was reached with: another key may be of another plan. */
  keyVersion: z.string().optional().catch(undefined),
  cursor: z.unknown().optional().transform(parseCursor),
  skipped: z.array(z.object({ reason: z.string(), count: z.number() })).catch([]),
  /** Failed attempts in a row, without a single page between them. */
  failures: z.number().int().catch(0),
  /** Told to wait by the API, or waiting after a failure. Void for another account. */
  wait: z
    .object({ until: z.number(), why: z.enum(['limit', 'failure']), account: z.string() })
    .optional()
    .catch(undefined),
  lastSuccess: moment.optional().catch(undefined),
  error: z
    .object({
      reason: z.custom<SyncErrorReason>((value) => typeof value === 'string'),
      text: z.string(),
      at: moment,
    })
    .optional()
    .catch(undefined),
  /** The store had to be rebuilt. */
  notice: z.object({ text: z.string(), at: z.number() }).optional().catch(undefined),
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

const NOTICE_MS = 24 * 3_600_000;

/** The state as popup and options show it. */
export function describeState(
  state: SyncState,
  now: {
    time: number;
    rows: number;
    account: Account | undefined;
    /** ISO 8601, when a sync is running. */
    runningSince: string | undefined;
    nextRun: number | undefined;
  },
): SyncStatus {
  const { cursor, lastSuccess, error } = state;
  const reachesBackTo = cursor.state === 'new' ? undefined : cursor.reachesBackTo;
  const notice = describeNotice(state, now.time);
  return {
    phase: describePhase(state, now),
    rows: now.rows,
    skipped: state.skipped,
    ...(lastSuccess !== undefined && { lastSuccess }),
    ...(now.account && now.nextRun !== undefined && { nextRun: iso(now.nextRun) }),
    ...(reachesBackTo !== undefined && { reachesBackTo }),
    ...(now.account && error && { error }),
    ...(notice !== undefined && { notice }),
  };
}

function describePhase(
  state: SyncState,
  now: { time: number; account: Account | undefined; runningSince: string | undefined },
): SyncStatus['phase'] {
  if (!now.account) return { state: 'unconfigured' };
  const progress = readProgress(state.cursor);
  if (now.runningSince !== undefined) return { state: 'syncing', ...progress, startedAt: now.runningSince };
  const wait = waitsUntil(state, now.account);
  if (wait && wait.until > now.time) return { state: 'waiting', until: iso(wait.until), ...progress };
  return { state: 'idle' };
}

function readProgress(cursor: Cursor): { fetched: number; total?: number } {
  if (cursor.state !== 'walking') return { fetched: 0 };
  return { fetched: cursor.read, ...(cursor.total !== undefined && { total: cursor.total }) };
}

function describeNotice({ notice, cursor }: SyncState, time: number): string | undefined {
  const note = cursor.state === 'done' ? cursor.note : undefined;
  const texts = [
    notice && time < notice.at + NOTICE_MS ? `${iso(notice.at)}: ${notice.text}` : undefined,
    note && NOTES[note],
  ].filter((text) => text !== undefined);
  return texts.length > 0 ? texts.join(' ') : undefined;
}

const NOTES: Record<WalkNote, string> = {
  unsteady:
    'The list kept changing while it was read, or holds fewer rows than it says; a few indicators may be missing.',
  repeats: 'The API gave the same page again and again; what lies behind it could not be read.',
  'too many': 'The API lists more indicators than can be read; the rest was left out.',
  gap: 'The last sync was longer ago than your plan reaches back; what was listed in between is missing.',
};

export function iso(ms: number): string {
  return new Date(ms).toISOString();
}
