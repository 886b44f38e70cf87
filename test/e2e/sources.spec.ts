import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { launchChromium } from '../support/browsers.ts';
import { connectExtension } from '../support/connect.ts';
import { startEmulator, type Emulator } from '../support/emulator/emulator.ts';
import { readPainted } from '../support/painted.ts';
import { startStaticServer, type StaticServer } from '../support/static-server.ts';

// One source after another comes into the same options page.
test.describe.configure({ mode: 'serial' });

let context: BrowserContext;
let emulator: Emulator;
let pages: StaticServer;
let options: Page;
let report: Page;

test.beforeAll(async () => {
  emulator = await startEmulator();
  pages = await startStaticServer({
    '/report.html': '<p>Made up: imported.test, second.test and subscribed.test</p>',
  });
  context = await launchChromium();
  options = await connectExtension(context, { baseUrl: emulator.url, key: emulator.key });
  report = await context.newPage();
  await report.goto(`${pages.url}/report.html`);
});

test.afterAll(async () => {
  await context?.close();
  await pages?.close();
  await emulator?.close();
});

const source = (name: string) =>
  options
    .getByRole('list', { name: 'Sources' })
    .getByRole('listitem')
    .filter({ has: options.getByRole('heading', { name }) });

async function expectMarked(...texts: string[]): Promise<void> {
  await report.bringToFront();
  await expect.poll(async () => (await readPainted(report)).map(({ text }) => text).sort()).toEqual(texts);
  await options.bringToFront();
}

test('a CSV file with broken lines: its columns are corrected, its values marked', async () => {
  await options.getByRole('button', { name: 'Add a file' }).click();
  const lines = ['value;grade', 'imported.test;high', 'second.test;low'];
  for (let n = 0; n < 18; n++) lines.push(`host-${n}.test;low`);
  for (let n = 0; n < 5; n++) lines.push(`no value ${n}!;high`);
  await options.getByLabel('File with indicators').setInputFiles({
    name: 'ours.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(lines.join('\n')),
  });
  const columns = options.getByRole('region', { name: 'First rows of the file' });
  await expect(columns.getByText('imported.test')).toBeVisible();
  await expect(columns.getByLabel('Column value holds')).toHaveValue('value');
  await columns.getByLabel('Column grade holds').selectOption({ label: 'Confidence' });
  await options.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(source('ours')).toContainText('20 indicators');
  await source('ours').getByText('5 lines could not be read').click();
  await expect(source('ours')).toContainText('no value 0!');
  await expectMarked('imported.test', 'second.test');
});

test('what is no list is refused in words, and changes nothing', async () => {
  await options.getByRole('button', { name: 'Import again: ours' }).click();
  await options.getByLabel('File with indicators').setInputFiles({
    name: 'page.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('<!doctype html><title>Sign in</title>'),
  });
  await expect(
    options.getByText('page.csv was not taken. This is a web page, not a list', { exact: false }),
  ).toBeVisible();
  await options.getByRole('button', { name: 'Cancel' }).click();
  await expectMarked('imported.test', 'second.test');
});

test('switched off, a source marks nothing; on again, it does', async () => {
  await source('ours').getByRole('switch').click();
  await expectMarked();
  await source('ours').getByRole('switch').click();
  await expectMarked('imported.test', 'second.test');
});

test('a subscription is fetched, asked for changes only, and never follows a redirect', async () => {
  const asked: IncomingMessage[] = [];
  const current = {
    answer(request: IncomingMessage, response: ServerResponse) {
      response.setHeader('ETag', '"v1"');
      if (request.headers['if-none-match'] === '"v1"') response.writeHead(304).end();
      else response.end('subscribed.test\n');
    },
  };
  const server = createServer((request, response) => {
    asked.push(request);
    current.answer(request, response);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    await options.getByRole('button', { name: 'Subscribe to a list' }).click();
    await options.getByLabel('Address', { exact: true }).last().fill(`http://${host}/list.txt`);
    await options.getByLabel('Name', { exact: true }).fill('Made-up list');
    await options.getByRole('button', { name: `Subscribe and fetch from ${host}` }).click();
    await expect(source('Made-up list')).toContainText('1 indicator');
    await expectMarked('imported.test', 'second.test', 'subscribed.test');

    const fetchNow = options.getByRole('button', { name: 'Fetch Made-up list now' });
    await fetchNow.click();
    await expect.poll(() => asked.length).toBe(2);
    expect(asked[1]?.headers['if-none-match']).toBe('"v1"');
    expect(asked[1]?.headers.cookie).toBeUndefined();

    current.answer = (_request, response) => {
      response.writeHead(302, { Location: `http://${host}/elsewhere` }).end();
    };
    await expect(fetchNow).toBeEnabled();
    await fetchNow.click();
    await expect(source('Made-up list')).toContainText('not followed');
    expect(asked.map(({ url }) => url)).not.toContain('/elsewhere');
    await expectMarked('imported.test', 'second.test', 'subscribed.test');
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('deleted, a source takes its rows along', async () => {
  await options.getByRole('button', { name: 'Delete ours' }).click();
  await options
    .getByRole('group', { name: 'Delete ours' })
    .getByRole('button', { name: /^Delete/ })
    .click();
  await expect(source('ours')).toHaveCount(0);
  await expectMarked('subscribed.test');
});
