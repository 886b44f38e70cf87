import { describe, expect, test } from 'vitest';
import { type Case, CASE_LIMITS } from '@/core/cases.ts';
import { NOTE_LIMITS, type Note } from '@/core/notes.ts';
import { planRecords, readRecords } from '@/core/records.ts';
import { inEnglish } from '../../words/speech.ts';

const AT = '2026-05-16T08:00:00.000Z';
const LATER = '2026-05-17T08:00:00.000Z';
const note = (value: string, text: string, changed = AT): Note => ({ type: 'domain', value, text, changed });
const item = (value: string) => ({ type: 'domain' as const, value, sightings: [{ at: AT }] });
const kept = (id: string, ...values: string[]): Case => ({
  id,
  name: `Case ${id}`,
  created: AT,
  changed: AT,
  items: values.map(item),
});

describe('taking records over', () => {
  test('adds, merges, and says how to take it back', () => {
    const mine = {
      cases: [kept('a', 'a.example')],
      notes: [note('n.example', 'old'), note('m.example', 'm')],
    };
    const theirs = {
      cases: [kept('a', 'b.example'), kept('b')],
      notes: [note('n.example', 'new', LATER), note('o.example', 'o'), note('m.example', 'older words')],
    };
    const plan = planRecords(mine, theirs);
    expect(plan).toMatchObject({ newCases: 1, mergedCases: 1, newNotes: 1, replacedNotes: 1, problems: [] });
    expect(plan.put.cases.map(({ id, items }) => [id, items.length])).toEqual([
      ['a', 2],
      ['b', 0],
    ]);
    expect(plan.undo).toEqual({
      cases: mine.cases,
      dropCases: ['b'],
      notes: [mine.notes[0]],
      dropNotes: [{ type: 'domain', value: 'o.example' }],
    });
  });

  test('the same again changes nothing', () => {
    const mine = { cases: [kept('a', 'a.example')], notes: [note('n.example', 'n')] };
    expect(planRecords(mine, mine).put).toEqual({ cases: [], notes: [] });
  });

  test('what does not fit is left out, and told', () => {
    const many = Array.from({ length: CASE_LIMITS.cases }, (_, n) => kept(String(n)));
    const notes = Array.from({ length: NOTE_LIMITS.notes }, (_, n) => note(`h${n}.example`, 'x'));
    const theirs = { cases: [kept('one more')], notes: [note('new.example', 'x')] };
    expect(inEnglish(planRecords({ cases: many, notes }, theirs))).toMatchObject({
      put: { cases: [], notes: [] },
      problems: [
        'The case “Case one more” is left out: there is no room for it beside yours.',
        'Notes that are left out, since 5,000 are the most: 1.',
      ],
    });
  });
});

test('records from outside: what cannot be used costs only itself, and is told', () => {
  const problems: string[] = [];
  const read = readRecords(
    {
      cases: [
        { ...kept('a', 'EVIL.example', 'not a domain', 'evil.example'), ticket: 'INC 1', fromTheFuture: 1 },
        { ...kept('b'), name: ' ' },
        { ...kept('c'), changed: 'yesterday' },
        { name: 'No case' },
        7,
      ],
      notes: [note('EVIL.example', 'C2'), note('evil.test', ' '), note('evil.test', 'x', 'no date'), 'x'],
    },
    problems,
  );
  expect(read).toEqual({
    cases: [{ ...kept('a', 'evil.example'), ticket: 'INC 1' }],
    notes: [note('evil.example', 'C2')],
  });
  expect(inEnglish(problems)).toEqual([
    'Values of the case “Case a” that cannot be read: 2.',
    'A case (“ ”) cannot be read, and is left out: A case needs a name.',
    'A case (“Case c”) cannot be read, and is left out.',
    'A case (“No case”) cannot be read, and is left out.',
    'A case cannot be read, and is left out.',
    'Notes that cannot be read, and are left out: 3.',
  ]);
});
