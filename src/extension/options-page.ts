import { browser } from 'wxt/browser';

/** Opens the options page in a tab, or brings the open one to the front. */
export async function openOptions(): Promise<void> {
  await browser.runtime.openOptionsPage();
}
