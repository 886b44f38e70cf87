import { item, mismatches, NOW, pageItems, status, verdict } from './fixtures.ts';
import { calls, expect, test } from './harness.ts';

const ACCESS = { ok: true, host: 'reports.example.com', siteOff: false } as const;
const popup = (change: object = {}) => ({
  access: ACCESS,
  list: { state: 'listed', items: pageItems(), mismatches: [] },
  status: status(),
  now: NOW,
  ...change,
});

test('counts by confidence and lists everything, what is not marked with its reason', async ({
  open,
  draw,
}) => {
  const page = await open();
  await draw('popup', popup());
  const counts = page.getByRole('list', { name: /by source confidence/ });
  await expect(counts.getByRole('listitem')).toHaveText(['2 high', '1 medium', '0 low', '1 unrated']);
  await expect(page.getByRole('heading', { name: 'Known 4', exact: true })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Related 1, not counted' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Old 1, not counted' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'References 2' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'navigation only 1' })).toHaveCount(1);
  await expect(page.getByRole('button', { name: /10\.0\.0\[\.\]5.*Private address/ })).toHaveCount(1);
  await expect(
    page.getByRole('button', { name: /mail\[\.\]example\[\.\]org.*medium.*below example\[\.\]org/ }),
  ).toHaveCount(1);
});

test('a worker that does not answer is told of, and nobody is asked to wait for it', async ({
  open,
  draw,
}) => {
  const page = await open();
  await draw('popup', { list: { state: 'connecting' }, isUnreachable: true, now: NOW });
  await expect(page.getByRole('alert')).toContainText('Telltale does not answer');
  await expect(page.getByText('One moment')).toHaveCount(0);
  await draw('popup', { list: { state: 'connecting' }, now: NOW });
  await expect(page.getByText('One moment')).toBeVisible();
});

test('says how many links lead elsewhere than they say', async ({ open, draw }) => {
  const page = await open();
  await draw('popup', popup({ list: { state: 'listed', items: [], mismatches: mismatches() } }));
  await expect(page.getByText('2 links say one thing and lead to another.')).toBeVisible();
  await draw('popup', popup());
  await expect(page.getByText(/one thing/)).toHaveCount(0);
});

test('a click on a value shows it on the page', async ({ open, draw }) => {
  const page = await open();
  await draw('popup', popup());
  await page.getByRole('button', { name: /203\.0\.113\[\.\]77/ }).click();
  expect(await calls(page)).toMatchObject([
    { name: 'show', args: [{ type: 'ipv4', value: '203.0.113.77' }] },
  ]);
});

test('says first that the address of the tab is listed', async ({ open, draw }) => {
  const page = await open();
  const listedAddress = { type: 'domain', value: 'reports.example.com' };
  await draw('popup', popup({ access: { ...ACCESS, listedAddress } }));
  await expect(page.getByRole('alert')).toContainText('This site’s own address is listed');
  await expect(page.getByRole('alert')).toContainText('reports[.]example[.]com');
});

test('a page that cannot be read is not an empty one', async ({ open, draw }) => {
  const page = await open();
  await draw(
    'popup',
    popup({ access: { ok: false, reason: 'This is a PDF.', remedy: 'Select text in it.' } }),
  );
  await expect(page.getByRole('heading', { name: 'Cannot read this page' })).toBeVisible();
  await expect(page.getByText('This is a PDF. Select text in it.')).toBeVisible();
  await expect(page.getByText(/\b0\b/)).toHaveCount(0);
  await expect(page.getByRole('switch')).toHaveCount(0);

  await draw('popup', popup({ list: { state: 'silent' } }));
  await expect(page.getByRole('heading', { name: 'Not read yet' })).toBeVisible();
  await expect(page.getByText(/\b0\b/)).toHaveCount(0);
});

test('a page that the user can open to us on another page has a button that leads there', async ({
  open,
  draw,
}) => {
  const page = await open();
  const access = { ok: false, reason: 'A local file.', remedy: 'Switch it on.', inDetails: true };
  await draw('popup', popup({ access }));
  await page.getByRole('button', { name: 'Open the page about Telltale' }).click();
  expect(await calls(page)).toEqual([{ name: 'openDetails', args: [] }]);
});

test('a page that the browser withholds is said to be one, with the way to end that, also where a click has opened it', async ({
  open,
  draw,
}) => {
  const page = await open();
  const withheld = 'https://reports.example.com';
  await draw('popup', popup({ access: { ok: false, reason: 'Withheld.', remedy: 'Elsewhere.', withheld } }));
  await expect(page.getByRole('alert').getByRole('heading')).toHaveText('Cannot read this page');
  await expect(page.getByText('Elsewhere.')).toHaveCount(0);
  await page.getByRole('button', { name: 'Allow on all sites' }).click();
  await page.getByRole('button', { name: 'Allow on reports.example.com' }).click();
  expect(await calls(page)).toEqual([
    { name: 'allowSites', args: [] },
    { name: 'allowSites', args: [withheld] },
  ]);
  await draw('popup', popup({ access: { ...ACCESS, withheld } }));
  await expect(page.getByRole('alert')).toContainText('At the next visit nothing is marked here');
  await expect(page.getByRole('heading', { name: 'Known 4', exact: true })).toBeVisible();
});

test('an empty page was compared with something, and is not "safe"', async ({ open, draw }) => {
  const page = await open();
  await draw('popup', popup({ list: { state: 'listed', items: [], mismatches: [] } }));
  await expect(
    page.getByText('Nothing on this page is among your 48,210 indicators. This does not mean safe.'),
  ).toBeVisible();
});

test('switches the site off and on', async ({ open, draw }) => {
  const page = await open();
  await draw('popup', popup());
  await page.getByRole('switch', { name: 'Mark indicators on reports.example.com' }).click();
  expect(await calls(page)).toEqual([{ name: 'setSite', args: ['reports.example.com', 'off'] }]);
  await draw('popup', popup({ access: { ...ACCESS, siteOff: true } }));
  await expect(page.getByRole('heading', { name: 'Off on this site' })).toBeVisible();
  await expect(page.getByRole('switch')).not.toBeChecked();
});

test('tells how the sync goes, and what went wrong', async ({ open, draw }) => {
  const page = await open();
  await draw('popup', popup());
  await expect(
    page.getByText('48,210 indicators, synced 14 minutes ago. Next run in 1 minute.'),
  ).toBeVisible();

  const syncing = { state: 'syncing', fetched: 300, total: 1523, startedAt: '2026-11-23T11:59:00Z' };
  await draw('popup', popup({ status: { ...status(), phase: syncing } }));
  await expect(page.getByRole('progressbar')).toHaveJSProperty('position', 300 / 1523);
  await expect(page.getByText('300 of 1,523')).toBeVisible();

  const error = {
    reason: 'unauthorized',
    text: 'The API refused the key. Enter another one.',
    at: '2026-11-23T11:58:00Z',
  };
  await draw('popup', popup({ status: status({ error } as object) }));
  await expect(
    page.getByText('The API refused the key. Enter another one. Failed 2 minutes ago.'),
  ).toBeVisible();
});

test('the first time it says what to do, with one button', async ({ open, draw }) => {
  const page = await open();
  await draw('popup', popup({ status: { phase: { state: 'unconfigured' }, rows: 0, skipped: [] } }));
  await expect(page.getByRole('button')).toHaveCount(1);
  await page.getByRole('button', { name: 'Enter a key or add a list' }).click();
  expect((await calls(page)).map(({ name }) => name)).toEqual(['openOptions']);
});

test('says that only a part was checked', async ({ open, draw }) => {
  const page = await open();
  const list = {
    state: 'listed',
    items: pageItems(),
    mismatches: [],
    capped: { asked: 50_000, total: 81_234 },
  };
  await draw('popup', popup({ list }));
  await expect(page.getByRole('status').filter({ hasText: '50,000 of the 81,234' })).toBeVisible();
});

test('scrolls through five thousand values, each in reach of the keyboard', async ({ open, draw, page }) => {
  await page.setViewportSize({ width: 380, height: 600 });
  await open();
  const many = Array.from({ length: 5000 }, (_, at) => item({ value: `host-${at}.example.net` }));
  await draw('popup', popup({ list: { state: 'listed', items: many, mismatches: [] } }));
  const last = page.locator('[id="item-domain:host-4999.example.net"] button');
  await last.focus();
  const foot = page.locator('footer');
  const [row, below] = [await last.boundingBox(), await foot.boundingBox()];
  expect(row!.y + row!.height).toBeLessThanOrEqual(below!.y);
  await expect(page.getByRole('switch')).toBeInViewport();
  await page.keyboard.press('Enter');
  expect(await calls(page)).toMatchObject([{ name: 'show', args: [{ value: 'host-4999.example.net' }] }]);
});

test('hostile values neither break out nor push anything aside', async ({ open, draw, page }) => {
  await page.setViewportSize({ width: 380, height: 600 });
  await open();
  const hostile = '<img src=x onerror=alert(1)>\u202E';
  const items = [
    item({ value: hostile, quote: hostile, verdict: verdict({ matchClass: 'child', matched: hostile }) }),
    item({ type: 'url', value: `https://a.example/${'a'.repeat(10_000)}`, quote: 'W'.repeat(10_000) }),
  ];
  const access = { ...ACCESS, host: `${'long-label.'.repeat(40)}example`, listedAddress: items[1] };
  await draw('popup', popup({ list: { state: 'listed', items, mismatches: [] }, access }));
  await expect(page.getByRole('list').locator('img')).toHaveCount(0);
  await expect(page.getByText('U+202E').first()).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(380);
});
