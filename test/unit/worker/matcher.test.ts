import { describe, expect, test } from 'vitest';
import { bytesOf } from '@/core/hex.ts';
import type { Indicator, Observable } from '@/core/indicator.ts';
import { HASH_LENGTHS } from '@/core/normalize.ts';
import { DEFAULT_SETTINGS, type Settings } from '@/core/settings.ts';
import { API_SOURCE } from '@/core/source.ts';
import { createMatcher, type Matcher } from '@/worker/matcher.ts';
import { row, store } from '../core/rows.ts';
import { inEnglish } from '../../words/speech.ts';

const encoded = encodeURIComponent;
const safeLink = (target: string) =>
  `https://eur01.safelinks.protection.outlook.com/?url=${encoded(target)}&data=x`;
const google = (target: string) => `https://www.google.com/url?q=${encoded(target)}`;
const url = (value: string): Observable => ({ type: 'url', value });

function matcherOf(...rows: Indicator[]): Matcher {
  return matcherWith(DEFAULT_SETTINGS, ...rows);
}

function matcherWith(settings: Settings, ...rows: Indicator[]): Matcher {
  return createMatcher({
    ...EMPTY,
    rowsFor: (keys) => {
      const all = store(...rows);
      return Promise.resolve(new Map(keys.map((key) => [key, all.get(key) ?? []])));
    },
    settings: () => Promise.resolve(settings),
    coverage: () => Promise.resolve({ rows: rows.length, sources: [] }),
    visitValues(visit, isEnough) {
      for (const { type, value } of rows) {
        if (isEnough()) return Promise.resolve(false);
        visit(type, type in HASH_LENGTHS ? bytesOf(value) : value);
      }
      return Promise.resolve(true);
    },
  });
}

const EMPTY = {
  rowsFor: () => Promise.resolve(new Map<string, Indicator[]>()),
  settings: () => Promise.resolve(DEFAULT_SETTINGS),
  coverage: () => Promise.resolve({ rows: 0, sources: [] }),
  visitValues: () => Promise.resolve(true),
  holdsUntil: () => {},
  sources: () => Promise.resolve(new Map([['s', { ...API_SOURCE, id: 's', name: 'S' }]])),
  now: () => Date.parse('2026-06-01T12:00:00Z'),
};

test('a row that is found in two ways is one source', async () => {
  const listed = row('url', 'https://evil.test/a?b=c');
  const all = store(listed);
  const matcher = createMatcher({
    ...EMPTY,
    rowsFor: (keys) =>
      Promise.resolve(new Map(keys.map((key) => [key, (all.get(key) ?? []).map((each) => ({ ...each }))]))),
  });
  expect((await matcher.explain(url(listed.value), [], []))?.sources).toHaveLength(1);
});

describe('a rewritten link', () => {
  test.each<[name: string, link: string, listed: Indicator, expected: object | undefined]>([
    [
      'has the verdict on where it leads',
      safeLink('https://evil.test/a'),
      row('url', 'https://evil.test/a'),
      {
        matchClass: 'exact',
        matched: 'https://evil.test/a',
        leadsTo: { observable: url('https://evil.test/a'), unwrapped: ['Microsoft Safe Links'] },
      },
    ],
    [
      'may be rewritten twice',
      safeLink(google('https://evil.test/a')),
      row('domain', 'evil.test'),
      {
        matchClass: 'same',
        leadsTo: { observable: url('https://evil.test/a'), unwrapped: ['Microsoft Safe Links', 'Google'] },
      },
    ],
    [
      'may tell the host alone',
      'https://protect-eu.mimecast.com/s/AbC?domain=evil.test',
      row('domain', 'evil.test'),
      {
        matchClass: 'exact',
        leadsTo: { observable: { type: 'domain', value: 'evil.test' }, unwrapped: ['Mimecast'] },
      },
    ],
    [
      'is unknown where its target is',
      google('https://fine.example/'),
      row('domain', 'evil.test'),
      undefined,
    ],
    [
      "says nothing by its rewriter's host",
      google('https://fine.example/'),
      row('domain', 'google.com'),
      undefined,
    ],
    [
      'says nothing by a URL of the rewriter without a query',
      google('https://fine.example/'),
      row('url', 'https://www.google.com/url'),
      undefined,
    ],
  ])('%s', async (_, link, listed, expected) => {
    const [verdict] = await matcherOf(listed).match([url(link)]);
    if (expected) expect(verdict).toMatchObject(expected);
    else expect(verdict).toBeUndefined();
  });

  test('that is listed itself speaks for itself', async () => {
    const link = google('https://evil.test/a');
    const matcher = matcherOf(row('url', link), row('domain', 'evil.test'));
    const [verdict] = await matcher.match([url(link)]);
    expect(verdict).toMatchObject({ matchClass: 'exact', matched: link });
    expect(verdict?.leadsTo).toBeUndefined();
    expect(await matcher.explain(url(link))).toMatchObject({ value: link, notes: [] });
  });

  test('is explained by its target, with a note of what was taken off', async () => {
    const matcher = matcherOf(row('url', 'https://evil.test/a'));
    const explanation = await matcher.explain(url(safeLink(google('https://evil.test/a'))));
    expect(explanation).toMatchObject({ type: 'url', value: 'https://evil.test/a' });
    expect(explanation?.verdict.leadsTo?.unwrapped).toEqual(['Microsoft Safe Links', 'Google']);
    expect(inEnglish(explanation?.notes[0])).toBe(
      'Leads to hxxps://evil[.]test/a through Microsoft Safe Links, then Google.',
    );
  });

  test('answers in order, among others', async () => {
    const matcher = matcherOf(row('domain', 'evil.test'), row('ipv4', '192.0.2.1'));
    const verdicts = await matcher.match([
      url('https://fine.example/'),
      url(safeLink('http://evil.test/x')),
      { type: 'ipv4', value: '192.0.2.1' },
    ]);
    expect(verdicts.map((verdict) => [verdict?.matched, verdict?.leadsTo !== undefined])).toEqual([
      [undefined, false],
      ['evil.test', true],
      ['192.0.2.1', false],
    ]);
  });
});

test.each([
  [row('domain', 'evil.test'), 'https://evil.test:8443/a?b', 'same'],
  [row('domain', 'evil.test'), 'https://www.login.evil.test/', 'child'],
  [row('ipv4', '192.0.2.1'), 'http://192.0.2.1:8080/a', 'same'],
  [row('ipv6', '2001:db8::1'), 'http://[2001:db8::1]/a', 'same'],
  [row('ipv4', '192.0.2.0/24'), 'http://192.0.2.7/a', 'range'],
  [row('url', 'http://192.0.2.1/b'), 'http://192.0.2.1/a', 'same-host'],
])('what is known of a host is known of every URL on it: %o', async (listed, link, matchClass) => {
  const [verdict] = await matcherOf(listed).match([url(link)]);
  expect(verdict?.matchClass).toBe(matchClass);
});

test.each([
  ['2026-06-01T12:00:01Z', true],
  ['2026-06-01T12:00:00Z', false],
  ['2026-05-01T00:00:00Z', false],
  [undefined, true],
])('what is allowed until %s is allowed at noon of the first of June: %s', async (expires, isAllowed) => {
  const entry = {
    value: 'evil.test',
    scope: 'value' as const,
    reason: 'ours',
    added: '2026-01-01T00:00:00Z',
  };
  const allowlist = [{ ...entry, ...(expires !== undefined && { expires }) }];
  const matcher = matcherWith({ ...DEFAULT_SETTINGS, allowlist }, row('domain', 'evil.test'));
  const [verdict] = await matcher.match([{ type: 'domain', value: 'evil.test' }]);
  expect(verdict?.quiet?.kind === 'allowed').toBe(isAllowed);
});

test.each([
  ['192.0.2.0/33', '192.0.2.0'],
  ['2001:db8::1/129', '2001:db8::1'],
  ['8.0.0.0/1', '8.0.0.0'],
])('of %s, which is no range, the address is looked up, and that is said', async (text, address) => {
  const { items, wrongRanges, sought } = await matcherOf(row('ipv4', '192.0.2.0')).lookup(text);
  expect(items.map(({ value }) => value)).toEqual([address]);
  expect(wrongRanges).toMatchObject([{ asWritten: text }]);
  expect(sought).toEqual([]);
});

describe('a search', () => {
  const hash = (begins: string, length: number) => begins + 'f'.repeat(length - begins.length);
  const search = async (text: string, ...rows: Indicator[]) => {
    const matcher = matcherOf(...rows);
    const { sought } = await matcher.lookup(text);
    return (await matcher.search(sought)).map(({ sought: { asWritten }, items, cut }) => ({
      asWritten,
      found: items.map(({ value, explanation }) => [value, explanation?.verdict.matchClass]),
      ...(cut && { cut }),
    }));
  };

  test('finds hashes of every length by how they begin and end', async () => {
    const [md5, sha1, sha256] = [hash('e3b0c442', 32), hash('e3b0c443', 40), hash('E3B0C4429', 64)];
    const rows = [row('md5', md5), row('sha1', sha1), row('sha256', sha256), row('sha256', sha256)];
    const exact = (value: string) => [value.toLowerCase(), 'exact'];
    expect(await search('E3B0C442', ...rows)).toEqual([
      { asWritten: 'E3B0C442', found: [exact(md5), exact(sha256)] },
    ]);
    expect(await search('e3b0c4429\u2026', ...rows)).toEqual([
      { asWritten: 'e3b0c4429\u2026', found: [exact(sha256)] },
    ]);
    expect(await search('e3b0...ffff', ...rows)).toEqual([
      { asWritten: 'e3b0...ffff', found: [exact(md5), exact(sha1), exact(sha256)] },
    ]);
    expect(await search('e3b0c442...fffe', ...rows)).toEqual([{ asWritten: 'e3b0c442...fffe', found: [] }]);
  });

  test('finds what is listed below a host, and nothing beside it', async () => {
    const rows = [
      row('domain', 'evil.test'),
      row('domain', 'a.b.evil.test'),
      row('domain', 'notevil.test'),
      row('url', 'https://c.evil.test/evil.test'),
      row('url', 'https://fine.test/?evil.test'),
      row('email', 'x@d.evil.test'),
    ];
    const [found] = await search('*.evil[.]test', ...rows);
    expect(found?.found.map(([value]) => value)).toEqual([
      'evil.test',
      'a.b.evil.test',
      'https://c.evil.test/evil.test',
      'x@d.evil.test',
    ]);
  });

  test('finds what is listed in a range, which is itself a value', async () => {
    const rows = [
      row('ipv4', '198.51.100.9'),
      row('url', 'http://198.51.100.10:8080/a'),
      row('ipv4', '198.51.101.9'),
      row('ipv4', '198.51.100.0/25'),
    ];
    const values = ['198.51.100.9', 'http://198.51.100.10:8080/a', '198.51.100.0/25'];
    for (const text of ['198.51.100.0/24', '198.51.100[.]*'])
      expect((await search(text, ...rows))[0]?.found.map(([value]) => value)).toEqual(values);
    const { items } = await matcherOf(...rows).lookup('198.51.100[.]0/25');
    expect(items).toMatchObject([
      { value: '198.51.100.0/25', explanation: { verdict: { matchClass: 'exact' } } },
    ]);
  });

  test('shows a hundred, and says that there are more', async () => {
    const rows = Array.from({ length: 150 }, (_, n) => row('domain', `h${n}.evil.test`));
    const [found] = await search('*.evil.test', ...rows);
    expect(found?.found).toHaveLength(100);
    expect(found?.cut).toBe('many');
  });
});

test('each answer says until when it holds', async () => {
  const until = (hours: number) => new Date(EMPTY.now() + hours * 3_600_000).toISOString();
  const listed = row('domain', 'evil.test', { validUntil: until(2) });
  const all = store(listed);
  const held: number[] = [];
  const matcher = createMatcher({
    ...EMPTY,
    rowsFor: (keys) =>
      Promise.resolve(new Map(keys.flatMap((key) => (all.has(key) ? [[key, all.get(key) ?? []]] : [])))),
    settings: () =>
      Promise.resolve({
        ...DEFAULT_SETTINGS,
        allowlist: [{ value: 'fine.test', scope: 'value', reason: '', added: until(-9), expires: until(3) }],
      }),
    holdsUntil: (moment) => void held.push((moment - EMPTY.now()) / 3_600_000),
  });
  await matcher.match([{ type: 'domain', value: 'unknown.test' }]);
  await matcher.match([listed]);
  await matcher.explain(listed);
  await matcher.lookup('evil.test');
  expect(held).toEqual([3, 2, 2, 2]);
});
