import 'fake-indexeddb/auto';
import { deleteDB, openDB } from 'idb';
import { expect, onTestFinished, test, vi } from 'vitest';
import { DEFAULT_SETTINGS } from '@/core/settings.ts';
import { openUserStore, readSettings } from '@/store/user.ts';
import { inEnglish } from '../../words/speech.ts';

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

const OWN_TOOL = {
  id: 'own-1',
  name: 'Ours',
  types: ['domain'],
  template: 'https://tool.example.com/{value}',
};

test.each([
  [{ baseUrl: 'http://api.example' }, /must start with https/],
  [{ syncEveryMinutes: 0 }, /^This cannot be saved\.$/],
  [{ lookbackDays: 1.5 }, /^This cannot be saved\.$/],
  [{ allowlist: [{ value: '' }] }, /^Something that is needed was left empty\.$/],
  [
    { pivots: { own: [{ ...OWN_TOOL, name: 'n'.repeat(61) }] } },
    /^This text is longer than 60 characters\.$/,
  ],
  [
    { pivots: { own: Array.from({ length: 101 }, () => OWN_TOOL) } },
    /^There is room for 100 of them, and no more\.$/,
  ],
])('refuses %j, says why and changes nothing', async (change, reason) => {
  const { user } = openUser();
  expect(inEnglish(await user.setSettings({ ...(change as object), sitesOff: ['a.example'] }))).toEqual({
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

test('a database of the first version keeps everything, and takes cases and notes from then on', async () => {
  const name = `user-${++databases}`;
  const old = await openDB(name, 1, { upgrade: (db) => void db.createObjectStore('kept') });
  await old.put('kept', { lookbackDays: 30, allowlist: [entry], fromTheFuture: true }, 'settings');
  await old.put('kept', { value: 'made-up-key', version: 'a' }, 'key');
  await old.put('kept', 'made-up-list-key', 'list-key l1');
  old.close();
  const { user } = openUser(name);
  expect(await user.settings()).toEqual({ ...DEFAULT_SETTINGS, lookbackDays: 30, allowlist: [entry] });
  expect(await user.key()).toEqual({ value: 'made-up-key', version: 'a' });
  expect(await user.listKey('l1')).toBe('made-up-list-key');
  const note = { type: 'domain', value: 'evil.example', text: 'Ours', changed: AT } as const;
  await user.changeRecords(() => ({ change: { notes: [note] }, answer: undefined }));
  expect(await user.notes()).toEqual([note]);
});

const AT = '2026-05-16T00:00:00Z';
const kept = { id: 'c1', name: 'Made up', created: AT, changed: AT, items: [] };

test('cases and notes outlive the connection, and are erased with everything', async () => {
  const { user, name } = openUser();
  const note = { type: 'domain', value: 'evil.example', text: 'Ours', changed: AT } as const;
  await user.changeRecords(() => ({ change: { cases: [kept], notes: [note] }, answer: undefined }));
  await user.chooseCase('c1');
  const { user: later } = openUser(name);
  expect([await later.case('c1'), await later.note(note), await later.currentCase()]).toEqual([
    kept,
    note,
    'c1',
  ]);
  await later.erase();
  expect([await user.cases(), await user.notes(), await user.currentCase()]).toEqual([[], [], undefined]);
});

test('changes made at the same time do not undo one another in a case', async () => {
  const { user } = openUser();
  const add = (value: string) =>
    user.changeCases(([before = kept]) => {
      const item = { type: 'domain' as const, value, sightings: [] };
      return { change: { cases: [{ ...before, items: [...before.items, item] }] }, answer: 'done' };
    });
  await Promise.all(['a.example', 'b.example', 'c.example'].map(add));
  expect((await user.case('c1'))?.items.map(({ value }) => value)).toEqual([
    'a.example',
    'b.example',
    'c.example',
  ]);
});

test('a case that only a newer version can read is not used, and not lost', async () => {
  const { user, name } = openUser();
  await user.cases();
  const db = await openDB(name);
  await db.put('cases', { id: 'new', layout: 9 }, 'new');
  await user.changeCases(() => ({ change: { cases: [kept] }, answer: undefined }));
  expect(await user.cases()).toEqual([kept]);
  expect(await db.get('cases', 'new')).toEqual({ id: 'new', layout: 9 });
  db.close();
});

/** What a browser without files of its own would do in their place: a text, held in memory. */
function copyInMemory(first?: string) {
  const held = { text: first };
  return {
    held,
    copy: {
      read: () => Promise.resolve(held.text),
      write: (text: string) => Promise.resolve(void (held.text = text)),
    },
  };
}

/** A user's database, and what becomes of it between two workers. */
async function afterDamage(
  damage: (name: string) => Promise<void>,
  change: (held: { text: string | undefined }) => void = () => {},
) {
  const name = `user-${++databases}`;
  const { held, copy } = copyInMemory();
  const before = openUserStore({ name, copy });
  await before.setKey('made-up-key');
  await before.changeCases(() => ({ change: { cases: [kept] }, answer: undefined }));
  await before.close();
  await damage(name);
  change(held);
  const user = openUserStore({ name, copy });
  onTestFinished(() => user.close());
  return { user, held };
}

const gone = (name: string) => deleteDB(name);

test.each([
  ['emptied', gone],
  [
    'taken back to an earlier state',
    async (name: string) => {
      const db = await openDB(name);
      await db.put('kept', 1, 'changes');
      await db.delete('kept', 'key');
      db.close();
    },
  ],
])(
  'a database that was %s is put back from its copy, and that is told until it is read',
  async (_, damage) => {
    const { user, held } = await afterDamage(damage);
    expect([(await user.key())?.value, await user.cases(), await user.damage()]).toEqual([
      'made-up-key',
      [kept],
      'restored',
    ]);
    await user.forgetDamage();
    expect(await user.damage()).toBeUndefined();
    await user.close();
    expect(held.text).toContain('made-up-key');
  },
);

/** The database opens, and whatever is asked of these keys fails. */
function makeUnreadable(name: string, isUnreadable: (key: unknown) => boolean): void {
  const { get } = IDBObjectStore.prototype;
  const spy = vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementation(function (
    this: IDBObjectStore,
    key,
  ) {
    if (this.transaction.db.name === name && isUnreadable(key))
      throw new DOMException('made up', 'UnknownError');
    return get.call(this, key);
  });
  onTestFinished(() => spy.mockRestore());
}

test.each([
  ['nothing', () => true],
  ['not the key', (key: unknown) => key === 'key'],
])(
  'a database of which %s can be read is left as it is, and put back elsewhere, and is there for the next worker',
  async (_, isUnreadable) => {
    let name = '';
    const { user, held } = await afterDamage(async (damaged) =>
      makeUnreadable((name = damaged), isUnreadable),
    );
    expect([(await user.key())?.value, await user.cases(), await user.damage()]).toEqual([
      'made-up-key',
      [kept],
      'restored',
    ]);
    await user.setKey('later');
    await user.close();
    expect(held.text).toContain('later');
    const next = openUserStore({
      name,
      copy: { read: () => Promise.resolve(held.text), write: () => Promise.resolve() },
    });
    expect((await next.key())?.value).toBe('later');
    await next.close();
  },
);

test('what is erased does not stay in a database that could not be read', async () => {
  let name = '';
  const { user } = await afterDamage(async (damaged) => makeUnreadable((name = damaged), () => true));
  await user.erase();
  expect((await indexedDB.databases()).map((each) => each.name)).not.toContain(name);
});

test('a database that was emptied, with a damaged copy, is lost, and that is told', async () => {
  const { user } = await afterDamage(gone, (held) => void (held.text = held.text?.slice(0, 50)));
  expect([await user.key(), await user.damage()]).toEqual([undefined, 'lost']);
});

test('a copy that fell behind is made anew, and takes nothing back', async () => {
  const name = `user-${++databases}`;
  const { held, copy } = copyInMemory();
  const before = openUserStore({ name, copy });
  await before.setKey('first');
  await before.close();
  const stale = held.text;
  await before.setKey('second');
  await before.close();
  held.text = stale;
  const user = openUserStore({ name, copy });
  expect([(await user.key())?.value, await user.damage()]).toEqual(['second', undefined]);
  await user.close();
  expect(held.text).toContain('second');
});

test('nothing is told of a first database, nor of one that held nothing of the user’s', async () => {
  const name = `user-${++databases}`;
  const { copy } = copyInMemory();
  const first = openUserStore({ name, copy });
  expect(await first.damage()).toBeUndefined();
  await first.close();
  await deleteDB(name);
  const user = openUserStore({ name, copy });
  expect(await user.damage()).toBeUndefined();
  await user.close();
});

test('a change whose copy cannot be written is kept', async () => {
  const copy = { read: () => Promise.resolve(undefined), write: () => Promise.reject(new Error('no room')) };
  const name = `user-${++databases}`;
  const user = openUserStore({ name, copy });
  await user.setKey('made-up-key');
  await user.close();
  expect((await user.key())?.value).toBe('made-up-key');
  await user.close();
});

test('a copy that cannot be read at the moment is not written over', async () => {
  const name = `user-${++databases}`;
  const { held, copy } = copyInMemory();
  const before = openUserStore({ name, copy });
  await before.setKey('made-up-key');
  await before.close();
  await deleteDB(name);
  const failing = { ...copy, read: () => Promise.reject(new Error('not now')) };
  const meanwhile = openUserStore({ name, copy: failing });
  expect(await meanwhile.key()).toBeUndefined();
  await meanwhile.close();
  expect(held.text).toContain('made-up-key');
  const user = openUserStore({ name, copy });
  expect((await user.key())?.value).toBe('made-up-key');
  await user.close();
});
