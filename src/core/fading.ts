import type { Indicator } from './indicator.ts';
import type { Settings } from './settings.ts';

const DAY = 86_400_000;

/** Whether a row is old news: not reported for as many days as the settings say for its type. A hash never is. */
export function isFaded(row: Indicator, fadeAfterDays: Settings['fadeAfterDays'], now: number): boolean {
  return now >= fadesAt(row, fadeAfterDays);
}

/** From when on it is, milliseconds since the epoch; Infinity for never. */
export function fadesAt(row: Indicator, fadeAfterDays: Settings['fadeAfterDays']): number {
  const days = daysFor(row, fadeAfterDays);
  if (days === null) return Infinity;
  const last = row.lastSeen ?? row.firstSeen;
  return (last ? Date.parse(last) : row.added) + days * DAY;
}

function daysFor({ type }: Indicator, days: Settings['fadeAfterDays']): number | null {
  switch (type) {
    case 'ipv4':
    case 'ipv6':
      return days.ip;
    case 'url':
    case 'domain':
    case 'email':
      return days[type];
    default:
      return null;
  }
}
