import { browser } from 'wxt/browser';

const LOOKUP = 'lookup';

/**
 * Static entries, made once at install: entries made on the fly come too late for the first right-click.
 * `removeAll` first, since an update keeps the old ones.
 */
export async function createMenus(): Promise<void> {
  await browser.contextMenus.removeAll();
  browser.contextMenus.create({
    id: LOOKUP,
    title: browser.i18n.getMessage('menuLookup'),
    contexts: ['selection', 'link'],
  });
}

/** Calls back synchronously in the click, so that the listener may open the side panel. */
export function onLookup(listener: (text: string, windowId: number) => void): void {
  browser.contextMenus.onClicked.addListener((info, tab) => {
    const text = info.selectionText?.trim() ? info.selectionText : info.linkUrl;
    if (info.menuItemId === LOOKUP && text && tab) listener(text, tab.windowId);
  });
}
