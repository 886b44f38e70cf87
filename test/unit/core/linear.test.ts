import { expect, test } from 'vitest';
import { extract } from '@/core/extract.ts';

const MEGABYTE = 1_000_000;
/** Twice the text may take twice the time, and a quarter more for the memory it needs. */
const MOST_PER_DOUBLING = 2.5;
/**
 * Noise only ever adds time: a text that seems to take too long is read again, and its quickest round counts. What is really
 * worse than linear stays so in each of them.
 */
const LEAST_ROUNDS = 3;
const PATIENCE_MS = 6000;
/** What is read faster than this counts as read at this: there, the processor's caches decide about growth. */
const FAST_MS_A_MEGABYTE = 10;
/** What is read slower than this is read at half the length, or all of them would take minutes. */
const SLOW_MS_A_MEGABYTE = 120;
/** A small part in more than this is so far from linear that nobody wants to wait for the whole. */
const TOO_SLOW_MS = 2000;

/**
 * Pieces that are repeated to the full length, and what stands before and after all of them. They are the worst that is known: beginnings
 * without an end, what every rule has to look at, words that never end, runs that a pattern might scan again from each place.
 */
const FAMILIES: readonly [name: string, piece: string, before?: string, after?: string][] = [
  ['open dots', '[.'],
  ['round brackets', '(((('],
  ['square brackets', '[[[['],
  ['angle brackets', '<<<<'],
  ['closing brackets', ')]}>'],
  ['brackets within brackets', '([{<'],
  ['pairs of brackets', '()'],
  ['bracketed dots', '[.]'],
  ['bracketed dots between letters', 'a(.)'],
  ['open dots between letters', 'a[.'],
  ['closed dots between letters', 'a.]'],
  ['open brackets and blanks', '[   '],
  ['defanged schemes', 'hxxp://'],
  ['broken schemes', 'h[tt]p'],
  ['schemes and no colon', 'hxxphxxps'],
  ['URLs glued together', 'http://a/'],
  ['URLs of one host and no end', 'a.example/', 'http://'],
  ['URLs in queries', '?u=http://a.example/'],
  ['URLs in brackets', '(http://a.example/'],
  ['links to files', 'http://a.example/a.bc '],
  ['links to nothing more', 'https://a.example/a '],
  ['separators of schemes', '://'],
  ['slashes', '/'],
  ['backslashes', '\\'],
  ['escaped slashes', '\\/\\/'],
  ['dots and colons', '.:'],
  ['letters and dots', 'a.'],
  ['dots', '.'],
  ['dots within dots', 'a..'],
  ['ellipses', 'a\u2026'],
  ['at signs', '@'],
  ['letters and at signs', 'aaaa@'],
  ['a long local part', 'a', '', '@a.example'],
  ['bracketed at signs', 'a(at)'],
  ['written dots', 'a dot '],
  ['written at signs', 'a at '],
  ['numbers and dots', '1.'],
  ['addresses glued by dots', '192.0.2.1.'],
  ['addresses glued by hyphens', '192.0.2.1-'],
  ['addresses glued by slashes', '192.0.2.1/'],
  ['addresses and ports', '192.0.2.1:80:'],
  ['colons', ':'],
  ['letters and colons', 'a:'],
  ['groups of an IPv6 address', '2001:db8:'],
  ['compressed zeros', 'a::'],
  ['one number', '1'],
  ['one run of hexadecimal digits', 'deadbeef'],
  ['hexadecimal runs and hyphens', '0123456789abcdef0123456789abcdef-'],
  ['entities', '&amp;'],
  ['entities without an end', '&amp'],
  ['ampersands', '&'],
  ['numbered entities', '&#46;'],
  ['escapes of JSON', '\\u002e'],
  ['percent-encoded slashes', '%2F'],
  ['percent signs', '%'],
  ['beginnings of CVE ids', 'CVE-'],
  ['CVE ids without a number', 'CVE-2099-'],
  ['technique ids', 'T1059'],
  ['technique ids and dots', 'T1059.'],
  ['a script without blanks', '北京'],
  ['a script without blanks and hosts', '北京a.example'],
  ['combining marks', 'a\u0301'],
  ['only combining marks', '\u0301'],
  ['characters nobody sees', '\u200B'],
  ['wide dots', 'a\u3002'],
  ['halves of pairs', '\uD83D'],
  ['pictures', '\u{1F600}'],
  ['one word without an end', 'abcdefghij'],
  ['labels and hyphens', 'a-'],
  ['hyphens and blanks', '- - '],
  ['underscores', '_a'],
  ['punycode', 'xn--a.'],
  ['www', 'www.'],
  ['commas', 'a,'],
  ['commas in a URL', ',http', 'http://a.example/'],
  ['semicolons in a URL', ';', 'http://a.example/'],
  ['commands in a URL', '&&', 'http://a.example/?'],
  ['columns of URLs', ',http://a.example/a;b'],
  ['URLs and open brackets', 'http://a.example/[', 'http://'],
  ['encoded words', '=?ab?q?=3D?= ', 'To: '],
  ['encoded words without an end', '=?ab?q?=3D', 'To: ', '\n\n=3D=3D'],
  ['lost bytes', '\ufffda.'],
  ['rules of resolvers', 'server=/a.zip/'],
  ['brackets turned away', '(a).'],
  ['quotes', '"\''],
  ['quotes around letters', "'a"],
  ['curly quotes', '\u201Ca\u201D'],
  ['pipes', '|'],
  ['asterisks', 'h**p'],
  ['blanks', ' '],
  ['lines', '\n'],
  ['names as the DNS server of Windows logs them', '(3)'],
  ['links of Markdown', '[http://a.example]('],
  ['links of Markdown without an end', '[a]('],
  ['names as logged, to their end', '(1)a', '', '(0)'],
  ['names with blanks between their labels', 'a . ', 'http:// '],
  ['names with blanks behind schemes', 'http:// a . '],
  ['underscores of schemes', '__'],
  ['bracketed colons and backslashes', 'http[:]\\\\'],
  ['backslashes behind a bracketed colon', '\\', 'http[:]'],
  ['spelled dots between hyphens', '1-dot-'],
  ['packets', '1.1.1.1.1 > '],
  ['mailboxes in words', 'a at a[dot]'],
  ['dots apart', 'a . com'],
  ['wide letters', '\uff41\uff0e'],
  ['mailboxes at addresses', 'a@1.1.1.1'],
  ['escaped dots with blanks', 'a \\. '],
  ['blanks within brackets', 'a [  .'],
  ['brackets and blanks', '[ ['],
  ['empty brackets', '1[]'],
  ['mailboxes between slashes', 'a/at/'],
  ['mailboxes and dots between slashes', 'a /at/a/dot/'],
  ['closed signs', 'at]a.'],
  ['CVE ids with blanks', 'CVE 2026 '],
  ['bytes of rules', '|01|a'],
  ['bytes of rules, to their end', '|01|a|01|a|00|'],
  ['IPv6 behind schemes', '://a:a:'],
  ['symbols behind schemes', '://\u2605'],
  ['comments in addresses', 'a(a)@a.com '],
  ['literals with paths', '[2001:db8::1]/a'],
  ['links in Base64', 'aHR0cDovL2EuY29t'],
  ['links in Base64, apart', 'aHR0cDovL2EuY29t '],
  ['links in lines of Base64', `${'aHR0cDovL2EuY29t'.repeat(4)}\n`],
  ['links in lines of Base64, and other lines', `${'aHR0cDovL2EuY29t'.repeat(4)}\n-\n`],
  ['links in Base64 with blanks', 'aHR0cDov L2EuY29t '],
  ['links in attributes', 'href="http://a b"'],
  ['links in attributes without an end', 'href="http://a '],
  ['numbers and commas', '1,2,3,4 '],
  ['closed words for a dot', 'punkt]a'],
  ['addresses between letters', 'aa1.1.1.1aa'],
  ['links in hexadecimal digits', '687474703a2f2f612e636f6d'],
  ['links in hexadecimal digits, apart', '687474703a2f2f612e636f6d '],
  ['titles', '1.1.1.4 A\n'],
  ['packages', 'aaaa@1.1.1.2 '],
  ['names of products', 'cpe:2.3:a:1.2.3.4:'],
  ['names apart', 'a . a.'],
  ['addresses apart', '1 . '],
  ['mailboxes in one word', 'a_at_a_dot_'],
  ['dots in words', 'a-dot-'],
  ['quoted signs', '=3D', '=3D"'],
  ['quoted ends of lines', 'a=\n', '=3D"'],
  ['ligatures', '\ufb01'],
  ['backslashes of a path', '\\a', 'http:\\\\a.com'],
  ['backslashes of schemes', ':\\\\a\\'],
  ['dots of a URL', '.', 'http://a.com/a'],
  ['dots and letters of a URL', '....a', 'http://a.com/a'],
  ['passwords', ':a', 'x://'],
  ['versions', '1.2.3.4, ', 'version '],
  ['versions of a series', '1.2.3.4 a', 'version '],
  ['files', 'a.sh a.py '],
  ['pictures behind links', '\u{1f448}', 'http://a.com/a'],
  ['names of families', 'Generic.Win32.'],
  ['mailboxes that hang together', 'a@a.com+'],
  ['mailboxes and fields', 'a@a.com=a'],
  ['mailboxes and dashes', 'a@a.com----'],
  ['names and letters without blanks', 'a.com\u548c'],
  ['mailboxes and letters without blanks', 'a@a.com\u548c'],
  ['links and letters without blanks', 'http://a.com/a\u548c'],
  ['full stops behind letters without blanks', '\u548ca\u3002a.a'],
  ['owners of links', "http://a.com/a's a "],
  ['names before hyphens', 'a.com-a.'],
  ['quoted mailboxes', '"a"@a.com '],
  ['accounts', 'ssh a@a.com '],
  ['names of addresses', '1.2.3.4.in-addr.arpa '],
  ['userinfo', 'a:a@', 'http://'],
  ['zones', '%a', 'fe80::1'],
];

test.each(FAMILIES)(
  'reads %s in a time that grows with the length',
  (_name, piece = '', before = '', after = '') => {
    const textOf = (size: number) => before + filled(piece, size * MEGABYTE) + after;
    const [, , quarter = 0] = [1 / 64, 1 / 16, 1 / 4].map((size) => {
      const spent = milliseconds(textOf(size));
      expect(spent, `${size} MB`).toBeLessThan(TOO_SLOW_MS);
      return spent;
    });
    const longest = quarter * 4 > SLOW_MS_A_MEGABYTE ? 2 : 4;
    const growth = growthPerDoubling(textOf(longest / 4), textOf(longest));
    expect(growth).toBeLessThan(MOST_PER_DOUBLING);
  },
  60_000,
);

/**
 * How much longer a text takes than one of half its length, by two that are two doublings apart: over one alone, the garbage
 * collector's whims can be a fifth.
 */
function growthPerDoubling(short: string, long: string): number {
  const quickest = [Infinity, Infinity];
  let growth = Infinity;
  let spent = 0;
  for (let round = 0; growth >= MOST_PER_DOUBLING && (round < LEAST_ROUNDS || spent < PATIENCE_MS); round++) {
    for (const [index, text] of [short, long].entries()) {
      const now = milliseconds(text);
      spent += now;
      const least = (FAST_MS_A_MEGABYTE * text.length) / MEGABYTE;
      quickest[index] = Math.max(least, Math.min(quickest[index] ?? Infinity, now));
    }
    const [one = 0, four = 0] = quickest;
    growth = Math.sqrt(four / one);
  }
  return growth;
}

function filled(piece: string, length: number): string {
  return piece.repeat(Math.ceil(length / piece.length));
}

/** Of this thread alone: what else the machine does at the same time does not count. */
function milliseconds(text: string): number {
  const start = process.threadCpuUsage();
  extract(text);
  const { user, system } = process.threadCpuUsage(start);
  return (user + system) / 1000;
}
