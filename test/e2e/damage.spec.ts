import { readdir, readFile, rm, truncate, unlink, writeFile } from 'node:fs/promises';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { launchChromium, openExtensionPage } from '../support/browsers.ts';
import { askWorker, connectExtension, type ObservedStatus } from '../support/connect.ts';
import { startEmulator, type Emulator } from '../support/emulator/emulator.ts';
import { madeUpRows } from '../support/made-up-rows.ts';
import { readUserCopy } from '../support/user-copy.ts';
import { waitUntil } from '../support/wait-until.ts';
import { pictureOf } from '../support/picture.ts';

const ROWS = 300;
const REBUILT = /The copy of the indicators in this browser could not be read/;
const RESTORED = /were damaged\. Telltale put them back from its own copy/;
const NOTED = { type: 'domain', value: 'noted.example' };

let emulator: Emulator;
let profile: string;
let context: BrowserContext | undefined;

test.beforeEach(async () => {
  emulator = await startEmulator({ rows: madeUpRows(ROWS), maxLimit: 100, requestsPerMinute: 100_000 });
  profile = mkdtempSync(join(tmpdir(), 'telltale-damage-'));
});

test.afterEach(async () => {
  await context?.close();
  await emulator.close();
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
});

/** A profile that has everything in it that there can be: rows, key, settings, allowlist, a note. Returns the options page. */
async function fill(): Promise<Page> {
  context = await launchChromium({ userDataDir: profile });
  const options = await connectExtension(context, { baseUrl: emulator.url, key: emulator.key });
  await options.getByRole('textbox', { name: 'Value', exact: true }).fill('intranet.example');
  await options.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(options.getByText('Added intranet[.]example.')).toBeVisible();
  await askWorker(options, 'setNote', { observable: NOTED, text: 'Made up' });
  await waitUntil('the copy holds the note', async () =>
    (await options.evaluate(readUserCopy)).includes('noted.example'),
  );
  return options;
}

async function restart(): Promise<Page> {
  await context?.close();
  context = await launchChromium({ userDataDir: profile });
  return openExtensionPage(context, 'options.html');
}

async function expectUsersOwn(options: Page): Promise<void> {
  expect(await askWorker(options, 'getSettings')).toMatchObject({
    hasKey: true,
    settings: { baseUrl: emulator.url, allowlist: [{ value: 'intranet.example' }] },
  });
  expect(await askWorker(options, 'noteOn', NOTED)).toMatchObject({ text: 'Made up' });
}

async function expectFilled(options: Page): Promise<void> {
  await waitUntil('everything is there again', async () => {
    const { rows, phase } = await askWorker<ObservedStatus>(options, 'syncStatus');
    return rows === ROWS && phase.state === 'idle';
  });
}

const folder = () => join(profile, 'Default', 'IndexedDB');

/** Where Chromium keeps the origin's databases, all in one. */
async function filesOf(kind: string): Promise<string[]> {
  const all = await readdir(folder());
  const level = all.find((name) => name.startsWith('chrome-extension_') && name.endsWith('.leveldb'));
  if (!level) throw new Error(`no database in ${all.join(', ')}`);
  const names = await readdir(join(folder(), level));
  return names.filter((name) => name.includes(kind)).map((name) => join(folder(), level, name));
}

async function flip(file: string): Promise<void> {
  const bytes = await readFile(file);
  for (let at = Math.floor(bytes.length / 8); at < bytes.length; at += 997) bytes[at] = ~(bytes[at] ?? 0);
  await writeFile(file, bytes);
}

const DAMAGES: [what: string, damage: () => Promise<void>][] = [
  ['bytes of it are others', async () => void (await Promise.all((await filesOf('.log')).map(flip)))],
  [
    'its log is gone',
    async () => void (await Promise.all((await filesOf('.log')).map((file) => unlink(file)))),
  ],
  [
    'it does not open, for want of its manifest',
    async () => void (await Promise.all((await filesOf('MANIFEST')).map((file) => unlink(file)))),
  ],
  [
    'it does not open, since what names its manifest is nonsense',
    async () =>
      void (await Promise.all((await filesOf('CURRENT')).map((file) => writeFile(file, 'made up\n')))),
  ],
];

for (const [what, damage] of DAMAGES)
  test(`a database of which ${what} is made anew and filled again; what the user told is put back; both are said`, async () => {
    await fill();
    await context?.close();
    await damage();
    const options = await restart();
    await expect(options.getByText(REBUILT)).toBeVisible();
    const told = options.getByRole('status').filter({ hasText: RESTORED });
    await expect(told).toBeVisible();
    await expectUsersOwn(options);
    await pictureOf(options, { path: test.info().outputPath('told.png') });
    await expectFilled(options);

    await told.getByRole('button', { name: 'I know' }).click();
    await expect(told).toHaveCount(0);
    const asked = emulator.requests.length;
    const again = await restart();
    await expectUsersOwn(again);
    await expectFilled(again);
    await expect(again.getByText(/300 indicators, synced/)).toBeVisible();
    await expect(again.getByText(RESTORED)).toHaveCount(0);
    expect(emulator.requests.length).toBe(asked);
  });

test('a log that is cut short takes the database back to what it was; the user’s own is put back, the rows are fetched', async () => {
  await fill();
  await context?.close();
  for (const file of await filesOf('.log')) await truncate(file, 3000);
  const options = await restart();
  await expect(options.getByText(RESTORED)).toBeVisible();
  await expectUsersOwn(options);
  await expectFilled(options);
});

test('a block of rows whose bytes are others costs the rows, which are fetched again, and nothing else', async () => {
  const before = await fill();
  await before.evaluate(async () => {
    const opening = indexedDB.open('indicators');
    await new Promise((resolve) => opening.addEventListener('success', resolve));
    const transaction = opening.result.transaction('blocks', 'readwrite');
    const walk = transaction.objectStore('blocks').openCursor();
    walk.addEventListener('success', () => {
      const cursor = walk.result;
      if (!cursor) return;
      const block = cursor.value as { rows: Uint8Array };
      cursor.update({ ...block, rows: block.rows.map((byte) => byte ^ 0x5a) });
      cursor.continue();
    });
    await new Promise((resolve) => transaction.addEventListener('complete', resolve));
    opening.result.close();
  });
  const options = await restart();
  await askWorker(options, 'lookup', 'host-7.example');
  await expect(options.getByText(REBUILT)).toBeVisible();
  await expectUsersOwn(options);
  await expectFilled(options);
  await expect(options.getByText(RESTORED)).toHaveCount(0);
  expect(JSON.stringify(await askWorker(options, 'lookup', 'host-7.example'))).toContain('"exact"');
});

test('where the copy is damaged, too, it is said that everything is lost, in the popup as well', async () => {
  const before = await fill();
  await before.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const writing = await (await root.getFileHandle('user')).createWritable();
    await writing.write('{"changes": 9, "stor');
    await writing.close();
  });
  await context?.close();
  for (const file of await filesOf('.log')) await flip(file);
  const options = await restart();
  await expect(options.getByText(/were damaged, and so was Telltale’s copy of them/)).toBeVisible();
  await pictureOf(options, { path: test.info().outputPath('lost.png') });
  await options.goto(options.url().replace('options.html', 'popup.html'));
  await expect(options.getByText(/were damaged, and so was Telltale’s copy of them/)).toBeVisible();
});

test('what is erased stands in no copy', async () => {
  const options = await fill();
  await askWorker(options, 'eraseAll');
  const copy = await waitUntil('the copy is there', () => options.evaluate(readUserCopy));
  expect(copy).not.toContain(emulator.key);
  expect(copy).not.toContain('noted.example');
});
