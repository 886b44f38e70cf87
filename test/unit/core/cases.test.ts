import { describe, expect, test } from 'vitest';
import {
  addValues,
  CASE_LIMITS,
  changeFields,
  createCase,
  inCaseOrder,
  mergeCase,
  noteValue,
  putValuesBack,
  removeValues,
  type Case,
  type NewValue,
  type Place,
} from '@/core/cases.ts';
import { isCaseFound } from '@/core/case-search.ts';
import { english, inEnglish } from '../../words/speech.ts';

const AT = '2026-05-16T08:00:00.000Z';
const LATER = '2026-05-17T08:00:00.000Z';
const EMPTY: Case = { id: 'c1', name: 'Phish', created: AT, changed: AT, items: [] };
const domain = (value: string) => ({ type: 'domain' as const, value });
const PAGE = { title: 'A made-up report', url: 'https://report.example/post' };

function add(before: Case, values: NewValue[], place: Place = PAGE, at = LATER) {
  const added = addValues([before], before.id, { values, place, at });
  if (!added.ok) throw new Error(english.inWords(added.reason));
  return added;
}

describe('adding', () => {
  test('keeps values in their order, as written, and where they were seen', () => {
    const { changed, added } = add(EMPTY, [{ ...domain('evil.example'), asWritten: 'evil[.]example' }]);
    expect(added).toEqual([domain('evil.example')]);
    expect(changed).toEqual({
      ...EMPTY,
      changed: LATER,
      items: [
        { ...domain('evil.example'), asWritten: 'evil[.]example', sightings: [{ ...PAGE, at: LATER }] },
      ],
    });
  });

  test('a value that is there gets another place, and never comes twice', () => {
    const first = add(EMPTY, [domain('evil.example'), domain('evil.example')], PAGE, AT).changed;
    const { changed, added, before } = add(first, [domain('evil.example')], { url: 'https://b.example/' });
    expect(added).toEqual([]);
    expect(before).toEqual(first.items);
    expect(changed.items).toHaveLength(1);
    expect(changed.items[0]?.sightings).toEqual([
      { ...PAGE, at: AT },
      { url: 'https://b.example/', at: LATER },
    ]);
  });

  test('the same page again is the same place, later', () => {
    const first = add(EMPTY, [domain('evil.example')], PAGE, AT).changed;
    expect(add(first, [domain('evil.example')]).changed.items[0]?.sightings).toEqual([
      { ...PAGE, at: LATER },
    ]);
  });

  test('of many places the first and the latest are kept', () => {
    let full = EMPTY;
    for (let n = 1; n <= CASE_LIMITS.sightings + 3; n++)
      full = add(full, [domain('evil.example')], { url: `https://${n}.example/` }).changed;
    expect(full.items[0]?.sightings.map(({ url }) => url)).toEqual([
      'https://1.example/',
      'https://5.example/',
      'https://6.example/',
      'https://7.example/',
      'https://8.example/',
    ]);
  });

  test('all or none: what does not fit is refused in words', () => {
    const many = Array.from({ length: CASE_LIMITS.values - 1 }, (_, n) => domain(`h${n}.example`));
    const full = add(EMPTY, many).changed;
    expect(
      inEnglish(addValues([full], 'c1', { values: [domain('a.test'), domain('b.test')], place: {}, at: AT })),
    ).toEqual({
      ok: false,
      reason:
        'A case holds 2,000 values: only 1 more fit into “Phish”, and 2 new values were to be added. Start another case for them.',
    });
    expect(add(full, [domain('a.test'), domain('h0.example')]).changed.items).toHaveLength(2000);
    const others = Array.from({ length: 10 }, (_, n) => ({ ...full, id: `o${n}`, items: full.items }));
    expect(
      inEnglish(addValues([EMPTY, ...others], 'c1', { values: many.slice(0, 11), place: {}, at: AT })),
    ).toMatchObject({ reason: expect.stringContaining('All cases together hold 20,000 values') as unknown });
  });

  test('a closed case, or one that is gone, takes nothing', () => {
    const closed = { ...EMPTY, closed: AT };
    const given = { values: [domain('a.test')], place: {}, at: AT };
    expect(inEnglish(addValues([closed], 'c1', given))).toMatchObject({
      reason: '“Phish” is closed. Reopen it to add to it.',
    });
    expect(inEnglish(addValues([], 'c1', given))).toMatchObject({
      reason: 'This case is not here any more.',
    });
  });
});

test('what was added is taken back, with the places of what was there', () => {
  const first = add(EMPTY, [domain('a.example')], PAGE, AT).changed;
  const { changed, added, before } = add(first, [domain('b.example'), domain('a.example')], {});
  const items = before.map((item) => ({ index: 0, item }));
  expect(putValuesBack(changed, { drop: added, items }, AT)).toEqual(first);
});

test('what was removed comes back where it stood, also when others came meanwhile', () => {
  const full = add(EMPTY, ['a.example', 'b.example', 'c.example'].map(domain)).changed;
  const { changed, removed } = removeValues(full, [domain('a.example'), domain('b.example')], LATER);
  expect(changed.items.map(({ value }) => value)).toEqual(['c.example']);
  const meanwhile = add(changed, [domain('d.example')]).changed;
  expect(
    putValuesBack(meanwhile, { drop: [], items: removed }, LATER).items.map(({ value }) => value),
  ).toEqual(['a.example', 'b.example', 'c.example', 'd.example']);
});

describe('the fields', () => {
  test.each([
    [{ name: '  ' }, 'A case needs a name.'],
    [{ name: 'x'.repeat(121) }, 'The name of a case has at most 120 characters; this has 121.'],
    [{ ticket: 'x'.repeat(121) }, 'A ticket has at most 120 characters; this has 121.'],
    [{ note: 'x'.repeat(5001) }, 'The note of a case has at most 5,000 characters; this has 5,001.'],
  ])('refuses %o in words', (change, reason) => {
    expect(inEnglish(changeFields(EMPTY, change, LATER))).toEqual({ ok: false, reason });
  });

  test('a ticket and a note can be taken back, a case be closed and reopened', () => {
    const named = changeFields(EMPTY, { ticket: ' INC 1 ', note: 'Made\nup', isClosed: true }, LATER);
    expect(named).toMatchObject({ changed: { ticket: 'INC 1', note: 'Made\nup', closed: LATER } });
    if (!named.ok) return;
    expect(changeFields(named.changed, { ticket: '', note: ' ', isClosed: false }, LATER)).toEqual({
      ok: true,
      changed: { ...EMPTY, changed: LATER },
    });
  });

  test('a value’s note is checked, kept and taken back', () => {
    const full = add(EMPTY, [domain('a.example')]).changed;
    const noted = noteValue(full, { observable: domain('a.example'), note: 'C2' }, LATER);
    expect(noted).toMatchObject({ changed: { items: [{ note: 'C2' }] } });
    expect(inEnglish(noteValue(full, { observable: domain('b.example'), note: 'C2' }, LATER))).toMatchObject({
      reason: 'This value is not in the case any more.',
    });
    expect(
      noted.ok && noteValue(noted.changed, { observable: domain('a.example'), note: '' }, LATER),
    ).toEqual({ ok: true, changed: full });
  });

  test('there is an end to the number of cases', () => {
    const many = Array.from({ length: CASE_LIMITS.cases }, () => EMPTY);
    expect(inEnglish(createCase(many, { id: 'x', name: 'One more', at: AT }))).toMatchObject({
      reason: expect.stringMatching(/^There are 200 cases, and no more fit\./) as unknown,
    });
  });
});

test('two versions of a case are one, with all values of both and the later words', () => {
  const mine = {
    ...add(EMPTY, [domain('a.example'), domain('b.example')], PAGE, AT).changed,
    name: 'Older name',
  };
  const theirs = {
    ...add(EMPTY, [domain('b.example'), domain('c.example')], { url: 'https://b.example/' }).changed,
    ticket: 'INC 1',
  };
  const merged = mergeCase(mine, theirs);
  expect(merged).toMatchObject({ name: 'Phish', ticket: 'INC 1', created: AT, changed: LATER });
  expect(merged.items.map(({ value, sightings }) => [value, sightings.length])).toEqual([
    ['a.example', 1],
    ['b.example', 2],
    ['c.example', 1],
  ]);
  expect(mergeCase(merged, merged)).toEqual(merged);
  expect(mergeCase(theirs, mine)).toMatchObject({ name: 'Phish', ticket: 'INC 1' });
});

test('open cases come first, the last changed first', () => {
  const cases = [
    { changed: AT, closed: AT, id: 1 },
    { changed: AT, id: 2 },
    { changed: LATER, id: 3 },
  ];
  expect(inCaseOrder(cases).map(({ id }) => id)).toEqual([3, 2, 1]);
});

test.each([
  ['', true],
  ['phish', true],
  ['EVIL[.]example', true],
  ['evil.example', true],
  ['made-up report', true],
  ['report.example', true],
  ['harmless', false],
])('a case is found by %j: %j', (sought, expected) => {
  expect(isCaseFound(add(EMPTY, [domain('evil.example')]).changed, sought)).toBe(expected);
});
