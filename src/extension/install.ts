import { browser } from 'wxt/browser';

/** What a fresh install shows first: what this is, and where to connect. */
export async function welcomeAtInstall(reason: string): Promise<void> {
  if (reason === 'install') await browser.tabs.create({ url: browser.runtime.getURL('/welcome.html') });
}
