import { settings, status } from './fixtures.ts';
import { calls, expect, test } from './harness.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const NOTHING = { types: [], confidences: [], categories: [], industries: [] };
const options = (filters: object, more: object = {}) => ({
  now: NOW,
  view: { settings: settings({ filters: { ...NOTHING, ...filters } }), hasKey: true },
  status: status(),
  ...more,
});

test('what is fetched is chosen value by value, and saved at once', async ({ open, draw }) => {
  const page = await open();
  await draw('options', options({ types: ['domain'], confidences: ['high', 'low'] }));
  const types = page.getByRole('group', { name: 'Types' });
  await types.getByLabel('IPv4').click();
  await types.getByLabel('Everything').click();
  await page.getByRole('group', { name: 'Confidence' }).getByLabel('Low').click();
  await page.getByLabel(/^Context/).click();
  await expect
    .poll(async () => (await calls(page)).map(({ args }) => args[0]))
    .toEqual([
      { filters: { ...NOTHING, types: ['ipv4', 'domain'], confidences: ['high', 'low'] } },
      { filters: { ...NOTHING, types: [], confidences: ['high', 'low'] } },
      { filters: { ...NOTHING, types: ['domain'], confidences: ['high'] } },
      { withContext: false },
    ]);
  await expect(page.getByText('takes 2 rounds of requests')).toBeVisible();
  await expect(page.getByRole('group', { name: 'Industry' }).getByLabel('Everything')).toBeDisabled();
});

test('a gap is told until it is read, and a plan that is used up cannot be asked', async ({ open, draw }) => {
  const page = await open();
  const gaps = [
    { from: 'a', to: 'b', text: 'You were away 3 days, your plan reaches back 1: 2 days are missing.' },
  ];
  const phase = { state: 'waiting', why: 'limit', until: '2026-11-24T00:00:00Z', fetched: 900, total: 1523 };
  await draw('options', options({}, { status: { ...status(), gaps, phase } }));
  await expect(page.getByText(/goes on in 12 hours, at 2026-11-24 00:00Z/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Sync now' })).toBeDisabled();
  await page.getByRole('button', { name: 'I know' }).click();
  await expect.poll(async () => (await calls(page)).map(({ name }) => name)).toEqual(['dismissGaps']);
});
