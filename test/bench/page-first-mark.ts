import type { CDPSession, Page } from '@playwright/test';
import { killWorker, launchChromium } from '../support/browsers.ts';
import { connectExtension } from '../support/connect.ts';
import { startEmulator } from '../support/emulator/emulator.ts';
import { summarize, type Summary } from './figure.ts';
import { KNOWN, type Site } from './page-site.ts';

/** From the moment at which the browser runs content scripts to the frame in which every listed value in the viewport is marked; milliseconds. */
export interface FirstMark {
  warm: Summary;
  /** The worker had been stopped: it starts, opens its database and reads its index. */
  cold: Summary;
  /** One question of the page's annotator and its answer, from a warm worker. */
  roundTrip: Summary;
  frame: Summary;
  rows: number;
}

const WARM_LOADS = 15;
const COLD_LOADS = 5;
const QUESTIONS = 25;
const FRAMES = 60;
const ROWS = 1_000_000;

/** Loads a report that begins with listed values, with a million indicators in the extension's store. */
export async function timeFirstMark({
  site,
  size,
  row,
}: {
  site: Site;
  size: number;
  row: (value: string) => object;
}): Promise<FirstMark> {
  const rows = Math.ceil(ROWS * size);
  const others = Array.from({ length: rows - KNOWN.length }, (_, at) => row(`other-${at}.example`));
  const emulator = await startEmulator({ rows: [...KNOWN.map(row), ...others] });
  const context = await launchChromium();
  try {
    const options = await connectExtension(context, {
      baseUrl: emulator.url,
      key: emulator.key,
      seconds: 600,
    });
    await options.close();
    const page = await context.newPage();
    const load = () => timeLoad(page, site);
    // The first load of all finds neither the code compiled nor the index in memory.
    await load();
    const warm = await repeat(WARM_LOADS, load);
    const roundTrip = await timeQuestions(page);
    const frame = await timeFrames(page);
    const cold = await repeat(COLD_LOADS, async () => {
      await killWorker(context);
      return load();
    });
    return {
      warm: summarize(warm),
      cold: summarize(cold),
      roundTrip: summarize(roundTrip),
      frame: summarize(frame),
      rows,
    };
  } finally {
    await context.close();
    await emulator.close();
  }
}

async function repeat(times: number, measure: () => Promise<number>): Promise<number[]> {
  const all: number[] = [];
  for (let round = 0; round < times; round++) all.push(await measure());
  return all;
}

/** The browser's own trace tells when it ran the content script, and the page's mark is in the same trace. */
async function timeLoad(page: Page, site: Site): Promise<number> {
  await page.goto('about:blank');
  const session = await page.context().newCDPSession(page);
  try {
    const trace = await traced(session, async () => {
      await page.goto(site.urlOf('marks'));
      await page.waitForFunction(() => performance.getEntriesByName('marked').length > 0, undefined, {
        timeout: 60_000,
      });
    });
    const began = trace.find(
      ({ name, args }) =>
        name === 'EvaluateScript' && /^chrome-extension:.*\/annotate\.js$/.test(args?.data?.url ?? ''),
    );
    const marked = trace.find(({ name }) => name === 'marked');
    if (!began || !marked) throw new Error('The trace holds no content script, or no mark.');
    return (marked.ts - began.ts) / 1000;
  } finally {
    await session.detach();
  }
}

interface TraceEvent {
  name: string;
  /** Microseconds. */
  ts: number;
  args?: { data?: { url?: string } };
}

async function traced(session: CDPSession, action: () => Promise<unknown>): Promise<TraceEvent[]> {
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['devtools.timeline', 'blink.user_timing'] },
  });
  await action();
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await complete;
  return events;
}

/** Asked in the annotator's own world, each time about a value that was not asked about before. */
async function timeQuestions(page: Page): Promise<number[]> {
  const session = await page.context().newCDPSession(page);
  try {
    const worlds: number[] = [];
    session.on('Runtime.executionContextCreated', ({ context: { id, auxData } }) => {
      if ((auxData as { type?: string }).type === 'isolated') worlds.push(id);
    });
    await session.send('Runtime.enable');
    for (const contextId of worlds) {
      const { result } = await session.send('Runtime.evaluate', {
        contextId,
        awaitPromise: true,
        returnByValue: true,
        expression: `(${askOften.toString()})(${QUESTIONS})`,
      });
      if (Array.isArray(result.value)) return result.value as number[];
    }
    throw new Error('The page has no content script.');
  } finally {
    await session.detach();
  }
}

/** Runs in the annotator's world, or in another one that is isolated. */
async function askOften(times: number): Promise<number[] | undefined> {
  const { chrome } = globalThis as unknown as {
    chrome?: { runtime?: { sendMessage?(message: object): Promise<unknown> } };
  };
  if (!chrome?.runtime?.sendMessage) return undefined;
  const took: number[] = [];
  for (let at = 0; at < times; at++) {
    const payload = { texts: [`never-${at}.example`], links: [], page: { titles: [] } };
    const start = performance.now();
    await chrome.runtime.sendMessage({ route: 'read', payload });
    took.push(performance.now() - start);
  }
  return took;
}

function timeFrames(page: Page): Promise<number[]> {
  return page.evaluate(async (count) => {
    const next = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
    const took: number[] = [];
    for (let [at, before] = [0, await next()]; at < count; at++) {
      const now = await next();
      took.push(now - before);
      before = now;
    }
    return took;
  }, FRAMES);
}
