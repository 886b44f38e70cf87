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
  seen: {},
  links: LINKS,
  ownLinks: 14,
  hidden: [
    {
      text: 'Your invoice is ready: hxxp://pay[.]example',
      how: 'not displayed',
      values: [{ type: 'url', value: 'http://pay.example' }],
      links: [],
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

test('defangs every dot or the last alone, as was last chosen; CSV says what it loses', async ({
  open,
  draw,
}) => {
  const page = await open();
  await draw('panel', panel());
  const copied = async () => {
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await expect(page.getByText('Copied 3 values.')).toBeVisible();
    return (await calls(page)).findLast(({ name }) => name === 'copy')?.args;
  };
  expect(await copied()).toEqual([`stage-two[.]example\n198.51.100[.]7\n${MD5}${MD5}`]);
  await page.getByLabel('Form', { exact: true }).selectOption('Raw');
  await expect(page.getByLabel(/only the last dot/)).toHaveCount(0);
  await page.getByLabel('Form', { exact: true }).selectOption('Ticket lines');
  await page.getByLabel(/only the last dot/).check();
  await draw('panel', panel({ tab: 'lookup' }));
  const two = unknown('c2.stage.example');
  const values = { unknown: [two], leftOut: { own: 0, shared: 0, otherHash: 0 }, total: 1 };
  await draw('panel', panel({ inspection: read({ values }) }));
  await expect(page.getByLabel(/only the last dot/)).toBeChecked();
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(page.getByText('Copied 1 value.')).toBeVisible();
  expect((await calls(page)).findLast(({ name }) => name === 'copy')?.args).toEqual([
    'c2.stage[.]example | domain | not known | - | -',
  ]);
  await page.getByLabel('Form', { exact: true }).selectOption('csv');
  await expect(page.locator('.export-said')).toHaveText(/^lossy: ten columns/);
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

test('of 50,000 unknown values those in sight are drawn, and all are searched', async ({ open, draw }) => {
  const page = await open();
  const many = Array.from({ length: 50_000 }, (_, at) => unknown(`host-${at}.example.net`));
  const values = { unknown: many, leftOut: { own: 0, shared: 0, otherHash: 0 }, total: 50_000 };
  await draw(
    'panel',
    panel({ inspection: read({ values }), list: { state: 'listed', items: [item()], mismatches: [] } }),
  );
  const rows = page.locator('.unknown-row');
  await expect(rows.first()).toHaveAttribute('aria-setsize', '50000');
  expect(await rows.count()).toBeLessThan(100);
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

const fiveThousand = (change: object = {}) =>
  panel({
    tab: 'page',
    list: {
      state: 'listed',
      items: Array.from({ length: 5000 }, (_, at) => known(`host-${at}.example.net`)),
      mismatches: [],
    },
    ...change,
  });

test('a known value is copied as it is written on the page', async ({ open, draw }) => {
  const page = await open();
  const seen = { 'domain:evil.example.net': { asWritten: 'EVIL(dot)example.net', sentences: [] } };
  await draw(
    'panel',
    panel({
      tab: 'page',
      list: { state: 'listed', items: [known('evil.example.net')], mismatches: [] },
      inspection: read({ seen }),
    }),
  );
  await page.evaluate(() => (stage.answers.explain = [{ type: 'domain', value: 'evil.example.net' }]));
  await page.getByLabel('Which values').selectOption('1 known');
  await page.getByLabel('Form', { exact: true }).selectOption('As written on the page');
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(page.getByText('Copied 1 value.')).toBeVisible();
  expect((await calls(page)).findLast(({ name }) => name === 'copy')?.args).toEqual(['EVIL(dot)example.net']);
});

test('of thousands of known values those in sight are drawn, wherever one scrolls', async ({
  open,
  draw,
}) => {
  const page = await open();
  await draw('panel', fiveThousand());
  const rows = page.locator('.item');
  await expect(rows.first()).toHaveAttribute('aria-setsize', '5000');
  for (const share of [0.5, 0.9, 0.13, 1, 0]) {
    const at = await page.evaluate((part) => {
      const body = document.querySelector('.panel-body');
      if (body) body.scrollTop = (body.scrollHeight - body.clientHeight) * part;
      return body?.scrollTop ?? 0;
    }, share);
    const middle = () =>
      page.evaluate(() => {
        const { width, height } = document.body.getBoundingClientRect();
        return document.elementFromPoint(width / 2, height / 2)?.closest('.item')?.textContent ?? '';
      });
    // The rows are all alike: which one must stand there can be told from their height.
    const height = await rows.first().evaluate((row) => row.getBoundingClientRect().height);
    const near = (text: string) => Math.abs(Number(/host-(\d+)/.exec(text)?.[1]) - at / height) < 20;
    await expect.poll(async () => near(await middle())).toBe(true);
    expect(await rows.count()).toBeLessThan(120);
  }
  await page.getByLabel('Search values').fill('host-4999');
  await expect(rows).toHaveCount(1);
});

test('the arrow keys go from row to row of a long list, Home and End to its ends', async ({ open, draw }) => {
  const page = await open();
  await draw('panel', fiveThousand());
  const focused = () =>
    page.evaluate(() => document.activeElement?.closest('li')?.getAttribute('aria-posinset'));
  await page.locator('.item-button').first().focus();
  for (let step = 0; step < 120; step++) await page.keyboard.press('ArrowDown');
  expect(await focused()).toBe('121');
  await page.keyboard.press('End');
  expect(await focused()).toBe('5000');
  for (let step = 0; step < 5; step++) await page.keyboard.press('ArrowUp');
  expect(await focused()).toBe('4995');
  // Scrolling away takes the focus from nobody.
  await page.evaluate(() => document.querySelector('.panel-body')?.scrollTo(0, 0));
  await expect(page.getByRole('button', { name: /host-9\[/ })).toBeVisible();
  expect(await focused()).toBe('4995');
  await page.keyboard.press('Home');
  expect(await focused()).toBe('1');
});

test('a value far down that is asked for from elsewhere is opened in its place', async ({ open, draw }) => {
  const page = await open();
  await draw('panel', fiveThousand());
  const observable = { type: 'domain', value: 'host-3210.example.net' };
  await draw('panel', fiveThousand({ open: { observable, facts: { state: 'asking' } } }));
  await expect(page.getByText('Reading what is known…')).toBeInViewport();
  await expect(page.getByRole('button', { name: 'host-3211[.]example' })).toBeInViewport();
});

test('known values are grouped by type and by source, and say what else they are', async ({ open, draw }) => {
  const page = await open();
  const items = [
    known('192.0.2.10'),
    known('b.example.net', 'low'),
    item({
      value: 'a.b.example.net',
      verdict: verdict({ matchClass: 'child', level: 'medium', matched: 'b.example.net' }),
    }),
    item({ type: 'cve', value: 'CVE-2026-0001', verdict: verdict({ matchClass: 'reference' }) }),
    item({ value: 'old.example.net', verdict: verdict({ faded: true, matched: 'old.example.net' }) }),
  ];
  // In the order in which the rows are drawn.
  await page.evaluate(() => {
    const report = { lastReported: '2026-11-20T12:00:00Z', sources: ['A made-up report', 'Feed'] };
    stage.answers.outline = [report, { sources: ['Feed'] }, report, report, undefined];
  });
  await draw('panel', panel({ tab: 'page', list: { state: 'listed', items, mismatches: [] } }));
  const headings = () => page.locator('.items h2').allTextContents();
  expect(await headings()).toEqual([
    'Known 2',
    'Related 1, not counted',
    'References 1',
    'Old 1, not counted',
  ]);
  await expect(page.getByRole('button', { name: /^192.*exact · 3 days ago/ })).toBeVisible();
  await page.getByLabel('Groups').selectOption('Grouped by type');
  expect(await headings()).toEqual(['IPv4 1', 'Domain 3', 'CVE 1']);
  await expect(page.getByRole('button', { name: /^a\[.*related · below b\[/ })).toBeVisible();
  await expect(page.getByRole('button', { name: /^old\[.* old · / })).toBeVisible();
  await expect(page.getByRole('button', { name: /^CVE.* reference · / })).toBeVisible();
  await page.getByLabel('Groups').selectOption('Grouped by source');
  expect(await headings()).toEqual(['A made-up report 3', 'Feed 1', 'Asking for their sources… 1']);
});

test('an open row has the sentences that it stands in, and leads to the next of them', async ({
  open,
  draw,
}) => {
  const page = await open();
  const value = 'evil.example.net';
  const sentences = ['one', 'two', 'three', 'four'].map(
    (each) => `The ${each} time it asks evil[.]example[.]net.`,
  );
  await draw(
    'panel',
    panel({
      tab: 'page',
      list: { state: 'listed', items: [item({ value, count: 4 })], mismatches: [] },
      inspection: read({ seen: { [`domain:${value}`]: { asWritten: value, sentences } } }),
      open: { observable: { type: 'domain', value }, facts: { state: 'asking' } },
    }),
  );
  const here = page.getByRole('region', { name: 'On this page' });
  await expect(here.getByRole('listitem').filter({ visible: true })).toHaveCount(3);
  await here.getByText('One more sentence').click();
  await expect(here).toContainText('The four time');
  await here.getByRole('button', { name: 'Show the next of 4 on the page' }).click();
  expect((await calls(page)).map(({ name }) => name)).toEqual(['show']);
});

test('in a sidebar as narrow and low as Firefox opens it the tabs are whole, and rows are in sight above the bar', async ({
  open,
  draw,
  page,
}) => {
  await page.setViewportSize({ width: 252, height: 552 });
  await open();
  await draw('panel', panel({ tab: 'page' }));
  const cut = await page
    .getByRole('tab')
    .evaluateAll((tabs) =>
      tabs.filter((tab) => tab.scrollWidth > tab.clientWidth).map((tab) => tab.textContent),
    );
  expect(cut).toEqual([]);
  const bar = page.locator('.export-bar');
  const room = async () =>
    ((await bar.boundingBox())?.y ?? 0) -
    ((await page.locator('.item-button').first().boundingBox())?.y ?? 0);
  // Two rows, or one and the most of another.
  expect(await room()).toBeGreaterThan(85);
  await bar.getByRole('combobox').first().focus();
  await expect(page.getByText('only the last dot')).toBeVisible();
});

test('5,000 links are drawn as far as they are seen, and the last one is reached', async ({ open, draw }) => {
  const page = await open();
  const links = Array.from({ length: 5000 }, (_, n) => ({
    text: `Made-up link ${n}${' and more words'.repeat(n % 7)}`,
    href: `https://host-${n}.example.test/a`,
    reasons: n % 3 === 0 ? ['address'] : [],
    hidden: false,
    count: 1,
  }));
  const values = { unknown: [], leftOut: { own: 0, shared: 0, otherHash: 0 }, total: 0 };
  const inspection = { state: 'read', values, links, ownLinks: 0, hidden: [], seen: {}, isCanvas: false };
  await draw('panel', panel({ tab: 'links', inspection }));
  await expect(page.getByText('Made-up link 0', { exact: true })).toBeVisible();
  const drawn = page.getByRole('tabpanel').getByRole('listitem');
  expect(await drawn.count()).toBeLessThan(200);
  await page.getByText(/^Made-up link 4999/).scrollIntoViewIfNeeded();
  await expect(page.getByText(/^Made-up link 4999/)).toBeInViewport();
  await expect(page.getByText(/^Made-up link 4995/)).toBeVisible();
  expect(await drawn.count()).toBeLessThan(200);
});
