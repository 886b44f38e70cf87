import { beforeEach, expect, test, vi } from 'vitest';
import type { PolicyMemory } from '@/extension/managed.ts';

interface Said {
  raw?: object;
  answer?: (raw: object) => void;
  changed?: ((changes: object, area: string) => void) | undefined;
}

// Before the module is read: it takes the browser's API from here.
const browser = vi.hoisted(() => {
  const said: Said = {};
  const managed = {
    get: () => new Promise<object>((resolve) => (said.raw ? resolve(said.raw) : (said.answer = resolve))),
  };
  const onChanged = { addListener: (listener: Said['changed']) => (said.changed = listener) };
  Object.assign(globalThis, { browser: { runtime: { id: 'made-up' }, storage: { managed, onChanged } } });
  return said;
});
const { managedPolicy } = await import('@/extension/managed.ts');

beforeEach(() => {
  delete browser.raw;
  delete browser.answer;
});

function start(remembered?: object) {
  const kept: object[] = remembered ? [remembered] : [];
  const memory: PolicyMemory = {
    last: () => Promise.resolve(kept.at(-1)),
    keep: (raw) => Promise.resolve(void kept.push(raw)),
  };
  const news = vi.fn<() => void>();
  return { policy: managedPolicy(memory, news), kept, news };
}

const SET = { baseUrl: 'https://api.example.com', apiKey: 'sk_made_up', sitesOff: ['intranet.example'] };

test('until the browser says what the policy is, it is what it was', async () => {
  const { policy, news } = start({ ...SET, apiKey: 'xxxxxxxxxx' });
  expect((await policy.read()).settings).toMatchObject({ sitesOff: ['intranet.example'] });
  browser.answer!(SET);
  expect((await policy.confirmed()).key).toBe('sk_made_up');
  await Promise.resolve();
  expect(news).not.toHaveBeenCalled();
});

test('where there never was one there is none until then, and one that comes is news', async () => {
  const { policy, kept, news } = start();
  expect((await policy.read()).settings).toEqual({});
  browser.answer!(SET);
  await vi.waitFor(() => expect(news).toHaveBeenCalledOnce());
  expect((await policy.read()).settings).toMatchObject({ sitesOff: ['intranet.example'] });
  await vi.waitFor(() => expect(kept).toHaveLength(1));
});

test('of a policy all but its keys is remembered, and where there is a key that is known', async () => {
  const list = {
    name: 'Our list',
    url: 'https://lists.example.com/{key}/list.txt',
    format: 'txt',
    key: 'k-made-up',
  };
  browser.raw = { ...SET, sources: [list] };
  const { policy, kept } = start();
  expect((await policy.confirmed()).sources[0]?.key).toBe('k-made-up');
  await vi.waitFor(() => expect(kept).toHaveLength(1));
  expect(JSON.stringify(kept)).not.toMatch(/made/);
  delete browser.raw;
  const { policy: next } = start(kept[0]);
  expect((await next.read()).key).toMatch(/^x+$/);
  expect((await next.read()).sources.map(({ source }) => source.name)).toEqual(['Our list']);
});

test('one that is taken back is news, and so is another key', async () => {
  browser.raw = {};
  const { policy, kept, news } = start({ ...SET, apiKey: 'xxxxxxxxxx' });
  await vi.waitFor(() => expect(news).toHaveBeenCalledOnce());
  expect((await policy.read()).settings).toEqual({});
  await vi.waitFor(() => expect(kept.at(-1)).toEqual({}));
  browser.raw = { ...SET, apiKey: 'sk_another' };
  browser.changed!({}, 'managed');
  expect(news).toHaveBeenCalledTimes(2);
  expect((await policy.confirmed()).key).toBe('sk_another');
});
