import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FLAGS } from './browsers.ts';
import { findChromium } from './find-browsers.ts';
import { extensionBuild } from './paths.ts';
import { waitUntil } from './wait-until.ts';

/** A Chromium whose pages nobody looks into, but one of the extension's own. */
export interface Undriven {
  /** Evaluates an expression in the extension's page, and waits for what it promises. */
  evaluate<T>(expression: string): Promise<T>;
  close(): Promise<void>;
}

/**
 * Starts the real build in a profile where it was before. A test driver attaches itself to every page, and the browser then
 * makes no page ready ahead; here only one page of the extension is spoken to (`file`).
 */
export async function launchUndriven({
  userDataDir,
  file,
  args = [],
}: {
  userDataDir: string;
  file: string;
  args?: string[];
}): Promise<Undriven> {
  const found = findChromium();
  if (!found) throw new Error('No Chromium found. `npm test` installs one; or name it in TELLTALE_CHROMIUM.');
  const extension = extensionBuild('chrome');
  // Of a former start.
  await rm(join(userDataDir, LISTENING), { force: true });
  const browser = spawn(
    found.executable,
    [
      '--headless=new',
      ...FLAGS,
      '--remote-debugging-port=0',
      `--user-data-dir=${userDataDir}`,
      `--disable-extensions-except=${extension}`,
      `--load-extension=${extension}`,
      ...args,
    ],
    { stdio: 'ignore' },
  );
  const ended = once(browser, 'exit');
  const socket = new WebSocket(await waitUntil('Chromium listens', () => addressIn(userDataDir)));
  await once(socket, 'open');
  const waiting = new Map<number, (answer: Answer) => void>();
  let last = 0;
  socket.addEventListener('message', ({ data }) => {
    const answer = JSON.parse(String(data)) as { id: number; result?: Answer };
    waiting.get(answer.id)?.(answer.result ?? {});
    waiting.delete(answer.id);
  });

  function send(method: string, params: object = {}, sessionId?: string): Promise<Answer> {
    const id = ++last;
    socket.send(JSON.stringify({ id, method, params, sessionId }));
    return new Promise((done) => waiting.set(id, done));
  }

  /** Of a session that is restored there may be one that came before the extension, and has nothing of it. */
  function pageOfOurs(): Promise<string> {
    return waitUntil(`${file} is open`, async () => {
      const { targetInfos = [] } = await send('Target.getTargets');
      for (const { targetId, url } of targetInfos) {
        if (!url.startsWith('chrome-extension:') || !url.endsWith(`/${file}`)) continue;
        const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
        const params = { expression: 'typeof chrome.tabs', returnByValue: true };
        const { result } = await send('Runtime.evaluate', params, sessionId);
        if (result?.value === 'object') return sessionId;
      }
      return undefined;
    });
  }

  return {
    async evaluate<T>(expression: string) {
      const params = { expression, awaitPromise: true, returnByValue: true };
      const { result, exceptionDetails } = await send('Runtime.evaluate', params, await pageOfOurs());
      if (exceptionDetails)
        throw new Error(exceptionDetails.exception?.description ?? 'The page threw something.');
      return result?.value as T; // the caller names the shape it expects
    },
    async close() {
      // As users end it: only then is the session written that a later start restores.
      void send('Browser.close');
      await ended;
    },
  };
}

/** What the answers to the four messages hold that are sent here. */
interface Answer {
  targetInfos?: { targetId: string; url: string }[];
  sessionId?: string;
  result?: { value?: unknown };
  exceptionDetails?: { exception?: { description?: string } };
}

/** Chromium writes into its profile where it listens. */
async function addressIn(profile: string): Promise<string | undefined> {
  const file = await readFile(join(profile, LISTENING), 'utf8').catch(() => '');
  const [port, path] = file.split('\n');
  return path && `ws://127.0.0.1:${port}${path}`;
}

const LISTENING = 'DevToolsActivePort';
