import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ElementHandle, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startEmulator, type Emulator } from '../support/emulator/emulator.ts';
import { findFirefox } from '../support/find-browsers.ts';
import { launchFirefox, type Firefox } from '../support/firefox.ts';
import { madeUpRows } from '../support/made-up-rows.ts';
import { startStaticServer, type StaticServer } from '../support/static-server.ts';
import { readUserCopy } from '../support/user-copy.ts';
import { waitUntil } from '../support/wait-until.ts';
import { askWorker, connectFirefox } from './connect.ts';
import { marked, readText } from './real-firefox.ts';

// All names are made up.
const ROWS = 300;
const NOTED = { type: 'domain', value: 'noted.example' };
const ALLOWED = {
  value: 'intranet.example',
  scope: 'domain-and-below',
  reason: 'ours',
  added: '2026-05-16T00:00:00Z',
};
const REBUILT = /The copy of the indicators in this browser could not be read/;
const RESTORED = /were damaged\. Telltale put them back from its own copy/;
const ROWS_LOST = /Its rows were lost with the database: import the file again/;

/** What becomes of each of the databases' files, of which Firefox has one for each database. */
const DAMAGES: [what: string, damage: (file: string) => Promise<void>][] = [
  ['are nonsense', (file) => writeFile(file, 'made up\n')],
  ['do not open, since bytes of them are others', flip],
  ['open, and what was kept in them cannot be read', spoilRows],
];

describe.skipIf(!findFirefox())('damaged files of Firefox', () => {
  let emulator: Emulator;
  let server: StaticServer;
  let folder: string;
  let firefox: Firefox | undefined;

  beforeAll(async () => {
    emulator = await startEmulator({ rows: madeUpRows(ROWS), maxLimit: 100, requestsPerMinute: 100_000 });
    server = await startStaticServer({ '/page.html': '<!doctype html><p>host-7.example' });
    folder = await mkdtemp(join(tmpdir(), 'telltale-damage-'));
    await fill(join(folder, 'filled'));
  });

  const close = async () => {
    await firefox?.close();
    firefox = undefined;
  };
  afterEach(close);

  afterAll(async () => {
    await close();
    await Promise.all([emulator?.close(), server?.close()]);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  /** A profile that has everything in it that there can be: rows, key, settings, a file that was imported, a note, a case. */
  async function fill(userDataDir: string): Promise<void> {
    firefox = await launchFirefox({ userDataDir });
    await connectFirefox(firefox, emulator);
    const options = await firefox.openExtensionPage('options.html');
    await importFile(options);
    await askWorker(options, 'setSettings', { allowlist: [ALLOWED] });
    expect(await askWorker(options, 'createCase', { id: 'case-1', name: 'A made-up case' })).toMatchObject({
      ok: true,
    });
    await askWorker(options, 'setNote', { observable: NOTED, text: 'Made up' });
    await waitUntil('the copy holds the note', async () =>
      (await options.evaluate(readUserCopy)).includes('noted.example'),
    );
    await close();
  }

  async function importFile(options: Page): Promise<void> {
    const file = join(folder, 'ours.csv');
    await writeFile(file, 'value\nimported.example\nsecond.example\n');
    await press(options, 'Add a file…');
    const input = await options.waitForSelector('input[type=file][aria-label="File with indicators"]');
    await (input as ElementHandle<HTMLInputElement>).uploadFile(file);
    await press(options, 'Import');
    await says(options, /2 indicators imported/);
    expect(JSON.stringify(await askWorker(options, 'lookup', 'imported.example'))).toContain('"exact"');
  }

  test.each(DAMAGES)(
    'databases that %s are made anew and filled again; what the user told is put back; both are said',
    async (_, damage) => {
      const userDataDir = await mkdtemp(join(folder, 'profile-'));
      await cp(join(folder, 'filled'), userDataDir, { recursive: true });
      const files = await databasesIn(userDataDir);
      expect(files.length).toBeGreaterThan(2);
      await Promise.all(files.map(damage));

      firefox = await launchFirefox({ userDataDir });
      const options = await firefox.openExtensionPage('options.html');
      await says(options, REBUILT);
      await says(options, RESTORED);
      await says(options, ROWS_LOST);
      expect(await askWorker(options, 'getSettings')).toMatchObject({
        hasKey: true,
        settings: { baseUrl: emulator.url, allowlist: [{ value: 'intranet.example' }] },
      });
      expect(await askWorker(options, 'noteOn', NOTED)).toMatchObject({ text: 'Made up' });
      expect(JSON.stringify(await askWorker(options, 'cases', ''))).toContain('A made-up case');
      // Filled, and done: a run that fails at its end is tried for ever.
      await says(options, /300 indicators, synced/);
      const page = await firefox.browser.newPage();
      await page.goto(`${server.url}/page.html`);
      await marked(page, 'host-7.example');

      // What is told from now on is kept as well.
      await askWorker(options, 'setNote', { observable: NOTED, text: 'Told later' });
      await press(options, 'I know');
      await says(options, RESTORED, { not: true });
      await close();
      firefox = await launchFirefox({ userDataDir });
      const again = await firefox.openExtensionPage('options.html');
      await says(again, /300 indicators, synced/);
      expect(await askWorker(again, 'noteOn', NOTED)).toMatchObject({ text: 'Told later' });
      await says(again, RESTORED, { not: true });
    },
  );
});

/** Clicks the button of this name, once there is one. */
async function press(page: Page, name: string): Promise<void> {
  await waitUntil(`${name} is pressed`, () =>
    page.evaluate((wanted) => {
      const buttons = [...document.querySelectorAll('button:enabled')];
      const button = buttons.find(({ textContent }) => textContent.trim() === wanted);
      (button as HTMLButtonElement | undefined)?.click();
      return button !== undefined;
    }, name),
  );
}

async function says(page: Page, wanted: RegExp, { not = false } = {}): Promise<void> {
  await waitUntil(
    `it ${not ? 'does not say' : 'says'} ${wanted}`,
    async () => {
      const said = await readText(page);
      return said !== '' && wanted.test(said) !== not;
    },
    30,
  );
}

/** Those of the extension, and that in which Firefox keeps storage.local. */
async function databasesIn(profile: string): Promise<string[]> {
  const storage = join(profile, 'storage', 'default');
  const names = await readdir(storage, { recursive: true });
  return names
    .filter((name) => name.startsWith('moz-extension+++') && /[\\/]idb[\\/].*\.sqlite$/.test(name))
    .map((name) => join(storage, name));
}

async function flip(file: string): Promise<void> {
  const bytes = await readFile(file);
  for (let at = Math.floor(bytes.length / 8); at < bytes.length; at += 97) bytes[at] = ~(bytes[at] ?? 0);
  await writeFile(file, bytes);
}

/** Everything but the page with the rows themselves is as it was. */
async function spoilRows(file: string): Promise<void> {
  const database = new DatabaseSync(file);
  const { page_size: size } = database.prepare('pragma page_size').get() as { page_size: number };
  const { rootpage } = database
    .prepare(`select rootpage from sqlite_master where name = 'object_data'`)
    .get() as { rootpage: number };
  database.close();
  const bytes = await readFile(file);
  bytes.fill(0xaa, (rootpage - 1) * size, rootpage * size);
  await writeFile(file, bytes);
}
