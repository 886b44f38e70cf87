import { type FromFrame, PAGE_PORT } from '@/extension/messages.ts';
import { onAbort } from './on-abort.ts';

/** An event of the browser's extension API, as far as it is used here. */
export interface BrowserEvent<Args extends unknown[]> {
  addListener(listener: (...args: Args) => void): void;
  removeListener(listener: (...args: Args) => void): void;
}
export interface PagePort {
  name: string;
  postMessage(message: FromFrame): void;
  disconnect(): void;
  onDisconnect: BrowserEvent<[]>;
}

const BETWEEN_POSTS_MS = 400;

/** Keeps every popup and panel that looks at this tab up to date with this frame's list. */
export function servePagePorts(
  onConnect: BrowserEvent<[port: PagePort]>,
  list: () => FromFrame,
  signal: AbortSignal,
): { changed(): void } {
  const ports = new Set<PagePort>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function post(): void {
    timer = undefined;
    if (ports.size === 0) return;
    const message = list();
    for (const port of ports) port.postMessage(message);
  }

  listenTo(
    onConnect,
    (port) => {
      if (port.name !== PAGE_PORT) return;
      ports.add(port);
      port.onDisconnect.addListener(() => ports.delete(port));
      port.postMessage(list());
    },
    signal,
  );
  onAbort(signal, () => {
    clearTimeout(timer);
    for (const port of ports) port.disconnect();
  });
  return {
    changed() {
      if (ports.size > 0) timer ??= setTimeout(post, BETWEEN_POSTS_MS);
    },
  };
}

/** Listens until the signal's end. */
export function listenTo<Args extends unknown[]>(
  event: BrowserEvent<Args>,
  listener: (...args: Args) => void,
  signal: AbortSignal,
): void {
  event.addListener(listener);
  onAbort(signal, () => event.removeListener(listener));
}
