import { onAbort } from './on-abort.ts';

/**
 * However little changes in the registry, Chromium lays the whole document out again for it: 70 ms where there are
 * 20,000 rows. What comes near is painted a screen before it is seen, so it can wait for others.
 */
const BETWEEN_CHANGES_MS = 150;
/** Where choosing what to paint takes long, because the page is long, it is done as much more rarely. */
const REST = 10;

/** When what is painted may be changed: returns how to ask for it. All who ask before it is time share one change. */
export function createPace(view: Window, change: () => void, signal: AbortSignal): () => void {
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let next = 0;

  /** Right behind a frame the page is laid out: to measure then costs nothing, while in a frame that rewrites it the whole is laid out twice. */
  function schedule(): void {
    if (timer !== undefined) return;
    const waitMs = Math.max(0, next - performance.now());
    const behindFrame = () => (timer = setTimeout(run));
    timer = setTimeout(() => (frame = view.requestAnimationFrame(behindFrame)), waitMs);
  }

  function run(): void {
    const start = performance.now();
    timer = undefined;
    change();
    const end = performance.now();
    next = end + Math.max(BETWEEN_CHANGES_MS, (end - start) * REST);
  }

  onAbort(signal, () => {
    view.cancelAnimationFrame(frame);
    clearTimeout(timer);
  });
  return schedule;
}
