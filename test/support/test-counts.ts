import { readFile } from 'node:fs/promises';

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** Counts of vitest's JSON report; absent where the run crashed before it could write one. */
export async function vitestCounts(file: string): Promise<Counts | undefined> {
  const report = await readJson<{
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    numTodoTests: number;
  }>(file);
  return (
    report && {
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + report.numTodoTests,
    }
  );
}

/** Counts of Playwright's JSON report. */
export async function playwrightCounts(file: string): Promise<Counts | undefined> {
  const report = await readJson<{
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  }>(file);
  return (
    report && {
      passed: report.stats.expected,
      failed: report.stats.unexpected + report.stats.flaky,
      skipped: report.stats.skipped,
    }
  );
}

async function readJson<T>(file: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T; // written by the tool a moment ago
  } catch {
    return undefined;
  }
}

/** A run that failed without a failed test (a file that does not load, a crash, a time-out) is one failure of its own. */
export function settle(counts: Counts | undefined, exitCode: number): Counts {
  const { passed, failed, skipped } = counts ?? { passed: 0, failed: 0, skipped: 0 };
  const ranNothing = passed + failed + skipped === 0;
  const isUnexplained = failed === 0 && (exitCode !== 0 || ranNothing);
  return { passed, failed: isUnexplained ? 1 : failed, skipped };
}

/** "12 passed, 0 failed", and ", 1 skipped" only where something was. */
export function lastLine(all: readonly Counts[]): string {
  const total = (key: keyof Counts) => all.reduce((sum, counts) => sum + counts[key], 0);
  const skipped = total('skipped');
  return `${total('passed')} passed, ${total('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
