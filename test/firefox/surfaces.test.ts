import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findFirefox } from '../support/find-browsers.ts';
import type { Surface } from '../support/firefox-surfaces.ts';
import { row } from '../support/made-up-rows.ts';
import { waitUntil } from '../support/wait-until.ts';
import { marked, readText, type RealFirefox, startRealFirefox } from './real-firefox.ts';

// All names, addresses and hashes are made up.
const MD5 = '0123456789abcdef0123456789abcdef';
const PAGES = {
  '/report.html': `<!doctype html><title>A made-up report</title>
    <p>The loader asks evil.test for its configuration, then fetches hxxp://new[.]example/a.php.</p>
    <p>It was ${MD5}. See <a href="https://leads.example/login">https://bank.example/login</a>.</p>
    <iframe srcdoc="<p>framed.test"></iframe>`,
  '/other.html': '<!doctype html><title>Another</title><p>other.test, and another.example',
};

describe.skipIf(!findFirefox())('popup and sidebar in Firefox', () => {
  let real: RealFirefox;
  beforeAll(async () => {
    const listed = ['evil.test', 'framed.test', 'other.test'];
    real = await startRealFirefox(
      listed.map((value) => row('domain', value)),
      PAGES,
    );
  });
  afterEach(async () => real?.closePages());
  afterAll(async () => real?.close());

  test('the sidebar lists what is known, what is new and where links lead, of the page that is in front', async () => {
    const { firefox, open } = real;
    const { sidebar } = firefox;
    const page = await open('/report.html');
    await marked(page, 'evil.test', 'framed.test');
    await firefox.pressShortcut('S');
    await says(
      sidebar,
      '5 indicators here: 2 known, 0 suppressed, 3 new to you.',
      'evil[.]test',
      'framed[.]test',
    );
    await sidebar.click('Unknown');
    await says(sidebar, 'hxxp://new[.]example/a.php', MD5, 'hxxps://bank[.]example/login');
    await sidebar.click('Links');
    await says(sidebar, 'Says one thing and leads to another', 'hxxps://leads[.]example/login');
    await sidebar.click('Known');
    await sidebar.click('evil[.]test');
    await says(sidebar, 'Made-up list');

    // Another page in the same tab, and another tab in front.
    await page.goto(`${real.server.url}/other.html`);
    await says(sidebar, '2 indicators here: 1 known', 'other[.]test');
    expect(await sidebar.text()).not.toContain('evil[.]test');
    const second = await open('/report.html');
    await says(sidebar, '5 indicators here: 2 known', 'evil[.]test');
    await second.close();
    await page.bringToFront();
    await says(sidebar, '2 indicators here: 1 known', 'other[.]test');
    await page.close();
    await firefox.pressShortcut('S');
    await waitUntil('the sidebar is closed', async () => (await sidebar.text()) === '');
  });

  test('what is typed in the address bar is answered in its tab where the sidebar is closed, and in the sidebar where it is open', async () => {
    const { firefox, open } = real;
    const page = await open('/other.html');
    await typeInAddressBar('tt evil.test');
    await waitUntil('the tab answers', async () => (await readText(page)).includes('Made-up list'));
    expect(await page.evaluate(() => location.pathname)).toBe('/sidepanel.html');
    await page.close();

    const other = await open('/other.html');
    await firefox.pressShortcut('S');
    await says(firefox.sidebar, 'other[.]test');
    await typeInAddressBar('tt framed.test');
    await says(firefox.sidebar, 'framed[.]test', 'Made-up list');
    expect(await other.evaluate(() => location.pathname)).toBe('/other.html');
    await firefox.pressShortcut('S');
    await waitUntil('the sidebar is closed', async () => (await firefox.sidebar.text()) === '');
  });

  test('the popup lists what is marked, and switches the site off, quiet and on again, without a reload', async () => {
    const { firefox, open, badge } = real;
    const { popup } = firefox;
    const page = await open('/report.html');
    const isThere = await stays(page);
    const counts = (text: string) =>
      waitUntil(`the badge is "${text}"`, async () => (await badge()) === text);
    await marked(page, 'evil.test', 'framed.test');
    await firefox.pressShortcut('U');
    await says(popup, '2 indicators found on this page.', 'evil[.]test', 'framed[.]test');

    await popup.click('Mark indicators on');
    await marked(page);
    await says(popup, 'Telltale reads nothing on 127.0.0.1 until you switch it on below.');
    await counts('');
    await popup.click('Mark indicators on');
    await marked(page, 'evil.test', 'framed.test');
    await counts('2');

    await popup.click('Quiet here');
    await marked(page);
    await waitUntil('it is ticked', () => popup.isTicked('Quiet here'));
    await says(popup, 'evil[.]test', 'not marked');
    await counts('2');
    await popup.click('Quiet here');
    await marked(page, 'evil.test', 'framed.test');
    expect(await isThere()).toBe(true);

    // The button of the popup opens the sidebar, and closes the popup.
    await popup.click('Side panel');
    await says(firefox.sidebar, '5 indicators here: 2 known');
    await waitUntil('the popup is closed', async () => (await popup.text()) === '');
    await firefox.pressShortcut('S');
  });

  /** As a user types it, and the browser hands it to the extension. */
  function typeInAddressBar(text: string): Promise<void> {
    return real.firefox.inWindow(`(async () => {
      gURLBar.focus();
      gURLBar.search(${JSON.stringify(text)});
      await gURLBar.lastQueryContextPromise;
      gURLBar.handleCommand(new KeyboardEvent('keydown', { key: 'Enter' }));
    })()`);
  }
});

async function says(surface: Surface, ...wanted: string[]): Promise<void> {
  let said = '';
  await waitUntil('it says so', async () => {
    said = (await surface.text()).replaceAll(/\s+/g, ' ');
    return wanted.every((each) => said.includes(each));
  }).catch(() => expect(said).toContain(wanted.find((each) => !said.includes(each))));
}

/** Whether the page is still the same, and was not loaded again. */
async function stays(page: Page): Promise<() => Promise<boolean>> {
  await page.evaluate(() => void Object.assign(globalThis, { stays: true }));
  return () => page.evaluate(() => 'stays' in globalThis);
}
