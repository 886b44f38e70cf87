import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type BrowserContext } from '@playwright/test';
import { launchChromium, openExtensionPage, openPopup } from '../support/browsers.ts';
import { askWorker, type ObservedStatus } from '../support/connect.ts';
import { startEmulator, type Emulator } from '../support/emulator/emulator.ts';
import { extensionBuild } from '../support/paths.ts';
import { waitUntil } from '../support/wait-until.ts';
import { painted, row } from './page/real-build.ts';
import { pictureOf } from '../support/picture.ts';

/** Where Chromium on Linux reads what an administrator has set, by the name that the build was given. */
const FOLDERS = ['/etc/chromium/policies/managed', '/etc/opt/chrome_for_testing/policies/managed'];
const FILE = `telltale-test-${process.pid}.json`;

// One after the other, in one worker: a second one would take away the folders that the first has made.
test.describe.configure({ mode: 'default' });

let emulator: Emulator;
/** Of the organisation's own list. */
let lists: Server;
let folder: string;
let context: BrowserContext | undefined;
let isWritten = false;
/** Folders that were not there before. */
const made: (string | undefined)[] = [];

test.beforeAll(async () => {
  emulator = await startEmulator({ rows: [row('domain', 'evil.test')] });
  // A copy has an id of its own, so that no other test comes under the policy.
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'telltale-managed-')));
  cpSync(extensionBuild('chrome'), folder, { recursive: true });
  lists = createServer((_, response) => response.end('listed.test\n'));
  await new Promise<void>((resolve) => void lists.listen(0, '127.0.0.1', resolve));
  isWritten = writePolicy({ ...policy(), ...withLists() });
  if (isWritten) context = await launchChromium({ extensionDir: folder, remoteDebugging: true });
});

function policy(): object {
  return {
    baseUrl: emulator.url,
    apiKey: emulator.key,
    lookbackDays: 30,
    syncEveryMinutes: 60,
    sitesOff: ['pages.test'],
    pivotsForbidden: ['virustotal.com'],
    pivotsForRestricted: true,
  };
}

function withLists(): object {
  const { port } = lists.address() as AddressInfo;
  return {
    sources: [
      { name: 'Our list', url: `http://127.0.0.1:${port}/list.txt`, format: 'txt', tlp: 'red' },
      { name: 'Plain list', url: 'http://lists.example.com/list.txt' },
    ],
  };
}

test.afterAll(async () => {
  await context?.close();
  await emulator?.close();
  lists?.closeAllConnections();
  lists?.close();
  for (const each of FOLDERS) rmSync(join(each, FILE), { force: true });
  for (const each of made) if (each !== undefined) rmSync(each, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
});

/** False where this user may not write there. */
function writePolicy(set: object): boolean {
  const file = JSON.stringify({ '3rdparty': { extensions: { [idOf(folder)]: set } } });
  try {
    for (const each of FOLDERS) {
      made.push(mkdirSync(each, { recursive: true }));
      writeFileSync(join(each, FILE), file);
    }
    return true;
  } catch {
    return false;
  }
}

/** Chromium names an unpacked extension by its path: 32 letters from "a" to "p". */
function idOf(path: string): string {
  const digits = createHash('sha256').update(path).digest('hex').slice(0, 32);
  return Array.from(digits, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16))).join('');
}

test('an administrator’s policy connects, and what it sets is shown as locked and stays', async () => {
  test.skip(!isWritten || !context, 'the folder of policies cannot be written by this user');
  const page = await openExtensionPage(context!, 'options.html');
  await waitUntil('the policy has connected it', async () => {
    const { rows } = await askWorker<ObservedStatus>(page, 'syncStatus');
    return rows === 1;
  });
  await expect(page.getByText('Managed by your organisation.')).toBeVisible();
  await expect(page.getByText('No value is opened at virustotal.com.')).toBeVisible();
  const key = page.getByLabel('API key', { exact: true });
  await expect(key).toBeDisabled();
  await expect(key).toHaveAttribute('placeholder', 'Set by your organisation');
  await expect(page.getByLabel('Address', { exact: true })).toBeDisabled();
  await expect(page.getByLabel('Address', { exact: true })).toHaveValue(emulator.url);
  await expect(page.getByLabel('How often')).toBeDisabled();
  await expect(page.getByText('Set by your organisation: sites that are off.')).toBeVisible();
  // By keyboard nothing that is locked is reached: the first stop is what is the user's own.
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('id'))).not.toBe('api-key');

  // Whoever asks the worker all the same is refused in words, and the key is told to nobody.
  expect(await askWorker(page, 'setSettings', { lookbackDays: 7 })).toMatchObject({ ok: false });
  const view = JSON.stringify(await askWorker(page, 'getSettings'));
  expect(view).toContain('"lookbackDays":30');
  expect(view).not.toContain(emulator.key);
  expect(
    await askWorker(page, 'setSettings', { fadeAfterDays: { ip: 1, url: 1, domain: 1, email: 1 } }),
  ).toEqual({
    ok: true,
  });

  const panel = await openExtensionPage(context!, 'sidepanel.html');
  await panel.getByRole('tab', { name: 'Look up' }).click();
  await panel.getByRole('textbox').fill('evil[.]test');
  await panel.keyboard.press('Enter');
  await panel.getByRole('button', { name: 'Open in VirusTotal' }).focus();
  await panel.keyboard.press('Enter');
  await expect(
    panel.getByText('Your organisation forbids opening values at www.virustotal.com.'),
  ).toBeVisible();
  await page.bringToFront();
  await pictureOf(page, { path: test.info().outputPath('managed.png') });
});

test('by key alone: every stop in the options is the user’s own, and what is locked is told as such', async () => {
  test.skip(!isWritten || !context, 'the folder of policies cannot be written by this user');
  const page = await openExtensionPage(context!, 'options.html');
  await expect(page.getByText('Managed by your organisation.')).toBeVisible();
  const locked = [
    page.getByLabel('API key', { exact: true }),
    page.getByLabel('Address', { exact: true }),
    page.getByLabel('How often'),
    page.getByLabel('How far back'),
  ];
  for (const control of locked) await expect(control).toBeDisabled();
  const stops = new Set<string>();
  for (let at = 0; at < 400; at++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const { activeElement: element } = document;
      if (!element || element === document.body) return 'the end';
      if ((element as HTMLButtonElement).disabled) return 'a locked one';
      return `${element.tagName} ${element.id} ${element.textContent}`;
    });
    expect(stop).not.toBe('a locked one');
    if (stop === 'the end' && stops.size > 0) break;
    stops.add(stop);
  }
  // What the policy leaves alone is reached.
  expect(stops.size).toBeGreaterThan(20);
  await page.close();
});

test('the popup says of its switches which the policy locks', async () => {
  test.skip(!isWritten || !context, 'the folder of policies cannot be written by this user');
  await context!.route(/^http:\/\/(?:pages|other)\.test\//, (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: '<!doctype html><title>Made up</title><p>evil.test</p>',
    }),
  );
  const page = await context!.newPage();
  for (const host of ['pages.test', 'other.test']) {
    await page.goto(`http://${host}/`);
    const popup = await openPopup(context!, page);
    const main = popup.page.getByRole('switch');
    await expect(main).toBeDisabled();
    if (host === 'pages.test') await expect(main).not.toBeChecked();
    else await expect(main).toBeChecked();
    await expect(popup.page.getByText('The switch is locked by your organisation.')).toBeVisible();
    await pictureOf(popup.page, { path: test.info().outputPath(`${host}.png`) });
    // What the policy leaves alone is still the user's.
    if (host === 'other.test') {
      const quiet = popup.page.getByRole('checkbox', { name: /Quiet here/ });
      await quiet.click();
      await expect(quiet).toBeChecked();
    }
    await popup.browser.close();
  }
});

test('a list that the policy names marks pages, is locked, and goes when it is named no more', async () => {
  test.skip(!isWritten || !context, 'the folder of policies cannot be written by this user');
  await context!.route('http://reports.test/', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: '<!doctype html><title>Made up</title><p>listed.test</p>',
    }),
  );
  const page = await context!.newPage();
  await page.goto('http://reports.test/');
  await painted(page, 'listed.test');

  const options = await openExtensionPage(context!, 'options.html');
  const source = options.getByRole('listitem').filter({ hasText: 'Our list' });
  await expect(source.getByText('Set by your organisation.')).toBeVisible();
  await expect(source.getByRole('switch')).toBeDisabled();
  await expect(source.getByRole('button', { name: /^Delete/ })).toHaveCount(0);
  await source.getByRole('button', { name: 'Settings of Our list' }).click();
  await expect(source.getByRole('textbox', { name: 'Name' })).toBeDisabled();
  await expect(source.getByRole('textbox', { name: 'Name' })).toHaveValue('Our list');
  await expect(source.getByRole('combobox', { name: 'Fetch' })).toHaveValue('1440');
  await expect(
    options.getByText('The source “Plain list” is not used. The address must start with https://'),
  ).toBeVisible();
  await source.scrollIntoViewIfNeeded();
  await pictureOf(options, { path: test.info().outputPath('source.png') });
  const all = await askWorker<{ source: { id: string; name: string } }[]>(options, 'sources');
  const id = all.find((each) => each.source.name === 'Our list')?.source.id;
  expect(await askWorker(options, 'changeSource', { id, on: false })).toMatchObject({ ok: false });
  await askWorker(options, 'removeSource', id);
  await expect(source).toBeVisible();

  // It is marked TLP:RED, which the policy lets pass.
  const panel = await openExtensionPage(context!, 'sidepanel.html');
  await panel.getByRole('tab', { name: 'Look up' }).click();
  await panel.getByRole('textbox').fill('listed[.]test');
  await panel.keyboard.press('Enter');
  await expect(panel.getByText('Your organisation allows opening it in other tools.')).toBeVisible();
  await expect(panel.getByRole('button', { name: /^Open in / })).toBeEnabled();
  await pictureOf(panel, { path: test.info().outputPath('restricted.png') });
  await panel.close();

  // The browser looks after its policies some seconds after they changed.
  writePolicy(policy());
  await expect(source).toHaveCount(0, { timeout: 60_000 });
  await waitUntil('its rows are gone', async () => {
    const { otherRows } = await askWorker<{ otherRows: number }>(options, 'syncStatus');
    return otherRows === 0;
  });
});
