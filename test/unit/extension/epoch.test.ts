import { beforeEach, expect, test, vi } from 'vitest';
import { createEpoch } from '@/extension/epoch.ts';

// Before the module is read: it takes the browser's API from here.
const local = vi.hoisted(() => {
  const given = { epoch: undefined as unknown, isBroken: false };
  const area = {
    get: () =>
      given.isBroken
        ? Promise.reject(new Error('An unexpected error occurred'))
        : Promise.resolve({ epoch: given.epoch }),
    set: ({ epoch }: { epoch: number }) =>
      given.isBroken
        ? Promise.reject(new Error('An unexpected error occurred'))
        : Promise.resolve(void (given.epoch = epoch)),
  };
  Object.assign(globalThis, { browser: { runtime: { id: 'made-up' }, storage: { local: area } } });
  return given;
});

beforeEach(() => Object.assign(local, { epoch: undefined, isBroken: false }));

test('an epoch is there for the next worker', async () => {
  await createEpoch(() => 7).advance();
  expect(await createEpoch(() => 8).read()).toBe(7);
});

test('where the browser cannot read its storage, there is an epoch, and it advances', async () => {
  local.isBroken = true;
  const epoch = createEpoch(() => 7);
  expect(await epoch.read()).toBe(0);
  await epoch.advance();
  expect(await epoch.read()).toBe(7);
});
