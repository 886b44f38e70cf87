/** One measured figure beside its baseline from the same run: absolute times mean nothing on a shared machine. */
export interface Figure {
  /** In `unit`. */
  value: number;
  unit: string;
  baseline: number;
  /** What the goal is about: a speed-up, or the share of the baseline that ours comes to. */
  ratio: number;
  /** None where a figure is only told. */
  goal?: number;
  ok: boolean;
  /** Both sides with their spread, in words. */
  detail?: string;
}

/** What a group of figures gets to work with. */
export interface Bench {
  /** How much of the full amount of data to measure with; less than 1 only to try the benchmark itself. */
  size: number;
  say: (line: string) => void;
}

/** Measures the figures of one group; the keys are fixed, since others read them. */
export type Group = (bench: Bench) => Promise<Record<string, Figure>>;

export interface Summary {
  median: number;
  low: number;
  high: number;
}

export function summarize(values: readonly number[]): Summary {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const [below, above] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  if (below === undefined || above === undefined) throw new RangeError('Nothing was measured.');
  return { median: (below + above) / 2, low: Math.min(...values), high: Math.max(...values) };
}
