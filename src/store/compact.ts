import { bytesOf, hexOf } from '@/core/hex.ts';

/*
 * What is long in a row and cannot be compressed, in fewer bytes. Each is only done where the opposite gives back
 * exactly what was there, and left as it is otherwise.
 */

/** A UUID as it is written most often (RFC 9562, section 4) -> its bytes; any other id as it is. */
export function packId(id: string): string | Uint8Array {
  return UUID.test(id) ? bytesOf(id.replaceAll('-', '')) : id;
}
export function unpackId(packed: string | Uint8Array): string {
  return typeof packed === 'string' ? packed : hexOf(packed).replace(GROUPS, '$1-$2-$3-$4-');
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
const GROUPS = /^(.{8})(.{4})(.{4})(.{4})/;

/** The digits of a hash -> its bytes; any other value as it is. */
export function packValue(value: string): string | Uint8Array {
  return HASH.test(value) ? bytesOf(value) : value;
}
export function unpackValue(packed: string | Uint8Array): string {
  return typeof packed === 'string' ? packed : hexOf(packed);
}

const HASH = /^(?:[\da-f]{2}){16,64}$/;

/** "2026-05-16T08:15:00Z" -> whole seconds since the epoch, from `since` on. */
export function packDate(date: string, since = 0): string | number {
  const seconds = secondsOf(date);
  return seconds === undefined ? date : seconds - since;
}

/** What a row says of itself it often says as the row before did. */
let last: { date: string; seconds: number | undefined } = { date: '', seconds: undefined };

/** Where the date is written as `unpackDate` writes it; fractions of a second do not survive sums. */
function secondsOf(date: string): number | undefined {
  if (last.date !== date) {
    const seconds = Date.parse(date) / 1000;
    const isKept = Number.isInteger(seconds) && unpackDate(seconds) === date;
    last = { date, seconds: isKept ? seconds : undefined };
  }
  return last.seconds;
}

export function unpackDate(packed: string | number, since = 0): string {
  if (typeof packed === 'string') return packed;
  const time = new Date((packed + since) * 1000);
  return Number.isNaN(time.getTime()) ? '' : time.toISOString().replace('.000Z', 'Z');
}
