import { join } from 'node:path';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { findSurface, launchChromium } from '../support/browsers.ts';
import { connectExtension } from '../support/connect.ts';
import { missingDesktopTools, startDesktop, type Desktop } from '../support/desktop.ts';
import { startEmulator, type Emulator } from '../support/emulator/emulator.ts';
import { ROOT } from '../support/paths.ts';
import { startStaticServer, type StaticServer } from '../support/static-server.ts';
import { waitUntil } from '../support/wait-until.ts';

const missing = missingDesktopTools();
test.skip(missing.length > 0, `right-clicks need ${missing.join(', ')} (Debian: xvfb openbox xdotool)`);

// One desktop has one pointer.
test.describe.configure({ mode: 'serial' });

let desktop: Desktop;
let context: BrowserContext;
let emulator: Emulator;
let server: StaticServer;
let page: Page;

test.beforeAll(async () => {
  desktop = await startDesktop();
  emulator = await startEmulator();
  server = await startStaticServer(join(ROOT, 'test', 'fixtures', 'sample'));
  context = await launchChromium({
    headless: false,
    viewport: null,
    remoteDebugging: true,
    env: { DISPLAY: desktop.display },
    args: ['--window-position=0,0', '--window-size=1280,900'],
  });
  await connectExtension(context, { baseUrl: emulator.url, key: emulator.key });
  page = await context.newPage();
  await page.goto(`${server.url}/report.html`);
});

test.afterAll(async () => {
  await context?.close();
  await emulator?.close();
  await server?.close();
  desktop?.close();
});

test('a known, defanged selection is answered with its facts in the side panel', async () => {
  await lookUp('ember-relay(.)test');
  const panel = await findSurface(context, 'sidepanel.html');
  await expect(panel.page.getByText('ember-relay[.]test').first()).toBeVisible();
  await expect(panel.page.getByText(/source confidence/i).first()).toBeVisible();
  await panel.browser.close();
});

test('an unknown selection is answered with what was searched, and never with "safe"', async () => {
  await lookUp('CVE-2099-77001');
  const panel = await findSurface(context, 'sidepanel.html');
  await expect(panel.page.getByText(/not in your indicators/i).first()).toBeVisible();
  await expect(panel.page.getByText(/this does not mean safe/i).first()).toBeVisible();
  await panel.browser.close();
});

/** Selects these words on the page, right-clicks them with the real pointer, and takes "Look up in Telltale" by keyboard. */
async function lookUp(words: string): Promise<void> {
  await page.bringToFront();
  await desktop.rightClick(await resting(words));
  // Our entry stands last but one: below it there is only "Inspect".
  desktop.press('Up', 'Up', 'Return');
}

/** Where the selected words are once the page has come to rest: a side panel that slides in makes it narrower, step by step. */
async function resting(words: string): Promise<{ x: number; y: number }> {
  let before = '';
  return waitUntil('the page has come to rest', async () => {
    const point = await page.evaluate(select, words);
    await page.evaluate(tenFrames);
    const now = JSON.stringify([point, await page.evaluate(() => innerWidth)]);
    const isResting = now === before;
    before = now;
    return isResting && point;
  });
}

function tenFrames(): Promise<void> {
  return new Promise((resolve) => {
    const step = (left: number) => (left === 0 ? resolve() : requestAnimationFrame(() => step(left - 1)));
    step(10);
  });
}

/** Runs in the page. Returns a point on the selection, in pixels of the screen. */
function select(words: string): { x: number; y: number } {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.nodeValue?.indexOf(words) ?? -1;
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(walker.currentNode, at);
    range.setEnd(walker.currentNode, at + words.length);
    walker.currentNode.parentElement?.scrollIntoView({ block: 'center', behavior: 'instant' });
    getSelection()?.removeAllRanges();
    getSelection()?.addRange(range);
    const { left, top, height } = range.getBoundingClientRect();
    return {
      x: Math.round(screenX + left + 12),
      y: Math.round(screenY + (outerHeight - innerHeight) + top + height / 2),
    };
  }
  throw new Error(`The page does not say ${words}`);
}
