import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import {
  openPanelFrom,
  killWorker,
  launchChromium,
  openExtensionPage,
  openPopup,
} from '../support/browsers.ts';
import { connectExtension } from '../support/connect.ts';
import { startEmulator, type Emulator } from '../support/emulator/emulator.ts';
import { painted, row, SITE } from './page/real-build.ts';

// All names and addresses are made up.
const PAGES: Record<string, string> = {
  '/first': '<!doctype html><title>A made-up report</title><p>It asks evil.test, then new[.]example.',
  '/second': '<!doctype html><title>Another made-up report</title><p>Again evil.test, and 192.0.2.1.',
};

let emulator: Emulator;
let profile: string;
let context: BrowserContext | undefined;

test.beforeAll(async () => {
  emulator = await startEmulator({ rows: [row('domain', 'evil.test'), row('ipv4', '192.0.2.1')] });
  profile = await mkdtemp(join(tmpdir(), 'telltale-cases-'));
});
test.afterAll(async () => {
  await context?.close();
  await emulator?.close();
  await rm(profile, { recursive: true, force: true });
});

async function launch(): Promise<BrowserContext> {
  context = await launchChromium({ remoteDebugging: true, userDataDir: profile });
  await context.route(`${SITE}/**`, (route) =>
    route.fulfill({
      contentType: 'text/html; charset=utf-8',
      body: PAGES[new URL(route.request().url()).pathname] ?? '',
    }),
  );
  return context;
}

async function panelBeside(browser: BrowserContext, page: Page): Promise<Page> {
  const { page: popup } = await openPopup(browser, page);
  return (await openPanelFrom(browser, popup)).page;
}

test('values of two pages come into one case, which outlives worker and browser, is exported as one, and every step can be undone', async () => {
  let browser = await launch();
  await connectExtension(browser, { baseUrl: emulator.url, key: emulator.key });
  const page = await browser.newPage();
  await page.goto(`${SITE}/first`);
  await painted(page, 'evil.test');
  const panel = await panelBeside(browser, page);

  // The first value makes the case.
  await panel
    .getByRole('button', { name: /evil\[\.\]test/ })
    .first()
    .click();
  const facts = panel.locator('.item-facts');
  await facts.getByRole('button', { name: 'Add to case…' }).click();
  await facts.getByRole('textbox', { name: 'Name of the new case' }).fill('Made-up wave');
  await facts.getByRole('button', { name: 'Create and add' }).click();
  await expect(facts.getByText('Added to “Made-up wave”.')).toBeVisible();
  await facts.getByRole('button', { name: 'Undo' }).click();
  await expect(facts.getByText('Taken back from “Made-up wave”.')).toBeVisible();
  await facts.getByRole('button', { name: 'Add to case', exact: true }).click();
  await expect(facts.getByRole('button', { name: 'Made-up wave' })).toBeVisible();
  await facts.getByRole('button', { name: 'Note…' }).click();
  await facts.getByRole('textbox', { name: 'Your note' }).fill('Seen in the made-up wave');
  await expect(facts.getByText('Saved.')).toBeVisible();

  // The second page, after the worker went away: one click, all of a list.
  await killWorker(browser);
  await page.goto(`${SITE}/second`);
  await painted(page, '192.0.2.1');
  await panel.getByRole('button', { name: 'Add 2 known to case' }).click();
  await expect(panel.getByText('1 added to “Made-up wave”, 1 were there already.')).toBeVisible();

  // All of it is there after the browser was closed.
  await browser.close();
  browser = await launch();
  const again = await openExtensionPage(browser, 'sidepanel.html');
  await again.getByRole('tab', { name: /^Cases/ }).click();
  await expect(again.getByRole('heading', { name: 'Made-up wave' })).toBeVisible();
  await again.getByText('Name, ticket and note').click();
  await again.getByRole('textbox', { name: 'Ticket' }).fill('INC-2042');
  await expect(again.getByText('Saved.')).toBeVisible();
  await again.getByRole('button', { name: /evil\[\.\]test/ }).click();
  await expect(again.getByRole('list', { name: 'Seen' }).getByRole('listitem')).toHaveCount(2);

  const form = again.getByRole('combobox', { name: 'Form' });
  await form.selectOption('stix');
  const download = again.waitForEvent('download');
  await again.getByRole('button', { name: 'Save', exact: true }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toMatch(/^telltale-INC-2042-.*\.stix\.json$/);
  const { objects } = JSON.parse(await readFile(await saved.path(), 'utf8')) as {
    objects: { type: string; name?: string; description?: string; object_refs?: string[] }[];
  };
  expect(
    objects
      .filter(({ type }) => type === 'indicator')
      .map(({ name }) => String(name))
      .toSorted((a, b) => a.localeCompare(b)),
  ).toEqual(['192.0.2.1', 'evil.test']);
  expect(objects.find(({ type }) => type === 'report')).toMatchObject({ name: 'Made-up wave (INC-2042)' });
  expect(
    objects
      .filter(({ type }) => type === 'sighting')
      .map(({ description }) => String(description))
      .toSorted((a, b) => a.localeCompare(b)),
  ).toEqual([
    `Read on A made-up report, ${SITE}/first`,
    `Read on Another made-up report, ${SITE}/second`,
    `Read on Another made-up report, ${SITE}/second`,
  ]);

  await again.getByRole('button', { name: 'Take out evil[.]test' }).click();
  await expect(again.getByRole('button', { name: /evil\[\.\]test/ })).toHaveCount(0);
  await again.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(again.getByRole('button', { name: /evil\[\.\]test/ }).first()).toBeVisible();

  await again.getByRole('textbox', { name: 'Name' }).fill(' ');
  await expect(again.getByText('A case needs a name.')).toBeVisible();
  await again.getByRole('button', { name: 'Delete case' }).click();
  await expect(again.getByText('“Made-up wave” is deleted.')).toBeVisible();
  await again.getByRole('button', { name: 'Undo', exact: true }).click();
  await again.getByRole('button', { name: /^Made-up wave/ }).click();
  await expect(again.getByText(/INC-2042 · 2 values/)).toBeVisible();

  // The undo is gone with the panel; the case is not.
  await again.getByRole('button', { name: 'Delete case' }).click();
  await expect(again.getByText('“Made-up wave” is deleted.')).toBeVisible();
  await again.reload();
  await again.getByRole('tab', { name: /^Cases/ }).click();
  await again.getByRole('button', { name: 'Restore Made-up wave' }).click();
  // It was the current one, and is again: it is open.
  await expect(again.getByText(/INC-2042 · 2 values/)).toBeVisible();
});
