import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { provideChromium } from '../support/install-browsers.ts';
import { summarize, type Bench, type Figure, type Summary } from './figure.ts';
import { startBrowser, type BenchBrowser } from './store-browser.ts';
import { makeExtension } from './store-extension.ts';
import type { Filled, Question, RowKind, SideName } from './store-worker.ts';

const FULL_ROWS = 1_000_000;
/** Of the rows whose writing is timed: the baseline is so slow that it gets fewer. */
const BASELINE_SHARE = 0.1;
/** As many as a page of a sync brings at most. */
const PAGE = 10_000;
const SYNCS = 200;
const SYNC_ROWS = 1000;
const WARM = { candidates: 10_000, known: 100 };
const COLD = { candidates: 300, known: 3 };
const WARM_ROUNDS = 9;
const COLD_ROUNDS = 11;
const HEAP_ROUNDS = 3;
/** A second after a start the browser's own beginnings are over. */
const CALM = 1000;
/** Some seconds after its last connection is gone, Chromium closes a database, which is how a worker that slept finds it. */
const ASLEEP = 4000;

type Pair<T> = Record<SideName, T>;

/** What all parts of the measurement need. */
interface Setup {
  rows: number;
  extension: string;
  profiles: string;
  /** Those that were started and not closed yet. */
  running: Set<BenchBrowser>;
  say: Bench['say'];
}

/**
 * The store in a real Chromium beside one that keeps a row per indicator: each in a profile of its own, asked turn about by the same
 * code. Needs some minutes and a gigabyte of disk at full size.
 */
export async function benchStore({ size, say }: Bench): Promise<Record<string, Figure>> {
  const { version } = await provideChromium(say);
  const folder = await mkdtemp(join(tmpdir(), 'telltale-bench-'));
  const running = new Set<BenchBrowser>();
  try {
    const rows = Math.round(FULL_ROWS * size);
    const extension = await makeExtension(join(folder, 'extension'), size);
    say(
      `${rows} rows of ${extension.feed}, ${version}, ${cpus().length} processors (${cpus()[0]?.model.trim()})`,
    );
    const setup = { rows, extension: extension.folder, profiles: folder, running, say };
    return { ...(await measureFeed(setup)), ...(await measureApi(setup)) };
  } finally {
    await Promise.all([...running].map((browser) => browser.close()));
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function measureFeed(setup: Setup): Promise<Record<string, Figure>> {
  const { rows, say } = setup;
  const browsers = await startBoth(setup, 'feed');
  const lines = await browsers.blocks.run('feedLines');
  const ingest = await fillBoth(browsers, 'feed', rows);
  // Look-ups are asked of all lines on both sides.
  await both((side) => {
    const from = side === 'blocks' ? rows : rows * BASELINE_SHARE;
    return browsers[side].run('fill', { side, kind: 'feed', from, to: lines, batch: PAGE });
  });
  const stored = { blocks: lines, rows: lines };
  say(`  stored ${lines} lines of the feed in each`);
  const warm = await measureWarm(browsers, stored);
  const falseKnown = await measureFalseKnown(browsers, stored, rows, say);
  const questions = await questionsFor(browsers, stored);
  const counts = await both((side) => browsers[side].run('count', side));
  await closeBoth(browsers);

  const cold = await measureCold(setup, questions);
  const again = await startBoth(setup, 'feed');
  const usage = await both((side) => usageOf(again[side], side));
  const heap = await measureHeap(again, questions);
  await closeBoth(again);
  return {
    'store.ingest': faster('ingest', ingest, 10, 'rows/s', say),
    'store.warm': faster('warm', warm, 10, 'ms', say),
    'store.cold_browser': faster('cold browser', cold.browser, 2.5, 'ms', say),
    'store.cold_worker': faster('cold worker', cold.worker, 1.2, 'ms', say),
    'store.disk': smaller('disk', perRow(usage, counts), 30, 'bytes a row', say),
    'store.heap': smaller('heap', perRow(heap, counts), 6, 'bytes a row', say),
    'store.false_known': falseKnown,
  };
}

async function measureApi(setup: Setup): Promise<Record<string, Figure>> {
  const { rows, say } = setup;
  const browsers = await startBoth(setup, 'api');
  const ingest = await fillBoth(browsers, 'api', rows);
  say(`  API-shaped rows: ${inWords(ingest, 'rows/s')}`);
  const counts = await both((side) => browsers[side].run('count', side));
  await closeBoth(browsers);

  const again = await startBoth(setup, 'api');
  const usage = await both((side) => usageOf(again[side], side));
  const written = await both(async (side) => {
    const from = side === 'blocks' ? rows : rows * BASELINE_SHARE;
    const to = from + SYNCS * SYNC_ROWS;
    const { bytes } = await again[side].run('fillCounted', { side, kind: 'api', from, to, batch: SYNC_ROWS });
    return bytes / SYNCS / 1e6;
  });
  await closeBoth(again);
  return {
    'store.disk_api': smaller('disk, API', perRow(usage, counts), 90, 'bytes a row', say),
    'store.write_amplification': smaller('written a sync', written, 1, 'MB', say),
  };
}

/** Turn about in ten parts, so that what else the machine does hits both. */
async function fillBoth(browsers: Pair<BenchBrowser>, kind: RowKind, rows: number): Promise<Pair<Summary>> {
  const speeds: Pair<number[]> = { blocks: [], rows: [] };
  const parts = 10;
  for (let part = 0; part < parts; part++) {
    for (const side of turn(part)) {
      const share = (rows * (side === 'rows' ? BASELINE_SHARE : 1)) / parts;
      const [from, to] = [Math.round(part * share), Math.round((part + 1) * share)];
      const { ms }: Filled = await browsers[side].run('fill', { side, kind, from, to, batch: PAGE });
      speeds[side].push((to - from) / (ms / 1000));
    }
  }
  return { blocks: overall(speeds.blocks), rows: overall(speeds.rows) };
}

/** The parts are equally many rows, so that all of them together took the harmonic mean of their speeds. */
function overall(speeds: readonly number[]): Summary {
  const whole = speeds.length / speeds.reduce((sum, speed) => sum + 1 / speed, 0);
  return { ...summarize(speeds), median: whole };
}

async function measureWarm(browsers: Pair<BenchBrowser>, stored: Pair<number>): Promise<Pair<Summary>> {
  const times: Pair<number[]> = { blocks: [], rows: [] };
  for (let round = 0; round <= WARM_ROUNDS; round++) {
    for (const side of turn(round)) {
      const question = await browsers[side].run('question', round, { ...WARM, stored: stored[side] });
      const ms = checked(await browsers[side].run('ask', side, question.keys), question);
      if (round > 0) times[side].push(ms);
    }
  }
  return { blocks: summarize(times.blocks), rows: summarize(times.rows) };
}

async function measureFalseKnown(
  browsers: Pair<BenchBrowser>,
  stored: Pair<number>,
  absent: number,
  say: Bench['say'],
): Promise<Figure> {
  const ours = await browsers.blocks.run('judge', 'blocks', { absent, stored: stored.blocks });
  const share = { absent: Math.round(absent / 20), stored: stored.rows };
  const theirs = await browsers.rows.run('judge', 'rows', share);
  const detail =
    `${ours.wrong} of ${ours.asked} values that are not listed or next to one that is, ${ours.missed} missed; ` +
    `baseline ${theirs.wrong} of ${theirs.asked}`;
  say(`false known: ${detail}; goal 0`);
  const { wrong, missed } = ours;
  const figure = { value: wrong, unit: 'values', baseline: theirs.wrong, ratio: wrong, goal: 0 };
  return { ...figure, ok: wrong === 0 && missed === 0, detail };
}

/** Three for each cold round, so that no start finds the pages of the database that an earlier one asked for. */
async function questionsFor(browsers: Pair<BenchBrowser>, stored: Pair<number>): Promise<Pair<Question[]>> {
  return both(async (side) => {
    const questions: Question[] = [];
    for (let seed = 100; seed < 100 + 3 * COLD_ROUNDS; seed++)
      questions.push(await browsers[side].run('question', seed, { ...COLD, stored: stored[side] }));
    return questions;
  });
}

/**
 * First answers: after the browser was started, after only the worker was, and after it slept for some seconds. The system's file
 * cache stays as it is.
 */
async function measureCold(
  setup: Setup,
  questions: Pair<Question[]>,
): Promise<Record<'browser' | 'worker', Pair<Summary>>> {
  const times = [0, 1, 2].map((): Pair<number[]> => ({ blocks: [], rows: [] }));
  for (let round = 0; round < COLD_ROUNDS; round++) {
    for (const side of turn(round)) {
      const browser = await start(setup, 'feed', side);
      await pause(CALM);
      for (const [step, each] of times.entries()) {
        if (step > 0) await browser.stopWorker();
        if (step > 1) await pause(ASLEEP);
        const question = questions[side][3 * round + step] as Question; // as many were made
        each[side].push(checked(await browser.ask(side, question.keys), question));
      }
      await browser.close();
    }
  }
  const [browser, worker, slept] = times.map(({ blocks, rows }) => ({
    blocks: summarize(blocks),
    rows: summarize(rows),
  })) as [Pair<Summary>, Pair<Summary>, Pair<Summary>];
  setup.say(`  a worker that slept for ${ASLEEP / 1000} s: ${inWords(slept, 'ms')}`);
  return { browser, worker };
}

/** Bytes more than the same worker holds with an empty store, each after it has answered. */
async function measureHeap(browsers: Pair<BenchBrowser>, questions: Pair<Question[]>): Promise<Pair<number>> {
  return both(async (side) => {
    const sizes: Record<'empty' | 'full', number[]> = { empty: [], full: [] };
    const keys = (questions[side][0] as Question).keys; // at least one was made
    for (let round = 0; round < HEAP_ROUNDS; round++) {
      for (const store of ['empty', 'full'] as const) {
        await browsers[side].stopWorker();
        await browsers[side].ask(side, keys, store === 'empty' ? 'empty' : undefined);
        sizes[store].push(await browsers[side].heap());
      }
    }
    return summarize(sizes.full).median - summarize(sizes.empty).median;
  });
}

/** After another start, which makes LevelDB tidy up what the last one left. */
async function usageOf(browser: BenchBrowser, side: SideName): Promise<number> {
  await browser.run('count', side);
  return browser.usage();
}

function checked({ ms, found }: { ms: number; found: number }, { known }: Question): number {
  if (found < known)
    throw new Error(`Only ${found} keys of at least ${known} were found: the time says nothing.`);
  return ms;
}

async function startBoth(setup: Setup, kind: RowKind): Promise<Pair<BenchBrowser>> {
  return both((side) => start(setup, kind, side));
}

async function start(
  { extension, profiles, running }: Setup,
  kind: RowKind,
  side: SideName,
): Promise<BenchBrowser> {
  const browser = await startBrowser(extension, join(profiles, `${kind}-${side}`));
  running.add(browser);
  return { ...browser, close: () => browser.close().finally(() => running.delete(browser)) };
}

async function closeBoth(browsers: Pair<BenchBrowser>): Promise<void> {
  await both((side) => browsers[side].close());
}

async function both<T>(make: (side: SideName) => Promise<T>): Promise<Pair<T>> {
  return { blocks: await make('blocks'), rows: await make('rows') };
}

function turn(round: number): SideName[] {
  return round % 2 === 0 ? ['blocks', 'rows'] : ['rows', 'blocks'];
}

function perRow(bytes: Pair<number>, rows: Pair<number>): Pair<number> {
  return { blocks: bytes.blocks / rows.blocks, rows: bytes.rows / rows.rows };
}

/** A goal for how many times as fast as the baseline. */
function faster(
  name: string,
  { blocks, rows }: Pair<Summary>,
  goal: number,
  unit: 'ms' | 'rows/s',
  say: Bench['say'],
): Figure {
  const [ours, theirs] = [blocks.median, rows.median];
  const ratio = unit === 'ms' ? theirs / ours : ours / theirs;
  const detail = inWords({ blocks, rows }, unit);
  say(`${name}: ${detail}; ${ratio.toFixed(2)} times as fast, goal ${goal}`);
  return { value: ours, unit, baseline: theirs, ratio, goal, ok: ratio >= goal, detail };
}

/** A goal for the size itself. */
function smaller(
  name: string,
  { blocks: value, rows: baseline }: Pair<number>,
  goal: number,
  unit: string,
  say: Bench['say'],
): Figure {
  const detail = `${value.toFixed(2)} ${unit}, baseline ${baseline.toFixed(2)}`;
  say(`${name}: ${detail}; goal ${goal}`);
  // A row store holds nothing in memory: then the share is one of the goal.
  const ratio = value / (baseline > goal / 100 ? baseline : goal);
  return { value, unit, baseline, ratio, goal, ok: value <= goal, detail };
}

function inWords({ blocks, rows }: Pair<Summary>, unit: string): string {
  return `${show(blocks)} ${unit}, baseline ${show(rows)}`;
}

function show({ median, low, high }: Summary): string {
  const digits = median < 1000 ? 1 : 0;
  return `${median.toFixed(digits)} (${low.toFixed(digits)} to ${high.toFixed(digits)})`;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
