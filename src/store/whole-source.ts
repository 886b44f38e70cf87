import { deleteShelf, openWrite, type IndicatorsDb } from './db.ts';

/**
 * What lies under `staging` becomes `source`, in the place of what `source` held.
 * @throws Error where nothing lies under `staging`
 */
export async function promote(db: IndicatorsDb, staging: string, source: string): Promise<void> {
  const transaction = openWrite(db);
  const sources = transaction.objectStore('sources');
  const [arrived, old] = await Promise.all([sources.get(staging), sources.get(source)]);
  if (!arrived) throw new Error(`nothing is stored under ${staging}`);
  await Promise.all([
    ...(old ? deleteShelf(transaction, old.shelf) : []),
    sources.delete(staging),
    sources.put({ ...arrived, source, version: crypto.randomUUID() }),
    transaction.done,
  ]);
}

export async function clearSource(db: IndicatorsDb, source: string): Promise<void> {
  const transaction = openWrite(db);
  const sources = transaction.objectStore('sources');
  const old = await sources.get(source);
  await Promise.all([
    ...(old ? deleteShelf(transaction, old.shelf) : []),
    sources.delete(source),
    transaction.done,
  ]);
}

export async function clearAll(db: IndicatorsDb): Promise<void> {
  const transaction = openWrite(db);
  await Promise.all([
    ...Array.from(transaction.objectStoreNames, (name) => transaction.objectStore(name).clear()),
    transaction.done,
  ]);
}
