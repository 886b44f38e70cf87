import { formatUtc } from './dates.ts';
import type { Done, Gap, WalkNote } from './sync-cursor.ts';

const HOUR_MS = 3_600_000;

/** "You were away 3 days, your plan reaches back 1: 2 days are missing." */
export function describeGap({ from, to, noticedAt }: Gap): string {
  const noticed = Date.parse(noticedAt);
  const away = span(noticed - Date.parse(from));
  const reach = span(noticed - Date.parse(to));
  const missing = span(Date.parse(to) - Date.parse(from));
  const reachText = reach.unit === away.unit ? String(reach.count) : words(reach);
  return (
    `You were away ${words(away)}, your plan reaches back ${reachText}: ${words(missing)} ` +
    `${missing.count === 1 ? 'is' : 'are'} missing, from ${formatUtc(from)} to ${formatUtc(to)}.`
  );
}

/** Days where there are two of them or more, and hours below, rounded up: what is missing is never understated. */
function span(ms: number): { count: number; unit: 'day' | 'hour' } {
  const hours = Math.max(1, Math.ceil(ms / HOUR_MS - 0.05));
  return hours < 24 ? { count: hours, unit: 'hour' } : { count: Math.round(hours / 24), unit: 'day' };
}

function words({ count, unit }: { count: number; unit: string }): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** What the user must know about the last walk; nothing where all went well. */
export function describeNotes({ notes, crowds }: Pick<Done, 'notes' | 'crowds'>): string[] {
  const texts = notes.map((note) => NOTES[note]);
  const [crowd] = crowds;
  if (!crowd) return texts;
  const others = crowds.length > 1 ? ` and ${crowds.length - 1} more such moments` : '';
  return [
    ...texts,
    `${crowd.rows.toLocaleString('en')} indicators share the second ${formatUtc(crowd.at)}${others}, which is more than ` +
      'the API gives readily: they were read in parts, by type, category and confidence.',
  ];
}

const NOTES: Record<WalkNote, string> = {
  unsteady:
    'The list kept changing while it was read, or holds fewer rows than it says; a few indicators may be missing.',
  repeats: 'The API gave the same page again and again; what lies behind it could not be read.',
  'too many': 'The API lists more indicators than can be read; the rest was left out.',
};
