import type { CDPSession, Page } from '@playwright/test';

/** Where the time of a page's main thread went, in milliseconds. */
export interface Profile {
  /** In the extension's scripts and in what they called, layout that they forced included, and in compiling them. */
  own: number;
  /** In everything else that was done. */
  others: number;
  /** The longest stretch of `own` without a pause in between. */
  longest: number;
}

const INTERVAL_US = 200;

/** Samples the page's thread while `action` runs. Every world of the page is sampled, the content scripts' too. */
export async function profile(page: Page, action: () => Promise<unknown>): Promise<Profile> {
  const session = await page.context().newCDPSession(page);
  try {
    await session.send('Profiler.enable');
    await session.send('Profiler.setSamplingInterval', { interval: INTERVAL_US });
    const stopTracing = await traceCompiling(session);
    await session.send('Profiler.start');
    await action();
    const { profile: samples } = await session.send('Profiler.stop');
    const compiling = await stopTracing();
    const { own, others, longest } = summed(samples);
    return { own: own + compiling, others: others - compiling, longest };
  } finally {
    await session.detach();
  }
}

/** A script that is compiled before it runs is on no stack that a sample could see. Answers with how to stop, and with the milliseconds of the extension's. */
async function traceCompiling(session: CDPSession): Promise<() => Promise<number>> {
  let sumUs = 0;
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const { name, dur = 0, args } of value as unknown as TraceEvent[])
      if (name === 'v8.compile' && args?.fileName?.startsWith('chrome-extension://')) sumUs += dur;
  });
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['v8', 'devtools.timeline'] },
  });
  return async () => {
    const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
    await session.send('Tracing.end');
    await complete;
    return sumUs / 1000;
  };
}

/** @see https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU */
interface TraceEvent {
  name: string;
  /** In microseconds. */
  dur?: number;
  args?: { fileName?: string };
}

interface Samples {
  nodes: readonly Node[];
  samples?: readonly number[];
  timeDeltas?: readonly number[];
}

interface Node {
  id: number;
  callFrame: { functionName: string; url: string };
  children?: number[];
}

type Kind = 'own' | 'others' | 'idle' | 'garbage';

function summed({ nodes, samples = [], timeDeltas = [] }: Samples): Profile {
  const kinds = kindsOf(nodes);
  const sums: Record<Kind, number> = { own: 0, others: 0, idle: 0, garbage: 0 };
  let [stretch, longest] = [0, 0];
  for (const [at, id] of samples.entries()) {
    const kind = kinds.get(id) ?? 'others';
    // A sample stands for the time up to the next one.
    const ms = (timeDeltas[at + 1] ?? 0) / 1000;
    sums[kind] += ms;
    // Collecting garbage in the middle of it makes a task longer, and no pause.
    stretch = kind === 'own' || (kind === 'garbage' && stretch > 0) ? stretch + ms : 0;
    longest = Math.max(longest, stretch);
  }
  return { own: sums.own, others: sums.others + sums.garbage, longest };
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
