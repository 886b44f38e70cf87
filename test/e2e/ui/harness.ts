import { createServer, type Server } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Page, test as base } from '@playwright/test';
import { findChromium } from '../../support/find-browsers.ts';
import { bundleStage } from './bundle-stage.ts';
import type { CardSetup, Stage } from './stage.tsx';

declare global {
  /** The components' test driver, put there by the page's own script. */
  var stage: Stage;
}

type Surface = Parameters<Stage['mount']>[0];

interface PageFixtures {
  /** Opens a page that holds this HTML, with the components ready to be mounted. */
  open(html?: string): Promise<Page>;
  /** Draws one component with plain data; its callbacks are recorded. */
  draw(surface: Surface, props: object): Promise<void>;
  showCard(setup: CardSetup): Promise<void>;
}
interface WorkerFixtures {
  bundle: string;
}

const fromHere = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The real components and style sheets in a real page, without the extension around them. */
export const test = base.extend<PageFixtures, WorkerFixtures>({
  bundle: [async ({}, use) => use(await bundleStage()), { scope: 'worker' }],
  launchOptions: [
    async ({}, use) => {
      const chromium = findChromium();
      const args = ['--no-sandbox', '--disable-gpu', '--headless=new'];
      await use({ args, ...(chromium ? { executablePath: chromium.executable } : {}) });
    },
    { scope: 'worker' },
  ],
  open: async ({ page, bundle }, use) => {
    let html = '';
    const server = createServer((request, response) => {
      if (request.url?.startsWith('/icon/')) return void sendIcon(request.url, response);
      response.setHeader('content-type', 'text/html; charset=utf-8').end(html);
    });
    await listen(server);
    await use(async (given = '<main id="root"></main>') => {
      html = `<!doctype html><html lang="en"><meta name="color-scheme" content="light dark"><body>${given}`;
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      await page.evaluate(bundle);
      return page;
    });
    server.closeAllConnections();
    server.close();
  },
  draw: async ({ page }, use) => {
    await use((surface, props) =>
      page.evaluate(([name, given]) => stage.mount(name, given), [surface, props] as const),
    );
  },
  showCard: async ({ page }, use) => {
    await use((setup) => page.evaluate((given) => stage.showCard(given), setup));
  },
});
export { expect } from '@playwright/test';

/** What the components asked for, e.g. `[{ name: 'copy', args: ['evil[.]example'] }]`. */
export function calls(page: Page): Promise<{ name: string; args: unknown[] }[]> {
  return page.evaluate(() => stage.calls);
}

async function sendIcon(url: string, response: import('node:http').ServerResponse): Promise<void> {
  response.setHeader('content-type', 'image/png');
  response.end(await readFile(fromHere(`../../../public${url}`)));
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
}
