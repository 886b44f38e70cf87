import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, expect, type Frame, type Page, test as base } from '@playwright/test';
import { launchChromium } from '../../support/browsers.ts';
import { appPage, buildApp } from '../../support/build-app.ts';
import { connectExtension } from '../../support/connect.ts';
import { startEmulator } from '../../support/emulator/emulator.ts';
import { readPainted } from '../../support/painted.ts';
import { startStaticServer } from '../../support/static-server.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { LISTED, STYLE } from '../../fixtures/apps/shown.ts';
import { describeSelection, findListed, serialise, type Spot } from './in-page.ts';

const APPS = {
  react: 'react-mail.tsx',
  lit: 'lit-mail.ts',
  framed: 'framed-mail.ts',
  composer: 'composer.ts',
  ticker: 'ticker.ts',
} as const;
type App = keyof typeof APPS;

/** One application in two browsers of the same build, of which one has the extension. */
export interface SideBySide {
  marked: Page;
  plain: Page;
  /**
   * Does the same in both, and then waits until, with the extension, exactly what is listed is marked, and the two documents, selections and
   * inputs are the same, before and after the marks. No page may have reported an error.
   */
  step(what: string, act: (page: Page) => Promise<unknown>): Promise<void>;
}

interface WorkerFixtures {
  browsers: { marked: BrowserContext; plain: BrowserContext; url: string };
}

export const test = base.extend<{ open(app: App): Promise<SideBySide> }, WorkerFixtures>({
  browsers: [
    async ({}, use) => {
      const [server, emulator, bystander] = await Promise.all([
        serveApps(),
        startEmulator(),
        makeBystander(),
      ]);
      const [marked, plain] = await Promise.all([
        launchChromium({ backForwardCache: true }),
        launchChromium({ backForwardCache: true, extensionDir: bystander }),
      ]);
      await connectExtension(marked, { baseUrl: emulator.url, key: emulator.key });
      await use({ marked, plain, url: server.url });
      await Promise.all([marked.close(), plain.close()]);
      await Promise.all([server.close(), emulator.close(), rm(bystander, { recursive: true })]);
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  open: async ({ browsers }, use) => {
    const pages: Page[] = [];
    await use(async (app) => {
      const opened = await Promise.all([
        openApp(browsers.marked, `${browsers.url}/${app}.html`),
        openApp(browsers.plain, `${browsers.url}/${app}.html`),
      ]);
      pages.push(...opened.map(({ page }) => page));
      return sideBySide(...opened);
    });
    for (const page of pages) await page.close();
  },
});
export { expect } from '@playwright/test';

async function serveApps() {
  const files = await Promise.all(
    Object.entries(APPS).map(async ([name, source]) => [
      [`/${name}.js`, await buildApp(source)],
      [`/${name}.html`, appPage(`/${name}.js`, STYLE)],
    ]),
  );
  return startStaticServer({
    ...(Object.fromEntries(files.flat()) as Record<string, string>),
    '/empty.html': '<!doctype html><title>Another page</title>',
  });
}

/** An extension that does nothing: the browser without ours is started the same way as the one with it. */
async function makeBystander(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'telltale-bystander-'));
  const manifest = { manifest_version: 3, name: 'Bystander', version: '1' };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  return folder;
}

interface Opened {
  page: Page;
  errors: string[];
}

async function openApp(context: BrowserContext, url: string): Promise<Opened> {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    // A frame's missing icon is the browser's affair.
    if (/^(?:error|warning)$/.test(message.type()) && !message.location().url.endsWith('/favicon.ico'))
      errors.push(message.text());
  });
  await page.goto(url);
  await page.bringToFront();
  return { page, errors };
}

function sideBySide(marked: Opened, plain: Opened): SideBySide {
  const isSame = async (what: string) => {
    await expect.poll(() => readState(marked.page), { message: what }).toEqual(await readState(plain.page));
  };
  return {
    marked: marked.page,
    plain: plain.page,
    async step(what, act) {
      await act(plain.page);
      await act(marked.page);
      await isSame(`${what}: the documents are the same`);
      await rightlyMarked(what, marked.page);
      await isSame(`${what}: the documents are the same with the marks`);
      expect(await errorsOf(marked), what).toEqual([]);
      expect(await errorsOf(plain), what).toEqual([]);
    },
  };
}

async function errorsOf({ page, errors }: Opened): Promise<string[]> {
  const fromReact = await page.evaluate(() => (globalThis as { reactErrors?: string[] }).reactErrors ?? []);
  return [...errors, ...fromReact];
}

interface State {
  frames: string[];
  selections: string[];
  inputs: string[];
}

async function readState(page: Page): Promise<State> {
  return {
    frames: await inFrames(page, (frame) => frame.evaluate(serialise)),
    selections: await inFrames(page, (frame) => frame.evaluate(describeSelection)),
    inputs: await page.evaluate(() => (globalThis as { inputs?: string[] }).inputs ?? []),
  };
}

/** Waits until what is listed and in sight is marked, and nothing is that is not listed; what is out of sight may be, or not yet. */
async function rightlyMarked(what: string, page: Page): Promise<void> {
  let wrong = {};
  await waitUntil(`${what}: the right marks`, async () => {
    const spots = (await inFrames(page, (frame) => frame.evaluate(findListed, LISTED))).flat();
    const painted = new Set((await readPainted(page)).map(nameOf));
    const listed = new Set(spots.map(nameOf));
    const missing = spots.filter((spot) => spot.inSight && !painted.has(nameOf(spot))).map(nameOf);
    const extra = [...painted].filter((name) => !listed.has(name));
    wrong = { missing, extra };
    return missing.length + extra.length === 0;
  }).catch(() => expect(wrong, what).toEqual({ missing: [], extra: [] }));
}

function nameOf({ text, x, y }: Omit<Spot, 'inSight'>): string {
  return `${text} at ${Math.round(x)}, ${Math.round(y)}`;
}

/** Asks until every frame answers: one that is on its way to another document cannot. */
async function inFrames<T>(page: Page, ask: (frame: Frame) => Promise<T>): Promise<T[]> {
  return waitUntil('every frame answers', () =>
    Promise.all(page.frames().map(ask)).catch((error: unknown) => {
      if (/context was destroyed|detached|navigation/i.test(String(error))) return undefined;
      throw error;
    }),
  );
}
