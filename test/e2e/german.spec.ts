import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { findSurface, launchChromium, openExtensionPage, openPopup } from '../support/browsers.ts';
import { readCard } from '../support/card.ts';
import { askWorker } from '../support/connect.ts';
import { startEmulator, type Emulator } from '../support/emulator/emulator.ts';
import { waitUntil } from '../support/wait-until.ts';
import { painted, row, SITE } from './page/real-build.ts';

// The same build in a browser that speaks German: one catalogue proves that every text goes through it.
test.describe.configure({ mode: 'serial' });

// All names and addresses are made up.
const REPORT = `<!doctype html><title>A made-up report</title>
  <p>It asks evil.test, then hxxp://new[.]example/a.php; see CVE-2026-0001.</p>`;

let context: BrowserContext;
let emulator: Emulator;
let axe: string;
test.beforeAll(async () => {
  axe = await readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
  emulator = await startEmulator({
    rows: [row('domain', 'evil.test', { tags: ['made-up'] }), row('cve', 'CVE-2026-0001')],
  });
  context = await launchChromium({
    remoteDebugging: true,
    args: ['--lang=de'],
    env: { LANGUAGE: 'de', LANG: 'de_DE.UTF-8' },
  });
  await context.route(`${SITE}/**`, (route) =>
    route.fulfill({ contentType: 'text/html; charset=utf-8', body: REPORT }),
  );
});
test.afterAll(async () => {
  await context?.close();
  await emulator?.close();
});

test('the first page and the options', async () => {
  const welcome = await openExtensionPage(context, 'welcome.html');
  await expect(welcome.getByRole('heading', { name: 'Telltale ist installiert' })).toBeVisible();
  await check(welcome);
  await welcome.close();
  const options = await openExtensionPage(context, 'options.html');
  await askWorker(options, 'setSettings', { baseUrl: emulator.url });
  await askWorker(options, 'setKey', emulator.key);
  await expect(options.getByText(/^2 Indikatoren, gerade eben synchronisiert/).first()).toBeVisible();
  await expect(options).toHaveTitle('Telltale-Einstellungen');
  await check(options);
  await options.close();
});

test('the popup, the side panel and the card', async () => {
  const page = await context.newPage();
  await page.goto(`${SITE}/report`);
  await painted(page, 'evil.test');
  await page.bringToFront();
  const { page: popup } = await openPopup(context, page);
  await expect(popup.getByText('1 Indikator auf dieser Seite gefunden.')).toBeAttached();
  await expect(popup.getByText('hoch').first()).toBeVisible();
  await check(popup);
  await popup
    .getByRole('button', { name: 'Seitenleiste' })
    .click()
    .catch(() => undefined);
  const { page: panel, browser } = await findSurface(context, 'sidepanel.html');
  await panel
    .getByRole('button', { name: /^evil\[\.\]test hoch Domain/ })
    .first()
    .click();
  await expect(panel.getByText('Exakter Treffer: Genau dieser Wert ist gelistet.')).toBeVisible();
  await check(panel);
  await panel.getByRole('tab', { name: /^Unbekannt/ }).click();
  await expect(panel.getByText(/in keiner Ihrer Quellen/)).toBeVisible();
  await check(panel);
  const card = await waitUntil('the card is there', () => readCard(page));
  expect(card.text).toContain('Konfidenz der Quelle');
  await browser.close();
  await page.close();
});

test('at 200 % nothing is wider than its window, in German, whose words are long', async () => {
  // A window of 1280 px has room for 640 at twice the size.
  for (const file of ['welcome.html', 'options.html']) {
    const page = await openExtensionPage(context, file);
    await page.setViewportSize({ width: 640, height: 400 });
    await page.getByRole('heading').first().waitFor();
    expect(await overflow(page)).toEqual([]);
    await page.close();
  }
});

/** axe has nothing to say in either theme, the page says its language, and nothing is wider than it. */
async function check(page: Page): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  expect(await overflow(page)).toEqual([]);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(axe);
    const found = await page.evaluate<{ violations: { id: string }[] }>('axe.run(document)');
    expect(found.violations.map(({ id }) => id)).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null });
}

/** What stands out of the window, and buttons and tabs whose words are cut. */
function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wide = document.documentElement.scrollWidth > innerWidth ? ['the page'] : [];
    const cut = [...document.querySelectorAll<HTMLElement>('button, [role=tab], h1, h2, h3, label')]
      .filter((each) => each.checkVisibility() && !each.closest('.visually-hidden'))
      .filter(
        (each) => getComputedStyle(each).overflowX === 'hidden' && each.scrollWidth > each.clientWidth + 1,
      );
    return [...wide, ...cut.map((each) => each.textContent ?? '')];
  });
}
