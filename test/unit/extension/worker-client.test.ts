import { afterEach, expect, test, vi } from 'vitest';
import { NOTHING } from '@/extension/sender.ts';
import { ask, askAgain, findTrouble } from '@/extension/worker-client.ts';

// Before the modules are read: they take the browser's API from here.
const worker = vi.hoisted(() => {
  const given: { answers: unknown[] } = { answers: [] };
  const sendMessage = () => Promise.resolve(given.answers.shift());
  Object.assign(globalThis, { browser: { runtime: { id: 'made-up', sendMessage } } });
  return given;
});

afterEach(() => vi.unstubAllGlobals());

test('a worker that went away is asked again, and its silence is taken for no answer', async () => {
  worker.answers = [undefined, { cases: [] }];
  expect(await askAgain('cases', '')).toEqual({ cases: [] });
  worker.answers = [undefined];
  await expect(ask('cases', '')).rejects.toThrow('The worker went away.');
  worker.answers = [undefined, undefined];
  await expect(askAgain('cases', '')).rejects.toThrow('The worker went away.');
});

test('an answer that says nothing is one', async () => {
  worker.answers = [NOTHING];
  expect(await ask('noteOn', { type: 'domain', value: 'evil.test' })).toBeUndefined();
  expect(worker.answers).toEqual([]);
});

test.each([
  ['what the worker says of its storage', { key: 'userBroken' }, 1e9, 'userBroken'],
  ['the full disk, where the worker went away', undefined, 1e6, 'diskFull'],
  ['the full disk, where the worker is silent', new Promise(() => {}), 1e6, 'diskFull'],
  ['nothing, where there is room', new Promise(() => {}), 1e9, undefined],
])('why nothing is answered: %s', async (_, answer, room, key) => {
  worker.answers = [answer];
  vi.stubGlobal('navigator', {
    storage: { estimate: () => Promise.resolve({ quota: 1e9 + room, usage: 1e9 }) },
  });
  const trouble = await findTrouble(50);
  expect(typeof trouble === 'object' && 'key' in trouble ? trouble.key : trouble).toBe(key);
});
