import { browser } from 'wxt/browser';

/** Tells every annotator at once that answers given before may be out of date: one write that all frames can hear. */
export async function advanceEpoch(now: number): Promise<void> {
  await browser.storage.local.set({ epoch: now });
}

export async function readEpoch(): Promise<number> {
  const { epoch } = await browser.storage.local.get('epoch');
  return typeof epoch === 'number' ? epoch : 0;
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
