import { expect, test, type Page } from '@playwright/test';
import { findSurface, openPanelFrom, openPopup } from '../support/browsers.ts';
import { tabTo } from '../support/keys.ts';
import { row, SITE, startRealBuild, type RealBuild } from './page/real-build.ts';

// All names and addresses are made up.
const WRAPPED =
  'https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Flogin-check.test%2Fa&amp;data=05';
const MAIL = `<!doctype html><meta charset="utf-8"><title>Mail</title>
  <table><tr><td>From</td><td>Fern Bank &lt;news@fern-bank.example&gt;</td></tr>
  <tr><td>Subject</td><td>Your account</td></tr></table>
  <main><p>Confirm your account at <a href="${WRAPPED}">https://fern-bank.example/login</a> today.</p></main>`;
const TARGET = 'hxxps://login-check[.]test/a';

let build: RealBuild;
test.beforeAll(async () => {
  build = await startRealBuild([row('domain', 'listed.test')], { '/mail': MAIL });
});
test.afterAll(() => build?.close());

async function openMail(): Promise<Page> {
  const page = await build.context.newPage();
  await page.goto(`${SITE}/mail`);
  await page.bringToFront();
  return page;
}

/** What was copied is pasted into the ticket: a field of another page. */
async function pasted(): Promise<string> {
  const ticket = await build.context.newPage();
  await ticket.setContent('<textarea autofocus aria-label="Ticket"></textarea>');
  await ticket.bringToFront();
  const field = ticket.getByLabel('Ticket');
  await field.focus();
  await ticket.keyboard.press('Control+V');
  await expect(field).not.toHaveValue('');
  const text = await field.inputValue();
  await ticket.close();
  return text;
}

test('a mail is checked by mouse: the mismatch, where the link leads, a copy for the ticket', async () => {
  const page = await openMail();
  const { page: popup } = await openPopup(build.context, page);
  await expect(popup.getByText(/1 link says one thing and leads to another/)).toBeVisible();
  const { page: panel, browser } = await openPanelFrom(build.context, popup);
  await panel.getByRole('tab', { name: /^Links/ }).click();
  await expectMismatch(panel);
  await panel.getByRole('button', { name: /^Copy defanged where/ }).click();
  await expect(panel.getByText('Copied').first()).toBeVisible();
  expect(await pasted()).toBe(TARGET);
  await browser.close();
  await page.close();
});

test('the same by key alone', async () => {
  const page = await openMail();
  const { page: popup } = await openPopup(build.context, page);
  await tabTo(popup, popup.getByRole('button', { name: 'Side panel' }));
  await popup.keyboard.press('Enter').catch(() => undefined);
  const { page: panel, browser } = await findSurface(build.context, 'sidepanel.html');
  await tabTo(panel, panel.getByRole('tab', { selected: true }));
  await panel.keyboard.press('3');
  await expectMismatch(panel);
  const copy = panel.getByRole('button', { name: /^Copy defanged where/ });
  await tabTo(panel, copy);
  await expect(copy).toBeFocused();
  await panel.keyboard.press('Enter');
  await expect(panel.getByText('Copied').first()).toBeVisible();
  expect(await pasted()).toBe(TARGET);
  await browser.close();
  await page.close();
});

async function expectMismatch(panel: Page): Promise<void> {
  const link = panel.getByRole('tabpanel').getByRole('listitem').first();
  await expect(link).toContainText('Says one thing and leads to another');
  await expect(link).toContainText(/Leads to\s*login-check\[\.\]test/);
  await expect(link).toContainText(TARGET);
  await expect(link).toContainText('through Microsoft Safe Links');
}
