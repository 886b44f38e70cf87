import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Observable } from '@/core/indicator.ts';
import { EMPTY, type TabState, type TabStates } from '@/extension/tab-states.ts';
import { createBudget, TAB_BUDGET } from '@/worker/budget.ts';

const named = (...names: (string | number)[]): Map<string, Observable> =>
  new Map(names.map((name) => [`domain:${name}`, { type: 'domain', value: String(name) }]));
const from = (first: number, count: number) => named(...Array.from({ length: count }, (_, n) => first + n));

/** A tab may ask about `most` values. */
function budgetOf(most: number, page = '0123abcd') {
  const states = new Map<number, TabState>();
  const read = (tabId: number) => states.get(tabId) ?? { ...EMPTY, page, budget: most };
  let writes = 0;
  const tabs: TabStates = {
    read: (tabId) => Promise.resolve(read(tabId)),
    update(tabId, change) {
      const before = read(tabId);
      const state = change(before);
      if (state !== before) writes += 1;
      states.set(tabId, state);
      return Promise.resolve(state);
    },
    forget: (tabId) => Promise.resolve(void states.delete(tabId)),
  };
  return { budget: createBudget(tabs), tabs, restarted: () => createBudget(tabs), writes: () => writes };
}

describe('a budget', () => {
  test('is answered up to its end, and what was asked before stays free', async () => {
    const { budget } = budgetOf(3);
    expect([...(await budget.spend(1, named('a', 'b'))).granted.keys()]).toEqual(['domain:a', 'domain:b']);
    const { granted, capped } = await budget.spend(1, named('c', 'd', 'a', 'e'));
    expect([...granted.keys()]).toEqual(['domain:c', 'domain:a']);
    expect(capped).toEqual({ asked: 3, total: 5 });
  });

  test('is each tab’s own', async () => {
    const { budget } = budgetOf(1);
    await budget.spend(1, named('a', 'b'));
    expect(await budget.spend(2, named('b'))).toEqual({ granted: named('b') });
  });

  test('goes on after the worker died', async () => {
    const { budget, restarted } = budgetOf(2);
    await budget.spend(1, named('a', 'b', 'c'));
    const { granted, capped } = await restarted().spend(1, named('b', 'c', 'd'));
    expect([...granted.keys()]).toEqual(['domain:b']);
    expect(capped).toEqual({ asked: 2, total: 4 });
  });

  test('that was extended answers about the rest, and counts the refused anew', async () => {
    const { budget } = budgetOf(2);
    await budget.spend(1, named('a', 'b', 'c', 'd'));
    await budget.extend(1, 1);
    expect((await budget.spend(1, named('a', 'b', 'c'))).capped).toBeUndefined();
    expect((await budget.spend(1, named('d'))).capped).toEqual({ asked: 3, total: 4 });
  });

  test('is never less than every tab has', async () => {
    const { budget, tabs } = budgetOf(0);
    await tabs.update(1, () => EMPTY);
    await budget.extend(1, 5);
    expect((await tabs.read(1)).budget).toBe(TAB_BUDGET);
  });

  test('stores nothing where nothing is new', async () => {
    const { budget, writes } = budgetOf(10);
    await budget.spend(1, named('a'));
    await budget.spend(1, named('a'));
    await budget.spend(1, named());
    expect(writes()).toBe(1);
  });

  test('keeps no more than hashes that differ from page to page', async () => {
    const [one, other] = [budgetOf(10, '0123abcd'), budgetOf(10, 'fedc4321')];
    await one.budget.spend(1, named('a'));
    await other.budget.spend(1, named('a'));
    const [of, ofOther] = [(await one.tabs.read(1)).asked, (await other.tabs.read(1)).asked];
    expect([typeof of[0], of.length]).toEqual(['number', 1]);
    expect(of).not.toEqual(ofOther);
  });

  test('does not count for ever what a page makes up', async () => {
    const { budget } = budgetOf(0);
    let total = 0;
    for (let first = 0; first < 200_000; first += 50_000)
      total = (await budget.spend(1, from(first, 50_000))).capped!.total;
    expect(total).toBe(100_000);
  });

  test('grants as many distinct values as it has, whatever is asked in whatever order', async () => {
    const question = fc.array(fc.nat(30), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.nat(12), fc.array(question, { maxLength: 8 }), async (most, questions) => {
        const { budget } = budgetOf(most);
        const granted = new Set<string>();
        const asked = new Set<string>();
        for (const names of questions) {
          const answer = await budget.spend(1, named(...names));
          for (const key of named(...names).keys()) asked.add(key);
          for (const key of answer.granted.keys()) granted.add(key);
          expect(granted.size).toBe(Math.min(most, asked.size));
          const isShort = asked.size > most;
          expect(answer.capped).toEqual(isShort ? { asked: most, total: asked.size } : undefined);
        }
      }),
    );
  });
});
