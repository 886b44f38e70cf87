import { type Browser, browser } from 'wxt/browser';

/** What each entry looks up, where it is shown, and its words. */
const ENTRIES = [
  { id: 'lookup', contexts: ['selection', 'link'], message: 'menuLookup' },
  { id: 'lookup-image', contexts: ['image'], message: 'menuLookupImage' },
  { id: 'lookup-page', contexts: ['page', 'frame'], message: 'menuLookupPage' },
] as const;

/**
 * Static entries, made once at install: entries made on the fly come too late for the first right-click.
 * `removeAll` first, since an update keeps the old ones.
 */
export async function createMenus(): Promise<void> {
  await browser.contextMenus.removeAll();
  for (const { id, contexts, message } of ENTRIES)
    browser.contextMenus.create({ id, title: browser.i18n.getMessage(message), contexts: [...contexts] });
}

/** Calls back synchronously in the click, so that the listener may open the side panel. */
export function onLookup(listener: (text: string, windowId: number) => void): void {
  browser.contextMenus.onClicked.addListener((info, tab) => {
    const text = textFor(info);
    if (text && tab) listener(text, tab.windowId);
  });
}

function textFor(info: Browser.contextMenus.OnClickData): string | undefined {
  switch (info.menuItemId) {
    case 'lookup':
      return info.selectionText?.trim() ? info.selectionText : info.linkUrl;
    case 'lookup-image':
      return info.srcUrl;
    case 'lookup-page':
      return info.frameUrl ?? info.pageUrl;
    default:
      return undefined;
  }
}
