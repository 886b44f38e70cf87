import { describe, expect, test } from 'vitest';
import { createBatches } from '@/import/list-batch.ts';
import { readStix } from '@/import/stix.ts';
import { fixture, inPieces, join, OPTIONS, readAll } from './read-text.ts';
import { inEnglish } from '../../words/speech.ts';

const indicator = (name: string, more: object = {}) => ({
  type: 'indicator',
  id: `indicator--${name}`,
  pattern: `[domain-name:value = '${name}.example']`,
  ...more,
});
const indicates = (name: string, target: string, type = 'indicates') => ({
  type: 'relationship',
  id: `relationship--${name}`,
  relationship_type: type,
  source_ref: `indicator--${name}`,
  target_ref: target,
});
const malware = { type: 'malware', id: 'malware--1', name: 'Wick RAT' };
const technique = {
  type: 'attack-pattern',
  id: 'attack-pattern--1',
  name: 'Phishing',
  external_references: [{ source_name: 'mitre-attack', external_id: 'T1566' }],
};
const bundle = (...objects: object[]) => JSON.stringify({ type: 'bundle', id: 'bundle--1', objects });

describe('readStix', () => {
  test('keeps all that a row holds', async () => {
    const { rows, bad, ignored } = await readAll(fixture('bundle.json'), 'stix');
    expect(rows[0]).toEqual({
      id: 'indicator--00000000-0000-4000-8000-000000000001',
      type: 'ipv4',
      value: '192.0.2.1',
      port: 4443,
      confidence: 'high',
      firstSeen: '2026-05-01T10:00:00Z',
      lastSeen: '2026-05-16T08:15:00Z',
      validUntil: '2026-08-01T10:00:00Z',
      feed: 'Made-up Lab',
      context: 'C2 of a made-up campaign · Indicates: Wick RAT (malware)',
      tags: ['wick', 'malicious-activity', 'Wick RAT'],
      techniques: ['T1059'],
      // Green by a well-known marking, amber by one of the bundle's own.
      tlp: 'amber',
      source: 'made-up',
      added: 1000,
    });
    for (const row of rows.slice(1, 5))
      expect(row).toMatchObject({ revoked: true, tlp: 'red', confidence: 'low' });
    expect(rows[5]).not.toHaveProperty('confidence');
    expect(rows[5]).toMatchObject({
      article: { title: 'Lamps in the night', url: 'https://news.example/lamps' },
    });
    expect(inEnglish(bad).map(({ line, reason }) => `${line}: ${reason}`)).toEqual([
      '6: the pattern cannot be read',
      '7: not an IPv4 address',
    ]);
    // The rule of YARA, and the address that is no indicator.
    expect(ignored).toBe(2);
  });

  const ABOUT = [
    indicator('a'),
    malware,
    technique,
    indicates('a', 'malware--1'),
    { ...indicates('a', 'attack-pattern--1'), id: 'relationship--2' },
  ];
  test.each([
    ['behind', ABOUT],
    ['before', ABOUT.toReversed()],
    ['around', [ABOUT[3]!, ABOUT[1]!, ABOUT[0]!, ABOUT[4]!, ABOUT[2]!]],
  ])('finds what relates to an indicator %s it', async (_, objects) => {
    expect((await readAll(bundle(...objects), 'stix')).rows).toMatchObject([
      { tags: ['Wick RAT'], techniques: ['T1566'], context: 'Indicates: Wick RAT (malware)' },
    ]);
  });

  test('reads related-to in both directions, and nothing into other relationships', async () => {
    const turned = {
      ...indicates('a', '', 'related-to'),
      source_ref: 'malware--1',
      target_ref: 'indicator--a',
    };
    expect((await readAll(bundle(indicator('a'), malware, turned), 'stix')).rows[0]?.tags).toEqual([
      'Wick RAT',
    ]);
    const mitigated = indicates('a', 'malware--1', 'derived-from');
    expect((await readAll(bundle(indicator('a'), malware, mitigated), 'stix')).rows[0]?.tags).toEqual([]);
  });

  test.each([
    [
      {
        extensions: {
          'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d': {
            extension_type: 'property-extension',
            tlp_2_0: 'amber+strict',
          },
        },
      },
      'amber+strict',
    ],
    [{ definition_type: 'tlp', definition: { tlp: 'white' } }, 'clear'],
    [{ name: 'TLP:GREEN' }, 'green'],
    [{ definition_type: 'statement', definition: { statement: 'Made up' } }, undefined],
  ])('reads the marking %j', async (definition, tlp) => {
    const marking = { type: 'marking-definition', id: 'marking-definition--1', ...definition };
    const { rows } = await readAll(
      bundle(indicator('a', { object_marking_refs: [marking.id] }), marking),
      'stix',
    );
    expect(rows[0]?.tlp).toBe(tlp);
  });

  test('of several versions of an object takes the latest', async () => {
    const older = indicator('a', { modified: '2026-05-01T00:00:00.000Z', name: 'old' });
    const newer = indicator('a', { modified: '2026-05-02T00:00:00.000Z', name: 'new' });
    for (const objects of [
      [older, newer],
      [newer, older],
    ])
      expect((await readAll(bundle(...objects), 'stix')).rows.map(({ context }) => context)).toEqual(['new']);
  });

  test('reads an array of objects, and the answer of a TAXII server', async () => {
    for (const text of [
      JSON.stringify([indicator('a')]),
      JSON.stringify({ more: false, objects: [indicator('a')] }),
    ])
      expect((await readAll(text, 'stix')).rows).toMatchObject([{ value: 'a.example' }]);
  });

  test('holds no more than its bound, and tells what was left out for it', async () => {
    const names = Array.from({ length: 50 }, (_, at) => `n${at}`);
    const text = bundle(
      ...names.map((name) => indicator(name)),
      malware,
      ...names.map((name) => indicates(name, 'malware--1')),
    );
    const batches = createBatches();
    const { rows, bad } = await join(
      (async function* () {
        yield* readStix(inPieces(text), text, batches, OPTIONS, 5000);
        yield* batches.rest();
      })(),
    );
    expect(rows.map(({ value }) => value)).toEqual(names.map((name) => `${name}.example`));
    const without = rows.filter(({ tags }) => tags.length === 0).length;
    expect(without).toBeGreaterThan(20);
    expect(without).toBeLessThan(50);
    expect(inEnglish(bad).map(({ reason }) => reason)).toEqual([
      expect.stringContaining(`relates to ${without} indicators`),
    ]);
  });

  test('counts what is no object', async () => {
    const { bad } = await readAll(
      JSON.stringify({
        type: 'bundle',
        objects: [indicator('a'), 17, {}, { type: 'indicator', id: 'indicator--b' }],
      }),
      'stix',
    );
    expect(inEnglish(bad).map(({ line, reason }) => `${line}: ${reason}`)).toEqual([
      '2: not a record',
      '3: no type',
      '4: an indicator without a pattern',
    ]);
  });
});
