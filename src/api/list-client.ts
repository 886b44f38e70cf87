import { decodeText } from '@/core/decode-text.ts';
import { KEY_PLACE } from '@/core/list-url.ts';
import { readRate } from './rate.ts';
import { message, type Message } from '@/core/words.ts';

/** A list at a URL, as it is asked for. */
export interface ListRequest {
  /** Checked by `checkListUrl`. */
  url: string;
  /** Takes the place of `{key}` in the URL. */
  key?: string;
  /** What we have already, in the server's words. */
  etag?: string;
  lastModified?: string;
  signal: AbortSignal;
  /** Whether the browser's user keeps us from that address. */
  isWithheld?(url: string): Promise<boolean>;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds without a word after which the server is given up. */
  patience?: number;
}

export type ListAnswer =
  | {
      state: 'new';
      text: AsyncIterable<string>;
      etag?: string;
      lastModified?: string;
      /** Which part of it has arrived, 0 to 1; undefined where the server does not say how much it sends. */
      arrived(): number | undefined;
    }
  /** What we have is what the server has (HTTP 304). */
  | { state: 'same' }
  /** `text` is for the user; `retryAt`, ms since the epoch: the server asks not to be asked before. */
  | { state: 'failed'; text: Message; retryAt?: number };

/** The connection broke off in the middle of a list, or was cut off; what is said is for the user. */
export class ListBrokenError extends Error {
  override readonly name = 'ListBrokenError';
  readonly said: Message;

  constructor(said: Message, options?: ErrorOptions) {
    super(said.key, options);
    this.said = said;
  }
}

const PATIENCE_MS = 60_000;
/** More than any list we know of, unpacked. */
const LARGEST = 2 ** 30;

/**
 * Fetches a list: no cookies, no referrer, no redirect (another host was not confirmed). The text streams, unpacked
 * where it is gzipped, and breaks off with a ListBrokenError.
 */
export async function fetchList(request: ListRequest): Promise<ListAnswer> {
  const { etag, lastModified, patience = PATIENCE_MS } = request;
  const url = request.url.replace(KEY_PLACE, () => encodeURIComponent(request.key ?? ''));
  const { host } = new URL(url);
  const watch = watchdog(patience, request.signal);
  const response = await fetch(url, {
    headers: {
      ...(etag !== undefined && { 'If-None-Match': etag }),
      ...(lastModified !== undefined && { 'If-Modified-Since': lastModified }),
    },
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'manual',
    referrerPolicy: 'no-referrer',
    signal: watch.signal,
  }).catch(() => undefined);
  watch.heard();
  if (!response || response.status !== 200 || !response.body) {
    watch.end();
    await response?.body?.cancel();
    if (response?.status === 304 && (etag ?? lastModified) !== undefined) return { state: 'same' };
    const retryAt = response && readRate(response.headers, request.now()).retryAt;
    return {
      state: 'failed',
      text:
        !response && (await request.isWithheld?.(url))
          ? message('hostWithheld', { host })
          : explain(host, response, watch),
      ...(retryAt !== undefined && { retryAt }),
    };
  }
  const size = sizeOf(response.headers);
  let bytes = 0;
  const onBytes = (more: number) => {
    bytes += more;
    watch.heard();
  };
  const version = { etag: response.headers.get('ETag'), lastModified: response.headers.get('Last-Modified') };
  return {
    state: 'new',
    text: textOf(counted(response.body, onBytes), host, watch),
    arrived: () => (size === undefined ? undefined : Math.min(1, bytes / size)),
    ...(version.etag && { etag: version.etag }),
    ...(version.lastModified && { lastModified: version.lastModified }),
  };
}

async function* textOf(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  host: string,
  watch: Watchdog,
): AsyncGenerator<string> {
  try {
    let size = 0;
    for await (const text of decodeText(body)) {
      size += text.length;
      if (size > LARGEST) throw new ListBrokenError(message('listTooLarge', { host }));
      yield text;
    }
  } catch (error) {
    if (error instanceof ListBrokenError) throw error;
    throw new ListBrokenError(brokenText(host, watch), { cause: error });
  } finally {
    watch.end();
  }
}

/** Of what is packed for the way, the size says nothing of what arrives here. */
function sizeOf(headers: Headers): number | undefined {
  const size = Number(headers.get('Content-Length'));
  return size > 0 && !headers.has('Content-Encoding') ? size : undefined;
}

function counted(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  onBytes: (count: number) => void,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return body.pipeThrough(
    new TransformStream({
      transform(piece: Uint8Array<ArrayBuffer>, controller) {
        onBytes(piece.length);
        controller.enqueue(piece);
      },
    }),
  );
}

interface Watchdog {
  signal: AbortSignal;
  heard(): void;
  end(): void;
  isSilent(): boolean;
}

/** Aborts after `ms` of silence, or with `outer`. */
function watchdog(ms: number, outer: AbortSignal): Watchdog {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), ms);
  return {
    signal: AbortSignal.any([silence.signal, outer]),
    heard() {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), ms);
    },
    end: () => clearTimeout(timer),
    isSilent: () => silence.signal.aborted,
  };
}

function explain(host: string, response: Response | undefined, watch: Watchdog): Message {
  if (!response) return brokenText(host, watch);
  // Browsers hide where to, and that it is one but for the type.
  const { status } = response;
  if (response.type === 'opaqueredirect' || (status > 300 && status < 400 && status !== 304))
    return message('listRedirected', { host });
  if (status === 401 || status === 403) return message('listForbidden', { host, status: String(status) });
  if (status === 404 || status === 410) return message('listMissing', { host, status: String(status) });
  if (status === 429) return message('listTooOften', { host });
  if (status >= 500) return message('listServer', { host, status: String(status) });
  return message('listUnsent', { host, status: String(status) });
}

function brokenText(host: string, watch: Watchdog): Message {
  return watch.isSilent() ? message('listSilent', { host }) : message('listUnreachable', { host });
}
