import { rm } from 'node:fs/promises';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { extensionId, extensionWorker, launchChromium } from '../support/browsers.ts';
import { connectExtension } from '../support/connect.ts';
import { makeDeveloperProfile } from '../support/developer-profile.ts';
import { startEmulator } from '../support/emulator/emulator.ts';
import { startStaticServer } from '../support/static-server.ts';
import { readUserCopy } from '../support/user-copy.ts';
import { waitUntil } from '../support/wait-until.ts';
import { row } from './page/real-build.ts';

test('nothing of a private window is kept', async () => {
  const emulator = await startEmulator({ rows: [row('domain', 'evil.test')] });
  const site = await startStaticServer({
    '/page.html':
      '<!doctype html><title>Private</title><p>evil.test and fine.test<iframe srcdoc="evil.test"></iframe>',
  });
  const userDataDir = await makeDeveloperProfile();
  const context = await launchChromium({ userDataDir });
  await connectExtension(context, { baseUrl: emulator.url, key: emulator.key });
  const page = await allowPrivateWindows(context);
  const before = await page.evaluate(readStores);

  const ids = await page.evaluate<{ windowId: number; tabId: number }>(
    `chrome.windows.create({ incognito: true, url: '${site.url}/page.html' }).then(({ id, tabs }) => ({ windowId: id, tabId: tabs[0].id }))`,
  );
  await waitUntil(
    'it is counted there',
    async () => (await page.evaluate(`chrome.action.getBadgeText({ tabId: ${ids.tabId} })`)) === '1',
  );
  const worker = await extensionWorker(context);
  await worker.evaluate(
    `chrome.contextMenus.onClicked.dispatch({ menuItemId: 'lookup', selectionText: 'secret.test' }, { id: ${ids.tabId}, windowId: ${ids.windowId} })`,
  );
  await waitUntil('the panel is asked', async () =>
    /secret\.test/.test(JSON.stringify(await page.evaluate('chrome.storage.session.get()'))),
  );

  await page.evaluate(`chrome.windows.remove(${ids.windowId})`);
  await expect.poll(() => page.evaluate(readStores)).toEqual(before);
  expect(await page.evaluate(readUserCopy)).not.toMatch(/secret|fine\.test|Private/);
  await context.close();
  await Promise.all([emulator.close(), site.close()]);
  await rm(userDataDir, { recursive: true, force: true, maxRetries: 5 });
});

/** As on the browser's page of extensions, which begins the extension anew for it. Answers with a page of the extension's. */
async function allowPrivateWindows(context: BrowserContext): Promise<Page> {
  const id = await extensionId(context);
  const extensions = await context.newPage();
  await extensions.goto('chrome://extensions/');
  await extensions.evaluate(
    `chrome.developerPrivate.updateExtensionConfiguration({ extensionId: '${id}', incognitoAccess: true })`,
  );
  return waitUntil('the extension has begun anew', async () => {
    const page = await context.newPage();
    const isReady = await page
      .goto(`chrome-extension://${id}/options.html`)
      .then(() => page.evaluate('chrome.extension.isAllowedIncognitoAccess()'))
      .catch(() => false);
    if (isReady) return page;
    await page.close();
    return undefined;
  });
}

/** Runs in an extension page: all that the browser stores for us, on disk and in memory. Of bytes their number. */
async function readStores(): Promise<Record<string, string>> {
  const { storage } = (globalThis as unknown as { chrome: { storage: Record<string, StorageArea> } }).chrome;
  const found: Record<string, string> = {};
  for (const area of ['local', 'session']) found[area] = JSON.stringify(await storage[area]!.get());
  for (const { name = '' } of await indexedDB.databases()) {
    const database = await result(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const rows = await result(database.transaction(store).objectStore(store).getAll());
      found[`${name}/${store}`] = JSON.stringify(rows, (_, value: unknown) =>
        ArrayBuffer.isView(value) ? value.byteLength : value instanceof Blob ? value.size : value,
      );
    }
    database.close();
  }
  return found;

  function result<T>(request: IDBRequest<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => reject(new Error(request.error?.message)));
    });
  }
}

interface StorageArea {
  get(): Promise<object>;
}
