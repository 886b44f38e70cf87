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
    const [result] = await browser.scripting.executeScript({
      target: { tabId },
      func: () => [document.contentType, location.protocol] as const,
    });
    if (result?.result?.[0] === 'application/pdf') return { ok: false, ...PDF };
  } catch (error) {
    return { ok: false, ...explainRefusal(error, url) };
  }
  return { ok: true, host: url?.hostname ?? '', siteOff: false };
}

type Refusal = { reason: string; remedy?: string };

const PDF: Refusal = {
  reason: 'The browser’s PDF viewer does not let extensions read its text.',
  remedy: 'Select text in the PDF, right-click it and choose "Look up in Telltale".',
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
  if (/\.pdf$/i.test(url?.pathname ?? '')) return PDF;
  return {
    reason: 'The browser withholds this site from Telltale.',
    remedy:
      'Click the extensions button in the toolbar and give Telltale access to this site, then reload the page.',
  };
}

function parseTabUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
