import { storageKeys } from '@/core/index-key.ts';
import type { Indicator } from '@/core/indicator.ts';

const ROWS_A_TRANSACTION = 1000;

/** What the store is measured against and what it is measured by: both sides are asked the same. */
export interface Side {
  add(rows: readonly Indicator[]): Promise<void>;
  /** Of these keys those that have a row. */
  find(keys: readonly string[]): Promise<Set<string>>;
  count(): Promise<number>;
}

/**
 * One row per indicator: one object store, one transaction per 1,000 puts, no secondary index. A row lies under the first of its
 * keys, so that a lookup is one read. All that could cost it time is left out: of two rows with one key the later one stays, the host of
 * a listed URL is not written down, every request of a transaction is made at once, and durability is the browser's relaxed one.
 */
export function openRowStore(name: string): Side {
  let opening: Promise<IDBDatabase> | undefined;
  const open = () => (opening ??= connect(name));

  return {
    async add(rows) {
      const db = await open();
      for (let from = 0; from < rows.length; from += ROWS_A_TRANSACTION)
        await put(db, rows.slice(from, from + ROWS_A_TRANSACTION));
    },
    find: async (keys) => get(await open(), keys),
    count: async () => {
      const request = (await open()).transaction('rows').objectStore('rows').count();
      return answered(request, () => request.result);
    },
  };
}

function connect(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.addEventListener('upgradeneeded', () => request.result.createObjectStore('rows'));
  return answered(request, () => request.result);
}

function put(db: IDBDatabase, rows: readonly Indicator[]): Promise<void> {
  const transaction = db.transaction('rows', 'readwrite');
  const store = transaction.objectStore('rows');
  for (const row of rows) store.put(row, storageKeys(row)[0]);
  return new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve());
    transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('aborted')));
  });
}

function get(db: IDBDatabase, keys: readonly string[]): Promise<Set<string>> {
  const store = db.transaction('rows').objectStore('rows');
  const found = new Set<string>();
  return new Promise((resolve, reject) => {
    let open = keys.length;
    if (open === 0) resolve(found);
    for (const key of keys) {
      const request = store.get(key);
      request.addEventListener('error', () => reject(request.error ?? new Error('not read')));
      request.addEventListener('success', () => {
        if (request.result !== undefined) found.add(key);
        if (--open === 0) resolve(found);
      });
    }
  });
}

function answered<T>(request: IDBRequest, answer: () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(answer()));
    request.addEventListener('error', () => reject(request.error ?? new Error('failed')));
  });
}
