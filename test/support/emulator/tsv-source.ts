import { hash } from 'node:crypto';
import { isoSeconds } from './relative-date.ts';
import type { RowSource } from './row-table.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const NEWLINE = 0x0a;
const TAB = 0x09;
const CONFIDENCES = ['high', 'medium', 'low'] as const;

/**
 * Rows of a TSV feed: type, value, family, category, number of the reference. Only the file's bytes and where each line
 * starts are held; a row is built when it is asked for. What such a feed lacks is invented, the same on each run: an id
 * from the line, a confidence, and dates within the last `spreadDays` before `now`.
 */
export function tsvSource(
  content: Buffer,
  {
    name,
    references,
    now,
    spreadDays,
  }: { name: string; references: string[]; now: number; spreadDays: number },
): RowSource {
  const starts = lineStarts(content);
  const line = (index: number) => content.toString('utf8', starts[index], (starts[index + 1] ?? 0) - 1);
  const confidence = (index: number) => CONFIDENCES[scatter(index) % 3];
  const newest = now - MINUTE;
  const oldest = now - spreadDays * DAY;
  const extractedAt = (index: number) => Math.floor(newest - fraction(index) * (newest - oldest));

  function row(index: number) {
    const text = line(index);
    const [type, value, family = '', category = '', reference = ''] = text.split('\t');
    const lastSeen = extractedAt(index);
    const firstSeen = lastSeen - fraction(~index) * (lastSeen - oldest);
    return {
      id: uuidFrom(text),
      type,
      value,
      confidence: confidence(index),
      first_seen: isoSeconds(firstSeen),
      last_seen: isoSeconds(lastSeen),
      source: {
        origin: 'feed',
        feed_name: name,
        category: 'threat-intel',
        reference_url: references[Number(reference)] || null,
      },
      context: `${family} (${category})`,
      tags: [family, category].filter(Boolean),
      mitre_techniques: [],
    };
  }

  return {
    size: starts.length - 1,
    facts: (index) => ({
      type: content.toString('latin1', starts[index], content.indexOf(TAB, starts[index])),
      category: 'threat-intel',
      confidence: confidence(index),
      industry: [],
    }),
    extractedAt,
    row,
  };
}

/** Where each line begins, and after them where the next one would. */
function lineStarts(content: Buffer): Uint32Array {
  const starts: number[] = [];
  let start = 0;
  while (start < content.length) {
    starts.push(start);
    const end = content.indexOf(NEWLINE, start);
    start = end < 0 ? content.length + 1 : end + 1;
  }
  starts.push(start);
  return Uint32Array.from(starts);
}

function fraction(index: number): number {
  return scatter(index) / 0x1_0000_0000;
}

/** Spreads neighbouring numbers over 32 bits (the finaliser of MurmurHash3, public domain). */
function scatter(index: number): number {
  let mixed = Math.imul(index ^ (index >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** Shaped like a name-based UUID (RFC 9562, version 8: made by a rule of one's own). */
function uuidFrom(text: string): string {
  const hex = hash('md5', text);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
