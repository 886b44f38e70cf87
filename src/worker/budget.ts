import type { Observable } from '@/core/indicator.ts';
import { hash52 } from '@/core/string-hash.ts';
import type { Capped } from '@/extension/messages.ts';
import type { TabState, TabStates } from '@/extension/tab-states.ts';

/** Values one tab may ask about; beyond it a page could read the store by writing candidates into itself. */
export const TAB_BUDGET = 50_000;

/** How many distinct values each tab has asked about, and may. */
export interface Budget {
  /** Which of the values, given by their keys, the tab may ask about: those that it asked about before, and as many others as its budget leaves. */
  spend(
    tabId: number,
    values: ReadonlyMap<string, Observable>,
  ): Promise<{ granted: Map<string, Observable>; capped?: Capped }>;
  /** So many more than it has asked about. */
  extend(tabId: number, more: number): Promise<void>;
}

/** A page can make up values for ever; counting them is not worth the memory. */
const MOST_REFUSED = 100_000;
const MOST_TABS = 10;

export function createBudget(tabs: TabStates): Budget {
  /** By tab, of the tabs that were refused something. Only counted with, so it may be lost with the worker. */
  const refused = new Map<number, { of: string; hashes: Set<number> }>();

  function refusedIn(tabId: number, state: TabState): Set<number> {
    const of = `${state.page} ${state.epoch} ${state.budget}`;
    const before = refused.get(tabId);
    if (before?.of === of) return before.hashes;
    const hashes = new Set<number>();
    refused.delete(tabId);
    refused.set(tabId, { of, hashes });
    const [oldest] = refused.keys();
    if (refused.size > MOST_TABS && oldest !== undefined) refused.delete(oldest);
    return hashes;
  }

  return {
    async spend(tabId, values) {
      const granted = new Map<string, Observable>();
      const beyond: number[] = [];
      const state = await tabs.update(tabId, (before) => {
        const asked = new Set(before.asked);
        const most = before.budget ?? TAB_BUDGET;
        const seed = seedOf(before);
        for (const [key, observable] of values) {
          const hash = hash52(key, seed) % 2 ** 40;
          if (!asked.has(hash) && asked.size >= most) beyond.push(hash);
          else {
            asked.add(hash);
            granted.set(key, observable);
          }
        }
        return asked.size === before.asked.length ? before : { ...before, asked: [...asked] };
      });
      if (beyond.length === 0 && !refused.has(tabId)) return { granted };
      const hashes = refusedIn(tabId, state);
      for (const hash of beyond) if (hashes.size < MOST_REFUSED) hashes.add(hash);
      if (hashes.size === 0) {
        refused.delete(tabId);
        return { granted };
      }
      const asked = state.asked.length;
      return { granted, capped: { asked, total: asked + hashes.size } };
    },

    async extend(tabId, more) {
      await tabs.update(tabId, (state) => ({
        ...state,
        budget: Math.max(state.budget ?? TAB_BUDGET, state.asked.length + more),
      }));
    },
  };
}

/** Drawn at random for each page, or it could make up values that share a hash with one that it asked about. */
function seedOf({ page = '' }: TabState): number {
  return Number.parseInt(page.slice(0, 8), 16) || 0;
}
