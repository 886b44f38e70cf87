import type { Fault } from './faults.ts';
import type { RequestRecord } from './request-record.ts';
import type { RowTable } from './row-table.ts';

export type Tier = 'free' | 'pro' | 'enterprise';
export type Format = 'json' | 'csv' | 'txt';

/** What a plan allows. */
export interface Plan {
  maxLimit: number;
  lookbackDays: number;
  requestsPerMinute: number;
  formats: readonly Format[];
}

/** Free's numbers are the documented ones; the rates of the paid plans are not stated anywhere and are guesses. */
const PLANS: Record<Tier, Plan> = {
  free: { maxLimit: 100, lookbackDays: 1, requestsPerMinute: 10, formats: ['json'] },
  pro: { maxLimit: 10_000, lookbackDays: 365, requestsPerMinute: 600, formats: ['json', 'csv', 'txt'] },
  enterprise: {
    maxLimit: 10_000,
    lookbackDays: 365,
    requestsPerMinute: 6000,
    formats: ['json', 'csv', 'txt'],
  },
};

/**
 * Everything about the API that can be chosen, at start or at run time (`emulator.set`). Whatever the reference leaves
 * open is a switch here, so that a client can be shown to be right whichever way it turns out.
 */
export interface Behaviour {
  /** The one key that is accepted. */
  key: string;
  /** Keys answered with `expired_api_key` instead of `invalid_api_key`. */
  expiredKeys: readonly string[];
  tier: Tier;
  /** The three below replace what the tier says (`undefined`: as the tier says). */
  maxLimit: number | undefined;
  lookbackDays: number | undefined;
  requestsPerMinute: number | undefined;
  /** Requests a UTC day, after which 429 lasts until midnight. */
  dailyQuota: number | undefined;
  /** Whether a 429 carries `Retry-After` (seconds). */
  retryAfter: boolean;

  /** A limit above the plan's: cut silently; cut, but `meta.limit` repeats what was asked; or 400. */
  oversizeLimit: 'clamp' | 'echo' | 'refuse';
  /** Used when a request names no limit. */
  defaultLimit: number;
  /** Where "N days back" begins: exactly N × 24 h ago, or at the UTC midnight before that. */
  lookback: 'rolling' | 'utc-midnight';
  sinceInclusive: boolean;
  untilInclusive: boolean;
  /** `type=all` and the like: `all` is only an echo in `meta.filters`, so a client that sends it is refused by default. */
  allFilter: 'refuse' | 'ignore';
  /** Name of the boolean parameter that leaves `context` out. */
  contextParameter: string;

  /** `unstable` shuffles anew for each page. */
  order: 'stored' | 'newest' | 'oldest' | 'unstable';
  /** An offset at or behind the last row: an empty page, or 400. */
  pastTotal: 'empty' | 'refuse';
  /** `links.next` on the last page. */
  lastNext: 'null' | 'absent' | 'present';
  /** Changes the `meta.total` that is told; `page` counts the answered pages from 1. */
  total: (exact: number, page: number) => number;
  /** Runs after page `page` (from 1) was answered: change the rows here to have them change in the middle of a walk. */
  onPage: (page: number, rows: RowTable) => void;

  /** How values are written on the wire. */
  spelling: 'plain' | 'defanged' | 'upper' | 'padded';
  /** How the type of ATT&CK ids is written on the wire. */
  mitreType: 'mitre_attack' | 'mitre-attack';
  /** `short` rows have neither id nor dates nor context nor source. */
  rowShape: 'full' | 'short';
  csvTagSeparator: string;

  /** The time here, in ms since the epoch. */
  now: () => number;
  /** How far the API's clock runs ahead of it. */
  skewMs: number;
  cors: boolean;
  gzip: boolean;
  /** Sends an ETag and answers 304 to a matching `If-None-Match`. */
  etag: boolean;

  /** What goes wrong: one fault a request from the front (`undefined` in the queue: nothing), or a choice per request. */
  faults: (Fault | undefined)[] | ((request: RequestRecord) => Fault | undefined);
}

export function defaultBehaviour(): Behaviour {
  return {
    key: 'sk_test_made_up_0000',
    expiredKeys: ['sk_test_expired_0000'],
    tier: 'pro',
    maxLimit: undefined,
    lookbackDays: undefined,
    requestsPerMinute: undefined,
    dailyQuota: undefined,
    retryAfter: false,
    oversizeLimit: 'clamp',
    defaultLimit: 100,
    lookback: 'rolling',
    sinceInclusive: true,
    untilInclusive: false,
    allFilter: 'refuse',
    contextParameter: 'include_context',
    order: 'stored',
    pastTotal: 'empty',
    lastNext: 'null',
    total: (exact) => exact,
    onPage: () => {},
    spelling: 'plain',
    mitreType: 'mitre_attack',
    rowShape: 'full',
    csvTagSeparator: ';',
    now: Date.now,
    skewMs: 0,
    cors: false,
    gzip: false,
    etag: false,
    faults: [],
  };
}

/** The tier's plan with the overrides applied. */
export function currentPlan(behaviour: Behaviour): Plan {
  const plan = PLANS[behaviour.tier];
  return {
    maxLimit: behaviour.maxLimit ?? plan.maxLimit,
    lookbackDays: behaviour.lookbackDays ?? plan.lookbackDays,
    requestsPerMinute: behaviour.requestsPerMinute ?? plan.requestsPerMinute,
    formats: plan.formats,
  };
}

/** The API's own clock. */
export function serverTime(behaviour: Behaviour): number {
  return behaviour.now() + behaviour.skewMs;
}
