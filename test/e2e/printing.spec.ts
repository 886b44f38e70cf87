import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { launchChromium } from '../support/browsers.ts';
import { connectExtension } from '../support/connect.ts';
import { startEmulator, type Emulator } from '../support/emulator/emulator.ts';
import { readPainted } from '../support/painted.ts';
import { startStaticServer, type StaticServer } from '../support/static-server.ts';
import { waitUntil } from '../support/wait-until.ts';
import { row } from './page/real-build.ts';

// One browser for all of it, one test after another.
test.describe.configure({ mode: 'default' });

// All names are made up.
const PAGE = `<!doctype html><title>Made up</title><p>one.test two.test</p><iframe srcdoc="<p>three.test"></iframe>`;

let server: StaticServer;
let emulator: Emulator;
let context: BrowserContext;

test.beforeAll(async () => {
  [server, emulator] = await Promise.all([
    startStaticServer({ '/page.html': PAGE }),
    startEmulator({ rows: ['one.test', 'two.test', 'three.test'].map((host) => row('domain', host)) }),
  ]);
  context = await launchChromium();
  await connectExtension(context, { baseUrl: emulator.url, key: emulator.key });
});
test.afterAll(async () => {
  await context?.close();
  await Promise.all([server?.close(), emulator?.close()]);
});

const texts = async (page: Page) => (await readPainted(page)).map(({ text }) => text).sort();

test('a page is printed with its marks, and has them afterwards', async () => {
  const page = await context.newPage();
  await page.goto(`${server.url}/page.html`);
  await waitUntil('all three are marked', async () => (await texts(page)).length === 3);
  const before = await page.content();
  const pdf = await page.pdf();
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(await texts(page)).toEqual(['one.test', 'three.test', 'two.test']);
  await page.emulateMedia({ media: 'print' });
  expect(await texts(page)).toEqual(['one.test', 'three.test', 'two.test']);
  expect(await page.content()).toBe(before);
  await page.close();
});
