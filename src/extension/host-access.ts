import { browser } from 'wxt/browser';

/** Which sites the browser lets us read: it may withhold some or all of them, as its user told it to. */
export type SiteAccess = 'all' | 'some' | 'none';

const ALL = { origins: ['<all_urls>'] };

/**
 * Asks the user for access to the host of `url`, where the browser withholds it. To be called in the click itself, before
 * anything is awaited. True where there is access.
 */
export async function requestHostAccess(url: string): Promise<boolean> {
  return browser.permissions.request({ origins: [originOf(url)] });
}

/** The same for all sites. */
export async function requestAllSites(): Promise<boolean> {
  return browser.permissions.request(ALL);
}

/** Of an address that is not the web's, nothing can be withheld. */
export async function isWithheld(url: string): Promise<boolean> {
  if (!/^https?:/.test(url)) return false;
  return !(await browser.permissions.contains({ origins: [originOf(url)] }));
}

export async function siteAccess(): Promise<SiteAccess> {
  if (await browser.permissions.contains(ALL)) return 'all';
  const { origins = [] } = await browser.permissions.getAll();
  return origins.length > 0 ? 'some' : 'none';
}

/** Calls back when the user gave or took access, with whether it was given. */
export function onSiteAccess(callback: (isGiven: boolean) => void, signal?: AbortSignal): void {
  const given = () => callback(true);
  const taken = () => callback(false);
  browser.permissions.onAdded.addListener(given);
  browser.permissions.onRemoved.addListener(taken);
  signal?.addEventListener(
    'abort',
    () => {
      browser.permissions.onAdded.removeListener(given);
      browser.permissions.onRemoved.removeListener(taken);
    },
    { once: true },
  );
}

function originOf(url: string): string {
  const { protocol, hostname } = new URL(url);
  return `${protocol}//${hostname}/*`;
}
