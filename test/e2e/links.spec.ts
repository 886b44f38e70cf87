import { expect, test, type Page } from '@playwright/test';
import { findSurface, openPopup } from '../support/browsers.ts';
import { readCard } from '../support/card.ts';
import { readPainted } from '../support/painted.ts';
import { waitUntil } from '../support/wait-until.ts';
import { clickInCard } from './ui/closed-card.ts';
import { listsOf, row, SITE, startRealBuild, type RealBuild } from './page/real-build.ts';

// One browser for all of it, one test after another.
test.describe.configure({ mode: 'default' });

const encoded = encodeURIComponent;
const safeLink = (target: string) =>
  `https://eur01.safelinks.protection.outlook.com/?url=${encoded(target)}&amp;data=05%7C01&amp;reserved=0`;
const EVIL = 'https://evil.test/login?id=1';

const LINKS = {
  Plain: EVIL,
  'Safe link': safeLink(EVIL),
  'Safe link in Google': `https://www.google.com/url?q=${encoded(safeLink(EVIL).replaceAll('&amp;', '&'))}`,
  'Proofpoint three': 'https://urldefense.com/v3/__https://evil.test/login?id=1__;!!abc!def$',
  'Write to us': 'mailto:seller@example.net?subject=Hello',
  'On a listed host': 'http://192.0.2.1:8080/x',
};

const PAGE = `<!doctype html><html lang="en"><title>Links</title>
  <style>body { margin: 40px; font: 16px sans-serif } img { width: 60px; height: 20px; background: silver }</style>
  <nav><a href="${EVIL}">In navigation</a></nav>
  ${Object.entries(LINKS)
    .map(([text, href]) => `<p>before <a href="${href}"> ${text} </a> behind</p>`)
    .join('\n')}
  <p><a href="https://only-a-picture.test/"><img alt="A picture"></a></p>
  <p><a href="https://x.com/intent/post?url=${encoded(EVIL)}">Share</a></p>
  <p><a id="changing" href="https://fine.example/">Changing</a></p>
  <p><a href="https://fine.example/">A fine one</a> <a href="/here">Our own</a></p>
  <p><a href="https://www.bank.example/">bank.example</a>, <a href="${safeLink('https://phish.example/')}">bank.example</a>,
    <a href="https://code.example/">setup.zip</a>, <a href="https://bit.ly/x">shop.example</a>,
    <a href="https://b.shop.example/">a.shop.example</a></p></html>`;

const ROWS = [
  row('url', EVIL),
  row('email', 'seller@example.net'),
  row('ipv4', '192.0.2.1', { confidence: 'medium' }),
  row('domain', 'only-a-picture.test'),
  row('url', 'https://x.com/intent/post?url=anything'),
];

let build: RealBuild;
let page: Page;

test.beforeAll(async () => {
  build = await startRealBuild(ROWS, { '/links.html': PAGE });
  page = await build.context.newPage();
  await page.goto(`${SITE}/links.html`);
});

test.afterAll(() => build?.close());

async function marked(...texts: string[]): Promise<void> {
  const wanted = texts.toSorted();
  await waitUntil(`${wanted.join(', ')} and nothing else is painted`, async () => {
    const painted = (await readPainted(page)).map(({ text }) => text).sort();
    return JSON.stringify(painted) === JSON.stringify(wanted);
  });
}

test('marks exactly the text of links that lead to known values, and leaves the page as it was', async () => {
  const serialise = () => page.evaluate(() => new XMLSerializer().serializeToString(document));
  const before = await serialise();
  await marked(...Object.keys(LINKS));
  expect(await serialise()).toBe(before);
});

test('lists where links lead, those without a mark of their own included', async () => {
  const [list] = await listsOf(build, page);
  const items = list?.items.map(({ value, count, painted, links }) => [value, count, painted, links]);
  expect(items).toEqual([
    // In navigation; then plain, and rewritten in three ways.
    [EVIL, 5, 4, 5],
    ['seller@example.net', 1, 1, 1],
    ['http://192.0.2.1:8080/x', 1, 1, 1],
    ['https://only-a-picture.test', 1, 0, 1],
  ]);
});

test('follows a link that is made to lead elsewhere', async () => {
  const aim = (href: string) =>
    page.evaluate((to) => document.getElementById('changing')!.setAttribute('href', to), href);
  await aim(EVIL);
  await marked(...Object.keys(LINKS), 'Changing');
  await aim('https://fine.example/');
  await marked(...Object.keys(LINKS));
});

test('card, popup and panel say where it leads, and what says one thing and leads to another', async () => {
  const mark = (await readPainted(page)).find(({ text }) => text === 'Safe link in Google')!;
  await page.mouse.move(mark.x, mark.y);
  const card = await waitUntil('the card is filled', async () => {
    const shown = await readCard(page);
    return shown?.text.includes('Open in side panel') ? shown : undefined;
  });
  expect(card.text).toContain(
    'This link leads to hxxps://evil[.]test/login?id=1 , through Google, then Microsoft Safe Links',
  );
  expect(card.links.filter((href) => href.includes('evil'))).toEqual([]);

  const popup = await openPopup(build.context, page);
  await expect(popup.page.getByText('1 link says one thing and leads to another.')).toBeVisible();
  await popup.browser.close();

  await page.mouse.move(mark.x, mark.y);
  await waitUntil('the card is back', () => readCard(page));
  await clickInCard(page, 'button', 'Open in side panel');
  const panel = await findSurface(build.context, 'sidepanel.html');
  const section = panel.page.locator('section', { hasText: 'Links that say one thing and lead to another' });
  await expect(section.getByRole('listitem')).toHaveCount(1);
  await expect(section.getByRole('listitem')).toContainText(/Says\s*bank\[\.\]example/);
  await expect(section.getByRole('listitem')).toContainText(/Leads to\s*phish\[\.\]example/);
  await expect(section.getByRole('listitem')).toContainText(
    'hxxps://phish[.]example, through Microsoft Safe Links',
  );
  await expect(panel.page.getByRole('button', { name: /evil\[\.\]test.*links’ target/ })).toBeVisible();
  await panel.browser.close();
});
