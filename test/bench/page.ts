import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { BrowserContext, Page } from '@playwright/test';
import { rolldown } from 'rolldown';
import { launchChromium } from '../support/browsers.ts';
import { buildExtension } from '../support/build.ts';
import { connectExtension } from '../support/connect.ts';
import { startEmulator } from '../support/emulator/emulator.ts';
import { provideChromium } from '../support/install-browsers.ts';
import { row } from '../support/made-up-rows.ts';
import { ROOT } from '../support/paths.ts';
import { waitUntil } from '../support/wait-until.ts';
import { summarize, type Bench, type Figure, type Summary } from './figure.ts';
import { timeFirstMark } from './page-first-mark.ts';
import { heapOf, longestTask, profile, type Profile } from './page-profile.ts';
import { FRAMES, KNOWN, serveSite, type PageName, type Site } from './page-site.ts';
import { MEDIANS } from './report-page/build.ts';

/** Who reads along: the extension, a content script that does nothing, nobody. */
const SIDES = ['ours', 'script', 'nobody'] as const;
type SideName = (typeof SIDES)[number];

const SCANS = 15;
const LOADS = 25;
const EDITS = 1000;
const EDIT_ROUNDS = 4;
const TICKING_MS = 4000;
const TICKING_ROUNDS = 5;
const LARGE_ROUNDS = 7;
const MB = 1_000_000;

interface Setup {
  site: Site;
  browsers: Record<SideName, BrowserContext>;
  say: Bench['say'];
}

interface Sides {
  ours: Summary;
  theirs: Summary;
}

/** What the extension costs the pages that it reads: a real build in one Chromium, the same pages in others without it. */
export async function benchPage({ size, say }: Bench): Promise<Record<string, Figure>> {
  const { version } = await provideChromium(say);
  const { code, output } = await buildExtension('chrome');
  if (code !== 0) throw new Error(`The extension was not built:\n${output}`);
  const folder = await mkdtemp(join(tmpdir(), 'telltale-bench-page-'));
  const emulator = await startEmulator({ rows: KNOWN.map(rowOf) });
  const site = await serveSite(size);
  const browsers: Partial<Record<SideName, BrowserContext>> = {};
  try {
    browsers.ours = await launchChromium();
    await connectExtension(browsers.ours, { baseUrl: emulator.url, key: emulator.key });
    for (const side of ['script', 'nobody'] as const)
      browsers[side] = await launchChromium({
        extensionDir: await emptyExtension(join(folder, side), side === 'script'),
        userDataDir: join(folder, `${side}-profile`),
      });
    say(`${version}, pages of ${size === 1 ? 'full size' : `${size} of their size`}`);
    const setup = { site, browsers: browsers as Setup['browsers'], say };
    return {
      ...(await measureScan(setup)),
      ...(await measureLoad(setup)),
      'page.edits': await measureEdits(setup),
      'page.longest_task': await measureLongest(setup),
      'page.fps': await measureFrames(setup),
      'page.memory': await measureMemory(setup),
      'page.first_mark': await measureFirstMark(setup, size),
    };
  } finally {
    await Promise.all(Object.values(browsers).map((browser) => browser.close()));
    await site.close();
    await emulator.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function rowOf(value: string): object {
  return row('domain', value);
}

/** With a content script that is empty, or with none. */
async function emptyExtension(folder: string, hasScript: boolean): Promise<string> {
  await mkdir(folder, { recursive: true });
  const scripts = [{ matches: ['<all_urls>'], js: ['empty.js'], all_frames: true, run_at: 'document_idle' }];
  const manifest = {
    manifest_version: 3,
    name: 'Page benchmark',
    version: '1.0',
    background: { service_worker: 'worker.js' },
    ...(hasScript && { content_scripts: scripts }),
  };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'worker.js'), '');
  await writeFile(join(folder, 'empty.js'), '');
  return folder;
}

// --- Figures --------------------------------------------------------------------------------------------------------

/** How long the first screen of a report waits for its marks, over what cannot be done without: a question, its answer, a frame. */
async function measureFirstMark({ site, say }: Setup, size: number): Promise<Figure> {
  const { warm, cold, roundTrip, frame, rows } = await timeFirstMark({ site, size, row: rowOf });
  const least = summarize([roundTrip.median + frame.median]);
  const { detail, ...rest } = figure('first mark', { ours: warm, theirs: least }, 2, 'ms', say);
  const beside = `cold ${inWords(cold, 'ms')}; a round trip ${inWords(roundTrip, 'ms')}, a frame ${inWords(frame, 'ms')}; ${rows} rows`;
  say(`  ${beside}`);
  return { ...rest, detail: `${detail}; ${beside}` };
}

/** A whole page's reading beside a walk that only reads its text, and the part of it that the page's thread does; all in the page's own world and in turn. */
async function measureScan({ site, browsers, say }: Setup): Promise<Record<string, Figure>> {
  const page = await opened(browsers.nobody, site, 'nodes');
  await page.addScriptTag({ content: await bundleScan() });
  const times: Record<'walk' | 'scan' | 'thread', number[]> = { walk: [], scan: [], thread: [] };
  for (let round = 0; round < SCANS; round++)
    for (const side of ['walk', 'scan', 'thread'] as const)
      times[side].push(await page.evaluate((name) => pageBench[name](), side));
  await page.close();
  const theirs = summarize(times.walk);
  return {
    'page.scan': figure('scan', { ours: summarize(times.scan), theirs }, 3, 'ms', say),
    // The other part is the worker's: told, so that it is seen what a page feels of it.
    'page.scan_thread': figure(
      "scan, the page's thread",
      { ours: summarize(times.thread), theirs },
      undefined,
      'ms',
      say,
    ),
  };
}

/** Of the work that a report without indicators makes, how much is the extension's; and of the work that the same text makes bare. */
async function measureLoad(setup: Setup): Promise<Record<string, Figure>> {
  await checkReport(setup);
  const { say } = setup;
  const [report, bare] = [await profileLoads(setup, 'report'), await profileLoads(setup, 'bare')];
  // Nobody publishes a page like that, and what it makes the browser do is next to nothing: told, so that nothing is hidden.
  return {
    'page.load': figure('load', report, 0.1, 'ms', say),
    'page.load_bare': figure('load of the bare text', bare, undefined, 'ms', say),
  };
}

async function profileLoads({ site, browsers, say }: Setup, name: PageName): Promise<Sides> {
  const profiles: Record<SideName, Profile[]> = { ours: [], script: [], nobody: [] };
  for (let round = 0; round < LOADS; round++)
    for (const side of inTurn(round)) {
      const page = await browsers[side].newPage();
      profiles[side].push(
        await profile(page, async () => {
          await page.goto(site.urlOf(name));
          await calm(page);
        }),
      );
      await page.close();
    }
  const empty = summarize(profiles.script.map((each) => each.own));
  say(`  an empty content script takes ${empty.median.toFixed(2)} ms of a load`);
  return {
    ours: summarize(profiles.ours.map((each) => each.own)),
    theirs: summarize(profiles.nobody.map(({ others }) => others)),
  };
}

/** That its scripts ran as they should, and that it is no larger than pages are. */
async function checkReport({ site, browsers, say }: Setup): Promise<void> {
  const page = await opened(browsers.nobody, site, 'report');
  await calm(page);
  const { elements, tokens, consent, errors } = await page.evaluate(() => ({
    elements: document.querySelectorAll('*').length,
    tokens: document.querySelectorAll('.token').length,
    consent: document.querySelectorAll('consent-bar').length,
    errors: (globalThis as { reportErrors?: string[] }).reportErrors,
  }));
  await page.close();
  if (errors?.length !== 0 || tokens === 0 || consent === 0)
    throw new Error(`The report's scripts did not run as they should: ${errors?.join('; ')}`);
  const compressed = gzipSync(await (await fetch(site.urlOf('report'))).text()).length;
  say(`  the report has ${elements} elements; its document is ${compressed} bytes long, compressed`);
  if (elements > MEDIANS.elements || compressed > MEDIANS.document)
    throw new Error('The report is larger than the median page.');
}

/** A thousand changes of text, ten a frame as applications make them, on a page that is full of marks. */
async function measureEdits({ site, browsers, say }: Setup): Promise<Figure> {
  const pages = {
    ours: await opened(browsers.ours, site, 'marked'),
    nobody: await opened(browsers.nobody, site, 'marked'),
  };
  await waitUntil('the page is marked', () => pages.ours.evaluate(() => CSS.highlights.size > 0), 60);
  await calm(pages.ours);
  const times: Record<'ours' | 'nobody', number[]> = { ours: [], nobody: [] };
  for (let round = 0; round < EDIT_ROUNDS; round++)
    for (const side of round % 2 ? (['ours', 'nobody'] as const) : (['nobody', 'ours'] as const)) {
      await pages[side].bringToFront();
      times[side].push(await pages[side].evaluate(edit, { edits: EDITS, known: KNOWN, round }));
      await calm(pages[side]);
    }
  await Promise.all(Object.values(pages).map((page) => page.close()));
  return figure('edits', { ours: summarize(times.ours), theirs: summarize(times.nobody) }, 1.25, 'ms', say);
}

/** Runs in the page. Frames are waited for, or their number would be up to the browser, and here each is dearer than any edit. */
async function edit(given: { edits: number; known: readonly string[]; round: number }): Promise<number> {
  const { edits, known, round } = given;
  const items = document.querySelectorAll('li');
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  await frame();
  const start = performance.now();
  for (let at = 0; at < edits; at++) {
    const item = items[(at * 17) % items.length];
    if (item?.firstChild)
      item.firstChild.nodeValue = `${known[(at + round) % known.length]} was changed ${at} times`;
    if (at % 10 === 9) await frame();
  }
  return performance.now() - start;
}

/** The most that one task of the extension's keeps a page waiting, while it reads ten megabytes. */
async function measureLongest({ site, browsers, say }: Setup): Promise<Figure> {
  const longest: number[] = [];
  for (let round = 0; round < LARGE_ROUNDS; round++) {
    const page = await browsers.ours.newPage();
    const ms = await longestTask(page, async () => {
      await page.goto(site.urlOf('large'));
      await calm(page);
    });
    longest.push(ms);
    say(`  ten megabytes: at most ${ms.toFixed(1)} ms at a time`);
    await page.close();
  }
  const ours = summarize(longest);
  return {
    ...figure('longest task', { ours, theirs: ours }, 16, 'ms', say),
    baseline: 16,
    ratio: ours.median / 16,
    goal: 16,
    ok: ours.median <= 16,
  };
}

/** Frames a second of a page that rewrites half of itself at each. */
async function measureFrames({ site, browsers, say }: Setup): Promise<Figure> {
  const speeds: Record<'ours' | 'nobody', number[]> = { ours: [], nobody: [] };
  for (let round = 0; round < TICKING_ROUNDS; round++)
    for (const side of round % 2 ? (['ours', 'nobody'] as const) : (['nobody', 'ours'] as const)) {
      const page = await opened(browsers[side], site, 'ticker');
      if (side === 'ours')
        await waitUntil('the page is marked', () => page.evaluate(() => CSS.highlights.size > 0), 60);
      speeds[side].push(
        await page.evaluate(async (duration) => {
          const counter = globalThis as unknown as { frames60: number };
          const [start, before] = [performance.now(), counter.frames60];
          await new Promise((resolve) => setTimeout(resolve, duration));
          return ((counter.frames60 - before) * 1000) / (performance.now() - start);
        }, TICKING_MS),
      );
      await page.close();
    }
  const [ours, theirs] = [summarize(speeds.ours), summarize(speeds.nobody)];
  const ratio = ours.median / theirs.median;
  return {
    ...figure('frames', { ours, theirs }, 0.95, 'frames/s', say),
    ok: ratio >= 0.95,
  };
}

/** What each frame of an empty page holds more than it would without the extension. */
async function measureMemory({ site, browsers, say }: Setup): Promise<Figure> {
  const heaps: Record<SideName, number> = { ours: 0, script: 0, nobody: 0 };
  for (const side of SIDES) {
    const page = await opened(browsers[side], site, 'frames');
    await calm(page);
    heaps[side] = await heapOf(page);
    await page.close();
  }
  const gained = (side: SideName) => (heaps[side] - heaps.nobody) / (FRAMES + 1) / MB;
  const [ours, theirs] = [gained('ours'), gained('script')];
  const one = (value: number): Summary => ({ median: value, low: value, high: value });
  return {
    ...figure('memory', { ours: one(ours), theirs: one(theirs) }, 0.6, 'MB a frame', say),
    ok: ours <= 0.6,
  };
}

// --- Parts ----------------------------------------------------------------------------------------------------------

/** Not always the same one first, so that what else the machine does hits all. */
function inTurn(round: number): readonly SideName[] {
  return SIDES.map((_, at) => SIDES[(at + round) % SIDES.length]!);
}

async function opened(browser: BrowserContext, site: Site, name: PageName): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(site.urlOf(name));
  return page;
}

/** Until the page's thread had nothing to do for a while, five times in a row: who works in idle time leaves less of it. */
async function calm(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let quiet = 0; quiet < 5;) {
      const idle = await new Promise<IdleDeadline>((resolve) => requestIdleCallback(resolve));
      quiet = idle.timeRemaining() > 45 ? quiet + 1 : 0;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });
}

async function bundleScan(): Promise<string> {
  const build = await rolldown({
    input: fileURLToPath(new URL('page-scan.ts', import.meta.url)),
    resolve: { alias: { '@': join(ROOT, 'src') } },
    logLevel: 'silent',
  });
  const { output } = await build.generate({ format: 'iife', name: 'unused', minify: true });
  await build.close();
  return output[0].code;
}

/** Smaller is better. Without a goal it is only told. */
function figure(
  name: string,
  { ours, theirs }: Sides,
  goal: number | undefined,
  unit: string,
  say: Bench['say'],
): Figure {
  const ratio = ours.median / theirs.median;
  const detail = `${inWords(ours, unit)} beside ${inWords(theirs, unit)}`;
  say(`${name}: ${ratio.toFixed(3)} (${goal === undefined ? 'no goal' : `goal ${goal}`}): ${detail}`);
  const told = { value: ours.median, unit, baseline: theirs.median, ratio, detail };
  return goal === undefined ? { ...told, ok: true } : { ...told, goal, ok: ratio <= goal };
}

function inWords({ median, low, high }: Summary, unit: string): string {
  return `${median.toFixed(2)} ${unit} (${low.toFixed(2)} to ${high.toFixed(2)})`;
}
