import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { ROOT } from '../support/paths.ts';

const REPORTS = join(ROOT, '..', 'shared', 'reports');

interface Result {
  pages: number;
  expected: number;
  marked: number;
  by_type: Record<string, [expected: number, marked: number]>;
  extra: unknown[];
}

test('on real threat reports every published indicator is marked, and nothing else', async () => {
  test.skip(!existsSync(REPORTS), 'the real reports are not beside this checkout');
  test.setTimeout(300_000);
  const demo = join(ROOT, 'test', 'support', 'demo.ts');
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [demo, '--built', '--json', '--reports', REPORTS],
    {
      maxBuffer: 64 * 2 ** 20,
    },
  );
  const result = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Result;
  expect(result.pages).toBeGreaterThan(0);
  expect(result.extra).toEqual([]);
  expect(result.marked / result.expected).toBeGreaterThanOrEqual(0.99);
  for (const [type, [expected, marked]] of Object.entries(result.by_type))
    if (expected >= 15) expect(marked / expected, type).toBeGreaterThanOrEqual(0.99);
});
