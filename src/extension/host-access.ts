import { browser } from 'wxt/browser';

/**
 * Asks the user for access to the host of `url`, where the browser withholds it. To be called in the click itself, before
 * anything is awaited. True where there is access.
 */
export async function requestHostAccess(url: string): Promise<boolean> {
  const { protocol, hostname } = new URL(url);
  return browser.permissions.request({ origins: [`${protocol}//${hostname}/*`] });
}
