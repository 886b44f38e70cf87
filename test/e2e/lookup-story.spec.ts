import { readFile } from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import { extensionWorker, findSurface, openExtensionPage, openPopup } from '../support/browsers.ts';
import { tabTo } from '../support/keys.ts';
import { painted, row, SITE, startRealBuild, type RealBuild } from './page/real-build.ts';
import { pictureOf } from '../support/picture.ts';

// All names and addresses are made up. What only a person can do in the browser's own controls is told to the worker as the browser
// tells it; the right-click itself has a spec of its own.
const PAGE = `<!doctype html><title>Made up</title><p>Seen at <b id="known">evil[.]test</b> and
  <b id="new">new[.]example</b>.<p><input value="evil[.]test" autofocus>`;

const SHA256 = `e3b0c442${'0123456789abcdef'.repeat(3)}01234567`;

let build: RealBuild;
test.beforeAll(async () => {
  const rows = [
    row('domain', 'evil.test'),
    row('url', `${SITE}/a.png`),
    row('sha256', SHA256),
    row('ipv4', '198.51.100.9'),
    ...Array.from({ length: 5 }, (_, n) => row('domain', `h${n}.many.test`)),
  ];
  build = await startRealBuild(rows, { '/page': PAGE });
});
test.afterAll(() => build?.close());
test.describe.configure({ mode: 'default' });

test('the selection is looked up by key, in text and in an input', async () => {
  const page = await openPage();
  await page.evaluate(() => getSelection()?.selectAllChildren(document.querySelector('#new')!));
  await command('lookup-selection', page);
  const panel = await panelOf(build);
  await expect(panel.getByRole('textbox')).toHaveValue('new[.]example');
  await expect(panel.getByText('Not in your indicators')).toBeVisible();
  await expect(panel.getByText('This does not mean safe.')).toBeVisible();
  await panel.close();

  await page.bringToFront();
  await page.locator('input').selectText();
  await command('lookup-selection', page);
  const again = await panelOf(build);
  await expect(again.getByRole('article')).toContainText('Made-up list');
  await again.close();

  // Nothing selected: an empty box, and no complaint.
  await page.evaluate(() => {
    (document.activeElement as HTMLElement).blur();
    getSelection()?.removeAllRanges();
  });
  await page.bringToFront();
  await command('lookup-selection', page);
  const empty = await panelOf(build);
  await expect(empty.getByRole('tab', { selected: true })).toHaveText('Look up');
  await expect(empty.getByText('Nothing to look up')).toHaveCount(0);
  await empty.close();
  await page.close();
});

test('by key alone: what is selected is looked up, answered, and opened in another tool after a question', async () => {
  const page = await openPage();
  await tabTo(page, page.locator('input'));
  await page.keyboard.press('Control+A');
  await command('lookup-selection', page);
  const panel = await panelOf(build);
  await expect(panel.getByRole('article')).toContainText('Made-up list');
  await build.context.route('https://www.virustotal.com/**', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Made up</title>' }),
  );
  await tabTo(panel, panel.getByRole('button', { name: 'Open in VirusTotal' }));
  await panel.keyboard.press('Enter');
  // Nothing is opened before its host was named and agreed to.
  await expect(panel.getByText(/www\.virustotal\.com/)).toBeVisible();
  expect(build.context.pages().some((each) => each.url().includes('virustotal'))).toBe(false);
  const opened = build.context.waitForEvent('page');
  await tabTo(panel, panel.getByRole('alertdialog').getByRole('button').first());
  await panel.keyboard.press('Enter');
  const tool = await opened;
  await expect.poll(() => tool.url()).toContain('www.virustotal.com');
  expect(tool.url()).toContain('evil.test');
  await tool.close();
  await panel.close();
  await page.close();
});

test('an answer is saved as a file, by key alone', async () => {
  const panel = await openExtensionPage(build.context, 'sidepanel.html');
  await expect(panel.getByRole('tab', { selected: true })).toHaveText(/^Known/);
  await panel.keyboard.press('5');
  await tabTo(panel, panel.getByRole('textbox'));
  await panel.keyboard.type('evil[.]test new[.]example 198.51.100.*');
  await panel.keyboard.press('Enter');
  await expect(
    panel.getByRole('heading', { name: '1 known value in the range 198.51.100.0/24' }),
  ).toBeVisible();
  await tabTo(panel, panel.getByLabel('Form', { exact: true }));
  await panel.keyboard.type('JSON');
  await expect(panel.getByLabel('Form', { exact: true })).toHaveValue('json');
  await expect(panel.getByLabel('Which values').locator('option')).toHaveText(['2 known', '2 new', 'all 4']);
  await tabTo(panel, panel.getByRole('button', { name: 'Save' }));
  const download = panel.waitForEvent('download');
  await panel.keyboard.press('Enter');
  const file = await readFile(await (await download).path(), 'utf8');
  expect(file).toContain('evil.test');
  expect(file).toContain('198.51.100.9');
  // What was looked up stood on no page.
  expect(file).not.toContain('pages.test');
  await panel.close();
});

test('a picture and a page are looked up by their address', async () => {
  const page = await openPage();
  await click({ menuItemId: 'lookup-image', srcUrl: `${SITE}/a.png`, pageUrl: page.url() }, page);
  const panel = await panelOf(build);
  await expect(panel.getByRole('article')).toContainText('Made-up list');
  await panel.close();
  await page.bringToFront();
  await click({ menuItemId: 'lookup-page', pageUrl: page.url() }, page);
  const other = await panelOf(build);
  await expect(other.getByRole('textbox')).toHaveValue(page.url());
  await other.close();
  await page.close();
});

test('what is typed in the address bar is answered in its tab, and asks nobody', async () => {
  const page = await openPage();
  const requests = build.emulator.requests.length;
  const worker = await extensionWorker(build.context);
  await page.bringToFront();
  await worker.evaluate(() => {
    const { chrome } = globalThis as unknown as Api;
    chrome.omnibox.onInputEntered.dispatch('hxxp://evil[.]test/', 'currentTab');
  });
  await expect(page.getByRole('tab', { selected: true })).toHaveText('Look up');
  await expect(page.getByRole('article')).toContainText('Made-up list');
  expect(page.url()).toMatch(/sidepanel\.html$/);
  expect(build.emulator.requests.length).toBe(requests);
  await page.close();
});

test('the popup hands what is pasted there to the panel, a list with its line ends', async () => {
  const page = await openPage();
  const { page: popup, browser } = await openPopup(build.context, page);
  await popup.getByRole('searchbox', { name: 'Look up values or any text' }).fill('evil[.]test');
  // The popup closes as soon as the panel has it.
  await popup.keyboard.press('Enter').catch(() => undefined);
  const { page: panel, browser: other } = await findSurface(build.context, 'sidepanel.html');
  await expect(panel.getByRole('textbox')).toHaveValue('evil[.]test');
  await expect(panel.getByRole('article')).toContainText('Made-up list');
  await other.close();
  await browser.close().catch(() => undefined);
  await page.close();
});

test('SOC Defenders is asked only after a click that names the host and what is sent', async () => {
  const panel = await openExtensionPage(build.context, 'sidepanel.html');
  await panel.getByRole('tab', { name: 'Look up' }).click();
  await panel.getByRole('textbox').fill('new[.]example');
  await panel.keyboard.press('Enter');
  await expect(panel.getByText('Not in your indicators')).toBeVisible();
  const before = build.emulator.requests.length;
  const { host } = new URL(build.emulator.url);
  await panel.getByRole('button', { name: `Ask ${host}…` }).focus();
  await panel.keyboard.press('Enter');
  await expect(panel.getByText(`This sends this one value, with your key, to ${host}.`)).toBeVisible();
  expect(build.emulator.requests.length).toBe(before);
  build.emulator.rows.insert([row('domain', 'new.example', { context: 'Seen since this morning' })]);
  await panel.getByRole('button', { name: 'Send the value' }).click();
  await expect(panel.getByText(`${host} lists it:`)).toBeVisible();
  await expect(panel.getByRole('article').last()).toContainText('Seen since this morning');
  expect(build.emulator.requests.slice(before)).toMatchObject([
    { path: '/api/v1/lookup', query: { value: 'new.example', ioc: 'new.example' } },
  ]);
  await panel.close();
});

test('a part of a hash, a wildcard and a range are answered with the known values that they mean', async () => {
  const panel = await openExtensionPage(build.context, 'sidepanel.html');
  const lookUp = async (text: string) => {
    await panel.getByRole('tab', { name: 'Look up' }).click();
    await panel.getByRole('textbox').fill(text);
    await panel.keyboard.press('Enter');
  };
  await lookUp('e3b0c442\u20264567');
  await expect(
    panel.getByRole('heading', { name: '1 known hash begins with e3b0c442 and ends with 4567' }),
  ).toBeVisible();
  await expect(panel.getByRole('article')).toContainText(SHA256.slice(0, 20));
  await expect(panel.getByRole('article')).toContainText('Made-up list');
  await pictureOf(panel, { path: test.info().outputPath('hash.png') });

  await lookUp('198.51.100.0/24 and e3b0c443\u2026');
  await expect(
    panel.getByRole('heading', { name: '1 known value in the range 198.51.100.0/24' }),
  ).toBeVisible();
  await expect(panel.getByRole('article')).toHaveCount(3);
  await expect(panel.getByRole('article').nth(0)).toContainText('Not in your indicators');
  await expect(panel.getByRole('article').nth(1)).toContainText('198.51.100[.]9');
  await expect(panel.getByRole('article').nth(2)).toContainText(
    'Nothing in your indicators fits e3b0c443\u2026: searched 9 values from 1 source',
  );
  await pictureOf(panel, { path: test.info().outputPath('range.png') });

  await lookUp('*.many[.]test');
  await expect(panel.getByRole('heading', { name: '5 known values at or below many[.]test' })).toBeVisible();
  // Of more than a few the facts are folded away.
  await panel.getByText('h3[.]many[.]test').click();
  await expect(panel.getByRole('article').last()).toContainText('Made-up list');
  await pictureOf(panel, { path: test.info().outputPath('below.png') });
  await panel.close();
});

/** An event of the browser's, which its bindings let the extension itself raise. */
interface Told {
  dispatch(...args: unknown[]): void;
}
interface Api {
  chrome: {
    omnibox: { onInputEntered: Told };
    commands: { onCommand: Told };
    contextMenus: { onClicked: Told };
    tabs: { query(filter: object): Promise<unknown[]> };
  };
}

async function openPage(): Promise<Page> {
  const page = await build.context.newPage();
  await page.goto(`${SITE}/page`);
  await painted(page, 'evil[.]test');
  await page.bringToFront();
  return page;
}

async function command(name: string, page: Page): Promise<void> {
  await page.bringToFront();
  const worker = await extensionWorker(build.context);
  await worker.evaluate(async (given) => {
    const { chrome } = globalThis as unknown as Api;
    const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
    chrome.commands.onCommand.dispatch(given, tab);
  }, name);
}

async function click(info: object, page: Page): Promise<void> {
  await page.bringToFront();
  const worker = await extensionWorker(build.context);
  await worker.evaluate(async (given) => {
    const { chrome } = globalThis as unknown as Api;
    const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
    chrome.contextMenus.onClicked.dispatch(given, tab);
  }, info);
}

/** In a tab of its own: without a person's gesture the browser opens no side panel. */
async function panelOf({ context }: RealBuild): Promise<Page> {
  return openExtensionPage(context, 'sidepanel.html');
}
