import { expect, test } from '@playwright/test';
import {
  DARK_PAGE,
  HIDDEN,
  HIDDEN_IN_FRAMES,
  PAGE,
  REVERSED,
  SEEN,
  SEEN_IN_FRAMES,
  UPRIGHT_PAGE,
} from '../fixtures/hidden.ts';
import { openPanelFrom, openPopup } from '../support/browsers.ts';
import { readCard } from '../support/card.ts';
import { readPainted } from '../support/painted.ts';
import { waitUntil } from '../support/wait-until.ts';
import { inspectPage } from './page/inspect-page.ts';
import {
  listed,
  listsOf,
  painted,
  press,
  row,
  SITE,
  startRealBuild,
  type RealBuild,
} from './page/real-build.ts';
import { pictureOf } from '../support/picture.ts';

// All names are made up.
const HEAD = `<table><tr><td>From</td><td>Fern Bank &lt;news@fern-bank.example&gt;</td></tr>
  <tr><td>Subject</td><td>Your account</td></tr></table>`;
const link = (style: string, to: string) =>
  `<p style="${style}"><a href="https://${to}/">fern-bank.example</a></p>`;

let build: RealBuild;
test.beforeAll(async () => {
  const names = [HIDDEN, SEEN, HIDDEN_IN_FRAMES, SEEN_IN_FRAMES].flatMap(Object.keys);
  build = await startRealBuild(
    [...names, ...Object.keys(REVERSED), 'far.test', 'right.test'].map((name) => row('domain', name)),
    {
      '/reversed': `<!doctype html><meta charset="utf-8"><title>Reversed</title>${Object.values(REVERSED).join('')}`,
      '/upright': UPRIGHT_PAGE,
      '/page': PAGE,
      '/dark': DARK_PAGE,
      '/fading': `<!doctype html><title>Fading</title><p>plain.test</p>
        <p id="fades" style="opacity:0;transition:opacity .2s">transparent.test</p><p id="folds" style="visibility:hidden">invisible.test</p>`,
      '/mail': `<!doctype html><title>Mail</title>${HEAD}<main>${link('', 'seen-link.test')}${link('font-size:0', 'unseen-link.test')}</main>`,
    },
  );
});
test.afterAll(async () => build?.close());

const texts = (page: Parameters<typeof readPainted>[0]) =>
  readPainted(page).then((all) => all.map(({ text }) => text).toSorted());

test('a frame without a ground of its own stands on that of the page around it', async () => {
  const page = await build.context.newPage();
  await page.goto(`${SITE}/dark`);
  await listed(build, page, ...Object.keys(HIDDEN_IN_FRAMES), ...Object.keys(SEEN_IN_FRAMES));
  await painted(page, ...Object.keys(SEEN_IN_FRAMES));
  await pictureOf(page, { path: test.info().outputPath('frames.png') });
  expect(await texts(page)).toEqual(Object.keys(SEEN_IN_FRAMES).toSorted());
  await page.close();
});

test('what nobody sees is not painted, what is seen is; both are listed, and the one says so', async () => {
  const page = await build.context.newPage();
  await page.goto(`${SITE}/page`);
  await painted(page, ...Object.keys(SEEN));
  await listed(build, page, ...Object.keys(HIDDEN), ...Object.keys(SEEN));
  expect(await texts(page)).toEqual(Object.keys(SEEN).toSorted());
  await page.locator('#pane').evaluate((pane) => pane.scrollTo(0, 500));
  const hidden = async () =>
    (await listsOf(build, page))
      .flatMap(({ items }) => items.filter((item) => item.hidden).map(({ value }) => value))
      .toSorted();
  await expect.poll(hidden).toEqual(Object.keys(HIDDEN).toSorted());

  const [top] = await inspectPage(build, page);
  expect(top?.values.map(({ value }) => value)).toEqual(expect.arrayContaining(Object.keys(SEEN)));

  const popup = await openPopup(build.context, page);
  await expect(popup.page.getByRole('button', { name: /closed\[\.\]test.*hidden from view/ })).toBeVisible();
  await expect(popup.page.getByRole('button', { name: /plain\[\.\]test/ })).not.toContainText('hidden');
  const panel = await openPanelFrom(build.context, popup.page);
  await expect(panel.page.getByRole('button', { name: /closed\[\.\]test.*hidden from view/ })).toBeVisible();
  await pictureOf(panel.page, { path: test.info().outputPath('known.png') });
  await panel.page.getByRole('tab', { name: /Suppressed/ }).click();
  // What is ordinary is not told: only what is known, and the link that does not lead where it says.
  const told = panel.page.locator('section', {
    has: panel.page.getByRole('heading', { name: /Hidden from view/ }),
  });
  await expect(told.getByRole('listitem')).toHaveCount(Object.keys(HIDDEN).length + 1);
  await expect(told).toContainText('bank.example');
  for (const text of ['preheader', 'Menu', 'plain.test', 'scrolled.test'])
    await expect(told).not.toContainText(text);
  await pictureOf(panel.page, { path: test.info().outputPath('panel.png'), fullPage: true });
  await panel.page.emulateMedia({ colorScheme: 'dark' });
  await pictureOf(panel.page, { path: test.info().outputPath('panel-dark.png'), fullPage: true });
  await panel.browser.close();
  await page.close();
});

test('what scrolling leads to is not hidden, from whichever edge a box or a page begins', async () => {
  const page = await build.context.newPage();
  await page.goto(`${SITE}/reversed`);
  await listed(build, page, ...Object.keys(REVERSED));
  const hidden = async () =>
    (await listsOf(build, page)).flatMap(({ items }) => items.filter((item) => item.hidden));
  expect(await hidden()).toEqual([]);
  await page.locator('#chat').evaluate((chat) => chat.scrollTo(0, -1e5));
  await painted(page, 'chat.test');

  await page.goto(`${SITE}/upright`);
  await listed(build, page, 'plain.test', 'far.test', 'right.test');
  expect(await hidden()).toMatchObject([{ value: 'right.test' }]);
  await page.bringToFront();
  for (const next of ['plain.test', 'far.test']) {
    await press(build, 'next-match');
    await waitUntil(`the card of ${next} is open`, async () =>
      (await readCard(page))?.text.replaceAll('[.]', '.').includes(next),
    );
  }
  await painted(page, 'far.test');
  await page.close();
});

test('what a page shows later is painted then, and the keys go to nothing that is not seen', async () => {
  const page = await build.context.newPage();
  await page.goto(`${SITE}/fading`);
  await page.bringToFront();
  await painted(page, 'plain.test');
  await listed(build, page, 'plain.test', 'transparent.test', 'invisible.test');
  expect(await texts(page)).toEqual(['plain.test']);
  await page.locator('#fades').evaluate((text) => (text.style.opacity = '1'));
  await painted(page, 'plain.test', 'transparent.test');
  for (const next of ['plain.test', 'transparent.test', 'plain.test']) {
    await press(build, 'next-match');
    await waitUntil(`the card of ${next} is open`, async () =>
      (await readCard(page))?.text.replaceAll('[.]', '.').includes(next),
    );
  }
  await page.locator('#folds').evaluate((text) => (text.style.visibility = 'visible'));
  await painted(page, 'plain.test', 'transparent.test', 'invisible.test');
  await page.close();
});

test('a closed section is painted when it is opened', async () => {
  const page = await build.context.newPage();
  await page.goto(`${SITE}/page`);
  await painted(page, 'plain.test');
  await page.getByText('More').click();
  await painted(page, 'closed.test');
  await page.close();
});

test('in a message, a link that nobody sees is not painted as a warning', async () => {
  const page = await build.context.newPage();
  await page.goto(`${SITE}/mail`);
  const warned = await waitUntil('a link is warned of', async () => {
    const found = (await readPainted(page)).filter(({ style }) => style.includes('overline'));
    return found.length > 0 && found;
  });
  expect(warned.map(({ text }) => text)).toEqual(['fern-bank.example']);
  await page.close();
});
