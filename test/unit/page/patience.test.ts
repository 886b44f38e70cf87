import { expect, test } from 'vitest';
import { askPatiently } from '@/page/patience.ts';

const never = new AbortController().signal;

test('asks again until there is an answer', async () => {
  const replies = [
    Promise.reject(new Error('no receiving end')),
    Promise.resolve(undefined),
    Promise.resolve(7),
  ];
  expect(await askPatiently(() => replies.shift() ?? Promise.resolve(0), never)).toBe(7);
});

test('stops asking when the signal ends', async () => {
  const ending = new AbortController();
  let asked = 0;
  const answer = askPatiently(() => {
    asked += 1;
    ending.abort();
    return Promise.reject(new Error('context invalidated'));
  }, ending.signal);
  expect(await answer).toBeUndefined();
  expect(asked).toBe(1);
});
