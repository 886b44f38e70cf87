import { type Ago, type Message, message, type Span, type Value } from './words.ts';

/** "2026-05-16T08:15:00Z" -> "2026-05-16 08:15Z, 6 months ago". ISO 8601 and UTC, never by locale: "05/06" is unsafe in a ticket. */
export function formatWhen(iso: string, now: number): Message {
  return message('dateAndAge', { date: formatUtc(iso), age: formatAge(iso, now) });
}

/** "2026-05-16 08:15Z"; what is no date comes back as it is. */
export function formatUtc(iso: string): string {
  const time = Date.parse(iso);
  if (Number.isNaN(time)) return iso;
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')}Z`;
}

/** "2026-05-16" */
export function formatDay(iso: string): string {
  return formatUtc(iso).slice(0, 10);
}

/** "6 months ago", "in 3 minutes", "just now". */
export function formatAge(iso: string, now: number): Value {
  const seconds = Math.round((now - Date.parse(iso)) / 1000);
  if (Number.isNaN(seconds)) return message('unknownTime');
  if (Math.abs(seconds) < 45) return message('justNow');
  return agoOf(seconds);
}

/** "in 3 minutes" for a moment to come, "now" for one that has passed. */
export function formatUntil(iso: string, now: number): Value {
  const seconds = Math.ceil((Date.parse(iso) - now) / 1000);
  return seconds > 0 ? agoOf(-seconds) : message('now');
}

function agoOf(seconds: number): Ago {
  const { span, unit } = formatSpan(Math.abs(seconds));
  return { ago: Math.sign(seconds) * span, unit };
}

/** Seconds as the largest unit that fits: 90 -> "2 minutes". */
export function formatSpan(seconds: number): Span {
  const [unit, length] = UNITS.find(([, size]) => seconds >= size * 0.95) ?? (['second', 1] as const);
  return { span: Math.max(1, Math.round(seconds / length)), unit };
}

const UNITS = [
  ['year', 365.25 * 86400],
  ['month', 30.44 * 86400],
  ['day', 86400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** In the reader's own time zone, still ISO-like, for a tooltip: "2026-05-16 10:15 local time (UTC+02:00)". */
export function formatLocal(iso: string): Value {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const minutes = -date.getTimezoneOffset();
  const time = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, 16).replace('T', ' ');
  const sign = minutes < 0 ? '-' : '+';
  const hours = String(Math.floor(Math.abs(minutes) / 60)).padStart(2, '0');
  const offset = `${sign}${hours}:${String(Math.abs(minutes) % 60).padStart(2, '0')}`;
  return message('localTime', { time, offset });
}
