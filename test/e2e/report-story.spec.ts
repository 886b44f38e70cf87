import { readFile } from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import { extensionWorker, findSurface, openPopup, type Surface } from '../support/browsers.ts';
import { tabTo } from '../support/keys.ts';
import { readCard } from '../support/card.ts';
import { readPainted } from '../support/painted.ts';
import { waitUntil } from '../support/wait-until.ts';
import { painted, row, SITE, startRealBuild, type RealBuild } from './page/real-build.ts';

// All names, addresses and hashes are made up.
const SHA256 = '0123456789abcdef'.repeat(4);
const REPORT = `<!doctype html><title>A made-up loader campaign</title><h1>A made-up loader campaign</h1>
<p>The loader asks evil.test for its configuration, then fetches hxxp://new[.]example/a.php.</p>
<p>Later it was seen at 198.51.100.7 with ${SHA256}.</p>`;

let build: RealBuild;
test.beforeAll(async () => {
  build = await startRealBuild([row('domain', 'evil.test', { tlp: 'amber' })], { '/report': REPORT });
});
test.afterAll(async () => build?.close());

test('an analyst reads a report, sees what is known of it, and takes the new values along as STIX', async () => {
  const page = await build.context.newPage();
  await page.goto(`${SITE}/report`);
  await painted(page, 'evil.test');
  const requests = build.emulator.requests.length;
  const { page: panel, browser } = await openPanelFromCard(page);
  await expect(panel.getByText('4 indicators here: 1 known, 0 suppressed, 3 new to you.')).toBeVisible();

  // The known one, with its facts.
  await expect(panel.getByRole('article')).toContainText('Made-up list');

  // The new ones, by key.
  await panel.keyboard.press('2');
  await expect(panel.getByRole('tab', { selected: true })).toHaveText('Unknown 3');
  await expect(panel.getByRole('button', { name: /new\[\.\]example/ })).toBeVisible();
  await panel.getByLabel('Which values').selectOption('new');
  await panel.getByLabel('Form', { exact: true }).selectOption('stix');
  const download = panel.waitForEvent('download');
  await panel.getByRole('button', { name: 'Save' }).focus();
  await panel.keyboard.press('Enter');
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^telltale-pages-test-.*\.stix\.json$/);
  const bundle = JSON.parse(await readFile(await file.path(), 'utf8')) as {
    objects: { type: string; pattern?: string; name?: string }[];
  };
  expect(bundle.objects.flatMap(({ pattern }) => pattern ?? []).toSorted()).toEqual([
    "[file:hashes.'SHA-256' = '" + SHA256 + "']",
    "[ipv4-addr:value = '198.51.100.7']",
    "[url:value = 'http://new.example/a.php']",
  ]);
  expect(bundle.objects.find(({ type }) => type === 'report')?.name).toBe('A made-up loader campaign');
  // Reading, listing and exporting asked nobody anything.
  expect(build.emulator.requests.length).toBe(requests);
  // An open panel stays with the tab that it was left at.
  await panel.close();
  await browser.close();
  await page.close();
});

test('the same by key alone: from mark to mark, what the sources say, the new values as STIX', async () => {
  const page = await build.context.newPage();
  await page.goto(`${SITE}/report`);
  await painted(page, 'evil.test');
  // Alt+Shift+N: the browser's own control, told to the worker as the browser tells it.
  await pressCommand(page, 'next-match');
  const card = await waitUntil('the card says what is known', async () => {
    const shown = await readCard(page);
    return shown?.text.includes('Made-up list') ? shown : undefined;
  });
  expect(card.text).toContain('evil[.]test');
  await page.keyboard.press('Escape');
  await waitUntil('the card is closed', async () => (await readCard(page)) === undefined);

  const { page: popup } = await openPopup(build.context, page);
  await tabTo(popup, popup.getByRole('button', { name: 'Side panel' }));
  // The popup closes itself.
  await popup.keyboard.press('Enter').catch(() => undefined);
  const { page: panel, browser } = await findSurface(build.context, 'sidepanel.html');
  await expect(panel.getByText('4 indicators here: 1 known, 0 suppressed, 3 new to you.')).toBeVisible();
  await tabTo(panel, panel.getByRole('button', { name: /^evil\[\.\]test/ }));
  await panel.keyboard.press('Enter');
  await expect(panel.getByRole('article')).toContainText('Made-up list');

  await panel.keyboard.press('2');
  await expect(panel.getByRole('tab', { selected: true })).toHaveText('Unknown 3');
  // All that is shown is chosen by one key.
  await tabTo(panel, panel.getByRole('button', { name: /new\[\.\]example/ }));
  await panel.keyboard.press('a');
  await expect(panel.getByRole('checkbox', { checked: true })).toHaveCount(3);
  await tabTo(panel, panel.getByLabel('Which values'));
  await expect(panel.getByLabel('Which values')).toContainText('3 chosen');
  await tabTo(panel, panel.getByLabel('Form', { exact: true }));
  await panel.keyboard.type('STIX');
  await expect(panel.getByLabel('Form', { exact: true })).toHaveValue('stix');
  await tabTo(panel, panel.getByRole('button', { name: 'Save' }));
  const download = panel.waitForEvent('download');
  await panel.keyboard.press('Enter');
  const bundle = JSON.parse(await readFile(await (await download).path(), 'utf8')) as {
    objects: { type: string; pattern?: string }[];
  };
  expect(bundle.objects.flatMap(({ pattern }) => pattern ?? [])).toHaveLength(3);
  await browser.close();
  await page.close();
});

async function pressCommand(page: Page, name: string): Promise<void> {
  await page.bringToFront();
  const worker = await extensionWorker(build.context);
  await worker.evaluate(async (given) => {
    const { chrome } = globalThis as unknown as {
      chrome: {
        commands: { onCommand: { dispatch(...args: unknown[]): void } };
        tabs: { query(filter: object): Promise<unknown[]> };
      };
    };
    const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
    chrome.commands.onCommand.dispatch(given, tab);
  }, name);
}

async function openPanelFromCard(page: Page): Promise<Surface> {
  await page.bringToFront();
  const mark = await waitUntil('the value is painted', async () =>
    (await readPainted(page)).find(({ text }) => text === 'evil.test'),
  );
  await page.mouse.click(mark.x, mark.y);
  const { box } = await waitUntil('the card is filled', async () => {
    const card = await readCard(page);
    return card?.text.includes('Open in side panel') ? card : undefined;
  });
  // The button stands at the right end of the card's last line.
  await page.mouse.click(box.x + box.width - 60, box.y + box.height - 24);
  return findSurface(build.context, 'sidepanel.html');
}
