/**
 * About how many bytes a value takes once IndexedDB has serialized it, property names included: what V8's serializer
 * (format 15) makes of plain records, lists, strings, numbers and typed arrays, to within a few percent; a Blob is as long as its file.
 */
export function bytesOf(value: unknown): number {
  if (typeof value === 'string') return 2 + bytesOfText(value);
  if (typeof value === 'number') return bytesOfNumber(value);
  if (ArrayBuffer.isView(value)) return HEADER + value.byteLength;
  if (value instanceof Blob) return HEADER + value.size;
  if (Array.isArray(value)) return HEADER + sum(value.map(bytesOf));
  if (typeof value === 'object' && value !== null)
    return HEADER + sum(Object.entries(value).map(([name, each]) => bytesOf(name) + bytesOf(each)));
  return 1;
}

/** Tags and sizes around what a list, a record or a buffer holds. */
const HEADER = 6;

function bytesOfText(text: string): number {
  // One byte a character as long as all are of Latin-1.
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0xff) return 2 * text.length;
  return text.length;
}

function bytesOfNumber(value: number): number {
  if (!Number.isInteger(value) || Math.abs(value) >= 2 ** 30) return 9;
  // Seven bits a byte, sign included.
  return 1 + Math.max(1, Math.ceil((Math.log2(Math.abs(value) + 1) + 1) / 7));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

/** Counts what is put into object stores from now on; the answer stops counting and says how many bytes it was. Deleting is free. */
export function countWrites(prototype: Pick<IDBObjectStore, 'put' | 'add'>): () => number {
  const { put, add } = prototype;
  let bytes = 0;
  const counting = (original: typeof put) =>
    function counted(this: IDBObjectStore, value: unknown, ...key: [IDBValidKey?]) {
      bytes += bytesOf(value) + (key[0] === undefined ? 0 : bytesOf(key[0]));
      return original.call(this, value, ...key);
    };
  prototype.put = counting(put);
  prototype.add = counting(add);
  return () => {
    Object.assign(prototype, { put, add });
    return bytes;
  };
}
