import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { openPanelFrom, openExtensionPage, openPopup } from '../support/browsers.ts';
import { askWorker } from '../support/connect.ts';
import { painted, row, SITE, startRealBuild, type RealBuild } from './page/real-build.ts';

// Each surface of the real build, as full as it gets, in both themes and with forced colours.
test.describe.configure({ mode: 'default' });

// All names and addresses are made up.
const REPORT = `<!doctype html><title>A made-up report</title>
  <p>It asks evil.test, then hxxp://new[.]example/a.php; see CVE-2026-0001 and T1059.001.</p>
  <p>Pay at <a href="http://evil.test/pay">bank.example</a>, or <a href="https://bit.ly/made-up">here</a>.</p>`;

let build: RealBuild;
let axe: string;
test.beforeAll(async () => {
  axe = await readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
  build = await startRealBuild(
    [
      row('domain', 'evil.test', { tags: ['made-up'], mitre_techniques: ['T1071'], context: 'Made up' }),
      row('cve', 'CVE-2026-0001'),
    ],
    { '/report': REPORT },
  );
});
test.afterAll(() => build?.close());

test('the first page', async () => {
  const page = await openExtensionPage(build.context, 'welcome.html');
  await page.getByRole('button', { name: 'Look up', exact: true }).click();
  await page.getByText('4 values:').waitFor();
  await check(page);
  await page.close();
});

test('the options', async () => {
  const page = await openExtensionPage(build.context, 'options.html');
  await page.getByRole('textbox', { name: 'Value', exact: true }).fill('intranet.example');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('button', { name: 'Remove intranet.example from the allowlist' }).waitFor();
  const evil = { type: 'domain', value: 'evil.test' };
  await askWorker(page, 'setNote', { observable: evil, text: 'A made-up note' });
  await page.getByRole('textbox', { name: 'Note on evil[.]test' }).waitFor();
  await page.getByRole('button', { name: 'Erase everything…' }).click();
  await page.getByText(/tools are offered/).click();
  await check(page);
  await page.getByRole('button', { name: 'Subscribe to a list…' }).click();
  await page.getByRole('button', { name: 'ThreatFox', exact: true }).click();
  await page.getByRole('button', { name: 'Settings of SOC Defenders' }).click();
  await check(page);
  await page.getByRole('button', { name: 'Cancel' }).first().click();
  await page.getByRole('button', { name: 'Add a file…' }).click();
  await page.getByLabel('File with indicators').setInputFiles({
    name: 'made-up.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('value;grade\nimported.test;high\nno value!;low\n'),
  });
  await page.getByRole('region', { name: 'First rows of the file' }).waitFor();
  await check(page);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByText('1 line could not be read', { exact: true }).click();
  await page.getByRole('button', { name: 'Delete made-up' }).click();
  await check(page);
  await page.close();
});

test('the popup', async () => {
  const page = await report();
  const { page: popup, browser } = await openPopup(build.context, page);
  await popup.getByText('evil[.]test').first().waitFor();
  await check(popup);
  await popup.getByRole('switch').click();
  await popup.getByRole('heading', { name: 'Off on this site' }).waitFor();
  await check(popup);
  await popup.getByRole('switch').click();
  await popup.getByText('evil[.]test').first().waitFor();
  await browser.close();
  await page.close();
});

test('the side panel, every tab of it', async () => {
  const page = await report();
  const { page: popup } = await openPopup(build.context, page);
  const { page: panel, browser } = await openPanelFrom(build.context, popup);
  await panel
    .getByRole('button', { name: /evil\[\.\]test/ })
    .first()
    .click();
  await panel.getByRole('article').first().waitFor();
  await check(panel);
  await panel.getByRole('button', { name: /^Open in / }).click();
  await panel.getByRole('button', { name: /^Ask / }).click();
  await panel.getByRole('button', { name: 'Allow…' }).click();
  await check(panel);
  await panel.getByRole('tab', { name: /^Unknown/ }).click();
  await panel
    .getByRole('button', { name: /new\[\.\]example/ })
    .first()
    .click();
  await check(panel);
  await panel.getByRole('tab', { name: /^Links/ }).click();
  await panel.getByText('Says one thing and leads to another').waitFor();
  await check(panel);
  await panel.getByRole('tab', { name: /^Suppressed/ }).click();
  await check(panel);
  await panel.getByRole('tab', { name: 'Look up' }).click();
  await panel.getByRole('textbox').fill('evil[.]test new[.]example other[.]example');
  await panel.keyboard.press('Enter');
  await panel.getByText('3 values:').waitFor();
  await check(panel);
  await panel.getByRole('tab', { name: /^Cases/ }).click();
  await panel.getByRole('button', { name: 'New case' }).click();
  await panel.getByRole('textbox', { name: 'Ticket' }).fill('INC-2042');
  await panel.getByText('Saved.').waitFor();
  await check(panel);
  await panel.getByRole('tab', { name: 'Look up' }).click();
  await panel.getByRole('button', { name: 'Add all 3 to case' }).click();
  await panel.getByText(/3 added to/).waitFor();
  await check(panel);
  await panel.getByRole('tab', { name: /^Cases/ }).click();
  await panel.getByRole('button', { name: /evil\[\.\]test/ }).click();
  await check(panel);
  await panel.getByRole('button', { name: /All cases/ }).click();
  await check(panel);
  await panel.getByRole('tab', { name: 'Look up' }).focus();
  await panel.keyboard.press('?');
  await check(panel);
  await browser.close();
  await page.close();
});

async function report(): Promise<Page> {
  const page = await build.context.newPage();
  await page.goto(`${SITE}/report`);
  await painted(page, 'evil.test');
  await page.bringToFront();
  return page;
}

interface Violation {
  id: string;
  help: string;
  nodes: { html: string; failureSummary?: string }[];
}

/** Everything that axe can tell, best practices included. */
async function check(page: Page): Promise<void> {
  for (const theme of [
    { colorScheme: 'light', forcedColors: 'none' },
    { colorScheme: 'dark', forcedColors: 'none' },
    { colorScheme: 'dark', forcedColors: 'active' },
  ] as const) {
    await page.emulateMedia(theme);
    // With forced colours the browser paints its own palette, and still tells the colours that were asked for.
    const rules = { 'color-contrast': { enabled: theme.forcedColors === 'none' } };
    expect(await violations(page, rules), JSON.stringify(theme)).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null, forcedColors: null });
}

async function violations(page: Page, rules: object): Promise<string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate(async (given) => {
    const { axe: tool } = globalThis as unknown as {
      axe: { run(options: object): Promise<{ violations: Violation[] }> };
    };
    return (await tool.run({ rules: given })).violations;
  }, rules);
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}
