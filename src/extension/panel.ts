import { message } from '@/core/words.ts';
import { browser } from 'wxt/browser';
import { broadcast } from './broadcast.ts';
import type { PanelAnswer, PanelRequest } from './messages.ts';

interface SidePanel {
  open(options: { windowId: number }): Promise<void>;
}
interface SidebarAction {
  open(): Promise<void>;
}

/**
 * Opens the side panel (Chromium) or the sidebar (Firefox). Call it first thing in the listener of a user's gesture:
 * after an `await` the browser no longer counts it as one. Where the browser refuses, the answer says how the user can.
 */
export async function openPanel(windowId: number): Promise<PanelAnswer> {
  const { sidePanel, sidebarAction } = browser as unknown as {
    sidePanel?: SidePanel;
    sidebarAction?: SidebarAction;
  };
  try {
    if (sidePanel) await sidePanel.open({ windowId });
    else await sidebarAction?.open();
    return { ok: true };
  } catch {
    // Firefox allows it only from its own menus, commands, the toolbar and extension pages.
    const shortcut = await sidebarShortcut();
    return shortcut ? { ok: false, how: message('panelShortcut', { shortcut }) } : { ok: false };
  }
}

/** The keys as they are now: the user may have changed or removed them. */
async function sidebarShortcut(): Promise<string | undefined> {
  const commands = await browser.commands.getAll();
  return commands.find(({ name }) => name === '_execute_sidebar_action')?.shortcut;
}

/** What the panel of a window is to show; kept until the panel took it, so that a panel that is just opening finds it. */
export async function requestInPanel(windowId: number, request: PanelRequest): Promise<void> {
  await browser.storage.session.set({ [keyOf(windowId)]: request });
  broadcast('panel');
}

/** Asked for this long ago, it is not what a panel is opened for now. */
const STALE_MS = 5 * 60_000;

/** Takes what the panel was asked for: a panel opened again later begins with the page. */
export async function readPanelRequest(windowId: number): Promise<PanelRequest | undefined> {
  const key = keyOf(windowId);
  const stored = await browser.storage.session.get(key);
  const request = stored[key] as PanelRequest | undefined;
  await browser.storage.session.remove(key);
  return request && Date.now() - request.at < STALE_MS ? request : undefined;
}

/** Of a window that was closed, a private one perhaps. */
export function forgetPanelRequest(windowId: number): Promise<void> {
  return browser.storage.session.remove(keyOf(windowId));
}

function keyOf(windowId: number): string {
  return `panel:${windowId}`;
}

/** Opens what the panel shows in a tab: the address bar is no place from which a browser lets an extension open its panel. */
export async function openPanelOrTab(windowId: number): Promise<void> {
  if (await isPanelOpen(windowId)) return;
  const url = browser.runtime.getURL('/sidepanel.html');
  const [front] = await browser.tabs.query({ active: true, windowId });
  // The tab into whose address bar it was typed, as every other keyword does.
  if (front?.id === undefined) await browser.tabs.create({ url, windowId });
  else await browser.tabs.update(front.id, { url });
}

async function isPanelOpen(windowId: number): Promise<boolean> {
  const { sidebarAction, runtime } = browser as unknown as {
    sidebarAction?: { isOpen(details: { windowId: number }): Promise<boolean> };
    runtime: { getContexts(filter: object): Promise<unknown[]> };
  };
  if (sidebarAction) return sidebarAction.isOpen({ windowId });
  const open = await runtime.getContexts({ contextTypes: ['SIDE_PANEL'], windowIds: [windowId] });
  return open.length > 0;
}
