import { browser } from 'wxt/browser';

/** "1.2.3", as the manifest says. */
export function appVersion(): string {
  return browser.runtime.getManifest().version;
}
