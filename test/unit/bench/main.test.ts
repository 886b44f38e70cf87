import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { summarize } from '@@/test/bench/figure.ts';

const MAIN = fileURLToPath(new URL('../../bench/main.ts', import.meta.url));
const KEYS = ['detect.prose', 'detect.mix', 'detect.dense'];

test('prints one object of figures last, each beside its baseline and its goal', async () => {
  const { code, lines } = await bench('--json', '--size', '0.002', '--only', 'detect');
  expect(code).toBe(0);
  const figures = JSON.parse(lines.at(-1) ?? '') as Record<string, Record<string, unknown>>;
  expect(Object.keys(figures)).toEqual(KEYS);
  for (const figure of Object.values(figures)) {
    expect(Object.keys(figure)).toEqual(['value', 'unit', 'baseline', 'ratio', 'goal', 'ok']);
    const { value, unit, baseline, ratio, goal, ok } = figure as Record<string, number>;
    expect(unit).toBe('MB/s');
    expect(value).toBeGreaterThan(0);
    expect(ratio).toBeCloseTo(value! / baseline!);
    expect(ok).toBe(ratio! >= goal!);
  }
  expect(KEYS.map((key) => figures[key]?.goal)).toEqual([20, 12, 6]);
}, 60_000);

test('a goal that is missed fails with --strict only', async () => {
  const { code, lines } = await bench('--strict', '--size', '0.002', '--only', 'detect');
  expect(code).toBe(lines.some((line) => line.startsWith('[bench] missed: ')) ? 1 : 0);
}, 60_000);

test('refuses a group that does not exist', async () => {
  const { code, lines } = await bench('--only', 'detect,speed');
  expect(code).toBe(1);
  expect(lines.join('\n')).toContain('No such group: speed. There are: detect');
});

test('summarizes measurements by their median and their spread', () => {
  expect(summarize([3, 1, 2])).toEqual({ median: 2, low: 1, high: 3 });
  expect(summarize([4, 1, 2, 3])).toEqual({ median: 2.5, low: 1, high: 4 });
});

async function bench(...args: string[]): Promise<{ code: number; lines: string[] }> {
  const lines = (text: string) => text.trimEnd().split('\n');
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [MAIN, ...args]);
    return { code: 0, lines: lines(stdout) };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, lines: lines(stdout + stderr) };
  }
}
