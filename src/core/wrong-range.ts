import type { WrongRange } from './indicator.ts';
import { normalize } from './normalize.ts';
import { refang } from './refang.ts';

/**
 * What is written as a range and is none: "192.0.2.0/33", "0.0.0.0/0". Read without a word as the address before the slash, the answer
 * would be taken for one about the range. It must stand on a line of its own: a log writes ports that way ("203.0.113.5/443").
 */
export function wrongRangesIn(text: string): WrongRange[] {
  const found = new Map<string, WrongRange>();
  for (const line of text.split(LINE_ENDS, MOST_LINES)) {
    const asWritten = line.trim();
    const reason = asWritten.length <= LONGEST ? whyNoRange(refang(asWritten).text) : undefined;
    if (reason) found.set(asWritten, { asWritten, reason });
    if (found.size >= MOST) break;
  }
  return [...found.values()];
}

const LINE_ENDS = /[\r\n]+/;
const MOST_LINES = 10_000;
/** Longer ones are no address; a defanged one takes more room than a plain one. */
const LONGEST = 120;
/** More are no help; the first say what is the matter. */
const MOST = 20;

function whyNoRange(text: string): WrongRange['reason'] | undefined {
  const [, address = ''] = WRITTEN.exec(text) ?? [];
  const type = address.includes(':') ? 'ipv6' : 'ipv4';
  if (!normalize(type, address).ok) return undefined;
  const range = normalize(type, text);
  return range.ok ? undefined : range.reason;
}

const WRITTEN = /^([\d.]{7,15}|[\da-f:.]{3,45})\/\d{1,9}$/i;
