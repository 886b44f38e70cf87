import { classAt, HEX, WORD } from './characters.ts';
import { isIpv6Network, parseIpv6 } from './ip.ts';
import type { Tokens } from './tokens.ts';

/** Maximal runs of hexadecimal digits, colons and dots with two colons or more, standing free. */
export function readIpv6(found: Tokens, start: number, end: number): void {
  const { text } = found;
  let at = start;
  while (at < end) {
    // "IPv6:2001:db8::1", "src:2001:db8::1": what stands before the first colon is a label.
    if (/^[^\d:]:[^:]|^6:[^:]/.test(text.slice(at - 1, at + 2))) at++;
    let stop = at;
    let colons = 0;
    for (; stop < end; stop++) {
      const code = text.charCodeAt(stop);
      if (code === 58) colons++;
      else if (code !== 46 && !(classAt(text, stop) & HEX)) break;
    }
    if (colons >= 2 && isFree(text, at, stop)) addIpv6(found, at, stop);
    // Letters right after the run belong to it: "cafe" of "std::cafe" must not be read from its middle.
    while (stop < end && classAt(text, stop) & WORD) stop++;
    at = Math.max(stop, at + 1);
  }
}

function isFree(text: string, start: number, stop: number): boolean {
  return !(classAt(text, start - 1) & WORD) && !(classAt(text, stop) & WORD);
}

/** A certificate's serial number, or a hardware address of eight bytes (EUI-64). */
const EIGHT_BYTES = /^[0-9a-f]{2}(?::[0-9a-f]{2}){7}$/i;
const LITERAL_PORT = /\]:(\d{1,5})(?!\w)/y;
const MASK6 = /\/(\d{1,3})(?!\d)/y;

function addIpv6(found: Tokens, start: number, stop: number): void {
  const { text } = found;
  let first = start;
  while (text.charAt(first) === '.') first++;
  if (/^c2:[23]/i.test(text.slice(first, first + 4))) first += 3;
  let last = stop;
  while (last > first && (text.charAt(last - 1) === '.' || /^[^:]:$/.test(text.slice(last - 2, last))))
    last--;
  const written = text.slice(first, last);
  const value = last - first > 2 && !EIGHT_BYTES.test(written) ? parseIpv6(written) : undefined;
  if (!value) return;
  MASK6.lastIndex = stop;
  const bits = MASK6.exec(text)?.[1];
  // A range, not its first address; "2001:db8::1/64" is one address with its network's mask.
  if (bits !== undefined && isIpv6Network(value, Number(bits))) return;
  LITERAL_PORT.lastIndex = last;
  const port = text.charAt(first - 1) === '[' ? LITERAL_PORT.exec(text) : undefined;
  if (port) found.add('ipv6', value, first - 1, last + port[0].length).port = Number(port[1]);
  else found.add('ipv6', value, first, last);
}
