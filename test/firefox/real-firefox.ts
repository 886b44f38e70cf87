import type { Page } from 'puppeteer-core';
import { startEmulator, type Emulator } from '../support/emulator/emulator.ts';
import { launchFirefox, type Firefox } from '../support/firefox.ts';
import { readHighlights } from '../support/painted.ts';
import { startStaticServer, type StaticServer } from '../support/static-server.ts';
import { waitUntil } from '../support/wait-until.ts';
import { connectFirefox } from './connect.ts';

/** The real build in Firefox, which knows these rows, and a site with these pages. */
export interface RealFirefox {
  firefox: Firefox;
  emulator: Emulator;
  server: StaticServer;
  /** The options page, for asking the worker what only our own pages may ask. */
  options: Page;
  /** A page of the site, in a tab of its own, in front. */
  open(path: string): Promise<Page>;
  ask<T>(route: string, payload?: unknown): Promise<T>;
  /** What the toolbar's button says over the tab whose address begins so. */
  badge(url: string): Promise<string | undefined>;
  close(): Promise<void>;
}

export async function startRealFirefox(
  rows: object[],
  pages: Record<string, string>,
  preferences: Record<string, unknown> = {},
): Promise<RealFirefox> {
  const [firefox, emulator, server] = await Promise.all([
    launchFirefox({ preferences }),
    startEmulator({ rows }),
    startStaticServer({ '/favicon.ico': '', ...pages }),
  ]);
  await connectFirefox(firefox, emulator);
  const options = await firefox.openExtensionPage('options.html');
  return {
    firefox,
    emulator,
    server,
    options,
    async open(path) {
      const page = await firefox.browser.newPage();
      await page.goto(`${server.url}${path}`);
      await page.bringToFront();
      return page;
    },
    ask: <T>(route: string, payload?: unknown) =>
      options.evaluate(`browser.runtime.sendMessage(${JSON.stringify({ route, payload })})`) as Promise<T>, // the caller names the shape it expects
    badge: (url) =>
      options.evaluate(async (start) => {
        const { browser } = globalThis as unknown as { browser: Toolbar };
        const tab = (await browser.tabs.query({})).find((each) => each.url.startsWith(start));
        return tab && browser.action.getBadgeText({ tabId: tab.id });
      }, url),
    async close() {
      await Promise.all([firefox.close(), emulator.close(), server.close()]);
    },
  };
}

interface Toolbar {
  tabs: { query(filter: object): Promise<{ id: number; url: string }[]> };
  action: { getBadgeText(of: { tabId: number }): Promise<string> };
}

/** What is painted in all frames of the page, in the order of the alphabet. */
export async function textsOf(page: Page): Promise<string[]> {
  const frames = await Promise.all(
    page.frames().map((frame) => frame.evaluate(readHighlights).catch(() => [])),
  );
  return frames
    .flat()
    .map(({ text }) => text)
    .sort();
}

/** Waits until just these are painted. */
export async function marked(page: Page, ...wanted: string[]): Promise<void> {
  await waitUntil(
    `${wanted.join(', ') || 'nothing'} is marked`,
    async () => (await textsOf(page)).join() === wanted.toSorted().join(),
    30,
  );
}
