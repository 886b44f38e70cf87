import type { Indicator } from '@/core/indicator.ts';

/** When a row was last heard of: its last report, else its first, else its arrival here. Milliseconds since the epoch. */
export function lastReported({ lastSeen, firstSeen, added }: Indicator): number {
  const reported = Date.parse(lastSeen ?? firstSeen ?? '');
  return Number.isNaN(reported) ? added : reported;
}
