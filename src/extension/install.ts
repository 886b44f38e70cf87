import { browser } from 'wxt/browser';

/** What a fresh install shows first: what this is, and where to connect. */
export async function welcomeAtInstall(reason: string): Promise<void> {
  if (reason === 'install') await browser.tabs.create({ url: browser.runtime.getURL('/welcome.html') });
}

/**
 * Until it is asked not to, Firefox counts what an extension stores among what may go when the disk is full; it agrees without asking the
 * user. Chromium keeps it in any case, and has no such call in a worker.
 */
export async function keepStorage(): Promise<void> {
  const storage: Partial<StorageManager> = navigator.storage;
  await storage.persist?.();
}
