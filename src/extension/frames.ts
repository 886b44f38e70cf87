import { browser } from 'wxt/browser';
import type { ToFrames } from './messages.ts';

/** The frames of a tab do once more what they did: report to the badge, ask what they were refused, or whether they may go on. */
export async function tellFrames(tabId: number, wanted: ToFrames['wanted']): Promise<void> {
  const message: ToFrames = { wanted };
  // Rejected where no frame listens any more: then there is nothing to do.
  await browser.tabs.sendMessage(tabId, message).catch(() => undefined);
}

/** The same in all tabs. */
export async function tellAllFrames(wanted: ToFrames['wanted']): Promise<void> {
  const tabs = await browser.tabs.query({});
  await Promise.all(tabs.flatMap(({ id }) => (id === undefined ? [] : tellFrames(id, wanted))));
}
