import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { test as base, type Page } from '@playwright/test';
import { rolldown } from 'rolldown';
import { findChromium } from '../../support/find-browsers.ts';
import type { InPage, WorkerSetup } from './in-page.ts';

declare global {
  /** The page modules' test driver, where `annotate` put it. */
  var inPage: InPage;
}

interface PageFixtures {
  /** Serves this HTML at an address of its own and opens it. */
  open(html: string): Promise<Page>;
  /** Starts the page modules on the open page, in its main world. */
  annotate(setup: WorkerSetup): Promise<void>;
}
interface WorkerFixtures {
  bundle: string;
}

const fromHere = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The real page modules in a real page, without the extension around them. */
export const test = base.extend<PageFixtures, WorkerFixtures>({
  bundle: [
    async ({}, use) => {
      const build = await rolldown({
        input: fromHere('in-page.ts'),
        resolve: { alias: { '@': fromHere('../../../src') } },
        logLevel: 'silent',
      });
      const { output } = await build.generate({ format: 'iife', name: 'unused' });
      await build.close();
      await use(output[0].code);
    },
    { scope: 'worker' },
  ],
  launchOptions: [
    async ({}, use) => {
      const chromium = findChromium();
      const args = ['--no-sandbox', '--disable-gpu', '--headless=new'];
      await use({ args, ...(chromium ? { executablePath: chromium.executable } : {}) });
    },
    { scope: 'worker' },
  ],
  open: async ({ page }, use) => {
    let html = '';
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8').end(html);
    });
    await listen(server);
    await use(async (given) => {
      html = given;
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      return page;
    });
    server.closeAllConnections();
    server.close();
  },
  annotate: async ({ page, bundle }, use) => {
    await use(async (setup) => {
      await page.evaluate(bundle);
      await page.evaluate((given) => inPage.start(given), setup);
    });
  },
});
export { expect } from '@playwright/test';

function listen(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
}

/** What is painted, in order of reading. */
export async function paintedTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => inPage.painted().map(({ text }) => text));
}
