import { browser } from 'wxt/browser';
import type { PageAccess } from './messages.ts';
import { message, type Message } from '@/core/words.ts';

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

type Refusal = { reason: Message; remedy?: Message };

const PDF: Refusal = {
  reason: message('accessPdf'),
  remedy: message('accessPdfHow', { entry: message('menuLookup') }),
};

/** Addresses without a host to give access to: nothing the user could do would open them. */
const UNREADABLE: Record<string, 'accessEmpty' | 'accessData' | 'accessBlob'> = {
  'about:': 'accessEmpty',
  'data:': 'accessData',
  'blob:': 'accessBlob',
};

const WITHHELD: Refusal = {
  reason: message('accessWithheld'),
  remedy: message('accessWithheldHow'),
};

const STORES = new Set(['chromewebstore.google.com', 'addons.mozilla.org', 'microsoftedge.microsoft.com']);

async function refusalOf(url: URL): Promise<Refusal | undefined> {
  if (url.href.startsWith(browser.runtime.getURL('/'))) return { reason: message('accessOwn') };
  if (url.protocol === 'file:' && !(await browser.extension.isAllowedFileSchemeAccess()))
    return {
      reason: message('accessFile'),
      remedy: message('accessFileHow'),
    };
  if (
    STORES.has(url.hostname) ||
    (url.hostname === 'chrome.google.com' && url.pathname.startsWith('/webstore'))
  )
    return { reason: message('accessStore') };
  if (
    /^(?:chrome|edge|about|brave|opera|vivaldi|devtools|view-source|resource):$/.test(url.protocol) &&
    url.href !== 'about:blank'
  )
    return { reason: message('accessBrowser') };
  if (url.protocol.endsWith('-extension:')) return { reason: message('accessExtension') };
  return undefined;
}

function explainRefusal(error: unknown, url: URL | undefined): Refusal {
  const text = String(error);
  if (/policy|blocked by (?:your )?admin/i.test(text))
    return {
      reason: message('accessPolicy'),
      remedy: message('accessPolicyHow'),
    };
  if (/error page|showing error/i.test(text)) return { reason: message('accessError') };
  const unreadable = url && UNREADABLE[url.protocol];
  if (unreadable) return { reason: message(unreadable) };
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
