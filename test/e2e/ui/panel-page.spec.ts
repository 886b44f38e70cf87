import type { Level } from '@/core/indicator.ts';
import { item, NOW, pageItems, status, verdict } from './fixtures.ts';
import { calls, expect, test } from './harness.ts';

// All values are made up.
const MD5 = '0123456789abcdef0123456789abcdef';
const unknown = (value: string, change: object = {}) => ({
  type: 'domain',
  value,
  count: 1,
  asWritten: value.replace('.', '[.]'),
  sentences: [`The second stage is fetched from ${value.replace('.', '[.]')} once a day.`],
  ...change,
});
const UNKNOWN = [
  unknown('stage-two.example'),
  unknown('198.51.100.7', { type: 'ipv4', count: 3 }),
  unknown(`${MD5}${MD5}`, {
    type: 'sha256',
    sentences: ['loader.exe, seen in May'],
    otherHashes: [{ type: 'md5', value: MD5 }],
  }),
];
const LINKS = [
  {
    text: 'https://bank.example.com/login',
    href: 'https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Flogin-check.test%2Fa',
    unwrapped: { target: 'https://login-check.test/a', through: ['Microsoft Safe Links'] },
    host: 'login-check.test',
    shown: 'bank.example.com',
    reasons: ['mismatch'],
    hidden: false,
    count: 1,
  },
  {
    text: 'Read more',
    href: 'https://192.0.2.1/x',
    host: '192.0.2.1',
    reasons: ['address'],
    hidden: false,
    count: 2,
  },
  {
    text: '',
    href: 'https://tracker.example/p',
    host: 'tracker.example',
    reasons: [],
    hidden: true,
    count: 1,
  },
];
const read = (change: object = {}) => ({
  state: 'read',
  values: { unknown: UNKNOWN, leftOut: { own: 2, shared: 1, otherHash: 0 }, total: 12 },
  links: LINKS,
  ownLinks: 14,
  hidden: [
    {
      text: 'Your invoice is ready: hxxp://pay[.]example',
      how: 'not displayed',
      values: [{ type: 'url', value: 'http://pay.example' }],
    },
  ],
  isCanvas: false,
  ...change,
});
const panel = (change: object = {}) => ({
  tab: 'unknown',
  access: { ok: true, host: 'reports.example.com', siteOff: false },
  list: { state: 'listed', items: pageItems(), mismatches: [] },
  inspection: read(),
  lookup: { state: 'none' },
  status: status(),
  now: NOW,
  ...change,
});

test('says how much of the page is new, and lists it with its sentences', async ({ open, draw }) => {
  const page = await open();
  await draw('panel', panel());
  await expect(page.getByText('13 indicators here: 8 known, 2 suppressed, 3 new to you.')).toBeVisible();
  await expect(page.getByText('Left out: 2 of this site, allowed or reserved; 1 of services')).toBeVisible();
  const first = page.getByRole('button', { name: /stage-two\[\.\]example/ });
  await first.focus();
  await page.keyboard.press('Enter');
  await expect(first).toHaveAttribute('aria-expanded', 'true');
  await expect(page.locator('.sentences')).toContainText('once a day');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('button', { name: /198\.51\.100\[\.\]7.*×3/ })).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(page.getByText(`The same file: MD5 ${MD5}`)).toBeVisible();
});

test('finds by value, defanged or not, and by what stands around it', async ({ open, draw }) => {
  const page = await open();
  await draw('panel', panel());
  const rows = page.locator('.unknown-row');
  await page.keyboard.press('/');
  for (const [wanted, count] of [
    ['two[.]ex', 1],
    ['STAGE-TWO.', 1],
    ['loader.exe', 1],
    ['sha-256', 1],
    ['nothing of the kind', 0],
    ['', 3],
  ] as const) {
    await page.getByRole('searchbox').fill(wanted);
    await expect(rows).toHaveCount(count);
  }
});

test('takes along what is new, or what was chosen, in the form last used', async ({ open, draw }) => {
  const page = await open();
  await draw('panel', panel());
  await expect(page.getByLabel('Which values')).toHaveValue('new');
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(page.getByText('Copied 3 values.')).toBeVisible();
  expect((await calls(page)).find(({ name }) => name === 'copy')?.args).toEqual([
    `stage-two[.]example\n198.51.100[.]7\n${MD5}${MD5}`,
  ]);
  await page.getByRole('checkbox', { name: /198\.51/ }).check();
  await page.getByLabel('Which values').selectOption('chosen');
  await page.getByLabel('Form', { exact: true }).selectOption('txt');
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(page.getByText('Copied 1 value.')).toBeVisible();
  expect((await calls(page)).findLast(({ name }) => name === 'copy')?.args).toEqual(['198.51.100.7\n']);
  // Kept for the next time.
  await draw('panel', panel({ tab: 'lookup' }));
  await draw('panel', panel());
  await expect(page.getByLabel('Form', { exact: true })).toHaveValue('txt');
});

test('lists links with where they lead in the end, the odd ones first, none to be clicked', async ({
  open,
  draw,
}) => {
  const page = await open();
  await draw('panel', panel({ tab: 'links' }));
  await expect(page.getByText('3 links lead elsewhere, 2 of them odd (14 stay on the site).')).toBeVisible();
  const rows = page.getByRole('tabpanel').getByRole('listitem');
  await expect(rows.first()).toContainText('Says one thing and leads to another');
  await expect(rows.first()).toContainText(/Leads to\s*login-check\[\.\]test/);
  await expect(rows.first()).toContainText('through Microsoft Safe Links');
  await expect(rows.nth(1)).toContainText('Leads to a bare address');
  await expect(rows.nth(2)).toContainText('Hidden from view');
  await expect(page.getByRole('tabpanel').getByRole('link')).toHaveCount(0);
});

test('lists what is hidden with what is suppressed', async ({ open, draw }) => {
  const page = await open();
  await draw('panel', panel({ tab: 'suppressed' }));
  await expect(page.getByRole('heading', { name: 'Hidden from view 1' })).toBeVisible();
  await expect(page.getByText('Holds hxxp://pay[.]example')).toBeVisible();
  await expect(page.getByRole('heading', { name: /suppressed/ })).toBeVisible();
});

test('keys choose tabs, and "?" tells them', async ({ open, draw }) => {
  const page = await open();
  await draw('panel', panel());
  await page.getByRole('tab', { name: 'Unknown' }).focus();
  await page.keyboard.press('?');
  await expect(page.getByRole('region', { name: 'Keys' })).toContainText('from value to value');
  await page.keyboard.press('3');
  expect(await calls(page)).toContainEqual({ name: 'choose', args: ['links'] });
});

test('says so where the page is drawn, not read yet, or holds nothing new', async ({ open, draw }) => {
  const page = await open();
  const none = { unknown: [], leftOut: { own: 0, shared: 0, otherHash: 0 }, total: 0 };
  await draw('panel', panel({ inspection: read({ isCanvas: true, values: none }) }));
  await expect(page.getByText('drawn and not written')).toBeVisible();
  await expect(page.getByText('No value on this page is new to you.')).toBeVisible();
  await draw('panel', panel({ inspection: { state: 'none' } }));
  await page.getByRole('button', { name: 'Read it' }).click();
  expect((await calls(page)).map(({ name }) => name)).toContain('readAgain');
});

test('50,000 unknown values are drawn in pieces and searched whole', async ({ open, draw }) => {
  const page = await open();
  const many = Array.from({ length: 50_000 }, (_, at) => unknown(`host-${at}.example.net`));
  const values = { unknown: many, leftOut: { own: 0, shared: 0, otherHash: 0 }, total: 50_000 };
  await draw(
    'panel',
    panel({ inspection: read({ values }), list: { state: 'listed', items: [item()], mismatches: [] } }),
  );
  await expect(page.locator('.unknown-row')).toHaveCount(500);
  await page.getByRole('searchbox').fill('host-49999');
  await expect(page.locator('.unknown-row')).toHaveCount(1);
});

const known = (value: string, level: Level = 'high') =>
  item({
    value,
    type: /^[\d.]+$/.test(value) ? 'ipv4' : 'domain',
    verdict: verdict({ level, confidence: level, matched: value }),
    quote: 'made up',
  });

test('the known values are filtered by type and confidence, and put in order', async ({ open, draw }) => {
  const page = await open();
  const items = [
    known('192.0.2.10'),
    known('b.example.net', 'low'),
    known('192.0.2.9'),
    known('a.example.net', 'medium'),
  ];
  await draw('panel', panel({ tab: 'page', list: { state: 'listed', items, mismatches: [] } }));
  const values = () => page.locator('.item-value').allInnerTexts();
  expect(await values()).toEqual(['192.0.2[.]10', '192.0.2[.]9', 'a[.]example[.]net', 'b[.]example[.]net']);
  await page.getByLabel('Order').selectOption('By value');
  expect(await values()).toEqual(['192.0.2[.]9', '192.0.2[.]10', 'a[.]example[.]net', 'b[.]example[.]net']);
  await page.getByLabel('Order').selectOption('As on the page');
  expect(await values()).toEqual(['192.0.2[.]10', 'b[.]example[.]net', '192.0.2[.]9', 'a[.]example[.]net']);
  await page.getByLabel('Type', { exact: true }).selectOption({ label: 'Domain (2)' });
  expect(await values()).toEqual(['b[.]example[.]net', 'a[.]example[.]net']);
  await page.getByLabel('Confidence', { exact: true }).selectOption('low');
  expect(await values()).toEqual(['b[.]example[.]net']);
  await page.getByLabel('Confidence', { exact: true }).selectOption('high');
  await expect(page.getByText('No known value here is of that kind.')).toBeVisible();
});

test('known and new values are chosen by key, and Ctrl+C takes them', async ({ open, draw }) => {
  const page = await open();
  const items = [known('evil.example.net'), known('bad.example.net')];
  await draw('panel', panel({ tab: 'page', list: { state: 'listed', items, mismatches: [] } }));
  await page.evaluate(() => (stage.answers.explain = [{ type: 'domain', value: 'evil.example.net' }]));
  await page.getByRole('button', { name: 'evil[.]example[.]net' }).focus();
  await page.keyboard.press('x');
  await expect(page.getByLabel('Choose evil[.]example[.]net')).toBeChecked();
  await expect(page.getByLabel('Which values')).toHaveValue('chosen');
  await page.keyboard.press('Control+C');
  await expect.poll(async () => (await calls(page)).map(({ name }) => name)).toEqual(['explain', 'copy']);
  expect(await calls(page)).toEqual([
    { name: 'explain', args: [[items[0]]] },
    { name: 'copy', args: ['evil[.]example[.]net'] },
  ]);
});

test('of thousands of known values the first are drawn, and more when asked for', async ({ open, draw }) => {
  const page = await open();
  const items = Array.from({ length: 5000 }, (_, at) => known(`host-${at}.example.net`));
  await draw('panel', panel({ tab: 'page', list: { state: 'listed', items, mismatches: [] } }));
  await expect(page.locator('.item')).toHaveCount(500);
  await page.getByRole('button', { name: 'Show 500 more of 5,000' }).click();
  await expect(page.locator('.item')).toHaveCount(1000);
  await page.getByLabel('Search values').fill('host-4999');
  await expect(page.locator('.item')).toHaveCount(1);
});
