import { parseCursor, type Cursor } from '@/core/sync-cursor.ts';
import type { Want } from '@/core/sync-plan.ts';
import type { SyncErrorReason } from '@/core/sync-status.ts';
import type { ApiKey } from '@/store/user.ts';
import type { Settings } from '@/core/settings.ts';
import type { Value } from '@/core/words.ts';
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

/** The gaps as the user has read of them. */
export function dismissGaps(cursor: Cursor): Cursor {
  if (cursor.state === 'new') return cursor;
  return { ...cursor, gaps: cursor.gaps.map((gap) => ({ ...gap, dismissed: true })) };
}

export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

export type Nullable<T> = { [K in keyof T]: T[K] | undefined };
