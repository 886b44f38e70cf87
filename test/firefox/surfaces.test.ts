import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
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
  '/doc.pdf': '%PDF-1.4\ntrailer<<>>\n',
  '/pdf.html': '<!doctype html><p>evil.test</p><iframe src="/doc.pdf"></iframe>',
  '/sandboxed-pdf.html': '<!doctype html><p>evil.test</p><iframe sandbox src="/doc.pdf#page=2"></iframe>',
  '/hidden-pdf.html': '<!doctype html><p>evil.test</p><iframe hidden src="/doc.pdf"></iframe>',
  '/other.html': '<!doctype html><title>Another</title><p>other.test, and another.example',
};

const ASKS_FOR_FILES = 'extensions.webextensions.fileSchemeAccess.requireOptIn';

describe.skipIf(!findFirefox())('popup and sidebar in Firefox', () => {
  let real: RealFirefox;
  beforeAll(async () => {
    // What is asked of the user is answered with yes.
    const preferences = {
      'extensions.webextOptionalPermissionPrompts': false,
      'network.dns.localDomains': 'pages.test',
    };
    const listed = ['evil.test', 'framed.test', 'other.test'];
    real = await startRealFirefox(
      listed.map((value) => row('domain', value)),
      PAGES,
      preferences,
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

  test('the card is used by keyboard: it copies on a page without a clipboard, and says what is known now', async () => {
    const { firefox, open } = real;
    const page = await open(real.server.url.replace('127.0.0.1', 'pages.test') + '/other.html');
    expect(await page.evaluate(() => isSecureContext)).toBe(false);
    await marked(page, 'other.test');
    await firefox.pressShortcut('N');
    const cardSays = (wanted: string) =>
      waitUntil(`the card says ${wanted}`, async () =>
        (await firefox.readCard(page.url()))?.includes(wanted),
      );
    await cardSays('Copy raw');
    // Close, the source, defanged, raw.
    for (let tab = 0; tab < 4; tab++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await cardSays('Copied');
    expect(await readClipboard()).toBe('other.test');
    await real.ask('clearIndicators');
    await cardSays('No longer in your indicators');
    await real.ask('syncNow');
    await cardSays('Exact match');
    await page.keyboard.press('Escape');
    await waitUntil('the card is closed', async () => !(await firefox.readCard(page.url())));
  });

  test('sites that the user withholds are said to be withheld, and one click in the popup ends it', async () => {
    const { firefox, open, badge } = real;
    const { popup, sidebar } = firefox;
    const counts = (text: string) =>
      waitUntil(`the badge is "${text}"`, async () => (await badge()) === text);
    await firefox.withholdSites();
    await counts('?');
    // An update begins with a button that says nothing.
    await real.update();
    const page = await open('/report.html');
    // No empty badge, which would say that nothing is known here.
    await counts('?');
    await firefox.pressShortcut('S');
    await says(sidebar, 'Cannot read this page', 'The browser withholds this site from Telltale');
    await firefox.pressShortcut('S');
    await real.ask('syncNow');
    await waitUntil('the options say why nothing is fetched', async () =>
      (await readText(real.options)).includes('so it was not asked'),
    );
    expect(await readText(real.options)).toContain('The browser withholds all sites from Telltale');

    // To press the button lets the extension read the page, for once.
    await firefox.pressShortcut('U');
    await says(popup, 'This page was read because you clicked', '2 indicators found on this page.');
    await marked(page, 'evil.test', 'framed.test');
    await firefox.pressShortcut('U');
    await waitUntil('the popup is closed', async () => (await popup.text()) === '');
    const other = await open('/other.html');
    await counts('?');
    await firefox.pressShortcut('U');
    await popup.click('Allow on all sites');
    await marked(other, 'other.test');
    await counts('1');
    const third = await open('/report.html');
    await marked(third, 'evil.test', 'framed.test');
    await waitUntil('what was not fetched is', async () => {
      const said = await readText(real.options);
      return !said.includes('so it was not asked') && !said.includes('withholds');
    });
  });

  test('of a PDF in a frame, a sandboxed one too, the popup says that it is not read, and not of one that is not shown', async () => {
    const { firefox, open } = real;
    for (const [path, isTold] of [
      ['/pdf.html', true],
      ['/sandboxed-pdf.html', true],
      ['/hidden-pdf.html', false],
    ] as const) {
      const page = await open(path);
      await firefox.pressShortcut('U');
      await says(firefox.popup, 'evil[.]test');
      if (isTold) await says(firefox.popup, 'A PDF on this page is not read');
      else expect(await firefox.popup.text()).not.toContain('PDF');
      await firefox.pressShortcut('U');
      await waitUntil('the popup is closed', async () => (await firefox.popup.text()) === '');
      await page.close();
    }
  });

  test('of a local file that the browser keeps from us, the popup says which switch opens it; one that is open is listed', async () => {
    const { firefox, open } = real;
    const folder = await mkdtemp(join(tmpdir(), 'telltale-file-'));
    await writeFile(join(folder, 'report.html'), '<!doctype html><title>A report</title><p>evil.test');
    const report = pathToFileURL(join(folder, 'report.html')).href;
    // Firefox before 153 keeps none from anybody.
    if (await firefox.inWindow<boolean>(`Services.prefs.getBoolPref('${ASKS_FOR_FILES}', false)`)) {
      await open(report);
      await firefox.pressShortcut('U');
      await says(
        firefox.popup,
        'Local files are not open',
        'about:addons',
        'Access local files on your computer',
      );
      await firefox.pressShortcut('U');
      await waitUntil('the popup is closed', async () => (await firefox.popup.text()) === '');
    }
    await firefox.inWindow(`Services.prefs.setBoolPref('${ASKS_FOR_FILES}', false)`);
    await real.update();
    const page = await open(report);
    await marked(page, 'evil.test');
    await firefox.pressShortcut('U');
    await says(firefox.popup, 'evil[.]test');
    expect(await firefox.popup.text()).not.toContain('Local files');
    await firefox.pressShortcut('U');
    await waitUntil('the popup is closed', async () => (await firefox.popup.text()) === '');
    await rm(folder, { recursive: true });
  });

  test('sites that are taken while their pages are open: the marks go at once, and come again with the access', async () => {
    const { firefox, open, badge } = real;
    const counts = (text: string) =>
      waitUntil(`the badge is "${text}"`, async () => (await badge()) === text);
    const page = await open('/report.html');
    const isThere = await stays(page);
    await marked(page, 'evil.test', 'framed.test');
    await firefox.pressShortcut('S');
    await says(firefox.sidebar, 'evil[.]test');
    await firefox.withholdSites();
    await marked(page);
    await counts('?');
    await says(firefox.sidebar, 'The browser withholds this site from Telltale');
    expect(await firefox.sidebar.text()).not.toContain('evil[.]test');
    await firefox.sidebar.click('Allow on all sites');
    await marked(page, 'evil.test', 'framed.test');
    await counts('2');
    await says(firefox.sidebar, 'evil[.]test');
    await firefox.pressShortcut('S');
    expect(await isThere()).toBe(true);
  });

  function readClipboard(): Promise<string> {
    return real.firefox.inWindow(`(() => {
      const transferable = Cc['@mozilla.org/widget/transferable;1'].createInstance(Ci.nsITransferable);
      transferable.init(null);
      transferable.addDataFlavor('text/plain');
      const { currentWindowContext } = window.browsingContext;
      Services.clipboard.getData(transferable, Services.clipboard.kGlobalClipboard, currentWindowContext);
      const text = {};
      transferable.getTransferData('text/plain', text);
      return text.value.QueryInterface(Ci.nsISupportsString).data;
    })()`);
  }

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
