import { browser } from 'wxt/browser';

/**
 * Keeps the worker running until `signal` aborts. Browsers stop a worker after 30 seconds without an event of the
 * extension; neither IndexedDB nor fetch counts as one, but any call of an extension API does, in Chromium and Firefox.
 */
export function keepAlive(signal: AbortSignal): void {
  if (signal.aborted) return;
  // oxlint-disable-next-line no-restricted-globals -- it serves this life of the worker only, and dies with it
  const timer = setInterval(() => void browser.runtime.getPlatformInfo(), 20_000);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
