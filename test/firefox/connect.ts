import type { Page } from 'puppeteer-core';
import type { Emulator } from '../support/emulator/emulator.ts';
import type { Firefox } from '../support/firefox.ts';
import { waitUntil } from '../support/wait-until.ts';

interface Status {
  phase: { state: string };
  rows: number;
  lastSuccess?: string;
  error?: { text: string };
}

/** Asks the worker from one of the extension's own pages. */
export function askWorker<T>(page: Page, route: string, payload?: unknown): Promise<T> {
  const call = `browser.runtime.sendMessage(${JSON.stringify({ route, payload })})`;
  return page.evaluate(call) as Promise<T>; // the caller names the shape it expects
}

/** Fills in the options page as a user would, and waits until the sync has nothing more to do. */
export async function connectFirefox(firefox: Firefox, { url, key }: Emulator): Promise<Status> {
  const options = await firefox.openExtensionPage('options.html');
  await typeInto(options, 'Address', url);
  await typeInto(options, 'API key', key);
  await options.locator('::-p-xpath(//button[normalize-space()="Save"])').click();
  const status = await waitUntil('the sync is finished', () => finishedStatus(options), 60);
  if (status.error) throw new Error(`The sync failed: ${JSON.stringify(status.error)}`);
  return status;
}

async function typeInto(page: Page, label: string, text: string): Promise<void> {
  // By label: puppeteer's own aria selector finds nothing to wait for in Firefox's extension pages.
  const xpath = `::-p-xpath(//input[@id = //label[normalize-space()="${label}"]/@for])`;
  const field = await page.locator(xpath).waitHandle();
  // What stands there is typed over: emptied without an event, as a locator's `fill` does it, it may be drawn again in between.
  await field.evaluate((node) => {
    const input = node as HTMLInputElement;
    input.focus();
    input.select();
  });
  await page.keyboard.type(text);
}

async function finishedStatus(options: Page): Promise<Status | undefined> {
  const status = await askWorker<Status | undefined>(options, 'syncStatus');
  const isFinished = status?.error ?? (status?.phase.state === 'idle' && status.lastSuccess);
  return isFinished ? status : undefined;
}
