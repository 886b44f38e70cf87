import type { Page } from 'puppeteer-core';
import { expect } from 'vitest';
import { startEmulator, type Emulator } from '../support/emulator/emulator.ts';
import { launchFirefox, type Firefox } from '../support/firefox.ts';
import { readHighlights } from '../support/painted.ts';
import { startStaticServer, type StaticServer } from '../support/static-server.ts';
import { waitUntil } from '../support/wait-until.ts';
import { askWorker, connectFirefox } from './connect.ts';

/** The real build in Firefox, which knows these rows, and a site with these pages. */
export interface RealFirefox {
  firefox: Firefox;
  emulator: Emulator;
  server: StaticServer;
  /** The options page, for asking the worker what only our own pages may ask. */
  options: Page;
  /** Installs the build anew over the one that runs, as an update does, which closes the extension's pages. */
  update(): Promise<void>;
  /** A page of the site, or another address, in a tab of its own, in front, or in another window. */
  open(path: string, where?: { window: true }): Promise<Page>;
  /** Closes what was opened so: a test that failed leaves nothing to the next one. */
  closePages(): Promise<void>;
  ask<T>(route: string, payload?: unknown): Promise<T>;
  /** What the toolbar's button says over the tab in front. */
  badge(): Promise<string>;
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
  const opened = new Set<Page>();
  let options = await firefox.openExtensionPage('options.html');
  return {
    firefox,
    emulator,
    server,
    get options() {
      return options;
    },
    async update() {
      await firefox.update();
      options = await firefox.openExtensionPage('options.html');
    },
    async open(path, where) {
      const page = await firefox.browser.newPage(where && { type: 'window' });
      opened.add(page);
      await page.goto(new URL(path, server.url).href);
      await page.bringToFront();
      return page;
    },
    async closePages() {
      await Promise.all([...opened].map((page) => page.close().catch(() => undefined)));
      opened.clear();
    },
    ask: (route, payload) => askWorker(options, route, payload),
    badge: () =>
      options.evaluate(async () => {
        const { browser } = globalThis as unknown as { browser: Toolbar };
        const [front] = await browser.tabs.query({ active: true, currentWindow: true });
        return browser.action.getBadgeText({ tabId: front!.id });
      }),
    async close() {
      await Promise.all([firefox.close(), emulator.close(), server.close()]);
    },
  };
}

interface Toolbar {
  tabs: { query(filter: object): Promise<{ id: number }[]> };
  action: { getBadgeText(of: { tabId: number }): Promise<string> };
}

/**
 * What is painted in the page and the frames of its own site, in the order of the alphabet. Asked of the page itself, since the driver
 * forgets the frames of a page that comes back from the back/forward cache.
 */
export function textsOf(page: Page): Promise<string[]> {
  return page.evaluate(
    (read) =>
      [window, ...Array.from(frames)]
        .flatMap((each) => (each as Window & typeof globalThis).eval(`(${read})()`) as { text: string }[])
        .map(({ text }) => text)
        .sort(),
    readHighlights.toString(),
  );
}

/** What stands in a page; nothing while it is on its way. */
export function readText(page: Page): Promise<string> {
  return page.evaluate(() => document.body?.innerText ?? '').catch(() => '');
}

/** Goes on to another page of the site, as a click on a link does. */
export async function goOn(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => void setTimeout(() => location.assign(to)), path);
  await waitUntil(`${path} is shown`, () => isComplete(page, path));
}

/** Back to the page before, which the browser has kept: a driver's own way back waits for it to be loaded. */
export async function goBack(page: Page, path: string): Promise<void> {
  await page.evaluate(() => void setTimeout(() => history.back()));
  await waitUntil(`${path} is shown`, () => isComplete(page, path));
}

/** A page on its way to another cannot answer. */
function isComplete(page: Page, path: string): Promise<boolean> {
  return page
    .evaluate((wanted) => location.pathname === wanted && document.readyState === 'complete', path)
    .catch(() => false);
}

/** Waits until just these are painted. */
export async function marked(page: Page, ...wanted: string[]): Promise<void> {
  let found: string[] = [];
  await waitUntil('just these are marked', async () => {
    found = await textsOf(page);
    return found.join() === wanted.toSorted().join();
  }).catch(() => expect(found).toEqual(wanted.toSorted()));
}
