import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, resolve, sep } from 'node:path';

export interface StaticServer {
  /** "http://127.0.0.1:41234". */
  url: string;
  /** The same files as another site: "http://localhost:41235". */
  otherUrl: string;
  close(): Promise<void>;
}

/** A folder, or pages by path ("/mail.html"), which may be added to and changed while it serves them. */
type Content = string | Record<string, string | Buffer>;

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
};

/** Serves it on two sites: frames of the one in the other are cross-origin and run in another process. */
export async function startStaticServer(content: Content): Promise<StaticServer> {
  const servers = [await listen(content), await listen(content)] as const;
  return {
    url: `http://127.0.0.1:${portOf(servers[0])}`,
    otherUrl: `http://localhost:${portOf(servers[1])}`,
    close: async () => {
      await Promise.all(servers.map(close));
    },
  };
}

function listen(content: Content): Promise<Server> {
  const server = createServer((request, response) => void answer(content, request, response));
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done(server)));
}

async function answer(content: Content, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  try {
    const body = await readContent(content, decodeURIComponent(pathname));
    response
      .writeHead(200, { 'Content-Type': TYPES[extname(pathname)] ?? 'text/html; charset=utf-8' })
      .end(body);
  } catch {
    response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found');
  }
}

async function readContent(content: Content, pathname: string): Promise<Buffer | string> {
  if (typeof content !== 'string') {
    const page = content[pathname];
    if (page === undefined) throw new Error(`No page ${pathname}`);
    return page;
  }
  const file = resolve(content, `.${pathname}`);
  if (!file.startsWith(resolve(content) + sep)) throw new Error('Outside the folder');
  return readFile(file);
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port; // it listens on TCP
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((done) => server.close(() => done()));
}
