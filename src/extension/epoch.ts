import { browser } from 'wxt/browser';

export interface Epoch {
  read(): Promise<number>;
  /** Tells every annotator at once that answers given before may be out of date: one write that all frames can hear. */
  advance(): Promise<void>;
}

/**
 * For the worker, who alone advances it. Where the browser cannot read its file of it (Firefox keeps it in a database of its own),
 * pages are marked all the same, and hear of a change when they are opened next.
 */
export function createEpoch(now: () => number): Epoch {
  let known: Promise<number> | undefined;

  async function stored(): Promise<number> {
    const { epoch } = await browser.storage.local.get('epoch');
    return typeof epoch === 'number' ? epoch : 0;
  }

  return {
    read() {
      known ??= stored();
      known.catch(() => (known = undefined)); // the next call tries again
      return known.catch(() => 0);
    },
    async advance() {
      const epoch = now();
      known = Promise.resolve(epoch);
      await browser.storage.local.set({ epoch }).catch(() => undefined);
    },
  };
}

export function onEpoch(listener: () => void, signal: AbortSignal): void {
  // Kept, because an orphan that asks for it again is told off, aloud in the page's console.
  const { onChanged } = browser.storage.local;
  const changed = (changes: Record<string, unknown>) => {
    if ('epoch' in changes) listener();
  };
  onChanged.addListener(changed);
  signal.addEventListener('abort', () => onChanged.removeListener(changed), { once: true });
}
