import type { BrowserContext, CDPSession, Page } from '@playwright/test';
import { extensionId, extensionWorker, launchChromium } from '../../support/browsers.ts';
import { connectExtension } from '../../support/connect.ts';
import { startEmulator, type Emulator } from '../../support/emulator/emulator.ts';
import { readPainted } from '../../support/painted.ts';
import { waitUntil } from '../../support/wait-until.ts';

export { row } from '../../support/made-up-rows.ts';

export interface RealBuild {
  context: BrowserContext;
  emulator: Emulator;
  /** The options page, for asking the worker what only our own pages may ask. */
  options: Page;
  close(): Promise<void>;
}

/** A page of a site that is made up in the browser; HTML unless it says otherwise. */
export type Served = string | { body: string; contentType?: string; headers?: Record<string, string> };

export const SITE = 'http://pages.test';

/** The production build in Chromium, connected to an API with these rows and fully synced. */
export async function startRealBuild(rows: object[], pages: Record<string, Served>): Promise<RealBuild> {
  const emulator = await startEmulator({ rows });
  const context = await launchChromium({ remoteDebugging: true });
  await context.route(`${SITE}/**`, (route) => {
    const served = pages[new URL(route.request().url()).pathname];
    if (served === undefined) return route.fulfill({ status: 404, body: '' });
    const given = typeof served === 'string' ? { body: served } : served;
    return route.fulfill({ contentType: 'text/html; charset=utf-8', ...given });
  });
  const options = await connectExtension(context, { baseUrl: emulator.url, key: emulator.key });
  return {
    context,
    emulator,
    options,
    close: async () => {
      await context.close();
      await emulator.close();
    },
  };
}

/** Waits until each of these texts is painted on the page. */
export async function painted(page: Page, ...texts: string[]): Promise<void> {
  await waitUntil(`${texts.join(', ')} is painted`, async () => {
    const found = new Set((await readPainted(page)).map(({ text }) => text));
    return texts.every((text) => found.has(text));
  });
}

export interface FrameList {
  frameUrl: string;
  items: { value: string; count: number; painted: number; links: number; hidden?: true }[];
  capped?: { asked: number; total: number };
}

/** What each frame of a tab tells popup and panel at this moment. Works where a page may run no script of ours. */
export async function listsOf({ options }: RealBuild, page: Page): Promise<FrameList[]> {
  const lists: unknown = await options.evaluate(`(async () => {
    const tab = (await chrome.tabs.query({})).find(({ url }) => url === ${JSON.stringify(page.url())});
    const lists = [];
    const port = chrome.tabs.connect(tab.id, { name: 'page-items' });
    port.onMessage.addListener((list) => lists.push(list));
    // The port's messages come in order, the answer of a frame to its opening first.
    await new Promise((done) => setTimeout(done, 200));
    port.disconnect();
    return lists;
  })()`);
  return lists as FrameList[]; // as posted by the annotators
}

/** Waits until the frames of a page list all these values, and nothing besides. */
export async function listed(build: RealBuild, page: Page, ...values: string[]): Promise<void> {
  const wanted = values.toSorted().join(', ');
  await waitUntil(`${wanted} is listed`, async () => {
    const items = (await listsOf(build, page)).flatMap((list) => list.items);
    return [...new Set(items.map(({ value }) => value))].sort().join(', ') === wanted;
  });
}

/** The content script's own world in a page's top frame; evaluates an expression there and answers with its value. */
export async function contentScriptOf(
  { context }: RealBuild,
  page: Page,
): Promise<{ evaluate(expression: string): Promise<unknown> }> {
  const session: CDPSession = await context.newCDPSession(page);
  const origin = `chrome-extension://${await extensionId(context)}`;
  const worlds: number[] = [];
  session.on('Runtime.executionContextCreated', ({ context: world }) => {
    if (world.origin === origin) worlds.push(world.id);
  });
  await session.send('Runtime.enable');
  const contextId = await waitUntil('the content script has a world', async () => worlds[0]);
  return {
    async evaluate(expression) {
      const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
        expression,
        contextId,
        awaitPromise: true,
        returnByValue: true,
      });
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value as unknown;
    },
  };
}

/** As the keys do: drivers' own keys fire no commands. */
export async function press({ context }: RealBuild, command: 'next-match' | 'previous-match'): Promise<void> {
  const worker = await extensionWorker(context);
  await worker.evaluate(`chrome.tabs.query({ active: true }).then((tabs) => {
    const tab = tabs.find(({ url }) => url.startsWith('${SITE}'));
    chrome.commands.onCommand.dispatch('${command}', tab);
  })`);
}
