import { expect, test } from '@playwright/test';
import { extensionWorker, killWorker } from '../support/browsers.ts';
import { readCard } from '../support/card.ts';
import { askWorker } from '../support/connect.ts';
import { readPainted } from '../support/painted.ts';
import { painted, row, SITE, startRealBuild } from './page/real-build.ts';

/** Long enough for a slow machine to show a page as it is before. */
const SOON_MS = 30_000;

test('a date that passes while a page is open changes its marks, an open card and the badge, also where the worker was stopped', async () => {
  test.setTimeout(8 * SOON_MS);
  const build = await startRealBuild([row('domain', 'allowed.test')], {
    '/report': '<!doctype html><title>A made-up report</title><p><b>valid.test</b> and allowed.test</p>',
  });
  const { context, options } = build;
  try {
    const page = await context.newPage();
    await page.goto(`${SITE}/report`);
    await painted(page, 'allowed.test');

    const soon = new Date(Date.now() + SOON_MS).toISOString();
    await options.getByRole('button', { name: 'Add a file' }).click();
    await options.getByLabel('File with indicators').setInputFiles({
      name: 'ours.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(bundleUntil(soon))),
    });
    await options.getByRole('button', { name: 'Import', exact: true }).click();
    const entry = { value: 'allowed.test', scope: 'value', reason: '', added: '2026-06-01T12:00:00Z' };
    await askWorker(options, 'setSettings', { allowlist: [{ ...entry, expires: soon }] });
    await page.bringToFront();
    const texts = async () => (await readPainted(page)).map(({ text }) => text);
    await expect.poll(texts).toEqual(['valid.test']);
    await page.locator('b').click();
    const card = async () => (await readCard(page))?.text;
    await expect.poll(card).toContain('Exact match');
    await expect.poll(card).not.toContain('Withdrawn');
    await killWorker(context);

    await expect.poll(texts, { timeout: 3 * SOON_MS }).toEqual(['allowed.test']);
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(soon));
    await expect.poll(card).toContain('Withdrawn');
    const badge = `chrome.tabs.query({ url: '${SITE}/report' }).then(([tab]) => chrome.action.getBadgeText({ tabId: tab.id }))`;
    await expect.poll(async () => (await extensionWorker(context)).evaluate(badge)).toBe('1');
  } finally {
    await build.close();
  }
});

function bundleUntil(until: string): object {
  return {
    type: 'bundle',
    id: 'bundle--6a4c0f0e-0000-4000-8000-000000000001',
    objects: [
      {
        type: 'indicator',
        spec_version: '2.1',
        id: 'indicator--6a4c0f0e-0000-4000-8000-000000000002',
        created: '2026-06-01T12:00:00Z',
        modified: '2026-06-01T12:00:00Z',
        pattern: "[domain-name:value = 'valid.test']",
        pattern_type: 'stix',
        valid_from: '2026-06-01T12:00:00Z',
        valid_until: until,
      },
    ],
  };
}
