import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { BLOCK_ROWS } from '@/store/blocks.ts';
import { add, contentOf, freshName, keyOf, openStore, row, rows, SOURCE } from './fixture-rows.ts';

afterEach(() => vi.restoreAllMocks());

describe('reading', () => {
  test('finds what was committed by its index key, whole, and nothing else', async () => {
    const { store } = openStore();
    const article = { id: 'a', title: 'Größe \u202e \ud800 "quoted"', url: 'https://news.example/a' };
    const given = row(1, { article, port: 8080, firstSeen: '2026-05-16T08:15:00Z', context: '\u0000' });
    await add(store, [given, row(2)]);
    expect(await store.rowsFor([keyOf(1), keyOf(3), keyOf(1)])).toEqual(new Map([[keyOf(1), [given]]]));
    expect(await store.rowsFor([])).toEqual(new Map());
  });

  test('gives all rows of one key, of all sources', async () => {
    const { store } = openStore();
    const other = row(1, { id: 'b', type: 'url', value: 'https://www.host-1.example/' });
    const elsewhere = row(1, { source: 'other' });
    await add(store, [row(1), other]);
    await add(store, [elsewhere]);
    const found = await store.rowsFor([keyOf(1)]);
    expect(found.get(keyOf(1))).toEqual(expect.arrayContaining([row(1), other, elsewhere]));
    expect(found.get(keyOf(1))).toHaveLength(3);
  });

  const urlsOnHost = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, n) =>
      row(from + n, { type: 'url', value: `https://www.popular.example/${from + n}` }),
    );

  test('finds a URL by itself and by its host, a bare host by itself only', async () => {
    const { store } = openStore();
    const [url] = urlsOnHost(0, 1);
    await add(store, [url!, row(1)]);
    const found = await store.rowsFor([
      'u:popular.example/0',
      'p:popular.example',
      'p:host-1.example',
      keyOf(1),
    ]);
    expect(found).toEqual(
      new Map([
        ['u:popular.example/0', [url]],
        ['p:popular.example', [url]],
        [keyOf(1), [row(1)]],
      ]),
    );
  });

  test('of the URLs on a popular host reads but the first, and few blocks for them', async () => {
    const { store } = openStore();
    // One in each block of forty.
    for (let n = 0; n < 40; n++)
      await add(store, [...urlsOnHost(n, n + 1), ...rows(1000 + n * BLOCK_ROWS, 999 + (n + 1) * BLOCK_ROWS)]);
    const unpacked = vi.spyOn(globalThis, 'DecompressionStream');
    const found = await store.rowsFor(['p:popular.example']);
    expect(found.get('p:popular.example')).toHaveLength(20);
    expect(unpacked).toHaveBeenCalledTimes(20);
  });

  test('finds rows again from a cold start', async () => {
    const { store, name } = openStore();
    for (let n = 0; n < 20; n++) await add(store, rows(n * 300, n * 300 + 300));
    await store.close();
    const { store: cold } = openStore(name);
    const keys = Array.from({ length: 60 }, (_, n) => keyOf(n * 100));
    const found = await cold.rowsFor([...keys, keyOf(6000)]);
    expect([...found.keys()].sort()).toEqual(keys.sort());
    expect(await cold.count()).toBe(6000);
  });

  test('a read that began before a commit does not leave old rows behind for the next one', async () => {
    const { store } = openStore();
    await add(store, [row(1)]);
    const early = store.rowsFor([keyOf(1)]);
    await add(store, [row(1, { confidence: 'high' })]);
    await early;
    expect((await store.rowsFor([keyOf(1)])).get(keyOf(1))?.[0]?.confidence).toBe('high');
  });
});

describe('a row that comes again', () => {
  test('is replaced where it stands, keeps the time it was added, and is counted once', async () => {
    const { store } = openStore();
    await add(store, rows(0, 3 * BLOCK_ROWS));
    const again = row(BLOCK_ROWS + 7, { confidence: 'high', added: 2000 });
    const result = await add(store, [again, row(3 * BLOCK_ROWS)]);
    expect(result).toMatchObject({ inserted: 1, replaced: 1, unchanged: 0, rows: 3 * BLOCK_ROWS + 1 });
    const content = await contentOf(store);
    expect(content.size).toBe(3 * BLOCK_ROWS + 1);
    expect(content.get(again.id)).toEqual({ ...again, added: 1000 });
  });

  test('is not written at all where it says the same', async () => {
    const { store } = openStore();
    await add(store, rows(0, 100));
    const put = vi.spyOn(IDBObjectStore.prototype, 'put');
    expect(await add(store, rows(0, 100, { added: 2000 }))).toMatchObject({ inserted: 0, unchanged: 100 });
    expect(put).toHaveBeenCalledTimes(1); // the source itself, with its state
  });

  test('is found under its new value, and no more under the old one', async () => {
    const { store } = openStore();
    await add(store, rows(0, 10));
    await add(store, [row(4, { value: 'moved.example' })]);
    const found = await store.rowsFor([keyOf(4), 'h:moved.example']);
    expect([...found.keys()]).toEqual(['h:moved.example']);
  });

  test('within one commit counts with its last words', async () => {
    const { store } = openStore();
    const result = await add(store, [row(1), row(2), row(1, { confidence: 'high' })]);
    expect(result).toMatchObject({ inserted: 2, rows: 2 });
    expect((await contentOf(store)).get('row-1')?.confidence).toBe('high');
  });

  test('is told from a row of another source with the same id', async () => {
    const { store } = openStore();
    await add(store, [row(1)]);
    await add(store, [row(1, { source: 'other', value: 'other.example' })]);
    expect(await store.count()).toBe(2);
    expect(await store.count('other')).toBe(1);
  });
});

test('many small commits fill blocks up instead of leaving one each', async () => {
  const { store, name } = openStore();
  for (let n = 0; n < 60; n++) await add(store, rows(n * 20, n * 20 + 20));
  expect(await contentOf(store)).toHaveProperty('size', 1200);
  const db = await openDB(name);
  expect(await db.count('blocks')).toBe(Math.ceil(1200 / BLOCK_ROWS));
  expect(await db.count('keySegments')).toBeLessThanOrEqual(6);
  db.close();
});

test('random commits, replacements and look-ups agree with a plain Map', async () => {
  const { store } = openStore();
  const truth = new Map<string, string>();
  let seed = 7;
  const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
  for (let round = 0; round < 40; round++) {
    const page = Array.from({ length: random(400) + 1 }, () => {
      const n = random(5000);
      return row(n, { context: `round ${round} ${random(3)}` });
    });
    for (const each of page) truth.set(each.id, each.context ?? '');
    await add(store, page);
  }
  const content = await contentOf(store);
  expect(new Map([...content].map(([id, { context }]) => [id, context]))).toEqual(truth);
  expect(await store.count()).toBe(truth.size);
  const all = await store.rowsFor(Array.from({ length: 5000 }, (_, n) => keyOf(n)));
  expect(all.size).toBe(truth.size);
});

describe('a commit', () => {
  test('stores rows and state together', async () => {
    const { store, name } = openStore();
    await store.commit({
      source: SOURCE,
      rows: rows(0, 5),
      from: undefined,
      state: ({ rows: count, inserted }) => ({ page: 1, count, inserted }),
    });
    const { store: later } = openStore(name);
    expect(await later.source(SOURCE)).toMatchObject({ rows: 5, state: { page: 1, count: 5, inserted: 5 } });
  });

  test('from an outdated view of the source changes nothing', async () => {
    const { store, name } = openStore();
    const first = await add(store, rows(0, 5), 'first');
    const { store: other } = openStore(name);
    await add(other, rows(5, 10), 'second');
    const late = { source: SOURCE, rows: rows(10, 15), state: () => 'late', from: first.version };
    expect(await store.commit(late)).toEqual({ ok: false, reason: 'outdated' });
    expect(await store.source(SOURCE)).toMatchObject({ rows: 10, state: 'second' });
    await add(store, rows(4, 12), 'third');
    expect(await contentOf(store)).toHaveProperty('size', 12);
    expect((await store.rowsFor([keyOf(7), keyOf(11)])).size).toBe(2);
  });

  test.each(['put', 'delete'] as const)(
    'that breaks at any %s leaves everything as it was',
    async (operation) => {
      const { store, name } = openStore();
      for (let n = 0; n < 3; n++) await add(store, rows(n * 10, n * 10 + 10), 'before');
      const page = [...rows(25, 30, { confidence: 'high' }), ...rows(30, 1200)];
      const original: (...given: never[]) => unknown = IDBObjectStore.prototype[operation];
      let broke = 0;
      for (let at = 1; ; at++) {
        let calls = 0;
        const spy = vi.spyOn(IDBObjectStore.prototype, operation as 'put').mockImplementation(function (
          this: IDBObjectStore,
          ...given
        ) {
          if (++calls === at) throw new DOMException('full', 'QuotaExceededError');
          return original.apply(this, given as unknown as never[]) as IDBRequest<IDBValidKey>;
        });
        const from = (await store.source(SOURCE))?.version;
        const result = await store.commit({ source: SOURCE, rows: page, state: () => 'after', from });
        spy.mockRestore();
        if (result.ok) break;
        broke++;
        expect(result).toEqual({ ok: false, reason: 'full', bytes: expect.any(Number) as number });
        const { store: cold } = openStore(name);
        expect(await cold.source(SOURCE)).toMatchObject({ rows: 30, state: 'before' });
        expect(await contentOf(cold)).toHaveProperty('size', 30);
        expect((await store.rowsFor([keyOf(26)])).get(keyOf(26))?.[0]?.confidence).toBe('low');
      }
      expect(broke).toBeGreaterThan(operation === 'put' ? 4 : 1);
      expect(await contentOf(store)).toHaveProperty('size', 1200);
    },
  );

  test('with `replace` drops the old rows in the same step', async () => {
    const { store } = openStore();
    await add(store, rows(0, 1500));
    await store.rowsFor([keyOf(3)]);
    const from = (await store.source(SOURCE))?.version;
    await store.commit({ source: SOURCE, rows: rows(2000, 2010), state: () => 'new', from, replace: true });
    expect(await store.count()).toBe(10);
    expect((await store.rowsFor([keyOf(3), keyOf(2003)])).size).toBe(1);
    const version = (await store.source(SOURCE))?.version;
    await store.commit({ source: SOURCE, rows: [], state: () => 'none', from: version, replace: true });
    expect(await store.count()).toBe(0);
    expect((await store.rowsFor([keyOf(2003)])).size).toBe(0);
    await add(store, rows(0, 10));
    expect(await contentOf(store)).toHaveProperty('size', 10);
  });
});

test('clears one source, or all', async () => {
  const { store } = openStore();
  await add(store, rows(0, 600));
  await add(store, rows(0, 600, { source: 'other' }));
  await store.clearSource(SOURCE);
  expect(await store.source(SOURCE)).toBeUndefined();
  expect(await store.count()).toBe(600);
  expect((await store.rowsFor([keyOf(5)])).get(keyOf(5))).toEqual([row(5, { source: 'other' })]);
  await store.clear();
  expect(await store.count()).toBe(0);
  expect((await store.rowsFor([keyOf(5)])).size).toBe(0);
  await add(store, rows(0, 3));
  expect(await store.count()).toBe(3);
});

test('of an older version starts anew, since its rows have not all keys', async () => {
  const name = freshName();
  const db = await openDB(name, 1, {
    upgrade(created) {
      created.createObjectStore('sources', { keyPath: 'source' });
      for (const store of ['blocks', 'keySegments', 'idSegments'])
        created.createObjectStore(store, { keyPath: ['source', 'number'] });
    },
  });
  await db.put('sources', { source: SOURCE, version: 'old', rows: 3, blocks: 1, nextSegment: 1, state: {} });
  db.close();
  const { store, notices } = openStore(name);
  expect(await store.source(SOURCE)).toBeUndefined();
  await add(store, rows(0, 3));
  expect((await store.rowsFor([keyOf(1)])).size).toBe(1);
  expect(notices).toEqual([]);
});

describe('a damaged database', () => {
  const notice = expect.stringMatching(
    /could not be read.*deleted and is fetched again.*key were not/,
  ) as string;

  test('of a newer version is replaced, with a notice', async () => {
    const name = freshName();
    (await openDB(name, 99)).close();
    const { store, notices } = openStore(name);
    expect(await store.count()).toBe(0);
    expect(notices).toEqual([notice]);
    await add(store, rows(0, 3));
    expect(await store.count()).toBe(3);
  });

  test.each(['sources', 'blocks', 'keySegments', 'idSegments'])(
    'without its store %s is replaced',
    async (gone) => {
      const name = freshName();
      const db = await openDB(name, 2, {
        upgrade(created) {
          for (const store of ['sources', 'blocks', 'keySegments', 'idSegments'].filter(
            (each) => each !== gone,
          ))
            created.createObjectStore(store, {
              keyPath: store === 'sources' ? 'source' : ['source', 'number'],
            });
        },
      });
      db.close();
      const { store, notices } = openStore(name);
      await add(store, rows(0, 3));
      await store.rowsFor([keyOf(1)]);
      expect(notices).toEqual([notice]);
    },
  );

  test.each([
    ['rows that are no gzip', 'blocks', { count: 1, rows: new Uint8Array([1, 2, 3]) }],
    ['rows cut short', 'blocks', { count: 1, rows: new Uint8Array([31, 139, 8, 0, 0, 0, 0, 0]) }],
    ['an index of another form', 'keySegments', { hashes: 'none', blocks: [] }],
  ] as const)('with %s is deleted when that is read; look-ups go on', async (_, where, content) => {
    const { store, name } = openStore();
    await add(store, rows(0, 3));
    await store.close();
    const db = await openDB(name);
    await db.put(where, { source: SOURCE, number: 0, ...content });
    db.close();
    const { store: later, notices } = openStore(name);
    const answers = await Promise.all([later.rowsFor([keyOf(1)]), later.rowsFor([keyOf(2)]), later.count()]);
    expect(answers[0].size).toBe(0);
    expect(notices).toEqual([notice]);
    expect(await later.source(SOURCE)).toBeUndefined();
    await add(later, rows(0, 3));
    expect((await later.rowsFor([keyOf(1)])).size).toBe(1);
  });

  test('found by a commit: the commit is outdated, not lost in an emptied store', async () => {
    const { store, name } = openStore();
    const { version } = await add(store, rows(0, 3));
    await store.close();
    const db = await openDB(name);
    await db.put('blocks', { source: SOURCE, number: 0, count: 1, rows: new Uint8Array([1]) });
    db.close();
    const { store: later, notices } = openStore(name);
    const commit = { source: SOURCE, rows: rows(2, 5), state: () => 'page 2', from: version };
    expect(await later.commit(commit)).toEqual({ ok: false, reason: 'outdated' });
    expect(notices).toHaveLength(1);
    expect(await later.count()).toBe(0);
  });
});

test('gives way when another connection deletes the database, and opens again', async () => {
  const { store, name, notices } = openStore();
  await add(store, rows(0, 3));
  await store.rowsFor([keyOf(1)]);
  await new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.addEventListener('success', resolve);
    request.addEventListener('error', reject);
  });
  expect(await store.count()).toBe(0);
  expect((await store.rowsFor([keyOf(1)])).size).toBe(0);
  expect(notices).toEqual([]);
});
