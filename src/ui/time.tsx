import { formatAge, formatLocal, formatSpan, formatWhen } from '@/core/dates.ts';

/** "2026-05-16 08:15Z, 6 months ago"; local time on hover. */
export function When({ iso, now }: { iso: string; now: number }) {
  return (
    <time dateTime={iso} title={formatLocal(iso)}>
      {formatWhen(iso, now)}
    </time>
  );
}

/** "6 months ago"; the full date on hover. */
export function Age({ iso, now }: { iso: string; now: number }) {
  return (
    <time dateTime={iso} title={`${formatWhen(iso, now)}\n${formatLocal(iso)}`}>
      {formatAge(iso, now)}
    </time>
  );
}

/** "in 3 minutes" for a moment to come, "now" for one that has passed. */
export function formatUntil(iso: string, now: number): string {
  const seconds = Math.ceil((Date.parse(iso) - now) / 1000);
  return seconds > 0 ? `in ${formatSpan(seconds)}` : 'now';
}
