import { launch, type Browser, type Page } from 'puppeteer-core';
import { findFirefox } from './find-browsers.ts';
import { type Surface, surfaceOf } from './firefox-surfaces.ts';
import { type Bidi, connectionOf, type Context, contexts, inWindow } from './firefox-window.ts';
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
  /** What the toolbar's button opens, and the sidebar; the keys U and S do that. */
  popup: Surface;
  sidebar: Surface;
  /** What the extension's background page is doing: "running", "stopped" or on the way from the one to the other. */
  backgroundState(): Promise<string>;
  /** Stops the background page at once, as the browser does where it has nothing to do for a while. */
  stopBackground(): Promise<void>;
  /** Takes the sites from the extension, as the user may on the browser's page of extensions. */
  withholdSites(): Promise<void>;
  /** Installs the build once more over the one that runs, as an update does. */
  update(): Promise<void>;
  /** Evaluates an expression in the browser's own window. */
  inWindow<T = void>(expression: string): Promise<T>;
  close(): Promise<void>;
}

/** A real Firefox with the production build installed as a temporary add-on. */
export async function launchFirefox({
  extensionDir = extensionBuild('firefox'),
  preferences = {},
  userDataDir,
}: {
  extensionDir?: string;
  preferences?: Record<string, unknown>;
  /** A profile that is to be there again at the next start. */
  userDataDir?: string;
} = {}): Promise<Firefox> {
  const found = findFirefox();
  if (!found)
    throw new Error('No Firefox found. Install Firefox 140 or newer, or name it in TELLTALE_FIREFOX.');
  const browser = await launch({
    browser: 'firefox',
    executablePath: found.executable,
    headless: true,
    // Needed to reach the browser's own window, which alone may open an extension page.
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: userDataDir === undefined ? preferences : { ...KEPT, ...preferences },
    ...(userDataDir !== undefined && { userDataDir }),
  });
  const id = await browser.installExtension(extensionDir);
  const bidi = connectionOf(browser);
  const extension = `WebExtensionPolicy.getByID(${JSON.stringify(id)}).extension`;
  return {
    browser,
    openExtensionPage: (file) => openExtensionPage({ browser, bidi, id, file }),
    pressShortcut: (key) => pressShortcut(bidi, key),
    readCard: (pageUrl) => readCard(bidi, pageUrl),
    popup: surfaceOf(bidi, 'popup'),
    sidebar: surfaceOf(bidi, 'sidebar'),
    backgroundState: () => inWindow(bidi, `${extension}.backgroundState`),
    stopBackground: () => inWindow(bidi, `${extension}.terminateBackground()`),
    withholdSites: () =>
      inWindow(
        bidi,
        `ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs')
          .ExtensionPermissions.remove(${JSON.stringify(id)}, { permissions: [], origins: ['<all_urls>'] }, ${extension})
          .then(() => null)`,
      ),
    update: async () => void (await browser.installExtension(extensionDir)),
    inWindow: (expression) => inWindow(bidi, expression),
    close: () => browser.close(),
  };
}

/** A temporary add-on is removed at the end; what it kept is to be there when it is installed again. */
const KEPT = {
  'extensions.webextensions.keepStorageOnUninstall': true,
  'extensions.webextensions.keepUuidOnUninstall': true,
};

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
