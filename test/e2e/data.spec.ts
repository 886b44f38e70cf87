import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { openExtensionPage } from '../support/browsers.ts';
import { askWorker, type ObservedStatus } from '../support/connect.ts';
import { row, startRealBuild, type RealBuild } from './page/real-build.ts';

let build: RealBuild;
test.beforeAll(async () => {
  build = await startRealBuild([row('domain', 'evil.test')], {});
});
test.afterAll(() => build?.close());

test('the settings are saved to a file, everything is erased, and the file brings the settings back', async () => {
  const page = await openExtensionPage(build.context, 'options.html');
  await page.getByRole('textbox', { name: 'Value', exact: true }).fill('intranet.example');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByText('Added intranet[.]example.')).toBeVisible();

  const data = page.getByRole('region', { name: 'Data' });
  await expect(data.getByText(/^1 indicator from 1 source, /)).toBeVisible();
  const download = page.waitForEvent('download');
  await data.getByRole('button', { name: 'Save settings to a file' }).click();
  const file = await (await download).path();
  const text = await readFile(file, 'utf8');
  expect(text).toContain('intranet.example');
  expect(text).not.toContain(build.emulator.key);

  await data.getByRole('button', { name: 'Erase everything…' }).click();
  await data.getByRole('button', { name: 'Erase everything', exact: true }).click();
  await expect(data.getByText('Everything is erased.')).toBeVisible();
  expect(await askWorker<ObservedStatus>(page, 'syncStatus')).toMatchObject({ rows: 0 });
  expect(await askWorker(page, 'getSettings')).toMatchObject({ hasKey: false, settings: { allowlist: [] } });
  await expect(page.getByText('Start here.')).toBeVisible();

  await data.getByLabel('Take settings from a file…').setInputFiles({
    name: 'no-settings.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{}'),
  });
  await expect(data.getByText('These are no settings of Telltale')).toBeVisible();
  await data.getByLabel('Take settings from a file…').setInputFiles(file);
  await expect(data.getByText('2 settings will be replaced.')).toBeVisible();
  await expect(data.getByText(`Indicators will come from ${build.emulator.url}.`)).toBeVisible();
  await data.getByRole('button', { name: 'Take them over' }).click();
  await expect(data.getByText('The settings were replaced.')).toBeVisible();
  await expect(
    page.getByRole('button', { name: 'Remove intranet.example from the allowlist' }),
  ).toBeVisible();
  await data.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: 'Remove intranet.example from the allowlist' })).toHaveCount(
    0,
  );
});
