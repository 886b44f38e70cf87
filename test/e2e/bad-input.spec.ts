import { expect, test, type Locator, type Page } from '@playwright/test';
import { openExtensionPage } from '../support/browsers.ts';
import { askWorker } from '../support/connect.ts';
import { readPainted } from '../support/painted.ts';
import { row, SITE, startRealBuild, type RealBuild } from './page/real-build.ts';
import { pictureOf } from '../support/picture.ts';

// What people really enter and choose by mistake, each answered in words that say what to do. All of it comes into one options page.
test.describe.configure({ mode: 'serial' });

let build: RealBuild;
let options: Page;
test.beforeAll(async () => {
  build = await startRealBuild([row('domain', 'evil.test'), row('ipv4', '192.0.2.0')], {
    '/page': '<!doctype html><title>Made up</title><p>Seen: evil.test',
  });
  ({ options } = build);
});
test.afterAll(() => build?.close());

interface View {
  hasKey: boolean;
  settings: { baseUrl: string; lookbackDays: number; pivots: { own: object[] }; allowlist: object[] };
}
const view = () => askWorker<View>(options, 'getSettings');

/** A tab that nobody sees paints nothing. */
async function expectMarked(page: Page, ...texts: string[]): Promise<void> {
  await page.bringToFront();
  await expect.poll(async () => (await readPainted(page)).map(({ text }) => text)).toEqual(texts);
  await options.bringToFront();
}

const give = (input: Locator, name: string, text: string) =>
  input.setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

const WEB_PAGE = `<!DOCTYPE html>
<html lang="en"><head><title>Sign in</title><style>a,b,c{color:red}</style></head>
<body><p>domain,confidence,first seen</p><p>evil.example,high,today</p></body></html>`;

test('a file that is no list says what it is where it is chosen, and another can be chosen', async () => {
  const before = await askWorker<object[]>(options, 'sources');
  await options.getByRole('button', { name: 'Add a file' }).click();
  const file = options.getByLabel('File with indicators');
  for (const [name, text, said] of [
    ['empty.csv', '', 'empty.csv was not taken. The list is empty.'],
    ['blank.txt', ' \r\n\n', 'blank.txt was not taken. The list is empty.'],
    ['list.csv', WEB_PAGE, 'list.csv was not taken. This is a web page, not a list'],
    ['list.csv', 'PK\u0003\u0004\u0000\u0000', 'list.csv was not taken. This is a ZIP archive'],
  ] as const) {
    await give(file, name, text);
    await expect(options.getByText(said)).toBeVisible();
    await expect(options.getByRole('button', { name: 'Import', exact: true })).toHaveCount(0);
  }
  await give(file, 'good.txt', 'good.example\n');
  await expect(options.getByRole('button', { name: 'Import', exact: true })).toBeEnabled();
  await options.getByRole('button', { name: 'Cancel' }).click();
  expect(await askWorker<object[]>(options, 'sources')).toHaveLength(before.length);
});

test('a file that holds no settings says what it is', async () => {
  const data = options.getByRole('region', { name: 'Data' });
  const file = data.getByLabel('Take settings from a file…');
  for (const [text, said] of [
    ['', 'This file is empty.'],
    [
      '{"name":"another program","version":3,"settings":{"theme":"dark"}}',
      'These are no settings of Telltale',
    ],
    ['{"telltale":"settings","version":1,"sett', 'These are no settings of Telltale'],
    ['{"telltale":"tools","version":1,"own":[]}', 'This is a list of tools, not of settings'],
  ] as const) {
    await give(file, 'settings.json', text);
    await expect(data.getByText(said)).toBeVisible();
  }
});

test('of settings of a later version the known ones are taken, and the others are named', async () => {
  const data = options.getByRole('region', { name: 'Data' });
  const later = { telltale: 'settings', version: 7, settings: { lookbackDays: 90, telepathy: true } };
  await give(data.getByLabel('Take settings from a file…'), 'later.json', JSON.stringify(later));
  await expect(data.getByText('The file was saved by a newer Telltale')).toBeVisible();
  await expect(data.getByText('“telepathy” is not known and stays as it is.')).toBeVisible();
  await data.getByRole('button', { name: 'Take them over' }).click();
  await expect(data.getByText('The settings were replaced.')).toBeVisible();
  expect((await view()).settings).toMatchObject({ lookbackDays: 90 });
});

test('a file that holds no tools says what it is, and a tool whose address cannot be used says why', async () => {
  const tools = options.getByRole('region', { name: 'Other tools' });
  const file = tools.getByLabel('Take tools from a file…');
  for (const [text, said] of [
    ['', 'This file is empty.'],
    ['{"tools":[]}', 'This is no list of tools'],
    ['{"telltale":"settings","version":1,"settings":{}}', 'These are all settings, not a list of tools'],
  ] as const) {
    await give(file, 'tools.json', text);
    await expect(tools.getByText(said)).toBeVisible();
  }
  for (const [template, said] of [
    ['javascript:alert({value})', 'must begin with https://'],
    ['https://tool.example.com/search', 'needs {value}'],
    ['http://tool.example.com/{value}', 'Plain http:// is allowed to machines of your own network only.'],
  ] as const) {
    await tools.getByLabel('Link to open').fill(template);
    await tools.getByRole('button', { name: 'Add tool' }).click();
    await expect(tools.getByText(said)).toBeVisible();
  }
  expect((await view()).settings.pivots.own).toEqual([]);
});

test('an allowed value whose time is over is marked again, says so, and can be allowed again or removed', async () => {
  const page = await build.context.newPage();
  await page.goto(`${SITE}/page`);
  await expectMarked(page, 'evil.test');
  const entry = { value: 'evil.test', scope: 'value', reason: 'our test', added: '2026-01-01T00:00:00.000Z' };
  const over = { ...entry, expires: '2026-01-08T00:00:00.000Z' };
  await askWorker(options, 'setSettings', { allowlist: [over] });
  const list = options.getByRole('region', { name: 'Allowlist' });
  const shown = list.getByRole('listitem').filter({ hasText: 'evil.test' });
  await expect(shown).toContainText('ran out on 2026-01-08, counts no more');
  await expectMarked(page, 'evil.test');

  await list.getByRole('button', { name: 'Allow evil.test again' }).click();
  await expect(list.getByText(/^evil\.test is allowed again until \d{4}-\d\d-\d\d\./)).toBeVisible();
  await expect(shown).not.toContainText('counts no more');
  await expectMarked(page);
  await list.getByRole('button', { name: 'Undo' }).click();
  await expect(shown).toContainText('counts no more');
  await expectMarked(page, 'evil.test');

  // Entered anew it takes the place of what ran out.
  await list.getByRole('textbox', { name: 'Value', exact: true }).fill('evil[.]test');
  await list.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(list.getByText('Added evil[.]test.')).toBeVisible();
  await expect(shown).toHaveCount(1);
  await expectMarked(page);
  await list.getByRole('button', { name: 'Remove evil.test from the allowlist' }).click();
  await expect(shown).toHaveCount(0);
  await expectMarked(page, 'evil.test');
  await page.close();
});

test('a range that is none is said to be none, beside what is known of its address', async () => {
  const panel = await openExtensionPage(build.context, 'sidepanel.html');
  await panel.getByRole('tab', { name: 'Look up' }).click();
  await panel.getByRole('textbox').fill('192.0.2.0/33');
  await panel.keyboard.press('Enter');
  await expect(
    panel.getByText(
      '192.0.2.0/33 is no range: "/33" is no prefix length of an IPv4 range. Its address alone was looked up.',
    ),
  ).toBeVisible();
  await expect(panel.getByRole('article')).toContainText('Made-up list');
  await pictureOf(panel, { path: test.info().outputPath('wrong-range.png') });
  await panel.close();
});

test('a key is taken without what was copied along, and one that cannot be a key is refused', async () => {
  const { key } = build.emulator;
  const field = options.getByLabel('API key', { exact: true });
  const save = options.getByRole('button', { name: 'Save', exact: true });
  await field.fill('sk_live made up');
  await save.click();
  await expect(options.getByText('The API key holds characters that no key has').first()).toBeVisible();
  await expect(field).toHaveValue('sk_live made up');

  await field.fill(`  "${key}" `);
  await save.click();
  await expect(options.getByText('Saved. The sync starts now.')).toBeVisible();
  await options.getByRole('button', { name: 'Test connection' }).click();
  await expect(options.getByText(/^127\.0\.0\.1:\d+ accepts the key/)).toBeVisible();
});

test('the address of the API with its path is understood, and that of another page says that no API is there', async () => {
  const { url } = build.emulator;
  const address = options.getByLabel('Address', { exact: true });
  const save = options.getByRole('button', { name: 'Save', exact: true });
  await address.fill(`${url}/api/v1/iocs/?since=yesterday`);
  await save.click();
  await expect(address).toHaveValue(url);

  await address.fill(`${url}/dashboard/keys`);
  await save.click();
  await expect.poll(async () => (await view()).settings.baseUrl).toBe(`${url}/dashboard/keys`);
  await options.getByRole('button', { name: 'Test connection' }).click();
  await expect(options.getByText('There is no indicator API at this address').first()).toBeVisible();
});
