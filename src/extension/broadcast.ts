import { browser } from 'wxt/browser';
import type { Broadcast } from './messages.ts';

/** Tells the open extension pages to ask again. */
export function broadcast(what: Broadcast['broadcast']): void {
  const message: Broadcast = { broadcast: what };
  // Rejected when no extension page is open: then nobody needs to know.
  browser.runtime.sendMessage(message).catch(() => undefined);
}
