import type { Page } from '@playwright/test';
import { waitUntil } from '../../support/wait-until.ts';
import { click, shown } from './moves.ts';
import { test } from './side-by-side.ts';

declare global {
  /** Only a page that was never unloaded still has it. */
  var wasKept: boolean;
}

/** Goes to another page and comes back to the one that the browser kept. */
async function thereAndBack(page: Page): Promise<void> {
  await page.evaluate(() => {
    addEventListener('pageshow', (event) => (globalThis.wasKept = event.persisted), { once: true });
    location.assign('/empty.html');
  });
  await page.waitForURL('**/empty.html');
  await page.evaluate(() => history.back());
  await waitUntil('the page is shown again', () =>
    // Until the way back is done there may be no page to ask.
    page.evaluate(() => globalThis.wasKept).catch(() => undefined),
  );
}

for (const app of ['react', 'lit'] as const)
  test(`the ${app} application back from the back/forward cache`, async ({ open }) => {
    const { step } = await open(app);
    const openMessage = (id: number) => click(app === 'react' ? `Open ${id}` : `${id}`);
    await step('a message is open', openMessage(0));
    await step('gone and come back', thereAndBack);
    await step('another message', openMessage(1));
    await step('gone and come back again', thereAndBack);
    await step('deleted', click('Delete'));
  });

test('a document that is opened and written anew', async ({ open }) => {
  const { step } = await open('react');
  const write = (html: string) => (page: Page) =>
    page.evaluate(`document.open(); document.write(${JSON.stringify(html)}); document.close();`);
  await step('a message is open', click('Open 0'));
  await step('overwritten', async (page) => {
    await write('<!doctype html><title>Print</title><p>From night-post.example</p><div></div>')(page);
    await shown('From night-post.example')(page);
  });
  await step('the new text changes', (page) =>
    page.getByText('From night-post.example').evaluate((text) => text.append(' and ember-relay.test')),
  );
  await step('a root is attached', (page) =>
    page.locator('div').evaluate((box) => box.attachShadow({ mode: 'open' }).append('198.51.100.23')),
  );
  await step(
    'overwritten again',
    write('<!doctype html><title>Print</title><p>Not 198.51.100.1, 203.0.113.9'),
  );
  await step('nothing is left', write(''));
});
