import { describe, expect, test } from 'vitest';
import { indexKey } from '@/core/index-key.ts';
import type { Indicator, IndicatorType, Observable } from '@/core/indicator.ts';
import { isCounted, isPaintable } from '@/core/indicator.ts';
import { explain, judge, lookupKeys, type MatchContext } from '@/core/match.ts';
import { normalize } from '@/core/normalize.ts';
import type { AllowEntry } from '@/core/settings.ts';

const NOW = Date.parse('2026-06-01T12:00:00Z');
const daysAgo = (days: number) => new Date(NOW - days * 86_400_000).toISOString();

let serial = 0;
/** A row as the sync would store it: its value goes through normalize(). */
function row(type: IndicatorType, raw: string, more: Partial<Indicator> = {}): Indicator {
  const value = normalize(type, raw);
  if (!value.ok) throw new Error(`${raw}: ${value.reason}`);
  const { ok: _, ...normalized } = value;
  return {
    type,
    ...normalized,
    id: `row-${++serial}`,
    added: NOW,
    source: 's',
    tags: [],
    techniques: [],
    confidence: 'high',
    lastSeen: daysAgo(1),
    ...more,
  };
}

function store(...rows: Indicator[]): Map<string, Indicator[]> {
  return Map.groupBy(rows, indexKey);
}

function context(allowlist: AllowEntry[] = []): MatchContext {
  return { now: NOW, allowlist, sourceName: () => 'SOC Defenders' };
}

function seen(type: IndicatorType, raw: string): Observable {
  const value = normalize(type, raw);
  if (!value.ok) throw new Error(`${raw}: ${value.reason}`);
  return { type, value: value.value };
}

const verdict = (observable: Observable, ...rows: Indicator[]) =>
  judge(observable, store(...rows), context());

describe('classes of match', () => {
  test.each<[IndicatorType, string, IndicatorType, string, string | undefined]>([
    // seen on the page, listed by the source, class
    ['domain', 'evil.example', 'domain', 'evil.example', 'exact'],
    ['domain', 'EVIL[.]example', 'domain', 'evil.example', 'exact'],
    [
      'sha1',
      'DA39A3EE5E6B4B0D3255BFEF95601890AFD80708',
      'sha1',
      'da39a3ee5e6b4b0d3255bfef95601890afd80708',
      'exact',
    ],
    ['url', 'http://evil.example/a', 'url', 'hxxp://evil[.]example/a', 'exact'],
    ['email', 'a@evil.example', 'email', 'A@EVIL.example', 'exact'],
    ['ipv6', '2001:DB8:0::8888', 'ipv6', '2001:db8::8888', 'exact'],

    ['domain', 'www.evil.example', 'domain', 'evil.example', 'same'],
    ['domain', 'evil.example', 'domain', 'www.evil.example', 'same'],
    ['url', 'https://evil.example/a', 'url', 'http://evil.example/a', 'same'],
    ['url', 'http://evil.example:80/a/', 'url', 'http://www.evil.example/a', 'same'],
    ['url', 'http://evil.example/a', 'url', 'http://evil.example:8080/a', undefined],
    ['url', 'http://evil.example/a?b=c', 'url', 'http://evil.example/a', 'same'],
    ['url', 'http://evil.example/a', 'url', 'http://evil.example/a?b=c', undefined],
    ['url', 'http://evil.example/a#b', 'url', 'http://evil.example/a', 'same'],
    ['url', 'http://evil.example/a', 'url', 'http://evil.example/a#b', undefined],
    // Paths tell letters apart, but many lists are lower-cased as a whole.
    ['url', 'http://evil.example/AbC', 'url', 'http://evil.example/abc', 'same'],
    ['url', 'http://evil.example/AbC?D=e', 'url', 'http://evil.example/abc', 'same'],
    ['url', 'http://evil.example/aBc', 'url', 'http://evil.example/AbC', undefined],
    ['url', 'http://evil.example/abc', 'url', 'http://evil.example/AbC', undefined],
    ['url', 'http://evil.example/any/path', 'domain', 'evil.example', 'same'],
    ['url', 'http://198.51.100.7:8080/x', 'ipv4', '198.51.100.7', 'same'],
    ['ipv4', '198.51.100.7', 'url', 'http://198.51.100.7', 'same'],
    ['ipv4', '198.51.100.7', 'ipv4', '198.51.100.7:4443', 'exact'],
    ['domain', 'evil.example', 'url', 'http://evil.example/', 'same'],
    // The row says more than its host: the host alone is not what was listed.
    ['domain', 'paste.example', 'url', 'http://paste.example/x', undefined],
    ['url', 'http://paste.example/', 'url', 'http://paste.example/#x', undefined],

    ['domain', 'mail.evil.example', 'domain', 'evil.example', 'child'],
    ['domain', 'a.b.evil.example', 'domain', 'b.evil.example', 'child'],
    ['url', 'http://mail.evil.example/a', 'domain', 'evil.example', 'child'],
    ['domain', 'mail.evil.example', 'url', 'http://evil.example', 'child'],
    ['domain', 'evil.example', 'domain', 'mail.evil.example', undefined],
    ['domain', 'notevil.example', 'domain', 'evil.example', undefined],
    ['domain', 'mail.evil.example', 'domain', 'www.evil.example', undefined],
    // Real suffixes: what counts here is that the public-suffix list knows them. The names below them are made up.
    ['domain', 'a.hopto.org', 'domain', 'hopto.org', undefined],
    ['domain', 'a.co.uk', 'domain', 'co.uk', undefined],
    ['domain', 'x.a.hopto.org', 'domain', 'a.hopto.org', 'child'],

    ['email', 'a@evil.example', 'domain', 'evil.example', undefined],
    ['domain', 'evil.example', 'email', 'a@evil.example', undefined],

    ['cve', 'cve-2024-1234', 'cve', 'CVE-2024-1234', 'reference'],
    ['mitre_attack', 't1059.001', 'mitre_attack', 'T1059.001', 'reference'],
    ['mitre_attack', 'T1059.001', 'mitre_attack', 'T1059', undefined],
  ])('%s %s, where %s %s is listed: %s', (type, raw, listedType, listed, wanted) => {
    expect(verdict(seen(type, raw), row(listedType, listed))?.matchClass).toBe(wanted);
  });

  test('an exact row speaks before one that is the same in other words', () => {
    const found = verdict(
      seen('url', 'http://evil.example/a'),
      row('domain', 'evil.example'),
      row('url', 'http://evil.example/a'),
    );
    expect(found).toMatchObject({ matchClass: 'exact', matched: 'http://evil.example/a' });
  });

  test('of two listed parents the nearer one speaks', () => {
    const found = verdict(
      seen('domain', 'x.b.evil.example'),
      row('domain', 'evil.example'),
      row('domain', 'b.evil.example', { confidence: 'low' }),
    );
    expect(found).toMatchObject({ matchClass: 'child', matched: 'b.evil.example', confidence: 'low' });
  });

  test('looks a host up under itself and its parents, never under a suffix', () => {
    // A real suffix of two labels; the name below it is made up.
    expect(lookupKeys({ type: 'domain', value: 'a.b.evil.co.uk' })).toEqual([
      'h:a.b.evil.co.uk',
      'h:b.evil.co.uk',
      'h:evil.co.uk',
    ]);
    expect(lookupKeys({ type: 'domain', value: 'a.hopto.org' })).toEqual(['h:a.hopto.org']);
  });
});

describe('loudness', () => {
  test('a child is shown one level lower and not counted', () => {
    const found = verdict(seen('domain', 'mail.evil.example'), row('domain', 'evil.example'))!;
    expect(found).toMatchObject({ confidence: 'high', level: 'medium' });
    expect(isCounted(found)).toBe(false);
  });

  test.each<[IndicatorType, string, number, boolean]>([
    ['ipv4', '198.51.100.7', 29, false],
    ['ipv4', '198.51.100.7', 31, true],
    ['url', 'http://evil.example/a', 31, true],
    ['domain', 'evil.example', 89, false],
    ['domain', 'evil.example', 91, true],
    ['email', 'a@evil.example', 179, false],
    ['email', 'a@evil.example', 181, true],
    ['sha256', 'a'.repeat(64), 4000, false],
  ])('%s %s last reported %i days ago: faded %s', (type, raw, days, faded) => {
    const found = verdict(seen(type, raw), row(type, raw, { lastSeen: daysAgo(days) }))!;
    expect(found.faded).toBe(faded);
    expect(found.level).toBe(faded ? 'medium' : 'high');
    expect(isCounted(found)).toBe(!faded);
  });

  test('an undated row ages from the day it was added', () => {
    const { lastSeen: _, ...undated } = row('ipv4', '198.51.100.7', { added: NOW - 40 * 86_400_000 });
    expect(verdict(seen('ipv4', '198.51.100.7'), undated)?.faded).toBe(true);
  });

  test('the highest confidence among unfaded rows counts', () => {
    const found = verdict(
      seen('domain', 'evil.example'),
      row('domain', 'evil.example', { confidence: 'high', lastSeen: daysAgo(200) }),
      row('domain', 'evil.example', { confidence: 'low' }),
    );
    expect(found).toMatchObject({ confidence: 'low', faded: false });
  });

  test('a row without confidence is unrated, not medium', () => {
    const { confidence: _, ...unrated } = row('domain', 'evil.example');
    expect(verdict(seen('domain', 'evil.example'), unrated)?.level).toBe('unrated');
  });
});

describe('quiet', () => {
  test.each<[IndicatorType, string, string | undefined]>([
    ['ipv4', '192.168.1.1', 'impossible'],
    ['ipv4', '10.255.0.1', 'impossible'],
    ['ipv4', '172.31.0.1', 'impossible'],
    // The first address behind the private block: no reserved address shows that the block ends.
    ['ipv4', '172.32.0.1', undefined],
    ['ipv4', '100.64.0.1', 'impossible'],
    ['ipv4', '127.0.0.1', 'impossible'],
    ['ipv4', '239.1.1.1', 'impossible'],
    ['ipv6', 'fe80::1', 'impossible'],
    ['ipv6', '::1', 'impossible'],
    ['ipv6', '::ffff:10.0.0.1', 'impossible'],
    ['ipv6', '2001:db8::1', undefined],
    ['url', 'http://192.168.1.1/a', 'impossible'],
    ['sha256', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'impossible'],
    ['md5', 'd41d8cd98f00b204e9800998ecf8427e', 'impossible'],
    // Documentation addresses can be listed by samples only; they are painted, and the card says so.
    ['ipv4', '192.0.2.1', undefined],
    ['domain', 'hopto.org', 'shared'],
    ['domain', 'www.hopto.org', 'shared'],
    ['url', 'http://hopto.org', 'shared'],
    ['url', 'http://hopto.org/x', undefined],
    ['domain', 'a.hopto.org', undefined],
  ])('%s %s: %s', (type, raw, kind) => {
    const found = verdict(seen(type, raw), row(type, raw))!;
    expect(found.quiet?.kind).toBe(kind);
    expect(isCounted(found)).toBe(kind === undefined);
    expect(isPaintable(found, type, { cve: true, mitre_attack: true })).toBe(kind !== 'impossible');
  });

  test('a listed suffix says as little of the URLs on it', () => {
    const found = verdict(seen('url', 'http://hopto.org/x'), row('domain', 'hopto.org'))!;
    expect(found).toMatchObject({ matchClass: 'same', level: 'unrated', quiet: { kind: 'shared' } });
    const exact = verdict(
      seen('url', 'http://hopto.org/x'),
      row('domain', 'hopto.org'),
      row('url', 'http://hopto.org/x'),
    );
    expect(exact).toMatchObject({ matchClass: 'exact', level: 'high' });
    expect(exact?.quiet).toBeUndefined();
  });

  const allow = (value: string, scope: AllowEntry['scope']): AllowEntry => ({
    value,
    scope,
    reason: 'ours',
    added: daysAgo(1),
  });
  test.each<[string, AllowEntry, boolean]>([
    ['evil.example', allow('evil.example', 'value'), true],
    ['mail.evil.example', allow('evil.example', 'value'), false],
    ['mail.evil.example', allow('evil.example', 'domain-and-below'), true],
    ['notevil.example', allow('evil.example', 'domain-and-below'), false],
  ])('%s allowed by %o: %s', (value, entry, allowed) => {
    const found = judge(seen('domain', value), store(row('domain', value)), context([entry]))!;
    expect(found.quiet).toEqual(allowed ? { kind: 'allowed', reason: 'Allowed by you: ours' } : undefined);
  });
});

describe('explanation', () => {
  test('merges what the sources say and keeps whose word is whose', () => {
    const rows = store(
      row('domain', 'evil.example', {
        feed: 'A',
        confidence: 'low',
        firstSeen: daysAgo(9),
        lastSeen: daysAgo(8),
        tags: ['x'],
        port: 8443,
      }),
      row('domain', 'evil.example', {
        feed: 'B',
        confidence: 'high',
        firstSeen: daysAgo(5),
        lastSeen: daysAgo(2),
        tags: ['x', 'y'],
        techniques: ['T1071'],
      }),
    );
    const found = explain(seen('domain', 'evil.example'), rows, context())!;
    expect(found).toMatchObject({
      confidenceFrom: ['B'],
      firstReported: daysAgo(9),
      lastReported: daysAgo(2),
      tags: ['x', 'y'],
      techniques: ['T1071'],
    });
    expect(found.sources.map(({ label, confidence, via }) => [label, confidence, via])).toEqual([
      ['B', 'high', 'SOC Defenders'],
      ['A', 'low', 'SOC Defenders'],
    ]);
    expect(found.notes).toEqual([
      'Sources disagree: one says high, another low.',
      'Listed with port 8443.',
      'Reserved for documentation: a made-up example, not a real host.',
    ]);
  });

  test.each<[IndicatorType, string, IndicatorType, string, string]>([
    ['domain', 'evil.example', 'domain', 'evil.example', 'Exact match: this very value is listed.'],
    [
      'domain',
      'mail.evil.example',
      'domain',
      'evil.example',
      'Child: below evil[.]example, which is listed; this name itself is not.',
    ],
    [
      'url',
      'http://evil.example/a',
      'domain',
      'evil.example',
      'Same: the host of this URL is listed, as evil[.]example.',
    ],
    [
      'domain',
      'evil.example',
      'domain',
      'www.evil.example',
      'Same thing in other words: listed as www[.]evil[.]example.',
    ],
  ])('says why %s %s matches %s %s', (type, raw, listedType, listed, why) => {
    expect(explain(seen(type, raw), store(row(listedType, listed)), context())?.why).toBe(why);
  });

  test('says that a documentation address is made up', () => {
    expect(explain(seen('ipv4', '192.0.2.1'), store(row('ipv4', '192.0.2.1')), context())?.notes).toEqual([
      'Reserved for documentation: a made-up example, not a real host.',
    ]);
  });
});
