import { browser } from 'wxt/browser';
import type { LoadedScript } from './messages.ts';

/**
 * Chromium runs content scripts only in pages loaded after the installation, Firefox in open ones too. The annotator that is
 * already there, if any, gives way to the new one.
 */
export async function annotateOpenTabs(): Promise<void> {
  const tabs = await browser.tabs.query({ url: ['http://*/*', 'https://*/*', 'file:///*'] });
  const injections = tabs.flatMap(({ id, discarded }) =>
    id === undefined || discarded
      ? []
      : browser.scripting.executeScript({ target: { tabId: id, allFrames: true }, files: ['/annotate.js'] }),
  );
  // Pages that no extension may touch refuse; they would have refused at load as well.
  await Promise.allSettled(injections);
}

/** Scripts that come to a frame when it needs them. */
export type InjectedScript = LoadedScript | 'warner';

/** Rejects where the frame is not there any more. */
export async function inject(script: InjectedScript, tabId: number, frameId: number): Promise<void> {
  await browser.scripting.executeScript({
    target: { tabId, frameIds: [frameId] },
    files: [`/${script}.js`],
    injectImmediately: true,
  });
}

/** Whether any frame of the tab shows a message. */
export async function showsMail(tabId: number): Promise<boolean> {
  const frames = await browser.scripting
    .executeScript({
      target: { tabId, allFrames: true },
      files: ['/mail-reader.js'],
      injectImmediately: true,
    })
    .catch(() => []);
  return frames.some(({ result }) => result === true);
}
