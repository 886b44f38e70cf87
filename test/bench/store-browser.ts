import type { BrowserContext, Page } from '@playwright/test';
import { extensionWorker, killWorker, launchChromium } from '../support/browsers.ts';
import { waitUntil } from '../support/wait-until.ts';
import { workerHeap, workerTarget } from '../support/worker-heap.ts';
import type { Commands, SideName } from './store-worker.ts';

/** The script of the bench's own extension. */
const WORKER = 'worker.js';

type Arguments<Name extends keyof Commands> = Parameters<Commands[Name]>;
type Answer<Name extends keyof Commands> = Awaited<ReturnType<Commands[Name]>>;

/** A Chromium with the benchmark's extension in a profile that stays. */
export interface BenchBrowser {
  /** Runs a command of the worker, however long it takes. */
  run<Name extends keyof Commands>(name: Name, ...args: Arguments<Name>): Promise<Answer<Name>>;
  /** Asks by a message from a page of the extension, which wakes the worker where it does not run. */
  ask(side: SideName, keys: readonly string[], name?: string): Promise<Answer<'ask'>>;
  /** Ends the worker, and nothing else. */
  stopWorker(): Promise<void>;
  /** What the worker holds after garbage was collected: objects and buffers. */
  heap(): Promise<number>;
  /** What the storage takes on disk, once it stands still. */
  usage(): Promise<number>;
  close(): Promise<void>;
}

export async function startBrowser(extensionDir: string, userDataDir: string): Promise<BenchBrowser> {
  const context = await launchChromium({ extensionDir, userDataDir, remoteDebugging: true });
  const worker = await extensionWorker(context);
  const page = await context.newPage();
  await page.goto(new URL('/page.html', worker.url()).href);

  const run: BenchBrowser['run'] = (name, ...args) => evaluate(context, name, args);

  return {
    run,
    ask: (...args) => ask(page, args),
    stopWorker: async () => {
      await killWorker(context);
      await waitUntil('the worker has ended', async () => !(await workerTarget(userDataDir, WORKER)));
    },
    heap: () => workerHeap(userDataDir, WORKER),
    usage: () => settled(() => run('usage')),
    close: () => context.close(),
  };
}

async function evaluate<Name extends keyof Commands>(
  context: BrowserContext,
  name: Name,
  args: Arguments<Name>,
): Promise<Answer<Name>> {
  const worker = await extensionWorker(context);
  const answer: Answer<Name> = await worker.evaluate(`bench.${name}(...${JSON.stringify(args)})`);
  return answer;
}

async function ask(page: Page, args: Arguments<'ask'>): Promise<Answer<'ask'>> {
  const answer: Answer<'ask'> | { error: string } = await page.evaluate(
    `chrome.runtime.sendMessage(${JSON.stringify({ args })})`,
  );
  if ('error' in answer) throw new Error(answer.error);
  return answer;
}

const STILL_FOR = 8;

/** LevelDB tidies up behind the scenes: the figure counts that did not change for four seconds. */
async function settled(usage: () => Promise<number>): Promise<number> {
  const seen: number[] = [];
  return waitUntil(
    'the storage stands still',
    async () => {
      await new Promise((resolve) => setTimeout(resolve, 500));
      seen.push(await usage());
      const last = seen.slice(-STILL_FOR);
      return last.length === STILL_FOR && last.every((each) => each === last[0]) && seen.at(-1);
    },
    120,
  );
}
