import { readFile } from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import type { ProtocolMap } from '@/extension/messages.ts';
import { extensionId, openExtensionPage, openPopup } from '../support/browsers.ts';
import { readCard, type Card } from '../support/card.ts';
import { askWorker, type ObservedStatus } from '../support/connect.ts';
import { readPainted } from '../support/painted.ts';
import { extensionBuild } from '../support/paths.ts';
import { waitUntil } from '../support/wait-until.ts';
import {
  contentScriptOf,
  listed,
  listsOf,
  painted,
  row,
  SITE,
  startRealBuild,
  type RealBuild,
} from './page/real-build.ts';

// What a hostile page or feed may try, against the production build. The tests share one browser, one after another.
test.describe.configure({ mode: 'default' });

const XSS = '"><img src=x onerror="globalThis.pwned=1"><script>globalThis.pwned=1</script>';
const PLAIN = '<!doctype html><title>A made-up report</title><p>Seen at <b>evil.test</b> and 192.0.2.1.';
const WATCHED = `<!doctype html><html><head><script>
  globalThis.seen = [];
  addEventListener('message', ({ data }) => seen.push('message ' + JSON.stringify(data)), true);
  const watcher = new MutationObserver((all) => {
    for (const { type, target } of all) seen.push(type + ' ' + target.nodeName);
  });
  const serialise = () => new XMLSerializer().serializeToString(document);
  // From here on nothing changes the page but us; what the parser inserted may be told of even later.
  addEventListener('DOMContentLoaded', () => {
    globalThis.before = serialise();
    watcher.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  });
</script></head><body><p>Seen at evil.test and <a href="http://evil.test/">192.0.2.1</a></p></body></html>`;
const HOSTILE_TEXTS = [
  'a.',
  'http://',
  'hxxp[:]//',
  '[.]',
  'a@',
  '(dot)',
  '1.',
  '::',
  '[',
  'f'.repeat(33),
  '\u200b.',
];

const HOSTILE_ROW = row('domain', 'xss.test', {
  context: XSS,
  tags: [XSS, 'plain'],
  mitre_techniques: [XSS, 'T1071'],
  source: {
    origin: 'article',
    article_id: XSS,
    article_title: XSS,
    article_url: `https://articles.example/${XSS}`,
    feed_name: XSS,
    category: XSS,
  },
});
const BAD_ADDRESSES = [
  'javascript:pwned=1',
  ' JavaScript:pwned=1',
  'java\tscript:pwned=1',
  'data:text/html,x',
  '//evil.test/',
];
const ROWS = [
  row('domain', 'evil.test'),
  row('ipv4', '192.0.2.1'),
  HOSTILE_ROW,
  ...BAD_ADDRESSES.map((address) =>
    row('domain', 'links.test', {
      source: {
        origin: 'article',
        article_id: address,
        article_title: 'A title',
        article_url: address,
        feed_name: address,
      },
    }),
  ),
];

let build: RealBuild;

test.beforeAll(async () => {
  build = await startRealBuild(ROWS, {
    '/plain.html': PLAIN,
    '/watched.html': WATCHED,
    '/xss.html':
      '<!doctype html><body style="margin:40px"><p>xss.test</p><p>links.test</p><p>&lt;img src=x onerror="pwned=1"&gt; 192.0.2.1',
    '/many.html': '<!doctype html><p>evil.test</p><div></div>',
    '/long.html': `<!doctype html>${HOSTILE_TEXTS.map((text) => `<p style="height:1em;overflow:hidden">${text.repeat(300_000 / text.length)}</p>`).join('')}<p>evil.test`,
    '/editor.html': `<!doctype html><p>evil[.]test and hxxp://evil.test/ and 192.0.2.1, <b>evil</b>[.]<wbr>test</p>
      <div contenteditable>192.0.2.1</div><textarea>192.0.2.1</textarea><input value="192.0.2.1">`,
  });
});

test.afterAll(() => build?.close());

async function open(path: string): Promise<Page> {
  const page = await build.context.newPage();
  await page.goto(`${SITE}${path}`);
  return page;
}

async function cardOver(page: Page, text: string, saying: RegExp): Promise<Card> {
  const { x, y } = await waitUntil(`${text} is painted`, async () =>
    (await readPainted(page)).find((mark) => mark.text === text),
  );
  await page.mouse.move(1, 1);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.up();
  return waitUntil(`a card says ${saying}`, async () => {
    const card = await readCard(page);
    return card && saying.test(card.text) ? card : undefined;
  });
}

test('a page cannot switch the scanner off by an event of its framework', async () => {
  const page = await open('/plain.html');
  const id = await extensionId(build.context);
  await page.evaluate((runtimeId) => {
    for (const name of ['annotate', 'content', 'card'])
      document.dispatchEvent(
        new CustomEvent(`${runtimeId}:${name}:wxt:content-script-started`, {
          detail: { contentScriptName: name, messageId: 'made-up' },
        }),
      );
    document.body.append(' and again evil.test');
  }, id);
  await waitUntil('what came later is marked too', async () => {
    const marks = await readPainted(page);
    return marks.filter(({ text }) => text === 'evil.test').length === 2;
  });
  await page.close();
});

test('marks that a page takes away come back, and the list never loses them', async () => {
  const page = await open('/plain.html');
  await painted(page, 'evil.test', '192.0.2.1');
  const before = await listsOf(build, page);
  const attacks = {
    'clears the registry': () => CSS.highlights.clear(),
    'drops the sheets': () => void (document.adoptedStyleSheets = []),
    'empties the sheet': () => document.adoptedStyleSheets.forEach((sheet) => sheet.replaceSync('')),
    'puts its own highlight under our names': () =>
      CSS.highlights.forEach((_, name) => CSS.highlights.set(name, new Highlight())),
    'empties the highlights': () => CSS.highlights.forEach((highlight) => highlight.clear()),
  };
  for (const [name, attack] of Object.entries(attacks)) {
    await page.evaluate(attack);
    expect.soft(await listsOf(build, page), name).toEqual(before);
    await painted(page, 'evil.test', '192.0.2.1');
  }
  await page.close();
});

test('a page that makes up values gets no more answers than its budget', async () => {
  const page = await open('/many.html');
  await painted(page, 'evil.test');
  await page.evaluate(() => {
    const items = [...Array.from({ length: 100_000 }, (_, i) => `host${i}.example`), '192.0.2.1'];
    document.querySelector('div')!.textContent = items.join(' ');
  });
  const capped = await waitUntil(
    'the tab has used up its budget, and all values are counted',
    async () => {
      const told = (await listsOf(build, page))[0]?.capped;
      // All of the page has been read by then.
      return told && told.total > 100_000 && told;
    },
    40,
  );
  expect(capped.asked).toBeLessThanOrEqual(50_000);
  expect(capped.total).toBeGreaterThan(capped.asked);
  await listed(build, page, 'evil.test');
  // Page and worker are there for others.
  expect(await page.evaluate(() => document.querySelectorAll('p').length)).toBe(1);
  expect((await askWorker<ObservedStatus>(build.options, 'syncStatus')).rows).toBeGreaterThan(0);

  // The user may say that it is worth it, and nobody else: see the routes of frames below.
  const popup = await openPopup(build.context, page);
  await expect(popup.page.getByText(/Asked about [\d,]+ of the 100,00\d values on this page/)).toBeVisible();
  await popup.page.getByRole('button', { name: 'Ask about the rest' }).click();
  await expect(popup.page.getByText('Asked about')).toBeHidden();
  await expect(popup.page.getByRole('button', { name: /192\.0\.2\[\.\]1/ })).toBeVisible();
  await popup.browser.close();
  await listed(build, page, 'evil.test', '192.0.2.1');
  await page.close();
});

test('no click on the card changes or sends anything, however a page covers it', async () => {
  const page = await open('/plain.html');
  const settings = await askWorker(build.options, 'getSettings');
  const requests = build.emulator.requests.length;
  const covers = {
    'invisible page': 'body, html { opacity: 0 }',
    'nothing catches clicks': '* { pointer-events: none }',
    'a popover over ours': '',
  };
  for (const [name, css] of Object.entries(covers)) {
    const { box } = await cardOver(page, 'evil.test', /source confidence/i);
    if (css !== '') await page.addStyleTag({ content: css });
    else
      await page.evaluate(() => {
        const cover = Object.assign(document.createElement('div'), { popover: 'manual' });
        cover.style.cssText = 'inset:0;width:100vw;height:100vh;pointer-events:none;background:white';
        document.body.append(cover);
        cover.showPopover();
      });
    for (let y = box.y + 5; y < box.y + box.height; y += 25)
      for (let x = box.x + 10; x < box.x + box.width; x += 60) await page.mouse.click(x, y);
    expect.soft(await askWorker(build.options, 'getSettings'), name).toEqual(settings);
    await page.reload();
  }
  expect(build.emulator.requests.length).toBe(requests);
  await page.close();
  // Links in the card may have opened tabs.
  for (const other of build.context.pages()) if (other !== build.options) await other.close();
});

test('events that a page makes up neither open the card nor close it', async () => {
  const page = await open('/plain.html');
  await painted(page, 'evil.test');
  const fake = () =>
    page.evaluate(() => {
      const mark = document.querySelector('b')!;
      const { x, y } = mark.getBoundingClientRect();
      const at = { clientX: x + 5, clientY: y + 5, bubbles: true, composed: true, detail: 1 };
      const hosts = [...document.querySelectorAll(':popover-open')];
      for (const target of [mark, ...hosts]) {
        for (const type of ['pointermove', 'pointerover', 'pointerdown', 'pointerup', 'pointerleave'])
          target.dispatchEvent(new PointerEvent(type, at));
        for (const type of ['mouseover', 'mousemove', 'mousedown', 'mouseup', 'click'])
          target.dispatchEvent(new MouseEvent(type, at));
        for (const key of ['Escape', 'Enter', 'Tab'])
          target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true }));
      }
      document.documentElement.dispatchEvent(
        new PointerEvent('pointermove', { clientX: 1, clientY: 1, bubbles: true }),
      );
      return hosts.length;
    });
  expect(await fake()).toBe(0);
  // A real event that comes later has been through everything that the made-up ones could have set off.
  const card = await cardOver(page, '192.0.2.1', /source confidence/i);
  expect(card.text).toContain('192.0.2[.]1');
  expect(await fake()).toBe(1);
  await page.mouse.move(card.box.x + 20, card.box.y + 10);
  expect((await readCard(page))?.text).toContain('192.0.2[.]1');
  await page.close();
});

test('a feed made of markup is shown as the text that it is', async () => {
  const page = await open('/xss.html');
  const card = await cardOver(page, 'xss.test', /onerror/);
  expect(card.links.every((link) => /^https?:\/\//.test(link))).toBe(true);
  expect(await page.evaluate('[typeof pwned, document.images.length]')).toEqual(['undefined', 0]);
  expect(await pictures(page)).toBe(0);

  const { page: popup, browser } = await openPopup(build.context, page);
  await expect(popup.getByText('xss[.]test').first()).toBeVisible();
  expect(await popup.evaluate('[typeof pwned, document.querySelectorAll("img[src=x]").length]')).toEqual([
    'undefined',
    0,
  ]);
  await browser.close();

  const panel = await openExtensionPage(build.context, 'sidepanel.html');
  await panel.getByRole('tab', { name: 'Look up' }).click();
  await panel.getByRole('textbox').fill(`${XSS} xss.test`);
  await panel.getByRole('button', { name: 'Look up', exact: true }).click();
  await expect(panel.getByText(/onerror/).first()).toBeVisible();
  expect(await panel.evaluate('[typeof pwned, document.querySelectorAll("img[src=x]").length]')).toEqual([
    'undefined',
    0,
  ]);
  await panel.close();
  await page.close();
});

/** Pictures anywhere in the page, closed roots included. */
async function pictures(page: Page): Promise<number> {
  const session = await build.context.newCDPSession(page);
  await session.send('DOM.enable');
  const { nodes } = await session.send('DOM.getFlattenedDocument', { depth: -1, pierce: true });
  await session.detach();
  return nodes.filter(({ localName }) => localName === 'img' || localName === 'script').length;
}

test('an address that is not http or https never becomes a link', async () => {
  const page = await open('/xss.html');
  const card = await cardOver(page, 'links.test', /A title/);
  expect(card.links.filter((link) => !/^https?:\/\//.test(link))).toEqual([]);
  await page.close();
});

test('no content script can read the API key', async () => {
  const page = await open('/plain.html');
  const world = await contentScriptOf(build, page);
  const areas = (await world.evaluate(`(async () => {
    const read = {};
    for (const area of ['local', 'session', 'sync', 'managed'])
      read[area] = await chrome.storage[area]?.get(null).catch(({ message }) => 'refused: ' + message);
    read.page = { ...localStorage, ...sessionStorage };
    read.databases = await indexedDB.databases();
    return read;
  })()`)) as Record<string, unknown>;
  // It reads what it may read: the test would see a key there.
  expect(areas.local).toHaveProperty('epoch');
  expect((await askWorker<{ hasKey: boolean }>(build.options, 'getSettings')).hasKey).toBe(true);
  expect(JSON.stringify(areas)).not.toContain(build.emulator.key);
  expect(areas.databases).toEqual([]);
  await page.close();
});

const ROUTES = {
  hello: { first: false },
  read: { texts: ['evil.test'], links: [], page: { titles: [] } },
  explain: { observable: { type: 'domain', value: 'evil.test' } },
  load: 'card',
  report: { counted: [] },
  openPanel: { type: 'domain', value: 'evil.test' },
  explainAll: [],
  outlineAll: [],
  sortValues: { values: [], page: { titles: [] } },
  judgeLinks: [{ text: 'bank.example', href: 'https://evil.test/' }],
  lookup: 'evil.test',
  panelRequest: 1,
  coverage: undefined,
  getSettings: undefined,
  setSettings: { sitesOff: ['pages.test'] },
  setKey: '',
  testConnection: undefined,
  eraseAll: undefined,
  askApi: { type: 'domain', value: 'evil.test' },
  syncStatus: undefined,
  syncNow: undefined,
  dismissGaps: undefined,
  forgetDamage: undefined,
  storageTrouble: undefined,
  clearIndicators: undefined,
  sources: undefined,
  subscribe: { name: 'made up', url: 'https://lists.test/a.txt', host: 'lists.test', maxAgeDays: null },
  changeSource: { id: 'socdefenders', on: false },
  removeSource: 'socdefenders',
  refreshSource: 'socdefenders',
  askRest: { tabId: 1, rest: 1_000_000 },
  lookAtList: { beginning: '', name: '' },
  pageAccess: 1,
  cases: '',
  openCase: 'made-up',
  casesWith: { type: 'domain', value: 'evil.test' },
  createCase: { id: 'made-up', name: 'Forged' },
  changeCase: { id: 'made-up', name: 'Forged' },
  chooseCase: 'made-up',
  addToCase: { id: 'made-up', values: [{ type: 'domain', value: 'evil.test' }], place: {} },
  removeFromCase: { id: 'made-up', values: [{ type: 'domain', value: 'evil.test' }] },
  putBackInCase: { id: 'made-up', drop: [], items: [] },
  noteInCase: { id: 'made-up', observable: { type: 'domain', value: 'evil.test' }, note: 'Forged' },
  deleteCase: 'made-up',
  trashedCases: undefined,
  restoreCase: 'a',
  forgetCase: 'a',
  notes: '',
  noteOn: { type: 'domain', value: 'evil.test' },
  search: [{ asWritten: 'e3b0c442', kind: 'hash', begins: 'e3b0c442', ends: '' }],
  setNote: { observable: { type: 'domain', value: 'evil.test' }, text: 'Forged' },
  records: undefined,
  previewRecords: { cases: [], notes: [] },
  takeRecords: {
    cases: [],
    notes: [{ type: 'domain', value: 'evil.test', text: 'Forged', changed: '2026' }],
  },
  putBackRecords: { cases: [], notes: [], dropCases: ['made-up'], dropNotes: [] },
} satisfies Record<keyof ProtocolMap, unknown>;
const MADE_UP_NOTE = { observable: { type: 'domain', value: 'evil.test' }, text: 'A made-up note' };
const FOR_FRAMES = ['explain', 'hello', 'judgeLinks', 'openPanel', 'read'];

test('from a page’s world only the routes of the annotator answer', async () => {
  const page = await open('/plain.html');
  await painted(page, 'evil.test');
  const settings = await askWorker(build.options, 'getSettings');
  await askWorker(build.options, 'setNote', MADE_UP_NOTE);
  const records = await askWorker(build.options, 'records');
  const { rows } = await askWorker<ObservedStatus>(build.options, 'syncStatus');
  const requests = build.emulator.requests.length;
  const world = await contentScriptOf(build, page);
  const answered: string[] = [];
  for (const [route, payload] of Object.entries(ROUTES)) {
    const message = JSON.stringify({ route, payload });
    const answer = await world.evaluate(
      `chrome.runtime.sendMessage(${message}).then((answer) => answer ?? null, () => null)`,
    );
    if (answer !== null) answered.push(route);
  }
  // "load" and "report" are a frame's too, and have nothing to say.
  expect(answered.sort()).toEqual(FOR_FRAMES);
  expect(await askWorker(build.options, 'getSettings')).toEqual(settings);
  expect(await askWorker(build.options, 'records')).toEqual(records);
  expect((await askWorker<ObservedStatus>(build.options, 'syncStatus')).rows).toBe(rows);
  expect(build.emulator.requests.length).toBe(requests);
  await page.close();
});

test('text made to be slow to read is read to its end', async () => {
  const page = await open('/long.html');
  await waitUntil(
    'what stands behind it is painted',
    async () => (await readPainted(page)).some(({ text }) => text === 'evil.test'),
    60,
  );
  await page.close();
});

test('a page sees nothing of us but what is painted', async () => {
  const page = await open('/watched.html');
  await painted(page, 'evil.test', '192.0.2.1');
  const seen = await page.evaluate<{ log: string[]; isSame: boolean; loads: number; text: string }>(`({
    log: seen,
    isSame: serialise() === before,
    loads: performance.getEntriesByType('resource').filter(({ name }) => !name.endsWith('favicon.ico')).length,
    text: (getSelection().selectAllChildren(document.body), getSelection().toString()),
  })`);
  expect(seen).toEqual({ log: [], isSame: true, loads: 0, text: 'Seen at evil.test and 192.0.2.1' });
  const id = await extensionId(build.context);
  const files = ['manifest.json', 'annotate.js', 'card.js', 'icon/16.png', 'popup.html'];
  const reached = await page.evaluate(
    (addresses) =>
      Promise.all(
        addresses.map((address) =>
          fetch(address).then(
            () => address,
            () => undefined,
          ),
        ),
      ),
    files.map((file) => `chrome-extension://${id}/${file}`),
  );
  expect(reached.filter(Boolean)).toEqual([]);
  expect(await readFile(`${extensionBuild('chrome')}/manifest.json`, 'utf8')).not.toContain(
    'web_accessible_resources',
  );
  await page.close();
});

test('where the site is off there is nothing at all to see', async () => {
  await askWorker(build.options, 'setSettings', { sitesOff: ['pages.test'] });
  const page = await open('/watched.html');
  const world = await contentScriptOf(build, page);
  const hello = `chrome.runtime.sendMessage({ route: 'hello', payload: { first: false } })`;
  expect(await world.evaluate(hello)).toMatchObject({ active: false });
  const visible =
    '[seen.length, serialise() === before, CSS.highlights.size, document.adoptedStyleSheets.length]';
  expect(await page.evaluate(visible)).toEqual([0, true, 0, 0]);
  // The same page is marked once the site is on: the annotator was there all the time.
  await askWorker(build.options, 'setSettings', { sitesOff: [] });
  await painted(page, 'evil.test');
  await page.close();
});

test('markup in text stays text, editors stay untouched, every spelling is marked', async () => {
  const page = await open('/xss.html');
  await painted(page, '192.0.2.1');
  expect(await page.evaluate('[typeof pwned, document.images.length]')).toEqual(['undefined', 0]);
  await page.goto(`${SITE}/editor.html`);
  await painted(page, 'evil[.]test', '192.0.2.1');
  const list = (await listsOf(build, page)).flatMap(({ items }) => items);
  expect(Object.fromEntries(list.map(({ value, count }) => [value, count]))).toMatchObject({
    '192.0.2.1': 1,
    'evil.test': 2,
  });
  expect(await page.evaluate(() => document.querySelector('div')!.outerHTML)).toBe(
    '<div contenteditable="">192.0.2.1</div>',
  );
  await listed(build, page, ...list.map(({ value }) => value));
  await page.close();
});
