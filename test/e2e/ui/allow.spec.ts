import { calls, expect, test } from './harness.ts';

// All names are made up.
const URL = { type: 'url', value: 'https://gate.example.com/a?b' } as const;
const OLD = { value: 'mail.example.com', scope: 'value', reason: '', added: '2026-10-02T09:00:00Z' } as const;

test('a value is allowed with a reason and for a time, and that is taken back', async ({ open, page }) => {
  await open();
  await page.evaluate((given) => stage.mountAllow(given), { observable: URL, allowlist: [OLD] });
  await page.getByRole('button', { name: 'Allow…' }).focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Why it is harmless').fill(' our own gate ');
  await page.getByLabel('For how long').selectOption('for 30 days');
  await page.getByRole('button', { name: 'Allow', exact: true }).click();
  await expect(page.getByRole('status')).toContainText('hxxps://gate[.]example[.]com/a?b is allowed.');
  const added = '2026-11-23T12:00:00.000Z';
  const entry = { value: URL.value, scope: 'value', reason: 'our own gate', added };
  expect(await calls(page)).toEqual([
    { name: 'save', args: [[OLD, { ...entry, expires: '2026-12-23T12:00:00.000Z' }]] },
  ]);
  await page.getByRole('button', { name: 'Undo' }).click();
  expect((await calls(page)).at(-1)).toEqual({ name: 'save', args: [[OLD]] });
});

test('its domain with all below is allowed for good', async ({ open, page }) => {
  await open();
  await page.evaluate((given) => stage.mountAllow(given), { observable: URL, allowlist: [] });
  await page.getByRole('button', { name: 'Allow…' }).click();
  await page.getByRole('checkbox', { name: /gate\[\.\]example\[\.\]com and below/ }).check();
  await page.getByRole('button', { name: 'Allow', exact: true }).click();
  const added = '2026-11-23T12:00:00.000Z';
  expect(await calls(page)).toEqual([
    { name: 'save', args: [[{ value: 'gate.example.com', scope: 'domain-and-below', reason: '', added }]] },
  ]);
});

test('what cannot be saved says why; an address has nothing below it', async ({ open, page }) => {
  await open();
  await page.evaluate((given) => stage.mountAllow(given), {
    observable: { type: 'ipv4', value: '192.0.2.1' } as const,
    allowlist: [],
    refusal: 'There is no room.',
  });
  await page.getByRole('button', { name: 'Allow…' }).click();
  await expect(page.getByRole('checkbox')).toHaveCount(0);
  await page.getByRole('button', { name: 'Allow', exact: true }).click();
  await expect(page.getByRole('status')).toContainText('There is no room.');
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0);
});
