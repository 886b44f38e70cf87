import { readCard } from '../../support/card.ts';
import { clickInCard, findInCard } from './closed-card.ts';
import { explanation, verdict } from './fixtures.ts';
import { calls, expect, test } from './harness.ts';
import type { CardSetup } from './stage.tsx';

const REPORT = `
  <style>body { margin: 0 } p { margin: 200px 40px 3000px; font: 16px sans-serif }</style>
  <p><a id="before" href="#top">before</a> the loader asks
    <span id="value">hxxps://update[.]example[.]net/loader</span> for more
    <span id="other">203.0.113[.]77</span></p>`;

function setup(change: Partial<CardSetup> = {}): CardSetup {
  return {
    at: '#value',
    observable: { type: 'url', value: 'https://update.example.net/loader' },
    verdict: verdict(),
    options: { pinned: false, focus: false },
    explanation: explanation({ value: 'https://update.example.net/loader' }),
    ...change,
  };
}
const PINNED = { pinned: true, focus: false };
const FOCUSED = { pinned: true, focus: true };

test('shows the facts beside the value, never over it', async ({ open, showCard }) => {
  const page = await open(REPORT);
  await showCard(setup());
  await expect.poll(async () => (await readCard(page))?.text).toContain('2026-05-16 08:15Z, 6 months ago');
  const card = await readCard(page);
  const value = await page.locator('#value').boundingBox();
  expect(card?.box.y).toBeGreaterThan((value?.y ?? 0) + (value?.height ?? 0));
  expect(card?.links).toContain('https://attack.mitre.org/techniques/T1105/');
});

test('says where a marked link leads, defanged, and asks with the page and its ports', async ({
  open,
  showCard,
}) => {
  const page = await open(REPORT);
  const link = { target: 'https://update.example.net/loader', unwrapped: ['Proofpoint', 'Google'] };
  await showCard(setup({ link, ports: [8443], options: PINNED }));
  await expect
    .poll(async () => (await readCard(page))?.text)
    .toContain('This link leads to hxxps://update[.]example[.]net/loader , through Proofpoint, then Google');
  expect(await page.evaluate(() => stage.questions)).toEqual([
    { observable: setup().observable, page: { titles: ['A made-up page'] }, ports: [8443] },
  ]);
});

test('says what the mark says until the worker answers, and asks twice', async ({ open, showCard }) => {
  const page = await open(REPORT);
  await showCard(setup({ failures: 1 }));
  await expect.poll(async () => (await readCard(page))?.text).toContain('Exact match');
  await showCard(setup({ failures: 2 }));
  await expect.poll(async () => (await readCard(page))?.text).toContain('Telltale did not answer');
  expect((await readCard(page))?.text).toContain('high');
  const { explanation: _none, ...forgotten } = setup();
  await showCard(forgotten);
  await expect.poll(async () => (await readCard(page))?.text).toContain('No longer in your indicators');
});

test('a hover card goes when the pointer leaves value and card', async ({ open, showCard, page }) => {
  await page.clock.install();
  await open(REPORT);
  await page.locator('#value').hover();
  await showCard(setup());
  const box = (await findInCard(page, 'dialog', /Known indicator/))!;
  await page.mouse.move(box.x + 20, box.y + 20, { steps: 5 });
  await page.clock.runFor(10_000);
  expect(await readCard(page)).toBeDefined();
  // From here time stands still but for what the test lets pass: an installed clock alone goes on by itself.
  await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 60_000);
  expect(await readCard(page)).toBeDefined();
  await page.mouse.move(5, 5, { steps: 5 });
  await page.clock.runFor(150);
  expect(await readCard(page)).toBeDefined();
  await page.clock.runFor(100);
  expect(await readCard(page)).toBeUndefined();
});

test('a pinned card stays until a click elsewhere', async ({ open, showCard }) => {
  const page = await open(REPORT);
  await showCard(setup({ options: PINNED }));
  await page.mouse.move(5, 5, { steps: 5 });
  await page.locator('#value').click();
  expect(await readCard(page)).toBeDefined();
  await page.mouse.click(5, 5);
  await expect.poll(() => readCard(page)).toBeUndefined();
});

test('passing over another mark does not sweep a pinned card away', async ({ open, showCard, page }) => {
  await open(REPORT);
  await showCard(setup({ options: PINNED }));
  const other = setup({ at: '#other', observable: { type: 'ipv4', value: '203.0.113.77' } });
  await page.evaluate((given) => stage.showAgain(given), other);
  expect(await findInCard(page, 'dialog', /update/)).toBeDefined();
  await page.evaluate((given) => stage.showAgain(given), { ...other, options: PINNED });
  expect(await findInCard(page, 'dialog', /203/)).toBeDefined();
});

test('the keyboard goes into the card, around in it, and back', async ({ open, showCard }) => {
  const page = await open(REPORT);
  await page.locator('#before').focus();
  await showCard(setup({ options: FOCUSED }));
  await expect.poll(async () => (await findInCard(page, 'link', 'T1105'))?.width).toBeGreaterThan(0);
  expect((await findInCard(page, 'dialog', /Known indicator/))?.isFocused).toBe(true);
  await page.keyboard.press('Tab');
  expect((await findInCard(page, 'button', 'Close'))?.isFocused).toBe(true);
  await page.keyboard.press('Shift+Tab');
  expect((await findInCard(page, 'button', 'Open in side panel'))?.isFocused).toBe(true);
  await page.keyboard.press('Tab');
  expect((await findInCard(page, 'button', 'Close'))?.isFocused).toBe(true);
  await page.keyboard.press('Escape');
  expect(await readCard(page)).toBeUndefined();
  await expect(page.locator('#before')).toBeFocused();
});

test('events that the page makes up do nothing', async ({ open, showCard }) => {
  const page = await open(REPORT);
  await showCard(setup({ options: PINNED }));
  await expect.poll(async () => (await readCard(page))?.text).toContain('Exact match');
  await page.evaluate(() => {
    const host = document.documentElement.lastElementChild!;
    for (const target of [host, document.body, window]) {
      target.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true }));
      target.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true }));
      target.dispatchEvent(new PointerEvent('pointermove', { bubbles: true, composed: true }));
      target.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
    }
  });
  expect(await readCard(page)).toBeDefined();
  expect(await calls(page)).toEqual([]);
});

test('the page learns nothing but that there is an element, and none when it is closed', async ({
  open,
  showCard,
}) => {
  const page = await open(REPORT);
  const serialise = () => page.evaluate(() => document.documentElement.outerHTML);
  const before = await serialise();
  await showCard(setup({ options: PINNED }));
  const seen = await page.evaluate(() => {
    const host = document.documentElement.lastElementChild!;
    return { html: host.outerHTML, root: host.shadowRoot, inBody: document.body.contains(host) };
  });
  expect(seen).toEqual({ html: '<div popover="manual"></div>', root: null, inBody: false });
  await page.keyboard.press('Escape');
  expect(await serialise()).toBe(before);
});

test('a page cannot dress the card or hide it', async ({ open, showCard }) => {
  const page = await open(
    `${REPORT}<style>* { --text: red; --surface: red; font: 60px serif !important }
     html > div { display: none !important; opacity: 0 !important; transform: scale(9) !important; left: 900px !important }
     body { opacity: 0 } html { filter: blur(4px) }</style>`,
  );
  await showCard(setup({ options: PINNED }));
  await expect.poll(async () => (await readCard(page))?.text).toContain('Exact match');
  const dialog = (await findInCard(page, 'dialog', /Known indicator/))!;
  expect(dialog.width).toBeLessThanOrEqual(420);
  expect(dialog.x).toBeLessThan(800);
});

test('follows the value, and goes when it is scrolled away', async ({ open, showCard }) => {
  const page = await open(REPORT);
  await showCard(setup({ options: PINNED }));
  await expect.poll(async () => (await readCard(page))?.text).toContain('Exact match');
  const before = (await readCard(page))!.box.y;
  await page.evaluate(() => scrollBy(0, 100));
  await expect.poll(async () => (await readCard(page))?.box.y).toBe(before - 100);
  await page.evaluate(() => scrollBy(0, 1000));
  await expect.poll(() => readCard(page)).toBeUndefined();
});

for (const [where, html] of [
  ['a modal dialog', '<dialog><p id="value">203.0.113[.]77</p><button>Page</button></dialog>'],
  [
    "a component's modal dialog",
    `<x-dialog><template shadowrootmode="open"><dialog><slot></slot></dialog></template>
      <p id="value">203.0.113[.]77</p></x-dialog>`,
  ],
  ['what a modal dialog covers', '<p id="value">203.0.113[.]77</p><dialog>Cookies?</dialog>'],
  ['a popover', '<div popover><p id="value">203.0.113[.]77</p></div>'],
] as const)
  test(`can be used and closed in ${where}, which stays open`, async ({ open, showCard }) => {
    const page = await open('');
    await page.evaluate((given) => {
      document.body.setHTMLUnsafe(given);
      const root = document.querySelector('x-dialog')?.shadowRoot ?? document;
      root.querySelector('dialog')?.showModal();
      root.querySelector<HTMLElement>('[popover]')?.showPopover();
    }, html);
    const stays = () =>
      page.evaluate(() => {
        const root = document.querySelector('x-dialog')?.shadowRoot ?? document;
        return root.querySelector('dialog, [popover]')?.matches(':modal, :popover-open');
      });
    await showCard(setup({ options: FOCUSED }));
    await expect.poll(async () => (await findInCard(page, 'button', 'Close'))?.width).toBeGreaterThan(0);
    await clickInCard(page, 'button', 'Close');
    await expect.poll(() => readCard(page)).toBeUndefined();
    expect(await stays()).toBe(true);
    await showCard(setup({ options: FOCUSED }));
    await expect.poll(() => readCard(page)).toBeDefined();
    await page.keyboard.press('Escape');
    await expect.poll(() => readCard(page)).toBeUndefined();
    expect(await stays()).toBe(true);
  });

test('goes with the dialog that it is in', async ({ open, showCard }) => {
  const page = await open('<dialog><p id="value">203.0.113[.]77</p></dialog>');
  await page.evaluate(() => document.querySelector('dialog')?.showModal());
  await showCard(setup({ options: PINNED }));
  await expect.poll(() => readCard(page)).toBeDefined();
  await page.evaluate(() => document.querySelector('dialog')?.close());
  await expect.poll(() => page.evaluate(() => document.querySelector('dialog')?.children.length)).toBe(1);
});

for (const [where, page] of [
  ['a page', '<style>html { zoom: 2 }</style><p>It asks <b id="value">203.0.113[.]77</b></p>'],
  ['a dialog', '<dialog style="zoom: 2"><p id="value">203.0.113[.]77</p></dialog>'],
] as const)
  test(`stands at the value, in its own size, in ${where} that has a zoom`, async ({ open, showCard }) => {
    const opened = await open(page);
    await opened.evaluate(() => document.querySelector('dialog')?.showModal());
    await showCard(setup({ options: PINNED }));
    await expect.poll(async () => (await readCard(opened))?.text).toContain('Exact match');
    const value = (await opened.locator('#value').boundingBox())!;
    const { box } = (await readCard(opened))!;
    expect(box.x).toBeCloseTo(value.x, 0);
    expect(box.y).toBeCloseTo(value.y + value.height + 6, 0);
    await clickInCard(opened, 'button', 'Close');
    await expect.poll(() => readCard(opened)).toBeUndefined();
  });

test('stays inside what is seen of a page that two fingers pulled larger', async ({ open, showCard }) => {
  const page = await open(REPORT);
  const session = await page.context().newCDPSession(page);
  await showCard(setup({ options: PINNED }));
  await expect.poll(async () => (await readCard(page))?.text).toContain('Exact match');
  await session.send('Emulation.setPageScaleFactor', { pageScaleFactor: 3 });
  const seen = await page.evaluate(() => {
    const { offsetLeft: left, offsetTop: top, width, height } = visualViewport!;
    return { left, top, right: left + width, bottom: top + height };
  });
  await expect
    .poll(async () => {
      const { x, y, width, height } = (await readCard(page))!.box;
      return x >= seen.left && y >= seen.top && x + width <= seen.right && y + height <= seen.bottom;
    })
    .toBe(true);
});

test('what happens in the card stays there', async ({ open, showCard }) => {
  const page = await open(REPORT);
  await page.evaluate(() => {
    for (const type of ['click', 'keydown', 'pointerdown'])
      document.addEventListener(type, () => document.body.classList.add('heard'));
  });
  await showCard(setup({ options: FOCUSED }));
  await expect.poll(async () => (await readCard(page))?.text).toContain('Exact match');
  await clickInCard(page, 'button', 'Copy raw');
  await page.keyboard.press('j');
  await expect(page.locator('body')).not.toHaveClass(/heard/);
});

for (const secure of [true, false])
  test(`copies ${secure ? 'by the clipboard' : 'where a page has no clipboard, past its own listeners'}`, async ({
    open,
    showCard,
    page,
  }) => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await open(REPORT);
    await page.evaluate((hasClipboard) => {
      const real = navigator.clipboard;
      Object.assign(globalThis, { readBack: () => real.readText() });
      if (!hasClipboard) Object.defineProperty(navigator, 'clipboard', { value: undefined });
      addEventListener('copy', (event) => event.clipboardData?.setData('text/plain', 'forged'), true);
    }, secure);
    await showCard(setup({ options: PINNED }));
    await expect.poll(async () => (await readCard(page))?.text).toContain('Exact match');
    await clickInCard(page, 'button', 'Copy defanged');
    await expect.poll(async () => (await readCard(page))?.text).toContain('Copied');
    expect(await page.evaluate('readBack()')).toBe('hxxps://update[.]example[.]net/loader');
  });

test('says how to open the panel where the browser refuses', async ({ open, showCard }) => {
  const page = await open(REPORT);
  await showCard(setup({ options: PINNED, panel: { ok: false, how: 'Press Alt+Shift+I.' } }));
  await expect.poll(async () => (await readCard(page))?.text).toContain('Exact match');
  await clickInCard(page, 'button', 'Open in side panel');
  await expect.poll(async () => (await readCard(page))?.text).toContain('Press Alt+Shift+I.');
  expect(await calls(page)).toEqual([
    { name: 'openPanel', args: [{ type: 'url', value: 'https://update.example.net/loader' }] },
  ]);
});

test('fits a mail frame of 150 px', async ({ open, showCard, page }) => {
  await page.setViewportSize({ width: 560, height: 150 });
  await open(
    '<style>body { margin: 0; font: 15px sans-serif }</style><p>See <span id="value">update[.]example[.]net</span></p>',
  );
  await showCard(setup());
  await expect.poll(async () => (await readCard(page))?.text).toContain('2 sources');
  const { box, text } = (await readCard(page))!;
  const value = (await page.locator('#value').boundingBox())!;
  expect(text).toContain('More in side panel');
  expect(box.y).toBeGreaterThanOrEqual(value.y + value.height);
  expect(box.y + box.height).toBeLessThanOrEqual(150);
  expect(box.height).toBeLessThanOrEqual(70);
});

test('ends with its signal', async ({ open, showCard }) => {
  const page = await open(REPORT);
  await showCard(setup({ options: PINNED }));
  await page.evaluate(() => stage.endCard());
  expect(await readCard(page)).toBeUndefined();
});
