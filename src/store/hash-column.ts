import { DamagedError } from './damage.ts';

/**
 * A sorted column of 32-bit hashes as it lies on disk. A cold worker reads all of them before its first answer, so a
 * long column is written as the steps from one hash to the next: evenly spread as they are, a step fits into 16 bits.
 * A larger one is told by as many `FURTHER` as are needed before it.
 */
export type StoredHashes = Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

const FURTHER = 0xffff;

/** From here on steps take less room: at half of it, most hashes need a `FURTHER`. */
const LONG = 2 ** 17;

export function packHashes(hashes: Uint32Array<ArrayBuffer>): StoredHashes {
  if (hashes.length < LONG) return hashes;
  const steps = new Uint16Array(hashes.length + 2 ** 32 / FURTHER);
  let [size, before] = [0, 0];
  for (const hash of hashes) {
    let step = hash - before;
    for (; step >= FURTHER; step -= FURTHER) steps[size++] = FURTHER;
    steps[size++] = step;
    before = hash;
  }
  return steps.slice(0, size);
}

/** @throws DamagedError where it is neither of the two forms */
export function unpackHashes(stored: StoredHashes, count: number): Uint32Array<ArrayBuffer> {
  if (stored instanceof Uint32Array) return stored;
  if (!(stored instanceof Uint16Array)) throw new DamagedError('a piece of the index has the wrong form');
  const hashes = new Uint32Array(count);
  let [size, hash] = [0, 0];
  for (const step of stored) {
    hash += step;
    if (step < FURTHER) hashes[size++] = hash;
  }
  if (size !== count) throw new DamagedError('a piece of the index is not as long as it says');
  return hashes;
}
