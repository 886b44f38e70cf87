/** A source of made-up choices: the same seed gives the same choices on every machine. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number from `low` up to and including `high`. */
  between(low: number, high: number): number;
  /** True that often: 0.1 is one time in ten. */
  chance(share: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** Mostly from the front of the list, as words are used in a language (the law of Zipf and Mandelbrot). */
  pickCommon<T>(list: readonly T[]): T;
}

export function createRandom(seed: number): Random {
  const next = mulberry32(seed);
  return {
    next,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (share) => next() < share,
    pick: (list) => at(list, Math.floor(next() * list.length)),
    pickCommon: (list) => {
      const flattened = 1 + list.length / 50;
      return at(list, Math.floor(flattened * (list.length / flattened + 1) ** next() - flattened));
    },
  };
}

/** Small, fast, and the same everywhere; not for secrets. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function at<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new RangeError('Nothing to pick from.');
  return item;
}
