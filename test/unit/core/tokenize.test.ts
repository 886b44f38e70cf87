import { describe, expect, test } from 'vitest';
import { tokenize } from '@/core/tokenize.ts';

/** `text`, then what is read from it as "type value" or "type value = as written". */
type Row = [text: string, ...read: string[]];

function read(text: string): string[] {
  return tokenize(text).map(({ type, value, start, end }) => {
    const written = text.slice(start, end);
    return written === value ? `${type} ${value}` : `${type} ${value} = ${written}`;
  });
}

function table(rows: Row[]): void {
  test.each(rows.map(([text, ...wanted]) => ({ text, wanted })))('$text', ({ text, wanted }) => {
    expect(read(text)).toEqual(wanted);
  });
}

describe('addresses', () => {
  table([
    ['at 192.0.2.1.', 'ipv4 192.0.2.1'],
    ['(192.0.2.1)', 'ipv4 192.0.2.1'],
    ['192.0.2.1:8080', 'ipv4 192.0.2.1 = 192.0.2.1:8080'],
    [
      '192.0.2.1:8080/x.sh',
      'ipv4 192.0.2.1 = 192.0.2.1:8080',
      'url http://192.0.2.1:8080/x.sh = 192.0.2.1:8080/x.sh',
      'domain x.sh',
    ],
    ['192.0.2.1:443/tcp, evil.example:53/UDP', 'ipv4 192.0.2.1 = 192.0.2.1:443', 'domain evil.example'],
    ['192.0.2.1/udp/53 evil.example/tcp/443', 'ipv4 192.0.2.1', 'domain evil.example'],
    ['192.0.2.1-192.0.2.9', 'ipv4 192.0.2.1', 'ipv4 192.0.2.9'],
    ['192.0.2.1,192.0.2.2;192.0.2.3', 'ipv4 192.0.2.1', 'ipv4 192.0.2.2', 'ipv4 192.0.2.3'],
    ['192.000.002.001', 'ipv4 192.0.2.1 = 192.000.002.001'],
    // A range, but not an address with a mask, or with a port as firewalls log it.
    ['192.0.2.0/24'],
    ['block 192.0.2.0/24.'],
    ['192.0.2.1/32', 'ipv4 192.0.2.1'],
    ['192.0.2.1/24', 'ipv4 192.0.2.1'],
    // A port, as firewalls log it.
    ['from 192.0.2.1/443 to', 'ipv4 192.0.2.1'],
    ['2001:db8::1/128', 'ipv6 2001:db8::1'],
    ['192.0.2.1_8080 192.0.2.9-20', 'ipv4 192.0.2.1', 'ipv4 192.0.2.9'],
    ['192.0.2.1; 2001:db8::1؛', 'ipv4 192.0.2.1', 'ipv6 2001:db8::1'],
    ['192.0.2.256'],
    ['1.192.0.2.1'],
    ['192.0.2'],
    ['v192.0.2.1'],
    ['2001:DB8:0:0::1', 'ipv6 2001:db8::1 = 2001:DB8:0:0::1'],
    ['[2001:db8::2]:443', 'ipv6 2001:db8::2 = [2001:db8::2]:443'],
    // Eight bytes of a certificate's serial number, or of a hardware address.
    ['04:9e:61:0a:1b:2c:3d:4e'],
    // With its network's mask it is one address; a network's own address is the network.
    ['2001:db8::1/64', 'ipv6 2001:db8::1'],
    ['ip-192.0.2.1, sentence.192.0.2.2', 'ipv4 192.0.2.1', 'ipv4 192.0.2.2'],
    // An object identifier.
    ['.1.3.6.1'],
    ['2001:db8::/32'],
    ['12:34:56'],
    ['00:1b:44:11:3a:b7'],
    ['std::cafe and ::'],
  ]);
});

describe('hosts and URLs', () => {
  table([
    [
      'see evil.example, or WWW.Evil.Example.',
      'domain evil.example',
      'domain www.evil.example = WWW.Evil.Example',
    ],
    ['bücher.example', 'domain xn--bcher-kva.example = bücher.example'],
    [
      '访问evil.example下载',
      'domain xn--evil-pr9l020c.xn--example-uw3k7779b = 访问evil.example下载',
      'domain evil.example',
    ],
    ['a_b.evil.example', 'domain a_b.evil.example'],
    ['-evil.example-', 'domain evil.example'],
    ['_dmarc.evil.example', 'domain _dmarc.evil.example'],
    // Emphasis in the source of a Markdown text.
    ['_evil.example_ and __evil.example__', 'domain evil.example', 'domain evil.example'],
    // The punctuation of other scripts.
    ['evil.example، bad.example؟', 'domain evil.example', 'domain bad.example'],
    ['evil.example।', 'domain evil.example'],
    ['「evil.example」｢bad.example｣', 'domain evil.example', 'domain bad.example'],
    // The digits belong to the percent-encoding.
    [
      'u=http%3A%2F%2Fevil.example%2Fa',
      'url http://evil.example/a = http%3A%2F%2Fevil.example%2Fa',
      'domain evil.example',
    ],
    ['evil.example:8443', 'domain evil.example'],
    ['evil.example/a.php', 'domain evil.example', 'url http://evil.example/a.php = evil.example/a.php'],
    ['https://evil.example/', 'url https://evil.example = https://evil.example/'],
    ['https://evil.example:443/A?b#c', 'url https://evil.example/A?b#c = https://evil.example:443/A?b#c'],
    ['http://3221225985/x', 'url http://192.0.2.1/x = http://3221225985/x'],
    ['http://[2001:db8::1]:8080/', 'url http://[2001:db8::1]:8080 = http://[2001:db8::1]:8080/'],
    ['ftp://user:pw@evil.example/f', 'url ftp://user:pw@evil.example/f'],
    ['(http://evil.example/x_(y)).', 'url http://evil.example/x_(y)'],
    ['[text](http://evil.example/a)', 'url http://evil.example/a'],
    ['<http://evil.example/a>', 'url http://evil.example/a'],
    ["'http://evil.example/a'", 'url http://evil.example/a'],
    ['“http://evil.example/a”', 'url http://evil.example/a'],
    ['http://a.example,http://b.example', 'url http://a.example', 'url http://b.example'],
    // Nobody but the store knows where such a URL ends.
    [
      '2026-01-01,http://evil.example/a,malware,high',
      'url http://evil.example/a,malware,high',
      'url http://evil.example/a',
    ],
    ['http://evil.example/a[1]', 'url http://evil.example/a[1]', 'url http://evil.example/a'],
    [
      '访问http://evil.example/a下载',
      'url http://evil.example/a%E4%B8%8B%E8%BD%BD = http://evil.example/a下载',
      'url http://evil.example/a',
    ],
    [
      'http://evil.example下载',
      'url http://evil.xn--example-uw3k7779b = http://evil.example下载',
      'url http://evil.example',
    ],
    ['http://bücher.example/ü', 'url http://xn--bcher-kva.example/%C3%BC = http://bücher.example/ü'],
    // Shortened for display: the URL is not the URL any more, its host still is the host.
    ['http://evil.example/cut…', 'domain evil.example'],
    ['http://evil.example/cut...', 'domain evil.example'],
    ['http://evil.example/cut[...]', 'domain evil.example'],
    ['http://evil.example/cut(…)', 'domain evil.example'],
    // Old addresses of search engines hold dots like these; cut in the middle for display, it is known to nobody.
    ['http://evil.example/lo...ng', 'url http://evil.example/lo...ng'],
    [
      'http://a.example/r?u=http://evil.example/x',
      'url http://a.example/r?u=http://evil.example/x',
      'url http://evil.example/x',
    ],
    ['c:\\windows\\evil.example', 'domain evil.example'],
    // Shaped like a host: only the store and the suffix list know better.
    ['process.name in readme.md', 'domain process.name', 'domain readme.md'],
  ]);
});

describe('hashes, ids and e-mail addresses', () => {
  const md5 = '0123456789abcdef0123456789abcdef';
  table([
    [`MD5: ${md5.toUpperCase()}.`, `md5 ${md5} = ${md5.toUpperCase()}`],
    [`${md5}.bin`, `md5 ${md5}`],
    [`${md5}01234567`, `sha1 ${md5}01234567`],
    [`sha256:${md5}${md5}`, `sha256 ${md5}${md5}`],
    [md5.repeat(4), `sha512 ${md5.repeat(4)}`],
    [`${md5}0`],
    // Letters beside it are those of the next words.
    [`x${md5}`, `md5 ${md5}`],
    [`is${md5}of`, `md5 ${md5}`],
    // A wallet's address.
    [`0x${md5}01234567`],
    [`%2F${md5}%2F`, `md5 ${md5}`],
    [`${md5}/${md5}01234567|${md5}${md5}`, `md5 ${md5}`, `sha1 ${md5}01234567`, `sha256 ${md5}${md5}`],
    ['123e4567-e89b-12d3-a456-426614174000'],
    ['CVE-2024-1234', 'cve CVE-2024-1234'],
    ['cve–2024‑12345', 'cve CVE-2024-12345 = cve–2024‑12345'],
    ['CVE-2024-123'],
    ['CVE-2024-1234,CVE-2024-1235', 'cve CVE-2024-1234', 'cve CVE-2024-1235'],
    // Of rule names, and with the minus sign that a word processor puts.
    ['EXPL_CVE_2024_1234', 'cve CVE-2024-1234 = CVE_2024_1234'],
    ['CVE−2024−1234', 'cve CVE-2024-1234 = CVE−2024−1234'],
    [
      'T1059, T1059.001 and T1059/003',
      'mitre_attack T1059',
      'mitre_attack T1059.001',
      'mitre_attack T1059.003 = T1059/003',
    ],
    ['XT1059 T10591 T1059.0012'],
    ['t1059 ta0001 t1000 s1234', 'mitre_attack T1059 = t1059', 'mitre_attack TA0001 = ta0001'],
    // As Sigma rules tag it.
    ['attack.t1059.001', 'mitre_attack T1059.001 = t1059.001'],
    ['attack.t1059', 'domain attack.t1059', 'mitre_attack T1059 = t1059'],
    ['counterattack.t1059', 'domain counterattack.t1059'],
    ['Mail <a.b+c@evil.example>.', 'email a.b+c@evil.example'],
    ['mailto:A@Evil.Example', 'email a@evil.example = A@Evil.Example'],
    // A field's name, though a local part may hold a "=".
    ['from=a@evil.example', 'email from=a@evil.example', 'email a@evil.example'],
    ['a+b@evil.example', 'email a+b@evil.example'],
    ['root@192.0.2.1', 'ipv4 192.0.2.1'],
    ['@handle and a@b'],
  ]);
});

describe('places', () => {
  const HASH = 'd41d8cd98f00b204e9800998ecf8427e';

  test.each([
    [HASH, `md5 ${HASH}`],
    ['T1059.001', 'mitre_attack T1059.001'],
    ['TA0001', 'mitre_attack TA0001'],
    ['ds0001', undefined],
    ['CVE-2026-12345', 'cve CVE-2026-12345'],
    ['cve 2026-1234', 'cve CVE-2026-1234 = cve 2026-1234'],
    ['CVE 2026 12345', 'cve CVE-2026-12345 = CVE 2026 12345'],
    ['cve.2026.12345', 'cve CVE-2026-12345 = cve.2026.12345'],
    ['CVE-2026 12345-6', undefined],
  ])('reads %s wherever it stands, and behind any letter that belongs to no word', (written, wanted) => {
    for (const before of [' ', '\u4e30', '\u6e41', 'x '])
      for (let blanks = 0; blanks < 40; blanks++)
        expect(read(`${' '.repeat(blanks)}${before}${written}`)).toEqual(
          wanted === undefined ? [] : [wanted],
        );
  });

  test('reads an IPv6 address of eight groups, and no time', () => {
    expect(read('at 12:34:56, from 2001:db8:1:2:3:4:5:6')).toEqual(['ipv6 2001:db8:1:2:3:4:5:6']);
  });
});

describe('defanged', () => {
  table([
    ['hxxps[:]//evil[.]example/a', 'url https://evil.example/a = hxxps[:]//evil[.]example/a'],
    ['hXXp://evil.example', 'url http://evil.example = hXXp://evil.example'],
    ['h**p://evil.example', 'url http://evil.example = h**p://evil.example'],
    ['hxtp://evil.example', 'url http://evil.example = hxtp://evil.example'],
    ['meow://evil.example', 'url http://evil.example = meow://evil.example'],
    ['h[tt]p://evil.example', 'url http://evil.example = h[tt]p://evil.example'],
    ['fxp://evil.example', 'url ftp://evil.example = fxp://evil.example'],
    ['http[://]evil.example', 'url http://evil.example = http[://]evil.example'],
    ['http[:]//evil(.)example', 'url http://evil.example = http[:]//evil(.)example'],
    ['http:\\\\evil.example', 'url http://evil.example = http:\\\\evil.example'],
    ['evil[.]example', 'domain evil.example = evil[.]example'],
    ['evil[dot]example', 'domain evil.example = evil[dot]example'],
    ['evil (dot) example', 'domain evil.example = evil (dot) example'],
    ['evil{.}example', 'domain evil.example = evil{.}example'],
    ['evil<.>example', 'domain evil.example = evil<.>example'],
    ['evil[.example', 'domain evil.example = evil[.example'],
    ['evil.]example', 'domain evil.example = evil.]example'],
    ['evil\\.example', 'domain evil.example = evil\\.example'],
    ['evil dot example', 'domain evil.example = evil dot example'],
    ['evil[.]sub[.]example)', 'domain evil.sub.example = evil[.]sub[.]example'],
    ['a[@]evil[.]example', 'email a@evil.example = a[@]evil[.]example'],
    ['a (at) evil (dot) example', 'email a@evil.example = a (at) evil (dot) example'],
    ['192[.]0[.]2[.]1', 'ipv4 192.0.2.1 = 192[.]0[.]2[.]1'],
    ['192.0.2[.]1:8080', 'ipv4 192.0.2.1 = 192.0.2[.]1:8080'],
    ['2001[:]db8[:][:]1', 'ipv6 2001:db8::1 = 2001[:]db8[:][:]1'],
    ['evil\u00ad.\u200bexample', 'domain evil.example = evil\u00ad.\u200bexample'],
    ['evil。example', 'domain evil.example = evil。example'],
    ['evil&#46;example', 'domain evil.example = evil&#46;example'],
    ['[www.]evil.example', 'domain www.evil.example = [www.]evil.example'],
    ['192.0.2.[1]', 'ipv4 192.0.2.1 = 192.0.2.[1]'],
    ['2001[:]db8[::]1', 'ipv6 2001:db8::1 = 2001[:]db8[::]1'],
    // In the source of a Markdown text brackets are escaped.
    ['hxxps\\[:\\]//evil\\[.\\]example/a', 'url https://evil.example/a = hxxps\\[:\\]//evil\\[.\\]example/a'],
    ['evil[\\.]example', 'domain evil.example = evil[\\.]example'],
    // The source of a page, and JSON, shown as text.
    ['&lt;a href=&quot;http://evil.example/a&quot;&gt;', 'url http://evil.example/a'],
    [
      'http://evil.example/?a=1&amp;b=2',
      'url http://evil.example/?a=1&b=2 = http://evil.example/?a=1&amp;b=2',
    ],
    [
      '"http:\\/\\/evil.example\\/?a=1\\u0026b=2"',
      'url http://evil.example/?a=1&b=2 = http:\\/\\/evil.example\\/?a=1\\u0026b=2',
    ],
    ['&#101;vil&#x2e;example', 'domain evil.example = &#101;vil&#x2e;example'],
    // Brackets that mean something else stay as they are.
    ['evil[.]example.[1]', 'domain evil.example = evil[.]example'],
    ['192[.]0[.]2[.]1.[2]', 'ipv4 192.0.2.1 = 192[.]0[.]2[.]1'],
    ['see [1]. Then array[0].x'],
  ]);
});

describe('any text', () => {
  test.each([
    ['dots', '.'.repeat(20_000)],
    ['nested URLs', 'http://'.repeat(3000)],
    ['hosts', 'a.'.repeat(10_000)],
    ['at signs', 'a@'.repeat(10_000)],
    ['brackets', '[.'.repeat(10_000)],
    ['blanks in brackets', `[${' '.repeat(20_000)}`],
    ['colons', '::a'.repeat(7000)],
    ['slashes', 'http://a.example/'.concat('a.b/'.repeat(5000))],
    ['lone surrogates', '\ud800.\udc00'.repeat(5000)],
  ])('is read without error, and places are right: %s', (_, text) => {
    for (const { start, end } of tokenize(text)) {
      expect(start).toBeGreaterThanOrEqual(0);
      expect(end).toBeGreaterThan(start);
      expect(end).toBeLessThanOrEqual(text.length);
    }
  });

  test.each([
    'http://',
    'a.',
    'a@',
    '[.',
    '::a',
    'http://a.example/a.b/',
    'h',
    'hxxp:',
    'a dot ',
    '((',
    '\\[',
    '&amp;',
    'http://a.b/,',
  ])('takes time that grows with the length, not with its square: %s', (piece) => {
    const time = (text: string) => {
      const start = performance.now();
      tokenize(text);
      return performance.now() - start;
    };
    const [short, long] = [50_000, 400_000].map((length) => piece.repeat(length / piece.length));
    time(short!);
    let [shortest, longest] = [Infinity, Infinity];
    // Noise only ever adds time: another round, where it seems too much, cannot make it less than it is.
    for (let round = 0; round < 3 || (round < 30 && longest / (shortest + 1) >= 24); round++) {
      shortest = Math.min(shortest, time(short!));
      longest = Math.min(longest, time(long!));
    }
    // Eight times the text: linear is 8, a square 64. The millisecond keeps tiny times from deciding.
    expect(longest / (shortest + 1)).toBeLessThan(24);
  });
});
