import { onTestFinished } from 'vitest';
import { indexKey } from '@/core/index-key.ts';
import type { Indicator } from '@/core/indicator.ts';
import type { CommitResult } from '@/store/commit.ts';
import { openIndicatorStore, type IndicatorStore } from '@/store/indicators.ts';
import type { Message } from '@/core/words.ts';

export const SOURCE = 'made-up';

/** A row of the made-up source; `n` makes id and value. */
export function row(n: number, change: Partial<Indicator> = {}): Indicator {
  return {
    id: `row-${n}`,
    type: 'domain',
    value: `host-${n}.example`,
    confidence: 'low',
    tags: ['made up'],
    techniques: [],
    added: 1000,
    source: SOURCE,
    ...change,
  };
}

export function rows(from: number, to: number, change: Partial<Indicator> = {}): Indicator[] {
  return Array.from({ length: to - from }, (_, n) => row(from + n, change));
}

export function keyOf(n: number): string {
  return indexKey(row(n));
}

let databases = 0;

export function freshName(): string {
  return `indicators-${++databases}`;
}

/** A store on its own database, or on the one of an earlier store. */
export function openStore(name = freshName(), wasMade = () => Promise.resolve(false), idleMs?: number) {
  const notices: Message[] = [];
  const store = openIndicatorStore({
    name,
    wasMade,
    onRebuilt: (notice) => notices.push(notice),
    ...(idleMs !== undefined && { idleMs }),
  });
  onTestFinished(() => store.close());
  return { store, name, notices };
}

/** Commits on top of whatever is there. */
export async function add(
  store: IndicatorStore,
  added: Indicator[],
  state: unknown = {},
): Promise<Extract<CommitResult, { ok: true }>> {
  const source = added[0]?.source ?? SOURCE;
  const from = (await store.source(source))?.version;
  const result = await store.commit({ source, rows: added, state: () => state, from });
  if (!result.ok) throw new Error(result.reason);
  return result;
}

/** Every row, by id; fails where an id stands twice. */
export async function contentOf(store: IndicatorStore): Promise<Map<string, Indicator>> {
  const found = new Map<string, Indicator>();
  await store.forEachRow((each) => {
    if (found.has(each.id)) throw new Error(`${each.id} stands twice`);
    found.set(each.id, each);
  });
  return found;
}
