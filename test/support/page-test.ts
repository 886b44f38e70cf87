import { readFile } from 'node:fs/promises';
import { test as base, type Page } from '@playwright/test';
import { findChromium, findHeadlessShell } from './find-browsers.ts';
import { ROOT } from './paths.ts';
import { startStaticServer } from './static-server.ts';

interface Fixtures {
  /** Serves this HTML and opens it. */
  open(html: string): Promise<Page>;
}
interface WorkerFixtures {
  site: { url: string; pages: Record<string, string | Buffer> };
}

/** A part of the extension in a page of a test's own, without the rest around it. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  launchOptions: [
    async ({}, use) => {
      const shell = findHeadlessShell();
      const found = shell ?? findChromium();
      const args = ['--no-sandbox', '--disable-gpu', ...(shell ? [] : ['--headless=new'])];
      await use({ args, ...(found ? { executablePath: found.executable } : {}) });
    },
    { scope: 'worker' },
  ],
  site: [
    async ({}, use) => {
      const pages: Record<string, string | Buffer> = {};
      for (const icon of ['/icon/32.png', '/icon/48.png'])
        pages[icon] = await readFile(`${ROOT}/public${icon}`);
      const { url, close } = await startStaticServer(pages);
      await use({ url, pages });
      await close();
    },
    { scope: 'worker' },
  ],
  open: async ({ page, site }, use) => {
    await use(async (html) => {
      site.pages['/'] = html;
      await page.goto(`${site.url}/`);
      return page;
    });
  },
});
