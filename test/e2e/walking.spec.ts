import { expect, test, type Page } from '@playwright/test';
import { killWorker, openPopup } from '../support/browsers.ts';
import { readCard } from '../support/card.ts';
import { readPainted } from '../support/painted.ts';
import { waitUntil } from '../support/wait-until.ts';
import { listed, press, row, SITE, startRealBuild, type RealBuild } from './page/real-build.ts';

// One browser for all of it, one test after another.
test.describe.configure({ mode: 'default' });

// All names are made up.
const HOSTS = Array.from({ length: 12 }, (_, at) => `host-${at}.test`);
const attribute = (html: string) => html.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
const frame = (html: string, more = '') =>
  `<iframe ${more} srcdoc="${attribute(`<!doctype html>${html}`)}"></iframe>`;
const GAP = '<div style="height: 2500px"></div>';

/** Frames of every kind that webmail has, in another order than they were made; the fourth and fifth are not shown. */
const MAILBOX = `<!doctype html><title>Mailbox</title>
  <style>iframe { display: block; width: 90%; height: 150px; border: 3px solid } body { display: flex; flex-direction: column }</style>
  <p>${HOSTS[0]}</p>
  ${frame(`<p>${HOSTS[1]}</p><p style="margin-top:400px">${HOSTS[2]}</p>`, 'sandbox')}
  ${GAP}
  <div id="pane" style="height:300px;overflow:auto;flex:none">${GAP}
    ${frame(
      `<p>${HOSTS[3]}</p>${GAP}<p>${HOSTS[4]}</p>${frame(`<p>${HOSTS[5]}</p>`, 'sandbox="allow-same-origin"')}`,
      'style="height:3000px"',
    )}
  </div>
  ${frame(`<p>${HOSTS[10]}</p>`, 'style="display:none"')}
  <div hidden><p>${HOSTS[10]}</p></div>
  <div id="first"></div>
  <iframe src="http://other.test/frame"></iframe>
  <mail-body></mail-body>
  <p>${HOSTS[9]}</p>
  <script>
    // Made last, and read before the frames around it.
    const late = document.createElement('iframe');
    late.srcdoc = '<!doctype html><p>${HOSTS[6]}</p>';
    document.getElementById('first').append(late);
    const root = document.querySelector('mail-body').attachShadow({ mode: 'open' });
    const inside = document.createElement('iframe');
    inside.setAttribute('sandbox', '');
    inside.srcdoc = '<!doctype html><p>${HOSTS[8]}</p>';
    root.append(inside);
  </script>`;
const IN_ORDER = HOSTS.slice(0, 10);

const MANY = Array.from({ length: 250 }, (_, at) =>
  frame(at === 125 ? `<p>${HOSTS[1]}</p>` : `<p>nothing ${at}</p>`, 'style="width:50px;height:20px"'),
).join('');

const cells = (host: string, beside = '-') =>
  `${'<td>-</td>'.repeat(20)}<td>${host}</td><td>${beside}</td>${'<td>-</td>'.repeat(8)}`;
/** Text beside what is seen, in boxes, frames and a page that are scrolled across; the marks have no elements of their own. */
const wide = (dir: 'ltr' | 'rtl') => `<!doctype html><html dir="${dir}"><title>Wide</title>
  <style>
    td { min-width: 150px; white-space: nowrap } td:first-child { position: sticky; inset-inline-start: 0; background: white }
    iframe { display: block; height: 200px; border: 3px solid } .box { overflow-x: auto }
    header { position: fixed; inset: auto 0 0; background: white } body { height: 4000px }
    .far { position: absolute; inset-inline-start: 3000px; width: 2000px; text-align: end }
  </style>
  <header>${HOSTS[0]}</header>
  <div class="box" id="table"><table><tr>${cells(HOSTS[1]!, HOSTS[11])}</tr></table></div>
  ${GAP}
  <pre class="box">${'- '.repeat(500)}${HOSTS[2]}</pre>
  <div class="box" dir="${dir === 'rtl' ? 'ltr' : 'rtl'}"><table><tr>${cells(HOSTS[3]!)}</tr></table></div>
  ${frame(`<table dir="${dir}"><tr>${'<td><div style="width:100px">-</div></td>'.repeat(40)}<td>${HOSTS[4]}</td></tr></table>`)}
  <div class="box">${frame(
    `<p dir="${dir}" style="padding-inline-start: 2500px">${HOSTS[5]}</p>`,
    'style="width: 4000px"',
  )}</div>
  <div class="far">${HOSTS[6]}</div>`;
const IN_WIDE = HOSTS.slice(0, 7);

let build: RealBuild;
test.beforeAll(async () => {
  build = await startRealBuild(
    HOSTS.map((host) => row('domain', host)),
    {
      '/mailbox': MAILBOX,
      '/wide-ltr': wide('ltr'),
      '/wide-rtl': wide('rtl'),
      '/many': `<!doctype html><title>Many</title><p>${HOSTS[0]}</p>${MANY}<p>${HOSTS[2]}</p>`,
    },
  );
  await build.context.route('http://other.test/**', (route) =>
    route.fulfill({ contentType: 'text/html', body: `<!doctype html><p>${HOSTS[7]}</p>` }),
  );
});
test.afterAll(() => build?.close());

/** The host whose card is open, once it is another one than before. */
async function hostShown(page: Page, before: string): Promise<string> {
  return waitUntil(`another card than that of ${before || 'none'}`, async () => {
    const text = (await readCard(page))?.text.replaceAll('[.]', '.') ?? '';
    const host = /host-\d+\.test/.exec(text)?.[0];
    return host !== before && host;
  });
}

async function walk(
  page: Page,
  command: 'next-match' | 'previous-match',
  steps: number,
  from = '',
): Promise<string[]> {
  const visited: string[] = [];
  for (let i = 0; i < steps; i += 1) {
    await press(build, command);
    visited.push(await hostShown(page, visited.at(-1) ?? from));
  }
  return visited;
}

/** Whether a host's text is in the visible part of the tab, whatever frames and boxes it stands in. */
async function isInSight(page: Page, host: string): Promise<boolean> {
  for (const each of page.frames()) {
    const text = each.getByText(host, { exact: true });
    if ((await text.count().catch(() => 0)) === 0) continue;
    const box = await text.first().boundingBox();
    if (box && box.y >= 0 && box.y + box.height <= 800) return true;
  }
  return false;
}

async function openMailbox(): Promise<Page> {
  const page = await build.context.newPage();
  await page.goto(`${SITE}/mailbox`);
  await page.bringToFront();
  await listed(build, page, ...HOSTS.slice(0, 11));
  return page;
}

test('goes through all frames in reading order, scrolls to each mark, and round the end', async () => {
  const page = await openMailbox();
  let before = '';
  for (const host of [...IN_ORDER, IN_ORDER[0]!]) {
    before = (await walk(page, 'next-match', 1, before))[0]!;
    expect(before).toBe(host);
    await waitUntil(`${host} is in sight`, () => isInSight(page, host));
  }
  expect(await walk(page, 'previous-match', 3, before)).toEqual(IN_ORDER.toReversed().slice(0, 3));
  await page.close();
});

test('begins at the first mark in sight, and only one card is open', async () => {
  const page = await openMailbox();
  await page.locator('#pane').evaluate((pane) => pane.scrollIntoView({ behavior: 'instant' }));
  const [first] = await walk(page, 'next-match', 1);
  // Those in the pane stand further down than what can be seen, and next in order.
  expect(first).toBe(HOSTS[3]);
  const [second] = await walk(page, 'previous-match', 1, first);
  expect(second).toBe(HOSTS[2]);
  await page.keyboard.press('Escape');
  await waitUntil('no card is open any more', async () => (await readCard(page)) === undefined);
  await page.close();
});

test('the worker may die between two steps, and frames may vanish', async () => {
  const page = await openMailbox();
  expect(await walk(page, 'next-match', 2)).toEqual([HOSTS[0], HOSTS[1]]);
  await killWorker(build.context);
  await build.options.evaluate(`chrome.runtime.sendMessage({ route: 'syncStatus' })`);
  expect(await walk(page, 'next-match', 1, HOSTS[1])).toEqual([HOSTS[2]]);
  // The frame with the card goes, and the next one with it.
  await page.evaluate(() => {
    document.querySelector('iframe')!.remove();
    document.querySelector('#pane')!.remove();
  });
  // While frames go away, what is read of them may fail.
  await waitUntil('no card is open any more', async () => {
    const card = await readCard(page).catch(() => 'not to be read');
    return card === undefined;
  });
  // On from the last one that is still there, the first.
  expect(await walk(page, 'next-match', 3)).toEqual([HOSTS[6], HOSTS[7], HOSTS[8]]);
  await page.close();
});

test('keys that follow one another faster than they are obeyed are each a step', async () => {
  const page = await openMailbox();
  for (let i = 0; i < 4; i += 1) await press(build, 'next-match');
  await waitUntil('the fourth card is open', async () =>
    (await readCard(page))?.text.replaceAll('[.]', '.').includes(HOSTS[3]!),
  );
  await page.close();
});

test('two hundred and fifty frames', async () => {
  // To make so many takes a slow machine a minute.
  test.setTimeout(300_000);
  const page = await build.context.newPage();
  await page.goto(`${SITE}/many`);
  await page.bringToFront();
  await waitUntil('the first is marked', async () => (await readPainted(page)).length >= 2);
  expect(await walk(page, 'next-match', 3)).toEqual([HOSTS[0], HOSTS[1], HOSTS[2]]);
  await page.close();
});

test('what is chosen in the popup or the panel is gone to in whichever frame it stands', async () => {
  const page = await openMailbox();
  const popup = await openPopup(build.context, page);
  await popup.page.getByRole('button', { name: /host-4\[\.\]test/ }).click();
  expect(await hostShown(page, '')).toBe(HOSTS[4]);
  await waitUntil('it is in sight', () => isInSight(page, HOSTS[4]!));
  await popup.browser.close();
  expect(await walk(page, 'next-match', 1, HOSTS[4])).toEqual([HOSTS[5]]);
  await page.close();
});

/** Whether the whole of a host's text can be seen in the tab: nothing cuts it off or stands over it, in whatever frame. */
async function isSeen(page: Page, host: string): Promise<boolean> {
  for (let at of page.frames()) {
    let rect = await at.evaluate(rectInSight, host);
    while (rect && at.parentFrame()) {
      const element = await at.frameElement();
      rect = await element.evaluate(frameRectInSight, rect);
      at = at.parentFrame()!;
    }
    if (rect) return true;
  }
  return false;
}

interface Rect {
  left: number;
  right: number;
  y: number;
}

function rectInSight(host: string): Rect | undefined {
  const texts = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const start = (text as Text).data.indexOf(host);
    if (start < 0 || text.parentElement!.localName === 'style') continue;
    const range = document.createRange();
    range.setStart(text, start);
    range.setEnd(text, start + host.length);
    const { left, right, top, bottom } = range.getBoundingClientRect();
    const y = (top + bottom) / 2;
    // The card stands beside it.
    const isThere = (x: number) => document.elementFromPoint(x, y) === text?.parentElement;
    return isThere(left + 1) && isThere(right - 1) ? { left, right, y } : undefined;
  }
  return undefined;
}

function frameRectInSight(element: Element, { left, right, y }: Rect): Rect | undefined {
  const box = element.getBoundingClientRect();
  const moved = {
    left: left + box.left + element.clientLeft,
    right: right + box.left + element.clientLeft,
    y: y + box.top + element.clientTop,
  };
  const isThere = (x: number) => document.elementFromPoint(x, moved.y) === element;
  return isThere(moved.left + 1) && isThere(moved.right - 1) ? moved : undefined;
}

for (const dir of ['ltr', 'rtl'] as const)
  test(`what stands beside what is seen comes into sight, its card too, on a page that is ${dir}`, async () => {
    const page = await build.context.newPage();
    await page.goto(`${SITE}/wide-${dir}`);
    await page.bringToFront();
    await listed(build, page, ...IN_WIDE, HOSTS[11]!);
    const scrolled = () => page.evaluate(() => [scrollX, scrollY]);
    const tableAt = () => page.locator('#table').evaluate((table) => table.scrollLeft);
    const { width } = page.viewportSize()!;
    let before = '';
    const go = async (command: 'next-match' | 'previous-match', host: string) => {
      before = (await walk(page, command, 1, before))[0]!;
      expect(before).toBe(host);
      await waitUntil(`${host} is seen`, () => isSeen(page, host));
      await waitUntil('the whole card is seen', async () => {
        const box = (await readCard(page))?.box;
        return box && box.x >= 0 && box.x + box.width <= width;
      });
    };

    // It stays where it is, however the page is scrolled.
    await page.evaluate(() => scrollTo(0, 700));
    await go('next-match', HOSTS[0]!);
    expect(await scrolled()).toEqual([0, 700]);
    await go('next-match', HOSTS[1]!);
    // The cell beside it is in sight already.
    const there = await tableAt();
    await go('next-match', HOSTS[11]!);
    expect(await tableAt()).toBe(there);
    for (const host of IN_WIDE.slice(2)) await go('next-match', host);
    // And from beside the page back to its beginning.
    await go('next-match', HOSTS[0]!);
    await go('previous-match', HOSTS[6]!);
    await go('previous-match', HOSTS[5]!);
    await page.close();
  });

test('what is under a column that stays is scrolled out from under it', async () => {
  const page = await build.context.newPage();
  await page.goto(`${SITE}/wide-ltr`);
  await page.bringToFront();
  await listed(build, page, ...IN_WIDE, HOSTS[11]!);
  expect(await walk(page, 'next-match', 3)).toEqual([HOSTS[0], HOSTS[1], HOSTS[11]]);
  await page.locator('#table').evaluate((table) => {
    const all = table.querySelectorAll('td');
    table.scrollBy(all[20]!.getBoundingClientRect().left - all[0]!.getBoundingClientRect().left - 20, 0);
  });
  expect(await isSeen(page, HOSTS[1]!)).toBe(false);
  expect(await walk(page, 'previous-match', 1, HOSTS[11])).toEqual([HOSTS[1]]);
  await waitUntil('it is seen', () => isSeen(page, HOSTS[1]!));
  await page.close();
});
