import { expect, test, type Page } from '@playwright/test';
import { killWorker } from '../support/browsers.ts';
import { readPainted } from '../support/painted.ts';
import { waitUntil } from '../support/wait-until.ts';
import {
  contentScriptOf,
  listed,
  painted,
  row,
  SITE,
  startRealBuild,
  type RealBuild,
} from './page/real-build.ts';

// What marks is a script of its own, which the worker runs in the frames where something is known. Against the production build.
test.describe.configure({ mode: 'default' });

declare const chrome: {
  tabs: { query(filter: object): Promise<{ id: number; url?: string }[]> };
  scripting: { executeScript(injection: object): Promise<void> };
};

const frame = (html: string, attributes = '') => `<iframe ${attributes} srcdoc="${html}"></iframe>`;
const PAGES = {
  '/known.html': '<!doctype html><title>A made-up report</title><p>Seen at evil.test, and at harmless.test.',
  '/unknown.html': '<!doctype html><title>A made-up report</title><p>Seen at harmless.test.',
  '/framed.html': `<!doctype html><p>harmless.test</p>${frame('<p>evil.test</p>', 'sandbox')}
    ${frame('<p>192.0.2.1</p>', 'sandbox=allow-scripts')}${frame('<p>harmless.test</p>')}`,
};

let build: RealBuild;
test.beforeAll(async () => {
  build = await startRealBuild([row('domain', 'evil.test'), row('ipv4', '192.0.2.1')], PAGES);
});
test.afterAll(() => build?.close());

test('a page with something known gets the marker once; what comes later needs no second', async () => {
  const { page, scripts } = await open('/known.html');
  await painted(page, 'evil.test');
  await page.evaluate(() => document.body.append(' and then 192.0.2.1 '));
  await painted(page, 'evil.test', '192.0.2.1');
  expect(scripts('marker.js')).toBe(1);
  await page.close();
});

test('a page without anything known never gets it, until something is', async () => {
  const { page, scripts } = await open('/unknown.html');
  const world = await contentScriptOf(build, page);
  // The page was read and the answer is there when the annotator asks about what came after it.
  await page.evaluate(() => document.body.append(' and then innocent.test '));
  await listed(build, page);
  expect(scripts('annotate.js')).toBe(1);
  expect(scripts('marker.js')).toBe(0);
  expect(await world.evaluate(`globalThis[Symbol.for('telltale.session')].marker === undefined`)).toBe(true);
  await page.evaluate(() => document.body.append(' and then evil.test '));
  await painted(page, 'evil.test');
  expect(scripts('marker.js')).toBe(1);
  await page.close();
});

test('sandboxed frames, and frames without an address, get it, too', async () => {
  const { page } = await open('/framed.html');
  await painted(page, 'evil.test', '192.0.2.1');
  await page.close();
});

test('a worker that was killed has it run again in pages that it knows nothing of', async () => {
  const { page, scripts } = await open('/unknown.html');
  await listed(build, page);
  await killWorker(build.context);
  await page.evaluate(() => document.body.append(' and then evil.test '));
  await painted(page, 'evil.test');
  expect(scripts('marker.js')).toBe(1);
  await page.close();
});

test('an annotator that takes the place of another waits for a marker of its own', async () => {
  const { page, scripts } = await open('/known.html');
  await painted(page, 'evil.test');
  await build.options.evaluate(async (url) => {
    const tab = (await chrome.tabs.query({})).find((each) => each.url === url);
    await chrome.scripting.executeScript({ target: { tabId: tab!.id }, files: ['/annotate.js'] });
  }, page.url());
  await waitUntil('the second marker is there', async () => Promise.resolve(scripts('marker.js') === 2));
  await painted(page, 'evil.test');
  expect((await readPainted(page)).map(({ text }) => text)).toEqual(['evil.test']);
  await page.close();
});

/** Opens a page and counts which of our scripts are run in its top frame. */
async function open(path: string): Promise<{ page: Page; scripts(name: string): number }> {
  const page = await build.context.newPage();
  const session = await build.context.newCDPSession(page);
  const urls: string[] = [];
  session.on('Debugger.scriptParsed', ({ url }) => urls.push(url));
  await session.send('Debugger.enable');
  await page.goto(`${SITE}${path}`);
  return {
    page,
    scripts: (name) =>
      urls.filter((url) => url.startsWith('chrome-extension:') && url.endsWith(`/${name}`)).length,
  };
}
