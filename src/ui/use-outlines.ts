import { useEffect, useMemo, useReducer } from 'preact/hooks';
import { keyOf, type Observable } from '@/core/indicator.ts';
import type { Outline } from '@/core/outline.ts';
import { MATCH_BATCH } from '@/extension/messages.ts';
import type { ListedItem } from '@/extension/page-list.ts';
import type { Outlines } from './item-list.tsx';

export type AskOutlines = (items: readonly ListedItem[]) => Promise<(Outline | undefined)[]>;

/**
 * What sources say of a list's values, asked for those whose rows are drawn; with `all` for every one of `items`. When one of `reasons`
 * changes it is asked anew; what was told before stays until then.
 */
export function useOutlines(
  items: readonly ListedItem[],
  given: { ask: AskOutlines; now: number; all: boolean },
  reasons: readonly unknown[],
): Outlines {
  const { ask, now, all } = given;
  const [, redraw] = useReducer((before: number) => before + 1, 0);
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- one book for as long as the list is shown
  const book = useMemo(() => createBook(ask, () => redraw(undefined)), []);
  useEffect(() => book.close, [book]);
  useMemo(() => book.expect(items), [book, items]);
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- the caller names what the answers hang on
  useEffect(() => book.age(), [book, ...reasons]);
  useEffect(() => {
    if (all) for (const item of items) book.of(item);
  }, [book, items, all]);
  return { of: book.of, now };
}

interface Book {
  of(item: Observable): Outline | undefined;
  /** The values that may be asked for. */
  expect(items: readonly ListedItem[]): void;
  /** What is known may be outdated: asks again for what is looked at. */
  age(): void;
  close(): void;
}

function createBook(ask: AskOutlines, changed: () => void): Book {
  const told = new Map<string, { outline: Outline | undefined; edition: number }>();
  let items = new Map<string, ListedItem>();
  let edition = 0;
  let wanted = new Set<string>();
  let isAsking = false;
  const closing = new AbortController();

  async function askAll(): Promise<void> {
    while (wanted.size > 0 && !closing.signal.aborted) {
      const keys = [...wanted].slice(0, MATCH_BATCH);
      for (const key of keys) wanted.delete(key);
      const batch = keys.flatMap((key) => items.get(key) ?? []);
      const asked = edition;
      const outlines = await ask(batch);
      batch.forEach((item, at) => told.set(keyOf(item), { outline: outlines[at], edition: asked }));
      if (!closing.signal.aborted) changed();
    }
  }

  return {
    of(item) {
      const key = keyOf(item);
      const known = told.get(key);
      if (known?.edition !== edition && items.has(key)) {
        wanted.add(key);
        if (!isAsking) {
          isAsking = true;
          // Those of all rows that are drawn now, in one question. A worker that does not answer leaves the rows as they are; scrolling asks again.
          queueMicrotask(
            () =>
              void askAll().then(
                () => (isAsking = false),
                () => (isAsking = false),
              ),
          );
        }
      }
      return known?.outline;
    },
    expect(next) {
      items = new Map(next.map((item) => [keyOf(item), item]));
      wanted = new Set([...wanted].filter((key) => items.has(key)));
    },
    age() {
      edition++;
      changed();
    },
    close() {
      closing.abort();
    },
  };
}
