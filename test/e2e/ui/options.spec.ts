import { API_SOURCE } from '@/core/source.ts';
import { NOW, settings, status } from './fixtures.ts';
import { calls, expect, test } from './harness.ts';

const options = (change: object = {}) => ({
  view: { settings: settings(), hasKey: true },
  status: status(),
  now: NOW,
  ...change,
});
const STORED = { source: API_SOURCE, rows: 48_210, bytes: 3_140_000, isStored: true };

test('saves address and key, and never shows the key again', async ({ open, draw }) => {
  const page = await open();
  await draw('options', options({ view: { settings: settings(), hasKey: false } }));
  await expect(page.getByText('Start here.')).toBeVisible();
  const key = page.getByLabel('API key');
  await expect(key).toHaveAttribute('type', 'password');
  await key.fill(' sk_live_made_up ');
  await page.getByLabel('Address').fill('https://iocs.example.com');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Saved. The sync starts now.')).toBeVisible();
  await expect(key).toHaveValue('');
  expect(await calls(page)).toEqual([
    { name: 'save', args: [{ baseUrl: 'https://iocs.example.com' }] },
    { name: 'saveKey', args: ['sk_live_made_up'] },
  ]);
  await draw('options', options());
  await expect(key).toHaveAttribute('placeholder', /A key is stored/);
});

test('sites that the browser withholds are told of, some of them with less alarm than all', async ({
  open,
  draw,
}) => {
  const page = await open();
  await draw('options', options({ siteAccess: 'none' }));
  await expect(page.getByRole('alert')).toContainText('withholds all sites');
  await draw('options', options({ siteAccess: 'some' }));
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByText(/lets Telltale read some sites only/)).toBeVisible();
  await page.getByRole('button', { name: 'Allow on all sites' }).click();
  expect(await calls(page)).toEqual([{ name: 'allowSites', args: [] }]);
  await draw('options', options({ siteAccess: 'all' }));
  await expect(page.getByRole('button', { name: 'Allow on all sites' })).toHaveCount(0);
});

test('a refused address says why, and keeps what was typed', async ({ open, draw }) => {
  const page = await open();
  await page.evaluate(
    () => (stage.answers.save = { ok: false, reason: 'The address must start with https://' }),
  );
  await draw('options', options());
  await page.getByLabel('Address').fill('http://iocs.example.com');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('The address must start with https://')).toBeVisible();
  await expect(page.getByLabel('Address')).toHaveValue('http://iocs.example.com');
});

test('a key that is replaced is not sent to the new address', async ({ open, draw }) => {
  const page = await open();
  await draw('options', options());
  await page.getByLabel('Address').fill('https://iocs.example.com');
  await page.getByLabel('API key').fill('sk_live_other');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  expect(await calls(page)).toEqual([
    { name: 'saveKey', args: [''] },
    { name: 'save', args: [{ baseUrl: 'https://iocs.example.com' }] },
    { name: 'saveKey', args: ['sk_live_other'] },
  ]);
});

test('tests the connection and says what came of it', async ({ open, draw }) => {
  const page = await open();
  await page.evaluate(
    () => (stage.answers.testConnection = { ok: false, reason: 'The API refused the key.' }),
  );
  await draw('options', options());
  await page.getByRole('button', { name: 'Test connection' }).click();
  await expect(page.getByText('The API refused the key.')).toBeVisible();
});

test('every other change is saved at once', async ({ open, draw }) => {
  const page = await open();
  await draw('options', options());
  await page.getByLabel('How often').selectOption('Every hour');
  await page.getByLabel('How far back').selectOption('30 days');
  await page.getByRole('radio', { name: 'X-API-Key' }).click();
  await page.getByRole('checkbox', { name: 'CVE ids' }).click();
  await expect
    .poll(async () => (await calls(page)).map(({ args }) => args[0]))
    .toEqual([
      { syncEveryMinutes: 60 },
      { lookbackDays: 30 },
      { authHeader: 'x-api-key' },
      { paintReferences: { cve: false, mitre_attack: true } },
    ]);
});

test('tells what could not be used, and how far back it reaches', async ({ open, draw }) => {
  const page = await open();
  const skipped = [
    { reason: 'value is not a domain name', count: 1200 },
    { reason: '<b>unknown type</b>', count: 3 },
  ];
  await draw('options', options({ status: status({ skipped }) }));
  await expect(
    page.getByText(
      'Reaches back 1 day, to 2026-11-22 11:46Z; you asked for 365 days, and your plan gives no more.',
    ),
  ).toBeVisible();
  await page.getByText('1,203 rows could not be used').click();
  await expect(page.getByRole('row', { name: '<b>unknown type</b> 3' })).toBeVisible();
});

test('says of the storage once that it fails, and of each source what is its own', async ({ open, draw }) => {
  const page = await open();
  const error = (reason: 'storage' | 'server') =>
    status({ error: { reason, text: `Failed: ${reason}.`, at: '2026-11-23T11:59:00Z' } });
  await draw('options', options({ status: error('storage'), sources: [STORED] }));
  await expect(page.getByText('Failed: storage.')).toHaveCount(1);
  await draw('options', options({ status: error('server'), sources: [STORED] }));
  await expect(page.getByText('Failed: server.')).toHaveCount(2);
});

test('asks again before it clears the indicators', async ({ open, draw }) => {
  const page = await open();
  await draw('options', options());
  await page.getByRole('button', { name: 'Clear indicators…' }).click();
  await expect(page.getByText('Drop all 48,210?')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Keep' })).toBeFocused();
  await page.getByRole('button', { name: 'Keep' }).click();
  expect(await calls(page)).toEqual([]);
  await page.getByRole('button', { name: 'Clear indicators…' }).click();
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect(page.getByText('The indicators are cleared.')).toBeVisible();
});

test('switches a site on again, and takes it back', async ({ open, draw }) => {
  const page = await open();
  await draw('options', options());
  await page.getByRole('button', { name: 'Switch on again: bank.example.com' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  expect((await calls(page)).map(({ args }) => args[0])).toEqual([
    { sitesOff: ['wiki.example.org'] },
    { sitesOff: ['bank.example.com', 'wiki.example.org'] },
  ]);
});

test('allows a value with its reason, as it would be matched', async ({ open, draw }) => {
  const page = await open();
  await draw('options', options({ view: { settings: settings({ allowlist: [] }), hasKey: true } }));
  await page.getByLabel('Value', { exact: true }).fill('Intranet[.]Example[.]com ');
  await page.getByLabel('Reason').fill('our own');
  await page.getByRole('checkbox', { name: /everything below/ }).check();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByText('Added intranet[.]example[.]com.')).toBeVisible();
  expect(await calls(page)).toEqual([
    {
      name: 'save',
      args: [
        {
          allowlist: [
            {
              value: 'intranet.example.com',
              scope: 'domain-and-below',
              reason: 'our own',
              added: '2026-11-23T12:00:00.000Z',
            },
          ],
        },
      ],
    },
  ]);
});

test('allows a range, written as one', async ({ open, draw }) => {
  const page = await open();
  await draw('options', options({ view: { settings: settings({ allowlist: [] }), hasKey: true } }));
  await page.getByLabel('Value', { exact: true }).fill('192.0.2.77/24');
  await expect(page.getByRole('checkbox', { name: /everything below/ })).toBeDisabled();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByText('Added 192.0.2[.]0/24.')).toBeVisible();
  const [saved] = (await calls(page)).map(({ args }) => args[0]);
  expect(saved).toMatchObject({ allowlist: [{ value: '192.0.2.0/24', scope: 'range' }] });
  await page.getByLabel('Value', { exact: true }).fill('10.0.0.0/4');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByText(/^This range cannot be allowed: /)).toBeVisible();
  await draw('options', options());
  await expect(page.getByText('198.51.100.0/24 and every address in it')).toBeVisible();
});

test('says after how long a value is old, type by type, and saves it at once', async ({ open, draw }) => {
  const page = await open();
  await draw('options', options());
  const days = (name: string) => page.getByRole('textbox', { name, exact: true });
  await expect(days('IPs')).toHaveValue('30');
  await expect(days('E-mails')).toBeDisabled();
  await days('Domains').fill('45');
  await days('Domains').blur();
  await page.getByRole('group', { name: 'URLs' }).getByRole('checkbox', { name: 'never' }).check();
  await page.getByRole('group', { name: 'E-mails' }).getByRole('checkbox', { name: 'never' }).uncheck();
  const before = settings().fadeAfterDays;
  expect((await calls(page)).map(({ args }) => args[0])).toEqual([
    { fadeAfterDays: { ...before, domain: 45 } },
    { fadeAfterDays: { ...before, url: null } },
    { fadeAfterDays: { ...before, email: 90 } },
  ]);
});

for (const text of ['0', '3651', '-5', '1.5', 'soon', ''])
  test(`"${text}" is no number of days, and is not saved`, async ({ open, draw }) => {
    const page = await open();
    await draw('options', options());
    const days = page.getByRole('textbox', { name: 'IPs', exact: true });
    await days.fill(text);
    await days.blur();
    await expect(page.getByText('IPs: give a whole number of days from 1 to 3,650.')).toBeVisible();
    await expect(days).toHaveValue(text);
    expect(await calls(page)).toEqual([]);
  });

test('what is no value is not allowed, and nothing twice', async ({ open, draw }) => {
  const page = await open();
  await draw('options', options());
  await page.getByLabel('Value', { exact: true }).fill('not a value');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByText('This is no value that Telltale can match.')).toBeVisible();
  await page.getByLabel('Value', { exact: true }).fill('192.0.2.10');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByText('This is on the allowlist already.')).toBeVisible();
  expect(await calls(page)).toEqual([]);
});

test('removes an allowed value, and takes it back', async ({ open, draw }) => {
  const page = await open();
  await draw('options', options());
  await page.getByRole('button', { name: 'Remove 192.0.2.10 from the allowlist' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  const [removed, restored] = (await calls(page)).map(({ args }) => args[0] as { allowlist: unknown[] });
  expect(removed?.allowlist).toHaveLength(2);
  expect(restored?.allowlist).toEqual(settings().allowlist);
});

test('what cannot be removed says why, and offers nothing to take back', async ({ open, draw }) => {
  const page = await open();
  await draw('options', options());
  await page.evaluate(() => (stage.answers.save = { ok: false, reason: 'Your organisation set the list.' }));
  await page.getByRole('button', { name: 'Remove 192.0.2.10 from the allowlist' }).click();
  await expect(page.getByText('Your organisation set the list.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0);
});

test('what was added in between stays when a removal is taken back', async ({ open, draw }) => {
  const page = await open();
  await draw('options', options());
  await page.getByRole('button', { name: 'Remove 192.0.2.10 from the allowlist' }).click();
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
  const before = settings().allowlist;
  const added = {
    value: '192.0.2.77',
    scope: 'value' as const,
    reason: '',
    added: '2026-11-01T00:00:00.000Z',
  };
  const meanwhile = [...before.filter(({ value }) => value !== '192.0.2.10'), added];
  await draw(
    'options',
    options({ view: { settings: { ...settings(), allowlist: meanwhile }, hasKey: true } }),
  );
  await page.getByRole('button', { name: 'Undo' }).click();
  expect((await calls(page)).at(-1)?.args).toEqual([{ allowlist: [...before, added] }]);
});

test('shows every mark in its own style', async ({ open, draw }) => {
  const page = await open();
  await draw('options', options());
  const styles = await page.locator('.legend .mark').evaluateAll((marks) =>
    marks.map((mark) => {
      const { textDecorationStyle, textDecorationThickness } = getComputedStyle(mark);
      return `${textDecorationStyle} ${textDecorationThickness}`;
    }),
  );
  // No two alike: the line alone tells them apart where colours are the system's.
  expect(styles).toEqual([
    'solid 3px',
    'double 1.5px',
    'dashed 2px',
    'dashed 1px',
    'wavy 1px',
    'dotted 2px',
    'solid 1px',
  ]);
});

for (const width of [380, 1280])
  test(`fits ${width} px`, async ({ open, draw, page }) => {
    await page.setViewportSize({ width, height: 800 });
    await open();
    const allowlist = [
      { value: 'a'.repeat(2000), scope: 'value', reason: 'W'.repeat(500), added: '2026-11-01' },
    ];
    await draw('options', options({ view: { settings: settings({ allowlist } as object), hasKey: true } }));
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });

const SETTINGS_FILE = {
  name: 'settings.json',
  mimeType: 'application/json',
  buffer: Buffer.from(
    JSON.stringify({
      telltale: 'settings',
      version: 1,
      settings: { lookbackDays: 30 },
      notes: [
        { type: 'domain', value: 'evil.example', text: 'Made up', changed: '2026-05-01T00:00:00.000Z' },
      ],
    }),
  ),
};
const UNDO = { cases: [], notes: [], dropCases: [], dropNotes: [{ type: 'domain', value: 'evil.example' }] };

test('of a settings file whose notes cannot be taken nothing stays', async ({ open, draw }) => {
  const page = await open();
  await draw('options', options({ sources: [] }));
  await page.evaluate(() => (stage.answers.takeRecords = 'fails'));
  await page.getByLabel('Take settings from a file…').setInputFiles(SETTINGS_FILE);
  await page.getByRole('button', { name: 'Take them over' }).click();
  await expect(page.getByText('Telltale did not answer. Try again.')).toBeVisible();
  expect((await calls(page)).map(({ name }) => name)).toEqual(['previewRecords', 'takeRecords']);
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0);
});

test('of a settings file whose settings are refused the notes do not stay', async ({ open, draw }) => {
  const page = await open();
  await draw('options', options({ sources: [] }));
  await page.evaluate((undo) => {
    stage.answers.takeRecords = { undo };
    stage.answers.save = { ok: false, reason: 'Your organisation set it.' };
  }, UNDO);
  await page.getByLabel('Take settings from a file…').setInputFiles(SETTINGS_FILE);
  await page.getByRole('button', { name: 'Take them over' }).click();
  await expect(page.getByText('Your organisation set it.')).toBeVisible();
  const [, , , last] = await calls(page);
  expect(last).toEqual({ name: 'putBackRecords', args: [UNDO] });
});
