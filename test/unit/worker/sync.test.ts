import { openDB } from 'idb';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { indexKey } from '@/core/index-key.ts';
import { brokenRows } from '../../support/emulator/broken-rows.ts';
import { startEmulator } from '../../support/emulator/emulator.ts';
import { assertWhole, createWorld, feedRows, type World } from './sync-world.ts';
import { inEnglish } from '../../words/speech.ts';

afterEach(() => vi.restoreAllMocks());

const MINUTE = 60_000;
const keyOf = (n: number) => indexKey({ type: 'domain', value: `host-${n}.example` });
const iso = (ms: number) => new Date(ms).toISOString();
const nextRun = (world: World) => ((world.alarms.set.get('sync') ?? NaN) - world.clock.now) / MINUTE;
describe('a first sync', () => {
  test('ends with every row exactly once, and says so', async () => {
    const world = await createWorld({ rows: feedRows(0, 350), maxLimit: 100 });
    const worker = world.startWorker();
    await worker.sync.run();
    await assertWhole(world, worker);
    expect(await worker.sync.status()).toEqual({
      phase: { state: 'idle' },
      rows: 350,
      skipped: [],
      lastSuccess: iso(world.clock.now),
      lastRun: { at: iso(world.clock.now), added: 350, changed: 0 },
      nextRun: iso(world.clock.now + 15 * MINUTE),
      reachesBackTo: '2025-05-16T10:30:00Z',
    });
    expect(world.emulator.requests.map(({ query }) => [query['limit'], query['offset']])).toEqual([
      ['1', '0'],
      ['10000', '0'],
      ['10000', '100'],
      ['10000', '200'],
      ['10000', '300'],
    ]);
    expect(new Set(world.emulator.requests.slice(1).map(({ query }) => query['until'])).size).toBe(1);
    expect(world.counts).toEqual({ announced: 1, keptAlive: 1 });
    expect(world.alarms.set.has('sync-watchdog')).toBe(false);
    expect((await worker.store.rowsFor([keyOf(3)])).get(keyOf(3))).toHaveLength(1);
    expect(await worker.sync.coverage()).toEqual({
      rows: 350,
      sources: [
        {
          name: 'SOC Defenders',
          rows: 350,
          reachesBackTo: '2025-05-16T10:30:00Z',
          lastSync: iso(world.clock.now),
        },
      ],
    });
  });

  test('tells its progress while it runs, guarded by the watchdog', async () => {
    const world = await createWorld({ rows: feedRows(0, 250), maxLimit: 100 });
    let guarded = 0;
    world.emulator.set({
      onPage: () => {
        if (world.alarms.set.has('sync-watchdog')) guarded++;
        world.clock.now += 1000;
      },
    });
    await world.startWorker().sync.run();
    expect(guarded).toBe(4);
    const phases = world.statuses.map(({ phase }) => phase).filter(({ state }) => state === 'syncing');
    expect(phases.map((phase) => ('fetched' in phase ? [phase.fetched, phase.total] : []))).toEqual([
      [0, undefined],
      [0, undefined],
      [100, 250],
      [200, 250],
    ]);
  });

  test.each(['clamp', 'echo', 'refuse'] as const)(
    'finds the limit of the free plan where an oversize one is: %s',
    async (oversizeLimit) => {
      const world = await createWorld({
        tier: 'free',
        requestsPerMinute: 100,
        rows: feedRows(0, 250),
        oversizeLimit,
      });
      const worker = world.startWorker();
      await worker.sync.run();
      await assertWhole(world, worker);
      const status = await worker.sync.status();
      expect(status).toMatchObject({ phase: { state: 'idle' }, reachesBackTo: '2026-05-15T10:30:00Z' });
      expect(status.error).toBeUndefined();
    },
  );

  test.each(['newest', 'oldest', 'unstable'] as const)('copes with rows in %s order', async (order) => {
    const world = await createWorld({ rows: feedRows(0, 120), maxLimit: 50, order });
    const worker = world.startWorker();
    await worker.sync.run();
    if (order !== 'unstable') await assertWhole(world, worker);
    const status = await worker.sync.status();
    expect(status.phase).toEqual({ state: 'idle' });
    // Shuffled anew for each page, rows may be missed whatever one does: then it is said.
    if (status.rows < 120) expect(inEnglish(status.notice)).toMatch(/may be missing/);
  });

  test('counts bad rows by reason, skips them, and keeps the rest', async () => {
    const broken = Object.values(brokenRows());
    const world = await createWorld({ rows: [...feedRows(0, 30), ...broken], maxLimit: 20 });
    const worker = world.startWorker();
    await worker.sync.run();
    await assertWhole(world, worker);
    const status = await worker.sync.status();
    expect(
      inEnglish(status.skipped)
        .map(({ reason }) => reason)
        .sort(),
    ).toEqual([
      'no type',
      'no value',
      'not a record',
      'unknown type',
      'value not valid for its type',
      'value too long',
    ]);
    const bad = status.skipped.reduce((sum, { count }) => sum + count, 0);
    expect(status.rows + bad).toBe(30 + broken.length);
    expect(status.notice).toBeUndefined();
  });

  test('of a feed with nothing in it succeeds', async () => {
    const world = await createWorld({ rows: [] });
    const { sync } = world.startWorker();
    await sync.run();
    expect(await sync.status()).toMatchObject({
      phase: { state: 'idle' },
      rows: 0,
      lastSuccess: iso(world.clock.now),
    });
    expect(world.counts.announced).toBe(0);
  });

  test.each([
    ['rows that vanish while it reads', (page: number) => page > 0],
    ['one row that vanishes', (page: number) => page === 2],
  ])('misses none of those that stay: %s', async (_, vanishes) => {
    const world = await createWorld({ rows: feedRows(0, 300), maxLimit: 50 });
    world.emulator.set({
      onPage: (page, rows) => {
        if (vanishes(page) && page < 12) rows.delete((row) => (row as { id: string }).id === `id-${page}`);
      },
    });
    const { store, sync } = world.startWorker();
    await sync.run();
    const ids = new Set<string>();
    await store.forEachRow(({ id }) => ids.add(id));
    for (const id of world.expectedRows().keys()) expect(ids).toContain(id);
  });

  test('reads rows that were moved between pages in a second pass', async () => {
    const world = await createWorld({ rows: feedRows(0, 300), maxLimit: 100 });
    const number = (row: unknown) => Number((row as { id: string }).id.slice(3));
    // After the first page the last row moves to the front: one of the first page comes twice, and it not at all.
    world.emulator.set({
      onPage: (page, rows) => {
        if (page === 2) rows.reorder((a, b) => ((number(a) + 1) % 300) - ((number(b) + 1) % 300));
      },
    });
    const worker = world.startWorker();
    await worker.sync.run();
    await assertWhole(world, worker);
    expect(world.emulator.requests).toHaveLength(1 + 3 + 3);
  });

  test.each([
    ['a total of a million millions', { total: 1e12 }],
    ['a total of nothing at all', { total: null }],
    ['a time that is none', { generated_at: 'never' }],
  ])('with %s ends', async (_, meta) => {
    const world = await createWorld({
      rows: feedRows(0, 30),
      maxLimit: 20,
      faults: () => ({ kind: 'meta', meta }),
    });
    const worker = world.startWorker();
    await worker.sync.run();
    await assertWhole(world, worker);
    const status = await worker.sync.status();
    expect(status.phase).toEqual({ state: 'idle' });
  });
});

describe('a later sync', () => {
  test('asks from a little before the watermark, and rows that come again replace themselves', async () => {
    const world = await createWorld({ rows: feedRows(0, 50) });
    const worker = world.startWorker();
    await worker.sync.run();
    world.clock.now += 15 * MINUTE;
    const late = iso(world.clock.now - 20 * MINUTE);
    const fresh = iso(world.clock.now - 5 * MINUTE);
    world.emulator.rows.delete((row) => Number((row as { id: string }).id.slice(3)) >= 40);
    world.emulator.rows.insert([
      ...feedRows(40, 50, { confidence: 'high', extracted_at: late }),
      ...feedRows(50, 60, { extracted_at: fresh }),
    ]);
    world.alarms.ring('sync');
    await worker.sync.run();
    await assertWhole(world, worker);
    const [probe] = world.emulator.requests.slice(-2);
    // The probe asks as far back as is wanted: it shows how far the plan reaches.
    expect(probe?.query).toMatchObject({ since: '2025-05-16T10:45:00Z', limit: '1' });
    expect(world.emulator.requests.at(-1)?.query['since']).toBe('2026-05-16T10:20:00Z');
    expect(world.emulator.requests.at(-1)?.rows).toBe(20);
    expect(world.counts.announced).toBe(2);
    expect((await worker.store.rowsFor([keyOf(45)])).get(keyOf(45))?.[0]).toMatchObject({
      confidence: 'high',
      added: Date.parse('2026-05-16T10:30:00Z'),
    });
  });

  test('that brings nothing new disturbs nobody', async () => {
    const world = await createWorld({ rows: feedRows(0, 50, { extracted_at: '2026-05-16T10:29:00Z' }) });
    const { sync } = world.startWorker();
    await sync.run();
    world.clock.now += 15 * MINUTE;
    await sync.run();
    expect(world.emulator.requests.at(-1)?.rows).toBe(50);
    expect(world.counts.announced).toBe(1);
    expect((await sync.status()).lastSuccess).toBe(iso(world.clock.now));
  });

  test('reads everything again when the plan has grown, the lookback or the key changed', async () => {
    const rows = [...feedRows(0, 150), ...feedRows(150, 200, { extracted_at: '2026-05-10T00:00:00Z' })];
    const world = await createWorld({ tier: 'free', requestsPerMinute: 100, rows });
    const worker = world.startWorker();
    await worker.sync.run();
    expect(await worker.store.count()).toBe(150);
    world.clock.now += 15 * MINUTE;
    world.emulator.set({ tier: 'pro' });
    world.emulator.rows.insert(feedRows(200, 400, { extracted_at: iso(world.clock.now - MINUTE) }));
    await worker.sync.run();
    await assertWhole(world, worker);
    world.emulator.rows.insert(feedRows(400, 401, { extracted_at: '2024-11-01T00:00:00Z' }));
    world.emulator.set({ lookbackDays: 3650 });
    await world.setSettings({ lookbackDays: 1000 });
    await worker.sync.reconfigure();
    await worker.sync.run();
    await assertWhole(world, worker);
    world.emulator.rows.insert(feedRows(401, 402, { extracted_at: '2024-11-01T00:00:00Z' }));
    await world.user.setKey(world.emulator.key);
    await worker.sync.reconfigure();
    await worker.sync.run();
    await assertWhole(world, worker);
  });
});

describe('a failure', () => {
  test.each([
    ['server', { kind: 'error', status: 500 }, 0.75],
    ['timeout', { kind: 'hang' }, 0.75],
    ['unreachable', { kind: 'reset' }, 0.75],
    ['not_json', { kind: 'portal' }, 0.75],
    ['bad_shape', { kind: 'body', body: {} }, 15],
    ['redirected', { kind: 'redirect', to: 'https://www.example.com' }, 0.75],
    ['forbidden', { kind: 'error', status: 403 }, 15],
    ['unauthorized', { kind: 'error', status: 401, code: 'expired_api_key' }, 15],
    ['refused', { kind: 'error', status: 400 }, 15],
  ] as const)(
    '%s half-way keeps the old rows, is told, is retried, and goes on where it was',
    async (reason, fault, minutes) => {
      const world = await createWorld({ rows: feedRows(0, 300), maxLimit: 100 });
      const worker = world.startWorker();
      world.emulator.set({ faults: [undefined, undefined, fault, fault] });
      if (reason === 'refused') world.emulator.set({ faults: [fault] });
      if (reason === 'timeout') world.patience.ms = 300;
      await worker.sync.run();
      const kept = reason === 'refused' ? 0 : 100;
      const status = await worker.sync.status();
      expect(status).toMatchObject({ rows: kept, error: { reason, at: iso(world.clock.now) } });
      expect(status.phase.state).toBe(minutes < 1 ? 'waiting' : 'idle');
      expect(nextRun(world)).toBe(minutes);
      expect(JSON.stringify([status, world.statuses])).not.toContain(world.emulator.key);
      expect(await worker.store.rowsFor([keyOf(7)])).toHaveProperty('size', kept && 1);

      world.emulator.set({ faults: [] });
      world.patience.ms = 30_000;
      world.clock.now += minutes * MINUTE;
      await worker.sync.run();
      await assertWhole(world, worker);
      expect(await worker.sync.status()).not.toHaveProperty('error');
      const offsets = world.emulator.requests.slice(-2).map(({ query }) => query['offset']);
      expect(offsets).toEqual(['100', '200']);
    },
  );

  test('again and again is retried less and less often, but at least once an hour or so', async () => {
    const world = await createWorld({ faults: () => ({ kind: 'error', status: 502, bare: true }) });
    const { sync } = world.startWorker();
    const waits: number[] = [];
    for (let n = 0; n < 9; n++) {
      await sync.run();
      waits.push(nextRun(world));
      world.clock.now += nextRun(world) * MINUTE;
    }
    expect(waits).toEqual([0.75, 1.5, 3, 6, 12, 24, 48, 48, 48]);
  });

  test('waits out its time when an alarm rings early, but not when the user asks', async () => {
    const world = await createWorld({ rows: feedRows(0, 3), faults: [{ kind: 'error', status: 500 }] });
    const { sync } = world.startWorker();
    sync.start();
    await sync.run();
    const before = world.emulator.requests.length;
    world.alarms.ring('sync-watchdog');
    await vi.waitFor(() => expect(world.statuses.at(-1)?.phase.state).toBe('waiting'));
    await sync.status();
    expect(world.emulator.requests).toHaveLength(before);
    // The alarm's own run may still be ending; it is joined, and another one asked for.
    await sync.run();
    await sync.run();
    expect((await sync.status()).phase).toEqual({ state: 'idle' });
  });

  test('of the disk keeps what there is and says how much room is needed', async () => {
    const world = await createWorld({ rows: feedRows(0, 300), maxLimit: 100 });
    const worker = world.startWorker();
    const original = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...given) {
      if (this.name === 'blocks' && world.emulator.requests.length > 3)
        throw new DOMException('no room', 'QuotaExceededError');
      return original.apply(this, given);
    });
    await worker.sync.run();
    const status = await worker.sync.status();
    expect(status).toMatchObject({ rows: 100, error: { reason: 'storage' }, phase: { state: 'idle' } });
    expect(inEnglish(status.error?.text)).toMatch(/About 1 MB are needed/);
    vi.restoreAllMocks();
    await worker.sync.run();
    await assertWhole(world, worker);
  });

  test.each([
    ['is stored', 'blocks'],
    ['cannot be stored either', 'sources'],
  ])(
    'of the disk that %s is over with the first page that there is room for, not only with the last',
    async (_, name) => {
      const world = await createWorld({ rows: feedRows(0, 400), maxLimit: 100 });
      const { sync } = world.startWorker();
      const original = IDBObjectStore.prototype.put;
      vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...given) {
        if (this.name === name) throw new DOMException('no room', 'QuotaExceededError');
        return original.apply(this, given);
      });
      await sync.run();
      expect((await sync.status()).error?.reason).toBe('storage');
      vi.restoreAllMocks();
      // Long enough between two answers that each page is told.
      world.emulator.set({ faults: () => void (world.clock.now += 1000) });
      world.statuses.length = 0;
      await sync.run();
      const told = Object.groupBy(world.statuses, ({ rows }) => rows);
      expect(told[0]?.map(({ error }) => error?.reason)).toContain('storage');
      expect(told[100]?.map(({ phase }) => phase.state)).toEqual(['syncing']);
      const later = world.statuses.filter(({ rows }) => rows > 0);
      expect(later.map(({ error }) => error)).toEqual(later.map(() => undefined));
    },
  );

  test('of a disk too full to open the database says how much room is needed, and passes with it', async () => {
    const world = await createWorld({ rows: feedRows(0, 3) });
    const { sync } = world.startWorker();
    vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
      throw new DOMException('Encountered full disk', 'QuotaExceededError');
    });
    await sync.run();
    expect(inEnglish((await sync.status()).error?.text)).toMatch(
      /The disk is full.*About 32 MB of free room/,
    );
    vi.restoreAllMocks();
    await sync.run();
    expect(await sync.status()).not.toHaveProperty('error');
  });

  test('of a disk too full to read the account is over with it, where there turns out to be none', async () => {
    const world = await createWorld();
    await world.user.setKey('');
    let isFull = true;
    const read = async <T>(from: () => Promise<T>): Promise<T> => {
      if (isFull) throw new DOMException('Encountered full disk', 'QuotaExceededError');
      return from();
    };
    const { settings, key } = world.user;
    const user = { settings: () => read(settings), key: () => read(key) };
    const { sync } = world.startWorker((parts) => ({ ...parts, user }));
    sync.start();
    await sync.run();
    expect(world.statuses.at(-1)?.error?.reason).toBe('storage');
    expect(world.alarms.set.has('sync')).toBe(true);

    isFull = false;
    expect(await sync.status()).toEqual({ phase: { state: 'unconfigured' }, rows: 0, skipped: [] });
    world.statuses.length = 0;
    world.alarms.ring('sync');
    await vi.waitFor(() => expect(world.statuses).toHaveLength(1));
    expect(world.statuses).toEqual([{ phase: { state: 'unconfigured' }, rows: 0, skipped: [] }]);
  });

  test('of the whole database is told too, without a place to store it', async () => {
    const world = await createWorld({ rows: feedRows(0, 3) });
    const { sync } = world.startWorker();
    vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
      throw new DOMException('not today', 'SecurityError');
    });
    await sync.run();
    const status = await sync.status();
    expect(inEnglish(status.error)).toMatchObject({
      reason: 'storage',
      text: expect.stringContaining('not today') as string,
    });
    vi.restoreAllMocks();
    await sync.run();
    expect(await sync.status()).not.toHaveProperty('error');
  });
});

describe('rates', () => {
  test('of the free plan are kept: it waits for the reset instead of running into it', async () => {
    const world = await createWorld({ tier: 'free', rows: feedRows(0, 1050) });
    const worker = world.startWorker();
    const refused = () => world.emulator.requests.filter(({ status }) => status === 429).length;
    await worker.sync.run();
    expect(await worker.sync.status()).toMatchObject({
      phase: {
        state: 'waiting',
        until: iso(world.clock.now + MINUTE),
        why: 'limit',
        fetched: 900,
        total: 1050,
      },
      rows: 900,
    });
    await worker.sync.run();
    expect(world.emulator.requests).toHaveLength(10);
    world.clock.now += nextRun(world) * MINUTE;
    await worker.sync.run();
    await assertWhole(world, worker);
    expect(refused()).toBe(0);
  });

  test('a quota used up for the day is waited for until midnight, by any worker', async () => {
    const world = await createWorld({ rows: feedRows(0, 500), maxLimit: 100, dailyQuota: 3 });
    await world.startWorker().sync.run();
    const worker = world.startWorker();
    worker.sync.start();
    await worker.sync.run();
    const status = await worker.sync.status();
    expect(status.phase).toMatchObject({ state: 'waiting', until: '2026-05-17T00:00:00.000Z' });
    expect(world.emulator.requests).toHaveLength(3);
    world.emulator.set({ dailyQuota: undefined });
    world.clock.now = Date.parse('2026-05-17T00:00:00Z');
    await worker.sync.run();
    await assertWhole(world, worker);
  });

  test('a 429 out of the blue is obeyed', async () => {
    const fault = { kind: 'error', status: 429, code: 'rate_limit_exceeded', retryAfter: 90 } as const;
    const world = await createWorld({ rows: feedRows(0, 3), faults: [fault] });
    const { sync } = world.startWorker();
    await sync.run();
    const status = await sync.status();
    expect(status.phase).toMatchObject({ state: 'waiting', why: 'limit' });
    expect(status).not.toHaveProperty('error');
    expect(nextRun(world)).toBe(1.5);
  });

  test('a 429 that names no time to come is a failure, asked again later and later', async () => {
    const fault = { kind: 'error', status: 429, code: 'rate_limit_exceeded', retryAfter: 0 } as const;
    const world = await createWorld({ faults: () => fault });
    const { sync } = world.startWorker();
    const waits: number[] = [];
    for (let n = 0; n < 4; n++) {
      await sync.run();
      waits.push(nextRun(world) * 60);
      world.clock.now += nextRun(world) * MINUTE;
    }
    expect(waits.map(Math.round)).toEqual([1, 2, 4, 8]);
    expect((await sync.status()).error).toMatchObject({ reason: 'rate_limited' });
  });
});

describe('configuration', () => {
  test('without a key nothing is asked and no alarm is left', async () => {
    const world = await createWorld();
    await world.user.setKey('');
    const { sync } = world.startWorker();
    sync.start();
    await sync.run();
    expect(await sync.status()).toEqual({ phase: { state: 'unconfigured' }, rows: 0, skipped: [] });
    expect(world.emulator.requests).toEqual([]);
    expect([...world.alarms.set]).toEqual([]);
    expect(inEnglish(await sync.test())).toEqual({ ok: false, reason: 'Enter an API key first.' });
  });

  test('another base URL begins anew; the old rows stay until its first page is there', async () => {
    const world = await createWorld({ rows: feedRows(0, 150), maxLimit: 100 });
    const other = await startEmulator({
      rows: feedRows(1000, 1150),
      maxLimit: 100,
      now: () => world.clock.now,
      faults: [{ kind: 'error', status: 500 }],
    });
    const { store, sync } = world.startWorker();
    await sync.run();
    await world.setSettings({ baseUrl: other.url });
    await sync.reconfigure();
    await sync.run();
    expect(await sync.status()).toMatchObject({ rows: 150, error: { reason: 'server' } });
    expect((await store.rowsFor([keyOf(3)])).size).toBe(1);
    await sync.run();
    const values: string[] = [];
    await store.forEachRow(({ id }) => values.push(id));
    expect(values.sort()).toEqual(
      feedRows(1000, 1150)
        .map((row) => (row as { id: string }).id)
        .sort(),
    );
    expect((await store.rowsFor([keyOf(3)])).size).toBe(0);
    await other.close();
  });

  test.each([
    ['key', (world: World) => world.user.setKey(world.emulator.key)],
    [
      'base URL',
      (world: World) => world.setSettings({ baseUrl: world.emulator.url.replace('127.0.0.1', 'localhost') }),
    ],
  ])('a %s changed in the middle of a sync ends it and begins another', async (_, change) => {
    const world = await createWorld({ rows: feedRows(0, 300), maxLimit: 100 });
    const worker = world.startWorker();
    world.emulator.set({ faults: [undefined, undefined, { kind: 'hang' }] });
    const first = worker.sync.run();
    await vi.waitFor(() => expect(world.emulator.requests).toHaveLength(3));
    world.emulator.set({ faults: [{ kind: 'error', status: 503 }] });
    await change(world);
    // 127.0.0.1 by another name may not answer on every machine: what counts is that the old run ended cleanly.
    await worker.sync.reconfigure();
    await first;
    expect(world.statuses.every(({ error }) => error?.reason !== 'timeout')).toBe(true);
    await worker.sync.run();
    await worker.sync.run();
    await assertWhole(world, worker);
  });

  test('another interval moves the next run, and asks nothing', async () => {
    const world = await createWorld({ rows: feedRows(0, 3) });
    const { sync } = world.startWorker();
    await sync.run();
    world.clock.now += 2 * MINUTE;
    const before = world.emulator.requests.length;
    await world.setSettings({ syncEveryMinutes: 60 });
    await sync.reconfigure();
    expect(nextRun(world)).toBe(58);
    expect(world.emulator.requests).toHaveLength(before);
  });

  test('a test of the connection asks for one row and stores nothing', async () => {
    const world = await createWorld({ rows: feedRows(0, 1234) });
    const { store, sync } = world.startWorker();
    const { host } = new URL(world.emulator.url);
    expect(inEnglish(await sync.test())).toEqual({
      ok: true,
      message: `${host} accepts the key. It lists 1,234 indicators of the last 24 hours.`,
    });
    expect(world.emulator.requests.map(({ query }) => query['limit'])).toEqual(['1']);
    await world.user.setKey('sk_test_wrong');
    expect(inEnglish(await sync.test())).toMatchObject({
      ok: false,
      reason: expect.stringContaining('not valid') as string,
    });
    expect(await store.count()).toBe(0);
  });
});

describe('clearing', () => {
  test('drops all rows, in the middle of a sync too, and the next run fetches them again', async () => {
    const world = await createWorld({ rows: feedRows(0, 300), maxLimit: 100 });
    const worker = world.startWorker();
    world.emulator.set({ faults: [undefined, undefined, { kind: 'hang' }] });
    const first = worker.sync.run();
    await vi.waitFor(() => expect(world.emulator.requests).toHaveLength(3));
    await worker.sync.clear();
    await first;
    expect(await worker.sync.status()).toMatchObject({ phase: { state: 'idle' }, rows: 0 });
    expect(nextRun(world)).toBe(15);
    expect(world.alarms.set.has('sync-watchdog')).toBe(false);
    await worker.sync.run();
    await assertWhole(world, worker);
  });

  test('behind the back of a running sync makes it start over', async () => {
    const world = await createWorld({ rows: feedRows(0, 300), maxLimit: 100 });
    const worker = world.startWorker();
    let cleared: Promise<void> | undefined;
    world.emulator.set({ onPage: (page) => void (page === 3 && (cleared ??= worker.store.clear())) });
    await worker.sync.run();
    await cleared;
    expect(cleared).toBeDefined();
    await assertWhole(world, worker);
  });
});

test('a damaged store is rebuilt and filled again by itself, with a notice; key and settings stay', async () => {
  const world = await createWorld({ rows: feedRows(0, 300), maxLimit: 100 });
  const first = world.startWorker();
  await first.sync.run();
  await first.store.close();
  const [info] = (await indexedDB.databases())
    .filter(({ name }) => name?.startsWith('indicators-world'))
    .slice(-1);
  const db = await openDB(info?.name ?? '');
  for (const key of await db.getAllKeys('blocks'))
    await db.put('blocks', { ...((await db.get('blocks', key)) as object), rows: new Uint8Array([1]) });
  db.close();
  const worker = world.startWorker();
  expect((await worker.store.rowsFor([keyOf(3)])).size).toBe(0);
  const filled = { rows: 300, phase: { state: 'idle' }, notice: expect.any(String) as string };
  await vi.waitFor(() => expect(inEnglish(world.statuses.at(-1))).toMatchObject(filled));
  await assertWhole(world, worker);
  expect(inEnglish((await worker.sync.status()).notice)).toMatch(
    /could not be read .* Settings, API key, notes and cases are kept apart from it/,
  );
  expect((await world.user.key())?.value).toBe(world.emulator.key);
  world.clock.now += 25 * 60 * MINUTE;
  expect((await worker.sync.status()).notice).toBeUndefined();
});

test('two calls at once are one run', async () => {
  const world = await createWorld({ rows: feedRows(0, 3) });
  const { sync } = world.startWorker();
  sync.start();
  await Promise.all([sync.run(), sync.run()]);
  expect(world.emulator.requests).toHaveLength(2);
});
