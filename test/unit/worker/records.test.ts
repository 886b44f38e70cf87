import 'fake-indexeddb/auto';
import { beforeEach, expect, test } from 'vitest';
import { openUserStore } from '@/store/user.ts';
import { createRecordRoutes } from '@/worker/records.ts';
import { english, inEnglish } from '../../words/speech.ts';

// Of one minute after another, so that "last changed" is decided.
let minute: number;
let told: number;
let routes: ReturnType<typeof createRecordRoutes>;
const evil = { type: 'domain', value: 'evil.example' } as const;

beforeEach(() => {
  minute = told = 0;
  routes = createRecordRoutes({
    user: openUserStore({ name: crypto.randomUUID() }),
    broadcast: () => void told++,
    now: () => Date.parse('2026-06-01T12:00:00Z') + 60_000 * minute++,
  });
});

async function newCase(name: string): Promise<string> {
  const made = await routes.createCase({ id: crypto.randomUUID(), name });
  if (!made.ok) throw new Error(english.inWords(made.reason));
  return made.id;
}

test('a new case is the current one; a closed or deleted one is none, and is one again when it is put back', async () => {
  expect(inEnglish(await routes.createCase({ id: 'a', name: ' ' }))).toMatchObject({
    ok: false,
    reason: 'A case needs a name.',
  });
  const id = await newCase('Phish');
  expect(await routes.cases('')).toMatchObject({ total: 1, current: { id, name: 'Phish', count: 0 } });
  // Asked again, since the first answer was lost.
  expect(await routes.createCase({ id, name: 'Phish' })).toEqual({ ok: true, id, name: 'Phish' });
  expect(await routes.cases('')).toMatchObject({ total: 1 });
  await routes.changeCase({ id, isClosed: true });
  expect(await routes.cases('')).not.toHaveProperty('current');
  await routes.changeCase({ id, isClosed: false });
  const deleted = await routes.deleteCase(id);
  expect(await routes.cases('')).toEqual({ cases: [], total: 0 });
  if (!deleted.ok) throw new Error(english.inWords(deleted.reason));
  await routes.putBackRecords({ cases: [deleted.deleted], notes: [], dropCases: [], dropNotes: [] });
  expect(await routes.cases('')).toMatchObject({ current: { id } });
});

test('values are added, found in their cases, removed, and come back', async () => {
  const id = await newCase('Phish');
  const other = await newCase('Other');
  const added = await routes.addToCase({ id, values: [evil], place: { url: 'https://report.example/' } });
  expect(added).toMatchObject({ ok: true, name: 'Phish', added: [evil], before: [] });
  expect((await routes.casesWith(evil)).map(({ name }) => name)).toEqual(['Phish']);
  expect((await routes.cases('evil[.]example')).cases.map((each) => each.id)).toEqual([id]);
  expect((await routes.cases('')).cases.map((each) => each.id)).toEqual([id, other]);
  const before = await routes.openCase(id);
  const removed = await routes.removeFromCase({ id, values: [evil] });
  expect((await routes.openCase(id))?.items).toEqual([]);
  if (!removed.ok) throw new Error(english.inWords(removed.reason));
  await routes.putBackInCase({ id, drop: [], items: removed.removed });
  expect((await routes.openCase(id))?.items).toEqual(before?.items);
  expect(inEnglish(await routes.removeFromCase({ id: 'gone', values: [] }))).toEqual({
    ok: false,
    reason: 'This case is not here any more.',
  });
});

test('a note is kept, found, replaced and removed; one that is too long is refused and changes nothing', async () => {
  expect(await routes.setNote({ observable: evil, text: 'Seen in May' })).toEqual({ ok: true });
  expect(inEnglish(await routes.setNote({ observable: evil, text: 'x'.repeat(5001) }))).toEqual({
    ok: false,
    reason: 'A note has at most 5,000 characters; this has 5,001.',
  });
  expect(await routes.noteOn(evil)).toMatchObject({ text: 'Seen in May' });
  await routes.setNote({ observable: { type: 'domain', value: 'other.example' }, text: 'Later' });
  expect((await routes.notes('')).map(({ text }) => text)).toEqual(['Later', 'Seen in May']);
  expect((await routes.notes('evil[.]')).map(({ text }) => text)).toEqual(['Seen in May']);
  await routes.setNote({ observable: evil, text: ' ' });
  expect(await routes.noteOn(evil)).toBeUndefined();
});

test('what is taken over from elsewhere is said first, and can be taken back', async () => {
  const id = await newCase('Phish');
  await routes.addToCase({ id, values: [evil], place: {} });
  const mine = await routes.records();
  const note = { ...evil, text: 'Theirs', changed: '2026-01-01T00:00:00Z' };
  const theirs = { cases: [{ ...mine.cases[0]!, id: 'theirs' }], notes: [note] };
  const counts = { newCases: 1, mergedCases: 0, newNotes: 1, replacedNotes: 0, problems: [] };
  expect(await routes.previewRecords(theirs)).toEqual(counts);
  expect(await routes.records()).toEqual(mine);
  const taken = await routes.takeRecords(theirs);
  expect(taken).toMatchObject(counts);
  expect(await routes.records()).toMatchObject({ notes: [note], cases: { length: 2 } });
  await routes.putBackRecords(taken.undo);
  expect(await routes.records()).toEqual(mine);
  expect(told).toBe(4);
});

test('a deleted case can be restored when nobody remembers it any more, for 30 days', async () => {
  const id = await newCase('Phish');
  await routes.addToCase({ id, values: [evil], place: {} });
  await routes.deleteCase(id);
  expect(await routes.trashedCases()).toMatchObject([
    { id, name: 'Phish', count: 1, deleted: expect.any(String) as unknown },
  ]);
  expect(await routes.restoreCase(id)).toEqual({ ok: true });
  expect(await routes.openCase(id)).toMatchObject({ name: 'Phish', items: [evil] });
  expect(await routes.trashedCases()).toEqual([]);
  // Asked again, since the first answer was lost.
  expect(await routes.restoreCase(id)).toEqual({ ok: true });
  await routes.deleteCase(id);
  minute += 30 * 24 * 60;
  expect(await routes.trashedCases()).toEqual([]);
  expect(await routes.restoreCase(id)).toMatchObject({ ok: false });
});

test('what was put back at once is no deleted case; what is deleted for good is gone', async () => {
  const id = await newCase('Phish');
  const answer = await routes.deleteCase(id);
  if (!answer.ok) throw new Error(english.inWords(answer.reason));
  await routes.putBackRecords({ cases: [answer.deleted], notes: [], dropCases: [], dropNotes: [] });
  expect(await routes.trashedCases()).toEqual([]);
  await routes.deleteCase(id);
  await routes.forgetCase(id);
  expect(await routes.trashedCases()).toEqual([]);
  expect(await routes.restoreCase(id)).toMatchObject({ ok: false });
});
