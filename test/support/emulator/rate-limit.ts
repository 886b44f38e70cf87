import type { ApiError } from './answer.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

export interface Rates {
  requestsPerMinute: number;
  dailyQuota: number | undefined;
}
export interface RateState {
  allowed: boolean;
  limit: number;
  remaining: number;
  /** Ms since the epoch. */
  resetAt: number;
}

interface Count {
  /** Start of the window, ms since the epoch. */
  start: number;
  used: number;
}

/**
 * Counts one caller's requests in a minute that begins with its first request, and in UTC days. A refused request is
 * not counted. `peek` tells the state without counting.
 */
export function createRateLimiter() {
  let minute: Count = { start: -Infinity, used: 0 };
  let day: Count = { start: -Infinity, used: 0 };

  function peek({ requestsPerMinute, dailyQuota }: Rates, now: number): RateState {
    if (now >= minute.start + MINUTE) minute = { start: now, used: 0 };
    if (now >= day.start + DAY) day = { start: Math.floor(now / DAY) * DAY, used: 0 };
    const byMinute = stateOf(minute, requestsPerMinute, MINUTE);
    if (dailyQuota === undefined) return byMinute;
    const byDay = stateOf(day, dailyQuota, DAY);
    return byDay.allowed ? byMinute : byDay;
  }

  function take(rates: Rates, now: number): RateState {
    const before = peek(rates, now);
    if (!before.allowed) return before;
    minute.used++;
    day.used++;
    return { ...before, remaining: before.remaining - 1 };
  }

  return { peek, take };
}

function stateOf({ start, used }: Count, limit: number, length: number): RateState {
  return { allowed: used < limit, limit, remaining: Math.max(0, limit - used), resetAt: start + length };
}

export function rateHeaders(state: RateState): Record<string, string> {
  return {
    'X-RateLimit-Limit': String(state.limit),
    'X-RateLimit-Remaining': String(state.remaining),
    'X-RateLimit-Reset': String(Math.ceil(state.resetAt / 1000)),
  };
}

export function retryAfterHeader(state: RateState, now: number): Record<string, string> {
  return { 'Retry-After': String(Math.max(1, Math.ceil((state.resetAt - now) / 1000))) };
}

export function rateError(state: RateState): ApiError {
  const reset = new Date(state.resetAt).toISOString();
  return {
    status: 429,
    code: 'rate_limit_exceeded',
    message: `${state.limit} requests are allowed. Try again after ${reset}.`,
    details: { limit: state.limit, reset_at: reset },
  };
}
