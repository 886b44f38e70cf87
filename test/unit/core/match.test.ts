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
    ['domain', 'evil.com', 'domain', 'evil.com', 'exact'],
    ['domain', 'EVIL[.]com', 'domain', 'evil.com', 'exact'],
    [
      'sha1',
      'DA39A3EE5E6B4B0D3255BFEF95601890AFD80708',
      'sha1',
      'da39a3ee5e6b4b0d3255bfef95601890afd80708',
      'exact',
    ],
    ['url', 'http://evil.com/a', 'url', 'hxxp://evil[.]com/a', 'exact'],
    ['email', 'a@evil.com', 'email', 'A@EVIL.com', 'exact'],
    ['ipv6', '2001:4860:0::8888', 'ipv6', '2001:4860::8888', 'exact'],

    ['domain', 'www.evil.com', 'domain', 'evil.com', 'same'],
    ['domain', 'evil.com', 'domain', 'www.evil.com', 'same'],
    ['url', 'https://evil.com/a', 'url', 'http://evil.com/a', 'same'],
    ['url', 'http://evil.com:80/a/', 'url', 'http://www.evil.com/a', 'same'],
    ['url', 'http://evil.com/a', 'url', 'http://evil.com:8080/a', undefined],
    ['url', 'http://evil.com/a?b=c', 'url', 'http://evil.com/a', 'same'],
    ['url', 'http://evil.com/a', 'url', 'http://evil.com/a?b=c', undefined],
    ['url', 'http://evil.com/a#b', 'url', 'http://evil.com/a', 'same'],
    ['url', 'http://evil.com/a', 'url', 'http://evil.com/a#b', undefined],
    // Paths tell letters apart, but many lists are lower-cased as a whole.
    ['url', 'http://evil.com/AbC', 'url', 'http://evil.com/abc', 'same'],
    ['url', 'http://evil.com/AbC?D=e', 'url', 'http://evil.com/abc', 'same'],
    ['url', 'http://evil.com/aBc', 'url', 'http://evil.com/AbC', undefined],
    ['url', 'http://evil.com/abc', 'url', 'http://evil.com/AbC', undefined],
    ['url', 'http://evil.com/any/path', 'domain', 'evil.com', 'same'],
    ['url', 'http://45.61.0.7:8080/x', 'ipv4', '45.61.0.7', 'same'],
    ['ipv4', '45.61.0.7', 'url', 'http://45.61.0.7', 'same'],
    ['ipv4', '45.61.0.7', 'ipv4', '45.61.0.7:4443', 'exact'],
    ['domain', 'evil.com', 'url', 'http://evil.com/', 'same'],
    // The row says more than its host: the host alone is not what was listed.
    ['domain', 'telegra.ph', 'url', 'http://telegra.ph/x', undefined],
    ['url', 'http://telegra.ph/', 'url', 'http://telegra.ph/#x', undefined],

    ['domain', 'mail.evil.com', 'domain', 'evil.com', 'child'],
    ['domain', 'a.b.evil.com', 'domain', 'b.evil.com', 'child'],
    ['url', 'http://mail.evil.com/a', 'domain', 'evil.com', 'child'],
    ['domain', 'mail.evil.com', 'url', 'http://evil.com', 'child'],
    ['domain', 'evil.com', 'domain', 'mail.evil.com', undefined],
    ['domain', 'notevil.com', 'domain', 'evil.com', undefined],
    ['domain', 'mail.evil.com', 'domain', 'www.evil.com', undefined],
    ['domain', 'a.hopto.org', 'domain', 'hopto.org', undefined],
    ['domain', 'a.co.uk', 'domain', 'co.uk', undefined],
    ['domain', 'x.a.hopto.org', 'domain', 'a.hopto.org', 'child'],

    ['email', 'a@evil.com', 'domain', 'evil.com', undefined],
    ['domain', 'evil.com', 'email', 'a@evil.com', undefined],

    ['cve', 'cve-2024-1234', 'cve', 'CVE-2024-1234', 'reference'],
    ['mitre_attack', 't1059.001', 'mitre_attack', 'T1059.001', 'reference'],
    ['mitre_attack', 'T1059.001', 'mitre_attack', 'T1059', undefined],
  ])('%s %s, where %s %s is listed: %s', (type, raw, listedType, listed, wanted) => {
    expect(verdict(seen(type, raw), row(listedType, listed))?.matchClass).toBe(wanted);
  });

  test('an exact row speaks before one that is the same in other words', () => {
    const found = verdict(
      seen('url', 'http://evil.com/a'),
      row('domain', 'evil.com'),
      row('url', 'http://evil.com/a'),
    );
    expect(found).toMatchObject({ matchClass: 'exact', matched: 'http://evil.com/a' });
  });

  test('of two listed parents the nearer one speaks', () => {
    const found = verdict(
      seen('domain', 'x.b.evil.com'),
      row('domain', 'evil.com'),
      row('domain', 'b.evil.com', { confidence: 'low' }),
    );
    expect(found).toMatchObject({ matchClass: 'child', matched: 'b.evil.com', confidence: 'low' });
  });

  test('looks a host up under itself and its parents, never under a suffix', () => {
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
    const found = verdict(seen('domain', 'mail.evil.com'), row('domain', 'evil.com'))!;
    expect(found).toMatchObject({ confidence: 'high', level: 'medium' });
    expect(isCounted(found)).toBe(false);
  });

  test.each<[IndicatorType, string, number, boolean]>([
    ['ipv4', '45.61.0.7', 29, false],
    ['ipv4', '45.61.0.7', 31, true],
    ['url', 'http://evil.com/a', 31, true],
    ['domain', 'evil.com', 89, false],
    ['domain', 'evil.com', 91, true],
    ['email', 'a@evil.com', 179, false],
    ['email', 'a@evil.com', 181, true],
    ['sha256', 'a'.repeat(64), 4000, false],
  ])('%s %s last reported %i days ago: faded %s', (type, raw, days, faded) => {
    const found = verdict(seen(type, raw), row(type, raw, { lastSeen: daysAgo(days) }))!;
    expect(found.faded).toBe(faded);
    expect(found.level).toBe(faded ? 'medium' : 'high');
    expect(isCounted(found)).toBe(!faded);
  });

  test('an undated row ages from the day it was added', () => {
    const { lastSeen: _, ...undated } = row('ipv4', '45.61.0.7', { added: NOW - 40 * 86_400_000 });
    expect(verdict(seen('ipv4', '45.61.0.7'), undated)?.faded).toBe(true);
  });

  test('the highest confidence among unfaded rows counts', () => {
    const found = verdict(
      seen('domain', 'evil.com'),
      row('domain', 'evil.com', { confidence: 'high', lastSeen: daysAgo(200) }),
      row('domain', 'evil.com', { confidence: 'low' }),
    );
    expect(found).toMatchObject({ confidence: 'low', faded: false });
  });

  test('a row without confidence is unrated, not medium', () => {
    const { confidence: _, ...unrated } = row('domain', 'evil.com');
    expect(verdict(seen('domain', 'evil.com'), unrated)?.level).toBe('unrated');
  });
});

describe('quiet', () => {
  test.each<[IndicatorType, string, string | undefined]>([
    ['ipv4', '192.168.1.1', 'impossible'],
    ['ipv4', '10.255.0.1', 'impossible'],
    ['ipv4', '172.31.0.1', 'impossible'],
    ['ipv4', '172.32.0.1', undefined],
    ['ipv4', '100.64.0.1', 'impossible'],
    ['ipv4', '127.0.0.1', 'impossible'],
    ['ipv4', '239.1.1.1', 'impossible'],
    ['ipv6', 'fe80::1', 'impossible'],
    ['ipv6', '::1', 'impossible'],
    ['ipv6', '::ffff:10.0.0.1', 'impossible'],
    ['ipv6', '2a00::1', undefined],
    ['url', 'http://192.168.1.1/a', 'impossible'],
    ['sha256', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'impossible'],
    ['md5', 'd41d8cd98f00b204e9800998ecf8427e', 'impossible'],
    // Documentation addresses can be listed by samples only; they are painted, and the card says so.
    ['ipv4', '192.0.2.1', undefined],
    ['domain', 'hopto.org', 'shared'],
    ['domain', 'a.hopto.org', undefined],
  ])('%s %s: %s', (type, raw, kind) => {
    const found = verdict(seen(type, raw), row(type, raw))!;
    expect(found.quiet?.kind).toBe(kind);
    expect(isCounted(found)).toBe(kind === undefined);
    expect(isPaintable(found, type, { cve: true, mitre_attack: true })).toBe(kind !== 'impossible');
  });

  const allow = (value: string, scope: AllowEntry['scope']): AllowEntry => ({
    value,
    scope,
    reason: 'ours',
    added: daysAgo(1),
  });
  test.each<[string, AllowEntry, boolean]>([
    ['evil.com', allow('evil.com', 'value'), true],
    ['mail.evil.com', allow('evil.com', 'value'), false],
    ['mail.evil.com', allow('evil.com', 'domain-and-below'), true],
    ['notevil.com', allow('evil.com', 'domain-and-below'), false],
  ])('%s allowed by %o: %s', (value, entry, allowed) => {
    const found = judge(seen('domain', value), store(row('domain', value)), context([entry]))!;
    expect(found.quiet).toEqual(allowed ? { kind: 'allowed', reason: 'Allowed by you: ours' } : undefined);
  });
});

describe('explanation', () => {
  test('merges what the sources say and keeps whose word is whose', () => {
    const rows = store(
      row('domain', 'evil.com', {
        feed: 'A',
        confidence: 'low',
        firstSeen: daysAgo(9),
        lastSeen: daysAgo(8),
        tags: ['x'],
        port: 8443,
      }),
      row('domain', 'evil.com', {
        feed: 'B',
        confidence: 'high',
        firstSeen: daysAgo(5),
        lastSeen: daysAgo(2),
        tags: ['x', 'y'],
        techniques: ['T1071'],
      }),
    );
    const found = explain(seen('domain', 'evil.com'), rows, context())!;
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
    expect(found.notes).toEqual(['Sources disagree: one says high, another low.', 'Listed with port 8443.']);
  });

  test.each<[IndicatorType, string, IndicatorType, string, string]>([
    ['domain', 'evil.com', 'domain', 'evil.com', 'Exact match: this very value is listed.'],
    [
      'domain',
      'mail.evil.com',
      'domain',
      'evil.com',
      'Child: below evil[.]com, which is listed; this name itself is not.',
    ],
    [
      'url',
      'http://evil.com/a',
      'domain',
      'evil.com',
      'Same: the host of this URL is listed, as evil[.]com.',
    ],
    [
      'domain',
      'evil.com',
      'domain',
      'www.evil.com',
      'Same thing in other words: listed as www[.]evil[.]com.',
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
