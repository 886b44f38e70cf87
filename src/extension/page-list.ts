import type { LinkMismatch, PageIdentity, PageItem } from '@/core/indicator.ts';
import { mismatchesIn } from '@/core/link-mismatch.ts';
import type { Capped, FromFrame } from './messages.ts';

/** What is known of one tab's page, all frames together. */
export type PageList =
  | { state: 'connecting' }
  /** No frame answers: Telltale does not run in this tab, e.g. since it was open before the installation. */
  | { state: 'silent' }
  | {
      state: 'listed';
      items: ListedItem[];
      /** Each once. */
      mismatches: LinkMismatch[];
      moreMismatches?: true;
      /** Another one whenever frames have come to the page, or had to ask again. */
      round?: number;
      capped?: Capped;
    };
export interface ListedItem extends PageItem {
  /** Where it stands: the frame's address, and the titles of all frames that it stands in. */
  page: PageIdentity;
}

/** One list from every frame's: a value that stands in several frames is one item. */
export function mergeFrames(frames: Iterable<FromFrame>): Extract<PageList, { state: 'listed' }> {
  const items = new Map<string, ListedItem>();
  const mismatches = new Map<string, LinkMismatch>();
  let hasMore = false;
  let capped: Capped | undefined;
  for (const frame of frames) {
    for (const item of frame.items) merge(items, { ...item, page: frame.page });
    for (const mismatch of mismatchesIn(frame.suspects))
      mismatches.set(`${mismatch.text} ${mismatch.target}`, mismatch);
    hasMore ||= frame.moreMismatches === true;
    // Each tells what it was last told of the whole tab.
    if (frame.capped && frame.capped.total > (capped?.total ?? 0)) capped = frame.capped;
  }
  return {
    state: 'listed',
    items: [...items.values()],
    mismatches: [...mismatches.values()],
    ...(hasMore && { moreMismatches: true }),
    ...(capped && { capped }),
  };
}

function merge(items: Map<string, ListedItem>, item: ListedItem): void {
  const key = `${item.type}:${item.value}`;
  const before = items.get(key);
  if (!before) return void items.set(key, item);
  const { hidden, ...seen } = before;
  items.set(key, {
    ...seen,
    ...(hidden && item.hidden && { hidden }),
    count: before.count + item.count,
    painted: before.painted + item.painted,
    links: before.links + item.links,
    ...(item.ports && { ports: union(before.ports, item.ports) }),
    page: { ...before.page, titles: union(before.page.titles, item.page.titles) },
    onlyInNavigation: before.onlyInNavigation && item.onlyInNavigation,
  });
}

function union<T>(one: readonly T[] | undefined, other: readonly T[]): T[] {
  return [...new Set([...(one ?? []), ...other])];
}
