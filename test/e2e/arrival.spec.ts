import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { killWorker, launchChromium } from '../support/browsers.ts';
import { connectExtension } from '../support/connect.ts';
import { makeDeveloperProfile } from '../support/developer-profile.ts';
import { startEmulator, type Emulator } from '../support/emulator/emulator.ts';
import { readPainted } from '../support/painted.ts';
import { startStaticServer, type StaticServer } from '../support/static-server.ts';
import { launchUndriven, type Undriven } from '../support/undriven.ts';
import { waitUntil } from '../support/wait-until.ts';
import { painted, row } from './page/real-build.ts';

// The ways in which a page comes to its reader other than by a click. All names are made up.

const PAGES = {
  '/favicon.ico': '',
  '/first.html': `<!doctype html><title>First</title><p>evil.test and minor.test</p>
    <script type="speculationrules">{"prerender": [{"urls": ["/next.html"], "eagerness": "immediate"}]}</script>`,
  '/next.html': `<!doctype html><title>Next</title><p>evil.test, once more</p>
    <iframe srcdoc="<p>other.test in a frame</p>"></iframe>
    <script>document.title = document.prerendering ? 'Made ready' : 'Not made ready'</script>`,
};

let emulator: Emulator;
let site: StaticServer;
let profile: string;
test.beforeAll(async () => {
  emulator = await startEmulator({
    rows: ['evil.test', 'minor.test', 'other.test'].map((value) => row('domain', value)),
  });
  site = await startStaticServer(PAGES);
});
test.afterAll(async () => {
  await site?.close();
  await emulator?.close();
});

/** What there is to see in the tab of this address: its title, its badge, what is marked in all its frames. */
interface Seen {
  title: string;
  badge: string;
  marked: string;
  /** As the worker remembers it. */
  state: { asked: number[]; page: string; frames: object };
}

function look({ evaluate }: Undriven, url: string): Promise<Seen | undefined> {
  return evaluate<Seen | undefined>(`(async () => {
    const tab = (await chrome.tabs.query({})).find(({ url }) => url === ${JSON.stringify(url)});
    if (!tab) return undefined;
    const key = 'tab:' + tab.id;
    const frames = await chrome.scripting
      .executeScript({ target: { tabId: tab.id, allFrames: true }, world: 'MAIN', func: ${readTexts.toString()} })
      .catch(() => []);
    return {
      title: tab.title,
      badge: await chrome.action.getBadgeText({ tabId: tab.id }),
      marked: frames.flatMap(({ result }) => result).sort().join(),
      state: (await chrome.storage.session.get(key))[key],
    };
  })()`);
}

/** Runs in the page. */
function readTexts(): string[] {
  return Array.from(CSS.highlights.values()).flatMap((ranges) =>
    Array.from(ranges, ({ startContainer, startOffset, endOffset }) =>
      (startContainer.textContent ?? '').slice(startOffset, endOffset),
    ),
  );
}

function seen(browser: Undriven, url: string, wanted: Partial<Seen>): Promise<Seen> {
  return waitUntil(`${url} shows ${JSON.stringify(wanted)}`, async () => {
    const now = await look(browser, url);
    const isSo = Object.entries(wanted).every(([what, value]) => now?.[what as keyof Seen] === value);
    return isSo ? now : undefined;
  });
}

/** Brings the tab of this address to the front: what nobody looks at is not read. */
function show({ evaluate }: Undriven, url: string): Promise<void> {
  return evaluate(`(async () => {
    const [tab] = await chrome.tabs.query({ url: ${JSON.stringify(url)} });
    await chrome.tabs.update(tab.id, { active: true });
  })()`);
}

test.describe('in a browser that no driver looks into', () => {
  test.beforeAll(async () => {
    profile = await mkdtemp(join(tmpdir(), 'telltale-arrival-'));
    const context = await launchChromium({ userDataDir: profile });
    await connectExtension(context, { baseUrl: emulator.url, key: emulator.key });
    await context.close();
  });
  test.afterAll(() => rm(profile, { recursive: true, force: true, maxRetries: 5 }));

  test('a page that was made ready ahead is read when it is shown, and counted as one of its own', async () => {
    const browser = await launchUndriven({ userDataDir: profile, file: 'welcome.html' });
    const [first, next] = [`${site.url}/first.html`, `${site.url}/next.html`];
    await browser.evaluate(`chrome.tabs.create({ url: '${first}' })`);
    const before = await seen(browser, first, { badge: '2', marked: 'evil.test,minor.test' });

    await browser.evaluate(`(async () => {
      const [tab] = await chrome.tabs.query({ url: '${first}' });
      await chrome.scripting.executeScript({
        target: { tabId: tab.id },
        world: 'MAIN',
        func: () => location.assign('/next.html'),
      });
    })()`);
    await seen(browser, next, { badge: '2', marked: 'evil.test,other.test' });
    // It is stored a little later than it is shown.
    const after = await waitUntil('both of its frames are remembered', async () => {
      const now = await look(browser, next);
      return Object.keys(now?.state.frames ?? {}).length === 2 ? now : undefined;
    });
    expect(after.title).toBe('Made ready');
    expect(after.state.page).not.toBe(before.state.page);
    expect(after.state.asked).toHaveLength(2);
    await browser.close();
  });

  test('a tab that the browser had put away, and tabs of the session before, are marked when they come back', async () => {
    const first = `${site.url}/first.html`;
    let browser = await launchUndriven({ userDataDir: profile, file: 'welcome.html' });
    await browser.evaluate(`chrome.tabs.create({ url: '${first}' })`);
    await seen(browser, first, { badge: '2', marked: 'evil.test,minor.test' });
    await browser.evaluate(`(async () => {
      const [tab] = await chrome.tabs.query({ url: '${first}' });
      await chrome.tabs.update((await chrome.tabs.getCurrent()).id, { active: true });
      await chrome.tabs.discard(tab.id);
    })()`);
    await show(browser, first);
    await seen(browser, first, { badge: '2', marked: 'evil.test,minor.test' });
    await browser.close();

    browser = await launchUndriven({
      userDataDir: profile,
      file: 'welcome.html',
      args: ['--restore-last-session'],
    });
    await waitUntil('the tab is back', () => look(browser, first));
    await show(browser, first);
    await seen(browser, first, { badge: '2', marked: 'evil.test,minor.test' });
    await browser.close();
  });
});

test('a worker that sleeps is woken while the page is still coming', async () => {
  const context = await launchChromium();
  await connectExtension(context, { baseUrl: emulator.url, key: emulator.key });
  const slow = await startSlowPage('<!doctype html><title>Slow</title><p>evil.test</p>', '<p>minor.test</p>');
  await killWorker(context);
  const page = await context.newPage();
  const arrived = page.goto(slow.url);
  await waitUntil('the worker runs', () => isWorkerRunning(context, page));
  expect(await page.evaluate(() => document.readyState)).toBe('loading');
  slow.end();
  await arrived;
  await painted(page, 'evil.test', 'minor.test');
  await context.close();
  await slow.close();
});

/** A page whose end is sent when it is asked for. */
async function startSlowPage(beginning: string, rest: string) {
  const waiting = Promise.withResolvers<void>();
  const server = createServer((_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).write(beginning);
    void waiting.promise.then(() => response.end(rest));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    end: waiting.resolve,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** Playwright goes on listing one that was stopped. */
async function isWorkerRunning(context: BrowserContext, page: Page): Promise<boolean> {
  const session = await context.newCDPSession(page);
  const { targetInfos } = await session.send('Target.getTargets');
  await session.detach();
  return targetInfos.some(
    ({ type, url }) => type === 'service_worker' && url.startsWith('chrome-extension:'),
  );
}

test('an update leaves one annotator in each open page, and no word of it in the console', async () => {
  const userDataDir = await makeDeveloperProfile();
  const context = await launchChromium({ userDataDir });
  const options = await connectExtension(context, { baseUrl: emulator.url, key: emulator.key });
  const page = await context.newPage();
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  await page.goto(`${site.url}/next.html`);
  await painted(page, 'evil.test', 'other.test');
  const html = await page.content();

  await update(context, options);
  await page.bringToFront();
  await waitUntil('each is marked once', async () => (await textsOf(page)).join() === 'evil.test,other.test');
  await page.evaluate(() => document.body.append('and minor.test'));
  await waitUntil(
    'the new annotator reads on, and the old one does not',
    async () => (await textsOf(page)).join() === 'evil.test,minor.test,other.test',
  );
  expect(await page.evaluate(() => CSS.highlights.size)).toBe(1);
  await page.evaluate(() => document.body.lastChild?.remove());
  expect(await page.content()).toBe(html);
  expect(said).toEqual([]);
  await context.close();
  await rm(userDataDir, { recursive: true, force: true, maxRetries: 5 });
});

async function textsOf(page: Page): Promise<string[]> {
  return (await readPainted(page)).map(({ text }) => text).sort();
}

/** As an update does it: the extension ends, and begins again while its pages' scripts are still there. */
async function update(context: BrowserContext, options: Page): Promise<void> {
  const before = context.serviceWorkers();
  // The page that says it ends with it.
  void options.evaluate('chrome.runtime.reload()').catch(() => undefined);
  await waitUntil('another worker is there', async () =>
    context.serviceWorkers().some((worker) => !before.includes(worker)),
  );
}
