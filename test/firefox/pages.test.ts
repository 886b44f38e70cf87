import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HIDDEN, PAGE, SEEN } from '../fixtures/hidden.ts';
import { appPage, buildApp } from '../support/build-app.ts';
import { startEmulator, type Emulator } from '../support/emulator/emulator.ts';
import { findFirefox } from '../support/find-browsers.ts';
import { launchFirefox, type Firefox } from '../support/firefox.ts';
import { row } from '../support/made-up-rows.ts';
import { readHighlights } from '../support/painted.ts';
import { startStaticServer, type StaticServer } from '../support/static-server.ts';
import { waitUntil } from '../support/wait-until.ts';
import { askWorker, connectFirefox } from './connect.ts';

// All names are made up.
const NAMES = ['plain.test', ...Object.keys(HIDDEN), ...Object.keys(SEEN)];
const LEVELS = ['plain.test', 'medium.test', 'low.test'];
const LISTED = ['night-post.example', '198.51.100.23', 'ember-relay.test'];

describe.skipIf(!findFirefox())('what pages do, in Firefox', () => {
  let firefox: Firefox;
  let emulator: Emulator;
  let server: StaticServer;
  let options: Page;

  beforeAll(async () => {
    [firefox, emulator, server] = await Promise.all([
      // The worker is stopped whenever it has nothing to do for a while.
      launchFirefox({ preferences: { 'extensions.background.idle.timeout': 3000 } }),
      startEmulator({
        rows: [
          ...[...NAMES, ...LISTED].map((value) => row(typeOf(value), value)),
          ...['medium', 'low'].map((level) => row('domain', `${level}.test`, { confidence: level })),
        ],
      }),
      startStaticServer({
        '/hidden.html': PAGE,
        '/fading.html':
          '<!doctype html><title>Fading</title><p>plain.test</p><p id="fades" style="opacity:0">transparent.test',
        '/plain.html':
          '<!doctype html><title>Plain</title><p>plain.test, and <a href="//white.test/a">a link</a>',
        '/levels.html': `<!doctype html><title>Levels</title><p>${LEVELS.join(', ')}`,
        '/ticker.js': await buildApp('ticker.ts'),
        '/ticker.html': appPage('/ticker.js', ''),
      }),
    ]);
    await connectFirefox(firefox, emulator);
    options = await firefox.openExtensionPage('options.html');
  });

  afterAll(async () => {
    await Promise.all([firefox?.close(), emulator?.close(), server?.close()]);
  });

  async function open(path: string): Promise<Page> {
    const page = await firefox.browser.newPage();
    await page.setViewport({ width: 1280, height: 1600 });
    await page.goto(`${server.url}${path}`);
    await page.bringToFront();
    return page;
  }

  const texts = async (page: Page) => (await page.evaluate(readHighlights)).map(({ text }) => text).sort();
  const SOON = { timeout: 20_000, interval: 100 };

  test('what nobody sees is not painted, and what is seen is', async () => {
    const page = await open('/hidden.html');
    await expect.poll(() => texts(page), SOON).toEqual(Object.keys(SEEN).toSorted());
    await page.evaluate(() => document.querySelector('details')!.setAttribute('open', ''));
    await expect.poll(() => texts(page), SOON).toEqual([...Object.keys(SEEN), 'closed.test'].toSorted());
    await page.close();
  });

  test('what a page shows later is painted then', async () => {
    const page = await open('/fading.html');
    await expect.poll(() => texts(page), SOON).toEqual(['plain.test']);
    await page.evaluate(() => (document.querySelector<HTMLElement>('#fades')!.style.opacity = '1'));
    await expect.poll(() => texts(page), SOON).toEqual(['plain.test', 'transparent.test']);
    await page.close();
  });

  test('a site can be quiet and off, and marked again, without a reload', async () => {
    const page = await open('/plain.html');
    const { hostname } = new URL(server.url);
    await expect.poll(() => texts(page), SOON).toEqual(['a link', 'plain.test']);
    for (const setting of ['sitesQuiet', 'sitesOff']) {
      await askWorker(options, 'setSettings', { [setting]: [hostname] });
      await expect.poll(() => texts(page), SOON).toEqual([]);
      await askWorker(options, 'setSettings', { [setting]: [] });
      await expect.poll(() => texts(page), SOON).toEqual(['a link', 'plain.test']);
    }
    await page.close();
  });

  test('a page that rewrites itself at every frame is marked, and goes on', async () => {
    const page = await open('/ticker.html');
    await waitUntil('what is listed is marked', async () => (await texts(page)).length > 5);
    const before = await page.evaluate(() => ticker.frames);
    await waitUntil('it goes on', () => page.evaluate((at) => ticker.frames > at + 30, before));
    await page.evaluate(() => (ticker.stopAt = 0));
    await waitUntil('what is listed is marked', async () => (await texts(page)).length > 20);
    expect((await texts(page)).filter((text) => !LISTED.includes(text))).toEqual([]);
    await page.close();
  });

  test('with forced colours each level has a line of its own, in the colour of the text', async () => {
    const page = await open('/levels.html');
    await expect.poll(() => texts(page), SOON).toEqual(LEVELS.toSorted());
    const colourUse = (value: number) =>
      firefox.inWindow(`Services.prefs.setIntPref('browser.display.document_color_use', ${value})`);
    const isForced = () => page.evaluate(() => matchMedia('(forced-colors: active)').matches);
    await colourUse(2);
    await waitUntil('colours are forced', isForced);
    const found = await page.evaluate(readHighlights);
    const lines = Object.fromEntries(
      found.map(({ text, style }) => [text, style.replace(' background', '')]),
    );
    expect(lines).toEqual({
      'plain.test': 'underline solid',
      'medium.test': 'underline double',
      'low.test': 'underline dashed',
    });
    const colours = await page.evaluate(
      (names) =>
        names
          .map((name) => getComputedStyle(document.querySelector('p')!, `::highlight(${name})`))
          .flatMap(({ color, textDecorationColor }) => [color, textDecorationColor]),
      found.map(({ highlight }) => highlight),
    );
    expect(new Set(colours).size).toBe(1);
    await colourUse(0);
    await waitUntil('they are the page’s again', async () => !(await isForced()));
    await page.close();
  });

  test('a page that was printed is as it was, and has its marks', async () => {
    const page = await open('/levels.html');
    await expect.poll(() => texts(page), SOON).toEqual(LEVELS.toSorted());
    const before = await page.content();
    const pdf = Buffer.from(await page.pdf());
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(await page.content()).toBe(before);
    expect(await texts(page)).toEqual(LEVELS.toSorted());
    await page.close();
  });

  test('a document that is opened and written anew is marked', async () => {
    const page = await open('/plain.html');
    await expect.poll(() => texts(page), SOON).toEqual(['a link', 'plain.test']);
    await page.evaluate(
      `document.open(); document.write('<!doctype html><title>Anew</title><p>photo.test'); document.close();`,
    );
    await expect.poll(() => texts(page), SOON).toEqual(['photo.test']);
    await page.close();
  });
});

function typeOf(value: string): string {
  return /^\d/.test(value) ? 'ipv4' : 'domain';
}
