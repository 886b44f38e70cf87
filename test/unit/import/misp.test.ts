import { describe, expect, test } from 'vitest';
import { createBatches } from '@/import/list-batch.ts';
import { readMisp } from '@/import/misp.ts';
import { mispValues } from '@/import/misp-values.ts';
import { fixture, inPieces, join, OPTIONS, readAll } from './read-text.ts';
import { inEnglish } from '../../words/speech.ts';

interface MadeUpEvent {
  Event: { Attribute: object[]; Tag?: object[] };
}

describe('readMisp', () => {
  test('keeps all that a row holds', async () => {
    const { rows, bad, ignored } = await readAll(fixture('event.json'), 'misp');
    expect(rows[0]).toEqual({
      id: '33333333-3333-4333-8333-000000000001',
      type: 'ipv4',
      value: '192.0.2.1',
      port: 4443,
      firstSeen: '2026-05-01T00:00:00Z',
      lastSeen: '2026-05-16T08:00:00Z',
      article: { id: '33333333-3333-4333-8333-000000000000', title: 'Made-up campaign against lamps' },
      feed: 'Made-up Lab',
      category: 'Network activity',
      context: 'C2',
      tags: ['wick', 'Lamp Oil', 'type:OSINT'],
      techniques: ['T1059', 'T1566'],
      tlp: 'red',
      source: 'made-up',
      added: 1000,
    });
    for (const row of rows.slice(1, 3))
      expect(row).toMatchObject({ toIds: false, tlp: 'amber', firstSeen: '2026-04-01T00:00:00Z' });
    expect(rows[3]).not.toHaveProperty('toIds');
    expect(inEnglish(bad)).toMatchObject([{ line: 6, reason: 'not 40 hexadecimal characters' }]);
    // Two file names, what only looks like MD5, a deleted attribute, and a deleted object.
    expect(ignored).toBe(5);
  });

  const event = JSON.parse(fixture('event.json')) as MadeUpEvent;
  test.each([
    ['in the answer of a search', { response: [event] }],
    ['in an array', [event]],
    ['in an answer of one', { response: event }],
  ])('reads the same %s', async (_, wrapped) => {
    expect((await readAll(JSON.stringify(wrapped), 'misp')).rows).toEqual(
      (await readAll(fixture('event.json'), 'misp')).rows,
    );
  });

  test('keeps the tags of several events apart', async () => {
    const one = {
      Event: { info: 'one', Attribute: [{ type: 'domain', value: 'a.example' }], Tag: [{ name: 'tlp:red' }] },
    };
    const two = {
      Event: { Tag: [{ name: 'lamp' }], Attribute: [{ type: 'domain', value: 'b.example' }], info: 'two' },
    };
    const { rows } = await readAll(JSON.stringify({ response: [one, two] }), 'misp');
    expect(rows.map(({ value, tlp, tags, context }) => [value, tlp, tags, context])).toEqual([
      ['a.example', 'red', [], 'one'],
      ['b.example', undefined, ['lamp'], 'two'],
    ]);
  });

  test('reads the attributes of a search', async () => {
    const attribute = {
      uuid: 'x',
      type: 'domain',
      value: 'a.example',
      to_ids: false,
      Event: { info: 'one', Orgc: { name: 'Lab' } },
    };
    const { rows } = await readAll(JSON.stringify({ response: { Attribute: [attribute] } }), 'misp');
    expect(rows).toMatchObject([
      { id: 'x', value: 'a.example', toIds: false, feed: 'Lab', article: { title: 'one' } },
    ]);
  });

  test('holds no more than its bound, and tells what was left out for it', async () => {
    const Attribute = Array.from({ length: 25 }, (_, at) => ({ type: 'domain', value: `n${at}.example` }));
    const text = JSON.stringify({ Event: { info: 'one', Attribute, Tag: [{ name: 'lamp' }] } });
    const batches = createBatches();
    const { rows, bad } = await join(
      (async function* () {
        yield* readMisp(inPieces(text), text, batches, OPTIONS, 10);
        yield* batches.rest();
      })(),
    );
    expect(rows).toHaveLength(25);
    expect(rows.filter(({ tags }) => tags.includes('lamp'))).toHaveLength(5);
    expect(inEnglish(bad).map(({ reason }) => reason)).toEqual([
      expect.stringContaining('the first 20 were taken without them'),
    ]);
  });
});

test.each<[type: string, value: string, values: object[] | undefined]>([
  ['ip-src', '192.0.2.1', [{ type: 'ip', value: '192.0.2.1' }]],
  ['ip-dst|port', '192.0.2.1|443', [{ type: 'ip', value: '192.0.2.1', port: 443 }]],
  ['ip-dst|port', '2001:db8::1|443', [{ type: 'ip', value: '2001:db8::1', port: 443 }]],
  ['ip-dst|port', '192.0.2.1:443', [{ type: 'ip', value: '192.0.2.1:443' }]],
  ['hostname|port', 'a.example|8080', [{ type: 'domain', value: 'a.example', port: 8080 }]],
  [
    'domain|ip',
    'a.example|192.0.2.1',
    [
      { type: 'domain', value: 'a.example' },
      { type: 'ip', value: '192.0.2.1' },
    ],
  ],
  ['filename|sha256', 'a|b.exe|aa', [{ type: 'sha256', value: 'aa' }]],
  ['vulnerability', 'CVE-2099-0001', [{ type: 'cve', value: 'CVE-2099-0001' }]],
  ['imphash', 'aa', undefined],
  ['link', 'https://news.example/', undefined],
  ['filename', 'a.exe', undefined],
  ['constructor', 'a', undefined],
])('an attribute %s of %s', (type, value, values) => {
  expect(mispValues(type, value)).toEqual(values);
});
