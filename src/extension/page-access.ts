import { browser } from 'wxt/browser';
import { hasDetails } from './details-page.ts';
import { isWithheld } from './host-access.ts';
import type { PageAccess } from './messages.ts';
import { message, type Message } from '@/core/words.ts';

/**
 * Whether a tab's page can be read, and if not, why, in words. The browser's own lists are not open to extensions, so the
 * address is judged first and then a script is tried.
 */
export async function probePage(tabId: number): Promise<PageAccess> {
  const tab = await browser.tabs.get(tabId);
  const url = parseTabUrl(tab.url ?? tab.pendingUrl ?? '');
  const refused = url && refusalOf(url);
  if (refused) return { ok: false, ...refused };
  // Also of a page that can be read: a click on our button may have opened it, for once.
  const withheld = url && (await isWithheld(url.href)) ? { withheld: url.origin } : {};
  try {
    const page = await Promise.race([readPage(tabId), waitInVain()]);
    const { contentType } = page ?? {};
    if (contentType === 'application/pdf') return { ok: false, ...PDF };
    // In Firefox a click on our button opens a local file to scripts, and not to the annotator: nothing in it was read.
    if (url?.protocol === 'file:' && page && !page.isRead && !(await mayReadFiles()))
      return { ok: false, ...refusedFile() };
    if (contentType === undefined && withheld.withheld) return { ok: false, ...WITHHELD, ...withheld };
  } catch (error) {
    return { ok: false, ...explainRefusal(error, url), ...withheld };
  }
  const unread = await Promise.race([findUnread(tabId).catch(() => undefined), waitInVain()]);
  return { ok: true, host: url?.hostname ?? '', siteOff: false, ...unread, ...withheld };
}

async function readPage(tabId: number): Promise<{ contentType: string; isRead: boolean } | undefined> {
  const [result] = await browser.scripting.executeScript({
    target: { tabId },
    // A page that goes on loading is readable all the same.
    injectImmediately: true,
    // Runs in the page, as text; the name is the annotator's (page/annotator.ts).
    func: () => ({
      contentType: document.contentType,
      isRead: Object.hasOwn(globalThis, Symbol.for('telltale.annotator')),
    }),
  });
  return result?.result;
}

/** Editors may stand in a frame that fills the page; a drawn advertisement does not count, but a PDF does wherever it is seen. */
async function findUnread(tabId: number): Promise<{ isDrawn?: true; hasPdf?: true }> {
  const results = await browser.scripting.executeScript({
    target: { tabId, allFrames: true },
    injectImmediately: true,
    files: ['/drawn.js'],
  });
  const frames = results.map(({ frameId, result }) => ({ frameId, ...(result as DrawnFrame | undefined) }));
  const page = frames.find(({ frameId }) => frameId === 0);
  const isDrawn = frames.some((frame) => frame.isDrawn && (frame.room ?? 0) > 0.4 * (page?.room ?? 0));
  const hasPdf = frames.some((frame) => frame.isPdf && (frame.room ?? 0) > 0);
  return { ...(isDrawn && { isDrawn }), ...(hasPdf && { hasPdf }) };
}

interface DrawnFrame {
  isDrawn: boolean;
  isPdf: boolean;
  room: number;
}

/** Where the user withholds a site, Chromium keeps the script back, without a word, until the user gives access. */
function waitInVain(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, ANSWERS_WITHIN_MS));
}

const ANSWERS_WITHIN_MS = 1000;

type Refusal = { reason: Message; remedy?: Message; inDetails?: true };

const PDF: Refusal = {
  reason: message('accessPdf'),
  remedy: message('accessPdfHow', { entry: message('menuLookup') }),
};

const ELSEWHERE = { remedy: message('accessElsewhere') };

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

function refusalOf(url: URL): Refusal | undefined {
  if (url.href.startsWith(browser.runtime.getURL('/'))) return { reason: message('accessOwn') };
  if (
    STORES.has(url.hostname) ||
    (url.hostname === 'chrome.google.com' && url.pathname.startsWith('/webstore'))
  )
    return { reason: message('accessStore'), ...ELSEWHERE };
  if (
    /^(?:chrome|edge|about|brave|opera|vivaldi|devtools|view-source|resource):$/.test(url.protocol) &&
    url.href !== 'about:blank'
  )
    return { reason: message('accessBrowser'), ...ELSEWHERE };
  if (url.protocol.endsWith('-extension:')) return { reason: message('accessExtension'), ...ELSEWHERE };
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
  if (unreadable) return { reason: message(unreadable), ...(unreadable !== 'accessEmpty' && ELSEWHERE) };
  if (/\.pdf$/i.test(url?.pathname ?? '')) return PDF;
  if (url?.protocol === 'file:') return refusedFile();
  return WITHHELD;
}

/** Firefox before 153 says no of every extension, and lets it. */
function mayReadFiles(): Promise<boolean> {
  return browser.extension.isAllowedFileSchemeAccess();
}

function refusedFile(): Refusal {
  const reason = message('accessFile');
  return hasDetails()
    ? { reason, remedy: message('accessFileHow'), inDetails: true }
    : { reason, remedy: message('accessFilePermission') };
}

function parseTabUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
