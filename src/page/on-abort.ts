/** Acts when the signal's time ends. */
export function onAbort(signal: AbortSignal, act: () => void): void {
  signal.addEventListener('abort', act, { once: true });
}
