import { inflate } from './flate.ts';
import { DELETED, NONE, placeOf, type Column, type PackedRow, type Place } from './row-codec.ts';

/*
 * Blocks as this version of the database had them at first, and keeps them until one of their rows changes: gzip, a line
 * of JSON for each row; "" for one that was deleted.
 */

/** By the mark that gzip begins with. */
export function isOldBlock(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f;
}

export async function unpackOldBlock(bytes: Uint8Array<ArrayBuffer>): Promise<Column[]> {
  const rows = (await inflate(bytes, 'gzip')).split('\n').map(readLine);
  const width = Math.max(...rows.map((row) => row.length));
  return Array.from({ length: width }, (_, place) => rows.map((row) => placeOf(row, place)));
}

/** Those at the end may be missing. */
type Line = [
  type: number,
  value: string | [string],
  id: string | [string] | 0,
  added: number,
  feed?: Place,
  category?: Place,
  confidence?: Place,
  origin?: Place,
  firstSeen?: Place,
  lastSeen?: Place,
  tags?: Place,
  context?: Place,
  techniques?: Place,
  article?: [id: string | 0, title: string | 0, url: string | 0] | 0,
  ...port: Place[],
];

function readLine(line: string): PackedRow {
  if (line === '') return DELETED;
  const [type, value, id, added, ...words] = JSON.parse(line) as Line; // as written, under gzip's checksum
  const [feed = NONE, category = NONE, confidence = NONE, origin = NONE, ...more] = words;
  const [first = null, last = null, tags = NONE, context = NONE, techniques = NONE, ...end] = more;
  const [article = NONE, ...rest] = end;
  return [
    type,
    typeof value === 'string' ? value : bytesOf(value[0]),
    typeof id === 'string' ? bytesOf(id) : id && id[0],
    added,
    feed,
    category,
    confidence,
    origin,
    first,
    last,
    tags,
    context,
    techniques,
    ...(article ? [article[0] || '', article[1], article[2]] : [NONE, NONE, NONE]),
    ...rest,
  ];
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0));
}
