/*
 * What is long in a row and cannot be compressed, in fewer characters. Each is only done where the opposite gives back
 * exactly what was there, and left as it is otherwise.
 */

/** One of the two is in a list of one, so that it is told from the other. */
type Packed = string | [string];

/** A UUID as it is written most often (RFC 9562, section 4); any other id in a list. */
export function packId(id: string): Packed {
  return UUID.test(id) ? toBase64(id.replaceAll('-', '')) : [id];
}
export function unpackId(packed: Packed): string {
  if (typeof packed !== 'string') return packed[0];
  return toHex(packed).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** The digits of a hash in a list; any other value as it is. */
export function packValue(value: string): Packed {
  return HASH.test(value) ? [toBase64(value)] : value;
}
export function unpackValue(packed: Packed): string {
  return typeof packed === 'string' ? packed : toHex(packed[0]);
}

const HASH = /^(?:[\da-f]{2}){16,64}$/;

/** "2026-05-16T08:15:00Z" -> seconds since the epoch, from `since` on. */
export function packDate(date: string, since = 0): string | number {
  const seconds = secondsOf(date);
  return seconds === undefined ? date : seconds - since;
}

/** What a row says of itself it often says as the row before did. */
let last: { date: string; seconds: number | undefined } = { date: '', seconds: undefined };

/** Where the date is written as `unpackDate` writes it. */
function secondsOf(date: string): number | undefined {
  if (last.date !== date) {
    const seconds = Date.parse(date) / 1000;
    last = { date, seconds: unpackDate(seconds) === date ? seconds : undefined };
  }
  return last.seconds;
}

export function unpackDate(packed: string | number, since = 0): string {
  if (typeof packed === 'string') return packed;
  const time = new Date((packed + since) * 1000);
  return Number.isNaN(time.getTime()) ? '' : time.toISOString().replace('.000Z', 'Z');
}

function toBase64(hex: string): string {
  let bytes = '';
  for (let i = 0; i < hex.length; i += 2) bytes += String.fromCharCode(parseInt(hex.slice(i, i + 2), 16));
  return btoa(bytes).replace(/=+$/, '');
}

function toHex(base64: string): string {
  let hex = '';
  for (const byte of atob(base64)) hex += byte.charCodeAt(0).toString(16).padStart(2, '0');
  return hex;
}
