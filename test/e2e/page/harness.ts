import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { rolldown } from 'rolldown';
import { test as base } from '../../support/page-test.ts';
import type { InPage, WorkerSetup } from './in-page.ts';

declare global {
  /** The page modules' test driver, where `annotate` put it. */
  var inPage: InPage;
}

interface PageFixtures {
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
  annotate: async ({ page, bundle }, use) => {
    await use(async (setup) => {
      await page.evaluate(bundle);
      await page.evaluate((given) => inPage.start(given), setup);
    });
  },
});
export { expect } from '@playwright/test';

/** What is painted, in order of reading. */
export async function paintedTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => inPage.painted().map(({ text }) => text));
}
