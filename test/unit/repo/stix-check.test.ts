import { describe, expect, test } from 'vitest';
import { checkBundle } from '../../support/stix-check.ts';
import { checkPattern } from '../../support/stix-grammar.ts';

// What judges the bundles is worth no more than its own correctness.

const UUID = '0a1b2c3d-0000-4000-8000-000000000001';
const INDICATOR = {
  type: 'indicator',
  spec_version: '2.1',
  id: `indicator--${UUID}`,
  created: '2026-05-01T10:00:00.000Z',
  modified: '2026-05-02T10:00:00.000Z',
  pattern: "[domain-name:value = 'evil.example']",
  pattern_type: 'stix',
  valid_from: '2026-05-01T10:00:00.000Z',
};
const MARKING = {
  type: 'marking-definition',
  spec_version: '2.1',
  id: 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421',
  created: '2022-10-01T00:00:00.000Z',
  name: 'TLP:AMBER',
  extensions: {
    'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d': {
      extension_type: 'property-extension',
      tlp_2_0: 'amber',
    },
  },
};
const bundle = (...objects: object[]) => ({ type: 'bundle', id: `bundle--${UUID}`, objects });

test('an indicator, and one that is marked, are sound', () => {
  expect(checkBundle(bundle(INDICATOR))).toEqual([]);
  expect(checkBundle(bundle({ ...INDICATOR, object_marking_refs: [MARKING.id] }, MARKING))).toEqual([]);
});

test.each<[what: string, change: object]>([
  ['an id of another type', { id: `report--${UUID}` }],
  ['an id that is no UUID', { id: 'indicator--1' }],
  ['another version', { spec_version: '2.0' }],
  ['no microseconds', { created: '2026-05-01T10:00:00Z' }],
  ['local time', { created: '2026-05-01T10:00:00.000+02:00' }],
  ['a day that is none', { valid_from: '2026-02-30T10:00:00.000Z' }],
  ['changed before it was made', { modified: '2026-04-01T10:00:00.000Z' }],
  ['valid until it begins', { valid_until: INDICATOR.valid_from }],
  ['an empty list', { labels: [] }],
  ['a word twice', { labels: ['a', 'a'] }],
  ['a confidence beyond the scale', { confidence: 101 }],
  ['half a confidence', { confidence: 0.5 }],
  ['a marking that is not there', { object_marking_refs: [MARKING.id] }],
  ['a maker that is no identity', { created_by_ref: INDICATOR.id }],
  ['a reference to nothing', { external_references: [{ source_name: 'a' }] }],
  ['a property of no specification', { level: 'high' }],
  ['null', { name: null }],
  ['another vocabulary', { indicator_types: ['evil'] }],
  ['a pattern without brackets', { pattern: "domain-name:value = 'evil.example'" }],
  ['no pattern', { pattern: undefined }],
])('%s is told', (_, change) => {
  expect(checkBundle(JSON.parse(JSON.stringify(bundle({ ...INDICATOR, ...change }))))).not.toEqual([]);
});

test('a marking has the id that everybody has for it', () => {
  expect(checkBundle(bundle({ ...MARKING, id: `marking-definition--${UUID}` }))).not.toEqual([]);
  expect(checkBundle(bundle({ ...MARKING, modified: MARKING.created }))).not.toEqual([]);
});

test('one object twice, none at all, and a bundle with more in it are told', () => {
  expect(checkBundle(bundle(INDICATOR, INDICATOR))).not.toEqual([]);
  expect(checkBundle(bundle())).not.toEqual([]);
  expect(checkBundle({ ...bundle(INDICATOR), spec_version: '2.1' })).not.toEqual([]);
});

describe('patterns', () => {
  test.each([
    "[url:value = 'http://evil.example/it\\'s\\\\']",
    "[ipv4-addr:value ISSUBSET '192.0.2.0/24']",
    "[domain-name:value = 'a.example' OR domain-name:value IN ('b.example', 'c.example')]",
    "([domain-name:value = 'a.example'] FOLLOWEDBY [url:value = 'http://a.example/x']) WITHIN 5 SECONDS REPEATS 2 TIMES",
    "[file:hashes.'SHA-256' = '" + 'ab'.repeat(32) + "']",
  ])('%s is one', (pattern) => {
    expect(checkPattern(pattern)).toBeUndefined();
  });

  test.each([
    '',
    '[]',
    "[domain-name:value = 'a.example'",
    "[domain-name:value = 'a.example']]",
    "[domain-name:value 'a.example']",
    '[domain-name:value = a.example]',
    "[domain-name:value = 'it's.example']",
    "[url:value = 'http://a.example/\\n']",
    "[domain-name:value = 'a.example' AND ipv4-addr:value = '192.0.2.1']",
    "[domain-name:value ISSUBSET '192.0.2.0/24']",
    "[ipv4-addr:value ISSUBSET '192.0.2.1']",
    "[file:hashes.MD5 = 'abc']",
    "[file:hashes.SHA-256 = '" + 'ab'.repeat(32) + "']",
    "[domain-name:name = 'a.example']",
    "[domain-name:value = 'a.example'] WITHIN 5 SECONDS WITHIN 6 SECONDS",
  ])('%s is none', (pattern) => {
    expect(checkPattern(pattern)).toBeTypeOf('string');
  });
});
