import { browser, type Browser } from 'wxt/browser';

/** Who sent a message. Anything else gets no answer at all. */
export type Sender =
  | { kind: 'extension page' }
  | { kind: 'frame'; tabId: number; windowId: number; frameId: number; frameUrl: string; tabUrl: string }
  | { kind: 'stranger' };

/** Firefox has no `sender.origin` before 126, so the URL decides: pages of ours have our origin, content scripts their frame's. */
function identify(sender: Browser.runtime.MessageSender): Sender {
  if (sender.id !== browser.runtime.id) return { kind: 'stranger' };
  if (sender.url?.startsWith(browser.runtime.getURL('/'))) return { kind: 'extension page' };
  if (sender.tab?.id === undefined) return { kind: 'stranger' };
  return {
    kind: 'frame',
    tabId: sender.tab.id,
    windowId: sender.tab.windowId,
    frameId: sender.frameId ?? 0,
    frameUrl: sender.url ?? '',
    tabUrl: sender.tab.url ?? '',
  };
}

/** Hands every message on with who sent it. `undefined` leaves it to another listener. */
export function onRequest(answer: (message: unknown, sender: Sender) => Promise<unknown> | undefined): void {
  // oxlint-disable-next-line typescript/no-misused-promises -- with the polyfill, a returned promise is the reply
  browser.runtime.onMessage.addListener((message, sender) => {
    const who = identify(sender);
    const answering = answer(message, who);
    return who.kind === 'extension page' ? answering?.then(orNothing) : answering;
  });
}

/** What extension pages are told in place of `undefined`, which the polyfill also says for a worker that went away. */
export const NOTHING = '__telltaleNothing__';

function orNothing(answer: unknown): unknown {
  return answer === undefined ? NOTHING : answer;
}
