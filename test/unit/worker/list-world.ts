import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { fetchList } from '@/api/list-client.ts';
import type { Alarms } from '@/extension/alarms.ts';
import type { ImportOutcome } from '@/extension/import-port.ts';
import { readPolicy } from '@/core/policy.ts';
import { openIndicatorStore } from '@/store/indicators.ts';
import { openUserStore } from '@/store/user.ts';
import { underPolicy } from '@/worker/managed-user.ts';
import { createSources } from '@/worker/sources.ts';
import { createSubscriptions } from '@/worker/subscriptions.ts';

const START = Date.parse('2026-06-01T12:00:00Z');

/** One machine: its databases, its alarms, its clock and its administrator's policy outlive the workers. */
export function createListWorld() {
  const names = { user: crypto.randomUUID(), indicators: crypto.randomUUID() };
  const rings = new Map<string, number>();
  const clock = { now: START };
  const policy: { raw?: object } = {};

  function startWorker() {
    const listeners: ((name: string) => void)[] = [];
    const alarms: Alarms = {
      at: (name, when) => Promise.resolve(void rings.set(name, when)),
      every: (name, minutes) => Promise.resolve(void rings.set(name, clock.now + minutes * 60_000)),
      clear: (name) => Promise.resolve(void rings.delete(name)),
      next: (name) => Promise.resolve(rings.get(name)),
      onRing: (listener) => void listeners.push(listener),
    };
    const store = openIndicatorStore({ name: names.indicators });
    const readRaw = () => Promise.resolve(readPolicy(policy.raw));
    const user = underPolicy(openUserStore({ name: names.user }), { read: readRaw, confirmed: readRaw });
    let changes = 0;
    const parts = {
      store,
      user,
      alarms,
      keepAlive: () => {},
      now: () => clock.now,
      random: () => 0.5,
      apiCoverage: () => Promise.resolve({ rows: 0, sources: [] }),
      onIndicatorsChanged: () => void changes++,
      onChange: () => {},
    };
    const sources = createSources(parts);
    const subscriptions = createSubscriptions({ ...parts, sources, fetchList });
    const ring = (name: string) => listeners.forEach((listener) => listener(name));
    const stop = () => Promise.all([store.close(), user.close()]);
    onTestFinished(async () => void (await stop()));
    return { store, user, sources, subscriptions, ring, stop, changes: () => changes };
  }

  return { startWorker, rings, clock, policy };
}
export type ListWorker = ReturnType<ReturnType<typeof createListWorld>['startWorker']>;

export async function* pieces(...texts: string[]): AsyncGenerator<string> {
  for (const text of texts) yield await Promise.resolve(text);
}

/** Takes a text as a file of this name. */
export function importText(
  worker: ListWorker,
  text: AsyncIterable<string>,
  change: { id?: string; name?: string; signal?: AbortSignal; source?: object } = {},
): Promise<ImportOutcome> {
  return worker.sources.take({
    source: {
      id: change.id ?? 'list-a',
      name: 'A made-up list',
      kind: 'file',
      on: true,
      maxAgeDays: null,
      addedAt: '2026-06-01T12:00:00Z',
      ...change.source,
    },
    name: change.name ?? 'made-up.txt',
    text,
    onProgress: () => {},
    signal: change.signal ?? new AbortController().signal,
  });
}

/** A list at a URL of this machine; what it answers is changed at will. */
export async function serveList(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const asked: IncomingMessage[] = [];
  const current = { answer };
  const server = createServer((request, response) => {
    asked.push(request);
    current.answer(request, response);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/list.txt`, asked, current };
}
