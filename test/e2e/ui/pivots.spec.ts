import { explanation, NOW, pageItems, settings, source, status } from './fixtures.ts';
import { calls, expect, test } from './harness.ts';

const OBSERVABLE = { type: 'domain', value: 'update.example.net' } as const;
/** The panel's actions are recorded; those of other tools are plain data here, and only shown. */
const facts = (change: object = {}) => ({
  tab: 'page',
  access: { ok: true, host: 'reports.example.com', siteOff: false },
  list: { state: 'listed', items: pageItems(), mismatches: [] },
  inspection: { state: 'none' },
  lookup: { state: 'none' },
  status: status(),
  now: NOW,
  open: {
    observable: OBSERVABLE,
    facts: { state: 'known', explanation: explanation({ ...OBSERVABLE, ...change }) },
  },
});
const NONE = { own: [], hidden: [], order: [], confirmed: [] };

test('names the host before the first time, and opens at once afterwards', async ({ open, page }) => {
  await open();
  const given = { observable: OBSERVABLE, tlps: [] as const, settings: NONE };
  await page.evaluate((props) => stage.mountPivots(props), given);
  await page.getByRole('combobox').selectOption('urlscan.io');
  await page.getByRole('button', { name: 'Open in urlscan.io' }).click();
  await expect(page.getByRole('alertdialog')).toContainText(
    'opens urlscan.io in a new tab and tells it this value',
  );
  expect(await calls(page)).toEqual([]);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await page.getByRole('button', { name: 'Open in urlscan.io' }).click();
  await page.getByRole('button', { name: /^Open, and do not ask/ }).click();
  expect(await calls(page)).toEqual([
    { name: 'confirm', args: ['urlscan.io'] },
    { name: 'open', args: ['https://urlscan.io/domain/update.example.net'] },
  ]);
  await page.evaluate((props) => stage.mountPivots(props), {
    ...given,
    settings: { ...NONE, confirmed: ['urlscan.io'] },
  });
  await page.getByRole('button', { name: 'Open in urlscan.io' }).click();
  expect((await calls(page)).slice(2).map(({ name }) => name)).toEqual(['open']);
});

test('what a source forbids to pass on is not opened, and why', async ({ open, page }) => {
  await open();
  await page.evaluate((props) => stage.mountPivots(props), {
    observable: OBSERVABLE,
    tlps: ['green', 'red'] as const,
    settings: NONE,
  });
  await expect(page.getByText('Not opened in other tools: A source marks it TLP:RED')).toBeVisible();
  await expect(page.getByRole('combobox')).toHaveCount(0);
});

test('where the organisation allows it, it is opened, and whose mark that passes over is said', async ({
  open,
  page,
}) => {
  await open();
  await page.evaluate((props) => stage.mountPivots(props), {
    observable: OBSERVABLE,
    tlps: ['amber+strict'] as const,
    settings: { ...NONE, confirmed: ['urlscan.io'] },
    allowsRestricted: true,
  });
  await expect(
    page.getByText(
      'TLP:AMBER+STRICT: it may not leave your organisation. Your organisation allows opening it',
    ),
  ).toBeVisible();
  await page.getByRole('combobox').selectOption('urlscan.io');
  await page.getByRole('button', { name: 'Open in urlscan.io' }).click();
  expect((await calls(page)).map(({ name }) => name)).toEqual(['open']);
});

test('stands nowhere without settings, such as on the card', async ({ open, draw, page }) => {
  await open();
  await draw('panel', facts({ sources: [source()] }));
  await expect(page.getByRole('article')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Open in / })).toHaveCount(0);
});

test('a tool of the user’s own is added, a wrong address is refused in words', async ({
  open,
  draw,
  page,
}) => {
  await open();
  await draw('options', { view: { settings: settings(), hasKey: true }, now: NOW });
  const section = page.getByRole('region', { name: 'Other tools' });
  const address = section.getByLabel('Link to open');
  for (const [template, said] of [
    ['javascript:alert({value})', 'must begin with https://'],
    ['https://misp.example.com/', 'needs {value}'],
    ['https://misp.example.com/{ioc}', '{ioc} is no placeholder'],
  ] as const) {
    await address.fill(template);
    await section.getByRole('button', { name: 'Add tool' }).click();
    await expect(section.getByText(said)).toBeVisible();
  }
  expect(await calls(page)).toEqual([]);
  await section.getByLabel('Tool’s name').fill('Our MISP');
  await address.fill('https://misp.example.com/attributes/index?value={value}');
  await section.getByRole('button', { name: 'Add tool' }).click();
  await expect(section.getByText('Added Our MISP.')).toBeVisible();
  expect(await calls(page)).toMatchObject([
    { name: 'save', args: [{ pivots: { own: [{ name: 'Our MISP', types: ['domain', 'url', 'ipv4'] }] } }] },
  ]);
});

test('tools are moved by key, hidden, and taken from a file with a way back', async ({ open, draw }) => {
  const page = await open();
  const view = (pivots: object) => ({
    view: { settings: { ...settings(), pivots: { ...NONE, ...pivots } }, hasKey: true },
    status: status(),
    now: NOW,
  });
  await draw('options', view({}));
  await page.getByText(/tools are offered, in this order/).click();
  await page.getByRole('button', { name: 'Move urlscan.io up' }).focus();
  await page.keyboard.press('Enter');
  const [moved] = await calls(page);
  const { pivots } = (moved?.args[0] ?? {}) as { pivots: { order: string[] } };
  expect(pivots.order.slice(0, 2)).toEqual(['urlscan', 'virustotal']);
  await draw('options', view(pivots));
  await expect(page.getByRole('button', { name: 'Move urlscan.io up' })).toBeFocused();
  await expect(page.locator('.pivot-row').first()).toContainText('urlscan.io');
  const file = (text: string) => ({
    name: 'tools.json',
    mimeType: 'application/json',
    buffer: Buffer.from(text),
  });
  await page.getByLabel('Take tools from a file…').setInputFiles(file(''));
  await expect(page.getByText('This file is empty.')).toBeVisible();
  const own = [
    { id: 'own-1', name: 'Sly', types: ['domain'], template: 'javascript:alert(1)//{value}' },
    { id: 'own-2', name: 'Ours', types: ['domain'], template: 'https://tool.example/{value}' },
  ];
  await page
    .getByLabel('Take tools from a file…')
    .setInputFiles(file(JSON.stringify({ telltale: 'tools', version: 1, own })));
  await expect(page.getByText(/1 tool was added.*“Sly” is left out: The address must begin/)).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  const last = (await calls(page)).at(-1)?.args[0] as { pivots: { own: unknown[]; order: string[] } };
  expect(last.pivots.own).toEqual([]);
  expect(last.pivots.order[0]).toBe('urlscan');
});

test('an example of a tool in the own house fills the form; its host is to be replaced', async ({
  open,
  draw,
}) => {
  const page = await open();
  await draw('options', { view: { settings: settings(), hasKey: true }, status: status(), now: NOW });
  await page.getByRole('button', { name: 'Our OpenCTI' }).click();
  await expect(page.getByLabel('Link to open')).toHaveValue(
    'https://opencti.example.com/dashboard/search/knowledge/{value}',
  );
  await page.getByLabel('Link to open').fill('javascript:alert({value})');
  await page.getByRole('button', { name: 'Add tool' }).click();
  await expect(page.getByText('The address must begin with https://.')).toBeVisible();
});
