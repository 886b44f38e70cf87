import { expect, test } from 'vitest';
import { MOST_SOUGHT, soughtIn } from '@/core/sought.ts';

const hash = (begins: string, ends = '') => ({ kind: 'hash', begins, ends });
const below = (host: string) => ({ kind: 'below', host });
const within = (range: string) => ({ kind: 'within', type: range.includes(':') ? 'ipv6' : 'ipv4', range });
const MD5 = '0123456789abcdef'.repeat(2);

test.each<[text: string, sought: object[]]>([
  // The beginning of a hash.
  ['e3b0c442', [hash('e3b0c442')]],
  [' "E3B0C442" ', [hash('e3b0c442')]],
  ['e3b0c4', []],
  ['sha256:e3b0c44298fc', [hash('e3b0c44298fc')]],
  ['e3b0c442\u2026', [hash('e3b0c442')]],
  ['e3b0c442... and more', [hash('e3b0c442')]],
  ['e3b0c442[...]', [hash('e3b0c442')]],
  ['e3b0c442*', [hash('e3b0c442')]],
  ['e3b0c4\u20267852b855', [hash('e3b0c4', '7852b855')]],
  ['e3b0..b855', [hash('e3b0', 'b855')]],
  ['e3\u2026b8', []],
  ['It begins with e3b0c442.', [hash('e3b0c442')]],
  ['deadbeef01\nfeedface02, \r\n', [hash('deadbeef01'), hash('feedface02')]],
  [`${MD5}\u2026`, [hash(MD5)]],
  // What only looks like one.
  [MD5, []],
  ['20261123', [hash('20261123')]],
  ['on 20261123', []],
  ['20261123\n20261124', []],
  ['123e4567-e89b-12d3-a456-426614174000', []],
  ['http://evil.example/deadbeef01', []],
  ['0xdeadbeef at 00:1a:2b:3c:4d:5e', []],
  [`a log ${'with words '.repeat(40)} and deadbeef01`, []],
  [`a log ${'with words '.repeat(40)}\ndeadbeef01`, [hash('deadbeef01')]],
  // Names below a host.
  ['*.evil[.]example', [below('evil.example')]],
  ['*.B\u00fccher.example', [below('xn--bcher-kva.example')]],
  ['*.com and a*.example', []],
  // Ranges.
  ['192.0.2[.]0/24', [within('192.0.2.0/24')]],
  ['192.0.2.77/24, 2001:db8::/32', [within('192.0.2.0/24'), within('2001:db8::/32')]],
  ['192.0.2.*', [within('192.0.2.0/24')]],
  ['192.0.2.x', [within('192.0.2.0/24')]],
  ['192.0.*.*', [within('192.0.0.0/16')]],
  ['192.0.2.1/32 192.0.2.0/33 0.0.0.0/0 1.2.*', []],
  ['http://192.0.2.0/24', []],
])('%j', (text, sought) => {
  const found = soughtIn(text);
  expect(found).toEqual(sought.map((each, at) => ({ asWritten: found[at]?.asWritten, ...each })));
});

test('tells each as it is written, once, and no more than are compared with every value', () => {
  expect(soughtIn('*.evil[.]example *.evil.example')).toEqual([
    { asWritten: '*.evil[.]example', ...below('evil.example') },
  ]);
  const many = Array.from({ length: 500 }, (_, n) => `deadbeef${n.toString(16).padStart(4, '0')}`);
  expect(soughtIn(many.join('\n'))).toHaveLength(MOST_SOUGHT);
});

test.each(['e3b0c442', 'abcdef', '*.', '*.a.', '1.1.1.', 'a:', '::/', '1.1.1.1/', 'e3b0\u2026', 'f'])(
  'reads %j over and over in linear time',
  (piece) => {
    const timeOf = (times: number) => {
      const text = piece.repeat(times / piece.length);
      const start = performance.now();
      soughtIn(text);
      return performance.now() - start;
    };
    timeOf(100_000);
    // Quadratic would be a hundred times as long.
    expect(timeOf(1_000_000)).toBeLessThan(40 * Math.max(timeOf(100_000), 5));
  },
);
