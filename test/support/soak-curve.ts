/** What page and worker held after so many messages, in bytes. */
export interface Sample {
  opened: number;
  ms: number;
  page: number;
  worker: number;
}
type Holder = 'page' | 'worker';

const WIDTH = 50;
const MB = 1024 * 1024;

/** A line a sample, and whether it levels off. */
export function chart(samples: readonly Sample[], holder: Holder): string {
  const most = Math.max(...samples.map((sample) => sample[holder]));
  const lines = samples.map((sample) => {
    const bar = '#'.repeat(Math.round((WIDTH * sample[holder]) / most));
    const minute = (sample.ms / 60_000).toFixed(1).padStart(5);
    return `${minute} min ${String(sample.opened).padStart(5)} ${bar.padEnd(WIDTH)} ${(sample[holder] / MB).toFixed(2)} MB`;
  });
  const { share, bytes } = growthOf(samples, holder);
  const verdict = isLevel(samples, holder) ? 'levels off' : 'DOES NOT level off';
  const growth = `${(100 * share).toFixed(1)} % (${(bytes / MB).toFixed(2)} MB) over the second half`;
  return [`heap of the ${holder}: ${verdict}; ${growth}`, ...lines, ''].join('\n');
}

/** More than this in half of the time is no noise. */
const MOST_SHARE = 0.05;
const MOST_BYTES = 0.5 * MB;

/** Whether it grows in the second half by next to nothing, a twentieth or half a megabyte. */
export function isLevel(samples: readonly Sample[], holder: Holder): boolean {
  const { share, bytes } = growthOf(samples, holder);
  return share <= MOST_SHARE || bytes <= MOST_BYTES;
}

/** By the straight line that lies closest to the second half, since single samples swing. */
function growthOf(samples: readonly Sample[], holder: Holder): { share: number; bytes: number } {
  const half = samples.slice(Math.floor(samples.length / 2));
  if (half.length < 2) throw new Error('Two samples are the least that can be judged.');
  const xs = half.map(({ opened }) => opened);
  const ys = half.map((sample) => sample[holder]);
  const [x, y] = [mean(xs), mean(ys)];
  const slope = sum(xs.map((each, i) => (each - x) * (ys[i]! - y))) / sum(xs.map((each) => (each - x) ** 2));
  const bytes = slope * (xs.at(-1)! - xs[0]!);
  return { share: bytes / (y - bytes / 2), bytes };
}

function mean(numbers: readonly number[]): number {
  return sum(numbers) / numbers.length;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
