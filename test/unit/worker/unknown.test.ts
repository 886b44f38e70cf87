import { describe, expect, test } from 'vitest';
import type { Observable } from '@/core/indicator.ts';
import type { SeenValue } from '@/core/inspection.ts';
import { tokenize } from '@/core/tokenize.ts';
import { sortValues, type SortParts } from '@/worker/unknown.ts';

// All names, addresses and hashes are made up.
const MD5 = '0123456789abcdef0123456789abcdef';
const SHA1 = `${MD5}01234567`;
const SHA256 = MD5 + MD5;

/** What an inspector tells of a page with these lines; a number before a line is its row. */
function page(...lines: (string | [row: number, text: string])[]): SeenValue[] {
  return lines.flatMap((line) => {
    const [row, text] = typeof line === 'string' ? [undefined, line] : line;
    return tokenize(text).map(({ type, value, start, end }) => ({
      type,
      value,
      count: 1,
      asWritten: text.slice(start, end),
      sentences: [text],
      ...(row !== undefined && { row }),
    }));
  });
}

async function newOn(values: SeenValue[], change: Partial<SortParts> & { known?: string[] } = {}) {
  const { known = [], ...parts } = change;
  const sorted = await sortValues(values, {
    isKnown: (asked: readonly Observable[]) =>
      Promise.resolve(asked.map(({ value }) => known.includes(value))),
    allowlist: [],
    page: { url: 'https://report.example/post', titles: [] },
    ...parts,
  });
  return { ...sorted, names: sorted.unknown.map(({ type, value }) => `${type} ${value}`) };
}

describe('what is new on a page', () => {
  test('is what the reader takes for real, and nothing known', async () => {
    const values = page('The loader asks evil[.]test and 198.51.100.7, see readme.md and process.name.');
    const { names, total } = await newOn(values, { known: ['evil.test'] });
    expect(names).toEqual(['ipv4 198.51.100.7']);
    expect(total).toBe(2);
  });

  test('is neither the page’s own site, nor what is allowed or can point at nobody', async () => {
    const values = page('cdn.report.example, https://report.example/a, 192.168.1.1 and gate.corp.test');
    const allowlist = [{ value: 'corp.test', scope: 'domain-and-below' as const, reason: '', added: '' }];
    const { names, leftOut } = await newOn(values, { allowlist });
    expect(names).toEqual([]);
    expect(leftOut.own).toBeGreaterThanOrEqual(4);
  });

  test('of a shared service is its pages, not its name', async () => {
    const { names, leftOut } = await newOn(page('From pastebin.com: https://pastebin.com/raw/made-up'));
    expect(names).toEqual(['url https://pastebin.com/raw/made-up']);
    expect(leftOut.shared).toBeGreaterThanOrEqual(1);
  });

  test('is one file where hashes stand in one row, and none where one of them is known', async () => {
    const values = page([1, MD5], [1, SHA256], [2, MD5.replaceAll('0', 'f')], [2, SHA1]);
    const { unknown } = await newOn(values);
    expect(unknown).toMatchObject([
      { type: 'sha256', value: SHA256, otherHashes: [{ type: 'md5', value: MD5 }] },
      { type: 'sha1', otherHashes: [{ type: 'md5' }] },
    ]);
    const { names, leftOut } = await newOn(values, { known: [MD5] });
    expect(names).toEqual([`sha1 ${SHA1}`]);
    expect(leftOut.otherHash).toBe(1);
  });

  test.each([
    [`Fixed in commit ${SHA1}`, 'https://blog.example/', 0],
    [SHA1, 'https://github.com/made-up/project', 0],
    [`SHA-1: ${SHA1}`, 'https://github.com/made-up/project', 1],
    [`dropper.exe ${SHA1}`, 'https://report.example/', 1],
  ])('%s on %s: %i', async (text, url, count) => {
    const { names } = await newOn(page(text), { page: { url, titles: [] } });
    expect(names).toHaveLength(count);
  });
});
