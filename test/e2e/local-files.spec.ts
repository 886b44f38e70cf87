import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import { type Browser, launch, type Page } from 'puppeteer-core';
import { FLAGS } from '../support/browsers.ts';
import { askWorker } from '../support/connect.ts';
import { startEmulator, type Emulator } from '../support/emulator/emulator.ts';
import { findChromium } from '../support/find-browsers.ts';
import { row } from '../support/made-up-rows.ts';
import { extensionBuild } from '../support/paths.ts';
import { waitUntil } from '../support/wait-until.ts';

// What is named on the command line may always read local files; what is installed as a user does it has the switch.
let browser: Browser;
let id: string;
let emulator: Emulator;
let folder: string;
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'telltale-file-'));
  // A made-up name.
  await writeFile(join(folder, 'report.html'), '<!doctype html><title>A report</title><p>evil.test');
  emulator = await startEmulator({ rows: [row('domain', 'evil.test')] });
  browser = await launch({
    executablePath: findChromium()!.executable,
    pipe: true,
    enableExtensions: true,
    args: FLAGS,
  });
  id = await browser.installExtension(extensionBuild('chrome'));
});
test.afterAll(async () => {
  await browser?.close();
  await emulator?.close();
  await rm(folder, { recursive: true });
});

async function openOwn(file: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(`chrome-extension://${id}/${file}`);
  return page;
}

async function sync(): Promise<void> {
  const options = await openOwn('options.html');
  await askWorker(options, 'setSettings', { baseUrl: emulator.url });
  await askWorker(options, 'setKey', emulator.key);
  await waitUntil('the indicator is there', async () => {
    const { rows } = await askWorker<{ rows: number }>(options, 'syncStatus');
    return rows === 1;
  });
  await options.close();
}

/** As its user does, on the browser's page about the extension; the browser starts the extension anew. */
async function allowFiles(fileAccess: boolean): Promise<void> {
  const settings = await browser.newPage();
  await settings.goto('chrome://extensions/');
  // As whoever installed a folder has it; without it none is started anew.
  await settings.evaluate('chrome.developerPrivate.updateProfileConfiguration({ inDeveloperMode: true })');
  await settings.evaluate(
    `chrome.developerPrivate.updateExtensionConfiguration(${JSON.stringify({ extensionId: id, fileAccess })})`,
  );
  await waitUntil('it is so', async () => {
    const state = `chrome.developerPrivate.getExtensionInfo('${id}')
      .then(({ state, fileAccess }) => state === 'ENABLED' && fileAccess.isActive === ${fileAccess})`;
    return (await settings.evaluate(state)) as boolean;
  });
  await settings.close();
}

/** The popup over `page`, as the toolbar's button opens it. */
async function openPopup(page: Page): Promise<Page> {
  const opener = await openOwn('welcome.html');
  await page.bringToFront();
  await opener.evaluate('chrome.action.openPopup()');
  const popup = await browser.waitForTarget((each) => each.url() === `chrome-extension://${id}/popup.html`);
  await opener.close();
  return popup.asPage();
}

const textOf = (page: Page) => page.evaluate(() => document.body.innerText);

test('of a local file that the browser keeps from us, the popup says which switch opens it, and leads there', async () => {
  await sync();
  await allowFiles(false);
  const page = await browser.newPage();
  await page.goto(pathToFileURL(join(folder, 'report.html')).href);
  const popup = await openPopup(page);
  const said = /Local files are not open.*Details.*"Allow access to file URLs".*reload/s;
  await expect.poll(() => textOf(popup)).toMatch(said);
  for (const scheme of ['light', 'dark']) {
    await popup.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await popup.screenshot({ path: test.info().outputPath(`${scheme}.png`) });
  }
  await popup.locator('::-p-text(Open the page about Telltale)').click();
  const details = await browser.waitForTarget((each) => each.url() === `chrome://extensions/?id=${id}`);
  await (await details.asPage()).close();

  await allowFiles(true);
  await page.reload();
  const again = await openPopup(page);
  await expect.poll(() => textOf(again)).toContain('evil[.]test');
});
