import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isForbidden, NO_POLICY, POLICY_FIELDS, readPolicy } from '@/core/policy.ts';
import { ROOT } from '../../support/paths.ts';
import { inEnglish } from '../../words/speech.ts';

describe('a policy', () => {
  test('sets what it names, and nothing else', () => {
    expect(
      readPolicy({
        baseUrl: 'https://iocs.example.com/api/v1/',
        apiKey: ' sk_made_up ',
        syncEveryMinutes: 30,
        sitesOff: ['bank.example'],
        filters: { types: ['domain'] },
        pivotsForbidden: ['Tool.Example'],
      }),
    ).toEqual({
      settings: {
        baseUrl: 'https://iocs.example.com',
        syncEveryMinutes: 30,
        sitesOff: ['bank.example'],
        filters: { types: ['domain'], confidences: [], categories: [], industries: [] },
      },
      key: 'sk_made_up',
      sources: [],
      pivotsForbidden: ['tool.example'],
      pivotsForRestricted: false,
      problems: [],
    });
  });

  test.each([undefined, null, 7, 'text', {}])('of nothing is none: %j', (raw) => {
    expect(readPolicy(raw)).toEqual(NO_POLICY);
  });

  test('is taken without what is wrong in it, which is told', () => {
    const policy = readPolicy({
      baseUrl: 'http://iocs.example.com',
      syncEveryMinutes: 0,
      sitesOff: 'bank.example',
      apiKey: 'two words',
      pivotsForbidden: ['tool.example', 'https://x.example/', 7],
      pivotsForRestricted: 'true',
      theme: 'pink',
      __proto__: null,
      lookbackDays: 30,
    });
    expect(policy.settings).toEqual({ lookbackDays: 30 });
    expect(policy.key).toBeUndefined();
    expect(policy.pivotsForbidden).toEqual(['tool.example']);
    expect(policy.pivotsForRestricted).toBe(false);
    expect(inEnglish(policy.problems)).toEqual([
      '“baseUrl” is not valid and has no effect. The address must start with https://, because the API key is sent to it.',
      '“syncEveryMinutes” is not valid and has no effect.',
      '“sitesOff” is not valid and has no effect.',
      '“apiKey” is not a text that can be a key, and has no effect.',
      '“pivotsForbidden” holds something that is no host name.',
      '“pivotsForbidden” holds something that is no host name.',
      '“pivotsForRestricted” is not valid and has no effect.',
      '“theme” is no setting of a policy.',
    ]);
  });
});

test('a key goes to the address of the policy, or to the default one, and never to one of the user’s', () => {
  expect(readPolicy({ apiKey: 'k' }).settings).toEqual({ baseUrl: 'https://socdefenders.ai' });
  const wrong = readPolicy({ apiKey: 'k', baseUrl: 'http://iocs.example.com' });
  expect(wrong.key).toBeUndefined();
  expect(inEnglish(wrong.problems)).toContain(
    '“apiKey” is not used, since the address that it is for is not valid.',
  );
});

test('values that their source restricts are opened in other tools only where the policy says so', () => {
  expect(readPolicy({ sitesOff: [] }).pivotsForRestricted).toBe(false);
  expect(readPolicy({ pivotsForRestricted: false }).pivotsForRestricted).toBe(false);
  expect(readPolicy({ pivotsForRestricted: true })).toMatchObject({
    pivotsForRestricted: true,
    problems: [],
  });
});

test('the schema that is shipped names every field', async () => {
  const schema = JSON.parse(await readFile(join(ROOT, 'public/managed-schema.json'), 'utf8')) as {
    properties: Record<string, unknown>;
  };
  expect(Object.keys(schema.properties).toSorted()).toEqual(
    [...POLICY_FIELDS, 'apiKey', 'sources', 'pivotsForbidden', 'pivotsForRestricted'].toSorted(),
  );
});

test.each([
  ['tool.example', true],
  ['www.tool.example', true],
  ['tool.example:8443', true],
  ['nottool.example', false],
  ['example', false],
])('%s is forbidden: %s', (host, expected) => {
  expect(isForbidden(host, ['tool.example'])).toBe(expected);
});
