import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { launchChromium, openPopup, pauseWorker } from '../support/browsers.ts';
import {
  askWorker,
  connectExtension,
  enterConnection,
  syncFinished,
  type ObservedStatus,
} from '../support/connect.ts';
import { startEmulator, type Emulator } from '../support/emulator/emulator.ts';
import { waitUntil } from '../support/wait-until.ts';

// Each trouble finds the rows of an earlier, good sync in the store, and must leave them there.
test.describe.configure({ mode: 'serial' });

let context: BrowserContext;
let emulator: Emulator;
let options: Page;

test.beforeAll(async () => {
  emulator = await startEmulator();
  context = await launchChromium({ remoteDebugging: true });
  options = await connectExtension(context, { baseUrl: emulator.url, key: emulator.key });
});

test.afterAll(async () => {
  await context?.close();
  await emulator?.close();
});

test('a wrong key is named as such, in the options and by "Test connection"', async () => {
  const { key } = emulator;
  emulator.set({ key: 'sk_test_another' });
  const status = await failedSync();
  expect(status.error?.reason).toBe('unauthorized');
  const told = options.getByText(/^The API key is not valid\./).first();
  await expect(told).toBeVisible();
  await expect(told).not.toContainText(key);
  await options.getByRole('button', { name: 'Test connection' }).click();
  await expect(options.getByRole('alert').or(options.getByText(/key/i)).first()).toBeVisible();
  emulator.set({ key });
  await recovered();
});

test('a page of a captive portal instead of JSON is recognised', async () => {
  emulator.set({ faults: () => ({ kind: 'portal' }) });
  const status = await failedSync();
  expect(status.error?.reason).toBe('not_json');
  emulator.set({ faults: [] });
  await recovered();
});

test('a redirect is not followed, and the key goes nowhere else', async () => {
  const elsewhere = await startEmulator();
  emulator.set({ faults: () => ({ kind: 'redirect', to: `${elsewhere.url}/api/v1/iocs`, status: 302 }) });
  const status = await failedSync();
  expect(status.error?.reason).toBe('redirected');
  expect(elsewhere.requests).toEqual([]);
  await elsewhere.close();
  emulator.set({ faults: [] });
  await recovered();
});

test('broken rows are counted and skipped', async () => {
  emulator.rows.insert([
    { type: 'domain', value: 42, extracted_at: '-PT1M' },
    { type: 'yara', value: 'rule', extracted_at: '-PT1M' },
  ]);
  await recovered();
  const status = await askWorker<ObservedStatus>(options, 'syncStatus');
  expect(status.skipped.reduce((sum, { count }) => sum + count, 0)).toBe(2);
  await expect(options.getByText('2 rows could not be used', { exact: true })).toBeVisible();
});

test('a host that does not answer is named, and the popup says so too', async () => {
  emulator.set({ faults: () => ({ kind: 'reset' }) });
  const status = await failedSync();
  expect(status.error?.reason).toBe('unreachable');
  const { page: popup, browser } = await openPopup(context, options);
  await expect(popup.getByText(/^127\.0\.0\.1:\d+ (?:cannot be reached|kept silent)/).first()).toBeVisible();
  // The options page is the extension's own: the popup must not call that "0 found".
  await expect(popup.getByText(/one of Telltale’s own pages/)).toBeVisible();
  await browser.close();
});

test('an address without https is refused in words, and nothing is changed', async () => {
  const page = await enterConnection(context, { baseUrl: 'http://feed.example.com', key: 'sk_test_x' });
  await expect(page.getByText(/must start with https/)).toBeVisible();
  const view = await askWorker<{ settings: { baseUrl: string } }>(page, 'getSettings');
  expect(view.settings.baseUrl).toBe(emulator.url);
  await page.close();
});

test('a worker that hangs is said not to answer, and what it answers in the end is shown', async () => {
  const resume = await pauseWorker(context);
  await options.reload();
  const told = options.getByRole('alert').filter({ hasText: 'Telltale does not answer' });
  await expect(told).toBeVisible();
  await resume();
  await expect(options.getByRole('button', { name: 'Sync now' })).toBeVisible();
  await expect(told).toHaveCount(0);
});

async function failedSync(): Promise<ObservedStatus> {
  await askWorker(options, 'syncNow');
  const status = await waitUntil('the sync failed', async () => {
    const { error, ...rest } = await askWorker<ObservedStatus>(options, 'syncStatus');
    return error && rest.phase.state !== 'syncing' ? { error, ...rest } : undefined;
  });
  expect(status.rows).toBe(60);
  return status;
}

async function recovered(): Promise<void> {
  await askWorker(options, 'syncNow');
  await waitUntil(
    'the error is gone',
    async () => !(await askWorker<ObservedStatus>(options, 'syncStatus')).error,
  );
  const status = await syncFinished(options);
  expect(status.rows).toBe(60);
}
