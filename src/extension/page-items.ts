import { type Browser, browser } from 'wxt/browser';
import { type FromFrame, PAGE_PORT, type ProtocolMap } from './messages.ts';
import { type PageList, mergeFrames } from './page-list.ts';

/** A new page's frames start one after another; one connection serves all that came within this time. */
const SETTLE_MS = 250;
/** After this long without a word from any frame there is none that could speak. */
const SILENCE_MS = 1500;

/**
 * Follows one tab's list, straight from its annotators. A port reaches the frames that exist when it is opened, so it
 * is opened anew whenever one more frame reports to the worker, a message that every extension page hears as well.
 */
export function watchPageItems(tabId: number, onChange: (list: PageList) => void, signal: AbortSignal): void {
  let port: Browser.runtime.Port | undefined;
  let settle: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let round = 0;

  function connect(): void {
    port?.disconnect();
    clearTimeout(silence);
    const frames = new Map<string, FromFrame>();
    round += 1;
    const mine = browser.tabs.connect(tabId, { name: PAGE_PORT });
    port = mine;
    mine.onMessage.addListener((message: FromFrame) => {
      clearTimeout(silence);
      frames.set(message.frame ?? message.frameUrl, message);
      if (port === mine) onChange({ ...mergeFrames(frames.values()), round });
    });
    mine.onDisconnect.addListener(() => {
      // Reading it keeps the browser from logging "no receiving end"; silence is reported below.
      void browser.runtime.lastError;
      if (port === mine) port = undefined;
    });
    silence = setTimeout(() => onChange({ state: 'silent' }), SILENCE_MS);
  }

  function reconnectSoon(): void {
    clearTimeout(settle);
    settle = setTimeout(connect, SETTLE_MS);
  }

  function onMessage(message: unknown, sender: Browser.runtime.MessageSender): undefined {
    const isHello = (message as { route?: unknown } | null)?.route === 'hello';
    if (!isHello || sender.tab?.id !== tabId) return;
    const { first } = (message as { payload: Parameters<ProtocolMap['hello']>[0] }).payload;
    // A new page: what was listed stood on the one before.
    if (first && sender.frameId === 0) onChange({ state: 'connecting' });
    reconnectSoon();
  }

  browser.runtime.onMessage.addListener(onMessage);
  signal.addEventListener(
    'abort',
    () => {
      browser.runtime.onMessage.removeListener(onMessage);
      clearTimeout(settle);
      clearTimeout(silence);
      port?.disconnect();
    },
    { once: true },
  );
  onChange({ state: 'connecting' });
  connect();
}
