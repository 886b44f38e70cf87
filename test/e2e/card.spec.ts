import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { extensionWorker, openPanelFrom, openPopup } from '../support/browsers.ts';
import { readCard } from '../support/card.ts';
import { askWorker } from '../support/connect.ts';
import { readPainted } from '../support/painted.ts';
import { painted, row, SITE, startRealBuild } from './page/real-build.ts';

test('a card that stays open says what is known now', async () => {
  const build = await startRealBuild([row('domain', 'evil.test')], {
    '/report': '<!doctype html><title>A made-up report</title><p>It asks <b>evil.test</b>.</p>',
  });
  try {
    const page = await build.context.newPage();
    await page.goto(`${SITE}/report`);
    await painted(page, 'evil.test');
    const text = async () => (await readCard(page))?.text;
    await page.locator('b').click();
    await expect.poll(text).toContain('Exact match');
    await askWorker(build.options, 'clearIndicators');
    await expect.poll(text).toContain('No longer in your indicators');
    await askWorker(build.options, 'syncNow');
    await expect.poll(text).toContain('Exact match');
  } finally {
    await build.close();
  }
});

test('what a list takes back and what it adds is so on the page, in card, badge and panel', async () => {
  let list = 'old.test\nstays.test\n';
  const server = createServer((_, response) => void response.end(list));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const build = await startRealBuild([row('domain', 'stays.test')], {
    '/report': `<!doctype html><title>A made-up report</title><p><b>old.test</b> new.test stays.test</p>
      <iframe sandbox srcdoc="<p>old.test new.test</p>"></iframe>`,
  });
  const { context, options } = build;
  try {
    await options.getByRole('button', { name: 'Subscribe to a list' }).click();
    await options.getByLabel('Address', { exact: true }).last().fill(`http://${host}/list.txt`);
    await options.getByLabel('Name', { exact: true }).fill('Our list');
    await options.getByRole('button', { name: `Subscribe and fetch from ${host}` }).click();
    const fetchNow = options.getByRole('button', { name: 'Fetch Our list now' });
    await expect(fetchNow).toBeEnabled();

    const page = await context.newPage();
    const texts = async () => (await readPainted(page)).map(({ text }) => text).toSorted();
    await page.goto(`${SITE}/report`);
    await expect.poll(texts).toEqual(['old.test', 'old.test', 'stays.test']);
    const popup = await openPopup(context, page);
    const panel = await openPanelFrom(context, popup.page);
    const item = (value: string) => panel.page.locator(`[id="item-domain:${value}"]`);
    const unknown = panel.page.getByRole('tab', { name: /^Unknown/ });
    await unknown.click();
    await expect(panel.page.getByRole('tabpanel')).toContainText('new[.]test');
    await panel.page.getByRole('tab', { name: /^Known/ }).click();
    await item('old.test').getByRole('button').first().click();
    await expect(item('old.test')).toContainText('Exact match');
    await page.bringToFront();
    await page.locator('b').click();
    const card = async () => (await readCard(page))?.text;
    await expect.poll(card).toContain('Exact match');

    list = 'new.test\n';
    await fetchNow.click();
    await expect.poll(texts).toEqual(['new.test', 'new.test', 'stays.test']);
    await expect.poll(card).toContain('No longer in your indicators');
    const badge = `chrome.tabs.query({ url: '${SITE}/report' }).then(([tab]) => chrome.action.getBadgeText({ tabId: tab.id }))`;
    await expect.poll(async () => (await extensionWorker(context)).evaluate(badge)).toBe('2');
    await expect(item('new.test')).toBeVisible();
    await expect(item('old.test')).toHaveCount(0);
    await expect(panel.page.locator('.panel-asked')).toContainText(/old\[\.\]test.*No longer in your/);
    await unknown.click();
    await expect(panel.page.getByRole('tabpanel')).toContainText('old[.]test');
    await expect(panel.page.getByRole('tabpanel')).not.toContainText('new[.]test');

    await panel.page.getByRole('tab', { name: /^Known/ }).click();
    await item('stays.test').getByRole('button').first().click();
    await expect(item('stays.test')).toContainText('Made-up list');
    await expect(item('stays.test')).not.toContainText('Our list');
    list = 'new.test\nstays.test\n';
    await fetchNow.click();
    await expect(item('stays.test')).toContainText('Our list');
    await panel.browser.close();
  } finally {
    await build.close();
    server.closeAllConnections();
    server.close();
  }
});
