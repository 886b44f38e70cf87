import { join } from 'node:path';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { extensionWorker, findSurface, launchChromium, openPopup } from '../support/browsers.ts';
import { readCard, type Card } from '../support/card.ts';
import { connectExtension } from '../support/connect.ts';
import { startEmulator, type Emulator } from '../support/emulator/emulator.ts';
import { readPainted } from '../support/painted.ts';
import { ROOT } from '../support/paths.ts';
import { startStaticServer, type StaticServer } from '../support/static-server.ts';
import { waitUntil } from '../support/wait-until.ts';

// One story, told in order: install, connect, open a report, read a card, look at popup and panel.
test.describe.configure({ mode: 'serial' });

let context: BrowserContext;
let emulator: Emulator;
let server: StaticServer;
let page: Page;

test.beforeAll(async () => {
  emulator = await startEmulator();
  server = await startStaticServer({
    ...(await sampleReport()),
    '/mail.html':
      '<iframe style="width:600px;height:150px" srcdoc="<p>Pay at ember-relay(.)test today</p>"></iframe>',
  });
  context = await launchChromium({ remoteDebugging: true });
});

test.afterAll(async () => {
  await context?.close();
  await emulator?.close();
  await server?.close();
});

async function sampleReport(): Promise<Record<string, string>> {
  const { readFile } = await import('node:fs/promises');
  return { '/report.html': await readFile(join(ROOT, 'test/fixtures/sample/report.html'), 'utf8') };
}

test('the installation opens a page that says what to do, and can be tried without a key', async () => {
  const welcome = await waitUntil('the page is open', async () =>
    context.pages().find((each) => each.url().endsWith('/welcome.html')),
  );
  await welcome.getByRole('button', { name: 'Use sample data' }).click();
  await expect(welcome.getByText('The sample data are here.')).toBeVisible();
  await welcome.getByRole('button', { name: 'Look up', exact: true }).click();
  await expect(welcome.getByText('4 values: 3 known, 1 not in your indicators')).toBeVisible();
  await welcome.getByRole('button', { name: 'Remove the sample data' }).click();
  await expect(welcome.getByRole('button', { name: 'Use sample data' })).toBeVisible();

  await welcome.getByRole('button', { name: 'Enter a key or add a list' }).click();
  const options = await waitUntil('the options are open', async () =>
    context.pages().find((each) => each.url().endsWith('/options.html')),
  );
  await expect(options.getByRole('heading', { name: 'Account' })).toBeVisible();
  await expect(options.getByLabel('API key', { exact: true })).toBeVisible();
});

test('a tab that was open before is marked as soon as the first sync is done', async () => {
  page = await context.newPage();
  await page.goto(`${server.url}/report.html`);
  expect(await readPainted(page)).toEqual([]);

  await connectExtension(context, { baseUrl: emulator.url, key: emulator.key });
  await page.bringToFront();
  // The later of the two on the page: marks are painted in the order of reading, not all in one frame.
  const painted = await paintedTexts(page, 'wick-gate[.]example.com');
  expect(painted).toContain('lantern-invoices[.]example');
  expect(painted).not.toContain('192.168.1.1');
  expect(painted).not.toContain('docs.example.net');
});

test('pointing at a mark explains it, beside the mark, and leaving closes the card', async () => {
  const mark = page.getByText('lantern-invoices[.]example', { exact: true }).first();
  await mark.hover();
  const card = await openCard(page, /last reported/i);
  expect(card.text).toMatch(/source confidence: high/i);
  expect(card.text).toMatch(/Exact match/);
  expect(card.text).toMatch(/\d{4}-\d\d-\d\d \d\d:\d\dZ, \d+ \w+ ago/);
  expect(card.text).toContain('Made-up Phish Reports');
  expect(card.text).toContain('via SOC Defenders');
  const box = (await mark.boundingBox())!;
  const isBeside = card.box.y >= box.y + box.height || card.box.y + card.box.height <= box.y;
  expect(isBeside).toBe(true);

  await page.mouse.move(5, 700);
  await waitUntil('the card is closed', async () => (await readCard(page)) === undefined);
});

test('a click pins the card, Escape closes it', async () => {
  await pointAt(page, 'CVE-2099-20417');
  await page.mouse.down();
  await page.mouse.up();
  const card = await openCard(page, /reference/i);
  expect(card.links.some((link) => link.includes('CVE-2099-20417') || link.startsWith('https://'))).toBe(
    true,
  );
  await page.mouse.move(5, 700);
  expect(await readCard(page)).toBeDefined();
  await page.keyboard.press('Escape');
  await waitUntil('the card is closed', async () => (await readCard(page)) === undefined);
});

test('a child says whose child it is, a faded value that it is old', async () => {
  await pointAt(page, 'mx7.night-post[.]example');
  expect((await openCard(page, /Child/)).text).toContain('night-post[.]example');
  await pointAt(page, 'old-flame[dot]example');
  expect((await openCard(page, /Faded/)).text).toContain('old-flame[.]example');
});

test('the badge counts distinct known values in the colour of the loudest', async () => {
  const worker = await extensionWorker(context);
  const badge = await waitUntil('the badge shows a number', async () => {
    const [text, colour] = await worker.evaluate<[string, number[]]>(`(async () => {
      const [{ id: tabId }] = await chrome.tabs.query({ url: '${server.url}/*' });
      return [await chrome.action.getBadgeText({ tabId }), [...(await chrome.action.getBadgeBackgroundColor({ tabId }))]];
    })()`);
    return text === '' ? undefined : { text, colour };
  });
  expect(Number(badge.text)).toBeGreaterThan(15);
  expect(badge.colour.slice(0, 3)).toEqual([0xbd, 0x1f, 0x2d]);
});

test('the popup lists what is marked and what is not, with the reason, and switches the site off at once', async () => {
  const { page: popup, browser } = await openPopup(context, page);
  await expect(popup.getByText('lantern-invoices[.]example').first()).toBeVisible();
  await expect(popup.getByText('192.168.1[.]1').first()).toBeAttached();
  await expect(popup.getByText(/private use \(RFC 1918\)/).first()).toBeAttached();
  await popup.getByRole('switch').click();
  await waitUntil('nothing is painted', async () => (await readPainted(page)).length === 0);
  await popup.getByRole('switch').click();
  await waitUntil('the marks are back', async () => (await readPainted(page)).length > 20);
  await browser.close();
});

test('the card’s button opens the side panel on the item, and the panel’s list leads back to the page', async () => {
  await page.bringToFront();
  await pointAt(page, 'ember-relay(.)test');
  await page.mouse.down();
  await page.mouse.up();
  const card = await openCard(page, /Open in side panel/);
  // The button stands at the right end of the card's last line.
  await page.mouse.click(card.box.x + card.box.width - 60, card.box.y + card.box.height - 24);
  const { page: panel, browser } = await findSurface(context, 'sidepanel.html');
  await expect(panel.getByText('ember-relay[.]test').first()).toBeVisible();
  await expect(panel.getByText(/source confidence/i).first()).toBeVisible();
  await browser.close();
});

test('a mail in a srcdoc frame is marked, and its card fits the frame', async () => {
  const mail = await context.newPage();
  await mail.goto(`${server.url}/mail.html`);
  await paintedTexts(mail, 'ember-relay(.)test');
  await mail
    .frameLocator('iframe')
    .getByText('ember-relay')
    .hover({ position: { x: 60, y: 10 } });
  const card = await openCard(mail, /low/);
  expect(card.box.height).toBeLessThan(150);

  await waitUntil('the badge counts it', async () => (await badgeOf(mail)) === '1');
  await mail.locator('iframe').evaluate((frame) => frame.remove());
  await waitUntil('the badge counts it no more', async () => (await badgeOf(mail)) === '');
  await mail.close();
});

test('nothing but the API was ever asked for anything', () => {
  expect(emulator.requests.every(({ path, auth }) => path === '/api/v1/iocs' && auth === 'bearer')).toBe(
    true,
  );
  expect(emulator.requests.some(({ keyInUrl }) => keyInUrl)).toBe(false);
});

async function badgeOf(where: Page): Promise<string> {
  const worker = await extensionWorker(context);
  return worker.evaluate<string>(`(async () => {
    const [{ id: tabId }] = await chrome.tabs.query({ url: '${where.url()}' });
    return chrome.action.getBadgeText({ tabId });
  })()`);
}

async function paintedTexts(where: Page, awaited: string): Promise<string[]> {
  return waitUntil(`${awaited} is painted`, async () => {
    const texts = (await readPainted(where)).map(({ text }) => text);
    return texts.includes(awaited) ? texts : undefined;
  });
}

/** Puts the pointer on the middle of a mark; blocks are wider than the text in them. */
async function pointAt(where: Page, text: string): Promise<void> {
  // A card that is still open may lie over the mark.
  await where.mouse.move(5, 700);
  await waitUntil('no card is open', async () => (await readCard(where)) === undefined);
  await where.getByText(text).first().scrollIntoViewIfNeeded();
  const { x, y } = await waitUntil(`${text} is painted`, async () =>
    (await readPainted(where)).find((mark) => mark.text === text),
  );
  await where.mouse.move(x, y);
}

async function openCard(where: Page, saying: RegExp): Promise<Card> {
  return waitUntil(`a card says ${saying}`, async () => {
    const card = await readCard(where);
    return card && saying.test(card.text) ? card : undefined;
  });
}
