import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findListed, serialise, type Spot } from '../e2e/apps/in-page.ts';
import { LISTED, STYLE } from '../fixtures/apps/shown.ts';
import { appPage, buildApp } from '../support/build-app.ts';
import { startEmulator, type Emulator } from '../support/emulator/emulator.ts';
import { findFirefox } from '../support/find-browsers.ts';
import { launchFirefox, type Firefox } from '../support/firefox.ts';
import { readHighlights, type Painted } from '../support/painted.ts';
import { startStaticServer, type StaticServer } from '../support/static-server.ts';
import { waitUntil } from '../support/wait-until.ts';
import { connectFirefox } from './connect.ts';

type Step = [what: string, act: (page: Page) => Promise<void>];

const click =
  (name: string) =>
  async (page: Page): Promise<void> =>
    waitUntil(`${name} is clicked`, () => page.evaluate(clickButton, name)).then(() => undefined);
const opened =
  (id: number) =>
  async (page: Page): Promise<void> => {
    await click(`Open ${id}`)(page);
    await waitUntil(`message ${id} is shown`, async () =>
      (await inFrames(page, () => document.body?.innerText ?? '')).some((text) =>
        text.includes(`Message ${id}.`),
      ),
    );
  };
const typed =
  (text: string) =>
  async (page: Page): Promise<void> => {
    await page.focus('[role=textbox]');
    await page.keyboard.type(text);
  };

/** What is done in each application, one step after the other. */
const STORIES: Record<string, { file: string; steps: Step[] }> = {
  'a React application with a virtual list': {
    file: 'react-mail.tsx',
    steps: [
      ['a message is open', opened(0)],
      ['another one takes its place', opened(3)],
      ['a star re-renders the list', click('Star 1')],
      ['it is deleted, and the next one takes its place', click('Delete')],
      ['the list is turned round in place', click('Turn round')],
      ['another folder', click('Archive')],
      ['back', click('Inbox')],
    ],
  },
  'web components in web components': {
    file: 'lit-mail.ts',
    steps: [
      ['a message is open', click('0')],
      ['an element is upgraded late', click('Show attachments')],
      ['another message', click('3')],
      ['a root is attached to an element that was read before', click('Scan')],
      ['another folder', click('Archive')],
      ['a message in it', click('5005')],
    ],
  },
  'a mailbox of sandboxed frames, and of frames that are written into': {
    file: 'framed-mail.ts',
    steps: [0, 1, 2, 6, 3, 7, 5, 4].map((id): Step => [`message ${id}`, opened(id)]),
  },
  'a composer': {
    file: 'composer.ts',
    steps: [
      ['a listed value is typed', typed(' Block ember-relay.test now')],
      ['saved', click('Save')],
      ['typed on', typed(' and 198.51.100.23')],
      [
        'taken back',
        async (page) => {
          await page.keyboard.down('Control');
          await page.keyboard.press('z');
          await page.keyboard.up('Control');
        },
      ],
      ['saved again', click('Save')],
    ],
  },
};

describe.skipIf(!findFirefox())('real applications in Firefox', () => {
  let firefox: Firefox;
  let emulator: Emulator;
  let server: StaticServer;
  /** What each application looked like after each step while nothing was known yet. */
  const before = new Map<string, string[]>();

  beforeAll(async () => {
    const files = await Promise.all(
      Object.values(STORIES).map(async ({ file }) => [
        [`/${file}.js`, await buildApp(file)],
        [`/${file}.html`, appPage(`/${file}.js`, STYLE)],
      ]),
    );
    [firefox, emulator, server] = await Promise.all([
      launchFirefox(),
      startEmulator(),
      startStaticServer(Object.fromEntries(files.flat()) as Record<string, string>),
    ]);
    for (const [name, { file, steps }] of Object.entries(STORIES)) {
      const page = await open(file);
      const states: string[] = [];
      for (const [what, act] of steps) {
        await act(page);
        states.push(await settled(page, what));
      }
      before.set(name, states);
      await page.close();
    }
    await connectFirefox(firefox, emulator);
  });

  afterAll(async () => {
    await Promise.all([firefox?.close(), emulator?.close(), server?.close()]);
  });

  async function open(file: string): Promise<Page> {
    const page = await firefox.browser.newPage();
    await page.setViewport({ width: 1280, height: 800 });
    await page.goto(`${server.url}/${file}.html`);
    return page;
  }

  test.each(Object.entries(STORIES))('%s', async (name, { file, steps }) => {
    const page = await open(file);
    for (const [at, [what, act]] of steps.entries()) {
      await act(page);
      await rightlyMarked(page, what);
      expect({ what, state: await settled(page, what) }).toEqual({ what, state: before.get(name)?.[at] });
    }
    await page.close();
  });
});

/** Documents, shadow roots and frames, what is in fields and what the composer noted; once two looks see the same. */
async function settled(page: Page, what: string): Promise<string> {
  let last = '';
  return waitUntil(`${what}: it has come to rest`, async () => {
    const frames = await inFrames(page, serialise);
    const inputs = await page.evaluate(() => (globalThis as { inputs?: string[] }).inputs ?? []);
    const state = JSON.stringify([...frames, inputs]);
    const isSame = state === last;
    last = state;
    return isSame && state;
  });
}

/** Waits until what is listed and in sight is marked, and nothing else is. */
async function rightlyMarked(page: Page, what: string): Promise<void> {
  let wrong = {};
  await waitUntil(`${what}: the right marks`, async () => {
    const spots = (await inFrames(page, findListed, LISTED)).flat();
    const painted = new Set((await inFrames(page, readHighlights)).flat().map(nameOf));
    const listed = new Set(spots.map(nameOf));
    const missing = spots.filter((spot) => spot.inSight && !painted.has(nameOf(spot))).map(nameOf);
    const extra = [...painted].filter((each) => !listed.has(each));
    wrong = { missing, extra };
    return missing.length + extra.length === 0;
  }).catch(() => expect({ what, ...wrong }).toEqual({ what, missing: [], extra: [] }));
}

function nameOf({ text, x, y }: Spot | Painted): string {
  return `${text} at ${Math.round(x)}, ${Math.round(y)}`;
}

/** A frame that is on its way to another document cannot answer; then it is asked again. */
async function inFrames<A extends unknown[], T>(
  page: Page,
  ask: (...args: A) => T,
  ...args: A
): Promise<T[]> {
  return waitUntil('every frame answers', () =>
    Promise.all(
      page.frames().map((frame) => frame.evaluate(ask as (...args: unknown[]) => T, ...args)),
    ).catch(() => undefined),
  );
}

/** Runs in the page. False while there is no such button. */
function clickButton(name: string): boolean {
  const roots: (Document | ShadowRoot)[] = [document];
  for (const root of roots)
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) roots.push(element.shadowRoot);
      const said = element.getAttribute('aria-label') ?? element.textContent.trim();
      if (!(element instanceof HTMLButtonElement) || said !== name) continue;
      element.click();
      return true;
    }
  return false;
}
