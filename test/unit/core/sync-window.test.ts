import { describe, expect, test } from 'vitest';
import type { Cursor, Walk } from '@/core/sync-cursor.ts';
import { NO_FILTERS } from '@/core/sync-filter.ts';
import { PAGE_LIMIT, probeRequest, startWalk } from '@/core/sync-plan.ts';
import { pageRequest, SMALL_LIMIT, takePage, takeRefusal, type Page } from '@/core/sync-window.ts';

const NOW = Date.parse('2026-05-16T10:30:00Z');
const UNTIL = '2026-05-16T10:30:05Z';
const want = { lookbackDays: 365, filters: NO_FILTERS, context: true };

function begin(total?: number, lookbackDays = 365): Walk {
  const told = { generatedAt: UNTIL, ...(total !== undefined && { total }) };
  const wanted = { ...want, lookbackDays };
  const asked = probeRequest({ state: 'new' }, wanted, NOW);
  return startWalk({ state: 'new' }, { asked, told }, wanted, NOW);
}

let rowsSoFar = 0;
/** A page of rows that never came before. */
function page(count: number, total?: number, more: Partial<Page> = {}): Page {
  const rows = Array.from({ length: count }, () => ++rowsSoFar);
  return { rows, told: total === undefined ? {} : { total }, mark: `page ${rowsSoFar}`, ...more };
}

function walking(cursor: Cursor | undefined): Walk {
  if (cursor?.state !== 'walking') throw new Error(`the walk is ${cursor?.state}`);
  return cursor;
}
const turn = (walk: Walk, ...given: Parameters<typeof page>) => takePage(walk, page(...given)).cursor;

describe('pages', () => {
  test('advance by what came, never by what was asked', () => {
    let walk = walking(turn(begin(250), 100, 250));
    expect(pageRequest(walk)).toMatchObject({ offset: 100, limit: PAGE_LIMIT });
    walk = walking(turn(walk, 37, 250));
    expect(walk).toMatchObject({ offset: 137, read: 137, cut: 100 });
    expect(turn(walk, 113, 250)).toMatchObject({ state: 'done', watermark: UNTIL, cut: 100, notes: [] });
  });

  test('end at an empty page where the API tells no total', () => {
    const walk = walking(turn(walking(turn(begin(), 100)), 50));
    expect(walk.offset).toBe(150);
    expect(turn(walk, 0)).toMatchObject({ state: 'done' });
  });

  test('end at once where there is nothing', () => {
    expect(turn(begin(0), 0, 0)).toMatchObject({ state: 'done' });
  });

  test('step back over rows that moved up when others vanished, then are read once more', () => {
    let walk = walking(turn(begin(), 100, 250));
    walk = walking(turn(walk, 100, 240));
    expect(walk).toMatchObject({ offset: 190, unsteady: true });
    walk = walking(turn(walk, 50, 240));
    expect(walk).toMatchObject({ pass: 2, offset: 0, unsteady: false, until: UNTIL });
  });

  test('are read once more where fewer different rows came than there are, until nothing new comes', () => {
    const rows = [1, 2, 3, 4, 5];
    let walk = walking(turn(begin(10), 5, 10, { rows, mark: 'a' }));
    walk = walking(turn(walk, 5, 10, { rows, mark: 'b' }));
    expect(walk).toMatchObject({ pass: 2, offset: 0 });
    walk = walking(turn(walk, 5, 10, { rows, mark: 'a' }));
    expect(turn(walk, 5, 10, { rows, mark: 'b' })).toMatchObject({ state: 'done', notes: [] });
  });

  test('that are the same for any offset end with a note', () => {
    const rows = [1, 2, 3];
    let cursor: Cursor = begin(9);
    while (cursor.state === 'walking') cursor = turn(cursor, 3, 9, { rows, mark: 'same' });
    expect(cursor).toMatchObject({ state: 'done', notes: ['repeats'] });
  });

  test('larger than the plan used to give show that it has grown: everything is read again', () => {
    const walk = { ...begin(1300), cutBefore: 100 };
    expect(turn(walking(turn(walk, 1200, 1300)), 100, 1300)).toEqual({ state: 'new' });
    expect(turn(walk, 30, 30)).toMatchObject({ state: 'done', cut: 100 });
  });
});

describe('a window', () => {
  test('of too many rows is asked for again, narrower, and its rows are not kept', () => {
    const { cursor, isUsed } = takePage(begin(5000), page(100, 5000));
    expect(isUsed).toBe(false);
    const walk = walking(cursor);
    expect(walk).toMatchObject({ from: begin().from, offset: 0, read: 0, cut: 100 });
    const share = (Date.parse(walk.to) - Date.parse(walk.from)) / (Date.parse(UNTIL) - Date.parse(walk.from));
    expect(share * 5000).toBeCloseTo(0.7 * 1100, 0);
  });

  test('begins a second before the last one ended, and is as wide as fits', () => {
    const first = walking(takePage(begin(5000), page(100, 5000)).cursor);
    const second = walking(turn(first, 100, 100));
    expect(second.from).toBe(first.to);
    expect(pageRequest(second).since).toBe(
      new Date(Date.parse(first.to) - 1000).toISOString().replace('.000Z', 'Z'),
    );
    const width = (walk: Walk) => Date.parse(walk.to) - Date.parse(walk.from);
    expect(width(second) / width(first)).toBeCloseTo(
      Math.min(7.7, (Date.parse(UNTIL) - Date.parse(first.to)) / width(first)),
      1,
    );
  });
});

describe('totals that are not to be believed', () => {
  test.each([
    ['the same for every window, with the same page', () => ({ count: 30, total: 1e12, mark: 'same' })],
    ['rising', (n: number) => ({ count: 10_000, total: 1e12 + n, mark: String(n) })],
    ['jumping about', (n: number) => ({ count: 10_000, total: n % 2 ? 1e12 : 2e12, mark: String(n) })],
    ['more than there is', () => ({ count: 0, total: 77, mark: '' })],
  ])('%s: the walk ends', (_, answer) => {
    let cursor: Cursor = begin(1e9);
    let requests = 0;
    while (cursor.state === 'walking' && requests < 200_000) {
      const { count, total, mark } = answer(requests++);
      cursor = takePage(cursor, {
        rows: Array.from({ length: count }, (__, n) => n),
        told: { total },
        mark,
      }).cursor;
    }
    expect(cursor.state).toBe('done');
    expect(requests).toBeLessThan(2000);
  });
});

describe('a refused request', () => {
  test('is tried with the limit that every plan gives, which is then kept', () => {
    const walk = walking(takeRefusal(begin(150)));
    expect(pageRequest(walk)).toMatchObject({ limit: SMALL_LIMIT, offset: 0 });
    expect(turn(walking(turn(walk, 100, 150)), 50, 150)).toMatchObject({ state: 'done', limit: SMALL_LIMIT });
  });

  test('behind the last row, since rows vanished, begins another pass', () => {
    expect(takeRefusal(walking(turn(begin(200), 100, 200)))).toMatchObject({ pass: 2, offset: 0 });
  });

  test('with the smallest limit at the beginning has no remedy', () => {
    expect(takeRefusal({ ...begin(), limit: SMALL_LIMIT })).toBeUndefined();
  });
});

/** A server that gives a part of what is asked, and changes meanwhile, and the plan must get it all. */
describe.each([7, 100, 3000])('5,000 rows of a day in pages of at most %i', (most) => {
  interface Row {
    id: number;
    at: number;
  }
  const all: Row[] = Array.from({ length: 5000 }, (_, id) => ({ id, at: NOW - (5000 - id) * 17_000 }));

  function run(server: { rows: () => Row[] }) {
    const got = new Set<number>();
    let cursor: Cursor = begin(5000, 1);
    let requests = 0;
    let deepest = 0;
    while (cursor.state === 'walking') {
      const { offset, limit, since, until } = pageRequest(cursor);
      deepest = Math.max(deepest, offset);
      const inWindow = server
        .rows()
        .filter(({ at }) => at >= Date.parse(since) && at < Date.parse(until ?? UNTIL));
      const rows = inWindow.slice(offset, offset + Math.min(limit, most)).map(({ id }) => id);
      const mark = `${rows[0]} ${rows.at(-1)}`;
      const turned = takePage(cursor, { rows, told: { total: inWindow.length }, mark });
      if (turned.isUsed) rows.forEach((each) => got.add(each));
      ({ cursor } = turned);
      requests++;
    }
    return { got, requests, deepest, cursor };
  }

  test('are read whole, from shallow offsets, with not many more requests than needed', () => {
    const { got, requests, deepest, cursor } = run({ rows: () => all });
    expect(got.size).toBe(5000);
    expect(deepest).toBeLessThanOrEqual(Math.max(1000, most));
    expect(requests).toBeLessThan(1.1 * Math.ceil(5000 / most) + 30);
    expect(cursor).toMatchObject({ notes: [] });
  });

  test('miss none of those that stay while others vanish in front of them', () => {
    let gone = 0;
    const { got } = run({ rows: () => all.slice(Math.min(40, gone++)) });
    expect(all.slice(40).filter(({ id }) => !got.has(id))).toEqual([]);
  });
});
