import { type Browser, browser } from 'wxt/browser';
import type { Taken } from '@/core/list-state.ts';
import type { Source } from '@/core/source.ts';
import { message as saying, type Value } from '@/core/words.ts';

/*
 * A file on its way from the options page to the worker: a piece of text at a time, the next one when the last was
 * taken, so that neither side holds more. The port's messages also keep the worker awake; its end cancels the import.
 */

const IMPORT_PORT = 'import';

type ToWorker =
  { kind: 'begin'; source: Source; name: string } | { kind: 'text'; piece: string } | { kind: 'end' };
type ToPage =
  | { kind: 'more' }
  | { kind: 'progress'; rows: number; bad: number }
  | { kind: 'done'; outcome: ImportOutcome };

export type ImportOutcome = { ok: true; taken: Taken } | { ok: false; text: Value };

export interface ImportRequest {
  source: Source;
  /** Of the file. */
  name: string;
  text: AsyncIterable<string>;
  onProgress(progress: { rows: number; bad: number }): void;
  signal: AbortSignal;
}

/** The options page's end. `signal` cancels: then nothing is changed. */
export async function sendImport(request: ImportRequest): Promise<ImportOutcome> {
  const { source, name, text, onProgress, signal } = request;
  const port = browser.runtime.connect({ name: IMPORT_PORT });
  const outcome = Promise.withResolvers<ImportOutcome>();
  let more = Promise.withResolvers<void>();
  const lost: ImportOutcome = {
    ok: false,
    text: signal.aborted ? CANCELLED : saying('importInterrupted'),
  };
  port.onMessage.addListener((message: ToPage) => {
    if (message.kind === 'more') more.resolve();
    else if (message.kind === 'progress') onProgress(message);
    else outcome.resolve(message.outcome);
  });
  port.onDisconnect.addListener(() => outcome.resolve(lost));
  signal.addEventListener('abort', () => outcome.resolve({ ok: false, text: CANCELLED }), { once: true });
  const say = (message: ToWorker) => port.postMessage(message);

  say({ kind: 'begin', source, name });
  const isOver = outcome.promise.then(() => true);
  try {
    for await (const piece of text) {
      if (await Promise.race([more.promise.then(() => false), isOver])) break;
      more = Promise.withResolvers();
      say({ kind: 'text', piece });
    }
    if (!(await Promise.race([more.promise.then(() => false), isOver]))) say({ kind: 'end' });
  } catch {
    outcome.resolve({ ok: false, text: saying('importUnread') });
  }
  const result = await outcome.promise;
  port.disconnect();
  return result;
}

const CANCELLED = saying('importCancelled');

/** The worker's end. Only pages of ours are listened to; content scripts connect from elsewhere. */
export function onImport(take: (arriving: ImportRequest) => Promise<ImportOutcome>): void {
  browser.runtime.onConnect.addListener((port) => {
    const isOurs =
      port.sender?.id === browser.runtime.id && port.sender?.url?.startsWith(browser.runtime.getURL('/'));
    if (port.name === IMPORT_PORT && isOurs) receive(port, take);
  });
}

function receive(
  port: Browser.runtime.Port,
  take: (arriving: ImportRequest) => Promise<ImportOutcome>,
): void {
  const closing = new AbortController();
  const { signal } = closing;
  let arrived = Promise.withResolvers<ToWorker>();
  const say = (message: ToPage) => {
    if (!signal.aborted) port.postMessage(message);
  };
  const pieces = async function* (): AsyncGenerator<string> {
    for (;;) {
      say({ kind: 'more' });
      const message = await arrived.promise;
      arrived = Promise.withResolvers();
      if (message.kind === 'end') return;
      if (message.kind === 'text') yield message.piece;
    }
  };
  port.onDisconnect.addListener(() => {
    // Reading it keeps the browser from logging an error.
    void browser.runtime.lastError;
    closing.abort();
    arrived.resolve({ kind: 'end' });
  });
  port.onMessage.addListener((message: ToWorker) => {
    if (message.kind !== 'begin') return arrived.resolve(message);
    const { source, name } = message;
    const onProgress = (progress: { rows: number; bad: number }) => say({ kind: 'progress', ...progress });
    void take({ source, name, text: pieces(), onProgress, signal }).then(
      (outcome) => say({ kind: 'done', outcome }),
      (error: unknown) => {
        say({
          kind: 'done',
          outcome: { ok: false, text: saying('importFailed', { error: String(error).slice(0, 200) }) },
        });
        throw error;
      },
    );
  });
}
