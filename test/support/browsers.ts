import { rmSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page, type Worker } from '@playwright/test';
import { findChromium } from './find-browsers.ts';
import { extensionBuild } from './paths.ts';
import { waitUntil } from './wait-until.ts';

export interface ChromiumOptions {
  headless?: boolean;
  /** `null`: as the system has it. */
  colorScheme?: 'light' | 'dark' | null;
  viewport?: { width: number; height: number } | null;
  /** Kept afterwards; without one the profile is a temporary folder that `close` removes. */
  userDataDir?: string;
  extensionDir?: string;
  args?: string[];
  /** Opens a debugging port too, for what Playwright's own connection does not show: popup and side panel. */
  remoteDebugging?: boolean;
  env?: Record<string, string>;
  /** Keeps pages that were left as they are, as users' browsers do. Then `page.goBack()` hangs: call `history.back()`. */
  backForwardCache?: boolean;
}

/** What every Chromium of the tests is started with. */
export const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A real Chromium with the production build of the extension. */
export async function launchChromium(options: ChromiumOptions = {}): Promise<BrowserContext> {
  const { headless = true, colorScheme = 'light', viewport = { width: 1280, height: 800 } } = options;
  const found = findChromium();
  if (!found) throw new Error('No Chromium found. `npm test` installs one; or name it in TELLTALE_CHROMIUM.');
  const userDataDir = options.userDataDir ?? (await mkdtemp(join(tmpdir(), 'telltale-chromium-')));
  const extension = options.extensionDir ?? extensionBuild('chrome');
  const context = await chromium.launchPersistentContext(userDataDir, {
    executablePath: found.executable,
    // Playwright's own headless switch is for its shell, which has no extensions.
    headless: false,
    colorScheme,
    viewport,
    ...(options.backForwardCache && { ignoreDefaultArgs: ['--disable-back-forward-cache'] }),
    ...(options.env ? { env: { ...definedEnv(), ...options.env } } : {}),
    args: [
      ...(headless ? ['--headless=new'] : []),
      ...FLAGS,
      `--disable-extensions-except=${extension}`,
      `--load-extension=${extension}`,
      ...(options.remoteDebugging ? ['--remote-debugging-port=0'] : []),
      ...(options.args ?? []),
    ],
  });
  profiles.set(context, userDataDir);
  if (!options.userDataDir) {
    temporary.add(userDataDir);
    context.once('close', () => remove(userDataDir));
    if (!options.extensionDir) await welcomed(context);
  }
  return context;
}

/** A fresh install opens a page of its own; what a test opens comes after it. */
function welcomed(context: BrowserContext): Promise<unknown> {
  return waitUntil('the installation has opened its page', async () => {
    const welcome = context.pages().find((page) => page.url().endsWith('/welcome.html'));
    return welcome?.waitForLoadState().then(() => true);
  });
}

const profiles = new WeakMap<BrowserContext, string>();
const temporary = new Set<string>();
// Once more at the end: Ctrl+C ends the browser without a "close" event, and one that is ending may still write.
process.once('exit', () => temporary.forEach(remove));

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}

function definedEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** The extension's worker, started if it is not running yet. */
export async function extensionWorker(context: BrowserContext): Promise<Worker> {
  return context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
}

const ids = new WeakMap<BrowserContext, string>();

export async function extensionId(context: BrowserContext): Promise<string> {
  const known = ids.get(context);
  if (known) return known;
  const id = new URL((await extensionWorker(context)).url()).host;
  ids.set(context, id);
  return id;
}

/** One of the extension's own pages in a tab of its own, e.g. "options.html". */
export async function openExtensionPage(context: BrowserContext, file: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`chrome-extension://${await extensionId(context)}/${file}`);
  return page;
}

/** Ends the extension's worker at once, whatever it is doing, as the browser does when it needs the memory. */
export async function killWorker(context: BrowserContext): Promise<void> {
  const page = context.pages()[0] ?? (await context.newPage());
  const session = await context.newCDPSession(page);
  const { targetInfos } = await session.send('Target.getTargets');
  for (const { targetId, type, url } of targetInfos) {
    if (type === 'service_worker' && url.startsWith('chrome-extension:'))
      await session.send('Target.closeTarget', { targetId });
  }
  await session.detach();
}

/** Lets the extension's worker hear everything and do nothing, as one that hangs, until what this returns is called. */
export async function pauseWorker(context: BrowserContext): Promise<() => Promise<void>> {
  const page = context.pages()[0] ?? (await context.newPage());
  const session = await context.newCDPSession(page);
  const url = (await extensionWorker(context)).url();
  const { targetInfos } = await session.send('Target.getTargets');
  const target = targetInfos.find((each) => each.type === 'service_worker' && each.url === url);
  if (!target) throw new Error('The worker is not running.');
  const { sessionId } = await session.send('Target.attachToTarget', { targetId: target.targetId });
  let id = 0;
  const send = (method: string) =>
    session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id: ++id, method }) });
  await send('Debugger.enable');
  await send('Debugger.pause');
  return async () => {
    await send('Debugger.disable');
    await session.detach();
  };
}

/**
 * The popup as the toolbar button opens it over `page`, or the side panel once something opened it. Needs a context with
 * `remoteDebugging`: there, and only there, they are ordinary pages. Close the browser it returns when done; the context
 * stays open.
 */
export async function openPopup(context: BrowserContext, page: Page): Promise<Surface> {
  await page.bringToFront();
  const worker = await extensionWorker(context);
  await worker.evaluate('chrome.action.openPopup()');
  return findSurface(context, 'popup.html');
}

/** The side panel, by the popup's own button. The popup closes itself, often before it could answer that it was clicked. */
export async function openPanelFrom(context: BrowserContext, popup: Page): Promise<Surface> {
  await popup
    .getByRole('button', { name: 'Side panel' })
    .click()
    .catch(() => undefined);
  return findSurface(context, 'sidepanel.html');
}

export interface Surface {
  page: Page;
  browser: Browser;
}

export async function findSurface(context: BrowserContext, file: string): Promise<Surface> {
  const url = `chrome-extension://${await extensionId(context)}/${file}`;
  return waitUntil(`${file} is open`, async () => {
    const browser = await chromium.connectOverCDP(await debuggingAddress(context));
    const page = browser
      .contexts()
      .flatMap((each) => each.pages())
      .find((each) => each.url().startsWith(url));
    if (page) return { page, browser };
    await browser.close();
    return undefined;
  });
}

/** Chromium writes the port it chose into its profile. */
async function debuggingAddress(context: BrowserContext): Promise<string> {
  const profile = profiles.get(context);
  if (!profile) throw new Error('This context was not started by launchChromium.');
  const [port] = (await readFile(join(profile, 'DevToolsActivePort'), 'utf8')).split('\n');
  return `http://127.0.0.1:${port}`;
}
