import { formatAge, formatLocal, formatWhen } from '@/core/dates.ts';
import { inWords } from './say.tsx';

/** "2026-05-16 08:15Z, 6 months ago"; local time on hover. */
export function When({ iso, now }: { iso: string; now: number }) {
  return (
    <time dateTime={iso} title={inWords(formatLocal(iso))}>
      {inWords(formatWhen(iso, now))}
    </time>
  );
}

/** "6 months ago"; the full date on hover. */
export function Age({ iso, now }: { iso: string; now: number }) {
  return (
    <time dateTime={iso} title={dateTitle(iso, now)}>
      {inWords(formatAge(iso, now))}
    </time>
  );
}

/** The whole of a moment, for a tooltip: UTC and age, then local time. */
export function dateTitle(iso: string, now: number): string {
  return `${inWords(formatWhen(iso, now))}\n${inWords(formatLocal(iso))}`;
}
