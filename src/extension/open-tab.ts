import { browser } from 'wxt/browser';

/** Beside the tab in front. A tab opened by an extension has no opener, and sends no referrer. */
export async function openTab(url: string): Promise<void> {
  await browser.tabs.create({ url });
}
