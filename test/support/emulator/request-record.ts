import type { IncomingMessage } from 'node:http';
import type { Access, AuthHeader, KeyState } from './access.ts';

/** What the emulator remembers of a request. The key itself is never kept. */
export interface RequestRecord {
  /** Counts every request from 1. */
  number: number;
  method: string;
  path: string;
  query: Record<string, string>;
  auth: AuthHeader;
  keyState: KeyState;
  /** True if the accepted key stood anywhere in the URL, where it must never be. */
  keyInUrl: boolean;
  /** Names of all headers that came, lower-case: to prove that no cookie and no referrer was sent. */
  headers: string[];
  /** API clock, ms since the epoch. */
  at: number;
  /** Set once answered; stays absent for an answer that a fault swallowed. */
  status?: number;
  /** Rows in the answer. */
  rows?: number;
}

export function recordRequest(
  request: IncomingMessage,
  { url, access, key, at, number }: { url: URL; access: Access; key: string; at: number; number: number },
): RequestRecord {
  const redact = (text: string) => text.replaceAll(key, '<key>');
  return {
    number,
    method: request.method ?? '',
    path: redact(url.pathname),
    query: Object.fromEntries([...url.searchParams].map(([name, value]) => [redact(name), redact(value)])),
    auth: access.header,
    keyState: access.keyState,
    keyInUrl: safeDecode(request.url ?? '').includes(key),
    headers: Object.keys(request.headers),
    at,
  };
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
