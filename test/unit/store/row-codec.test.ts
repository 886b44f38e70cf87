import fc from 'fast-check';
import { expect, test } from 'vitest';
import { INDICATOR_TYPES, TLPS, type Indicator } from '@/core/indicator.ts';
import { givenId, ownId } from '@/core/row-id.ts';
import { readRow, writeRow } from '@/store/row-codec.ts';
import { row, SOURCE } from './fixture-rows.ts';

const text = fc.string({ minLength: 1, unit: 'binary' });
const DATES = [
  '2026-05-16T08:15:00Z',
  '2026-05-16T08:15:01Z',
  '1999-12-31T23:59:59.999Z',
  '1970-01-01T00:00:00Z',
  '1969-12-31T23:59:59Z',
  '+275760-09-13T00:00:00Z',
  '2026-02-30T00:00:00Z',
  '2026-05-16',
  'yesterday',
];
const date = fc.constantFrom(...DATES);
/** Texts that are stored in fewer characters, what they become, and what only looks like them. */
const PACKABLE = [
  '7a4807c8-d3bb-46aa-aaf9-de82e5f0eb03',
  '7A4807C8-d3bb-46aa-aaf9-de82e5f0eb03',
  'ekgHyNO7Rqqq+d6C5fDrAw',
  'd41d8cd98f00b204e9800998ecf8427e',
  'D41D8CD98F00B204E9800998ECF8427E',
  'd41d8cd98f00b204e9800998ecf8427',
  '00'.repeat(20),
  'ff'.repeat(32),
  '0a'.repeat(64),
  '0a'.repeat(65),
];
const packable = fc.constantFrom(...PACKABLE);
const rows: fc.Arbitrary<Indicator> = fc.record(
  {
    id: fc.oneof(text, packable).map(givenId),
    type: fc.constantFrom(...INDICATOR_TYPES),
    value: fc.oneof(text, packable),
    port: fc.integer({ min: 1, max: 65_535 }),
    confidence: fc.constantFrom('high', 'medium', 'low'),
    firstSeen: date,
    lastSeen: date,
    added: fc.nat(),
    source: fc.constant(SOURCE),
    article: fc.record({ id: text, title: text, url: text }, { requiredKeys: [] }),
    feed: text,
    category: text,
    origin: fc.constantFrom('article', 'feed'),
    context: text,
    tags: fc.array(text),
    techniques: fc.array(text),
    tlp: fc.constantFrom(...TLPS),
    validUntil: date,
    revoked: fc.constant(true),
    toIds: fc.constant(false),
  },
  { requiredKeys: ['id', 'type', 'value', 'added', 'source', 'tags', 'techniques'] },
);

test('every row is read as it was written, on a line of its own', () => {
  fc.assert(
    fc.property(rows, fc.boolean(), (given, isNamed) => {
      const written = isNamed ? given : { ...given, id: ownId(given) };
      const line = writeRow(written);
      expect(line).not.toMatch(/\n/);
      expect(readRow(line, SOURCE)).toEqual(written);
    }),
    { seed: 4, numRuns: 1000 },
  );
});

test('a row takes no room for what it does not say, nor for an id that is made of its words', () => {
  const plain = row(1, { tags: [] });
  expect(writeRow({ ...plain, id: ownId(plain) }).length).toBeLessThan(plain.value.length + 22);
});

test('what was not written by it is damage', () => {
  expect(() => readRow('[0,"cut', SOURCE)).toThrow('a row cannot be read');
});
