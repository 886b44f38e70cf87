import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Answer } from './answer.ts';

/** What can go wrong with an answer. Where a fault lets the API answer at all, that answer is the ordinary one. */
export type Fault =
  /** Answers late. */
  | { kind: 'slow'; ms: number }
  /** Takes the request and never answers. */
  | { kind: 'hang' }
  /** Sends half of the body, then nothing more. */
  | { kind: 'stall' }
  /** Sends rows without end, as fast as they are read. */
  | { kind: 'endless' }
  /** Closes the connection hard, before the answer or after half of it. */
  | { kind: 'reset'; when?: 'before' | 'half-way' }
  /** A whole answer, as HTTP sees it, that holds only half of the body. */
  | { kind: 'truncated' }
  /** 200 with a captive portal's page. */
  | { kind: 'portal' }
  | { kind: 'redirect'; to: string; status?: number }
  /** A refusal in the API's envelope, or with `bare` a proxy's HTML page. */
  | { kind: 'error'; status: number; code?: string; message?: string; retryAfter?: number; bare?: boolean }
  /** 200 with this body: the wrong shape, for instance. What is no string is written as JSON. */
  | { kind: 'body'; body: unknown; contentType?: string }
  /** Lists in lists, 100,000 deep unless said otherwise. */
  | { kind: 'deep'; depth?: number }
  /** Overwrites fields of `meta`: `{ total: 1e12 }`, `{ generated_at: 'never' }`. */
  | { kind: 'meta'; meta: Record<string, unknown> };

/** What a fault works with. */
export interface Exchange {
  response: ServerResponse;
  /** Aborts when the client went away or the emulator closes. */
  signal: AbortSignal;
  /** The ordinary answer. */
  ordinary: () => Answer;
  refusal: (status: number, code: string, message: string) => Answer;
  send: (answer: Answer) => void;
}

export async function playFault(fault: Fault, exchange: Exchange): Promise<void> {
  const { signal, send, ordinary } = exchange;
  switch (fault.kind) {
    case 'slow':
      await delay(fault.ms, undefined, { signal });
      return send(ordinary());
    case 'hang':
      return;
    case 'stall':
      return sendHalf(exchange);
    case 'endless':
      return sendForEver(exchange);
    case 'reset':
      return reset(exchange, fault.when ?? 'before');
    case 'truncated':
      return send(cutInHalf(ordinary()));
    case 'portal':
      return send(html(200, 'Sign in to the network', 'Accept the terms of use to go on.'));
    case 'redirect':
      return send({ status: fault.status ?? 302, headers: { Location: fault.to }, body: '' });
    case 'error':
      return send(errorOf(fault, exchange));
    case 'body':
      return send(bodyOf(fault));
    case 'deep':
      return send(json(nested(fault.depth ?? 100_000)));
    case 'meta':
      return send(withMeta(ordinary(), fault.meta));
  }
}

function sendHalf({ response, ordinary }: Exchange): void {
  const { status, headers, body } = ordinary();
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) });
  response.write(body.slice(0, body.length / 2));
}

async function sendForEver({ response, signal }: Exchange): Promise<void> {
  const row = '{"type":"domain","value":"endless.example","confidence":"low"},';
  const chunk = row.repeat(1000);
  response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' });
  response.write('{"meta":{"total":1,"limit":1,"offset":0},"data":[');
  while (!signal.aborted) if (!response.write(chunk)) await once(response, 'drain', { signal });
}

async function reset(exchange: Exchange, when: 'before' | 'half-way'): Promise<void> {
  const { response, signal } = exchange;
  if (when === 'half-way') {
    sendHalf(exchange);
    // The half must have left this process, or the client sees the reset alone.
    await delay(50, undefined, { signal });
  }
  response.socket?.resetAndDestroy();
}

function cutInHalf(answer: Answer): Answer {
  return { ...answer, body: answer.body.slice(0, answer.body.length / 2) };
}

function errorOf(fault: Extract<Fault, { kind: 'error' }>, { refusal }: Exchange): Answer {
  const { status, code = 'internal_error', message = 'Something went wrong.', retryAfter, bare } = fault;
  const answer = bare ? html(status, `Error ${status}`, message) : refusal(status, code, message);
  if (retryAfter !== undefined) answer.headers['Retry-After'] = String(retryAfter);
  return answer;
}

function bodyOf({ body, contentType }: Extract<Fault, { kind: 'body' }>): Answer {
  const answer = json(typeof body === 'string' ? body : JSON.stringify(body));
  return contentType === undefined ? answer : { ...answer, headers: { 'Content-Type': contentType } };
}

function withMeta(answer: Answer, change: Record<string, unknown>): Answer {
  const envelope = JSON.parse(answer.body) as { meta?: object };
  return { ...answer, body: JSON.stringify({ ...envelope, meta: { ...envelope.meta, ...change } }) };
}

function nested(depth: number): string {
  return `{"meta":{"total":1,"limit":1,"offset":0},"data":${'['.repeat(depth)}${']'.repeat(depth)}}`;
}

function json(body: string): Answer {
  return { status: 200, headers: { 'Content-Type': 'application/json; charset=utf-8' }, body };
}

function html(status: number, title: string, text: string): Answer {
  const body = `<!doctype html><title>${title}</title><h1>${title}</h1><p>${text}</p>`;
  return { status, headers: { 'Content-Type': 'text/html; charset=utf-8' }, body };
}
