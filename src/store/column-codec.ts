import { deflate, inflate } from './flate.ts';
import { FIRST_SEEN, ID, isSamePlace, NONE, VALUE, type Column, type Place } from './row-codec.ts';

/*
 * A block as bytes: a head (its form, the number of raw bytes, their checksum), the raw bytes, and all else as JSON, deflated.
 * Hashes and random ids cannot be made smaller, and whatever stands between them suffers. Column by column the rest is
 * smaller than row by row, before it is deflated and afterwards, and takes half the time.
 */
const HEAD = 9;
/** The first byte. That of older blocks, which are gzip, is another one. */
const FORM = 1;

/** The number of rows, then a column for each place. */
type Table = [size: number, ...columns: Written[]];
/** One value: all rows have it. Else the values of all, or where many rows have the same as the one before: values, and how often each comes. */
type Written = Column | { values: Column; times: number[] };

export async function packColumns(columns: readonly Column[]): Promise<Uint8Array<ArrayBuffer>> {
  const raw: Uint8Array[] = [];
  const table: Table = [columns[0]?.length ?? 0];
  for (const [place, column] of columns.entries()) table.push(inRuns(lessOf(column, place, raw)));
  while (isEmpty(table.at(-1))) table.pop();
  return join(raw, await deflate(JSON.stringify(table)));
}

/** Bytes go to `raw`, and leave their number. Dates in seconds become steps: those of one report are close together. */
function lessOf(column: Column, place: number, raw: Uint8Array[]): Column {
  if (place === FIRST_SEEN) return stepsOf(column);
  if (place !== VALUE && place !== ID) return column;
  return column.map((each) => {
    if (!(each instanceof Uint8Array)) return each;
    raw.push(each);
    return each.length;
  });
}

function stepsOf(column: Column): Column {
  let last = 0;
  return column.map((each) => {
    if (!isWhole(each)) return each;
    const step = each - last;
    last = each;
    return step;
  });
}

/** Fractions, as older blocks have them, do not survive sums. */
function isWhole(place: Place): place is number {
  return Number.isInteger(place);
}

function inRuns(column: Column): Written {
  const values: Place[] = [];
  const times: number[] = [];
  for (const each of column) {
    const last = values.length - 1;
    if (last >= 0 && isSamePlace(values[last] as Place, each))
      times[last]!++; // one for each value
    else times[values.push(each) - 1] = 1;
  }
  if (values.length === 1) return values;
  return values.length > column.length / 2 ? column : { values, times };
}

/** So are the places at the end that no row fills: they are left out. */
function isEmpty(written: Written | number | undefined): boolean {
  return Array.isArray(written) && written.length === 1 && written[0] === NONE;
}

function join(raw: readonly Uint8Array[], deflated: Uint8Array): Uint8Array<ArrayBuffer> {
  const rawEnd = raw.reduce((end, bytes) => end + bytes.length, HEAD);
  const block = new Uint8Array(rawEnd + deflated.length);
  let at = HEAD;
  for (const bytes of [...raw, deflated]) {
    block.set(bytes, at);
    at += bytes.length;
  }
  block[0] = FORM;
  const head = new DataView(block.buffer);
  head.setUint32(1, rawEnd - HEAD, true);
  head.setUint32(5, checksum(block.subarray(HEAD, rawEnd)), true);
  return block;
}

/** FNV-1a; what is deflated has one of its own. */
function checksum(bytes: Uint8Array): number {
  let sum = 0x811c9dc5;
  for (const byte of bytes) sum = Math.imul(sum ^ byte, 0x01000193);
  return sum >>> 0;
}

/**
 * The opposite of `packColumns`.
 * @throws where the bytes are not what that made
 */
export async function unpackColumns(block: Uint8Array<ArrayBuffer>): Promise<Column[]> {
  if (block[0] !== FORM) throw new TypeError('not a form that is known');
  const head = new DataView(block.buffer, block.byteOffset);
  const rawEnd = HEAD + head.getUint32(1, true);
  const bytes = block.subarray(HEAD, rawEnd);
  if (checksum(bytes) !== head.getUint32(5, true)) throw new TypeError('raw bytes that were not written');
  const [size, ...written] = JSON.parse(await inflate(block.subarray(rawEnd))) as Table; // under its checksum
  const take = takerOf(bytes);
  // In the order in which their bytes were put there.
  const columns = written.map((column, place) => moreOf(everyRow(column, size), place, take));
  return columns;
}

function everyRow(written: Written, size: number): Column {
  if (Array.isArray(written))
    return written.length === 1 ? Array<Place>(size).fill(written[0] as Place) : (written as Column);
  const { values, times } = written as Exclude<Written, Column>;
  return values.flatMap((value, i) => Array<Place>(times[i]!).fill(value)); // parallel
}

/** The opposite of `lessOf`. */
function moreOf(column: Column, place: number, take: (length: number) => Uint8Array): Column {
  let last = 0;
  if (place === FIRST_SEEN) return column.map((each) => (isWhole(each) ? (last += each) : each));
  if (place !== VALUE && place !== ID) return column;
  return column.map((each) => (typeof each === 'number' && each !== NONE ? take(each) : each));
}

function takerOf(raw: Uint8Array): (length: number) => Uint8Array {
  let at = 0;
  return (length) => raw.subarray(at, (at += length));
}
