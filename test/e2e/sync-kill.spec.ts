import { expect, test, type Page } from '@playwright/test';
import { killWorker, launchChromium } from '../support/browsers.ts';
import { askWorker, enterConnection, syncFinished } from '../support/connect.ts';
import { startEmulator } from '../support/emulator/emulator.ts';
import { madeUpRows } from '../support/made-up-rows.ts';
import { waitUntil } from '../support/wait-until.ts';

const ROWS = 20_000;
const PAGE = 500;
/** Requests after which the worker is killed, in a walk of some 60 pages and one request or two for the connection. */
const DEATHS = [2, 9, 10, 23, 36];

test('a worker killed in the middle of a sync ends with every row exactly once', async () => {
  const emulator = await startEmulator({
    rows: madeUpRows(ROWS),
    maxLimit: PAGE,
    requestsPerMinute: 100_000,
    // Not faster than the test can look.
    faults: () => ({ kind: 'slow', ms: 60 }),
  });
  const context = await launchChromium();
  try {
    const page = await enterConnection(context, { baseUrl: emulator.url, key: emulator.key });
    for (const requests of DEATHS) {
      await waitUntil(`${requests} requests came`, async () => emulator.requests.length >= requests);
      await killWorker(context);
      expect(emulator.requests.length).toBeLessThan(ROWS / PAGE);
      // Any of the extension's own pages wakes the worker, as the popup would.
      await waitUntil('the worker is awake again', () => wakes(page));
    }
    const status = await syncFinished(page, { seconds: 50 });

    expect(status.rows).toBe(ROWS);
    const coverage = await askWorker<{ rows: number }>(page, 'coverage');
    expect(coverage.rows).toBe(ROWS);
    const values = await storedValues(page);
    expect(values).toHaveLength(ROWS);
    expect(new Set(values).size).toBe(ROWS);
  } finally {
    await context.close();
    await emulator.close();
  }
});

/** A message that meets the worker as it goes away is refused. */
function wakes(page: Page): Promise<boolean> {
  return askWorker(page, 'syncNow').then(
    () => true,
    () => false,
  );
}

interface Block {
  /** A form, the number of bytes that are not packed, a checksum, those bytes; then JSON, deflated: the number of rows, and all their types, values, ... */
  rows: Uint8Array<ArrayBuffer>;
}

/** Reads the database itself. */
function storedValues(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const db = await settled<IDBDatabase>(indexedDB.open('indicators'));
    const blocks = await settled<Block[]>(db.transaction('blocks').objectStore('blocks').getAll());
    db.close();
    const lists = await Promise.all(blocks.map(({ rows }) => unpack(rows)));
    return lists.flat();

    function settled<T>(request: IDBRequest): Promise<T> {
      return new Promise((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result as T));
        request.addEventListener('error', () => reject(request.error ?? new Error('no reason given')));
      });
    }

    async function unpack(bytes: Uint8Array<ArrayBuffer>): Promise<string[]> {
      const plain = new DataView(bytes.buffer, bytes.byteOffset).getUint32(1, true);
      const stream = new Blob([bytes.subarray(9 + plain)])
        .stream()
        .pipeThrough(new DecompressionStream('deflate'));
      const [, , values] = JSON.parse(await new Response(stream).text()) as [number, number[], string[]];
      return values;
    }
  });
}
