import { browser } from 'wxt/browser';
import { broadcast } from './broadcast.ts';
import type { PanelRequest } from './messages.ts';

interface SidePanel {
  open(options: { windowId: number }): Promise<void>;
}
interface SidebarAction {
  open(): Promise<void>;
}

/**
 * Opens the side panel (Chromium) or the sidebar (Firefox). Call it first thing in the listener of a user's gesture:
 * after an `await` the browser no longer counts it as one. False where the browser refused.
 */
export async function openPanel(windowId: number): Promise<boolean> {
  const { sidePanel, sidebarAction } = browser as unknown as {
    sidePanel?: SidePanel;
    sidebarAction?: SidebarAction;
  };
  try {
    if (sidePanel) await sidePanel.open({ windowId });
    else await sidebarAction?.open();
    return true;
  } catch {
    // Firefox allows it only from its own menus, commands, the toolbar and extension pages.
    return false;
  }
}

/** What the panel of a window is to show; kept until the next request, so that a panel opened later finds it. */
export async function requestInPanel(windowId: number, request: PanelRequest): Promise<void> {
  await browser.storage.session.set({ [keyOf(windowId)]: request });
  broadcast('panel');
}

export async function readPanelRequest(windowId: number): Promise<PanelRequest | undefined> {
  const key = keyOf(windowId);
  const stored = await browser.storage.session.get(key);
  return stored[key] as PanelRequest | undefined;
}

function keyOf(windowId: number): string {
  return `panel:${windowId}`;
}
