import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { INDICATOR_TYPES, TLPS, type Indicator } from '@/core/indicator.ts';
import { givenId, ownId } from '@/core/row-id.ts';
import { Block, unpackBlock } from '@/store/blocks.ts';
import { DELETED, packRow } from '@/store/row-codec.ts';
import { row, rows as plainRows, SOURCE } from './fixture-rows.ts';

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
const anyRow: fc.Arbitrary<Indicator> = fc.record(
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

function blockOf(rows: readonly Indicator[]): Block {
  return new Block([], SOURCE).with(new Map(rows.map((each, position) => [position, packRow(each)])));
}

function contentOf(block: Block): Indicator[] {
  return Array.from(block.rows(), ([, each]) => each);
}

test('every row is read as it was written, whatever stands beside it', async () => {
  const some = fc.array(fc.tuple(anyRow, fc.boolean(), fc.nat(3)), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(some, async (given) => {
      const written = given.flatMap(([each, isNamed, again]) => {
        const one = isNamed ? each : { ...each, id: ownId(each) };
        return Array.from({ length: again + 1 }, () => one);
      });
      const read = await unpackBlock(await blockOf(written).pack(), SOURCE);
      expect(contentOf(read)).toEqual(written);
    }),
    { seed: 4, numRuns: 500 },
  );
});

test('rows can be changed, deleted and added; the others stay where they are', async () => {
  const stored = await unpackBlock(await blockOf(plainRows(0, 5)).pack(), SOURCE);
  const article = { id: 'a', title: 'A title' };
  const changes = new Map([
    [1, packRow(row(1, { article }))],
    [3, DELETED],
    [5, packRow(row(5, { tlp: 'red' }))],
  ]);
  const read = await unpackBlock(await stored.with(changes).pack(), SOURCE);
  const expected = [
    row(0),
    row(1, { article }),
    row(2),
    undefined,
    row(4),
    row(5, { tlp: 'red' }),
    undefined,
  ];
  expect(expected.map((_, position) => read.row(position))).toEqual(expected);
  expect(contentOf(read)).toHaveLength(5);
});

test('a block of deleted rows is empty', async () => {
  const block = blockOf(plainRows(0, 2)).with(new Map([0, 1].map((position) => [position, DELETED])));
  expect(contentOf(await unpackBlock(await block.pack(), SOURCE))).toEqual([]);
});

test('a row takes no room for what it does not say, nor for what all rows say', async () => {
  const hash = (n: number) => n.toString(16).padStart(64, '0');
  const sizeOf = async (number: number, change: Partial<Indicator>) =>
    (
      await blockOf(
        Array.from({ length: number }, (_, n) => row(n, { type: 'sha256', value: hash(n), ...change })),
      ).pack()
    ).byteLength;
  const named = { id: '7a4807c8-d3bb-46aa-aaf9-de82e5f0eb03', context: 'C2 server of the made-up kind' };
  expect((await sizeOf(200, named)) - (await sizeOf(100, named))).toBeLessThan(100 * (32 + 16 + 0.1));
});

test.each([
  ['nothing', ''],
  ['the head alone', '0100000000c59d1c81'],
  ['another form', '0200000000c59d1c81'],
  ['raw bytes cut short', '01ff000000c59d1c81'],
])('%s is damage', async (_, hex) => {
  const bytes = new Uint8Array(Buffer.from(hex, 'hex'));
  await expect(unpackBlock(bytes, SOURCE)).rejects.toThrow('a block of rows cannot be unpacked');
});

test('a block with any byte changed is damage, or says what it said', async () => {
  const written = [row(0), row(1, { type: 'md5', value: 'd41d8cd98f00b204e9800998ecf8427e' })];
  const bytes = await blockOf(written).pack();
  let found = 0;
  for (let at = 0; at < bytes.length; at++) {
    const changed = bytes.slice();
    changed[at]! ^= 0x10;
    const block = await unpackBlock(changed, SOURCE).catch(() => undefined);
    if (block) expect(contentOf(block)).toEqual(written);
    else found++;
  }
  expect(found).toBeGreaterThan(bytes.length - 3); // some bits behind the last deflated one say nothing
});

test('blocks as they were first: gzip, a line for each row, are read, and written in the new form', async () => {
  const old = [
    row(0, { id: '7a4807c8-d3bb-46aa-aaf9-de82e5f0eb03', tags: [] }),
    undefined,
    row(2, {
      type: 'md5',
      value: 'd41d8cd98f00b204e9800998ecf8427e',
      firstSeen: '2026-05-16T08:15:00Z',
      lastSeen: '2026-05-16T08:15:01Z',
      article: { title: 'A title' },
      port: 443,
      toIds: false,
    }),
    row(3, { feed: 'A feed', article: {} }),
  ];
  const byWords = { ...old[3]!, id: ownId(old[3]!) }; // it stands there
  const lines = [
    '[2,"host-0.example","ekgHyNO7Rqqq+d6C5fDrAw",1000,0,0,3]',
    '',
    '[4,["1B2M2Y8AsgTpgAmY7PhCfg"],["row-2"],1000,0,0,3,0,1778919300,1,["made up"],0,0,[0,"A title",0],443,0,0,0,1]',
    '[2,"host-3.example",0,1000,"A feed",0,3,0,null,null,["made up"],0,0,[0,0,0]]',
  ];
  const expected = [old[0], old[1], old[2], byWords];
  const first = await unpackBlock(new Uint8Array(gzipSync(lines.join('\n'))), SOURCE);
  const again = await unpackBlock(await first.with(new Map([[4, packRow(row(4))]])).pack(), SOURCE);
  for (const block of [first, again])
    expect(expected.map((_, position) => block.row(position))).toEqual(expected);
  expect(again.row(4)).toEqual(row(4));
});
