import { sleep } from './slices.ts';

/** The last of them is long enough for a worker that was stopped in the middle of a heavy job to come up again. */
const PAUSES_MS = [100, 400, 1000, 2500];

/**
 * Asks again when the worker went away before it answered: Firefox stops it at will, and a pending message then rejects
 * or answers with nothing. `undefined`: it never did, or the signal ended.
 */
export async function askPatiently<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  for (const pause of [...PAUSES_MS, 0]) {
    const answer = await ask().catch(() => undefined);
    if (signal.aborted) return undefined;
    if (answer !== undefined && answer !== null) return answer;
    await sleep(pause, signal);
  }
  return undefined;
}
