import { expect, onTestFinished, test } from 'vitest';
import { ask, askRefused } from '../../support/emulator/ask.ts';
import type { Emulator, EmulatorOptions } from '../../support/emulator/emulator.ts';
import { startEmulator } from '../../support/emulator/emulator.ts';

const NOW = Date.parse('2026-05-16T10:30:00Z');

async function start(options: EmulatorOptions) {
  const emulator = await startEmulator({ now: () => NOW, untilInclusive: true, ...options });
  onTestFinished(() => emulator.close());
  return emulator;
}

const row = (value: string) => ({ type: 'domain', value });
const letters = (text: string) => Array.from(text, row);
const hasValue = (value: string) => (each: unknown) => (each as { value: string }).value === value;

/** The values of a walk that advances by what came back, page by page. */
async function walk(emulator: Emulator, limit: number): Promise<string[]> {
  const pages: string[] = [];
  for (let offset = 0; ;) {
    const { data } = (await ask(emulator, { limit, offset })).body;
    if (data.length === 0) return pages;
    pages.push(data.map(({ value }) => value).join(''));
    offset += data.length;
  }
}

test('pages through all rows in stored order', async () => {
  expect(await walk(await start({ rows: letters('abcdefg') }), 3)).toEqual(['abc', 'def', 'g']);
});

test('answers an offset past the end with an empty page, or refuses it', async () => {
  const emulator = await start({ rows: letters('ab') });
  const { body } = await ask(emulator, { limit: 2, offset: 9 });
  expect([body.data, body.meta.total, body.meta.offset]).toEqual([[], 2, 9]);
  emulator.set({ pastTotal: 'refuse' });
  expect((await askRefused(emulator, { limit: 2, offset: 2 })).status).toBe(400);
  expect((await ask(emulator, { limit: 2, offset: 0 })).status).toBe(200);
});

test('a row inserted in front is met again: the last of the page before', async () => {
  const emulator = await start({
    rows: letters('abcd'),
    onPage: (page, rows) => page === 1 && rows.insert([row('x')]),
  });
  expect(await walk(emulator, 2)).toEqual(['ab', 'bc', 'd']);
});

test('a row deleted in front makes the walk miss one', async () => {
  const emulator = await start({
    rows: letters('abcd'),
    onPage: (page, rows) => page === 1 && rows.delete(hasValue('a')),
  });
  expect(await walk(emulator, 2)).toEqual(['ab', 'd']);
  expect(emulator.rows.length).toBe(3);
});

test('rows can be reordered, replaced and inserted anywhere between requests', async () => {
  const emulator = await start({ rows: letters('abc') });
  emulator.rows.reorder((a, b) =>
    (b as { value: string }).value.localeCompare((a as { value: string }).value),
  );
  expect(await walk(emulator, 9)).toEqual(['cba']);
  emulator.rows.insert(letters('xy'), 1);
  expect(await walk(emulator, 9)).toEqual(['cxyba']);
  emulator.rows.replace(letters('z'));
  expect(await walk(emulator, 9)).toEqual(['z']);
  expect(emulator.rows.list()).toEqual([row('z')]);
});

test('a row inserted during a walk is newer than the walk’s end', async () => {
  let now = NOW;
  const emulator = await start({ rows: letters('ab'), now: () => now, untilInclusive: false });
  const until = (await ask(emulator)).body.meta.generated_at;
  now += 60_000;
  emulator.rows.insert([row('x')], 2);
  now += 60_000;
  expect((await ask(emulator, { until })).body.meta.total).toBe(2);
  expect((await ask(emulator)).body.meta.total).toBe(3);
});

test('remembers a selection only until the rows change', async () => {
  const emulator = await start({ rows: letters('ab') });
  expect((await ask(emulator, { type: 'domain' })).body.meta.total).toBe(2);
  emulator.rows.delete(hasValue('b'));
  expect((await ask(emulator, { type: 'domain' })).body.meta.total).toBe(1);
});

test.each([
  ['newest', 'bca'],
  ['oldest', 'acb'],
] as const)('orders by extraction, %s first', async (order, expected) => {
  const rows = [
    { ...row('a'), extracted_at: '-PT9H' },
    { ...row('b'), extracted_at: '-PT1H' },
    { ...row('c'), extracted_at: '-PT5H' },
  ];
  expect(await walk(await start({ rows, order }), 9)).toEqual([expected]);
});

test('shuffles anew for each page in unstable order', async () => {
  const emulator = await start({ rows: letters('abcdefghijkl'), order: 'unstable' });
  const first = (await walk(emulator, 12)).join('');
  const second = (await walk(emulator, 12)).join('');
  expect(first).not.toBe(second);
  expect(Array.from(first).toSorted().join('')).toBe('abcdefghijkl');
});

test('tells another total as told, and page by page', async () => {
  const emulator = await start({ rows: letters('abcd'), total: (exact, page) => exact + page * 10 });
  const totals = [];
  for (const offset of [0, 2]) totals.push((await ask(emulator, { limit: 2, offset })).body.meta.total);
  expect(totals).toEqual([14, 24]);
});
