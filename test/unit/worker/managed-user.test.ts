import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { readPolicy } from '@/core/policy.ts';
import { openUserStore } from '@/store/user.ts';
import { underPolicy } from '@/worker/managed-user.ts';
import { inEnglish } from '../../words/speech.ts';

function start(raw: object) {
  const own = openUserStore({ name: crypto.randomUUID() });
  const read = () => Promise.resolve(readPolicy(raw));
  return { own, user: underPolicy(own, { read, confirmed: read }) };
}

test('what the policy sets holds over what the user set, and cannot be changed', async () => {
  const { own, user } = start({ lookbackDays: 30 });
  await own.setSettings({ lookbackDays: 7, syncEveryMinutes: 5 });
  expect(await user.settings()).toMatchObject({ lookbackDays: 30, syncEveryMinutes: 5 });
  expect(inEnglish(await user.setSettings({ lookbackDays: 90, syncEveryMinutes: 60 }))).toEqual({
    ok: false,
    reason: 'Your organisation sets this (lookbackDays); it cannot be changed here.',
  });
  expect(await user.settings()).toMatchObject({ syncEveryMinutes: 5 });
  // The same value is no change, and what was the user's comes back when the policy goes.
  expect(await user.setSettings({ lookbackDays: 30, syncEveryMinutes: 60 })).toEqual({ ok: true });
  expect(await own.settings()).toMatchObject({ lookbackDays: 7, syncEveryMinutes: 60 });
});

test('a key of the policy is used, is not stored, and cannot be replaced', async () => {
  const { own, user } = start({ apiKey: 'sk_made_up' });
  const key = await user.key();
  expect(key?.value).toBe('sk_made_up');
  expect(key?.version).not.toContain('sk_made_up');
  await expect(user.setKey('sk_other')).rejects.toThrow('Your organisation sets the key');
  expect(await own.key()).toBeUndefined();
  const { user: other } = start({ apiKey: 'sk_another' });
  expect((await other.key())?.version).not.toBe(key?.version);
});
