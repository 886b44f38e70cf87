import { launch, type Browser, type Page } from 'puppeteer-core';
import { findFirefox } from './find-browsers.ts';
import { extensionBuild } from './paths.ts';
import { waitUntil } from './wait-until.ts';

export interface Firefox {
  browser: Browser;
  /** Opens one of the extension's own pages in a tab, e.g. "options.html". */
  openExtensionPage(file: string): Promise<Page>;
  /** Does what the key of one of the extension's commands does, in the tab in front; `key` is its letter, e.g. "N". */
  pressShortcut(key: string): Promise<void>;
  /** Text of the card that is open in the tab whose address starts so, in whichever of its frames; absent while none is. */
  readCard(pageUrl: string): Promise<string | undefined>;
  close(): Promise<void>;
}

/** A real Firefox with the production build installed as a temporary add-on. */
export async function launchFirefox({
  extensionDir = extensionBuild('firefox'),
  preferences = {},
}: { extensionDir?: string; preferences?: Record<string, unknown> } = {}): Promise<Firefox> {
  const found = findFirefox();
  if (!found)
    throw new Error('No Firefox found. Install Firefox 140 or newer, or name it in TELLTALE_FIREFOX.');
  const browser = await launch({
    browser: 'firefox',
    executablePath: found.executable,
    headless: true,
    // Needed to reach the browser's own window, which alone may open an extension page.
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: preferences,
  });
  const id = await browser.installExtension(extensionDir);
  const bidi = connectionOf(browser);
  return {
    browser,
    openExtensionPage: (file) => openExtensionPage({ browser, bidi, id, file }),
    pressShortcut: (key) => pressShortcut(bidi, key),
    readCard: (pageUrl) => readCard(bidi, pageUrl),
    close: () => browser.close(),
  };
}

interface Bidi {
  send(method: string, params: object): Promise<{ result: unknown }>;
}

/** puppeteer-core's BiDi browser has the raw connection as a public getter that its declared type leaves out. */
function connectionOf(browser: Browser): Bidi {
  return (browser as unknown as { connection: Bidi }).connection;
}

interface Context {
  context: string;
  url: string;
  children?: Context[];
}

async function contexts(bidi: Bidi, scope: 'chrome' | 'content'): Promise<Context[]> {
  const { result } = await bidi.send(
    'browsingContext.getTree',
    scope === 'chrome' ? { 'moz:scope': scope } : {},
  );
  return (result as { contexts: Context[] }).contexts;
}

/** Evaluates an expression in the browser's own window. */
async function inWindow(bidi: Bidi, expression: string): Promise<void> {
  // The driver may speak to Firefox before it has its window.
  const window = await waitUntil('Firefox shows a window', async () =>
    (await contexts(bidi, 'chrome')).find(({ url }) => url.endsWith('/browser.xhtml')),
  );
  const { result } = await bidi.send('script.evaluate', {
    expression,
    target: { context: window.context },
    awaitPromise: true,
  });
  const { exceptionDetails } = result as { exceptionDetails?: { text: string } };
  if (exceptionDetails) throw new Error(exceptionDetails.text);
}

/** A driver's keys go to the page, and not to the window, where Firefox keeps an extension's shortcuts. */
function pressShortcut(bidi: Bidi, key: string): Promise<void> {
  return inWindow(
    bidi,
    `document.querySelector('keyset[id^="ext-keyset-id-"] > key[key="${key}"]').doCommand()`,
  );
}

/** Firefox refuses to navigate to extension pages on a driver's behalf; its own window may open one. */
async function openExtensionPage(parts: {
  browser: Browser;
  bidi: Bidi;
  id: string;
  file: string;
}): Promise<Page> {
  const { browser, bidi, id, file } = parts;
  await inWindow(
    bidi,
    `(() => {
      const { mozExtensionHostname } = WebExtensionPolicy.getByID(${JSON.stringify(id)});
      const url = 'moz-extension://' + mozExtensionHostname + '/' + ${JSON.stringify(file)};
      const triggeringPrincipal = Services.scriptSecurityManager.getSystemPrincipal();
      gBrowser.selectedTab = gBrowser.addTab(url, { triggeringPrincipal });
    })()`,
  );
  const opened = await waitUntil(`${file} is open`, async () => {
    for (const page of await browser.pages()) {
      // page.url() still says about:blank: only the page itself knows.
      const href = await page.evaluate(() => location.href).catch(() => '');
      if (href.startsWith('moz-extension:') && href.includes(`/${file}`)) return page;
    }
    return undefined;
  });
  // A tab that is not in front draws no frames, and without frames no element counts as ready to be used.
  await opened.bringToFront();
  return opened;
}

interface BidiNode {
  value?: {
    nodeType: number;
    localName?: string;
    nodeValue?: string;
    children?: BidiNode[];
    shadowRoot?: BidiNode | null;
    mode?: string;
  };
}

async function readCard(bidi: Bidi, pageUrl: string): Promise<string | undefined> {
  const tab = (await contexts(bidi, 'content')).find(({ url }) => url.startsWith(pageUrl));
  if (!tab) throw new Error(`No tab shows ${pageUrl}`);
  for (const { context } of withFrames(tab)) {
    const words = await readCardIn(bidi, context);
    if (words) return words;
  }
  return undefined;
}

function withFrames(tab: Context): Context[] {
  return [tab, ...(tab.children ?? []).flatMap(withFrames)];
}

async function readCardIn(bidi: Bidi, context: string): Promise<string | undefined> {
  const { result } = await bidi.send('browsingContext.locateNodes', {
    context,
    locator: { type: 'css', value: ':root > *' },
    serializationOptions: { includeShadowTree: 'all', maxDomDepth: 40 },
  });
  for (const { value } of (result as { nodes: BidiNode[] }).nodes) {
    const text = value?.shadowRoot?.value?.mode === 'closed' ? textOf(value.shadowRoot) : '';
    const words = text.replaceAll(/\s+/g, ' ').trim();
    if (words) return words;
  }
  return undefined;
}

function textOf({ value }: BidiNode): string {
  if (value?.localName === 'style') return '';
  if (value?.nodeType === 3) return value.nodeValue ?? '';
  return (value?.children ?? []).map(textOf).join(' ');
}
