import { formatUtc } from './dates.ts';
import type { Done, Gap, WalkNote } from './sync-cursor.ts';
import { type Message, message, type Span } from './words.ts';

const HOUR_MS = 3_600_000;

/** "You were away 3 days, your plan reaches back 1: 2 days are missing." */
export function describeGap({ from, to, noticedAt }: Gap): Message {
  const noticed = Date.parse(noticedAt);
  const away = span(noticed - Date.parse(from));
  const reachSpan = span(noticed - Date.parse(to));
  const missing = span(Date.parse(to) - Date.parse(from));
  return message('syncGap', {
    count: missing.span,
    away,
    // Where the unit was just said, a number is enough; not every language can leave it out.
    reach: reachSpan.unit === away.unit ? reachSpan.span : reachSpan,
    reachSpan,
    missing,
    from: formatUtc(from),
    to: formatUtc(to),
  });
}

/** Days where there are two of them or more, and hours below, rounded up: what is missing is never understated. */
function span(ms: number): Span {
  const hours = Math.max(1, Math.ceil(ms / HOUR_MS - 0.05));
  return hours < 24 ? { span: hours, unit: 'hour' } : { span: Math.round(hours / 24), unit: 'day' };
}

/** What the user must know about the last walk; nothing where all went well. */
export function describeNotes({ notes, crowds }: Pick<Done, 'notes' | 'crowds'>): Message[] {
  const texts = notes.map((note) => message(NOTES[note]));
  const [crowd] = crowds;
  if (!crowd) return texts;
  const said = { rows: crowd.rows, second: formatUtc(crowd.at) };
  const others = crowds.length - 1;
  return [...texts, others > 0 ? message('syncCrowds', { ...said, others }) : message('syncCrowd', said)];
}

const NOTES: Record<WalkNote, 'syncUnsteady' | 'syncRepeats' | 'syncTooMany'> = {
  unsteady: 'syncUnsteady',
  repeats: 'syncRepeats',
  'too many': 'syncTooMany',
};
