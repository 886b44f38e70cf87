import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defang } from '@/core/defang.ts';
import { INDICATOR_TYPES, type IndicatorType } from '@/core/indicator.ts';
import { normalize, parseType } from '@/core/normalize.ts';
import { refang } from '@/core/refang.ts';
import { inEnglish } from '../../words/speech.ts';

describe('normalize', () => {
  test.each<[IndicatorType, string, string | undefined, number?]>([
    ['ipv4', ' 192.0.2.1 ', '192.0.2.1'],
    ['ipv4', '192[.]0[.]2[.]1:4443', '192.0.2.1', 4443],
    ['ipv4', '192.0.2.0/24', '192.0.2.0/24'],
    ['ipv4', '192.0.2.77/24', '192.0.2.0/24'],
    ['ipv4', '192.0.0.0/7', undefined],
    ['ipv4', '192.0.2.0/33', undefined],
    ['ipv4', '192.0.2.1/32', '192.0.2.1'],
    ['ipv4', '192.0.2.256', undefined],
    ['ipv6', '2001:0DB8::0001', '2001:db8::1'],
    ['ipv6', '2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['ipv6', '2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    // One group of zeros is written out, two or more are not.
    ['ipv6', '2001:db8:1:2:3:4:5::', '2001:db8:1:2:3:4:5:0'],
    ['ipv6', '2001:db8:1::2:3:4:5', '2001:db8:1:0:2:3:4:5'],
    ['ipv6', '2001:db8:1::3:4:5', '2001:db8:1::3:4:5'],
    ['ipv6', '2001:db8:1:2:3:4::', '2001:db8:1:2:3:4::'],
    ['ipv6', '::ffff:c000:201', '::ffff:192.0.2.1'],
    ['ipv6', 'fe80::1%eth0', 'fe80::1'],
    ['ipv6', '[2001:db8::1]:443', '2001:db8::1', 443],
    ['ipv6', 'http://[2001:db8::1]:443/', '2001:db8::1', 443],
    ['ipv6', '2001:db8::1/128', '2001:db8::1'],
    ['ipv6', '2001:DB8::/32', '2001:db8::/32'],
    ['ipv6', '2001:db8:1:2::3/48', '2001:db8:1::/48'],
    ['ipv6', '2000::/15', undefined],
    ['ipv6', '1:2:3:4:5:6:7:8:9', undefined],
    ['domain', 'EVIL[.]Example.', 'evil.example'],
    ['domain', '*.evil.example', 'evil.example'],
    ['domain', 'http://evil.example/', 'evil.example'],
    ['domain', 'evil.example:8443', 'evil.example', 8443],
    ['domain', 'bücher.example', 'xn--bcher-kva.example'],
    ['domain', 'evil_host.example', 'evil_host.example'],
    ['domain', 'localhost', undefined],
    ['domain', 'evil.example/a', undefined],
    // An apostrophe at the end is the URL's own, unless one stands before it, too.
    ['url', "http://evil.example/x'#", "http://evil.example/x'"],
    ['url', "'http://evil.example/x'", 'http://evil.example/x'],
    ['url', 'hxxps[:]//EVIL[.]example:443/A', 'https://evil.example/A'],
    ['url', 'evil.example/a', 'http://evil.example/a'],
    ['url', 'http://evil.example/?a=1&amp;amp;b=2', 'http://evil.example/?a=1&b=2'],
    ['url', 'http://0x7f.1/', 'http://127.0.0.1'],
    ['url', 'https://evil.example:80/', 'https://evil.example:80'],
    ['url', 'http://evil.example/a/../b', 'http://evil.example/b'],
    ['url', 'javascript:alert(1)', undefined],
    ['url', 'javascript://evil.example/%0aalert(1)', undefined],
    ['md5', '0123456789ABCDEF0123456789abcdef', '0123456789abcdef0123456789abcdef'],
    ['sha1', '0123456789abcdef0123456789abcdef', undefined],
    ['email', 'mailto:A@Evil.Example', 'a@evil.example'],
    ['email', 'a[@]evil[.]example', 'a@evil.example'],
    ['email', 'a@b@', undefined],
    ['cve', 'cve–2024–1234', 'CVE-2024-1234'],
    ['cve', 'CVE_2024_1234', 'CVE-2024-1234'],
    ['cve', 'CVE-24-1', undefined],
    ['mitre_attack', 't1059/001', 'T1059.001'],
    ['mitre_attack', 'phishing', undefined],
    ['domain', '', undefined],
    ['url', `http://evil.example/${'a'.repeat(5000)}`, undefined],
  ])('%s %s -> %s', (type, raw, value, port) => {
    const found = normalize(type, raw);
    if (value === undefined)
      expect(inEnglish(found)).toEqual({ ok: false, reason: expect.stringMatching(/\w/) as string });
    else expect(found).toEqual(port === undefined ? { ok: true, value } : { ok: true, value, port });
  });

  test.each([
    ['mitre-attack', 'mitre_attack'],
    [' IPv4 ', 'ipv4'],
    ['SHA256', 'sha256'],
    ['yara', undefined],
  ])('reads the type %s as %s', (raw, type) => {
    expect(parseType(raw)).toBe(type);
  });

  test('is idempotent, and undoes defang, whatever it is given', () => {
    const type = fc.constantFrom(...INDICATOR_TYPES);
    const raw = fc.oneof(fc.string(), fc.webUrl(), fc.domain(), fc.emailAddress(), fc.ipV4(), fc.ipV6());
    fc.assert(
      fc.property(type, raw, (kind, text) => {
        const once = normalize(kind, text);
        if (!once.ok) return;
        expect(normalize(kind, once.value)).toMatchObject({ ok: true, value: once.value });
        expect(normalize(kind, defang({ type: kind, value: once.value }))).toMatchObject({
          ok: true,
          value: once.value,
        });
      }),
      { seed: 1, numRuns: 3000 },
    );
  });
});

describe('refang', () => {
  test('knows for every piece of the clear text where it was written', () => {
    const piece = fc.constantFrom(
      'evil',
      '[.]',
      'hxxp',
      '://',
      '[:]',
      ' dot ',
      '(at)',
      '\u00ad',
      '。',
      'a',
      ' ',
      '[',
      ']',
      '\\.',
      '&#46;',
      '😀',
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        const clear = refang(text);
        let reached = 0;
        for (let at = 0; at < clear.text.length; at++) {
          const start = clear.originalStart(at);
          expect(start).toBeGreaterThanOrEqual(reached === 0 ? 0 : Math.min(reached, start));
          expect(clear.originalEnd(at + 1)).toBeGreaterThan(start);
          expect(clear.originalEnd(at + 1)).toBeLessThanOrEqual(text.length);
          reached = start;
        }
      }),
      { seed: 1, numRuns: 2000 },
    );
  });
});
