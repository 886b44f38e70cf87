import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TLPS } from '@/core/indicator.ts';
import { exportRows } from '@/export/formats.ts';
import { checkBundle } from '../../support/stix-check.ts';
import { anyRows } from './arbitrary-rows.ts';
import { EVERY_TYPE, known, PAGE, unknown } from './rows.ts';

fc.configureGlobal({ seed: Number(process.env.TELLTALE_SEED ?? 20_261_128), numRuns: 200 });

const { title: _, url: __, ...LOOKUP } = PAGE;
const CASE = {
  ...LOOKUP,
  case: { name: 'A made-up wave', ticket: 'INC-7', note: 'Seen "twice"\nby us' },
};

test.each([
  ['a page', PAGE],
  ['a lookup', LOOKUP],
  ['a case', CASE],
])('every type, from %s, is a bundle as the specification wants it', async (_name, provenance) => {
  expect(checkBundle(JSON.parse(await exportRows('stix', EVERY_TYPE, provenance)))).toEqual([]);
});

test('so is one with each marking, and with nothing known', async () => {
  const marked = TLPS.map((tlp) => known('domain', `${tlp.replace('+', '-')}.example`, { tlp }));
  expect(checkBundle(JSON.parse(await exportRows('stix', marked, PAGE)))).toEqual([]);
  const fresh = [unknown('domain', 'new.example'), unknown('mitre_attack', 'T1059')];
  expect(checkBundle(JSON.parse(await exportRows('stix', fresh, PAGE)))).toEqual([]);
});

test('whatever rows say of themselves', async () => {
  await fc.assert(
    fc.asyncProperty(anyRows, fc.constantFrom(PAGE, LOOKUP, CASE), async (rows, provenance) => {
      expect(checkBundle(JSON.parse(await exportRows('stix', rows, provenance)))).toEqual([]);
    }),
  );
});

test('an object that is there again is not made at another time', async () => {
  interface Bundle {
    objects: { id: string; type: string; created: string }[];
  }
  const rows = EVERY_TYPE.filter(({ explanation }) => explanation !== undefined);
  const read = async (at: string) =>
    (JSON.parse(await exportRows('stix', rows, { ...PAGE, at })) as Bundle).objects;
  const before = new Map((await read('2026-06-01T12:00:00.000Z')).map((object) => [object.id, object]));
  const again = (await read('2026-07-01T12:00:00.000Z')).filter(({ id }) => before.has(id));
  expect(new Set(again.map(({ type }) => type))).toContain('identity');
  expect(new Set(again.map(({ type }) => type))).toContain('relationship');
  for (const object of again) expect(object).toEqual(before.get(object.id));
});
