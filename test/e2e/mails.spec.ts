import { expect, test, type Page } from '@playwright/test';
import { isWarning, viewLinks } from '@/core/link-warning.ts';
import { ordinaryMails, phishingMails, type Mail } from '../support/mails.ts';
import { inspectPage } from './page/inspect-page.ts';
import { readCard } from '../support/card.ts';
import { readPainted } from '../support/painted.ts';
import { waitUntil } from '../support/wait-until.ts';
import {
  contentScriptOf,
  painted,
  press,
  row,
  SITE,
  startRealBuild,
  type RealBuild,
} from './page/real-build.ts';

const ORDINARY = ordinaryMails();
const PHISHING = phishingMails();

const START = '<!doctype html><meta charset="utf-8"><title>Mail</title>';
const HEAD = `<table><tr><td>From</td><td>Fern Bank &lt;news@fern-bank.example&gt;</td></tr>
  <tr><td>Subject</td><td>Your account</td></tr></table>`;
/** Behind everything else: once it is warned of, everything else has been judged. */
const LAST = '<p><a href="https://last.test/">says-another.test</a></p>';
const escape = (html: string) => html.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

/** The shapes in which webmail shows a message: all in one document, or the body in a frame without scripts. */
const VIEWS = {
  whole: (html: string) => `${START}${HEAD}<main>${html}${LAST}</main>`,
  framed: (html: string) =>
    `${START}${HEAD}<iframe sandbox width="800" height="600" srcdoc="${escape(START + html + LAST)}"></iframe>`,
};

let build: RealBuild;
test.beforeAll(async () => {
  const pages = [...ORDINARY, ...PHISHING].flatMap(({ html }, at) => [
    [`/mail/${at}`, `${START}<main>${html}</main>`],
    [`/whole/${at}`, VIEWS.whole(html)],
    [`/framed/${at}`, VIEWS.framed(html)],
  ]);
  build = await startRealBuild([row('domain', 'listed.test')], {
    ...(Object.fromEntries(pages) as Record<string, string>),
    '/web': `${START}<main>${LAST}<p><a href="https://listed.test/">bank.example</a></p></main>`,
  });
});
test.afterAll(() => build?.close());

/** The texts that are painted as warnings, with a line above and one below; once all links of the page were judged. */
async function paintedWarnings(page: Page): Promise<string[]> {
  return waitUntil('the last link is warned of', async () => {
    const warned = (await readPainted(page)).filter(({ style }) => style.includes('overline'));
    const texts = warned.map(({ text }) => text);
    return texts.includes('says-another.test') && texts.filter((text) => text !== 'says-another.test');
  });
}

/** What the panel warns of, mail by mail: "text: reasons". */
async function warningsIn(mails: readonly Mail[], first: number): Promise<string[][]> {
  const page = await build.context.newPage();
  const warnings: string[][] = [];
  for (const at of mails.keys()) {
    await page.goto(`${SITE}/mail/${first + at}`);
    const [top] = await inspectPage(build, page);
    const { away } = viewLinks(top?.links ?? [], new URL(SITE).hostname);
    warnings.push(
      away.flatMap(({ reasons }) => {
        const told = reasons.filter(isWarning);
        return told.length > 0 ? told.join(' and ') : [];
      }),
    );
  }
  await page.close();
  return warnings;
}

test('thirty ordinary mails are warned of once at most', async () => {
  const warnings = await warningsIn(ORDINARY, 0);
  const warned = ORDINARY.flatMap(({ name }, at) =>
    (warnings[at] ?? []).map((warning) => `${name}: ${warning}`),
  );
  expect(warned.length, warned.join('\n')).toBeLessThanOrEqual(1);
});

test('ten phishing mails are warned of, each for the right reason', async () => {
  expect(await warningsIn(PHISHING, ORDINARY.length)).toEqual(
    PHISHING.map(({ reasons }) => [reasons.join(' and ')]),
  );
});

for (const view of ['whole', 'framed'] as const) {
  test(`thirty ordinary mails: one link at most is painted as a warning (${view})`, async () => {
    const page = await build.context.newPage();
    const warned: string[] = [];
    for (const [at, { name }] of ORDINARY.entries()) {
      await page.goto(`${SITE}/${view}/${at}`);
      warned.push(...(await paintedWarnings(page)).map((text) => `${name}: ${text}`));
    }
    expect(warned.length, warned.join('\n')).toBeLessThanOrEqual(1);
    await page.close();
  });

  test(`ten phishing mails: the link that does not lead where it says is painted, and no other (${view})`, async () => {
    const page = await build.context.newPage();
    for (const [at, { name, reasons, html }] of PHISHING.entries()) {
      await page.goto(`${SITE}/${view}/${ORDINARY.length + at}`);
      const text = /<a [^>]*>([^<]*)/.exec(html)?.[1];
      const warned = reasons.includes('mismatch') ? [text] : [];
      expect(await paintedWarnings(page), name).toEqual(warned);
    }
    await page.close();
  });
}

test('the card says both hosts, the document stays as it was, and the warning goes with its link', async () => {
  const page = await build.context.newPage();
  await page.goto(`${SITE}/framed/${ORDINARY.length + 1}`);
  const before = await page.content();
  expect(await paintedWarnings(page)).toEqual(['fern-bank.example']);
  expect(await page.content()).toBe(before);
  const [frame] = page.frames().slice(1);
  const box = (await frame!.getByText('fern-bank.example', { exact: true }).boundingBox())!;
  await page.mouse.move(box.x + 10, box.y + 8);
  await page.mouse.move(box.x + 12, box.y + 8);
  const card = await waitUntil('the card is open', () => readCard(page));
  expect(card.text).toContain('This link does not lead where it says');
  expect(card.text).toMatch(/Says\s*fern-bank\[\.\]example\s*Leads to\s*evil\[\.\]test/);
  expect(card.text).toContain('through Microsoft Safe Links');
  expect(card.links).toEqual([]);
  await page.close();
});

test('the keys stop at links that do not lead where they say', async () => {
  const page = await build.context.newPage();
  await page.goto(`${SITE}/framed/${ORDINARY.length + 1}`);
  await page.bringToFront();
  await paintedWarnings(page);
  for (const [command, host] of [
    ['next-match', 'evil[.]test'],
    ['next-match', 'last[.]test'],
    ['previous-match', 'evil[.]test'],
  ] as const) {
    await press(build, command);
    const text = await waitUntil(`the card of ${host} is open`, async () => {
      const shown = (await readCard(page))?.text ?? '';
      return shown.includes(host) && shown;
    });
    expect(text).toContain('This link does not lead where it says');
  }
  await page.close();
});

test('nothing is painted outside of a message view, and once a message is shown it is', async () => {
  const page = await build.context.newPage();
  await page.goto(`${SITE}/web`);
  const world = await contentScriptOf(build, page);
  await waitUntil('the warner is at work', async () =>
    world.evaluate(`globalThis[Symbol.for('telltale.session')]?.tended !== undefined`),
  );
  const links = JSON.stringify([{ text: 'says-another.test', href: 'https://last.test/' }]);
  expect(
    await world.evaluate(`chrome.runtime.sendMessage({ route: 'judgeLinks', payload: ${links} })`),
  ).toEqual({ state: 'no mail' });
  await painted(page, 'bank.example');
  expect((await readPainted(page)).map(({ text, style }) => [text, style.includes('overline')])).toEqual([
    ['bank.example', false],
  ]);
  await page.evaluate(
    (head) => document.querySelector('main')!.insertAdjacentHTML('beforebegin', head),
    HEAD,
  );
  // Known, and a mismatch: painted as both, and one card tells both.
  expect(await paintedWarnings(page)).toEqual(['bank.example']);
  const box = (await page.getByText('bank.example', { exact: true }).boundingBox())!;
  await page.mouse.move(box.x + 10, box.y + 8);
  await page.mouse.move(box.x + 12, box.y + 8);
  const card = await waitUntil('the card is filled', async () => {
    const shown = await readCard(page);
    return shown?.text.includes('Open in side panel') ? shown : undefined;
  });
  expect(card.text).toContain('This link does not lead where it says');
  expect(card.text).toMatch(/Says\s*bank\[\.\]example\s*Leads to\s*listed\[\.\]test/);
  await page.getByRole('link', { name: 'bank.example' }).evaluate((link) => link.remove());
  await waitUntil('only the other is left', async () => (await readPainted(page)).length === 1);
  await page.close();
});
