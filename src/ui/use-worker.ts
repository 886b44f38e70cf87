import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Broadcast } from '@/extension/messages.ts';
import { askAgain, onBroadcast } from '@/extension/worker-client.ts';
import type { SyncStatus } from '@/core/sync-status.ts';
import type { Value } from '@/core/words.ts';

export interface Answer<T> {
  /** The newest answer; stays while the question is asked again. */
  answer?: T;
  /** The worker did not answer the last time. */
  failed: boolean;
  again(): void;
}

/** Asks when first drawn and whenever one of `reasons` changes. A question may be undefined: not askable yet. */
export function useAnswer<T>(question: () => Promise<T> | undefined, reasons: readonly unknown[]): Answer<T> {
  const [state, setState] = useState<{ answer?: T; failed: boolean }>({ failed: false });
  const latest = useRef(0);
  const again = useCallback(() => {
    const mine = ++latest.current;
    question()?.then(
      (answer) => mine === latest.current && setState({ answer, failed: false }),
      () => mine === latest.current && setState((before) => ({ ...before, failed: true })),
    );
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the caller names what the question depends on
  }, reasons as unknown[]);
  useEffect(again, [again]);
  return { ...state, again };
}

/** Why nothing else is answered, where the worker knows; what failed is asked `again` until it is answered. */
export function useTrouble(failed: boolean, again: () => void): Value | undefined {
  useEffect(() => {
    if (!failed) return;
    const timer = setInterval(again, TROUBLE_MS);
    return () => clearInterval(timer);
  }, [failed, again]);
  const { answer } = useAnswer(() => (failed ? askAgain('storageTrouble') : undefined), [failed]);
  return failed ? answer : undefined;
}

const TROUBLE_MS = 5000;

/** The last status with why there is none any more: whatever ran does not run now. */
export function inTrouble(
  status: SyncStatus | undefined,
  trouble: Value | undefined,
  now: number,
): SyncStatus | undefined {
  if (!status || trouble === undefined) return status;
  const error = { reason: 'storage', text: trouble, at: new Date(now).toISOString() } as const;
  const { nextRun: _, ...rest } = status;
  return { ...rest, phase: { state: 'idle' }, error };
}

/** Counts the worker's announcements, to be used as reasons to ask again. */
export function useChanges(): Record<Broadcast['broadcast'], number> {
  const [counts, setCounts] = useState({
    status: 0,
    settings: 0,
    panel: 0,
    access: 0,
    sources: 0,
    records: 0,
  });
  useEffect(() => {
    const closing = new AbortController();
    onBroadcast(
      (about) => setCounts((before) => ({ ...before, [about]: before[about] + 1 })),
      closing.signal,
    );
    return () => closing.abort();
  }, []);
  return counts;
}

/** The time, for ages that are shown; milliseconds since the epoch. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
