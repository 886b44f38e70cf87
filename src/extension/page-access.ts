import { browser } from 'wxt/browser';
import type { PageAccess } from './messages.ts';

/**
 * Whether a tab's page can be read, and if not, why, in words. The browser's own lists are not open to extensions, so the
 * address is judged first and then a script is tried.
 */
export async function probePage(tabId: number): Promise<PageAccess> {
  const tab = await browser.tabs.get(tabId);
  const url = parseTabUrl(tab.url ?? tab.pendingUrl ?? '');
  const refused = url && (await refusalOf(url));
  if (refused) return { ok: false, ...refused };
  try {
    const contentType = await Promise.race([readContentType(tabId), waitInVain()]);
    if (contentType === 'application/pdf') return { ok: false, ...PDF };
    if (contentType === undefined && url && !(await mayRead(url))) return { ok: false, ...WITHHELD };
  } catch (error) {
    return { ok: false, ...explainRefusal(error, url) };
  }
  const isDrawn = await Promise.race([hasDrawnFrame(tabId).catch(() => false), waitInVain()]);
  return { ok: true, host: url?.hostname ?? '', siteOff: false, ...(isDrawn && { isDrawn }) };
}

async function readContentType(tabId: number): Promise<string | undefined> {
  const [result] = await browser.scripting.executeScript({
    target: { tabId },
    // A page that goes on loading is readable all the same.
    injectImmediately: true,
    func: () => document.contentType,
  });
  return result?.result;
}

/** Editors may stand in a frame that fills the page; a drawn advertisement does not count. */
async function hasDrawnFrame(tabId: number): Promise<boolean> {
  const results = await browser.scripting.executeScript({
    target: { tabId, allFrames: true },
    injectImmediately: true,
    files: ['/drawn.js'],
  });
  const frames = results.map(({ frameId, result }) => ({ frameId, ...(result as DrawnFrame | undefined) }));
  const page = frames.find(({ frameId }) => frameId === 0);
  return frames.some(({ isDrawn, room = 0 }) => isDrawn === true && room > 0.4 * (page?.room ?? 0));
}

interface DrawnFrame {
  isDrawn: boolean;
  room: number;
}

/** Where the user withholds a site, Chromium keeps the script back, without a word, until the user gives access. */
function waitInVain(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, ANSWERS_WITHIN_MS));
}

const ANSWERS_WITHIN_MS = 1000;

function mayRead(url: URL): Promise<boolean> {
  return browser.permissions.contains({ origins: [`${url.protocol}//${url.hostname}/*`] });
}

type Refusal = { reason: string; remedy?: string };

const PDF: Refusal = {
  reason: 'The browser’s PDF viewer does not let extensions read its text.',
  remedy: 'Select text in the PDF, right-click it and choose "Look up in Telltale".',
};

/** Addresses without a host to give access to: nothing the user could do would open them. */
const UNREADABLE: Record<string, string> = {
  'about:': 'This tab is empty.',
  'data:': 'Browsers do not let extensions read a tab that shows a data: address.',
  'blob:': 'Browsers do not let extensions read a tab that shows a blob: address.',
};

const WITHHELD: Refusal = {
  reason: 'The browser withholds this site from Telltale.',
  remedy:
    'Click the extensions button in the toolbar and give Telltale access to this site, then reload the page.',
};

const STORES = new Set(['chromewebstore.google.com', 'addons.mozilla.org', 'microsoftedge.microsoft.com']);

async function refusalOf(url: URL): Promise<Refusal | undefined> {
  if (url.href.startsWith(browser.runtime.getURL('/')))
    return { reason: 'This is one of Telltale’s own pages.' };
  if (url.protocol === 'file:' && !(await browser.extension.isAllowedFileSchemeAccess()))
    return {
      reason: 'Local files are not open to extensions unless you allow it.',
      remedy:
        'Open the browser’s extension settings, choose Telltale and switch on "Allow access to file URLs".',
    };
  if (
    STORES.has(url.hostname) ||
    (url.hostname === 'chrome.google.com' && url.pathname.startsWith('/webstore'))
  )
    return { reason: 'Browsers do not let any extension read the extension store.' };
  if (
    /^(?:chrome|edge|about|brave|opera|vivaldi|devtools|view-source|resource):$/.test(url.protocol) &&
    url.href !== 'about:blank'
  )
    return { reason: 'This is a page of the browser itself; no extension may read it.' };
  if (url.protocol.endsWith('-extension:')) return { reason: 'This page belongs to another extension.' };
  return undefined;
}

function explainRefusal(error: unknown, url: URL | undefined): Refusal {
  const text = String(error);
  if (/policy|blocked by (?:your )?admin/i.test(text))
    return {
      reason: 'Your organisation’s policy keeps extensions out of this site.',
      remedy: 'Ask your administrator.',
    };
  if (/error page|showing error/i.test(text))
    return { reason: 'The page did not load: the browser shows an error.' };
  if (url && UNREADABLE[url.protocol]) return { reason: UNREADABLE[url.protocol]! };
  if (/\.pdf$/i.test(url?.pathname ?? '')) return PDF;
  return WITHHELD;
}

function parseTabUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
