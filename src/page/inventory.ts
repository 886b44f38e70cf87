import { EDGE } from '@/core/characters.ts';
import { keyOf, isCounted, LEVELS, type Level, type Observable, type PageItem } from '@/core/indicator.ts';
import type { BadgeReport } from '@/extension/messages.ts';
import type { Mark, MarkListener } from './marks.ts';

/**
 * The page's distinct values as popup and panel list them, in the order in which they were found.
 *
 * @param isHidden whether nobody sees the mark; asked until one of the value's is seen
 */
export function listItems(
  marks: Iterable<Mark>,
  quoteOf: (observable: Observable) => string,
  isHidden: (mark: Mark) => boolean = () => false,
): PageItem[] {
  const items = new Map<string, PageItem>();
  for (const mark of marks) {
    const item = items.get(keyOf(mark.observable)) ?? firstOf(mark, quoteOf);
    if (item.count === 0 ? isHidden(mark) : item.hidden && isHidden(mark)) item.hidden = true;
    else delete item.hidden;
    item.count += 1;
    if (mark.painted) item.painted += 1;
    if (mark.link) item.links += 1;
    if (mark.port !== undefined && !item.ports?.includes(mark.port))
      item.ports = [...(item.ports ?? []), mark.port];
    item.onlyInNavigation &&= mark.inNavigation;
    items.set(keyOf(mark.observable), item);
  }
  return [...items.values()];
}

const MOST_COUNTED = 1000;

/** What the badge counts, mark by mark: a page may have fifty thousand, and tells of them again and again. */
export interface Count extends MarkListener {
  report(): BadgeReport;
}

/** A publisher's own links are listed, but say nothing about what the page reports. */
export function createCount(): Count {
  const byValue = new Map<string, number>();
  const byLevel: Record<Level, number> = { high: 0, medium: 0, low: 0, unrated: 0 };

  function change({ observable, verdict, inNavigation }: Mark, by: 1 | -1): void {
    if (inNavigation || !isCounted(verdict)) return;
    const key = keyOf(observable);
    const count = (byValue.get(key) ?? 0) + by;
    if (count > 0) byValue.set(key, count);
    else byValue.delete(key);
    byLevel[verdict.confidence] += by;
  }

  return {
    add: (mark) => change(mark, 1),
    remove: (mark) => change(mark, -1),
    report() {
      const highest = LEVELS.find((level) => byLevel[level] > 0);
      const counted = [...byValue.keys().take(MOST_COUNTED)];
      return highest ? { counted, highest } : { counted };
    },
  };
}

const QUOTE_EACH_SIDE = 60;

/** "… and the loader fetched hxxp://evil[.]example/a from …": what stands around a value in its block, on one line. */
export function quoteAround(text: string, start: number, end: number): string {
  const before = text.slice(text.lastIndexOf(EDGE, start) + 1, start);
  const [after = ''] = text.slice(end).split(EDGE, 1);
  const quote = before.slice(-QUOTE_EACH_SIDE) + text.slice(start, end) + after.slice(0, QUOTE_EACH_SIDE);
  const [left, right] = [before, after].map(({ length }) => (length > QUOTE_EACH_SIDE ? '…' : ''));
  return `${left}${quote.replace(/\s+/g, ' ').trim()}${right}`;
}

function firstOf({ observable, verdict }: Mark, quoteOf: (observable: Observable) => string): PageItem {
  const none = { count: 0, painted: 0, links: 0 };
  return { ...observable, verdict, ...none, quote: quoteOf(observable), onlyInNavigation: true };
}
