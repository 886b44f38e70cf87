import { browser } from 'wxt/browser';
import type { ToFrames } from './messages.ts';

/** The frames of a tab do once more what they did: report to the badge, or ask what they were refused. */
export async function tellFrames(tabId: number, wanted: ToFrames['wanted']): Promise<void> {
  const message: ToFrames = { wanted };
  // Rejected where no frame listens any more: then there is nothing to do.
  await browser.tabs.sendMessage(tabId, message).catch(() => undefined);
}
