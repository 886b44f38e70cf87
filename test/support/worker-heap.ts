import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * What a worker holds after garbage was collected, in bytes. Over a connection of its own: Playwright's does not reach the heap of a worker.
 * @param file name of its script; the browser must have been started with a debugging port
 */
export async function workerHeap(userDataDir: string, file: string): Promise<number> {
  const worker = await workerTarget(userDataDir, file);
  if (!worker) throw new Error('The worker does not run.');
  const session = await connect(worker.webSocketDebuggerUrl);
  try {
    // What the first collection frees may hold on to more.
    for (let i = 0; i < 3; i++) await session.send('HeapProfiler.collectGarbage');
    const { usedSize, backingStorageSize } = await session.send('Runtime.getHeapUsage');
    return (usedSize ?? 0) + (backingStorageSize ?? 0);
  } finally {
    session.close();
  }
}

interface Target {
  type: string;
  url: string;
  webSocketDebuggerUrl: string;
}

/** Absent while the worker does not run; Playwright goes on listing it. */
export async function workerTarget(userDataDir: string, file: string): Promise<Target | undefined> {
  const [port] = (await readFile(join(userDataDir, 'DevToolsActivePort'), 'utf8')).split('\n');
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as Target[];
  return targets.find(({ type, url }) => type === 'service_worker' && url.endsWith(`/${file}`));
}

type Reply = Record<string, number>;

async function connect(address: string): Promise<{ send(method: string): Promise<Reply>; close(): void }> {
  const socket = new WebSocket(address);
  const waiting = new Map<number, (reply: Reply) => void>();
  socket.addEventListener('message', ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as { id?: number; result?: Reply };
    if (id !== undefined) waiting.get(id)?.(result ?? {});
  });
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', reject);
  });
  let last = 0;
  return {
    send: (method) =>
      new Promise((resolve) => {
        waiting.set(++last, resolve);
        socket.send(JSON.stringify({ id: last, method }));
      }),
    close: () => socket.close(),
  };
}
