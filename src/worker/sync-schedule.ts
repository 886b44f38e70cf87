import type { SyncErrorReason } from '@/core/sync-status.ts';
import { accountId, iso, waitsUntil, type Account, type Nullable, type SyncState } from './sync-state.ts';
import type { WalkOutcome } from './sync-walk.ts';

/** The moment, ms since the epoch, and what spreads retries: 0 <= n < 1. */
interface Moment {
  now: number;
  random(): number;
}

/** When the next run is due without anything new. */
export function nextRegularRun(state: SyncState, account: Account, now: number): number {
  const wait = waitsUntil(state, account);
  if (wait) return wait.until;
  const { syncEveryMinutes } = account.settings;
  return state.lastSuccess === undefined ? now : Date.parse(state.lastSuccess) + syncEveryMinutes * 60_000;
}

/** When the next run is due, and what is to be remembered, after one that ended so. */
export function afterRun(
  state: SyncState,
  outcome: WalkOutcome,
  account: Account,
  moment: Moment,
): { at: number; change: Partial<Nullable<SyncState>> } {
  const { now } = moment;
  const regular = now + account.settings.syncEveryMinutes * 60_000;
  switch (outcome.state) {
    case 'done':
      return {
        at: regular,
        change: { failures: 0, lastSuccess: iso(now), error: undefined, wait: undefined },
      };
    case 'paused': {
      const wait = { until: outcome.until, why: 'limit', account: accountId(account) } as const;
      return { at: wait.until, change: { failures: 0, error: undefined, wait } };
    }
    case 'failed': {
      const { reason, text } = outcome;
      const failures = state.failures + 1;
      const error = { reason, text, at: iso(now) };
      if (!RETRIED.has(reason)) return { at: regular, change: { failures, error, wait: undefined } };
      const why = reason === 'rate_limited' ? 'limit' : 'failure';
      const until = retryTime(outcome.retryAt, failures, moment);
      return { at: until, change: { failures, error, wait: { until, why, account: accountId(account) } } };
    }
  }
}

/** As the API says, else 1, 2, 4 ... 64 minutes, each shortened by up to half so that clients do not come all at once. */
export function retryTime(retryAt: number | undefined, failures: number, { now, random }: Moment): number {
  const steps = Math.min(failures - 1, 6);
  // An API that names a moment already past is not asked in a tight loop.
  if (retryAt !== undefined) return Math.max(retryAt, now + 1000 * 2 ** steps);
  return now + 60_000 * 2 ** steps * (0.5 + random() / 2);
}

/**
 * Failures that pass by themselves: a web page or a redirect may be a network that wants a sign-in first. The others
 * wait for the user, and are tried again at the regular time.
 */
const RETRIED: ReadonlySet<SyncErrorReason> = new Set([
  'server',
  'unreachable',
  'timeout',
  'rate_limited',
  'not_json',
  'redirected',
]);
