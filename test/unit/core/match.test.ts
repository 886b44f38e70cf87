import { describe, expect, test } from 'vitest';
import { explain } from '@/core/explain.ts';
import { isCounted, isPaintable } from '@/core/indicator.ts';
import type { Indicator, IndicatorType, MatchClass, Observable } from '@/core/indicator.ts';
import { judge, see } from '@/core/match.ts';
import { DEFAULT_SETTINGS, type AllowEntry } from '@/core/settings.ts';
import { contextWith, daysAgo, NOW, row, seen, store } from './rows.ts';
import { inEnglish } from '../../words/speech.ts';

const verdict = (observable: Observable, ...rows: Indicator[]) =>
  judge(see(observable), store(...rows), contextWith());

describe('classes of match', () => {
  test.each<[IndicatorType, string, IndicatorType, string, MatchClass | undefined]>([
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
    ['url', 'http://evil.example/a', 'url', 'http://evil.example:8080/a', 'same-host'],
    ['url', 'http://evil.example/a?b=c', 'url', 'http://evil.example/a', 'same'],
    ['url', 'http://evil.example/a', 'url', 'http://evil.example/a?b=c', 'same-host'],
    ['url', 'http://evil.example/a#b', 'url', 'http://evil.example/a', 'same'],
    ['url', 'http://evil.example/a', 'url', 'http://evil.example/a#b', 'same-host'],
    // Paths tell letters apart, but many lists are lower-cased as a whole.
    ['url', 'http://evil.example/AbC', 'url', 'http://evil.example/abc', 'same'],
    ['url', 'http://evil.example/AbC?D=e', 'url', 'http://evil.example/abc', 'same'],
    ['url', 'http://evil.example/aBc', 'url', 'http://evil.example/AbC', 'same-host'],
    ['url', 'http://evil.example/abc', 'url', 'http://evil.example/AbC', 'same-host'],
    ['url', 'http://evil.example/any/path', 'domain', 'evil.example', 'same'],
    ['url', 'http://198.51.100.7:8080/x', 'ipv4', '198.51.100.7', 'same'],
    ['ipv4', '198.51.100.7', 'url', 'http://198.51.100.7', 'same'],
    ['ipv4', '198.51.100.7', 'ipv4', '198.51.100.7:4443', 'exact'],
    ['domain', 'evil.example', 'url', 'http://evil.example/', 'same'],
    // The row says more than its host: the host alone is not what was listed.
    ['domain', 'paste.example', 'url', 'http://paste.example/x', 'same-host'],
    ['url', 'http://paste.example/', 'url', 'http://paste.example/#x', 'same-host'],

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

    // Another path, another query, the host: what is listed is near, not here.
    ['url', 'http://evil.example/b', 'url', 'http://evil.example/a', 'same-host'],
    ['url', 'http://evil.example/a?x=2', 'url', 'http://evil.example/a?x=1', 'same-host'],
    ['domain', 'www.evil.example', 'url', 'http://evil.example/a', 'same-host'],
    ['ipv4', '198.51.100.7', 'url', 'http://198.51.100.7:8080/a', 'same-host'],
    ['domain', 'mail.evil.example', 'url', 'http://evil.example/a', undefined],
    ['domain', 'evil.example', 'url', 'http://mail.evil.example/a', undefined],
    ['email', 'a@evil.example', 'url', 'http://evil.example/a', undefined],
    // Real services that many share; the paths are made up.
    ['domain', 'telegra.ph', 'url', 'http://telegra.ph/x', undefined],
    ['url', 'http://telegra.ph/y', 'url', 'http://telegra.ph/x', undefined],
    ['url', 'http://telegra.ph/x', 'url', 'http://telegra.ph/x', 'exact'],
    ['url', 'http://telegra.ph/x', 'url', 'http://telegra.ph/x#y', undefined],
    ['domain', 'mail.telegra.ph', 'domain', 'telegra.ph', undefined],
    ['domain', 'a.hopto.org', 'url', 'http://a.hopto.org/x', 'same-host'],

    ['ipv4', '198.51.100.7', 'ipv4', '198.51.100.0/24', 'range'],
    ['ipv4', '198.51.100.7', 'ipv4', '198.51.96.0/20', 'range'],
    ['ipv4', '198.51.100.7', 'ipv4', '198.48.0.0/12', 'range'],
    ['url', 'http://198.51.100.7:8080/x', 'ipv4', '198.51.100.0/24', 'range'],
    ['ipv4', '198.51.101.7', 'ipv4', '198.51.100.0/24', undefined],
    ['ipv4', '198.51.100.0/25', 'ipv4', '198.51.100.0/24', 'range'],
    ['ipv4', '198.51.100.0/24', 'ipv4', '198.51.100.0/24', 'exact'],
    ['ipv4', '198.51.100.0/23', 'ipv4', '198.51.100.0/24', undefined],
    ['ipv4', '198.51.100.0', 'ipv4', '198.51.100.0/24', 'range'],
    // A row about a block says nothing of a block around it, nor does a row about an address.
    ['ipv4', '198.51.100.0/24', 'ipv4', '198.51.100.0', undefined],
    ['ipv6', '2001:db8::1', 'ipv6', '2001:db8::/64', 'range'],
    ['ipv6', '2001:db8:0:1::1', 'ipv6', '2001:db8::/64', undefined],
    ['ipv6', '2001:db8:0:1::1', 'ipv6', '2001:db8::/32', 'range'],
    ['ipv6', '2001:db8::1', 'ipv6', '2001:d00::/24', 'range'],
    // What sockets of IPv6 write for IPv4: the same host.
    ['ipv6', '::ffff:198.51.100.7', 'ipv4', '198.51.100.7', 'same'],
    ['ipv6', '::ffff:198.51.100.7', 'ipv4', '198.51.100.0/24', 'range'],

    ['email', 'a@evil.example', 'domain', 'evil.example', 'mail-domain'],
    ['email', 'a@evil.example', 'url', 'http://evil.example/', 'mail-domain'],
    ['email', 'a@mail.evil.example', 'domain', 'evil.example', undefined],
    ['email', 'a@evil.example', 'domain', 'www.evil.example', undefined],
    ['email', 'a@gmail.com', 'domain', 'gmail.com', undefined],
    ['domain', 'evil.example', 'email', 'a@evil.example', undefined],
    ['url', 'http://evil.example/', 'email', 'a@evil.example', undefined],

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

  test('an address with a listed URL is closer to it than to its neighbours', () => {
    const found = verdict(
      seen('ipv4', '198.51.100.7'),
      row('ipv4', '198.51.100.0/24'),
      row('url', 'http://198.51.100.7/a'),
    );
    expect(found).toMatchObject({ matchClass: 'same-host', matched: 'http://198.51.100.7/a' });
  });

  test('of the ranges around an address the narrowest speaks', () => {
    const found = verdict(
      seen('ipv4', '198.51.100.7'),
      row('ipv4', '198.51.0.0/16'),
      row('ipv4', '198.51.100.0/28'),
      row('ipv4', '198.51.100.0/24'),
    );
    expect(found?.matched).toBe('198.51.100.0/28');
  });

  test('of a page on a shared service, its own row speaks, not the one of the service', () => {
    const found = verdict(
      seen('url', 'http://telegra.ph/x?y'),
      row('domain', 'telegra.ph', { confidence: 'high' }),
      row('url', 'http://telegra.ph/x', { confidence: 'low' }),
    )!;
    expect(found).toMatchObject({ matchClass: 'same', matched: 'http://telegra.ph/x', level: 'low' });
    expect(found.quiet).toBeUndefined();
  });
});

describe('what is painted, listed and counted', () => {
  const references = { cve: true, mitre_attack: true };
  test.each<[IndicatorType, string, IndicatorType, string, MatchClass, string]>([
    ['domain', 'evil.example', 'domain', 'evil.example', 'exact', 'high, counted'],
    ['domain', 'www.evil.example', 'domain', 'evil.example', 'same', 'high, counted'],
    ['domain', 'mail.evil.example', 'domain', 'evil.example', 'child', 'medium'],
    ['url', 'http://evil.example/b', 'url', 'http://evil.example/a', 'same-host', 'listed only'],
    ['domain', 'evil.example', 'url', 'http://evil.example/a', 'same-host', 'listed only'],
    ['ipv4', '198.51.100.7', 'url', 'http://198.51.100.7/a', 'same-host', 'medium'],
    ['url', 'http://198.51.100.7/b', 'url', 'http://198.51.100.7/a', 'same-host', 'medium'],
    ['ipv4', '198.51.100.7', 'ipv4', '198.51.100.0/24', 'range', 'medium'],
    ['ipv4', '198.51.100.7', 'ipv4', '198.51.100.0/23', 'range', 'listed only'],
    ['ipv6', '2001:db8::1', 'ipv6', '2001:db8::/64', 'range', 'medium'],
    ['ipv6', '2001:db8::1', 'ipv6', '2001:db8::/63', 'range', 'listed only'],
    ['email', 'a@evil.example', 'domain', 'evil.example', 'mail-domain', 'listed only'],
    ['cve', 'CVE-2024-1234', 'cve', 'CVE-2024-1234', 'reference', 'high'],
  ])('%s %s, where %s %s is listed: %s, %s', (type, raw, listedType, listed, matchClass, how) => {
    const found = verdict(seen(type, raw), row(listedType, listed))!;
    expect(found.matchClass).toBe(matchClass);
    const painted = isPaintable(found, type, references) ? found.level : 'listed only';
    expect(`${painted}${isCounted(found) ? ', counted' : ''}`).toBe(how);
  });

  test('references are painted only where their type is switched on', () => {
    const found = verdict(seen('cve', 'CVE-2024-1234'), row('cve', 'CVE-2024-1234'))!;
    expect(isPaintable(found, 'cve', { cve: false, mitre_attack: true })).toBe(false);
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

  test.each<[Partial<typeof DEFAULT_SETTINGS.fadeAfterDays>, boolean]>([
    [{ domain: 10 }, true],
    [{ domain: null }, false],
    [{ ip: 1, url: 1, email: 1 }, false],
  ])('a domain last reported 20 days ago, with %o: faded %s', (change, faded) => {
    const fadeAfterDays = { ...DEFAULT_SETTINGS.fadeAfterDays, ...change };
    const rows = store(row('domain', 'evil.example', { lastSeen: daysAgo(20) }));
    const found = judge(see(seen('domain', 'evil.example')), rows, contextWith({ fadeAfterDays }));
    expect(found?.faded).toBe(faded);
  });

  test('a row that was never seen again ages from its first report', () => {
    const { lastSeen: _, ...once } = row('ipv4', '198.51.100.7', { firstSeen: daysAgo(40), added: NOW });
    expect(verdict(seen('ipv4', '198.51.100.7'), once)?.faded).toBe(true);
  });

  test('a faded child is two levels lower', () => {
    const old = row('domain', 'evil.example', { lastSeen: daysAgo(100) });
    expect(verdict(seen('domain', 'mail.evil.example'), old)).toMatchObject({ level: 'low', faded: true });
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

describe('what its source does not stand by', () => {
  const evil = seen('domain', 'evil.example');
  const WITHDRAWN: [string, Partial<Indicator>][] = [
    ['was taken back', { revoked: true }],
    ['held until yesterday', { validUntil: daysAgo(1) }],
    ['is context only', { toIds: false }],
  ];
  const painted = (found: ReturnType<typeof verdict>) =>
    found && isPaintable(found, 'domain', { cve: false, mitre_attack: false });

  test.each(WITHDRAWN)('%s: is listed, neither painted nor counted, and says why', (_, change) => {
    const taken = row('domain', 'evil.example', change);
    const found = verdict(evil, taken);
    expect(found).toMatchObject({ matchClass: 'exact', listedOnly: true, faded: true });
    expect([painted(found), isCounted(found!)]).toEqual([false, false]);
    const answer = explain(see(evil), store(taken), contextWith());
    expect(inEnglish(answer?.sources[0]?.withdrawn)).toEqual(
      expect.stringMatching(/taken back|valid only|context only/),
    );
    expect(inEnglish(answer?.notes ?? []).filter((note) => /Withdrawn|Faded|Not marked/.test(note))).toEqual([
      expect.stringContaining('Withdrawn'),
    ]);
  });

  test('what holds until tomorrow holds', () => {
    const found = verdict(evil, row('domain', 'evil.example', { validUntil: daysAgo(-1) }));
    expect([painted(found), isCounted(found!)]).toEqual([true, true]);
  });

  test.each(WITHDRAWN)('%s: does not raise what another says, nor disagree with it', (_, change) => {
    const rows = store(
      row('domain', 'evil.example', { confidence: 'high', feed: 'gone', ...change }),
      row('domain', 'evil.example', { confidence: 'low', feed: 'here' }),
    );
    const answer = explain(see(evil), rows, contextWith());
    expect(answer).toMatchObject({
      verdict: { level: 'low', confidence: 'low', faded: false },
      confidenceFrom: ['here'],
    });
    expect(answer?.sources.map(({ label }) => label)).toEqual(['gone', 'here']);
    expect(inEnglish(answer?.notes ?? []).join()).not.toMatch(/disagree|Withdrawn/);
  });

  test('of a taken back name the listed parent speaks', () => {
    const found = verdict(
      seen('domain', 'a.evil.example'),
      row('domain', 'a.evil.example', { revoked: true }),
      row('domain', 'evil.example'),
    );
    expect(found).toMatchObject({ matchClass: 'child', matched: 'evil.example' });
    expect(painted(found)).toBe(true);
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
    ['ipv4', '192.88.99.1', 'impossible'],
    ['ipv4', '198.19.255.255', 'impossible'],
    ['ipv6', '64:ff9b:1::1', 'impossible'],
    ['ipv6', '100::1', 'impossible'],
    ['ipv6', '5f00::1', 'impossible'],
    ['ipv4', '10.0.0.0/8', 'impossible'],
    ['domain', 'printer.local', 'impossible'],
    // They carry an address of IPv4 that may be anybody's.
    ['ipv6', '2002:c633:6407::1', undefined],
    ['ipv6', '64:ff9b::c633:6407', undefined],
    ['domain', 'hopto.org', 'shared'],
    ['domain', '3322.org', 'shared'],
    ['domain', 'bit.ly', 'shared'],
    ['domain', 'www.dropbox.com', 'shared'],
    ['domain', 'cdn.jsdelivr.net', 'shared'],
    ['domain', 'pastebin.com', 'shared'],
    ['domain', 'api.ipify.org', 'shared'],
    ['domain', 'gmail.com', 'shared'],
    ['url', 'https://www.google.com/', 'shared'],
    ['ipv4', '8.8.8.8', 'shared'],
    ['url', 'https://bit.ly/x', undefined],
    ['domain', 'made-up.3322.org', undefined],
    ['domain', 'made-up.google.com', undefined],
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
    ['www.evil.example', allow('evil.example', 'value'), true],
    ['evil.example', allow('www.evil.example', 'value'), true],
    ['mail.evil.example', allow('evil.example', 'value'), false],
    ['mail.evil.example', allow('evil.example', 'domain-and-below'), true],
    ['notevil.example', allow('evil.example', 'domain-and-below'), false],
  ])('%s allowed by %o: %s', (value, entry, allowed) => {
    const found = judge(
      see(seen('domain', value)),
      store(row('domain', value)),
      contextWith({ allowlist: [entry] }),
    )!;
    expect(inEnglish(found.quiet)).toEqual(
      allowed ? { kind: 'allowed', reason: 'Allowed by you: ours', because: 'ours' } : undefined,
    );
  });

  test.each<[IndicatorType, string, IndicatorType, string, AllowEntry, boolean]>([
    ['ipv4', '198.51.100.7', 'ipv4', '198.51.100.7', allow('198.51.100.0/24', 'range'), true],
    ['ipv4', '198.51.101.7', 'ipv4', '198.51.101.7', allow('198.51.100.0/24', 'range'), false],
    ['url', 'http://198.51.100.7/a', 'url', 'http://198.51.100.7/a', allow('198.51.100.0/24', 'range'), true],
    ['ipv6', '2001:db8::1', 'ipv6', '2001:db8::1', allow('2001:db8::/32', 'range'), true],
    ['ipv4', '198.51.100.7', 'ipv4', '198.51.100.7', allow('no block', 'range'), false],
    ['email', 'a@evil.example', 'domain', 'evil.example', allow('evil.example', 'domain-and-below'), true],
    // Who allows what is listed allows what it would light up.
    ['domain', 'mail.evil.example', 'domain', 'evil.example', allow('evil.example', 'value'), true],
    ['url', 'http://evil.example/a', 'domain', 'evil.example', allow('evil.example', 'value'), true],
    ['url', 'http://evil.example/a', 'url', 'http://evil.example/a', allow('evil.example', 'value'), false],
    ['ipv4', '198.51.100.7', 'ipv4', '198.51.100.0/24', allow('198.51.100.0/24', 'range'), true],
  ])('%s %s, where %s %s is listed, allowed by %o: %s', (type, raw, listedType, listed, entry, allowed) => {
    const rows = store(row(listedType, listed));
    const found = judge(see(seen(type, raw)), rows, contextWith({ allowlist: [entry] }))!;
    expect(found.quiet?.kind).toBe(allowed ? 'allowed' : undefined);
  });

  test('what is listed in other words, too, is not allowed by half', () => {
    const rows = store(row('domain', 'evil.example'), row('url', 'http://evil.example/a'));
    const allowlist = [allow('evil.example', 'value')];
    const found = judge(see(seen('url', 'http://evil.example/a')), rows, contextWith({ allowlist }));
    expect(found?.quiet).toBeUndefined();
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
    const found = explain(see(seen('domain', 'evil.example')), rows, contextWith())!;
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
    expect(inEnglish(found.notes)).toEqual([
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
    [
      'url',
      'http://evil.example/b',
      'url',
      'http://evil.example/a',
      'Same host: another URL on this host is listed, hxxp://evil[.]example/a; this one is not.',
    ],
    [
      'ipv4',
      '198.51.100.7',
      'url',
      'http://198.51.100.7/a',
      'Same host: a URL on it is listed, hxxp://198[.]51[.]100[.]7/a; the host itself is not.',
    ],
    [
      'ipv4',
      '198.51.100.7',
      'ipv4',
      '198.51.100.0/24',
      'Range: inside 198.51.100[.]0/24, which is listed; this address itself is not.',
    ],
    [
      'email',
      'a@evil.example',
      'domain',
      'evil.example',
      'Mail domain: the domain of this address is listed, as evil[.]example; the address itself is not.',
    ],
    [
      'cve',
      'CVE-2024-1234',
      'cve',
      'CVE-2024-1234',
      'Reference: an id that sources mention, not a threat by itself.',
    ],
  ])('says why %s %s matches %s %s', (type, raw, listedType, listed, why) => {
    expect(inEnglish(explain(see(seen(type, raw)), store(row(listedType, listed)), contextWith())?.why)).toBe(
      why,
    );
  });

  test('says that a documentation address is made up', () => {
    const found = explain(see(seen('ipv4', '192.0.2.1')), store(row('ipv4', '192.0.2.1')), contextWith());
    expect(inEnglish(found?.notes)).toEqual([
      'Reserved for documentation: a made-up example, not a real host.',
    ]);
  });

  const DOCUMENTATION = 'Reserved for documentation: a made-up example, not a real host.';
  const notes = (observable: Observable, rows: Indicator[], ports: number[] = []) =>
    inEnglish(explain(see(observable), store(...rows), contextWith(), ports)?.notes ?? []).filter(
      (note) => note !== DOCUMENTATION,
    );

  test.each<[string, number[], string[], string[]]>([
    // listed as, ports on the page, URL that is asked about, note
    ['198.51.100.7:4443', [8080], [], ['Listed with port 4443; here it stands with port 8080.']],
    ['198.51.100.7:4443', [4443], [], ['Listed with port 4443; here it stands with the same port.']],
    ['198.51.100.7:4443', [], [], ['Listed with port 4443.']],
    ['198.51.100.7', [8080], [], []],
    [
      '198.51.100.7:4443',
      [],
      ['http://198.51.100.7:4443/x'],
      ['Listed with port 4443; here it stands with the same port.'],
    ],
    [
      '198.51.100.7:4443',
      [],
      ['http://198.51.100.7:81/x'],
      ['Listed with port 4443; here it stands with port 81.'],
    ],
  ])('%s, here with ports %j %j: %j', (listed, ports, [url], wanted) => {
    const observable = url === undefined ? seen('ipv4', '198.51.100.7') : seen('url', url);
    expect(notes(observable, [row('ipv4', listed)], ports)).toEqual(wanted);
  });

  test('names the ports of several rows, and of a listed root URL', () => {
    const rows = [row('ipv4', '198.51.100.7:4443'), row('url', 'http://198.51.100.7:8080')];
    expect(notes(seen('ipv4', '198.51.100.7'), rows, [8080])).toEqual([
      'Listed with ports 4443, 8080; here it stands with port 8080, the same port as one of those.',
    ]);
  });

  test('says nothing of the port of a URL that is listed as it stands', () => {
    const url = 'http://evil.example:8080/a';
    expect(notes(seen('url', url), [row('url', url)])).toEqual([]);
  });

  test('says who lists what the user allows', () => {
    const allowlist: AllowEntry[] = [
      { value: 'evil.example', scope: 'value', reason: 'our own gateway', added: daysAgo(1) },
    ];
    const rows = store(row('domain', 'evil.example', { feed: 'Feed A' }));
    const found = explain(see(seen('domain', 'evil.example')), rows, contextWith({ allowlist }));
    expect(inEnglish(found?.verdict.quiet?.reason)).toBe('listed by Feed A, allowed by you: our own gateway');
    expect(inEnglish(found?.notes)).toContain(
      'Sources disagree with your allowlist: they list it, you allow it.',
    );
  });

  test.each<[IndicatorType, string, IndicatorType, string, RegExp]>([
    [
      'domain',
      'evil.example',
      'url',
      'http://evil.example/a',
      /^Not marked on the page: what is listed on a host/,
    ],
    ['ipv4', '198.51.100.7', 'ipv4', '198.51.0.0/16', /^Not marked on the page: the listed range is wide/],
    ['email', 'a@evil.example', 'domain', 'evil.example', /^Not marked on the page: a domain may be listed/],
  ])('says why %s %s is not marked for %s %s', (type, raw, listedType, listed, note) => {
    expect(notes(seen(type, raw), [row(listedType, listed)])).toEqual([expect.stringMatching(note)]);
  });

  test('says what else is listed around it', () => {
    const rows = [
      row('ipv4', '198.51.100.7'),
      row('ipv4', '198.51.100.0/24'),
      row('url', 'http://198.51.100.7/a'),
      row('url', 'http://198.51.100.7/b'),
    ];
    const found = explain(see(seen('ipv4', '198.51.100.7')), store(...rows), contextWith());
    expect(found?.sources).toHaveLength(1);
    expect(inEnglish(found?.notes)).toEqual([
      'Also listed: URLs on 198.51.100[.]7.',
      'Also inside 198.51.100[.]0/24, which is listed.',
      DOCUMENTATION,
    ]);
  });

  test('says that it read only the first URLs of a host', () => {
    const rows = Array.from({ length: 20 }, (_, n) => row('url', `http://evil.example/${n}`));
    expect(notes(seen('domain', 'evil.example'), rows)).toContain(
      'Only the first 20 listed URLs of this host were read; there may be more.',
    );
  });
});

describe('sinkholes', () => {
  test.each<[IndicatorType, string, string[], true | undefined]>([
    ['domain', 'evil.example', ['sinkhole_made_up'], true],
    ['domain', 'evil.example', ['Sink-Hole'], true],
    ['domain', 'evil.example', ['botnet'], undefined],
    // Real networks and names of operators that say so.
    ['ipv4', '148.81.111.111', [], true],
    ['ipv4', '148.81.111.200', [], undefined],
    ['domain', 'sinkhole.cert.pl', [], true],
    ['domain', 'cert.pl', [], undefined],
  ])('%s %s, tagged %j: %s', (type, raw, tags, wanted) => {
    const rows = store(row(type, raw, { tags }));
    const found = explain(see(seen(type, raw)), rows, contextWith())!;
    expect(found.verdict.sinkhole).toBe(wanted);
    expect(inEnglish(found.notes).includes('Sinkhole: contact suggests infection.')).toBe(wanted === true);
    expect(isPaintable(found.verdict, type, { cve: true, mitre_attack: true })).toBe(true);
  });
});

describe('only reported here', () => {
  const article = { title: 'A made-up report on evil things', url: 'https://report.example/post' };
  const isFromHere = ({ article: from }: Indicator) => from?.url === article.url;
  const judged = (...rows: Indicator[]) =>
    explain(see(seen('domain', 'evil.example')), store(...rows), contextWith({ isFromHere }))!;

  test('is said where every source is the page itself, and not counted', () => {
    const found = judged(row('domain', 'evil.example', { article }));
    expect(found.verdict.onlyHere).toBe(true);
    expect(isCounted(found.verdict)).toBe(false);
    expect(inEnglish(found.notes[0])).toMatch(/^Only reported here: /);
  });

  test('is not said where anybody else reports it, however long ago', () => {
    const old = row('domain', 'evil.example', { feed: 'A', lastSeen: daysAgo(500) });
    const found = judged(row('domain', 'evil.example', { article }), old);
    expect(found.verdict.onlyHere).toBeUndefined();
    expect(isCounted(found.verdict)).toBe(true);
  });
});
