import type { PageItem } from '@/core/indicator.ts';
import type { FromFrame } from './messages.ts';

/** What is known of one tab's page, all frames together. */
export type PageList =
  | { state: 'connecting' }
  /** No frame answers: Telltale does not run in this tab, e.g. since it was open before the installation. */
  | { state: 'silent' }
  | { state: 'listed'; items: PageItem[]; capped?: { asked: number; total: number } };

/** One list from every frame's: a value that stands in several frames is one item. */
export function mergeFrames(frames: Iterable<FromFrame>): Extract<PageList, { state: 'listed' }> {
  const items = new Map<string, PageItem>();
  const capped = { asked: 0, total: 0 };
  for (const frame of frames) {
    for (const item of frame.items) merge(items, item);
    capped.asked += frame.capped?.asked ?? 0;
    capped.total += frame.capped?.total ?? 0;
  }
  return { state: 'listed', items: [...items.values()], ...(capped.total > 0 ? { capped } : {}) };
}

function merge(items: Map<string, PageItem>, item: PageItem): void {
  const key = `${item.type}:${item.value}`;
  const before = items.get(key);
  if (!before) return void items.set(key, item);
  items.set(key, {
    ...before,
    count: before.count + item.count,
    painted: before.painted + item.painted,
    onlyInNavigation: before.onlyInNavigation && item.onlyInNavigation,
  });
}
