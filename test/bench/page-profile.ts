import type { CDPSession, Page } from '@playwright/test';

/** Where the time of a page's main thread went, in milliseconds. */
export interface Profile {
  /** In the extension's scripts and in what they called, layout that they forced included, and in compiling them. */
  own: number;
  /** In everything else that was done. */
  others: number;
}

const INTERVAL_US = 200;

/** Samples the page's thread while `action` runs. Every world of the page is sampled, the content scripts' too. */
export async function profile(page: Page, action: () => Promise<unknown>): Promise<Profile> {
  const { samples, events } = await record(page, [], action);
  const sums: Record<Kind, number> = { own: 0, others: 0, idle: 0, garbage: 0 };
  for (const { kind, ms } of samples) sums[kind] += ms;
  // A script that is compiled before it runs is on no stack that a sample could see.
  const compiling = events.filter(compilesOurs).reduce((sum, { dur = 0 }) => sum + dur / 1000, 0);
  return { own: sums.own + compiling, others: sums.others + sums.garbage - compiling };
}

/** Milliseconds of the extension's in the one task of the page's thread that holds most of them. */
export async function longestTask(page: Page, action: () => Promise<unknown>): Promise<number> {
  const mark = 'end of the recording';
  const { samples, events } = await record(page, ['toplevel', 'blink.user_timing'], async () => {
    await action();
    await page.evaluate((name) => performance.mark(name), mark);
  });
  const thread = events.find(({ name }) => name === mark);
  if (!thread) throw new Error("The trace does not show which thread is the page's.");
  const onThread = events
    .filter(({ pid, tid }) => pid === thread.pid && tid === thread.tid)
    .sort((a, b) => a.ts - b.ts);
  const compiling = onThread.filter(compilesOurs);
  let [longest, at] = [0, 0];
  for (const { ts, dur = 0 } of onThread.filter(({ name }) => name === 'ThreadControllerImpl::RunTask')) {
    const end = ts + dur;
    while (at < samples.length && samples[at]!.us < ts) at += 1;
    let own = 0;
    for (; at < samples.length && samples[at]!.us < end; at += 1) {
      const { us, ms, kind } = samples[at]!;
      // Collecting garbage in the middle of it makes a task longer. What a sample stands for may reach beyond the task's end.
      if (kind === 'own' || (kind === 'garbage' && own > 0)) own += Math.min(ms, (end - us) / 1000);
    }
    for (const event of compiling) if (event.ts >= ts && event.ts < end) own += (event.dur ?? 0) / 1000;
    longest = Math.max(longest, own);
  }
  return longest;
}

function compilesOurs({ name, args }: TraceEvent): boolean {
  return name === 'v8.compile' && (args?.fileName?.startsWith('chrome-extension://') ?? false);
}

/** @see https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU */
interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** In microseconds, as those of the samples. */
  ts: number;
  dur?: number;
  args?: { fileName?: string };
}

interface Sample {
  us: number;
  /** The time up to the next one. */
  ms: number;
  kind: Kind;
}

async function record(
  page: Page,
  categories: readonly string[],
  action: () => Promise<unknown>,
): Promise<{ samples: Sample[]; events: TraceEvent[] }> {
  const session = await page.context().newCDPSession(page);
  try {
    await session.send('Profiler.enable');
    await session.send('Profiler.setSamplingInterval', { interval: INTERVAL_US });
    const stopTracing = await trace(session, ['v8', 'devtools.timeline', ...categories]);
    await session.send('Profiler.start');
    await action();
    const { profile: recorded } = await session.send('Profiler.stop');
    return { samples: samplesOf(recorded), events: await stopTracing() };
  } finally {
    await session.detach();
  }
}

async function trace(
  session: CDPSession,
  includedCategories: string[],
): Promise<() => Promise<TraceEvent[]>> {
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value as unknown as TraceEvent[]) events.push(event);
  });
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories },
  });
  return async () => {
    const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
    await session.send('Tracing.end');
    await complete;
    return events;
  };
}

interface Recorded {
  nodes: readonly Node[];
  startTime: number;
  samples?: readonly number[];
  timeDeltas?: readonly number[];
}

interface Node {
  id: number;
  callFrame: { functionName: string; url: string };
  children?: number[];
}

type Kind = 'own' | 'others' | 'idle' | 'garbage';

function samplesOf({ nodes, startTime, samples = [], timeDeltas = [] }: Recorded): Sample[] {
  const kinds = kindsOf(nodes);
  let us = startTime;
  return samples.map((id, at) => {
    us += timeDeltas[at] ?? 0;
    return { us, ms: (timeDeltas[at + 1] ?? 0) / 1000, kind: kinds.get(id) ?? 'others' };
  });
}

/** What is called by the extension's is the extension's. */
function kindsOf(nodes: readonly Node[]): Map<number, Kind> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const kinds = new Map<number, Kind>();
  const visit = ({ id, callFrame, children = [] }: Node, isOwn: boolean): void => {
    const own = isOwn || callFrame.url.startsWith('chrome-extension://');
    const name = callFrame.functionName;
    kinds.set(
      id,
      own ? 'own' : name === '(idle)' ? 'idle' : name === '(garbage collector)' ? 'garbage' : 'others',
    );
    for (const child of children) {
      const next = byId.get(child);
      if (next) visit(next, own);
    }
  };
  const [root] = nodes;
  if (root) visit(root, false);
  return kinds;
}

/** What all frames of the page's process hold after garbage was collected, in bytes. */
export async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  try {
    // What the first collection frees may hold on to more.
    for (let i = 0; i < 3; i++) await session.send('HeapProfiler.collectGarbage');
    const { usedSize, ...more } = await session.send('Runtime.getHeapUsage');
    const { backingStorageSize = 0 } = more as { backingStorageSize?: number };
    return usedSize + backingStorageSize;
  } finally {
    await session.detach();
  }
}
