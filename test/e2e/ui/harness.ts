import type { Page } from '@playwright/test';
import { test as base } from '../../support/page-test.ts';
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

/** The real components and style sheets in a real page, without the extension around them. */
export const test = base.extend<PageFixtures, WorkerFixtures>({
  bundle: [async ({}, use) => use(await bundleStage()), { scope: 'worker' }],
  open: async ({ open, bundle }, use) => {
    await use(async (given?: string) => {
      const body = given ?? '<main id="root"></main>';
      const page = await open(
        `<!doctype html><html lang="en"><meta name="color-scheme" content="light dark"><body>${body}`,
      );
      await page.evaluate(bundle);
      return page;
    });
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
