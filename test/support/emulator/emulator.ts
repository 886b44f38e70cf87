import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { readAccess } from './access.ts';
import type { Answer } from './answer.ts';
import { defaultBehaviour, serverTime } from './behaviour.ts';
import type { Behaviour } from './behaviour.ts';
import { createEndpoint } from './endpoint.ts';
import type { ApiAnswer } from './endpoint.ts';
import { playFault } from './faults.ts';
import type { Fault } from './faults.ts';
import { openFeed, SAMPLE_FEED } from './feed.ts';
import { jsonSource } from './json-source.ts';
import { recordRequest } from './request-record.ts';
import type { RequestRecord } from './request-record.ts';
import { RowTable } from './row-table.ts';

export interface EmulatorOptions extends Partial<Behaviour> {
  /** 0, the default: any free port. */
  port?: number;
  /** Path of a feed file; the bundled sample feed if neither this nor `rows` is given. */
  feed?: string;
  /** Rows instead of a file. They need not be well formed. */
  rows?: readonly unknown[];
  /** How far back the invented dates of a TSV feed reach; 20 days, so that nothing is faded. */
  spreadDays?: number;
  /** Hears of each request once it is answered or given up. */
  onRequest?: (request: RequestRecord) => void;
}

export interface Emulator {
  /** "http://127.0.0.1:41234": the base URL to configure. */
  url: string;
  /** The key it accepts. */
  key: string;
  /** Every request so far, in order. */
  requests: RequestRecord[];
  rows: RowTable;
  /** Changes the behaviour from the next request on. */
  set(change: Partial<Behaviour>): void;
  /** Cuts every open connection. */
  close(): Promise<void>;
}

/** Starts the API on 127.0.0.1. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port = 0, feed, rows, spreadDays = 20, onRequest = () => {}, ...chosen } = options;
  const behaviour: Behaviour = { ...defaultBehaviour(), ...chosen };
  const table = await openTable({ feed, rows, spreadDays, behaviour });
  const requests: RequestRecord[] = [];
  const closing = new AbortController();
  const server = createServer(
    createHandler({ table, behaviour, requests, onRequest, signal: closing.signal }),
  );
  await listen(server, port);
  const { port: actual } = server.address() as AddressInfo; // a TCP server has a port once it listens
  return {
    url: `http://127.0.0.1:${actual}`,
    get key() {
      return behaviour.key;
    },
    requests,
    rows: table,
    set: (change) => void Object.assign(behaviour, change),
    close: () => {
      closing.abort();
      return close(server);
    },
  };
}

async function openTable(from: {
  feed: string | undefined;
  rows: readonly unknown[] | undefined;
  spreadDays: number;
  behaviour: Behaviour;
}): Promise<RowTable> {
  const { feed = SAMPLE_FEED, rows, spreadDays, behaviour } = from;
  const now = serverTime(behaviour);
  const base = rows ? jsonSource(rows, now) : await openFeed(feed, { now, spreadDays });
  return new RowTable(base, (added) => jsonSource(added, serverTime(behaviour), serverTime(behaviour)));
}

function createHandler(parts: {
  table: RowTable;
  behaviour: Behaviour;
  requests: RequestRecord[];
  onRequest: (request: RequestRecord) => void;
  signal: AbortSignal;
}) {
  const { table, behaviour, requests, onRequest, signal } = parts;
  const endpoint = createEndpoint(table, behaviour);

  return (request: IncomingMessage, response: ServerResponse): void => {
    const url = urlOf(request);
    const access = readAccess(request.headers, behaviour);
    const at = serverTime(behaviour);
    const { key } = behaviour;
    const record = recordRequest(request, { url, access, key, at, number: requests.length + 1 });
    requests.push(record);
    response.on('close', () => onRequest(record));
    if (behaviour.cors && request.method === 'OPTIONS') return send({ status: 204, headers: {}, body: '' });

    const fault = nextFault(behaviour, record);
    const ordinary = () => endpoint.answer({ method: record.method, url, access });
    if (!fault) return send(ordinary());
    const gone = AbortSignal.any([signal, closeSignal(response)]);
    playFault(fault, { response, signal: gone, ordinary, refusal: endpoint.refusal, send }).catch((error) => {
      // A client that gives up is what most faults are for.
      if (!gone.aborted) throw error;
    });

    function send(answer: ApiAnswer): void {
      record.status = answer.status;
      if (answer.rows !== undefined) record.rows = answer.rows;
      write(answer, request, response, behaviour);
    }
  };
}

/** What is no URL is answered like any other path that does not exist. */
function urlOf({ url = '/', headers }: IncomingMessage): URL {
  return URL.parse(url, `http://${headers.host ?? '127.0.0.1'}`) ?? new URL('http://127.0.0.1/');
}

function nextFault({ faults }: Behaviour, record: RequestRecord): Fault | undefined {
  return typeof faults === 'function' ? faults(record) : faults.shift();
}

function closeSignal(response: ServerResponse): AbortSignal {
  const closed = new AbortController();
  response.on('close', () => closed.abort());
  return closed.signal;
}

function write(
  answer: Answer,
  request: IncomingMessage,
  response: ServerResponse,
  behaviour: Behaviour,
): void {
  response.setHeader('Date', new Date(serverTime(behaviour)).toUTCString());
  for (const [name, value] of Object.entries(behaviour.cors ? CORS_HEADERS : {}))
    response.setHeader(name, value);
  if (behaviour.etag && answer.status === 200) {
    const etag = `"${createHash('md5').update(answer.body).digest('hex')}"`;
    response.setHeader('ETag', etag);
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304).end();
      return;
    }
  }
  const zips = behaviour.gzip && /\bgzip\b/.test(request.headers['accept-encoding']?.toString() ?? '');
  const body = zips ? gzipSync(answer.body, { level: 1 }) : Buffer.from(answer.body);
  if (zips) response.setHeader('Content-Encoding', 'gzip');
  response.writeHead(answer.status, { ...answer.headers, 'Content-Length': body.length }).end(body);
}

const CORS_HEADERS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': 'Authorization, X-API-Key',
  'Access-Control-Expose-Headers': 'X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, Retry-After',
};

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}
