import { describe, expect, test } from 'vitest';
import {
  PAGE_LIMIT,
  pageRequest,
  parseCursor,
  probeRequest,
  SMALL_LIMIT,
  startWalk,
  takePage,
  takeRefusal,
  widen,
  type Cursor,
  type Page,
  type Told,
  type Walk,
} from '@/core/sync-plan.ts';

const NOW = Date.parse('2026-05-16T10:30:00Z');
const UNTIL = '2026-05-16T10:30:05Z';
const want = { lookbackDays: 365, now: NOW, isEmpty: true };
const done = {
  state: 'done',
  watermark: '2026-05-16T09:00:00Z',
  limit: PAGE_LIMIT,
  lookbackDays: 365,
} as const;

function begin(told: Told = {}, cursor: Exclude<Cursor, Walk> = { state: 'new' }, isEmpty = true): Walk {
  const asked = probeRequest(cursor, want);
  return startWalk(cursor, { asked, told: { generatedAt: UNTIL, ...told } }, { ...want, isEmpty });
}

let marks = 0;
const page = (rows: number, total?: number, more: Partial<Page> = {}): Page => ({
  rows,
  told: total === undefined ? {} : { total },
  mark: `page ${++marks}`,
  ...more,
});

function walking(cursor: Cursor): Walk {
  if (cursor.state !== 'walking') throw new Error(`the walk is ${cursor.state}`);
  return cursor;
}

describe('the probe', () => {
  test('asks for one row, as far back as is wanted', () => {
    expect(probeRequest({ state: 'new' }, want)).toEqual({
      since: '2025-05-16T10:30:00Z',
      limit: 1,
      offset: 0,
    });
  });

  test('of a later walk begins ten minutes before the watermark', () => {
    expect(probeRequest(done, want)).toEqual({ since: '2026-05-16T08:50:00Z', limit: 1, offset: 0 });
  });

  test('fixes the upper bound by the clock of the API, and counts the lookback from there', () => {
    const walk = begin({ generatedAt: '2026-05-20T00:00:00Z', total: 7 });
    expect(walk).toMatchObject({
      kind: 'first',
      until: '2026-05-20T00:00:00Z',
      since: '2025-05-20T00:00:00Z',
    });
    expect(walk.reachesBackTo).toBe('2025-05-20T00:00:00Z');
    expect(pageRequest(walk)).toEqual({
      since: '2025-05-20T00:00:00Z',
      until: '2026-05-20T00:00:00Z',
      limit: PAGE_LIMIT,
      offset: 0,
    });
  });

  test('shows how far back the plan reaches', () => {
    const walk = begin({ since: '2026-05-15T10:30:05Z' });
    expect(walk).toMatchObject({ since: '2026-05-15T10:30:05Z', reachesBackTo: '2026-05-15T10:30:05Z' });
  });

  test('without a time of the API uses ours', () => {
    const walk = startWalk({ state: 'new' }, { asked: probeRequest({ state: 'new' }, want), told: {} }, want);
    expect(walk.until).toBe('2026-05-16T10:30:00Z');
  });

  test('that shows the plan reaching back less than the last walk is ago leaves a gap, and says so', () => {
    const walk = begin(
      { since: '2026-05-16T09:30:00Z' },
      { ...done, reachesBackTo: '2026-01-01T00:00:00Z' },
      false,
    );
    expect(walk).toMatchObject({ kind: 'update', gap: true, reachesBackTo: '2026-05-16T09:30:00Z' });
    expect(takePage(walk, page(1, 1))).toMatchObject({ state: 'done', note: 'gap' });
  });

  test('of an API whose clock is now before the watermark starts anew', () => {
    const walk = begin({}, { ...done, watermark: '9999-01-01T00:00:00Z' }, false);
    expect(walk).toMatchObject({ kind: 'again', since: '2025-05-16T10:30:05Z', until: UNTIL });
  });

  test('reads the whole window again over rows that are there', () => {
    expect(begin({}, { state: 'new' }, false).kind).toBe('again');
  });
});

describe('pages', () => {
  test('advance by what came, never by what was asked', () => {
    let walk = walking(takePage(begin({ total: 250 }), page(100, 250)));
    expect(pageRequest(walk)).toMatchObject({ offset: 100, limit: PAGE_LIMIT });
    walk = walking(takePage(walk, page(37, 250)));
    expect(walk).toMatchObject({ offset: 137, read: 137 });
    expect(takePage(walk, page(113, 250, { distinct: 250 }))).toEqual({
      state: 'done',
      watermark: UNTIL,
      limit: PAGE_LIMIT,
      cut: 37,
      lookbackDays: 365,
      reachesBackTo: '2025-05-16T10:30:05Z',
    });
  });

  test('end at an empty page where the API tells no total', () => {
    const walk = walking(takePage(begin(), page(100)));
    expect(takePage(walking(takePage(walk, page(50))), page(0))).toMatchObject({ state: 'done' });
  });

  test('end at once where there is nothing', () => {
    expect(takePage(begin({ total: 0 }), page(0, 0, { distinct: 0 }))).toMatchObject({ state: 'done' });
  });

  test('step back over rows that moved up when others vanished, then are read once more', () => {
    let walk = walking(takePage(begin(), page(100, 250)));
    walk = walking(takePage(walk, page(100, 240)));
    expect(walk).toMatchObject({ offset: 190, unsteady: true });
    walk = walking(takePage(walk, page(50, 240, { distinct: 240 })));
    expect(walk).toMatchObject({ pass: 2, offset: 0, read: 0, unsteady: false, until: UNTIL });
    expect(takePage(walk, page(240, 240, { distinct: 240 }))).toMatchObject({
      state: 'done',
      watermark: UNTIL,
    });
  });

  test('are read once more when a first walk ends with fewer different rows than the total', () => {
    const walk = walking(takePage(begin(), page(100, 200)));
    expect(takePage(walk, page(100, 200, { distinct: 193 }))).toMatchObject({ pass: 2, offset: 0 });
    expect(takePage(walk, page(100, 200, { distinct: 200 }))).toMatchObject({ state: 'done' });
    const again = walking(takePage(begin({}, { state: 'new' }, false), page(100, 200)));
    expect(takePage(again, page(100, 200, { distinct: 193 }))).toMatchObject({ state: 'done' });
  });

  test('that never come to rest end after three passes with a note', () => {
    let cursor: Cursor = begin();
    let requests = 0;
    while (cursor.state === 'walking') {
      const total = 300 + requests++;
      cursor = takePage(cursor, page(100, total, { distinct: 10 }));
    }
    expect(cursor).toMatchObject({ state: 'done', note: 'unsteady' });
    expect(requests).toBeLessThan(20);
  });

  test('that are the same for any offset end with a note', () => {
    const walk = walking(takePage(begin(), page(100, 1e12, { mark: 'same' })));
    expect(takePage(walk, page(100, 1e12, { mark: 'same' }))).toMatchObject({
      state: 'done',
      note: 'repeats',
    });
  });

  test('without end, with a total that jumps about, do end', () => {
    let cursor: Cursor = begin();
    let requests = 0;
    while (cursor.state === 'walking') {
      cursor = takePage(cursor, page(10_000, requests++ % 2 ? 1e12 : 2e12));
      if (cursor.state === 'walking') expect(cursor.offset).toBeGreaterThan(0);
    }
    expect(cursor).toMatchObject({ state: 'done', note: 'too many' });
    expect(requests).toBe(500);
  });

  test('larger than the plan used to give show that it has grown: everything is read again', () => {
    const before = { ...done, cut: 100 };
    const walk = walking(takePage(begin({}, before, false), page(100, 1300)));
    expect(takePage(walk, page(1200, 1300))).toEqual({ state: 'new' });
    expect(takePage(walk, page(0, 100))).toMatchObject({ pass: 2 });
    expect(takePage(begin({}, before, false), page(30, 30))).toMatchObject({ state: 'done', cut: 100 });
  });
});

describe('a refused request', () => {
  test('is tried with the limit that every plan gives, which is then kept', () => {
    const walk = walking(takeRefusal(begin({ total: 150 })) ?? { state: 'new' });
    expect(pageRequest(walk)).toMatchObject({ limit: SMALL_LIMIT, offset: 0 });
    const end = takePage(walking(takePage(walk, page(100, 150))), page(50, 150, { distinct: 150 }));
    expect(end).toMatchObject({ state: 'done', limit: SMALL_LIMIT });
    if (end.state === 'done') expect(begin({}, end).limit).toBe(SMALL_LIMIT);
  });

  test('behind the last row, since rows vanished, begins another pass', () => {
    const walk = walking(takePage(begin(), page(100, 200)));
    expect(takeRefusal(walk)).toMatchObject({ pass: 2, offset: 0 });
  });

  test('with the smallest limit at the beginning has no remedy', () => {
    expect(takeRefusal({ ...begin(), limit: SMALL_LIMIT })).toBeUndefined();
  });
});

test('a larger lookback than before starts anew, a smaller one does not', () => {
  expect(widen(done, 366)).toEqual({ state: 'new' });
  expect(widen(done, 30)).toBe(done);
  expect(widen({ state: 'new' }, 366)).toEqual({ state: 'new' });
});

test('a stored cursor is read back, and a damaged one starts anew', () => {
  for (const cursor of [
    { state: 'new' },
    begin({ total: 4 }),
    done,
    takePage(begin(), page(5, 10)),
  ] as Cursor[])
    expect(parseCursor(JSON.parse(JSON.stringify(cursor)))).toEqual(cursor);
  const damaged = [
    undefined,
    null,
    7,
    {},
    { state: 'walking' },
    { ...done, watermark: 'never' },
    { ...begin(), offset: -1 },
  ];
  for (const stored of damaged) expect(parseCursor(stored)).toEqual({ state: 'new' });
});

/** A server of the worst kind: it gives a part of what is asked, shuffled or changing, and the plan must get it all. */
describe.each([1, 7, 100])('a window of 500 rows in pages of at most %i', (most) => {
  function run(server: { rows: () => number[] }) {
    const got = new Set<number>();
    let cursor: Cursor = begin();
    let requests = 0;
    while (cursor.state === 'walking') {
      const { offset, limit } = pageRequest(cursor);
      const all = server.rows();
      const rows = all.slice(offset, offset + Math.min(limit, most));
      rows.forEach((each) => got.add(each));
      const mark = `${rows[0]} ${rows.at(-1)}`;
      cursor = takePage(cursor, { rows: rows.length, told: { total: all.length }, mark, distinct: got.size });
      requests++;
    }
    return { got, requests, cursor };
  }
  const all = Array.from({ length: 500 }, (_, n) => n);

  test('is read whole with no more requests than needed', () => {
    const { got, requests, cursor } = run({ rows: () => all });
    expect(got.size).toBe(500);
    expect(requests).toBe(Math.ceil(500 / most));
    expect(cursor).not.toHaveProperty('note');
  });

  test('misses none of those that stay while others vanish in front of it', () => {
    let gone = 0;
    const { got } = run({ rows: () => all.slice(Math.min(40, gone++)) });
    expect(all.slice(40).filter((each) => !got.has(each))).toEqual([]);
  });

  test('misses none when one row is put in front while it is read', () => {
    let asked = 0;
    const { got } = run({ rows: () => (++asked > 3 ? [1000, ...all] : all) });
    expect(got.size).toBe(501);
  });
});
