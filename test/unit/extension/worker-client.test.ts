import { expect, test, vi } from 'vitest';
import { NOTHING } from '@/extension/sender.ts';
import { ask, askAgain } from '@/extension/worker-client.ts';

// Before the modules are read: they take the browser's API from here.
const worker = vi.hoisted(() => {
  const given: { answers: unknown[] } = { answers: [] };
  const sendMessage = () => Promise.resolve(given.answers.shift());
  Object.assign(globalThis, { browser: { runtime: { id: 'made-up', sendMessage } } });
  return given;
});

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
