/** `npm test`: every check there is, by stages; all of them run even if one fails. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildExtension } from './build.ts';
import { runCommand, type Outcome } from './command.ts';
import {
  provideChromium,
  provideDesktopTools,
  provideFirefox,
  provideHeadlessShell,
} from './install-browsers.ts';
import { lastLine, playwrightCounts, settle, vitestCounts, type Counts } from './test-counts.ts';

interface Stage {
  name: string;
  run: () => Promise<Outcome>;
  /** Without it, the stage itself is the one thing that passes or fails. */
  counts?: () => Promise<Counts | undefined>;
}

const reports = await mkdtemp(join(tmpdir(), 'telltale-reports-'));
const report = (name: string) => join(reports, `${name}.json`);

const CHECKS: Stage[] = [
  { name: 'lint', run: () => runCommand('oxlint', ['--type-aware', '--deny-warnings']) },
  { name: 'format', run: () => runCommand('prettier', ['--check', '--log-level', 'warn', '.']) },
  { name: 'types', run: () => runCommand('tsc', ['--noEmit']) },
  { name: 'build for Chromium', run: () => buildExtension('chrome') },
  { name: 'build for Firefox', run: () => buildExtension('firefox') },
];
const UNIT: Stage = {
  name: 'unit tests',
  run: () => runCommand('vitest', vitestArgs('unit'), { minutes: 10 }),
  counts: () => vitestCounts(report('unit')),
};
const IN_CHROMIUM: Stage = {
  name: 'end-to-end tests in Chromium',
  run: () =>
    runCommand('playwright', ['test', '--reporter=list,json'], {
      minutes: 20,
      env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report('e2e') },
    }),
  counts: () => playwrightCounts(report('e2e')),
};
const IN_FIREFOX: Stage = {
  name: 'tests in Firefox',
  run: () => runCommand('vitest', vitestArgs('firefox'), { minutes: 10 }),
  counts: () => vitestCounts(report('firefox')),
};

function vitestArgs(project: string): string[] {
  return [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report(project)}`,
  ];
}

await provideBrowsers();
const results: Counts[] = [];
for (const stage of CHECKS) results.push(await runStage(stage));
// One Firefox at a time leaves half of a small machine idle, and unit tests wait for nothing but a processor.
results.push(...(await Promise.all([UNIT, IN_FIREFOX].map(runStage))));
results.push(await runStage(IN_CHROMIUM));
await rm(reports, { recursive: true, force: true });
process.exitCode = results.some(({ failed }) => failed > 0) ? 1 : 0;
console.log(lastLine(results));

/** A browser that cannot be had is not the end of it: the stages that need none still run. */
async function provideBrowsers(): Promise<void> {
  const say = (text: string) => console.log(`[set-up] ${text}`);
  try {
    say(`Chromium: ${(await provideChromium(say)).version}`);
    await provideHeadlessShell(say);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
  }
  const firefox = await provideFirefox(say);
  say(`Firefox: ${firefox?.version ?? 'none found or installable; its tests are skipped'}`);
  await provideDesktopTools(say);
}

async function runStage({ name, run, counts }: Stage): Promise<Counts> {
  process.stdout.write(`\n${name} ...\n`);
  const startedAt = Date.now();
  const { code, output } = await run();
  const found = counts
    ? settle(await counts(), code)
    : { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  if (found.failed > 0) console.log(output.trimEnd());
  else if (found.skipped > 0) console.log(linesAbout(output, 'skip'));
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(`${name}: ${found.failed > 0 ? 'FAILED' : 'ok'}, ${lastLine([found])} (${seconds} s)`);
  return found;
}

/** What was skipped, and why, is never left unsaid. */
function linesAbout(output: string, word: string): string {
  return output
    .split('\n')
    .filter((line) => line.toLowerCase().includes(word) || /^\s*-\s+\d/.test(line))
    .join('\n');
}
