import { browser } from 'wxt/browser';

/** What a fresh install shows first: where to connect. */
export async function openOptionsAtInstall(reason: string): Promise<void> {
  if (reason === 'install') await browser.runtime.openOptionsPage();
}
