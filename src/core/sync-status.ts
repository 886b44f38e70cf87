import type { Value } from './words.ts';

/** Where the sync stands, as shown in popup and options. Times are ISO 8601 UTC. */
export interface SyncStatus {
  phase:
    | { state: 'unconfigured' }
    /** The user switched the API off; its rows stay. */
    | { state: 'off' }
    | { state: 'idle' }
    | {
        state: 'syncing';
        fetched: number;
        total?: number;
        startedAt: string;
        /** Rows a second, of this run. */
        rate?: number;
        /** About, at that rate. */
        secondsLeft?: number;
      }
    /** The plan's requests are used up (`limit`: nothing is asked before then), or backing off after a failure. */
    | { state: 'waiting'; until: string; why?: 'limit' | 'failure'; fetched: number; total?: number };
  /** Rows in the store for this source. */
  rows: number;
  /** Rows of the other sources that are on: files and subscriptions. */
  otherRows?: number;
  /** Rows of the last or running walk that could not be used, with the reasons counted. */
  skipped: {
    reason: Value;
    count: number;
    /** What was wrong with the first few, as it came: text for the user, never for a page. */
    examples?: string[];
  }[];
  /** Rows of the last or running walk that came and were left out by the user's filters. */
  leftOut?: number;
  /** What the last walk that ended brought. */
  lastRun?: { at: string; added: number; changed: number };
  /** Times of which nothing could be read, oldest first, until they are filled or dismissed. */
  gaps?: { from: string; to: string; text: Value }[];
  lastSuccess?: string;
  nextRun?: string;
  /** Earliest moment that the plan lets us ask for. */
  reachesBackTo?: string;
  /** The last failure, until a sync succeeds. `text` says what happened and what to do. */
  error?: { reason: SyncErrorReason; text: Value; at: string };
  /** What became of damaged settings, notes and cases, until the user has read of it. */
  damage?: Value;
  /** A visible notice about the store itself, e.g. that it had to be rebuilt. */
  notice?: Value;
}
export type SyncErrorReason =
  | 'no_key'
  | 'unauthorized'
  | 'forbidden'
  | 'rate_limited'
  | 'refused'
  | 'server'
  | 'unreachable'
  | 'timeout'
  | 'redirected'
  | 'not_json'
  | 'bad_shape'
  | 'too_large'
  | 'storage';
