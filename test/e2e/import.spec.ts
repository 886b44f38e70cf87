import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { killWorker, launchChromium, openExtensionPage } from '../support/browsers.ts';
import { askWorker } from '../support/connect.ts';
import { waitUntil } from '../support/wait-until.ts';
import { workerHeap } from '../support/worker-heap.ts';

/** TELLTALE_IMPORT_MB=200 takes some minutes. */
const MEGABYTES = Number(process.env['TELLTALE_IMPORT_MB'] ?? 24);
const LINE_BYTES = 100;
const ROWS = (MEGABYTES * 1e6) / LINE_BYTES;
/** Held at a time by the page or by the worker beside the index, however large the file is. */
const MOST_HELD = 60e6;
const INDEX_BYTES_A_ROW = 6;

// One browser, whose profile is looked into from outside.
test.describe.configure({ mode: 'serial', timeout: 120_000 + MEGABYTES * 8_000 });

let folder: string;
let file: string;
let context: BrowserContext;
let options: Page;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'telltale-import-'));
  file = join(folder, 'large.csv');
  await writeLargeFile(file);
  context = await launchChromium({ userDataDir: join(folder, 'profile'), remoteDebugging: true });
  options = await openExtensionPage(context, 'options.html');
});

test.afterAll(async () => {
  await context?.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function writeLargeFile(path: string): Promise<void> {
  const stream = createWriteStream(path);
  stream.write('value,context\n');
  for (let n = 0; n < ROWS; n++) {
    const line = `host-${n}.example,`;
    if (!stream.write(`${line.padEnd(LINE_BYTES - 1, 'made up ')}\n`)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
}

async function startImport(): Promise<void> {
  await options.getByRole('button', { name: 'Add a file' }).click();
  await options.getByLabel('File with indicators').setInputFiles(file);
  await options.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(options.getByRole('progressbar', { name: 'Import progress' })).toBeVisible();
}

async function storedSources(): Promise<string[]> {
  const views = await askWorker<{ source: { name: string }; rows: number }[]>(options, 'sources');
  return views.map(({ source, rows }) => `${source.name}: ${rows}`);
}

test('cancelled half-way, a large file changes nothing', async () => {
  await startImport();
  await options.getByRole('button', { name: 'Cancel' }).click();
  await expect(options.getByText('Cancelled. Nothing was changed.')).toBeVisible();
  expect(await storedSources()).toEqual(['SOC Defenders: 0']);
  await options.getByRole('button', { name: 'Cancel' }).click();
});

test('interrupted by the death of the worker, it changes nothing, and says so', async () => {
  await startImport();
  await killWorker(context);
  await expect(options.getByText('Telltale was interrupted. Nothing was changed; try again.')).toBeVisible();
  expect(await storedSources()).toEqual(['SOC Defenders: 0']);
  await options.getByRole('button', { name: 'Cancel' }).click();
});

test('imported to its end it is all there, and neither page nor worker ever held it', async () => {
  await startImport();
  await expect(options.getByText(/a second, about .+ left/)).toBeVisible();
  const page = await context.newCDPSession(options);
  const done = options.getByText(`${ROWS.toLocaleString('en')} indicators imported.`);
  const shares: number[] = [];
  const held = { page: 0, worker: 0 };
  await waitUntil(
    'the file is imported',
    async () => {
      const bar = options.getByRole('progressbar', { name: 'Import progress' });
      const share = await bar
        .evaluate((shown: HTMLProgressElement) => shown.position, undefined, { timeout: 1000 })
        .catch(() => 1);
      shares.push(share);
      await page.send('HeapProfiler.collectGarbage');
      const { usedSize } = await page.send('Runtime.getHeapUsage');
      held.page = Math.max(held.page, usedSize);
      held.worker = Math.max(held.worker, await workerHeap(join(folder, 'profile'), 'background.js'));
      return done.isVisible();
    },
    120 + MEGABYTES * 5,
  );
  test.info().annotations.push({ type: 'held', description: JSON.stringify(held) });
  expect(await storedSources()).toEqual(['SOC Defenders: 0', `large: ${ROWS}`]);
  expect(shares.length).toBeGreaterThan(2);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(held.page).toBeLessThan(MOST_HELD);
  expect(held.worker).toBeLessThan(MOST_HELD + ROWS * INDEX_BYTES_A_ROW);
});
