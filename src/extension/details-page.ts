import { browser } from 'wxt/browser';

/** Whether the browser has a page of its own about this extension that we may open; Firefox opens its own for nobody. */
export function hasDetails(): boolean {
  return browser.runtime.getURL('/').startsWith('chrome-extension:');
}

/** Opens that page. */
export async function openDetails(): Promise<void> {
  await browser.tabs.create({ url: `chrome://extensions/?id=${browser.runtime.id}` });
}
