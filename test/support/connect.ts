import type { BrowserContext, Page } from '@playwright/test';
import { openExtensionPage } from './browsers.ts';
import { waitUntil } from './wait-until.ts';

/** What the worker says of the sync, as far as the tests read it; spelled out here so that they do not share the product's types. */
export interface ObservedStatus {
  phase: { state: string; fetched?: number; total?: number };
  rows: number;
  skipped: { count: number }[];
  lastSuccess?: string;
  /** What is said stands on the surfaces: here it has no language yet. */
  error?: { reason: string };
}

/** A page of the extension's own, whoever drives the browser. */
interface OwnPage {
  evaluate(script: string): Promise<unknown>;
}

/** Asks the worker what any of the extension's own pages may ask. */
export async function askWorker<T>(page: OwnPage, route: string, payload?: unknown): Promise<T> {
  const answer = await page.evaluate(`chrome.runtime.sendMessage(${JSON.stringify({ route, payload })})`);
  return answer as T; // the caller names the shape it expects
}

/** Fills in the options page as a user would, and leaves it open. Does not wait for the sync. */
export async function enterConnection(
  context: BrowserContext,
  { baseUrl, key }: { baseUrl: string; key: string },
): Promise<Page> {
  const options = await openExtensionPage(context, 'options.html');
  await options.getByLabel('Address', { exact: true }).fill(baseUrl);
  await options.getByLabel('API key', { exact: true }).fill(key);
  await options.getByRole('button', { name: 'Save', exact: true }).click();
  return options;
}

/** Connects the extension to an API and waits until everything is there. Returns the options page. */
export async function connectExtension(
  context: BrowserContext,
  { seconds = 60, onProgress = () => {}, ...connection }: ConnectOptions,
): Promise<Page> {
  const options = await enterConnection(context, connection);
  await syncFinished(options, { seconds, onProgress });
  return options;
}

export interface ConnectOptions {
  baseUrl: string;
  key: string;
  seconds?: number;
  onProgress?: (status: ObservedStatus) => void;
}

/** Waits until the sync has nothing more to do; a failure that the user would be shown is thrown in its own words. */
export async function syncFinished(
  extensionPage: Page,
  {
    seconds = 60,
    onProgress = () => {},
  }: { seconds?: number; onProgress?: (status: ObservedStatus) => void } = {},
): Promise<ObservedStatus> {
  return waitUntil(
    'the sync is finished',
    async () => {
      const status = await askWorker<ObservedStatus | undefined>(extensionPage, 'syncStatus');
      if (!status) return undefined;
      onProgress(status);
      if (status.error) throw new Error(`The sync failed: ${status.error.reason}`);
      return status.phase.state === 'idle' && status.lastSuccess !== undefined ? status : undefined;
    },
    seconds,
  );
}
