/** What the API says about how often it may be asked. */
export interface Rate {
  /** Requests left until `resetAt`. */
  remaining?: number;
  /** ms since the epoch by the local clock. */
  resetAt?: number;
  /** From Retry-After, ms since the epoch by the local clock. */
  retryAt?: number;
}

/**
 * Reads `X-RateLimit-*` (reset in Unix seconds) and `Retry-After` (seconds or an HTTP date, RFC 9110 section 10.2.3).
 * Times are the API's own, so they are moved by the difference between its `Date` and the local clock. A time more
 * than a day ahead is cut to a day: no quota known is longer, and a broken header must not stop the sync for years.
 */
export function readRate(headers: Headers, now: number): Rate {
  const remaining = readNumber(headers.get('X-RateLimit-Remaining'));
  const reset = readNumber(headers.get('X-RateLimit-Reset'));
  const retryAfter = headers.get('Retry-After');
  const ahead = clockDifference(headers, now);
  const retryAt = retryAfter === null ? undefined : readRetryAfter(retryAfter, now, ahead);
  return {
    ...(remaining !== undefined && { remaining }),
    ...(reset !== undefined && { resetAt: withinADay(reset * 1000 - ahead, now) }),
    ...(retryAt !== undefined && { retryAt: withinADay(retryAt, now) }),
  };
}

/** How far the API's clock runs ahead of ours, in ms. `Date` has whole seconds: less than two is no difference. */
function clockDifference(headers: Headers, now: number): number {
  const difference = Date.parse(headers.get('Date') ?? '') - now;
  return Number.isNaN(difference) || Math.abs(difference) < 2000 ? 0 : difference;
}

function readRetryAfter(value: string, now: number, ahead: number): number | undefined {
  const seconds = readNumber(value);
  if (seconds !== undefined) return now + seconds * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : date - ahead;
}

function readNumber(value: string | null): number | undefined {
  return value !== null && /^\d{1,15}$/.test(value.trim()) ? Number(value) : undefined;
}

function withinADay(time: number, now: number): number {
  return Math.min(time, now + 24 * 3_600_000);
}
