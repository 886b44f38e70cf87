import { describe, expect, test } from 'vitest';
import { readPolicy } from '@/core/policy.ts';
import { isOfPolicy, readPolicySources } from '@/core/policy-sources.ts';
import { DEFAULT_SETTINGS } from '@/core/settings.ts';
import { writeSettingsFile } from '@/core/settings-file.ts';
import { inEnglish } from '../../words/speech.ts';

const URL_OF_LIST = 'https://lists.example.com/domains.txt';
const only = (entry: object) => readPolicySources([entry]).sources[0];

describe('a list of a policy', () => {
  test('is a subscription with what the policy says of it', () => {
    const said = { format: 'txt', confidence: 'high', tlp: 'amber', everyMinutes: 60, maxAgeDays: 30 };
    const source = only({ name: ' Ours ', url: ` ${URL_OF_LIST}#top`, ...said })?.source;
    expect(source).toMatchObject({
      name: 'Ours',
      url: URL_OF_LIST,
      kind: 'subscription',
      on: true,
      ...said,
    });
    expect(isOfPolicy(source?.id ?? '')).toBe(true);
  });

  test('is fetched once a day, of rows of two years, where the policy does not say', () => {
    expect(only({ name: 'Ours', url: URL_OF_LIST })?.source).toMatchObject({
      everyMinutes: 1440,
      maxAgeDays: 730,
    });
  });

  test('takes from its preset what it leaves open, and keeps the key apart', () => {
    const { source, key } = only({ preset: 'urlhaus', key: 'made-up', everyMinutes: 30 }) ?? {};
    expect(source).toMatchObject({ name: 'URLhaus', format: 'urlhaus', everyMinutes: 30 });
    expect(source?.url).toContain('/{key}/');
    expect(key).toBe('made-up');
    expect(JSON.stringify(source)).not.toContain('made-up');
  });

  test('is the same one under another name, and another one where its rows may be others', () => {
    const id = (change: object) => only({ name: 'Ours', url: URL_OF_LIST, ...change })?.source.id;
    expect(id({ name: 'Renamed', tlp: 'red' })).toBe(id({}));
    expect(id({ url: `${URL_OF_LIST}?all` })).not.toBe(id({}));
    expect(id({ format: 'csv' })).not.toBe(id({}));
  });

  test.each([
    [{ name: 'Plain', url: 'http://lists.example.com/a' }, 'The address must start with https://'],
    [{ name: 'None' }, 'This is not a web address.'],
    [{ name: 'Login', url: 'https://me:pw@lists.example.com/' }, 'Leave user name and password out'],
    [{ name: 'Field', url: URL_OF_LIST, colour: 'red' }, '“colour” is no setting of a source.'],
    [{ name: 'Tlp', url: URL_OF_LIST, tlp: 'pink' }, '“tlp” is missing or not valid.'],
    [{ name: 'Often', url: URL_OF_LIST, everyMinutes: 1 }, '“everyMinutes” is missing or not valid.'],
    [{ name: 'Preset', preset: 'nobody' }, '“preset” is missing or not valid.'],
    [{ name: 'Key', preset: 'threatfox' }, '“key” is missing or not valid.'],
    [{ name: 'Long', url: `${URL_OF_LIST}?${'x'.repeat(3000)}` }, '“url” is missing or not valid.'],
  ])('that is wrong is told, and the others stand: %j', (entry, said) => {
    const read = readPolicySources([entry, { name: 'Good', url: URL_OF_LIST }]);
    expect(read.sources.map(({ source }) => source.name)).toEqual(['Good']);
    expect(inEnglish(read.problems)).toEqual([
      expect.stringContaining(`The source “${entry.name}” is not used. ${said}`),
    ]);
  });

  test.each([null, 7, 'text', [], {}, { url: URL_OF_LIST }, { name: ' ', url: URL_OF_LIST }])(
    'without a name is told by its place: %j',
    (entry) => {
      const read = readPolicySources([entry]);
      expect(read.sources).toEqual([]);
      expect(inEnglish(read.problems)).toEqual([expect.stringContaining('The source “#1” is not used.')]);
    },
  );

  test('that is named twice is taken once', () => {
    const { sources, problems } = readPolicySources([
      { name: 'First', url: URL_OF_LIST },
      { name: 'Second', url: URL_OF_LIST },
    ]);
    expect(sources.map(({ source }) => source.name)).toEqual(['First']);
    expect(inEnglish(problems)).toEqual([expect.stringContaining('The source “Second” is not used.')]);
  });
});

test('what is no list of sources costs the rest of the policy nothing', () => {
  const policy = readPolicy({ sources: { name: 'Ours' }, lookbackDays: 30 });
  expect(policy).toMatchObject({ settings: { lookbackDays: 30 }, sources: [] });
  expect(inEnglish(policy.problems)).toEqual(['“sources” is not valid and has no effect.']);
});

test('what the organisation hands out is in no settings file', () => {
  const { sources } = readPolicySources([{ name: 'Ours', url: URL_OF_LIST }]);
  const text = writeSettingsFile(
    DEFAULT_SETTINGS,
    sources.map(({ source }) => source),
    '2026-01-02T03:04:05Z',
  );
  expect(text).not.toContain('lists.example.com');
});
