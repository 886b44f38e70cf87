import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { onEpoch } from '@/extension/epoch.ts';
import type { Broadcast } from '@/extension/messages.ts';
import { findTrouble, onBroadcast, PATIENCE_MS } from '@/extension/worker-client.ts';
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

/**
 * The same for a question that never changes: a slow answer counts as long as no newer one is there, however often it is asked
 * meanwhile; and a worker that says nothing counts as one that does not answer, until it does.
 */
export function useStanding<T>(question: () => Promise<T>, reasons: readonly unknown[]): Answer<T> {
  const [state, setState] = useState<{ answer?: T; failed: boolean }>({ failed: false });
  const asked = useRef(0);
  const heard = useRef(0);
  const again = useCallback(() => {
    const mine = ++asked.current;
    const fail = () => mine > heard.current && setState((before) => ({ ...before, failed: true }));
    const silence = setTimeout(fail, PATIENCE_MS);
    question()
      .then((answer) => {
        if (mine <= heard.current) return;
        heard.current = mine;
        setState({ answer, failed: false });
      }, fail)
      .finally(() => clearTimeout(silence));
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the caller names when it is to be asked
  }, reasons as unknown[]);
  useEffect(again, [again]);
  return { ...state, again };
}

/** Why nothing else is answered, as far as it can be told; what failed is asked `again` until it is answered. */
export function useTrouble(failed: boolean, again: () => void): Value | undefined {
  const { answer, again: askWhy } = useStanding(
    () => (failed ? findTrouble() : Promise.resolve(undefined)),
    [failed],
  );
  useEffect(() => {
    if (!failed) return;
    const timer = setInterval(() => {
      again();
      askWhy();
    }, TROUBLE_MS);
    return () => clearInterval(timer);
  }, [failed, again, askWhy]);
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

/** Counts how often answers given before may have come to be out of date: indicators or settings changed. */
export function useEpoch(): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    const closing = new AbortController();
    onEpoch(() => setCount((before) => before + 1), closing.signal);
    return () => closing.abort();
  }, []);
  return count;
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
