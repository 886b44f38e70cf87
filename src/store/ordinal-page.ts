import { DamagedError } from './damage.ts';

/** A page of ordinals as it lies on disk: three bytes each while they fit, little end first. */
export type OrdinalPage = Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

const FITS = 2 ** 24;

export function packOrdinals(ordinals: Uint32Array<ArrayBuffer>): OrdinalPage {
  const bytes = new Uint8Array(3 * ordinals.length);
  for (let i = 0; i < ordinals.length; i++) {
    const ordinal = ordinals[i]!; // as many as there are
    if (ordinal >= FITS) return ordinals;
    // An 8-bit array keeps the lowest byte of what is put into it.
    bytes[3 * i] = ordinal;
    bytes[3 * i + 1] = ordinal >>> 8;
    bytes[3 * i + 2] = ordinal >>> 16;
  }
  return bytes;
}

/** @throws DamagedError where it is neither of the two forms */
export function unpackOrdinals(page: unknown): Uint32Array<ArrayBuffer> {
  if (page instanceof Uint32Array) return page as Uint32Array<ArrayBuffer>;
  if (!(page instanceof Uint8Array) || page.length % 3 !== 0)
    throw new DamagedError('a page of the index has the wrong form');
  const ordinals = new Uint32Array(page.length / 3);
  for (let i = 0; i < ordinals.length; i++)
    ordinals[i] = page[3 * i]! + page[3 * i + 1]! * 2 ** 8 + page[3 * i + 2]! * 2 ** 16; // three for each
  return ordinals;
}
