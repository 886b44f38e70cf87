import { beforeEach, expect, test, vi } from 'vitest';
import { createTabStates, EMPTY } from '@/extension/tab-states.ts';

// Before the modules are read: they take the browser's API from here.
const session = vi.hoisted(() => {
  const stored = new Map<string, unknown>();
  const given = { stored, isFull: false, refusals: 0 };
  const area = {
    get: (key: string) => Promise.resolve(stored.has(key) ? { [key]: stored.get(key) } : {}),
    set(items: object) {
      if (given.isFull) {
        given.refusals += 1;
        return Promise.reject(new Error('Session storage quota bytes exceeded.'));
      }
      for (const [key, value] of Object.entries(items)) stored.set(key, structuredClone(value));
      return Promise.resolve();
    },
    remove: (key: string) => Promise.resolve(void stored.delete(key)),
  };
  Object.assign(globalThis, { browser: { runtime: { id: 'made-up' }, storage: { session: area } } });
  return given;
});

beforeEach(() => {
  session.stored.clear();
  session.isFull = false;
  session.refusals = 0;
});

test('changes of one tab happen one after another, and outlive the worker', async () => {
  const tabs = createTabStates();
  await Promise.all(
    [1, 2, 3].map((hash) => tabs.update(7, (state) => ({ ...state, asked: [...state.asked, hash] }))),
  );
  await vi.waitFor(async () => expect((await createTabStates().read(7)).asked).toEqual([1, 2, 3]));
  expect(await tabs.read(8)).toEqual(EMPTY);
});

test('a tab that is gone is forgotten, what was not stored yet included', async () => {
  const tabs = createTabStates();
  await tabs.update(7, (state) => ({ ...state, asked: [1] }));
  await tabs.forget(7);
  await tabs.update(8, (state) => ({ ...state, asked: [2] }));
  await vi.waitFor(() => expect(session.stored.size).toBe(1));
  expect(await createTabStates().read(7)).toEqual(EMPTY);
});

test('what finds no room is kept for as long as the worker lives, and stored when there is room', async () => {
  const tabs = createTabStates();
  await tabs.update(7, (state) => ({ ...state, asked: [1] }));
  session.isFull = true;
  const full = await tabs.update(7, (state) => ({ ...state, asked: [...state.asked, 2] }));
  expect(full.asked).toEqual([1, 2]);
  expect((await tabs.read(7)).asked).toEqual([1, 2]);
  await vi.waitFor(() => expect(session.refusals).toBe(1));
  session.isFull = false;
  await tabs.update(7, (state) => ({ ...state, asked: [...state.asked, 3] }));
  await vi.waitFor(async () => expect((await createTabStates().read(7)).asked).toEqual([1, 2, 3]));
});

test('what found no room is forgotten with its tab', async () => {
  const tabs = createTabStates();
  session.isFull = true;
  await tabs.update(7, (state) => ({ ...state, asked: [1] }));
  await vi.waitFor(() => expect(session.refusals).toBe(1));
  session.isFull = false;
  await tabs.forget(7);
  expect(await tabs.read(7)).toEqual(EMPTY);
});
