import { expect, test } from '@playwright/test';
import { openPopup } from '../support/browsers.ts';
import { askWorker } from '../support/connect.ts';
import { readPainted } from '../support/painted.ts';
import { waitUntil } from '../support/wait-until.ts';
import { painted, row, SITE, startRealBuild, type RealBuild } from './page/real-build.ts';

// All names are made up.
let build: RealBuild;
test.beforeAll(async () => {
  build = await startRealBuild(
    [row('domain', 'evil.test'), row('domain', 'minor.test', { confidence: 'low' })],
    { '/a': '<!doctype html><title>Made up</title><p>evil.test and minor.test</p>' },
  );
});
test.afterAll(async () => build?.close());

test('a site can be quiet, and marked again, and a level be too low to be marked, all without a reload', async () => {
  const page = await build.context.newPage();
  await page.goto(`${SITE}/a`);
  await painted(page, 'evil.test', 'minor.test');
  const texts = async () => (await readPainted(page)).map(({ text }) => text);

  const popup = await openPopup(build.context, page);
  // It shows what is stored: what a click changed is seen when the worker has it.
  const quiet = popup.page.getByRole('checkbox', { name: /Quiet here/ });
  await quiet.click();
  await expect(quiet).toBeChecked();
  await waitUntil('nothing is marked', async () => (await texts()).length === 0);
  // Still listed, with the reason in a word, and counted.
  await expect(popup.page.getByRole('button', { name: /evil\[\.\]test.*not marked/ })).toBeVisible();
  await expect(popup.page.locator('.count', { hasText: 'high' })).toContainText('1');

  await quiet.click();
  await expect(quiet).not.toBeChecked();
  await painted(page, 'evil.test', 'minor.test');
  await popup.browser.close();

  await askWorker(build.options, 'setSettings', { lowestMarked: 'medium' });
  await waitUntil('only the high one is marked', async () => (await texts()).join() === 'evil.test');
  await askWorker(build.options, 'setSettings', { lowestMarked: 'unrated' });
  await painted(page, 'evil.test', 'minor.test');
});
