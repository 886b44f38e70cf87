import { expect, test } from '@playwright/test';
import { openPanelFrom, openPopup } from '../support/browsers.ts';
import { askWorker } from '../support/connect.ts';
import { readPainted } from '../support/painted.ts';
import { startStaticServer } from '../support/static-server.ts';
import { waitUntil } from '../support/wait-until.ts';
import { painted, row, SITE, startRealBuild, type RealBuild } from './page/real-build.ts';
import { pictureOf } from '../support/picture.ts';

// All names are made up.
const DRAWN = `<!doctype html><title>A document</title><canvas width="1200" height="4000"></canvas>
  <script>document.querySelector('canvas').getContext('2d').fillText('evil.test', 40, 40)</script>`;

let build: RealBuild;
test.beforeAll(async () => {
  build = await startRealBuild(
    [row('domain', 'evil.test'), row('domain', 'minor.test', { confidence: 'low' })],
    {
      '/a': '<!doctype html><title>Made up</title><p>evil.test and minor.test</p>',
      '/drawn': DRAWN,
      '/framed':
        '<!doctype html><title>Office</title><iframe src="/drawn" style="width:90vw;height:90vh"></iframe>',
      '/written': `${DRAWN}<main>${'A page that says much beside its picture. '.repeat(200)}</main>`,
      '/advert':
        '<!doctype html><title>Advert</title><iframe src="/drawn" style="width:300px;height:250px"></iframe>',
    },
  );
});
test.afterAll(async () => build?.close());

test('a site can be quiet, and marked again, and a level be too low to be marked, all without a reload', async () => {
  const page = await build.context.newPage();
  await page.goto(`${SITE}/a`);
  await painted(page, 'evil.test', 'minor.test');
  const texts = async () => (await readPainted(page)).map(({ text }) => text);

  const popup = await openPopup(build.context, page);
  // It shows what is stored: what a click changed is seen when the worker has it.
  const quiet = popup.page.getByRole('checkbox', { name: /Quiet here/ });
  await quiet.click();
  await expect(quiet).toBeChecked();
  await waitUntil('nothing is marked', async () => (await texts()).length === 0);
  // Still listed, with the reason in a word, and counted.
  await expect(popup.page.getByRole('button', { name: /evil\[\.\]test.*not marked/ })).toBeVisible();
  await expect(popup.page.locator('.count', { hasText: 'high' })).toContainText('1');

  await quiet.click();
  await expect(quiet).not.toBeChecked();
  await painted(page, 'evil.test', 'minor.test');
  await popup.browser.close();

  await askWorker(build.options, 'setSettings', { lowestMarked: 'medium' });
  await waitUntil('only the high one is marked', async () => (await texts()).join() === 'evil.test');
  await askWorker(build.options, 'setSettings', { lowestMarked: 'unrated' });
  await painted(page, 'evil.test', 'minor.test');
});

test('portals that list everything are quiet as shipped, in popup and options alike, and can be marked without a reload', async () => {
  await build.context.route('https://www.virustotal.com/**', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: '<!doctype html><title>A portal</title><p>evil.test</p>',
    }),
  );
  const page = await build.context.newPage();
  await page.goto('https://www.virustotal.com/gui/domain/evil.test');
  const popup = await openPopup(build.context, page);
  const quiet = popup.page.getByRole('checkbox', { name: /Quiet here/ });
  await expect(popup.page.getByRole('button', { name: /evil\[\.\]test.*not marked/ })).toBeVisible();
  await expect(quiet).toBeChecked();
  expect(await page.evaluate(() => CSS.highlights.size)).toBe(0);
  await quiet.click();
  await painted(page, 'evil.test');
  await quiet.click();
  await waitUntil('nothing is marked', async () => (await readPainted(page)).length === 0);
  await popup.browser.close();

  // The preset is the user's to change.
  await build.options.reload();
  await build.options.bringToFront();
  const portal = build.options.getByRole('listitem').filter({ hasText: 'virustotal.com' });
  await portal.getByRole('button').click();
  await expect(portal).toHaveCount(0);
  await page.bringToFront();
  await painted(page, 'evil.test');
  await build.options.bringToFront();
  await build.options.getByRole('button', { name: /portals/i }).click();
  await page.bringToFront();
  await waitUntil('nothing is marked', async () => (await readPainted(page)).length === 0);
  await page.close();
});

test('of a PDF in a frame, popup and panel say that it is not read, also where it comes later', async () => {
  const site = await startStaticServer({
    '/favicon.ico': '',
    '/doc.pdf': '%PDF-1.4\ntrailer<<>>\n',
    '/page.html': '<!doctype html><title>A portal</title><p>Our report</p>',
  });
  const page = await build.context.newPage();
  await page.goto(`${site.url}/page.html`);
  await page.bringToFront();
  const popup = await openPopup(build.context, page);
  const said = /A PDF on this page is not read.*Select text in the PDF/;
  await expect(popup.page.getByText('This does not mean safe.')).toBeVisible();
  await expect(popup.page.getByText(said)).toHaveCount(0);
  const panel = await openPanelFrom(build.context, popup.page);
  await expect(panel.page.getByText('This does not mean safe.')).toBeVisible();
  await page.evaluate(() => {
    document.body.innerHTML += '<embed src="/doc.pdf" type="application/pdf" width="600" height="400">';
  });
  await expect(panel.page.getByText(said)).toBeVisible();
  await panel.page.getByRole('tab', { name: /^Unknown/ }).click();
  await expect(panel.page.getByText(said)).toBeVisible();
  await panel.browser.close();
  const again = await openPopup(build.context, page);
  await expect(again.page.getByText(said)).toBeVisible();
  await pictureOf(again.page, { path: test.info().outputPath('pdf.png') });
  await again.browser.close();
  await page.close();
  await site.close();
});

test('of a page that is drawn, popup and panel say that it cannot be read and what to do instead', async () => {
  const page = await build.context.newPage();
  for (const [path, isDrawn] of [
    ['/drawn', true],
    ['/framed', true],
    ['/written', false],
    ['/advert', false],
  ] as const) {
    await page.goto(`${SITE}${path}`);
    await page.bringToFront();
    const popup = await openPopup(build.context, page);
    await expect(popup.page.getByText('This does not mean safe.')).toBeVisible();
    const said = popup.page.getByText(/Most of this page is drawn and not written.*paste it/);
    await expect(said, path).toBeVisible({ visible: isDrawn });
    await pictureOf(popup.page, { path: test.info().outputPath(`${path.slice(1)}.png`) });
    await popup.browser.close();
  }
  await page.goto(`${SITE}/drawn`);
  const popup = await openPopup(build.context, page);
  const panel = await openPanelFrom(build.context, popup.page);
  await expect(panel.page.getByText(/Most of this page is drawn and not written/)).toBeVisible();
  await panel.browser.close();
  await page.close();
});
