import { describe, expect, test } from 'vitest';
import { parseCursor, type Cursor, type Done, type Walk } from '@/core/sync-cursor.ts';
import { NO_FILTERS } from '@/core/sync-filter.ts';
import {
  covers,
  PAGE_LIMIT,
  probeRequest,
  replan,
  startWalk,
  type Told,
  type Want,
} from '@/core/sync-plan.ts';
import { pageRequest } from '@/core/sync-window.ts';

const NOW = Date.parse('2026-05-16T10:30:00Z');
const UNTIL = '2026-05-16T10:30:05Z';
const want: Want = { lookbackDays: 365, filters: NO_FILTERS, context: true };
const done: Done = {
  state: 'done',
  watermark: '2026-05-16T09:00:00Z',
  ...want,
  limit: PAGE_LIMIT,
  reachesBackTo: '2025-05-16T00:00:00Z',
  gaps: [],
  notes: [],
  crowds: [],
};

function begin(told: Told = {}, cursor: Exclude<Cursor, Walk> = { state: 'new' }, wanted = want): Walk {
  const asked = probeRequest(cursor, wanted, NOW);
  return startWalk(cursor, { asked, told: { generatedAt: UNTIL, ...told } }, wanted, NOW);
}

describe('the probe', () => {
  test('asks for one row, as far back as is wanted', () => {
    expect(probeRequest({ state: 'new' }, want, NOW)).toEqual({
      since: '2025-05-16T10:30:00Z',
      limit: 1,
      offset: 0,
      slice: {},
    });
  });

  test('asks further back than is wanted where the last walk is longer ago', () => {
    expect(probeRequest(done, { ...want, lookbackDays: 0 }, NOW).since).toBe('2026-05-16T08:50:00Z');
  });

  test('asks for the slice that is wanted, where it is one', () => {
    const filters = { ...NO_FILTERS, types: ['url' as const] };
    expect(probeRequest(done, { ...want, filters }, NOW).slice).toEqual({ type: 'url' });
  });
});

describe('a first walk', () => {
  test('has its upper bound by the clock of the API, and counts the lookback from there', () => {
    const walk = begin({ generatedAt: '2026-05-20T00:00:00Z', total: 7 });
    expect(walk).toMatchObject({
      until: '2026-05-20T00:00:00Z',
      reachesBackTo: '2025-05-20T00:00:00Z',
      expected: 7,
    });
    expect(pageRequest(walk)).toEqual({
      since: '2025-05-20T00:00:00Z',
      until: '2026-05-20T00:00:00Z',
      limit: PAGE_LIMIT,
      offset: 0,
      slice: {},
    });
  });

  test('begins where the plan reaches back to', () => {
    const walk = begin({ since: '2026-05-15T10:30:05Z' });
    expect(walk).toMatchObject({ from: '2026-05-15T10:30:05Z', reachesBackTo: '2026-05-15T10:30:05Z' });
    expect(walk.planMs).toBe(24 * 3_600_000);
  });

  test('without a time of the API uses ours', () => {
    const asked = probeRequest({ state: 'new' }, want, NOW);
    expect(startWalk({ state: 'new' }, { asked, told: {} }, want, NOW).until).toBe('2026-05-16T10:30:00Z');
  });

  test('of more rows than a page or two begins with a window that holds fewer', () => {
    const walk = begin({ total: 1_000_000 });
    const days = (Date.parse(walk.to) - Date.parse(walk.from)) / 86_400_000;
    expect(days).toBeGreaterThan(2.5);
    expect(days).toBeLessThan(2.6);
  });

  test('of several slices is a task for each', () => {
    const filters = { ...NO_FILTERS, types: ['url', 'cve'] as ('url' | 'cve')[] };
    const { tasks } = begin({ total: 9 }, { state: 'new' }, { ...want, filters });
    expect(tasks.map(({ slice }) => slice)).toEqual([{ type: 'url' }, { type: 'cve' }]);
  });
});

describe('a later walk', () => {
  test('reads from ten minutes before the watermark, and nothing else', () => {
    expect(begin({}, done).tasks).toEqual([{ since: '2026-05-16T08:50:00Z', until: UNTIL, slice: {} }]);
  });

  test('of an API whose clock is now before the watermark starts anew', () => {
    const walk = begin({}, { ...done, watermark: '9999-01-01T00:00:00Z' });
    expect(walk).toMatchObject({ from: '2025-05-16T10:30:05Z', until: UNTIL });
  });

  test('notes a gap where the plan does not reach the watermark, and keeps older ones', () => {
    const old = {
      from: '2026-05-01T00:00:00Z',
      to: '2026-05-02T00:00:00Z',
      noticedAt: '2026-05-03T00:00:00Z',
    };
    const { gaps, tasks } = begin({ since: '2026-05-16T10:00:00Z' }, { ...done, gaps: [old] });
    expect(gaps).toEqual([
      old,
      { from: '2026-05-16T09:00:00Z', to: '2026-05-16T10:00:00Z', noticedAt: UNTIL },
    ]);
    expect(tasks).toEqual([{ since: '2026-05-16T10:00:00Z', until: UNTIL, slice: {} }]);
  });

  test('fills as much of a gap as the plan gives now', () => {
    const gap = {
      from: '2026-05-01T00:00:00Z',
      to: '2026-05-04T00:00:00Z',
      noticedAt: '2026-05-05T00:00:00Z',
    };
    const part = begin({ since: '2026-05-02T00:00:00Z' }, { ...done, gaps: [gap] });
    expect(part.gaps).toEqual([{ ...gap, to: '2026-05-02T00:00:00Z' }]);
    expect(part.tasks[1]).toEqual({ since: '2026-05-02T00:00:00Z', until: gap.to, slice: {} });
    expect(begin({}, { ...done, gaps: [gap] }).gaps).toEqual([]);
  });

  test('forgets a gap that is older than anything wanted', () => {
    const gap = {
      from: '2024-01-01T00:00:00Z',
      to: '2024-01-04T00:00:00Z',
      noticedAt: '2024-01-05T00:00:00Z',
    };
    expect(begin({}, { ...done, gaps: [gap] })).toMatchObject({ gaps: [], tasks: { length: 1 } });
  });

  test('reads what lies further back than before, once it is wanted and given', () => {
    const walk = begin({}, { ...done, reachesBackTo: '2026-05-01T00:00:00Z' });
    expect(walk.tasks[1]).toEqual({
      since: '2025-05-16T10:30:05Z',
      until: '2026-05-01T00:00:00Z',
      slice: {},
    });
    expect(walk.reachesBackTo).toBe('2025-05-16T10:30:05Z');
  });

  test('tries large pages again where the plan reaches further than it did, by more than a midnight', () => {
    const small = { ...done, limit: 100, planMs: 24 * 3_600_000 };
    expect(begin({ since: '2026-05-15T00:00:00Z' }, small).limit).toBe(100);
    expect(begin({ since: '2026-04-16T00:00:00Z' }, small).limit).toBe(PAGE_LIMIT);
    expect(begin({}, small).limit).toBe(PAGE_LIMIT);
  });
});

describe('when other things are wanted than before', () => {
  const fewer: Want = { ...want, filters: { ...NO_FILTERS, types: ['url'] } };
  const narrow: Done = { ...done, ...fewer };

  test('what was read says whether it covers them', () => {
    expect(covers(done, fewer)).toBe(true);
    expect(covers(narrow, want)).toBe(false);
    expect(covers(done, { ...want, lookbackDays: 366 })).toBe(false);
    expect(covers({ ...done, context: false }, want)).toBe(false);
    expect(covers(done, { ...want, context: false })).toBe(true);
  });

  test('a walk goes on where it reads all of it, and else begins again from where it came', () => {
    const walk = begin({}, narrow, fewer);
    expect(replan(walk, fewer)).toBe(walk);
    expect(replan(walk, want)).toEqual(narrow);
    expect(replan(begin({}, { state: 'new' }, fewer), want)).toEqual({ state: 'new' });
  });

  test('context that is wanted again means to read everything again', () => {
    expect(replan({ ...done, context: false }, want)).toEqual({ state: 'new' });
  });
});

test('a stored cursor is read back, and a damaged one starts anew', () => {
  for (const cursor of [{ state: 'new' }, begin({ total: 4 }), done, begin({}, done)] as Cursor[])
    expect(parseCursor(structuredClone(cursor))).toEqual(cursor);
  const damaged = [
    undefined,
    null,
    7,
    {},
    { state: 'walking' },
    { ...done, watermark: 'never' },
    { ...begin(), offset: -1 },
    { ...begin(), tasks: [] },
  ];
  for (const stored of damaged) expect(parseCursor(stored)).toEqual({ state: 'new' });
});

test('a cursor from before there were filters and gaps is gone on from', () => {
  const { watermark } = done;
  const old = { state: 'done', watermark, limit: 10_000, lookbackDays: 365, cut: 100, note: 'gap' };
  expect(parseCursor(old)).toMatchObject({
    state: 'done',
    watermark,
    filters: NO_FILTERS,
    context: true,
    gaps: [],
  });
});
