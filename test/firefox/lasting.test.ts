import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findFirefox } from '../support/find-browsers.ts';
import { row } from '../support/made-up-rows.ts';
import { readHighlights } from '../support/painted.ts';
import { waitUntil } from '../support/wait-until.ts';
import { goBack, goOn, marked, type RealFirefox, startRealFirefox, textsOf } from './real-firefox.ts';

// What outlives what: pages another page, the background page its own end, marks an update. All names are made up.
const LISTED = ['evil.test', 'other.test', 'minor.test'];
const PAGES = {
  '/first.html':
    '<!doctype html><title>First</title><p>evil.test</p><iframe srcdoc="<p>other.test"></iframe>',
  '/second.html': '<!doctype html><title>Second</title><p>minor.test',
};

describe.skipIf(!findFirefox())('what lasts in Firefox', () => {
  let real: RealFirefox;
  beforeAll(async () => {
    real = await startRealFirefox(
      LISTED.map((value) => row('domain', value)),
      PAGES,
      { 'extensions.background.idle.timeout': 3000 },
    );
  });
  afterEach(async () => real?.closePages());
  afterAll(async () => real?.close());

  const counts = (text: string) =>
    waitUntil(`the badge is "${text}"`, async () => (await real.badge()) === text, 30);
  const isStopped = async () => (await real.firefox.backgroundState()) === 'stopped';

  /** What the site's pages ask from now on: the extension's own pages hear what annotators say. */
  async function listen(): Promise<() => Promise<string[]>> {
    await real.options.evaluate(`{
      const heard = (globalThis.heard = []);
      browser.runtime.onMessage.addListener(({ route }, { tab, url }) => {
        // Tabs begin with an empty page.
        if (tab && /^(http|about:srcdoc)/.test(url)) heard.push(route);
      });
    }`);
    return () => real.options.evaluate('heard') as Promise<string[]>;
  }

  test('a page that comes back from the back/forward cache has its marks and its count, and asks nothing again', async () => {
    const page = await real.open('/first.html');
    await marked(page, 'evil.test', 'other.test');
    await counts('2');
    await goOn(page, '/second.html');
    await marked(page, 'minor.test');
    await counts('1');
    const heard = await listen();
    await goBack(page, '/first.html');
    await marked(page, 'evil.test', 'other.test');
    await counts('2');
    // Each frame says hello, is told that nothing has changed, and only counts once more what it has.
    const asked = await waitUntil('both have said hello and counted', async () => {
      const routes = await heard();
      const last = routes.lastIndexOf('hello');
      return routes.indexOf('hello') < last && routes.indexOf('report', last) > 0 && routes;
    });
    expect(asked).not.toContain('read');

    // What is changed meanwhile is seen when it is back.
    await goOn(page, '/second.html');
    await marked(page, 'minor.test');
    await real.ask('setSettings', { sitesOff: ['127.0.0.1'] });
    await marked(page);
    await goBack(page, '/first.html');
    await marked(page);
    await counts('');
    await real.ask('setSettings', { sitesOff: [] });
    await marked(page, 'evil.test', 'other.test');
    await counts('2');
  });

  test('a background page that was stopped wakes for what a page shows next, and for its count', async () => {
    const page = await real.open('/first.html');
    await marked(page, 'evil.test', 'other.test');
    await counts('2');
    await waitUntil('the background has nothing to do, and is stopped', isStopped, 30);
    expect(await textsOf(page)).toEqual(['evil.test', 'other.test']);
    expect(await real.badge()).toBe('2');
    await page.evaluate(() => document.body.append('and minor.test'));
    await marked(page, 'evil.test', 'minor.test', 'other.test');
    await counts('3');
    await real.firefox.stopBackground();
    await page.evaluate(() => document.body.lastChild?.remove());
    await marked(page, 'evil.test', 'other.test');
    await counts('2');
    // Of what it forgot, a card is asked for as well.
    await real.firefox.stopBackground();
    const mark = await waitUntil('it is painted', async () =>
      (await page.evaluate(readHighlights)).find(({ text }) => text === 'evil.test'),
    );
    await page.mouse.move(mark.x, mark.y);
    await page.mouse.move(mark.x + 1, mark.y);
    const card = await waitUntil('the card is open', async () => {
      const words = await real.firefox.readCard(page.url());
      return words?.includes('Made-up list') ? words : undefined;
    });
    expect(card).toContain('evil[.]test');
  });

  test('an update leaves one annotator in each open page, and no word of it in the console', async () => {
    const page = await real.open('/first.html');
    await marked(page, 'evil.test', 'other.test');
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(String(error)));
    const before = await page.content();
    await real.firefox.inWindow('Services.console.reset()');
    await real.update();
    await page.bringToFront();
    await marked(page, 'evil.test', 'other.test');
    await page.evaluate(() => document.body.append('and minor.test'));
    await marked(page, 'evil.test', 'minor.test', 'other.test');
    await counts('3');
    expect(await page.evaluate(() => CSS.highlights.size)).toBe(1);
    expect(await page.evaluate(() => document.adoptedStyleSheets.length)).toBe(1);
    await page.evaluate(() => document.body.lastChild?.remove());
    await marked(page, 'evil.test', 'other.test');
    expect(await page.content()).toBe(before);
    expect(said).toEqual([]);
    expect(await errorsOfOurs()).toEqual([]);
  });

  /** What the browser's own console says of the extension's scripts, wherever they ran. */
  function errorsOfOurs(): Promise<string[]> {
    return real.firefox.inWindow(`Services.console.getMessageArray()
      .filter((entry) => entry instanceof Ci.nsIScriptError && entry.sourceName.startsWith('moz-extension:'))
      .map((entry) => entry.errorMessage)`);
  }

  /**
   * A page of ours holds the database, and the background begins anew: nothing that it wants of the indicators is answered until that is
   * called which this returns.
   */
  async function holdStore(): Promise<() => Promise<void>> {
    await real.options.evaluate(async () => {
      const opening = indexedDB.open('indicators');
      await new Promise((done) => opening.addEventListener('success', done));
      const db = opening.result;
      const transaction = db.transaction(db.objectStoreNames, 'readwrite');
      transaction.addEventListener('complete', () => db.close());
      const all = globalThis as { isHeld?: boolean };
      all.isHeld = true;
      await new Promise<void>((held) => {
        const askOn = () => {
          held();
          if (all.isHeld) transaction.objectStore('sources').count().addEventListener('success', askOn);
        };
        transaction.objectStore('sources').count().addEventListener('success', askOn);
      });
    });
    await real.firefox.stopBackground();
    return () => real.options.evaluate('void (isHeld = false)') as Promise<void>;
  }

  /** A page of which the background was asked something, and has not answered. */
  async function openUnanswered(url: string, where?: { window: true }): Promise<Page> {
    const asked = `browser.storage.session.get().then((all) =>
      Object.values(all).filter(({ asked }) => asked?.length === 2).length)`;
    const before = Number(await real.options.evaluate(asked));
    const page = await real.open(url, where);
    await waitUntil(
      'it was asked about both',
      async () => Number(await real.options.evaluate(asked)) > before,
    );
    return page;
  }

  /** And so many frames are told. */
  async function switchOff(frames: number): Promise<void> {
    const heard = await listen();
    await real.ask('setSettings', { sitesOff: ['127.0.0.1'] });
    await waitUntil(
      'all frames have said hello',
      async () => (await heard()).filter((route) => route === 'hello').length >= frames,
    );
  }

  test('a site that is switched off while a question is open is not marked by its answer', async () => {
    const release = await holdStore();
    const page = await openUnanswered('/first.html');
    const other = await openUnanswered(`${real.server.otherUrl}/first.html`, { window: true });
    await page.bringToFront();
    await switchOff(4);
    await release();
    // Its answer comes after the other one's.
    await marked(other, 'evil.test', 'other.test');
    expect(await textsOf(page)).toEqual([]);
    await counts('');
    await real.ask('setSettings', { sitesOff: [] });
    await marked(page, 'evil.test', 'other.test');
    await counts('2');
  });

  test('a site that is switched off and on while a question is open is marked', async () => {
    const release = await holdStore();
    const page = await openUnanswered('/first.html');
    await switchOff(2);
    await real.ask('setSettings', { sitesOff: [] });
    expect(await textsOf(page)).toEqual([]);
    await release();
    await marked(page, 'evil.test', 'other.test');
    await counts('2');
  });
});
