/** A short stretch of the main thread's time. */
export interface Slice {
  /** Time to let the page go on. */
  isOver(): boolean;
}

/** Longer than this and a scroll or a key stroke would be felt to wait. */
const LONGEST_MS = 8;
/** Even a page that is never idle lets us work this much at a time. */
const SHORTEST_MS = 3;
const PATIENCE_MS = 150;

/**
 * Waits until the page has time for us and the user sees it: a hidden tab does no work. After an abort it resolves to
 * a slice that is over.
 */
export async function nextSlice(document: Document, signal: AbortSignal): Promise<Slice> {
  await whenVisible(document, signal);
  const view = document.defaultView;
  if (!view || signal.aborted) return OVER;
  const idleMs = await idleTime(view, signal);
  return sliceOf(Math.min(LONGEST_MS, Math.max(SHORTEST_MS, idleMs)), signal);
}

function sliceOf(ms: number, signal: AbortSignal): Slice {
  const end = performance.now() + ms;
  return { isOver: () => signal.aborted || performance.now() >= end };
}

/**
 * The first of a page that has just come, which nobody has begun to use: what is seen first is to be marked soon. In a task of its own, since
 * that of the caller has been long already: code that runs for the first time is slow.
 */
export async function firstSlice(document: Document, signal: AbortSignal): Promise<Slice> {
  await sleep(0, signal);
  return document.visibilityState === 'visible' ? sliceOf(LONGEST_MS, signal) : nextSlice(document, signal);
}

/** Resolves early on abort. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const wake = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    signal.addEventListener('abort', wake);
  });
}

const OVER: Slice = { isOver: () => true };

function whenVisible(document: Document, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (document.visibilityState === 'visible' || signal.aborted) return resolve();
    const look = () => {
      if (document.visibilityState !== 'visible' && !signal.aborted) return;
      document.removeEventListener('visibilitychange', look);
      signal.removeEventListener('abort', look);
      resolve();
    };
    document.addEventListener('visibilitychange', look);
    signal.addEventListener('abort', look);
  });
}

function idleTime(view: Window, signal: AbortSignal): Promise<number> {
  return new Promise((resolve) => {
    const stop = () => {
      view.cancelIdleCallback(handle);
      resolve(0);
    };
    const handle = view.requestIdleCallback(
      (deadline) => {
        signal.removeEventListener('abort', stop);
        resolve(deadline.timeRemaining());
      },
      { timeout: PATIENCE_MS },
    );
    signal.addEventListener('abort', stop);
  });
}
