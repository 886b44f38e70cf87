import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import {
  extensionWorker,
  findSurface,
  killWorker,
  launchChromium,
  openPopup,
  type Surface,
} from '../support/browsers.ts';
import { readCard } from '../support/card.ts';
import { askWorker, connectExtension } from '../support/connect.ts';
import { startEmulator, type Emulator } from '../support/emulator/emulator.ts';
import { readPainted } from '../support/painted.ts';
import { waitUntil } from '../support/wait-until.ts';

// One side panel is open through all of it.
test.describe.configure({ mode: 'serial' });

const LISTED_HOST = 'portal.example';

let context: BrowserContext;
let emulator: Emulator;
let server: Server;
let site: string;
let listedSite: string;
let page: Page;
let panel: Surface;
let ownPage: Page;

test.beforeAll(async () => {
  server = await serve();
  const { port } = server.address() as AddressInfo; // it listens on TCP
  site = `http://127.0.0.1:${port}`;
  listedSite = `http://${LISTED_HOST}:${port}`;
  emulator = await startEmulator();
  emulator.rows.insert([
    { type: 'domain', value: LISTED_HOST, confidence: 'high', extracted_at: '-PT1H' },
    { type: 'domain', value: 'beeswax.test', confidence: 'high', last_seen: '-PT1H', extracted_at: '-PT1H' },
  ]);
  context = await launchChromium({
    remoteDebugging: true,
    args: [`--host-resolver-rules=MAP ${LISTED_HOST} 127.0.0.1`],
  });
  ownPage = await connectExtension(context, { baseUrl: emulator.url, key: emulator.key });
  page = await context.newPage();
});

test.afterAll(async () => {
  await panel?.browser.close();
  await context?.close();
  await emulator?.close();
  server?.close();
});

test.describe('a page that cannot be read is said to be one, with the reason, and never "0 found"', () => {
  for (const [what, address, reason] of [
    ['a PDF', () => `${site}/report.pdf`, /PDF viewer.*Select text in the PDF/],
    ['a PDF without the name of one', () => `${site}/download`, /PDF viewer/],
    ['a page of the browser', () => 'chrome://version/', /page of the browser itself.*paste it under/],
    ['a new tab', () => 'chrome://newtab/', /page of the browser itself/],
    ['source text', () => `view-source:${site}/report.html`, /page of the browser itself/],
    ['the extension store', () => 'https://chromewebstore.google.com/', /extension store.*paste it under/],
    ['a host that does not answer', () => 'http://127.0.0.1:9/', /did not load/],
    ['a name that does not exist', () => 'http://no-such-host.invalid/', /did not load/],
    ['an empty tab', () => 'about:blank', /tab is empty/],
    ['a data: address', () => 'data:text/html,beeswax.test', /data: address.*paste it under/],
  ] as const)
    test(what, async () => {
      const tab = await context.newPage();
      await tab.goto(address()).catch(() => undefined);
      const popup = await openPopup(context, tab);
      await expect(popup.page.getByRole('heading', { name: 'Cannot read this page' })).toBeVisible();
      await expect(popup.page.getByText(reason)).toBeVisible();
      await expectNoCounts(popup.page);
      await popup.browser.close();
      await tab.close();
    });

  test('a site that is withheld while its page is open: the marks go at once, and come again with the access', async () => {
    const texts = async () => (await readPainted(tab)).map(({ text }) => text);
    const tab = await context.newPage();
    await tab.goto(`${site}/report.html`);
    await expect.poll(texts).toContain('beeswax[.]test');
    await expect.poll(() => badge(tab)).toBe('2');
    await setSiteAccess('ON_CLICK');
    await expect.poll(texts).toEqual([]);
    await expect.poll(() => badge(tab)).toBe('?');
    // What was synced meanwhile does not bring them back.
    await askWorker(ownPage, 'setSettings', { lowestMarked: 'low' });
    await expect.poll(() => badge(tab)).toBe('?');
    const popup = await openPopup(context, tab);
    await expect(popup.page.getByText(/withholds this site/)).toBeVisible();
    await expectNoCounts(popup.page);
    await popup.browser.close();
    await askWorker(ownPage, 'setSettings', { lowestMarked: 'unrated' });
    expect(await texts()).toEqual([]);
    await setSiteAccess('ON_ALL_SITES');
    await expect.poll(texts).toContain('beeswax[.]test');
    await expect.poll(() => badge(tab)).toBe('2');
    await tab.close();
  });

  test('a site that the user withholds from extensions', async () => {
    const tab = await context.newPage();
    await tab.goto(`${site}/report.html`);
    await setSiteAccess('ON_CLICK');
    await tab.reload();
    const popup = await openPopup(context, tab);
    await expect(popup.page.getByText(/withholds this site/)).toBeVisible();
    await expect(popup.page.getByRole('button', { name: 'Allow on all sites' })).toBeVisible();
    await expectNoCounts(popup.page);
    await popup.browser.close();
    // The badge is no empty one, which would say that nothing is known here.
    expect(await badge(tab)).toBe('?');
    await setSiteAccess('ON_ALL_SITES');
    await expect
      .poll(async () => (await readPainted(tab)).map(({ text }) => text))
      .toContain('beeswax[.]test');
    await expect.poll(() => badge(tab)).toBe('2');
    await tab.close();
  });
});

test('a local file is read where the user allows that, and is no site to switch off', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'telltale-file-'));
  await writeFile(join(folder, 'report.html'), REPORT);
  await page.goto(`file://${folder}/report.html`);
  const popup = await openPopup(context, page);
  await expect(popup.page.getByText('ember-relay[.]test')).toBeVisible();
  await expect(popup.page.getByRole('switch')).toHaveCount(0);
  await popup.browser.close();
  await rm(folder, { recursive: true });
});

test('the card’s button opens the side panel with the value’s facts', async () => {
  await page.goto(`${site}/report.html`);
  await page.bringToFront();
  const mark = await waitUntil('the value is painted', async () =>
    (await readPainted(page)).find(({ text }) => text === 'ember-relay(.)test'),
  );
  await page.mouse.click(mark.x, mark.y);
  const { box } = await waitUntil('the card is filled', async () => {
    const card = await readCard(page);
    return card?.text.includes('Open in side panel') ? card : undefined;
  });
  // The button stands at the right end of the card's last line.
  await page.mouse.click(box.x + box.width - 60, box.y + box.height - 24);
  panel = await findSurface(context, 'sidepanel.html');
  await expect(listItem('ember-relay.test')).toContainText('source confidence: low');
});

test('another page in the same tab begins with its own list', async () => {
  await page.goto(`${site}/empty.html`);
  await expect(panel.page.getByText(/Nothing on this page is among your \d+ indicators/)).toBeVisible();
  await expect(panel.page.getByText(/ember-relay/)).toHaveCount(0);

  await page.goto(`${listedSite}/empty.html`);
  await expect(panel.page.getByRole('alert')).toContainText('portal[.]example');
  await page.goto(`${site}/empty.html`);
  await expect(panel.page.getByText(/Nothing on this page/)).toBeVisible();
  await expect(panel.page.getByRole('alert')).toHaveCount(0);

  await page.goto('chrome://version/');
  await expect(panel.page.getByText(/page of the browser itself/)).toBeVisible();
  await expect(panel.page.getByText(/Nothing on this page/)).toHaveCount(0);
});

test('only the panel’s body scrolls', async () => {
  await page.goto(`${site}/report.html`);
  await listItem('beeswax.test').getByRole('button').first().click();
  await expect(listItem('beeswax.test')).toContainText('source confidence');
  const excess = await panel.page.evaluate(
    () => document.documentElement.scrollHeight - document.documentElement.clientHeight,
  );
  expect(excess).toBe(0);
});

test.describe('a lookup in the panel', () => {
  test('of a known value gives its facts', async () => {
    const answer = await lookUp('hxxp://beeswax[.]test/');
    await expect(answer).toContainText('source confidence: high');
    await expect(answer).toContainText('Same:');
  });

  test('of an unknown one says what was searched, and not "safe"', async () => {
    const answer = await lookUp('nobody-lists-this.example');
    await expect(answer).toContainText(
      /Not in your indicators: searched \d+ values from 1 source, SOC Defenders reaching back \d+ days, last synced .*This does not mean safe\./,
    );
  });

  test('of several says what was searched once for all that are unknown', async () => {
    const answer = await lookUp('beeswax.test, 192.0.2.5 and nobody-lists-this.example');
    await expect(answer).toContainText('3 values: 1 known, 2 not in your indicators');
    await expect(answer.getByText('This does not mean safe')).toHaveCount(1);
    await expect(answer).toContainText('nobody-lists-this[.]example');
  });

  test('rejoins what line ends and soft hyphens broke, and says so', async () => {
    await expect(await lookUp('http://bees\nwax.test/\nlogin')).toContainText(
      /rejoined before it was read: line ends or blanks/,
    );
    await expect(panel.page.locator('.panel-answer')).toContainText('hxxp://beeswax[.]test/login');
    await expect(await lookUp('bees\u00ADwax.test')).toContainText(/rejoined .*soft hyphens/);
    await expect(panel.page.locator('.panel-answer')).toContainText('source confidence: high');
  });

  test('of nonsense says that there is nothing in it', async () => {
    await expect(await lookUp('hello there')).toContainText('Nothing to look up');
  });
});

test('the panel outlives its worker', async () => {
  await killWorker(context);
  await expect(await lookUp('beeswax.test')).toContainText('source confidence: high');
  await panel.page.getByRole('tab', { name: /^Known/ }).click();
  await killWorker(context);
  await listItem('ember-relay.test').getByRole('button').first().click();
  await expect(listItem('ember-relay.test')).toContainText('source confidence: low');
});

test('a panel that is opened again begins with the page, not with what it was opened for before', async () => {
  await panel.page.reload();
  await expect(listItem('ember-relay.test').getByRole('button').first()).toBeVisible();
  await expect(panel.page.locator('[aria-expanded="true"]')).toHaveCount(0);
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`text is readable on what it stands on: ${colorScheme}`, async () => {
    await panel.page.emulateMedia({ colorScheme });
    for (const text of ['beeswax.test 192.0.2.5', 'hello there', 'T1566.001']) {
      await lookUp(text);
      expect(await panel.page.evaluate(unreadable)).toEqual([]);
    }
    await panel.page.getByRole('tab', { name: /^Known/ }).click();
    await expect(listItem('beeswax.test').getByRole('button').first()).toBeVisible();
    expect(await panel.page.evaluate(unreadable)).toEqual([]);
    const options = await context.newPage();
    await options.emulateMedia({ colorScheme });
    await options.goto(new URL('options.html', panel.page.url()).href);
    await expect(options.getByText(/indicators, synced/)).toBeVisible();
    expect(await options.evaluate(unreadable)).toEqual([]);
    await options.close();
  });

const REPORT = '<!doctype html><title>Made up</title><p>ember-relay(.)test and beeswax[.]test</p>';

const PDF = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 144]>>endobj
trailer<</Root 1 0 R>>
`;

async function serve(): Promise<Server> {
  const pdf = { type: 'application/pdf', body: PDF };
  const pages: Record<string, { type: string; body: string }> = {
    '/report.pdf': pdf,
    '/download': pdf,
    '/report.html': { type: 'text/html', body: REPORT },
    '/empty.html': { type: 'text/html', body: '<!doctype html><title>Made up</title><p>Just words.</p>' },
  };
  const made = createServer(({ url = '' }, response) => {
    const { type, body } = pages[url] ?? { type: 'text/plain', body: '' };
    response.writeHead(200, { 'Content-Type': type }).end(body);
  });
  await new Promise<void>((done) => made.listen(0, '127.0.0.1', done));
  return made;
}

async function expectNoCounts(popup: Page): Promise<void> {
  await expect(popup.getByRole('list', { name: /by source confidence/ })).toHaveCount(0);
  await expect(popup.getByText(/Nothing on this page|(?<![.\d])0(?![.\d])/)).toHaveCount(0);
}

function listItem(domain: string) {
  return panel.page.locator(`[id="item-domain:${domain}"]`);
}

async function lookUp(text: string) {
  await panel.page.getByRole('tab', { name: 'Look up' }).click();
  await panel.page.getByRole('textbox').fill(text);
  await panel.page.getByRole('button', { name: 'Look up', exact: true }).click();
  const answer = panel.page.locator('.panel-answer');
  await expect(answer).toHaveAttribute('aria-busy', 'false');
  return answer;
}

/** Over this tab. */
async function badge(tab: Page): Promise<string> {
  await tab.bringToFront();
  const worker = await extensionWorker(context);
  return worker.evaluate(`chrome.tabs.query({ active: true, lastFocusedWindow: true })
    .then(([{ id }]) => chrome.action.getBadgeText({ tabId: id }))`);
}

/** As the user does in the browser's extension settings. */
async function setSiteAccess(hostAccess: 'ON_CLICK' | 'ON_ALL_SITES'): Promise<void> {
  const { host: extensionId } = new URL((await extensionWorker(context)).url());
  const settings = await context.newPage();
  await settings.goto('chrome://extensions/');
  const update = JSON.stringify({ extensionId, hostAccess });
  await settings.evaluate(`chrome.developerPrivate.updateExtensionConfiguration(${update})`);
  await settings.close();
}

/** Runs in the page: texts with less than WCAG's 4.5:1 against what is behind them. */
function unreadable(): string[] {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;
  // Colours laid over one another, the lowest first, come out as the screen shows them.
  const mixed = (colours: string[]) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of ['white', ...colours]) {
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
    }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = (rgb: number[]) => {
    const [r = 0, g = 0, b = 0] = rgb.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const backgroundsOf = (element: Element): string[] => {
    const own = getComputedStyle(element).backgroundColor;
    return [...(element.parentElement ? backgroundsOf(element.parentElement) : []), own];
  };
  const hasText = (element: Element) =>
    [...element.childNodes].some((node) => node.nodeType === 3 && node.nodeValue?.trim());
  return (
    [...document.body.querySelectorAll('*')]
      .filter((element) => hasText(element) && element.checkVisibility({ visibilityProperty: true }))
      // What cannot be used now need not be read (WCAG 1.4.3).
      .filter((element) => !element.closest(':disabled'))
      .flatMap((element) => {
        const behind = backgroundsOf(element);
        const text = luminance(mixed([...behind, getComputedStyle(element).color]));
        const ground = luminance(mixed(behind));
        const contrast = (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05);
        return contrast < 4.5 ? [`${element.className || element.tagName}: ${contrast.toFixed(2)}`] : [];
      })
  );
}
