import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { launchChromium } from '../support/browsers.ts';
import { askWorker, connectExtension, syncFinished, type ObservedStatus } from '../support/connect.ts';
import { startEmulator, type Emulator } from '../support/emulator/emulator.ts';
import { waitUntil } from '../support/wait-until.ts';
import { pictureOf } from '../support/picture.ts';

// What is fetched, how often and how far back is the user's choice, and what came of it is said.
test.describe.configure({ mode: 'serial' });

const DAY = 86_400_000;
let context: BrowserContext;
let emulator: Emulator;
let options: Page;
/** How far the API's clock is ahead. */
let ahead = 0;

test.beforeAll(async () => {
  emulator = await startEmulator({ requestsPerMinute: 100_000, now: () => Date.now() + ahead });
  context = await launchChromium();
  options = await connectExtension(context, { baseUrl: emulator.url, key: emulator.key });
});

test.afterAll(async () => {
  await context?.close();
  await emulator?.close();
});

async function synced(): Promise<ObservedStatus> {
  const before = emulator.requests.length;
  await waitUntil('a run was begun', async () => {
    await askWorker(options, 'syncNow');
    return emulator.requests.length > before;
  });
  return syncFinished(options);
}

test('every filter of the API is a choice, and is what the API is asked for', async () => {
  const choose = (group: string, label: string) =>
    options.getByRole('group', { name: group }).getByLabel(label, { exact: true }).click();
  await choose('Types', 'Domain');
  await choose('Confidence', 'High');
  await choose('Category', 'Research');
  await choose('Industry', 'Finance');
  await options.getByLabel(/^Context/).click();
  await options.getByLabel('How far back').selectOption({ label: '7 days' });
  await options.getByLabel('How often').selectOption({ label: 'Every 5 minutes' });
  await expect
    .poll(() => askWorker(options, 'getSettings'))
    .toMatchObject({
      settings: {
        filters: {
          types: ['domain'],
          confidences: ['high'],
          categories: ['research'],
          industries: ['finance'],
        },
        withContext: false,
        lookbackDays: 7,
        syncEveryMinutes: 5,
      },
    });
  await synced();
  const { query } = emulator.requests.at(-1) ?? {};
  expect(query).toMatchObject({
    type: 'domain',
    confidence: 'high',
    category: 'research',
    industry: 'finance',
    include_context: 'false',
  });
  await expect(options.getByText(/Next run in [45] minutes/).first()).toBeVisible();

  // Back to everything, from the beginning: as far back as was chosen.
  for (const group of ['Types', 'Confidence', 'Category', 'Industry']) await choose(group, 'Everything');
  await options.getByLabel(/^Context/).click();
  await options.getByRole('button', { name: 'Clear indicators…' }).click();
  await options.getByRole('button', { name: 'Clear', exact: true }).click();
  const asked = emulator.requests.length;
  await synced();
  const first = emulator.requests[asked]?.query ?? {};
  expect(first).not.toHaveProperty('type');
  expect(first).not.toHaveProperty('include_context');
  expect(Math.abs(Date.parse(String(first['since'])) - (Date.now() - 7 * DAY))).toBeLessThan(DAY / 24);
});

test('who was away for longer than the plan reaches back is told what is missing, until it is read', async () => {
  emulator.set({ tier: 'free' });
  ahead = 3 * DAY;
  await synced();
  const gap = options
    .getByRole('status')
    .filter({ hasText: /reaches back/ })
    .first();
  await expect(gap).toBeVisible();
  await expect(gap).toContainText('You were away 3 days, your plan reaches back 1: 2 days are missing');
  await gap.scrollIntoViewIfNeeded();
  await pictureOf(options, { path: test.info().outputPath('gap.png') });
  await options.getByRole('button', { name: 'I know' }).click();
  await expect(options.getByRole('button', { name: 'I know' })).toHaveCount(0);
});

const REFUSALS = [
  [401, 'expired_api_key', /key has expired/i],
  [403, 'forbidden', /127\.0\.0\.1:\d+ .*(?:plan|allow)/],
  [503, undefined, /127\.0\.0\.1:\d+ .*(?:trouble|error|fail|problem)/],
] as const;

for (const [status, code, words] of REFUSALS)
  test(`HTTP ${status} is said in words, with its number`, async () => {
    emulator.set({ faults: () => ({ kind: 'error', status, ...(code ? { code } : { bare: true }) }) });
    await waitUntil('the failure is known', async () => {
      await askWorker(options, 'syncNow');
      return (await askWorker<ObservedStatus>(options, 'syncStatus')).error;
    });
    const told = options
      .getByRole('status')
      .filter({ hasText: `HTTP ${status}` })
      .first();
    await expect(told).toContainText(words);
    await expect(told).not.toContainText(emulator.key);
    emulator.set({ faults: [] });
    await waitUntil('the error is gone', async () => {
      await askWorker(options, 'syncNow');
      return !(await askWorker<ObservedStatus>(options, 'syncStatus')).error;
    });
  });

const ANSWERS: [what: string, words: RegExp, answer: (response: ServerResponse) => void][] = [
  ['is not there', /HTTP 404|404/, (response) => response.writeHead(404).end('gone')],
  [
    'is a web page',
    /web page/,
    (response) =>
      response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>Sign in</title>'),
  ],
  ['has trouble', /503/, (response) => response.writeHead(503).end()],
  ['does not answer', /cannot be reached/, (response) => response.destroy()],
];

test('a list that cannot be had is told of in words, and its rows stay; what did not change is not sent again', async () => {
  const asked: IncomingMessage[] = [];
  const good = (response: ServerResponse, request: IncomingMessage) => {
    const since = request.headers['if-modified-since'];
    response.setHeader('Last-Modified', MODIFIED);
    if (since === MODIFIED) response.writeHead(304).end();
    else response.end('listed.test\nsecond.test\n');
  };
  let answer: (response: ServerResponse, request: IncomingMessage) => void = good;
  const server = createServer((request, response) => {
    asked.push(request);
    answer(response, request);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    await options.getByRole('button', { name: 'Subscribe to a list' }).click();
    await options.getByLabel('Address', { exact: true }).last().fill(`http://${host}/list.txt`);
    await options.getByLabel('Name', { exact: true }).fill('Made-up list');
    // The click that contacts a server names it.
    await options.getByRole('button', { name: `Subscribe and fetch from ${host}` }).click();
    const list = options
      .getByRole('list', { name: 'Sources' })
      .getByRole('listitem')
      .filter({ has: options.getByRole('heading', { name: 'Made-up list' }) });
    const fetchNow = options.getByRole('button', { name: 'Fetch Made-up list now' });
    await expect(list).toContainText('2 indicators');
    await expect(fetchNow).toBeEnabled();
    await fetchNow.click();
    // The first fetch may say "unchanged since" already, of the list's own date.
    await expect.poll(() => asked.at(-1)?.headers['if-modified-since']).toBe(MODIFIED);
    await expect(list).toContainText(/unchanged|nothing changed|not changed/i);
    for (const [what, words, next] of ANSWERS) {
      answer = next;
      await expect(fetchNow).toBeEnabled();
      await fetchNow.click();
      await expect(list, what).toContainText(words);
      await expect(list).toContainText('2 indicators');
    }
    await list.scrollIntoViewIfNeeded();
    await pictureOf(options, { path: test.info().outputPath('trouble.png') });
    answer = good;
    await expect(fetchNow).toBeEnabled();
    await fetchNow.click();
    await expect(list).not.toContainText(/cannot be reached/);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

const MODIFIED = 'Sat, 16 May 2026 10:30:00 GMT';

test('a plan that is used up is waited for, and that is said with the time', async () => {
  emulator.set({
    faults: () => ({ kind: 'error', status: 429, code: 'rate_limit_exceeded', retryAfter: 600 }),
  });
  await waitUntil('it waits', async () => {
    await askWorker(options, 'syncNow');
    return (await askWorker<ObservedStatus>(options, 'syncStatus')).phase.state === 'waiting';
  });
  await expect(options.getByText(/plan allows.* in (?:9|10) minutes/).first()).toBeVisible();
  await expect(options.getByRole('button', { name: 'Sync now' })).toBeDisabled();
});
