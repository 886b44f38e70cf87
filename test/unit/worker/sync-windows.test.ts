import { describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '@/core/settings.ts';
import { assertWhole, createRandom, createWorld, feedRows, timedRows, type World } from './sync-world.ts';
import { inEnglish } from '../../words/speech.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const NOW = Date.parse('2026-05-16T10:30:00Z');
const iso = (ms: number) => new Date(ms).toISOString();
const idOf = (row: unknown) => Number((row as { id: string }).id.slice(3));
const pagesOf = (world: World) =>
  world.emulator.requests.filter(({ query }) => query['limit'] !== '1').map(({ query }) => query);
const deepest = (world: World) => Math.max(...pagesOf(world).map(({ offset }) => Number(offset)));

describe('windows of time', () => {
  test('keep every offset of a free plan at a thousand or below', async () => {
    const rows = timedRows(12_000, { from: NOW - 23 * 60 * MINUTE, to: NOW - MINUTE });
    const world = await createWorld({ tier: 'free', requestsPerMinute: 1e6, rows });
    const worker = world.startWorker();
    await worker.sync.run();
    await assertWhole(world, worker);
    expect(deepest(world)).toBeLessThanOrEqual(1000);
    // Each row a hundred at a time, and little more: what is asked twice is the price of narrowing.
    expect(pagesOf(world).length).toBeLessThan(120 * 1.4);
    expect((await worker.sync.status()).notice).toBeUndefined();
  });

  test('of a large plan are a page or two each, of a year in which most came in one week', async () => {
    const rows = [
      ...timedRows(6000, { from: NOW - 364 * DAY, to: NOW - 100 * DAY }),
      ...timedRows(30_000, { from: NOW - 100 * DAY, to: NOW - 93 * DAY }).map((row, n) => ({
        ...row,
        id: `w-${n}`,
      })),
    ];
    const world = await createWorld({ rows, requestsPerMinute: 1e6, maxLimit: 3000 });
    const worker = world.startWorker();
    await worker.sync.run();
    await assertWhole(world, worker);
    expect(deepest(world)).toBeLessThanOrEqual(3000);
    const perWindow = Map.groupBy(pagesOf(world), ({ since, until }) => `${since} ${until}`);
    expect(Math.max(...[...perWindow.values()].map(({ length }) => length))).toBeLessThanOrEqual(2);
    expect(pagesOf(world).length).toBeLessThan(50);
  });

  test.each([
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ])(
    'lose no row at their bounds (since inclusive: %s, until inclusive: %s)',
    async (sinceInclusive, untilInclusive) => {
      // A row each second: every bound falls on one.
      const rows = feedRows(0, 4000).map((row, n) => ({ ...row, extracted_at: iso(NOW - (n + 60) * 1000) }));
      const world = await createWorld({
        tier: 'free',
        requestsPerMinute: 1e6,
        rows,
        sinceInclusive,
        untilInclusive,
      });
      const worker = world.startWorker();
      await worker.sync.run();
      await assertWhole(world, worker);
      expect(await worker.store.count()).toBe(4000);
    },
  );

  test('all end at one moment, that of the API, whatever the clock here says', async () => {
    const rows = timedRows(3000, { from: NOW - 20 * 60 * MINUTE, to: NOW - MINUTE });
    const world = await createWorld({ tier: 'free', requestsPerMinute: 1e6, rows, skewMs: -7 * MINUTE });
    world.emulator.set({ onPage: () => void (world.clock.now += 1000) });
    await world.startWorker().sync.run();
    const until = pagesOf(world).map((query) => Date.parse(query['until'] ?? ''));
    expect(Math.max(...until)).toBe(NOW - 7 * MINUTE);
  });
});

describe('a second that is too full', () => {
  const crowd = Date.parse('2026-05-16T03:00:00Z');
  const types = { ipv4: '192.0.2.', domain: 'host.example' };

  function bulk(count: number): object[] {
    const categories = ['news', 'threat-intel', 'vendor'];
    const confidences = ['high', 'medium', 'low'];
    return Array.from({ length: count }, (_, n) => ({
      id: `bulk-${n}`,
      type: n % 4 === 0 ? 'ipv4' : 'domain',
      value: n % 4 === 0 ? `${types.ipv4}${n % 250}` : `b${n}.${types.domain}`,
      confidence: confidences[n % 3],
      source: { category: categories[n % 3] },
      extracted_at: iso(crowd),
    }));
  }

  test('is read by type, category and confidence, shallow, and told', async () => {
    const rows = [...timedRows(500, { from: NOW - 20 * 60 * MINUTE, to: NOW - MINUTE }), ...bulk(3000)];
    const world = await createWorld({ tier: 'free', requestsPerMinute: 1e6, rows });
    const worker = world.startWorker();
    await worker.sync.run();
    await assertWhole(world, worker);
    expect(deepest(world)).toBeLessThanOrEqual(1000);
    const { notice } = await worker.sync.status();
    expect(inEnglish(notice)).toMatch(
      /^3,000 indicators share the second 2026-05-16 0(2:59|3:00)Z, which is more than/,
    );
  });

  test('is read to its end all the same where its parts do not make up the whole', async () => {
    // Rows without a category are in none of the parts.
    const rows = bulk(3000).map((row, n) => (n % 2 === 0 ? { ...row, source: {} } : row));
    const world = await createWorld({ tier: 'free', requestsPerMinute: 1e6, rows });
    const worker = world.startWorker();
    await worker.sync.run();
    await assertWhole(world, worker);
    expect(inEnglish((await worker.sync.status()).notice)).toMatch(/3,000 indicators share the second/);
  });

  test('is read where the API refuses one of the values', async () => {
    const world = await createWorld({ tier: 'free', requestsPerMinute: 1e6, rows: bulk(3000) });
    world.emulator.set({
      faults: ({ query }) =>
        query['type'] === 'mitre_attack'
          ? { kind: 'error', status: 400, code: 'invalid_parameter' }
          : undefined,
    });
    const worker = world.startWorker();
    await worker.sync.run();
    await assertWhole(world, worker);
    expect(await worker.sync.status()).not.toHaveProperty('error');
  });
});

describe('rows that move while they are read', () => {
  test('between pages, again and again, are all there in the end', async () => {
    const rows = timedRows(3000, { from: NOW - 20 * 60 * MINUTE, to: NOW - MINUTE });
    const world = await createWorld({ tier: 'free', requestsPerMinute: 1e6, rows });
    const random = createRandom(7);
    world.emulator.set({
      onPage: (page, table) => {
        if (page % 3 !== 0) return;
        // Some twenty rows change places with their neighbours far away.
        const shift = new Map(
          Array.from({ length: 20 }, () => [Math.floor(random() * 3000), random() * 3000]),
        );
        table.reorder((a, b) => (shift.get(idOf(a)) ?? idOf(a)) - (shift.get(idOf(b)) ?? idOf(b)));
      },
    });
    const worker = world.startWorker();
    await worker.sync.run();
    const status = await worker.sync.status();
    if (status.notice === undefined) await assertWhole(world, worker);
    else expect(status.notice).toMatch(/may be missing/);
    // What was missed while rows jumped about is told; at rest, nothing is.
    world.emulator.set({ onPage: () => {} });
    await world.user.setKey(world.emulator.key);
    await worker.sync.run();
    await assertWhole(world, worker);
    expect((await worker.sync.status()).notice).toBeUndefined();
  });

  test('to a later time, since they were reported again, come with the next walk', async () => {
    const rows = timedRows(2000, { from: NOW - 20 * 60 * MINUTE, to: NOW - MINUTE });
    const world = await createWorld({ tier: 'free', requestsPerMinute: 1e6, rows });
    let moved = false;
    world.emulator.set({
      onPage: (page, table) => {
        if (page !== 6 || moved) return;
        moved = true;
        const isMoved = (row: unknown) => idOf(row) >= 1500 && idOf(row) < 1600;
        table.delete(isMoved);
        table.insert(feedRows(1500, 1600, { confidence: 'high', extracted_at: iso(NOW + MINUTE) }));
      },
    });
    const worker = world.startWorker();
    await worker.sync.run();
    expect(moved).toBe(true);
    world.clock.now += 15 * MINUTE;
    await worker.sync.run();
    await assertWhole(world, worker);
  });
});

test('of a feed of which one row in twenty is broken, each is counted once, by its reason, and the rest is kept', async () => {
  const random = createRandom(20);
  const breaks = [
    ['no type', (row: object) => ({ ...row, type: null })],
    ['unknown type', (row: object) => ({ ...row, type: 'mutex' })],
    ['no value', (row: object) => ({ ...row, value: '' })],
    ['value not valid for its type', (row: object) => ({ ...row, type: 'ipv4' })],
    ['value too long', (row: object) => ({ ...row, value: 'a'.repeat(5000) })],
  ] as const;
  const counts = new Map<string, number>();
  const rows = timedRows(20_000, { from: NOW - 300 * DAY, to: NOW - DAY }).map((row) => {
    if (random() >= 0.05) return row;
    const [reason, spoil] = breaks[Math.floor(random() * breaks.length)] ?? breaks[0];
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
    return spoil(row);
  });
  // Until inclusive and a second's overlap: rows at the bounds come twice.
  const world = await createWorld({ rows, maxLimit: 700, requestsPerMinute: 1e6, untilInclusive: true });
  const worker = world.startWorker();
  await worker.sync.run();
  await assertWhole(world, worker);
  const { skipped, rows: kept } = await worker.sync.status();
  expect(Object.fromEntries(inEnglish(skipped).map(({ reason, count }) => [reason, count]))).toEqual(
    Object.fromEntries(counts),
  );
  const bad = [...counts.values()].reduce((sum, count) => sum + count, 0);
  expect(bad).toBeGreaterThan(800);
  expect(kept + bad).toBe(20_000);
  for (const { examples } of skipped) expect(new Set(examples).size).toBe(3);
  expect(inEnglish(skipped).find(({ reason }) => reason === 'unknown type')?.examples?.[0]).toMatch(
    /^mutex: host-\d+\.example \(id id-\d+\)$/,
  );
});

describe('a gap', () => {
  async function away(days: number) {
    const world = await createWorld({ tier: 'free', requestsPerMinute: 1e6, rows: feedRows(0, 5) });
    const worker = world.startWorker();
    await worker.sync.run();
    const left = world.clock.now;
    world.clock.now += days * DAY;
    world.emulator.rows.insert(feedRows(5, 10, { extracted_at: iso(left + DAY) }));
    world.emulator.rows.insert(feedRows(10, 15, { extracted_at: iso(world.clock.now - 60 * MINUTE) }));
    await worker.sync.run();
    return { world, worker, left };
  }

  test('is told in words when the plan does not reach back to the last sync', async () => {
    const { world, worker, left } = await away(3);
    const { gaps, reachesBackTo, rows } = await worker.sync.status();
    expect(inEnglish(gaps)?.map(({ text }) => text)).toEqual([
      'You were away 3 days, your plan reaches back 1: 2 days are missing, ' +
        'from 2026-05-16 10:30Z to 2026-05-18 10:30Z.',
    ]);
    expect(Date.parse(gaps?.[0]?.from ?? '')).toBe(left);
    expect(Date.parse(reachesBackTo ?? '')).toBe(world.clock.now - DAY);
    expect(rows).toBe(10);
  });

  test('stays until it is dismissed, and what is missing is not said to be there even then', async () => {
    const { world, worker } = await away(3);
    world.clock.now += 15 * MINUTE;
    await worker.sync.run();
    expect((await worker.sync.status()).gaps).toHaveLength(1);
    await worker.sync.dismissGaps();
    const after = world.startWorker();
    const { gaps, reachesBackTo } = await after.sync.status();
    expect(gaps).toBeUndefined();
    expect(Date.parse(reachesBackTo ?? '')).toBe(Date.parse('2026-05-18T10:30:00Z'));
  });

  test('is filled when the plan reaches back further', async () => {
    const { world, worker } = await away(3);
    world.emulator.set({ tier: 'pro' });
    world.clock.now += 15 * MINUTE;
    await worker.sync.run();
    expect((await worker.sync.status()).gaps).toBeUndefined();
    await assertWhole(world, worker);
  });

  test('is none where the computer slept for less than the plan reaches back', async () => {
    const world = await createWorld({
      tier: 'free',
      requestsPerMinute: 1e6,
      lookback: 'utc-midnight',
      rows: feedRows(0, 5),
    });
    const worker = world.startWorker();
    await worker.sync.run();
    world.clock.now += 20 * 60 * MINUTE;
    await worker.sync.run();
    expect(await worker.sync.status()).not.toHaveProperty('gaps');
  });
});

describe('filters', () => {
  const kinds = ['ipv4', 'domain', 'sha256', 'cve'] as const;
  const values = {
    ipv4: (n: number) => `198.51.100.${n}`,
    domain: (n: number) => `f${n}.example`,
    sha256: (n: number) => n.toString(16).padStart(64, '0'),
    cve: (n: number) => `CVE-2026-${1000 + n}`,
  };
  const mixed = kinds.flatMap((type, kind) =>
    Array.from({ length: 60 }, (_, n) => ({
      id: `${type}-${n}`,
      type,
      value: values[type](n),
      confidence: (['high', 'medium', 'low'] as const)[n % 3],
      source: { category: n % 2 === 0 ? 'news' : 'threat-intel' },
      context: 'made up',
      industry: n % 5 === 0 ? ['finance', 'energy'] : ['retail'],
      extracted_at: iso(NOW - (kind + 1) * DAY - n * MINUTE),
    })),
  );
  const filters = (change: Partial<typeof DEFAULT_SETTINGS.filters>) => ({
    filters: { ...DEFAULT_SETTINGS.filters, ...change },
  });

  async function start(change: Parameters<World['setSettings']>[0]) {
    const world = await createWorld({ rows: mixed, requestsPerMinute: 1e6 });
    await world.setSettings(change);
    const worker = world.startWorker();
    await worker.sync.run();
    const ids = async () => {
      const all: string[] = [];
      await worker.store.forEachRow(({ id }) => void all.push(id));
      return all.sort();
    };
    const asked = (name: string) => new Set(pagesOf(world).map((query) => query[name]));
    return { world, worker, ids, asked };
  }
  const idsWhere = (isOne: (row: (typeof mixed)[number]) => boolean) =>
    mixed
      .filter(isOne)
      .map(({ id }) => id)
      .sort();

  test('of a few values are one walk each', async () => {
    const { ids, asked } = await start(filters({ types: ['ipv4', 'cve'], confidences: ['high'] }));
    expect(await ids()).toEqual(
      idsWhere(({ type, confidence }) => (type === 'ipv4' || type === 'cve') && confidence === 'high'),
    );
    expect(asked('type')).toEqual(new Set(['ipv4', 'cve']));
    expect(asked('confidence')).toEqual(new Set(['high']));
  });

  test('of many values are sieved here, and what is left out is counted', async () => {
    const types = ['ipv4', 'ipv6', 'domain', 'url', 'md5', 'sha1', 'sha256'] as const;
    const { ids, asked, worker } = await start(filters({ types: [...types] }));
    expect(await ids()).toEqual(idsWhere(({ type }) => type !== 'cve'));
    expect(asked('type')).toEqual(new Set([undefined]));
    expect(await worker.sync.status()).toMatchObject({ leftOut: 60, skipped: [] });
  });

  test('by industry are always asked for, since a row does not tell', async () => {
    const { ids, asked, world } = await start(filters({ industries: ['finance', 'energy'] }));
    expect(await ids()).toEqual(idsWhere(({ industry }) => industry.includes('finance')));
    expect(asked('industry')).toEqual(new Set(['finance', 'energy']));
    expect(world.emulator.requests.some(({ query }) => Object.values(query).includes('all'))).toBe(false);
  });

  test('that are widened fetch what was left out, and only that', async () => {
    const { ids, world, worker } = await start(filters({ types: ['ipv4'] }));
    const before = world.emulator.requests.length;
    await world.setSettings(filters({ types: ['ipv4', 'domain'] }));
    await worker.sync.reconfigure();
    await worker.sync.run();
    expect(await ids()).toEqual(idsWhere(({ type }) => type === 'ipv4' || type === 'domain'));
    const received = world.emulator.requests.slice(before).filter(({ query }) => query['limit'] !== '1');
    expect(received.filter(({ query }) => query['type'] === 'ipv4').map(({ rows }) => rows)).toEqual([0]);
    await world.setSettings(filters({}));
    await worker.sync.reconfigure();
    await worker.sync.run();
    await assertWhole(world, worker);
  });

  test('that are widened in the middle of a walk leave nothing out', async () => {
    const world = await createWorld({ rows: mixed, requestsPerMinute: 1e6, maxLimit: 20 });
    await world.setSettings(filters({ types: ['ipv4', 'domain'] }));
    world.emulator.set({ faults: [undefined, undefined, undefined, { kind: 'error', status: 500 }] });
    const worker = world.startWorker();
    await worker.sync.run();
    expect((await worker.sync.status()).phase.state).toBe('waiting');
    await world.setSettings(filters({ types: ['ipv4', 'domain', 'cve'] }));
    await worker.sync.reconfigure();
    await worker.sync.run();
    const { store } = worker;
    expect(await store.count()).toBe(180);
  });

  test('that are narrowed ask for less from then on, and leave the rows that are there', async () => {
    const { world, worker, ids } = await start({});
    await world.setSettings(filters({ types: ['cve'] }));
    await worker.sync.reconfigure();
    const before = world.emulator.requests.length;
    world.clock.now += 15 * MINUTE;
    await worker.sync.run();
    expect(world.emulator.requests.slice(before).map(({ query }) => query['type'])).toEqual(['cve', 'cve']);
    expect(await ids()).toEqual(idsWhere(() => true));
  });

  test('for context are asked for, held to here, and undone', async () => {
    const { world, worker } = await start({ withContext: false });
    const contexts = async () => {
      const all = new Set<string | undefined>();
      await worker.store.forEachRow(({ context }) => void all.add(context));
      return [...all];
    };
    expect(world.emulator.requests.every(({ query }) => query['include_context'] === 'false')).toBe(true);
    expect(await contexts()).toEqual([undefined]);
    await world.setSettings({ withContext: true });
    await worker.sync.reconfigure();
    await worker.sync.run();
    expect(await contexts()).toEqual(['made up']);
    world.emulator.set({ contextParameter: 'another_name' });
    await world.setSettings({ withContext: false });
    world.emulator.rows.insert([{ id: 'late', type: 'domain', value: 'late.example', context: 'made up' }]);
    await world.user.setKey(world.emulator.key);
    await worker.sync.run();
    expect((await contexts()).includes('made up')).toBe(false);
  });
});

test('a longer lookback fetches the older part only', async () => {
  const rows = timedRows(400, { from: NOW - 80 * DAY, to: NOW - DAY });
  const world = await createWorld({ rows, requestsPerMinute: 1e6 });
  await world.setSettings({ lookbackDays: 30 });
  const worker = world.startWorker();
  await worker.sync.run();
  const first = await worker.store.count();
  expect(first).toBeLessThan(200);
  const before = world.emulator.requests.length;
  await world.setSettings({ lookbackDays: 90 });
  await worker.sync.reconfigure();
  await worker.sync.run();
  await assertWhole(world, worker);
  const received = world.emulator.requests
    .slice(before + 1)
    .reduce((sum, { rows: count = 0 }) => sum + count, 0);
  expect(received).toBeLessThan(410 - first);
});

test('the next page is on its way while the last one is stored', async () => {
  const rows = timedRows(1000, { from: NOW - 20 * 60 * MINUTE, to: NOW - MINUTE });
  const world = await createWorld({ rows, maxLimit: 100, requestsPerMinute: 1e6 });
  let pages = 0;
  const worker = world.startWorker((parts) => ({
    ...parts,
    store: {
      ...parts.store,
      commit: async (commit) => {
        if (commit.rows.length > 0) pages++;
        // The probe, the pages so far and the one ahead: were it not asked for, this would not end.
        if (commit.rows.length > 0 && pages < 10)
          await expect.poll(() => world.emulator.requests.length).toBe(1 + pages + 1);
        return parts.store.commit(commit);
      },
    },
  }));
  await worker.sync.run();
  await assertWhole(world, worker);
  expect(pages).toBe(10);
  expect(world.emulator.requests).toHaveLength(11);
});

test('progress has a rate and what is left, and the run says afterwards what it brought', async () => {
  const rows = timedRows(1000, { from: NOW - 20 * 60 * MINUTE, to: NOW - MINUTE });
  const world = await createWorld({ rows, maxLimit: 100, requestsPerMinute: 1e6 });
  world.emulator.set({ onPage: () => void (world.clock.now += 1000) });
  const worker = world.startWorker();
  await worker.sync.run();
  const paces = world.statuses.flatMap(({ phase }) =>
    phase.state === 'syncing' && phase.rate !== undefined ? [phase] : [],
  );
  expect(paces.length).toBeGreaterThan(3);
  for (const { fetched, total, rate, secondsLeft } of paces) {
    expect(total).toBe(1000);
    expect(rate).toBeGreaterThan(10);
    expect(secondsLeft).toBeCloseTo((1000 - fetched) / (rate ?? 0));
  }
  expect((await worker.sync.status()).lastRun).toMatchObject({ added: 1000, changed: 0 });
});
