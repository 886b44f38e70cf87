import { setTimeout as delay } from 'node:timers/promises';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { killWorker, launchChromium, openExtensionPage } from '../support/browsers.ts';
import { askWorker } from '../support/connect.ts';
import { waitUntil } from '../support/wait-until.ts';
import { createRandom } from '../bench/random.ts';

const ROWS = 12_000;
/** Every third row is old. */
const KEPT = ROWS - ROWS / 3;
const ROUNDS = 4;
const LATEST_MS = 250;

// The worker dies at points nobody chose; whatever it left must be one of two states, and the next worker gets to the second.
test.describe.configure({ mode: 'serial', timeout: 240_000 });

let context: BrowserContext;
let options: Page;
const random = createRandom(20_261_129).next;

test.beforeAll(async () => {
  context = await launchChromium();
  options = await openExtensionPage(context, 'options.html');
});
test.afterAll(() => context?.close());

async function importList(): Promise<string> {
  const lines = ['value,last_seen'];
  for (let n = 0; n < ROWS; n++)
    lines.push(`host-${n}.example,${n % 3 === 0 ? '2020-01-01T00:00:00Z' : new Date().toISOString()}`);
  await options.getByRole('button', { name: 'Add a file' }).click();
  await options
    .getByLabel('File with indicators')
    .setInputFiles({ name: 'made-up.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) });
  await options.getByLabel('Delete', { exact: true }).selectOption({ label: 'never' });
  await options.getByRole('button', { name: 'Import', exact: true }).click();
  const { id } = await waitUntil('the list is imported', async () => {
    const list = await storedList();
    return list?.rows === ROWS && { id: list.source.id };
  });
  return id;
}

interface View {
  source: { id: string; name: string };
  rows: number;
}

async function storedList(): Promise<View | undefined> {
  const views = await askWorker<View[]>(options, 'sources');
  return views.find(({ source }) => source.name === 'made-up');
}

/** Begins something and kills the worker in the middle of it, or before, or after. Returns once the next worker answers. */
async function killDuring(route: string, payload: unknown): Promise<void> {
  const begun = askWorker(options, route, payload).catch(() => undefined);
  await delay(random() * LATEST_MS);
  await killWorker(context);
  await begun;
  await waitUntil('the next worker answers', () =>
    askWorker(options, 'coverage').then(
      () => true,
      () => false,
    ),
  );
}

/** How many of a few values, old and new, are known; a value that stands twice is counted twice. */
async function known(): Promise<{ old: number; fresh: number }> {
  const places = Array.from({ length: 40 }, () => Math.floor(random() * (ROWS / 3)) * 3);
  const count = async (values: string[]) => {
    const answer = await askWorker<{ items: { explanation?: { items?: unknown[]; sources?: unknown[] } }[] }>(
      options,
      'lookup',
      values.join(' '),
    );
    return answer.items.filter(({ explanation }) => explanation !== undefined).length / values.length;
  };
  return {
    old: await count([...new Set(places)].map((n) => `host-${n}.example`)),
    fresh: await count([...new Set(places)].map((n) => `host-${n + 1}.example`)),
  };
}

/** Records of each object store of the database itself. */
function records(): Promise<Record<string, number>> {
  return options.evaluate(async () => {
    const db = await settled(indexedDB.open('indicators'));
    const counts: Record<string, number> = {};
    for (const name of db.objectStoreNames)
      counts[name] = await settled(db.transaction(name).objectStore(name).count());
    db.close();
    return counts;

    function settled<T>(request: IDBRequest<T>): Promise<T> {
      return new Promise((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(request.error ?? new Error('no reason given')));
      });
    }
  });
}

test('a worker killed while old rows are deleted leaves all of them or none', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const id = await importList();
    await killDuring('changeSource', { id, maxAgeDays: 30 });
    const { rows = 0 } = (await storedList()) ?? {};
    expect([ROWS, KEPT]).toContain(rows);
    expect(await known()).toEqual({ old: rows === ROWS ? 1 : 0, fresh: 1 });
    // What was not done is done by the next one.
    await askWorker(options, 'changeSource', { id, maxAgeDays: 31 });
    await waitUntil('the old rows are gone', async () => (await storedList())?.rows === KEPT);
    expect(await known()).toEqual({ old: 0, fresh: 1 });
    await askWorker(options, 'removeSource', id);
  }
});

test('a worker killed while a source is deleted leaves nothing of it, once the next one has begun', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const id = await importList();
    const before = await records();
    expect(before['blocks']).toBeGreaterThan(40);
    await killDuring('removeSource', id);
    const list = await storedList();
    if (list) {
      expect(list.rows).toBe(ROWS);
      expect(await known()).toEqual({ old: 1, fresh: 1 });
      await askWorker(options, 'removeSource', id);
    }
    await waitUntil('nothing of it is left', async () => {
      const { sources: _, ...rest } = await records();
      return Object.values(rest).every((count) => count === 0);
    });
    expect(await known()).toEqual({ old: 0, fresh: 0 });
  }
});
