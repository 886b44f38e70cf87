import { type Browser, browser } from 'wxt/browser';

export interface CurrentTab {
  id: number;
  windowId: number;
  /** The address without its fragment: another one is another page. */
  page: string;
  title?: string;
  /** Nothing of it is to be stored. */
  isPrivate?: true;
}

/** The tab in front of the user, and of a side panel the one beside it. */
export async function currentTab(): Promise<CurrentTab | undefined> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  if (tab?.id === undefined) return undefined;
  return {
    id: tab.id,
    windowId: tab.windowId,
    page: (tab.url ?? '').replace(/#.*/, ''),
    ...(tab.title && { title: tab.title }),
    ...(tab.incognito && { isPrivate: true }),
  };
}

/** Calls back when another tab comes to the front of this window, and when the one in front loads another page. */
export function onTabChange(windowId: number, callback: () => void, signal: AbortSignal): void {
  const activated = (info: { windowId: number }) => {
    if (info.windowId === windowId) callback();
  };
  const updated = (_tabId: number, change: { status?: string }, tab: Browser.tabs.Tab) => {
    if (tab.active && tab.windowId === windowId && change.status === 'complete') callback();
  };
  browser.tabs.onActivated.addListener(activated);
  browser.tabs.onUpdated.addListener(updated);
  signal.addEventListener(
    'abort',
    () => {
      browser.tabs.onActivated.removeListener(activated);
      browser.tabs.onUpdated.removeListener(updated);
    },
    { once: true },
  );
}
