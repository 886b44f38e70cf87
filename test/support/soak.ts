import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import { heapOf } from '../bench/page-profile.ts';
import { launchChromium } from './browsers.ts';
import { appPage, buildApp } from './build-app.ts';
import { buildExtension } from './build.ts';
import { connectExtension } from './connect.ts';
import { startEmulator } from './emulator/emulator.ts';
import { readPainted } from './painted.ts';
import { chart, isLevel, type Sample } from './soak-curve.ts';
import { startStaticServer } from './static-server.ts';
import { waitUntil } from './wait-until.ts';
import { workerHeap } from './worker-heap.ts';

/*
 * Half an hour of reading mail: message after message of the React application is scrolled to, opened and pointed at, and what page and worker
 * hold after a collection of garbage is taken down. The exit status tells whether both level off.
 */

const STYLE = `body { font: 14px/20px sans-serif; margin: 0 }
  .list { height: 300px; overflow: auto; position: relative }
  .row { position: absolute; top: 0; left: 0; width: 100%; height: 40px }`;
const MESSAGES = 5000;
const MINUTES = 30;
const SAMPLES = 40;

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: String(MINUTES) }, built: { type: 'boolean' } },
});
const minutes = Number(values.minutes);
if (!(minutes > 0)) throw new Error('--minutes takes a number above 0.');
process.exitCode = (await soak(minutes, values.built === true)) ? 0 : 1;

async function soak(length: number, isBuilt: boolean): Promise<boolean> {
  if (!isBuilt && (await buildExtension('chrome')).code !== 0) throw new Error('The build failed.');
  const userDataDir = await mkdtemp(join(tmpdir(), 'telltale-soak-'));
  const [server, emulator] = await Promise.all([
    startStaticServer({
      '/mail.js': await buildApp('react-mail.tsx'),
      '/mail.html': appPage('/mail.js', STYLE),
    }),
    startEmulator(),
  ]);
  const context = await launchChromium({ remoteDebugging: true, userDataDir });
  try {
    const options = await connectExtension(context, { baseUrl: emulator.url, key: emulator.key });
    await options.close();
    const page = await context.newPage();
    await page.goto(`${server.url}/mail.html`);
    await page.bringToFront();
    return await readMail(page, length, userDataDir);
  } finally {
    await context.close();
    await Promise.all([server.close(), emulator.close()]);
    await rm(userDataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function readMail(page: Page, length: number, userDataDir: string): Promise<boolean> {
  const count = Math.max(SAMPLES, Math.round((MESSAGES * length) / MINUTES));
  const start = performance.now();
  const samples: Sample[] = [];
  for (let id = 0; id < count; id += 1) {
    await open(page, id);
    // At an even pace; where the machine cannot keep up with it, it takes longer.
    const due = start + ((id + 1) / count) * length * 60_000;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
    if (Math.floor(((id + 1) * SAMPLES) / count) === samples.length) continue;
    const [pageBytes, workerBytes] = [await heapOf(page), await workerHeap(userDataDir, 'background.js')];
    samples.push({ opened: id + 1, ms: performance.now() - start, page: pageBytes, worker: workerBytes });
    console.error(`${id + 1} of ${count} messages`);
  }
  console.log(chart(samples, 'page'));
  console.log(chart(samples, 'worker'));
  return isLevel(samples, 'page') && isLevel(samples, 'worker');
}

/** As a reader does: finds it in the list, opens it, and points at what is marked in it. */
async function open(page: Page, id: number): Promise<void> {
  await page.getByRole('list').evaluate((list, top) => list.scrollTo(0, top), id * 40);
  await page.getByRole('button', { name: `Open ${id}`, exact: true }).click();
  const text = page.getByText(`Message ${id}.`);
  await text.waitFor();
  // Each message names something listed in its first sentence.
  const mark = await waitUntil(`message ${id} is marked`, async () => {
    const box = await text.boundingBox();
    return (await readPainted(page)).find(({ y }) => box && y > box.y && y < box.y + box.height);
  });
  await page.mouse.move(mark.x, mark.y);
}
