/** A short stretch of the main thread's time. */
export interface Slice {
  /** Time to let the page go on. */
  isOver(): boolean;
}

/** The time that a page lets us have. */
export interface Slices {
  /**
   * Waits until the page has time for us and the user sees it: a hidden tab does no work. After an abort it resolves to
   * a slice that is over.
   */
  next(): Promise<Slice>;
  /**
   * The first of a page that has just come, which nobody has begun to use: what is seen first is to be marked soon, and goes on in the
   * caller's task.
   */
  first(): Promise<Slice>;
}

/** Longer than this and a scroll or a key stroke would be felt to wait. */
const LONGEST_FIRST_MS = 6;
/** A machine that has other things to do interrupts what takes long, and then it takes three times as long. */
const LONGEST_MS = 4;
/** Even a page that is never idle lets us work this much at a time. */
const SHORTEST_MS = 3;
const PATIENCE_MS = 150;

export function createSlices(document: Document, signal: AbortSignal): Slices {
  /** The browser tells us once that the page is idle, and means up to 50 ms. */
  let idle: IdleDeadline | undefined;

  async function next(): Promise<Slice> {
    await whenVisible(document, signal);
    const view = document.defaultView;
    if (!view || signal.aborted) return OVER;
    // What the page has to do meanwhile comes first.
    if (isLeft(idle)) await sleep(0, signal);
    if (!isLeft(idle)) idle = await whenIdle(view, signal);
    return sliceOf(Math.min(LONGEST_MS, Math.max(SHORTEST_MS, idle?.timeRemaining() ?? 0)), signal);
  }

  async function first(): Promise<Slice> {
    return document.visibilityState === 'visible' ? sliceOf(LONGEST_FIRST_MS, signal) : next();
  }

  return { next, first };
}

function isLeft(idle: IdleDeadline | undefined): boolean {
  return idle !== undefined && idle.timeRemaining() >= SHORTEST_MS;
}

function sliceOf(ms: number, signal: AbortSignal): Slice {
  const end = performance.now() + ms;
  return { isOver: () => signal.aborted || performance.now() >= end };
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

/** `undefined` after an abort. */
function whenIdle(view: Window, signal: AbortSignal): Promise<IdleDeadline | undefined> {
  return new Promise((resolve) => {
    const stop = () => {
      view.cancelIdleCallback(handle);
      resolve(undefined);
    };
    const handle = view.requestIdleCallback(
      (deadline) => {
        signal.removeEventListener('abort', stop);
        resolve(deadline);
      },
      { timeout: PATIENCE_MS },
    );
    signal.addEventListener('abort', stop);
  });
}
