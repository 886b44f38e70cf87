import type { Slice } from '@/core/sync-filter.ts';
import type { SyncErrorReason } from '@/core/sync-status.ts';
import { explainRefusal } from './refusal.ts';
import { readBody } from './body.ts';
import { readRate, type Rate } from './rate.ts';
import { parseEnvelope, parseLookup, type PageMeta } from './wire.ts';
import { message, type Message } from '@/core/words.ts';

export interface ClientOptions {
  /** Checked by `parseBaseUrl`; "/api/v1/iocs" is added to it. */
  baseUrl: string;
  key: string;
  authHeader: 'bearer' | 'x-api-key';
  /** Name of the parameter that leaves each row's context out; absent where it is wanted. */
  withoutContext?: string;
  fetch?: typeof fetch;
  /** Whether the browser's user keeps us from that address. */
  isWithheld?(url: string): Promise<boolean>;
  /** Gives up whatever is under way. */
  signal: AbortSignal;
  now(): number;
  /** How long the API may keep silent, before its headers and between two pieces of the body. */
  patienceMs?: number;
  largestBody?: number;
}

export interface PageQuery {
  /** ISO 8601 UTC. */
  since: string;
  until?: string;
  limit: number;
  offset: number;
  /** One value of each kind at most: the API takes no sets, and refuses "all". */
  slice?: Slice;
}

export type PageResult =
  | { ok: true; rows: unknown[]; meta: PageMeta; rate: Rate }
  | {
      ok: false;
      reason: SyncErrorReason;
      /** What happened and what to do, in words for the user. */
      text: Message;
      /** The API named a time, ms since the epoch, before which it will not answer. */
      retryAt?: number;
    };

type Failure = Extract<PageResult, { ok: false }>;

/** What the API says of one value: its rows, unread; `found` by its own word, or since there are some. */
export type LookupResult = { ok: true; found: boolean; rows: unknown[] } | Failure;

export interface Client {
  /** One page of indicators. Never throws, except when `signal` aborts. */
  page(query: PageQuery): Promise<PageResult>;
  /** Tells the API one value, and asks what it knows of it. Never throws, except when `signal` aborts. */
  lookup(value: string): Promise<LookupResult>;
}

/** Talks to one API with one key, which goes into one header and nowhere else: no URL, no text, no other host. */
export function createClient(options: ClientOptions): Client {
  const {
    baseUrl,
    now,
    signal,
    fetch: send = fetch,
    patienceMs = 30_000,
    largestBody = 64 * 2 ** 20,
  } = options;
  const host = new URL(baseUrl).host;

  return {
    page: (query) => request(pageUrl(options, query), readRows),
    lookup: (value) => request(lookupUrl(options, value), readFound),
  };

  async function request<T>(url: string, read: Read<T>): Promise<T | Failure> {
    if (!/^[\x21-\x7e]+$/.test(options.key)) return failure('unauthorized', KEY_NOT_SENDABLE);
    const silence = deadline(patienceMs);
    const anySignal = AbortSignal.any([signal, silence.signal]);
    try {
      const response = await send(url, {
        headers: { Accept: 'application/json', ...keyHeader(options) },
        // Browsers drop Authorization at a redirect to another origin but forward X-API-Key; "manual" tells a redirect
        // apart from a host that does not answer, and follows neither.
        redirect: 'manual',
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        cache: 'no-store',
        signal: anySignal,
      });
      silence.extend();
      return await readAnswer(response, read, silence.extend);
    } catch (error) {
      if (signal.aborted) throw error;
      if (silence.signal.aborted) return failure('timeout', noAnswerText(host, patienceMs));
      const isWithheld = await options.isWithheld?.(url);
      return failure('unreachable', isWithheld ? message('hostWithheld', { host }) : unreachableText(host));
    } finally {
      silence.end();
    }
  }

  async function readAnswer<T>(response: Response, read: Read<T>, onPiece: () => void): Promise<T | Failure> {
    const { status, headers } = response;
    if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {
      await discard(response);
      return failure('redirected', redirectedText(host));
    }
    const body = await readBody(response, { largest: response.ok ? largestBody : LARGEST_REFUSAL, onPiece });
    const rate = readRate(headers, now());
    // A refusal is read without the key in it, should the API repeat what it was sent.
    const refusal = body.ok ? body.text.replaceAll(options.key, '') : '';
    if (!response.ok) return explainRefusal({ status, host, rate, body: refusal });
    if (!body.ok) return failure('too_large', tooLargeText(host, largestBody));
    const json = parseJson(body.text);
    if (!json.ok) return failure('not_json', notJsonText(host, body.text));
    const answer = read(json.value, rate);
    return answer.ok ? answer.value : failure('bad_shape', badShapeText(host, answer.problem));
  }
}

type Read<T> = (json: unknown, rate: Rate) => { ok: true; value: T } | { ok: false; problem: Message };

function readRows(json: unknown, rate: Rate): ReturnType<Read<PageResult>> {
  const envelope = parseEnvelope(json);
  if (!envelope.ok) return envelope;
  return { ok: true, value: { ok: true, rows: envelope.rows, meta: envelope.meta, rate } };
}

function readFound(json: unknown): ReturnType<Read<LookupResult>> {
  const answer = parseLookup(json);
  return answer.ok ? { ok: true, value: answer } : answer;
}

const LARGEST_REFUSAL = 64 * 2 ** 10;

function failure(reason: SyncErrorReason, text: Message): Failure {
  return { ok: false, reason, text };
}

function pageUrl({ baseUrl, withoutContext }: ClientOptions, query: PageQuery): string {
  const { since, until, limit, offset, slice = {} } = query;
  const url = new URL(`${baseUrl}/api/v1/iocs`);
  const params = { since, until, limit: String(limit), offset: String(offset), format: 'json', ...slice };
  for (const [name, value] of Object.entries(params))
    if (value !== undefined) url.searchParams.set(name, value);
  if (withoutContext !== undefined) url.searchParams.set(withoutContext, 'false');
  return url.href;
}

/** Two pages of the API's documentation name the parameter differently, so it is sent under both names. */
function lookupUrl({ baseUrl }: ClientOptions, value: string): string {
  const url = new URL(`${baseUrl}/api/v1/lookup`);
  url.searchParams.set('value', value);
  url.searchParams.set('ioc', value);
  return url.href;
}

function keyHeader({ key, authHeader }: ClientOptions): Record<string, string> {
  return authHeader === 'bearer' ? { Authorization: `Bearer ${key}` } : { 'X-API-Key': key };
}

/** Aborts after `ms` without `extend`. */
function deadline(ms: number) {
  const controller = new AbortController();
  let timer = setTimeout(() => controller.abort(), ms);
  return {
    signal: controller.signal,
    extend() {
      clearTimeout(timer);
      timer = setTimeout(() => controller.abort(), ms);
    },
    end: () => clearTimeout(timer),
  };
}

async function discard(response: Response): Promise<void> {
  await response.body?.cancel();
}

/** Depth is bounded by the parser's own stack, which may throw. */
function parseJson(text: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return { ok: false };
  }
}

const KEY_NOT_SENDABLE = message('keyNotSendable');

function noAnswerText(host: string, ms: number): Message {
  return message('apiSilent', { host, seconds: Math.round(ms / 1000) });
}

function unreachableText(host: string): Message {
  return message('apiUnreachable', { host });
}

function redirectedText(host: string): Message {
  return message('apiRedirected', { host });
}

function tooLargeText(host: string, largest: number): Message {
  return message('apiTooLarge', { host, megabytes: Math.round(largest / 2 ** 20) });
}

function notJsonText(host: string, text: string): Message {
  return /^\s*</.test(text) ? message('apiWebPage', { host }) : message('apiDamaged', { host });
}

function badShapeText(host: string, problem: Message): Message {
  return message('apiBadShape', { host, problem });
}
