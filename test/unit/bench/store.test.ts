import { serialize } from 'node:v8';
import { describe, expect, test } from 'vitest';
import type { Indicator } from '@/core/indicator.ts';
import { normalize } from '@/core/normalize.ts';
import { isOwnId } from '@/core/row-id.ts';
import { makeUpApiRows } from '@@/test/bench/store-api-rows.ts';
import { bytesOf, countWrites } from '@@/test/bench/store-bytes.ts';
import { makeUpFeed, readFeed } from '@@/test/bench/store-feed.ts';
import { keysOf, makeUpValues, nearMisses } from '@@/test/bench/store-questions.ts';

const ADDED = Date.UTC(2026, 10, 1);

function take<T>(count: number, from: Generator<T, never>): T[] {
  return Array.from({ length: count }, () => from.next().value);
}

describe('bytes of a stored value', () => {
  const row = take(1, makeUpApiRows(1, 'bench'))[0];
  test.each([
    ['a block', { shelf: 3_000_000_000, number: 12, rows: new Uint8Array(4000), oldest: ADDED }],
    ['a piece of an index', { index: 'keys', shelf: 7, number: 1, hashes: new Uint32Array(4096) }],
    ['a row', row],
    ['letters beyond Latin-1', { value: 'пример'.repeat(20) }],
    ['lists and numbers', Array.from({ length: 100 }, (_, i) => i * 1000)],
  ])('are about what V8 serializes: %s', (_, value) => {
    const real = serialize(value).byteLength;
    expect(bytesOf(value) / real).toBeGreaterThan(0.93);
    expect(bytesOf(value) / real).toBeLessThan(1.07);
  });

  test('are those of the file where it is one', () => {
    expect(bytesOf({ hashes: new Blob([new Uint8Array(100_000)]) }) / 100_000).toBeCloseTo(1, 3);
  });

  test('are counted until counting is stopped', () => {
    const stored: unknown[] = [];
    const store = {
      put: stored.push.bind(stored),
      add: stored.push.bind(stored),
    } as unknown as IDBObjectStore;
    const { put } = store;
    const stop = countWrites(store);
    store.put('four', 'k');
    store.add('five5');
    expect(stop()).toBe(bytesOf('four') + bytesOf('k') + bytesOf('five5'));
    expect(store.put).toBe(put);
    expect(stored).toContain('four');
  });
});

describe('rows to fill the store with', () => {
  test('of a feed are canonical, the same for the same seed, and known by their words', () => {
    const text = makeUpFeed(300, 5);
    expect(makeUpFeed(300, 5)).toEqual(text);
    const feed = readFeed(text, 'bench', ADDED);
    const rows = Array.from({ length: feed.lines }, (_, line) => feed.row(line)).filter(
      (row) => row !== undefined,
    );
    expect(feed.lines).toBe(300);
    expect(rows.length).toBeGreaterThan(290);
    expect(rows.every(({ id }) => isOwnId(id))).toBe(true);
    expect(rows.every(isCanonical)).toBe(true);
    expect(rows[0]?.article?.url).toMatch(/^https:\/\/reports\.example\//);
  });

  test('of the API have ids, dates and contexts of their own, and share an article with their neighbours', () => {
    const rows = take(1000, makeUpApiRows(5, 'bench'));
    expect(rows).toEqual(take(1000, makeUpApiRows(5, 'bench')));
    expect(new Set(rows.map(({ id }) => id)).size).toBe(1000);
    expect(rows.every(isCanonical)).toBe(true);
    expect(rows.every(({ firstSeen, lastSeen, context }) => firstSeen && lastSeen && context)).toBe(true);
    const articles = new Set(rows.map(({ article }) => article?.title)).size;
    expect(1000 / articles).toBeGreaterThan(20);
    expect(1000 / articles).toBeLessThan(41);
  });
});

describe('questions', () => {
  test('are values in their canonical spelling, with the keys of their hosts', () => {
    const values = take(500, makeUpValues(5));
    expect(values.every(isCanonical)).toBe(true);
    expect(keysOf({ type: 'url', value: 'http://a.evil.example/x' })).toContain('h:a.evil.example');
  });

  test.each([
    ['domain', 'evil.example', ['fvil.example', 'xevil.example', 'evil.example.example']],
    ['ipv4', '192.0.2.255', ['192.0.2.0']],
    ['ipv4', '192.0.2.0/24', []],
    ['url', 'http://evil.example/a', ['http://evil.example/ax', 'http://xevil.example/a']],
    ['cve', 'CVE-2026-1234', []],
  ] as const)('next to a listed one: %s %s', (type, value, near) => {
    expect(nearMisses({ type, value }).map((each) => each.value)).toEqual(near);
  });
});

function isCanonical({ type, value }: Pick<Indicator, 'type' | 'value'>): boolean {
  const normal = normalize(type, value);
  return normal.ok && normal.value === value;
}
