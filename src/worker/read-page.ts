import type { PageIdentity } from '@/core/indicator.ts';
import type { Question } from '@/extension/messages.ts';
import type { Pages } from './matcher.ts';
import type { Frame } from './routes.ts';

/** Addresses come from the browser: a frame may say of itself what it likes. A mail's frame stands in another page, whose address counts, too. */
export function pagesOf({ frameUrl, tabUrl }: Frame, page: PageIdentity | undefined): Pages {
  return [
    { ...readPage(page), url: frameUrl },
    { url: tabUrl, titles: [] },
  ];
}

const MOST_TITLES = 20;
const LONGEST_TITLE = 500;

/** What an asker says of its page, as far as it may be so. */
export function readPage(page: PageIdentity | undefined): PageIdentity {
  const titles = Array.isArray(page?.titles) ? page.titles.slice(0, MOST_TITLES) : [];
  return {
    ...(typeof page?.url === 'string' && { url: page.url }),
    titles: titles.filter((title) => typeof title === 'string').map((title) => title.slice(0, LONGEST_TITLE)),
  };
}

const MOST_PORTS = 20;

export function readPorts(ports: Question['ports']): number[] {
  if (!Array.isArray(ports)) return [];
  return ports.slice(0, MOST_PORTS).filter((port) => Number.isInteger(port) && port > 0 && port < 65536);
}
