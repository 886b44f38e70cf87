import { describe, expect, test } from 'vitest';
import type { ListFormat } from '@/core/source.ts';
import { guessFormat } from '@/import/guess-format.ts';
import { ListError } from '@/import/list-error.ts';
import { readPattern } from '@/import/stix-pattern.ts';
import { readAll } from './read-text.ts';

/** Processor time of this process, in milliseconds. */
async function timed(run: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  try {
    await run();
  } catch (error) {
    if (!(error instanceof ListError)) throw error;
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** A second for a megabyte; the work of a second power would take minutes. */
const MOST = 4000;

describe('the worst megabyte known takes a moment', () => {
  test.each<[what: string, text: string, format: ListFormat]>([
    ['spaces before no comment', `a${' '.repeat(1_000_000)}b`, 'txt'],
    ['comment signs', `a${' #'.repeat(500_000)}`, 'txt'],
    ['lines of brackets', `${'['.repeat(4000)}x\n`.repeat(250), 'txt'],
    ['lines that might be addresses', `${'a.'.repeat(2000)}!\n`.repeat(250), 'txt'],
    ['lines of colons', `${':'.repeat(4000)}\n`.repeat(250), 'txt'],
    ['quotes', '"'.repeat(1_000_000), 'csv'],
    ['quotes and commas', 'a,"b,'.repeat(200_000), 'csv'],
    ['comments that never end', '<!-- '.repeat(200_000), 'csv'],
    ['comments of a page without a page', '<!-- -->'.repeat(125_000), 'csv'],
    ['keys of another list', `[${'"ip_address","ip_address",'.repeat(40_000)}1]`, 'json'],
    ['brackets', '['.repeat(1_000_000), 'json'],
    ['deep records', `{"data":[${'['.repeat(500_000)}${'1,'.repeat(250_000)}1`, 'json'],
    [
      'a deep line',
      `{"value":"evil.example"}\n{"value":${'['.repeat(400_000)}${']'.repeat(400_000)}}`,
      'json',
    ],
  ])('%s', async (_, text, format) => {
    expect(await timed(() => readAll(text, format, {}, 65_536))).toBeLessThan(MOST);
    expect(await timed(() => guessFormat(text.slice(0, 65_536)))).toBeLessThan(MOST);
  });

  test.each([
    ['letters and digits', `[${'a1'.repeat(500_000)}`],
    ['types without a value', `[${'a-'.repeat(500_000)}]`],
    ['sets', `[${"a:b IN ('c') ".repeat(75_000)}]`],
    ['sets without an end', `[${"a:b IN ('c' ".repeat(80_000)}]`],
    ['backslashes', `[a:b = '${'\\'.repeat(1_000_000)}`],
  ])('of a pattern: %s', async (_, pattern) => {
    expect(await timed(() => readPattern(pattern))).toBeLessThan(MOST);
  });
});
