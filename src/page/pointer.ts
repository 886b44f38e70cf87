import type { HitTester } from './hit-test.ts';
import type { Place } from './marks.ts';
import { onAbort } from './on-abort.ts';

/** What is to happen at a mark that the user points at. */
export interface PointerActions<T extends Place> {
  /** The pointer rested on it. */
  rest(mark: T): void;
  click(mark: T): void;
  /** The event happened on our own card. */
  isOnCard(event: Event): boolean;
}

/** Less and a pointer on its way elsewhere would leave a trail of cards. */
const DWELL_MS = 150;

/**
 * Watches the pointer. Only the user's own events count, and none is kept from the page: a marked link still works.
 * The answer makes sure that we still listen: `document.open()` drops every listener of its document and window.
 */
export function watchPointer<T extends Place>(
  document: Document,
  hits: HitTester<T>,
  actions: PointerActions<T>,
  signal: AbortSignal,
): { listen(): void } {
  // Only documents with a window get here: a content script runs in one.
  const view = document.defaultView!;
  let latest: { x: number; y: number; path: EventTarget[] } | undefined;
  let over: T | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function onMove(event: PointerEvent): void {
    if (!event.isTrusted || event.pointerType === 'touch') return;
    if (event.buttons !== 0 || actions.isOnCard(event)) return leave();
    if (!latest) view.requestAnimationFrame(look);
    latest = { x: event.clientX, y: event.clientY, path: event.composedPath() };
  }

  function look(): void {
    const point = latest;
    latest = undefined;
    if (!point || signal.aborted) return;
    const mark = hits.markAt(point.x, point.y, point.path);
    if (mark === over) return;
    leave();
    over = mark;
    if (mark) timer = setTimeout(() => actions.rest(mark), DWELL_MS);
  }

  function leave(): void {
    clearTimeout(timer);
    over = undefined;
  }

  function onClick(event: MouseEvent): void {
    // A click without a press is the keyboard's: it has no place.
    if (!event.isTrusted || event.detail === 0 || event.button !== 0 || actions.isOnCard(event)) return;
    // Chromium: asking `isCollapsed` ties the caret to a node, and the page could tell from where it is later.
    if (document.getSelection()?.type === 'Range') return;
    const mark = hits.markAt(event.clientX, event.clientY, event.composedPath());
    if (!mark) return;
    clearTimeout(timer);
    over = mark;
    actions.click(mark);
  }

  function listen(): void {
    view.addEventListener('pointermove', onMove, { capture: true, passive: true, signal });
    view.addEventListener('click', onClick, { capture: true, passive: true, signal });
  }

  listen();
  onAbort(signal, leave);
  return { listen };
}
