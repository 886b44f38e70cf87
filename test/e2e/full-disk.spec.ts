import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { killWorker, launchChromium, openPopup } from '../support/browsers.ts';
import { askWorker, enterConnection, syncFinished, type ObservedStatus } from '../support/connect.ts';
import { startEmulator, type Emulator } from '../support/emulator/emulator.ts';
import { madeUpRows } from '../support/made-up-rows.ts';
import { waitUntil } from '../support/wait-until.ts';
import { pictureOf } from '../support/picture.ts';

const ROWS = 60_000;
const LISTED = 300_000;
const DISK_MB = 150;
const LEFT_MB = 2;
const FULL =
  /The disk is full.*About \d+ MB of free room are needed|There is no room left on this disk.*About \d+ MB/;

// A disk that fills up while rows arrive: the profile lies on one of its own, in memory.
test.describe.configure({ mode: 'serial', timeout: 240_000 });

let disk: string;
let emulator: Emulator;
let context: BrowserContext | undefined;
let options: Page;

test.beforeAll(async () => {
  disk = mkdtempSync(join(tmpdir(), 'telltale-full-'));
  const isMounted = mount();
  test.skip(!isMounted, 'a disk of its own can only be made by root');
  if (!isMounted) return;
  emulator = await startEmulator({
    rows: madeUpRows(ROWS).map((row, at) => ({ ...row, type: 'sha256', value: madeUpHash(at) })),
    maxLimit: 2000,
    requestsPerMinute: 1e6,
    // Until the key is saved, for which there must be room.
    faults: () => ({ kind: 'error', status: 503 }),
  });
  context = await launchChromium({ userDataDir: join(disk, 'profile'), remoteDebugging: true });
});

test.afterAll(async () => {
  await context?.close();
  await emulator?.close();
  try {
    execFileSync('umount', [disk], { stdio: 'ignore' });
  } catch {
    // It was never mounted.
  }
  await rm(disk, { recursive: true, force: true });
});

function mount(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m`, 'tmpfs', disk], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Leaves so many megabytes of it. What the browser tidies up later is room again, until this is called once more. */
async function fillDisk(left: number): Promise<void> {
  const { bavail, bsize } = await statfs(disk);
  const file = join(disk, `ballast-${ballast.length}`);
  ballast.push(file);
  // The browser writes, too: what does not fit any more is none of it.
  await writeFile(file, Buffer.alloc(Math.max(0, bavail * bsize - left * 2 ** 20))).catch(() => {});
}
const ballast: string[] = [];

/** Random values, which nothing makes smaller. */
function madeUpHash(index: number): string {
  return ((BigInt(index + 1) * STEP) % MOST).toString(16).padStart(64, '0');
}
const STEP = 0x9e3779b97f4a7c15f39cc0605cedc8341082276bf3a27251f86c6a11d0c18e95n;
const MOST = 1n << 256n;

test('a sync that fills the disk stops, keeps what there is, and says in options, popup and panel how much room is needed', async () => {
  if (!context) return;
  options = await enterConnection(context, { baseUrl: emulator.url, key: emulator.key });
  await waitUntil('the API was asked, with the key', async () => {
    const { error } = await askWorker<ObservedStatus>(options, 'syncStatus');
    return error?.reason === 'server';
  });
  await fillDisk(LEFT_MB);
  emulator.set({ faults: [] });
  await options.getByRole('button', { name: 'Sync now' }).click();
  const shown = options.getByText(FULL).first();
  await expect(shown).toBeVisible({ timeout: 90_000 });
  // What the browser tidied up would be room for another try.
  await fillDisk(0);
  await options.evaluate(() => scrollTo(0, 0));
  await pictureOf(options, { path: test.info().outputPath('options.png') });
  await options.emulateMedia({ colorScheme: 'dark' });
  await pictureOf(options, { path: test.info().outputPath('options-dark.png') });
  const { page: popup, browser } = await openPopup(context, options);
  await expect(popup.getByText(FULL).first()).toBeVisible();
  await pictureOf(popup, { path: test.info().outputPath('popup.png') });
  await browser.close();
  const panel = await context.newPage();
  await panel.goto(options.url().replace('options.html', 'sidepanel.html'));
  await expect(panel.getByText(FULL).first()).toBeVisible();
  await panel.close();
});

test('a file is refused in words, with the room that it needs', async () => {
  if (!context) return;
  await fillDisk(0);
  await options.getByRole('button', { name: 'Add a file' }).click();
  // More than the browser and the store can have tidied up meanwhile.
  const lines = Array.from({ length: LISTED }, (_, n) => madeUpHash(ROWS + n)).join('\n');
  await options
    .getByLabel('File with indicators')
    .setInputFiles({ name: 'many.txt', mimeType: 'text/plain', buffer: Buffer.from(lines) });
  await options.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(
    options.getByText(/There is no room for this list.*At least \d+ MB more are needed/),
  ).toBeVisible({ timeout: 60_000 });
  await pictureOf(options, { path: test.info().outputPath('import.png') });
});

test('a worker that starts on the full disk says it as well, in a page that was never told anything', async () => {
  if (!context) return;
  await fillDisk(0);
  await killWorker(context);
  await options.reload();
  await expect(options.getByText(FULL).first()).toBeVisible({ timeout: 60_000 });
  await pictureOf(options, { path: test.info().outputPath('killed.png') });
});

test('with room again a press of the button is enough: it goes on, and the message goes, on every surface', async () => {
  if (!context) return;
  const panel = await context.newPage();
  await panel.goto(options.url().replace('options.html', 'sidepanel.html'));
  await expect(panel.getByText(FULL).first()).toBeVisible({ timeout: 60_000 });
  const { page: popup, browser } = await openPopup(context, options);
  await expect(popup.getByText(FULL).first()).toBeVisible({ timeout: 60_000 });

  for (const file of ballast) await rm(file, { force: true });
  await popup.getByRole('button', { name: 'Sync now' }).click({ timeout: 60_000 });
  for (const surface of [popup, options, panel])
    await expect(surface.getByText(FULL)).toHaveCount(0, { timeout: 60_000 });
  await browser.close();
  const { rows } = await syncFinished(options, { seconds: 120 });
  expect(rows).toBe(ROWS);
  await expect(options.getByText(/60,000 indicators, synced/)).toBeVisible();
  await pictureOf(options, { path: test.info().outputPath('room-again.png') });
});
