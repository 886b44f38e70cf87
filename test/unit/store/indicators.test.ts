import 'fake-indexeddb/auto';
import { gzipSync } from 'node:zlib';
import { openDB } from 'idb';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Indicator } from '@/core/indicator.ts';
import { ownId } from '@/core/row-id.ts';
import { BLOCK_ROWS } from '@/store/blocks.ts';
import { add, contentOf, freshName, keyOf, openStore, row, rows, SOURCE } from './fixture-rows.ts';
import { inEnglish } from '../../words/speech.ts';

afterEach(() => vi.restoreAllMocks());

describe('passing over values', () => {
  const all = async (store: ReturnType<typeof openStore>['store'], most = Infinity) => {
    const values: (string | number)[] = [];
    const isWhole = await store.visitValues({
      visit: (type, value) => values.push(type, typeof value === 'string' ? value : value.length),
      isSearched: (source) => source !== 'off',
      isEnough: () => values.length > most,
    });
    return { values, isWhole };
  };

  test('shows each row of the sources that are searched, but no deleted one', async () => {
    const { store } = openStore();
    await add(store, [row(1, { type: 'sha256', value: 'ab'.repeat(32) }), row(2, { added: 1 }), row(3)]);
    await add(store, [row(4, { source: 'off' })]);
    await store.expire(SOURCE, 500);
    expect(await all(store)).toEqual({ values: ['sha256', 32, 'domain', 'host-3.example'], isWhole: true });
  });

  test('stops when it is enough, and says that it did not see all', async () => {
    const { store } = openStore();
    await add(store, rows(0, 100 * BLOCK_ROWS));
    const { values, isWhole } = await all(store, 100);
    expect(isWhole).toBe(false);
    expect(values.length).toBeLessThan(2 * 100 * BLOCK_ROWS);
    expect((await all(store)).values).toHaveLength(2 * 100 * BLOCK_ROWS);
  });
});

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
  expect(await db.count('segments')).toBeLessThanOrEqual(12);
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
      for (let n = 0; n < 6; n++) await add(store, rows(n * 5, n * 5 + 5), 'before');
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

describe('once nothing was written for a while', () => {
  const PAGE = 2000;

  /** A store that pages were just written to; it is tidied up a moment later. */
  async function fill(pages: number) {
    const { store, name } = openStore(freshName(), undefined, 200);
    for (let n = 0; n < pages; n++) await add(store, rows(n * PAGE, (n + 1) * PAGE));
    return { store, name, version: (await store.source(SOURCE))?.version };
  }

  async function pieces(name: string): Promise<number> {
    const db = await openDB(name);
    const count = await db.count('segments', IDBKeyRange.bound(['keys'], ['keys', []]));
    db.close();
    return count;
  }

  test('the index is of one piece, and everything is as it was', async () => {
    const { store, name, version } = await fill(5);
    const { store: other } = openStore(name);
    const [before] = await other.sources();
    expect((await other.rowsFor([keyOf(3)])).size).toBe(1);
    expect(await pieces(name)).toBe(5);
    await vi.waitFor(async () => expect(await pieces(name)).toBe(1));
    expect(await store.source(SOURCE)).toMatchObject({ rows: 5 * PAGE, version });
    expect(await store.sources()).toEqual([before]);
    const asked = [0, 2999, 7000, 9999].map(keyOf);
    for (const each of [store, other, openStore(name).store])
      expect((await each.rowsFor([...asked, keyOf(10_000)])).size).toBe(asked.length);
    expect((await indexedDB.databases()).map((each) => each.name)).not.toContain(`${name}-tidy`);
  });

  test('commits go on from the version that they know, whoever makes them', async () => {
    const { store, name, version: from } = await fill(5);
    const { store: other, notices } = openStore(name);
    expect((await other.rowsFor([keyOf(3)])).size).toBe(1);
    await other.commit({ source: SOURCE, rows: [], state: () => 'nothing new', from });
    const view = (await other.source(SOURCE))?.version;
    await vi.waitFor(async () => expect(await pieces(name)).toBe(1));
    const more = { source: SOURCE, rows: rows(9_990, 10_010), state: () => 'more', from: view };
    expect(await other.commit(more)).toMatchObject({ ok: true, inserted: 10, unchanged: 10 });
    expect(await contentOf(store)).toHaveProperty('size', 10_010);
    expect((await other.rowsFor([keyOf(0), keyOf(10_005)])).size).toBe(2);
    expect(notices).toEqual([]);
  });

  test.each([
    ['little that was written is left as it is', 2, 1e9],
    ['on a full disk nothing is touched', 5, 1e6],
  ])('%s', async (_, pages, room) => {
    const estimate = () => Promise.resolve({ quota: 1e9 + room, usage: 1e9 });
    vi.stubGlobal('navigator', { storage: { estimate } });
    const { name } = await fill(pages);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(await pieces(name)).toBe(pages);
    vi.unstubAllGlobals();
  });
});

describe('promoting', () => {
  const imported = () => rows(100, 1200, { source: 'staging' });

  test('puts what was staged in the place of a source, in one step', async () => {
    const { store, name } = openStore();
    await add(store, rows(0, 600), 'old');
    await add(store, imported(), 'new');
    await store.rowsFor([keyOf(3), keyOf(300)]);
    await store.promote('staging', SOURCE);
    for (const each of [store, openStore(name).store]) {
      expect(await each.source(SOURCE)).toMatchObject({ rows: 1100, state: 'new' });
      expect(await each.source('staging')).toBeUndefined();
      const found = await each.rowsFor([keyOf(3), keyOf(300), keyOf(1100)]);
      expect(found).toEqual(new Map([300, 1100].map((n) => [keyOf(n), [row(n)]])));
      expect(await contentOf(each)).toHaveProperty('size', 1100);
    }
    const db = await openDB(name);
    expect(await db.count('blocks')).toBe(Math.ceil(1100 / BLOCK_ROWS));
    db.close();
    await add(store, rows(1150, 1250));
    expect(await contentOf(store)).toHaveProperty('size', 1150);
  });

  test('makes a source that was not there; of nothing it is refused and changes nothing', async () => {
    const { store } = openStore();
    await add(store, imported());
    await store.promote('staging', 'list');
    await expect(store.promote('staging', 'list')).rejects.toThrow('nothing is stored under staging');
    expect(await store.count('list')).toBe(1100);
  });
});

describe('expiring', () => {
  const dated = (from: number, to: number, day: number) =>
    rows(from, to, { lastSeen: `2026-05-${String(day).padStart(2, '0')}T00:00:00Z` });
  const may = (day: number) => Date.parse(`2026-05-${String(day).padStart(2, '0')}T00:00:00Z`);

  test('deletes what was last reported before, and leaves the rest findable', async () => {
    const { store, name } = openStore();
    const url = row(9000, { type: 'url', value: 'https://old.example/a', lastSeen: '2026-05-02T00:00:00Z' });
    await add(store, [...dated(0, 700, 1), ...dated(700, 800, 20), url]);
    await add(store, dated(800, 1500, 10), 'kept');
    await store.rowsFor([keyOf(3), keyOf(750)]);
    expect(await store.expire(SOURCE, may(10))).toBe(701);
    for (const each of [store, openStore(name).store]) {
      expect(await each.source(SOURCE)).toMatchObject({ rows: 800, state: 'kept' });
      const found = await each.rowsFor([keyOf(3), 'p:old.example', keyOf(750), keyOf(800)]);
      expect([...found.keys()].sort()).toEqual([keyOf(750), keyOf(800)].sort());
      expect(await contentOf(each)).toHaveProperty('size', 800);
    }
    expect(await store.expire(SOURCE, may(10))).toBe(0);
    expect(await store.expire('unknown', may(10))).toBe(0);
    // What was deleted may come back, to its old keys and none twice.
    await add(store, dated(0, 900, 21));
    expect(await contentOf(store)).toHaveProperty('size', 1500);
    expect((await store.rowsFor([keyOf(3)])).get(keyOf(3))).toHaveLength(1);
  });

  test('goes by the last report, else the first, else the arrival', async () => {
    const { store } = openStore();
    await add(store, [
      row(1, { firstSeen: '2026-05-01T00:00:00Z', lastSeen: '2026-05-20T00:00:00Z' }),
      row(2, { firstSeen: '2026-05-01T00:00:00Z', added: may(20) }),
      row(3, { added: may(20) }),
      row(4, { added: may(9) }),
    ]);
    expect(await store.expire(SOURCE, may(10))).toBe(2);
    expect([...(await contentOf(store)).keys()].sort()).toEqual(['row-1', 'row-3']);
  });

  test('a row that was reported again stays, however old its block', async () => {
    const { store } = openStore();
    await add(store, dated(0, 300, 1));
    await add(store, dated(7, 8, 20));
    expect(await store.expire(SOURCE, may(10))).toBe(299);
    expect((await store.rowsFor([keyOf(7)])).size).toBe(1);
  });

  test('of everything leaves an empty source that fills up again, ids found by their own index too', async () => {
    const { store, name } = openStore();
    await add(store, dated(0, 600, 1));
    const { bytes } = (await store.sources())[0]!;
    expect(await store.expire(SOURCE, may(10))).toBe(600);
    expect(await store.sources()).toEqual([{ source: SOURCE, rows: 0, bytes: 0 }]);
    const db = await openDB(name);
    for (const each of ['blocks', 'segments', 'pages'])
      expect([each, await db.count(each)]).toEqual([each, 0]);
    db.close();
    await add(store, dated(0, 600, 20));
    expect(await contentOf(store)).toHaveProperty('size', 600);
    expect((await store.sources())[0]!.bytes).toBeGreaterThan(bytes / 2);
  });

  test('leaves everything as it was where the disk is full', async () => {
    const { store } = openStore();
    await add(store, [...dated(0, 100, 1), ...dated(100, 300, 20)]);
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    expect(await store.expire(SOURCE, may(10))).toBe(0);
    expect(await contentOf(store)).toHaveProperty('size', 300);
    expect((await store.rowsFor([keyOf(5), keyOf(200)])).size).toBe(2);
  });
});

describe('rows without an id of their own', () => {
  const unnamed = (n: number, change: Partial<Indicator> = {}) => {
    const named = row(n, change);
    return { ...named, id: ownId(named) };
  };

  test('are known again by what they say and who says it', async () => {
    const { store, name } = openStore();
    const all = Array.from({ length: 700 }, (_, n) => unnamed(n));
    await add(store, all);
    const otherFeed = unnamed(5, { feed: 'another feed' });
    const result = await add(store, [unnamed(5, { confidence: 'high' }), unnamed(6), otherFeed]);
    expect(result).toMatchObject({ inserted: 1, replaced: 1, unchanged: 1, rows: 701 });
    const found = (await openStore(name).store.rowsFor([keyOf(5)])).get(keyOf(5));
    expect(found).toEqual([unnamed(5, { confidence: 'high' }), otherFeed]);
    const db = await openDB(name);
    expect(await db.getAllKeys('segments', IDBKeyRange.bound(['ids'], ['ids', []]))).toEqual([]);
    db.close();
  });
});

test('sources that are not searched are not even read', async () => {
  const { store } = openStore();
  await add(store, rows(0, 10));
  await add(store, rows(0, 10, { source: 'other' }));
  const unpacked = vi.spyOn(globalThis, 'DecompressionStream');
  const found = await store.rowsFor([keyOf(1)], (source) => source === 'other');
  expect(found.get(keyOf(1))).toEqual([row(1, { source: 'other' })]);
  expect(unpacked).toHaveBeenCalledTimes(1);
});

test('a look-up while commits merge the index and promote sources finds every row all the time', async () => {
  const { store } = openStore();
  await add(store, rows(0, 3000));
  const keys = Array.from({ length: 30 }, (_, n) => keyOf(n * 100));
  const looks: Promise<number>[] = [];
  const look = async () => {
    looks.push(store.rowsFor(keys).then(({ size }) => size));
    // Lets the change under way take its next step, wherever it is.
    await new Promise(setImmediate);
  };
  const changes = [
    ...Array.from({ length: 12 }, (_, n) => () => add(store, rows(3000 + n * 50, 3050 + n * 50))),
    () => add(store, rows(0, 4000, { source: 'staging' })),
    () => store.promote('staging', SOURCE),
  ];
  for (const change of changes) {
    const state = { isOver: false };
    const done = change().finally(() => (state.isOver = true));
    while (!state.isOver) await look();
    await done;
  }
  expect(looks.length).toBeGreaterThan(100);
  expect(new Set(await Promise.all(looks))).toEqual(new Set([30]));
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

describe('of an older version', () => {
  /** As versions 1 and 2 wrote it: blocks of 500 gzipped records with names. */
  async function writeOld(name: string, version: 1 | 2, sources: Record<string, Indicator[]>): Promise<void> {
    const db = await openDB(name, version, {
      upgrade(created) {
        created.createObjectStore('sources', { keyPath: 'source' });
        for (const store of ['blocks', 'keySegments', 'idSegments'])
          created.createObjectStore(store, { keyPath: ['source', 'number'] });
      },
    });
    for (const [source, all] of Object.entries(sources)) {
      const blocks = Math.ceil(all.length / 500);
      const state = { cursor: source };
      await db.put('sources', { source, version: 'old', rows: all.length, blocks, nextSegment: 1, state });
      for (let number = 0; number < blocks; number++) {
        const here = all.slice(number * 500, number * 500 + 500);
        const packed = new Uint8Array(gzipSync(JSON.stringify(here)));
        await db.put('blocks', { source, number, count: here.length, rows: packed });
      }
    }
    db.close();
  }
  const old = {
    [SOURCE]: [...rows(0, 11_000), row(11_000, { type: 'url', value: 'https://www.listed.example/a' })],
    other: rows(5, 8, { source: 'other' }),
    empty: [],
  };

  test.each([1, 2] as const)('%i is taken over with its states, rows and counts', async (version) => {
    const { name } = { name: freshName() };
    await writeOld(name, version, old);
    const { store, notices } = openStore(name);
    expect(await store.source(SOURCE)).toMatchObject({ rows: 11_001, state: { cursor: SOURCE } });
    expect(await store.source('other')).toMatchObject({ rows: 3, state: { cursor: 'other' } });
    expect(await store.source('empty')).toMatchObject({ rows: 0, state: { cursor: 'empty' } });
    const found = await store.rowsFor([keyOf(6), 'p:listed.example']);
    expect(found.get(keyOf(6))).toEqual([row(6), row(6, { source: 'other' })]);
    expect(found.get('p:listed.example')).toHaveLength(1);
    expect(notices).toEqual([]);
    await store.close();
    expect(await openStore(name).store.count()).toBe(11_004);
    const db = await openDB(name);
    expect([await db.count('oldBlocks'), await db.count('oldSources')]).toEqual([0, 0]);
    db.close();
  });

  test('interrupted anywhere is taken over by the next start, nothing twice', async () => {
    const name = freshName();
    await writeOld(name, 2, old);
    const transaction = IDBDatabase.prototype.transaction;
    let interrupted = 0;
    for (let at = 2; ; at += 3) {
      let calls = 0;
      const spy = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (
        this: IDBDatabase,
        ...given
      ) {
        if (++calls > at) throw new Error('killed');
        return transaction.apply(this, given);
      });
      const { store } = openStore(name);
      const outcome = await store.count().catch((error: unknown) => error);
      spy.mockRestore();
      await store.close();
      if (outcome === 11_004) break;
      expect(outcome).toEqual(new Error('killed'));
      interrupted++;
    }
    expect(interrupted).toBeGreaterThan(3);
    const { store } = openStore(name);
    expect(await store.source(SOURCE)).toMatchObject({ rows: 11_001, state: { cursor: SOURCE } });
    const values: string[] = [];
    await store.forEachRow(({ source, id }) => values.push(`${source} ${id}`));
    expect([values.length, new Set(values).size]).toEqual([11_004, 11_004]);
  });

  test('with a block that cannot be read is replaced, with a notice', async () => {
    const name = freshName();
    await writeOld(name, 2, old);
    const db = await openDB(name);
    await db.put('blocks', { source: SOURCE, number: 3, count: 1, rows: new Uint8Array([1]) });
    db.close();
    const { store, notices } = openStore(name);
    expect(await store.count()).toBe(0);
    expect(notices).toHaveLength(1);
  });
});

test('an index whose long columns are no files, as they were before, answers and grows', async () => {
  const { store, name } = openStore();
  const { version } = await add(store, rows(0, 3000));
  await store.close();
  const db = await openDB(name);
  for (const segment of (await db.getAll('segments')) as { hashes: Uint32Array }[]) {
    const starts = new Uint32Array(2 ** 16 + 1);
    for (const hash of segment.hashes) starts.fill(starts[(hash >>> 16) + 1]! + 1, (hash >>> 16) + 1);
    await db.put('segments', { ...segment, hashes: { starts, lows: Uint16Array.from(segment.hashes) } });
  }
  db.close();

  const { store: later, notices } = openStore(name);
  expect((await later.rowsFor([keyOf(7), keyOf(2999), keyOf(3000)])).size).toBe(2);
  let from: string | undefined = version;
  // As many commits as it takes until the old segment is merged with the new ones.
  for (let at = 3000; at < 24_000; at += 3000) {
    const result = await later.commit({
      source: SOURCE,
      rows: rows(at - 1, at + 3000),
      state: () => at,
      from,
    });
    from = result.ok ? result.version : undefined;
  }
  const keys = Array.from({ length: 24_000 }, (_, n) => keyOf(n));
  expect((await later.rowsFor(keys)).size).toBe(24_000);
  expect(await later.count()).toBe(24_000);
  expect(notices).toEqual([]);
});

describe('a damaged database', () => {
  /** Changes every record of a store, or deletes it. */
  async function damage(name: string, where: string, content: object | undefined): Promise<void> {
    const db = await openDB(name);
    for (const key of await db.getAllKeys(where)) {
      if (content) await db.put(where, { ...((await db.get(where, key)) as object), ...content });
      else await db.delete(where, key);
    }
    db.close();
  }

  const notice = expect.stringMatching(
    /could not be read.*deleted and is fetched again.*kept apart from it/,
  ) as string;

  test('of a newer version is replaced, with a notice', async () => {
    const name = freshName();
    (await openDB(name, 99)).close();
    const { store, notices } = openStore(name);
    expect(await store.count()).toBe(0);
    expect(inEnglish(notices)).toEqual([notice]);
    await add(store, rows(0, 3));
    expect(await store.count()).toBe(3);
  });

  test.each(['sources', 'blocks', 'segments', 'pages'])('without its store %s is replaced', async (gone) => {
    const name = freshName();
    const db = await openDB(name, 3, {
      upgrade(created) {
        for (const store of ['sources', 'blocks', 'segments', 'pages'].filter((each) => each !== gone))
          created.createObjectStore(store);
      },
    });
    db.close();
    const { store, notices } = openStore(name);
    await add(store, rows(0, 3));
    await store.rowsFor([keyOf(1)]);
    expect(inEnglish(notices)).toEqual([notice]);
  });

  test.each([
    ['rows in no known form', 'blocks', { rows: new Uint8Array([1, 2, 3]) }],
    ['rows cut short', 'blocks', { rows: new Uint8Array([31, 139, 8, 0, 0, 0, 0, 0]) }],
    ['no rows where the index leads', 'blocks', undefined],
    ['an index of another form', 'segments', { hashes: 'none' }],
    ['a page of the index of another form', 'pages', { ordinals: [0, 1, 2] }],
    ['no page where the index leads', 'pages', undefined],
  ] as const)('with %s is deleted when that is read; look-ups go on', async (_, where, content) => {
    const { store, name } = openStore();
    await add(store, rows(0, 3));
    await store.close();
    await damage(name, where, content);
    const { store: later, notices } = openStore(name);
    const answers = await Promise.all([later.rowsFor([keyOf(1)]), later.rowsFor([keyOf(2)]), later.count()]);
    expect(answers[0].size).toBe(0);
    expect(inEnglish(notices)).toEqual([notice]);
    expect(await later.source(SOURCE)).toBeUndefined();
    await add(later, rows(0, 3));
    expect((await later.rowsFor([keyOf(1)])).size).toBe(1);
  });

  test('found by a commit: the commit is outdated, not lost in an emptied store', async () => {
    const { store, name } = openStore();
    const { version } = await add(store, rows(0, 3));
    await store.close();
    await damage(name, 'blocks', { rows: new Uint8Array([1]) });
    const { store: later, notices } = openStore(name);
    const commit = { source: SOURCE, rows: rows(2, 5), state: () => 'page 2', from: version };
    expect(await later.commit(commit)).toEqual({ ok: false, reason: 'outdated' });
    expect(notices).toHaveLength(1);
    expect(await later.count()).toBe(0);
  });
});

test('a database that the browser emptied by itself is told of, a first one is not', async () => {
  for (const wasThere of [true, false]) {
    const { store, notices } = openStore(freshName(), () => Promise.resolve(wasThere));
    await add(store, rows(0, 3));
    await store.close();
    expect(await store.count()).toBe(3);
    expect(notices).toHaveLength(wasThere ? 1 : 0);
  }
});

describe('on a full disk, where sound databases fail as damaged ones do', () => {
  const failing = new DOMException('Internal error opening backing store', 'UnknownError');
  const room = (bytes: number) =>
    vi.stubGlobal('navigator', {
      storage: { estimate: () => Promise.resolve({ quota: 1e9 + bytes, usage: 1e9 }) },
    });
  afterEach(() => vi.unstubAllGlobals());

  test('a commit is told so, and what there is stays', async () => {
    const { store, notices } = openStore();
    await add(store, rows(0, 3));
    room(1e6);
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw failing;
    });
    const from = (await store.source(SOURCE))?.version;
    const commit = { source: SOURCE, rows: rows(3, 5), state: () => ({}), from };
    expect(await store.commit(commit)).toMatchObject({ ok: false, reason: 'full' });
    put.mockRestore();
    expect(await store.count()).toBe(3);
    expect(notices).toEqual([]);
  });

  test.each([
    [1e6, 3, 'QuotaExceededError', 0],
    [1e9, 0, undefined, 1],
  ])(
    'with %i bytes of room one that does not open is left with %i rows',
    async (bytes, left, error, told) => {
      const { store, name } = openStore();
      await add(store, rows(0, 3));
      await store.close();
      room(bytes);
      const open = vi.spyOn(IDBFactory.prototype, 'open').mockImplementationOnce(() => {
        throw failing;
      });
      const { store: later, notices } = openStore(name);
      const outcome = await later.count().catch((reason: unknown) => (reason as Error).name);
      open.mockRestore();
      expect(outcome).toBe(error ?? 0);
      expect(await later.count()).toBe(left);
      expect(notices).toHaveLength(told);
    },
  );
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
