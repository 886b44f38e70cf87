import { coverage, explanation, item, mismatches, NOW, pageItems, relatedItems, status } from './fixtures.ts';
import { calls, expect, test } from './harness.ts';

const panel = (change: object = {}) => ({
  tab: 'page',
  access: { ok: true, host: 'reports.example.com', siteOff: false },
  list: { state: 'listed', items: pageItems(), mismatches: [] },
  inspection: { state: 'none' },
  lookup: { state: 'none' },
  status: status(),
  now: NOW,
  ...change,
});
const known = (change: object) => ({ state: 'known', explanation: explanation(change) });
const answered = (items: object[], change: object = {}) =>
  panel({
    tab: 'lookup',
    lookup: {
      state: 'answered',
      text: 'asked',
      answer: {
        asked: 'asked',
        rejoined: [],
        truncated: [],
        wrongRanges: [],
        sought: [],
        items,
        coverage: coverage(),
        ...change,
      },
    },
  });

test('a worker that does not answer is told of on every tab, and nobody is asked to wait for it', async ({
  open,
  draw,
}) => {
  const page = await open();
  const { status: _, access: __, ...unanswered } = panel({ isUnreachable: true });
  for (const tab of ['page', 'lookup', 'cases']) {
    await draw('panel', { ...unanswered, tab });
    await expect(page.getByRole('alert')).toContainText('Telltale does not answer');
  }
  await expect(page.getByText('Your cases could not be read.')).toBeVisible();
  await expect(page.getByText('Reading your cases')).toHaveCount(0);
  // Where the reason is known, it takes the place.
  await draw('panel', { ...unanswered, trouble: 'The disk is full.' });
  await expect(page.getByRole('alert')).toHaveText('The disk is full.');
});

test('opens a value of the page with its facts', async ({ open, draw }) => {
  const page = await open();
  await draw('panel', panel());
  await page.getByRole('button', { name: /update\[\.\]example/ }).click();
  expect(await calls(page)).toMatchObject([{ name: 'select', args: [{ value: 'update.example.net' }] }]);

  const observable = { type: 'domain', value: 'update.example.net' };
  await draw('panel', panel({ open: { observable, facts: known(observable) } }));
  const row = page.getByRole('button', { name: /update\[\.\]example/ });
  await expect(row).toHaveAttribute('aria-expanded', 'true');
  await expect(page.getByRole('listitem').filter({ has: row })).toContainText('source confidence: high');
  await expect(page.getByRole('button', { name: /203\.0\.113/ })).toHaveAttribute('aria-expanded', 'false');
});

test('says how each value is related to what is listed, and what to know of it first', async ({
  open,
  draw,
}) => {
  const page = await open();
  await draw('panel', panel({ list: { state: 'listed', items: relatedItems(), mismatches: [] } }));
  await expect(page.getByRole('heading', { name: 'Known 3, 1 not counted' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Related 3, not counted' })).toBeVisible();
  for (const words of [
    /reports\[\.\]example.*only reported here/,
    /seized\[\.\]example.*sinkhole/,
    /files\[\.\]example.*a link’s target.*Open the invoice/,
    /203\.0\.113\[\.\]80.*inside 203\.0\.113\[\.\]0\/24/,
    /tenant.*not marked, medium.*2 as links’ targets.*on the host of hxxps:\/\/tenant\[\.\]example/,
    /billing.*mail of update\[\.\]example\[\.\]net/,
  ])
    await expect(page.getByRole('button', { name: words })).toHaveCount(1);
  const lines = await page
    .locator('.item-value > span')
    .evaluateAll((values) => values.map((value) => getComputedStyle(value).textDecorationStyle));
  // What is only listed has no line: on the page it has none either.
  expect(lines).toEqual(['solid', 'solid', 'solid', 'wavy', 'solid', 'solid']);
  const drawn = await page
    .locator('.item-value > span')
    .evaluateAll((values) => values.map((value) => getComputedStyle(value).textDecorationLine));
  expect(drawn).toEqual(['underline', 'underline', 'underline', 'underline', 'none', 'none']);
});

test('lists links that say one thing and lead to another, defanged and not clickable', async ({
  open,
  draw,
}) => {
  const page = await open();
  const list = { state: 'listed', items: [], mismatches: mismatches(), moreMismatches: true };
  await draw('panel', panel({ list }));
  const section = page.locator('section', { hasText: 'Links that say one thing and lead to another' });
  await expect(section.getByRole('heading')).toContainText('2 and more');
  const rows = section.getByRole('listitem');
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText(/Says\s*bank\[\.\]example\[\.\]com/);
  await expect(rows.first()).toContainText(/Leads to\s*login-check\[\.\]test/);
  await expect(rows.first()).toContainText('through Microsoft Safe Links, then Google');
  await expect(rows.nth(1)).toContainText('help[@]mail[.]invalid');
  await expect(section.getByRole('link')).toHaveCount(0);
  await expect(section.getByRole('status')).toContainText('not all are listed here');
  await draw('panel', panel());
  await expect(section).toHaveCount(0);
});

test('a value that was asked for from the page is brought into view', async ({ open, draw, page }) => {
  await page.setViewportSize({ width: 380, height: 700 });
  await open();
  const many = Array.from({ length: 5000 }, (_, at) => item({ value: `host-${at}.example.net` }));
  const observable = { type: 'domain', value: 'host-4200.example.net' };
  const list = { state: 'listed', items: many, mismatches: [] };
  await draw('panel', panel({ list }));
  await draw('panel', panel({ list, open: { observable, facts: known(observable) } }));
  await expect(page.locator('[id="item-domain:host-4200.example.net"]')).toBeInViewport();
});

test('one that is not on the list any more is shown all the same', async ({ open, draw }) => {
  const page = await open();
  const observable = { type: 'domain', value: 'gone.example.org' };
  await draw('panel', panel({ open: { observable, facts: known(observable) } }));
  await expect(page.getByRole('tabpanel').getByRole('article')).toContainText('gone[.]example[.]org');
  await draw('panel', panel({ open: { observable, facts: { state: 'unreachable' } } }));
  await expect(page.getByText('Telltale did not answer. Select the value again.')).toBeVisible();
});

test('changes tabs by click and by arrow', async ({ open, draw }) => {
  const page = await open();
  await draw('panel', panel());
  await expect(page.getByRole('tab', { selected: true })).toHaveText('Known 8');
  await page.getByRole('tab', { name: 'Look up' }).click();
  await page.getByRole('tab', { name: /^Known/ }).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('tab', { name: 'Cases' })).toBeFocused();
  expect(await calls(page)).toEqual([
    { name: 'choose', args: ['lookup'] },
    { name: 'choose', args: ['cases'] },
  ]);
});

test('answers a lookup: the known with their facts, the unknown with what was searched', async ({
  open,
  draw,
}) => {
  const page = await open();
  const facts = explanation();
  await draw(
    'panel',
    answered(
      [
        { type: 'ipv4', value: '198.51.100.99', asWritten: '198.51.100[.]99' },
        { type: facts.type, value: facts.value, asWritten: facts.value, explanation: facts },
      ],
      { rejoined: ['line ends', 'soft hyphens'], truncated: ['http://evil.example/lo...'] },
    ),
  );
  await expect(page.getByText('2 values: 1 known, 1 not in your indicators')).toBeVisible();
  await expect(page.getByText('rejoined before it was read: line ends, soft hyphens')).toBeVisible();
  await expect(page.getByText('an ellipsis cuts it short: http://evil.example/lo...')).toBeVisible();
  const answers = page.getByRole('article');
  await expect(answers.nth(0)).toContainText('Exact match');
  await expect(answers.nth(1)).toContainText('Not in your indicators: searched 48,210 values');
});

test('nonsense is answered in words', async ({ open, draw }) => {
  const page = await open();
  await draw('panel', answered([]));
  await expect(
    page.getByText('No IP address, domain, URL, hash, e-mail address, CVE or ATT&CK id in this text.'),
  ).toBeVisible();
});

test('looks up what is typed, on Enter; Shift+Enter is a new line', async ({ open, draw }) => {
  const page = await open();
  await draw('panel', panel({ tab: 'lookup' }));
  await expect(page.getByRole('button', { name: 'Look up' })).toBeDisabled();
  const box = page.getByRole('textbox', { name: 'Values or any text' });
  await box.fill('one');
  await box.press('Shift+Enter');
  await box.pressSequentially('two');
  await box.press('Enter');
  expect(await calls(page)).toEqual([{ name: 'lookUp', args: ['one\ntwo'] }]);
});

test('says why there is no list', async ({ open, draw }) => {
  const page = await open();
  await draw(
    'panel',
    panel({ access: { ok: false, reason: 'A page of the browser.' }, list: { state: 'silent' } }),
  );
  await expect(page.getByRole('heading', { name: 'Cannot read this page' })).toBeVisible();
  await draw('panel', panel({ list: { state: 'silent' } }));
  await expect(page.getByRole('heading', { name: 'Not read yet' })).toBeVisible();
});

test('50 MB that are pasted are refused in words, at once, and a part of them is looked up', async ({
  open,
  draw,
}) => {
  const page = await open();
  await draw('panel', panel({ tab: 'lookup' }));
  const box = page.getByRole('textbox');
  const took = await box.evaluate((element) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'evil.example\n'.repeat(4_000_000));
    const before = performance.now();
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    return performance.now() - before;
  });
  await expect(page.getByRole('alert')).toContainText(
    'This is 52 MB of text; at most 2.0 MB are looked up at once.',
  );
  expect(took).toBeLessThan(2000);
  await expect(box).toHaveValue('');
  expect(await calls(page)).toEqual([]);
  await box.fill('evil.example');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.keyboard.press('Enter');
  expect(await calls(page)).toEqual([{ name: 'lookUp', args: ['evil.example'] }]);
});

for (const width of [320, 340, 380, 420, 600])
  test(`the tabs stand in one line at ${width} px`, async ({ open, draw, page }) => {
    await page.setViewportSize({ width, height: 800 });
    await open();
    const items = Array.from({ length: 1200 }, (_, at) => item({ value: `host-${at}.example.net` }));
    await draw('panel', panel({ list: { state: 'listed', items, mismatches: [] } }));
    const tops = await page
      .getByRole('tab')
      .evaluateAll((tabs) => tabs.map((tab) => tab.getBoundingClientRect().top));
    expect(new Set(tops).size).toBe(1);
  });

for (const width of [320, 380, 1280])
  test(`nothing is wider than a panel of ${width} px`, async ({ open, draw, page }) => {
    await page.setViewportSize({ width, height: 800 });
    await open();
    const value = `https://a.example/${'a'.repeat(10_000)}`;
    const items = [item({ type: 'url', value }), ...pageItems()];
    const open_ = { observable: items[0], facts: known({ value, why: 'W'.repeat(500) }) };
    await draw('panel', panel({ list: { state: 'listed', items, mismatches: [] }, open: open_ }));
    await expect(page.getByRole('tabpanel')).toHaveJSProperty('scrollLeft', 0);
    const overflow = await page.getByRole('tabpanel').evaluate((body) => body.scrollWidth - body.clientWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
