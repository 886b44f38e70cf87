import type { Page } from '@playwright/test';
import { readPainted } from '../../support/painted.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { expect, test } from './side-by-side.ts';

test('a page that rewrites itself at every frame', async ({ open }) => {
  const { step, marked, plain } = await open('ticker');
  await waitUntil('what stays is marked while the rest changes', async () => {
    const texts = new Set((await readPainted(marked)).map(({ text }) => text));
    return texts.has('update-wick.example.org') && texts.has('night-post.example');
  });
  const frames = (page: Page) => page.evaluate(() => ticker.frames);
  // Both go on meanwhile; each is told in time.
  const stopAt = Math.max(await frames(marked), await frames(plain)) + 300;
  for (const page of [plain, marked]) await page.evaluate((at) => void (ticker.stopAt = at), stopAt);
  await step('stopped after the same frame', (page) =>
    waitUntil('it stopped', async () => (await frames(page)) === stopAt, 60),
  );
  expect(await frames(marked)).toBe(stopAt);
});
