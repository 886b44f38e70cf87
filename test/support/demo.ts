/**
 * `npm run demo [-- --json] [-- --feed FILE] [-- --reports DIR] [-- --built]`: the API emulator, a real Chromium with the
 * real build, and reports to read. docs/testing.md says what it prints.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { BrowserContext, Page } from '@playwright/test';
import { launchChromium } from './browsers.ts';
import { buildExtension } from './build.ts';
import { connectExtension, type ObservedStatus } from './connect.ts';
import { reportPages, type ReportPage } from './demo-pages.ts';
import { printMarks, printPage, printTypes } from './demo-print.ts';
import { shortcomings, summarise, type DemoResult, type Goal } from './demo-result.ts';
import { takeScreenshots } from './demo-screenshots.ts';
import { surveyPage, type PageSurvey } from './demo-survey.ts';
import { startEmulator, type Emulator } from './emulator/emulator.ts';
import { expectedRows } from './emulator/expected-rows.ts';
import { feedSets, readFeed, type FeedSets } from './feed-truth.ts';
import { provideChromium } from './install-browsers.ts';
import { createJudge, type Listed } from './judge.ts';
import { ROOT } from './paths.ts';
import { startStaticServer, type StaticServer } from './static-server.ts';

const SAMPLE = join(ROOT, 'test', 'fixtures', 'sample');
const SHARED_REPORTS = join(ROOT, '..', 'shared', 'reports');

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean' },
    feed: { type: 'string' },
    reports: { type: 'string' },
    // For who runs it beside tests that use the same build: replacing it would take it away from them.
    built: { type: 'boolean' },
  },
});

try {
  process.exitCode = (await runDemo()) ? 0 : 1;
} catch (error) {
  console.error(`[demo] ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  process.exitCode = 1;
}

/** True where every goal was met. */
async function runDemo(): Promise<boolean> {
  await prepare();
  const folder = reportsFolder();
  const pages = await reportPages(folder);
  const emulator = await startApi(pages);
  const server = await startStaticServer(folder);
  const staysOpen = hasDisplay() && !options.json && !options.feed && !options.reports;
  const context = await launchChromium(
    staysOpen ? { headless: false, viewport: null, colorScheme: null } : {},
  );
  try {
    return await showReports({ context, emulator, server, pages, staysOpen });
  } finally {
    await context.close();
    await Promise.all([emulator.close(), server.close()]);
  }
}

async function prepare(): Promise<void> {
  const { version } = await provideChromium(say);
  say(`browser: ${version}`);
  if (options.built) return;
  say('building the extension ...');
  const { code, output } = await buildExtension('chrome');
  if (code !== 0) throw new Error(`The build failed:\n${output}`);
}

function reportsFolder(): string {
  if (options.reports) return resolve(options.reports);
  return options.feed && existsSync(SHARED_REPORTS) ? SHARED_REPORTS : SAMPLE;
}

async function startApi(pages: readonly ReportPage[]): Promise<Emulator> {
  if (options.feed) say(`reading ${options.feed} ...`);
  const emulator = await startEmulator(feedOf(pages));
  say(`API emulator: ${emulator.url}, ${emulator.rows.length.toLocaleString('en')} rows`);
  return emulator;
}

function feedOf(pages: readonly ReportPage[]): { feed?: string; rows?: object[] } {
  if (options.feed) return { feed: resolve(options.feed) };
  if (!options.reports) return {};
  return { rows: pages.flatMap(({ name, expected }) => expectedRows(expected, name)) };
}

/** A developer's screen; never one that happens to be there in continuous integration. */
function hasDisplay(): boolean {
  if (process.env.CI) return false;
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
}

interface Stage {
  context: BrowserContext;
  emulator: Emulator;
  server: StaticServer;
  pages: readonly ReportPage[];
  staysOpen: boolean;
}

async function showReports({ context, emulator, server, pages, staysOpen }: Stage): Promise<boolean> {
  const { extensionPage, sync } = await connect(context, emulator);
  const rows = options.feed
    ? await readFeed(resolve(options.feed))
    : pages.flatMap(({ expected }) => expected);
  const surveys = await surveyAll({ context, server, pages, rows, extensionPage });
  const page = context.pages().at(-1);
  const screenshots = page && !staysOpen ? await takeScreenshots(page) : [];
  const result: DemoResult = { ...summarise(surveys), screenshots, ...(options.feed ? { sync } : {}) };
  const short = shortcomings(result, goal());

  for (const survey of pages.length === 1 ? surveys : []) printMarks(survey);
  printTypes(result);
  for (const path of screenshots) say(`picture: ${path}`);
  for (const each of short) say(`NOT REACHED: ${each}`);
  if (options.json) console.log(JSON.stringify(result));
  if (staysOpen) await untilClosed(context);
  return short.length === 0;
}

async function connect(context: BrowserContext, emulator: Emulator) {
  const startedAt = Date.now();
  say('connecting the extension to the API through its options page ...');
  const extensionPage = await connectExtension(context, {
    baseUrl: emulator.url,
    key: emulator.key,
    seconds: options.feed ? 3600 : 120,
    onProgress: createProgress(),
  });
  const seconds = Math.round((Date.now() - startedAt) / 100) / 10;
  const bytes = await extensionPage.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
  const total = emulator.rows.length;
  say(`synced ${total.toLocaleString('en')} rows in ${seconds} s; ${(bytes / 1e6).toFixed(1)} MB on disk`);
  return { extensionPage, sync: { rows: total, seconds, bytes } };
}

/** Says how far a long sync is, every 50,000 rows. */
function createProgress() {
  let said = 0;
  return ({ phase: { fetched = 0, total } }: ObservedStatus) => {
    if (fetched < said + 50_000) return;
    said = fetched;
    say(`  ${fetched.toLocaleString('en')} of ${total?.toLocaleString('en') ?? '?'} rows`);
  };
}

async function surveyAll(parts: {
  context: BrowserContext;
  server: StaticServer;
  pages: readonly ReportPage[];
  rows: readonly Listed[];
  extensionPage: Page;
}): Promise<PageSurvey[]> {
  const { context, server, pages, rows, extensionPage } = parts;
  const judge = createJudge(rows);
  const feed: { feed?: FeedSets } = options.feed ? { feed: feedSets(rows) } : {};
  const page = await context.newPage();
  const surveys: PageSurvey[] = [];
  for (const { name, file, expected } of pages) {
    await page.goto(`${server.url}/${file}`);
    const survey = await surveyPage(page, { name, listed: expected, judge, extensionPage, ...feed });
    printPage(survey);
    surveys.push(survey);
  }
  return surveys;
}

function goal(): Goal {
  if (options.feed) return { share: 0.99, fromCount: 1 };
  return options.reports ? { share: 0.99, fromCount: 15 } : { share: 1, fromCount: 1 };
}

async function untilClosed(context: BrowserContext): Promise<void> {
  await context
    .pages()
    .at(-1)
    ?.evaluate(() => scrollTo({ top: 0 }));
  say('The browser stays open: point at a mark, right-click a value, press the toolbar button.');
  say('Close it, or press Ctrl+C, to end the demo.');
  await context.waitForEvent('close', { timeout: 0 });
}

function say(text: string): void {
  console.log(`[demo] ${text}`);
}
