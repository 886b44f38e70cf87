import type { Browser } from 'puppeteer-core';
import { waitUntil } from './wait-until.ts';

/** The raw connection to Firefox, for what puppeteer has no words for. */
export interface Bidi {
  send(method: string, params: object): Promise<{ result: unknown }>;
}

/** puppeteer-core's BiDi browser has the raw connection as a public getter that its declared type leaves out. */
export function connectionOf(browser: Browser): Bidi {
  return (browser as unknown as { connection: Bidi }).connection;
}

export interface Context {
  context: string;
  url: string;
  children?: Context[];
}

export async function contexts(bidi: Bidi, scope: 'chrome' | 'content'): Promise<Context[]> {
  const { result } = await bidi.send(
    'browsingContext.getTree',
    scope === 'chrome' ? { 'moz:scope': scope } : {},
  );
  return (result as { contexts: Context[] }).contexts;
}

/** Evaluates an expression in the browser's own window, and answers with what it is or promises, as far as JSON can hold it. */
export async function inWindow<T = void>(bidi: Bidi, expression: string): Promise<T> {
  // The driver may speak to Firefox before it has its window.
  const window = await waitUntil('Firefox shows a window', async () =>
    (await contexts(bidi, 'chrome')).find(({ url }) => url.endsWith('/browser.xhtml')),
  );
  const { result } = await bidi.send('script.evaluate', {
    expression: `(async () => JSON.stringify([await (${expression})]))()`,
    target: { context: window.context },
    awaitPromise: true,
  });
  const { exceptionDetails, result: said } = result as {
    exceptionDetails?: { text: string };
    result: { value: string };
  };
  if (exceptionDetails) throw new Error(exceptionDetails.text);
  const [answer] = JSON.parse(said.value) as [T]; // the caller names the shape it expects
  return answer;
}
