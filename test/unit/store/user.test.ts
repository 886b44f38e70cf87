import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { expect, onTestFinished, test } from 'vitest';
import { DEFAULT_SETTINGS } from '@/core/settings.ts';
import { openUserStore, readSettings } from '@/store/user.ts';

let databases = 0;

function openUser(name = `user-${++databases}`) {
  const user = openUserStore({ name });
  onTestFinished(() => user.close());
  return { user, name };
}

const entry = {
  value: 'corp.example',
  scope: 'domain-and-below',
  reason: 'ours',
  added: '2026-05-16T00:00:00Z',
};

test('has the defaults and no key before anything was set', async () => {
  const { user } = openUser();
  expect(await user.settings()).toEqual(DEFAULT_SETTINGS);
  expect(await user.key()).toBeUndefined();
});

test('keeps changes over a restart and leaves the other settings alone', async () => {
  const { user, name } = openUser();
  expect(await user.setSettings({ syncEveryMinutes: 5 })).toEqual({ ok: true });
  expect(await user.setSettings({ baseUrl: 'api.example/api/v1/iocs/' })).toEqual({ ok: true });
  const { user: later } = openUser(name);
  expect(await later.settings()).toEqual({
    ...DEFAULT_SETTINGS,
    syncEveryMinutes: 5,
    baseUrl: 'https://api.example',
  });
});

test.each([
  [{ baseUrl: 'http://api.example' }, /must start with https/],
  [{ syncEveryMinutes: 0 }, /syncEveryMinutes/],
  [{ lookbackDays: 1.5 }, /lookbackDays/],
  [{ allowlist: [{ value: '' }] }, /allowlist/],
])('refuses %j, says why and changes nothing', async (change, reason) => {
  const { user } = openUser();
  expect(await user.setSettings({ ...(change as object), sitesOff: ['a.example'] })).toEqual({
    ok: false,
    reason: expect.stringMatching(reason) as string,
  });
  expect(await user.settings()).toEqual(DEFAULT_SETTINGS);
});

test('changes made at the same time do not undo one another', async () => {
  const { user } = openUser();
  await Promise.all([user.setSettings({ lookbackDays: 7 }), user.setSettings({ sitesOff: ['a.example'] })]);
  expect(await user.settings()).toMatchObject({ lookbackDays: 7, sitesOff: ['a.example'] });
});

test('a key has a new version each time it is set, is trimmed, and goes when it is emptied', async () => {
  const { user, name } = openUser();
  await user.setKey('  made-up-key\n');
  const first = await user.key();
  expect(first?.value).toBe('made-up-key');
  await user.setKey('made-up-key');
  expect((await user.key())?.version).not.toBe(first?.version);
  const { user: later } = openUser(name);
  expect((await later.key())?.value).toBe('made-up-key');
  await later.setKey(' ');
  expect(await user.key()).toBeUndefined();
});

test.each([
  ['nothing', undefined, {}],
  ['no record', 'settings', {}],
  ['null', null, {}],
  ['one bad field', { lookbackDays: 'many', sitesOff: ['a.example'] }, { sitesOff: ['a.example'] }],
  [
    'every field bad',
    { baseUrl: 1, authHeader: 'both', lookbackDays: 0, syncEveryMinutes: -1, paintReferences: {} },
    {},
  ],
  [
    'bad entries in lists',
    { sitesOff: [1, 'a.example', null], allowlist: [7, entry, {}] },
    { sitesOff: ['a.example'], allowlist: [entry] },
  ],
  ['unknown fields', { colour: 'red', __proto__: { baseUrl: 'https://evil.example' } }, {}],
])('reads damaged settings field by field: %s', (_, stored, expected) => {
  expect(readSettings(stored)).toEqual({ ...DEFAULT_SETTINGS, ...expected });
});

test('a change keeps what a newer version has stored', async () => {
  const { user, name } = openUser();
  await user.setSettings({ lookbackDays: 30 });
  const db = await openDB(name);
  await db.put('kept', { lookbackDays: 30, fromTheFuture: true }, 'settings');
  await user.setSettings({ lookbackDays: 60 });
  expect(await db.get('kept', 'settings')).toEqual({ lookbackDays: 60, fromTheFuture: true });
  db.close();
});

test.each([[{ value: 7, version: 'a' }], ['bare-key'], [null], [{ value: '', version: 'a' }]])(
  'a stored key that is none, %j, counts as no key',
  async (stored) => {
    const { user, name } = openUser();
    await user.key();
    const db = await openDB(name);
    await db.put('kept', stored, 'key');
    db.close();
    expect(await user.key()).toBeUndefined();
  },
);
