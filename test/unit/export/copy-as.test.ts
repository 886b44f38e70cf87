import { expect, test } from 'vitest';
import { copyAs } from '@/export/copy-as.ts';
import { nameUuid } from '@/export/name-uuid.ts';
import { known, source, unknown } from './rows.ts';

const rows = [
  known('url', 'https://a.evil.example/x.php?q="1"', { sources: [source({ label: 'A | feed' })] }),
  unknown('domain', 'b.evil.example'),
];

test.each([
  ['defanged', 'hxxps://a[.]evil[.]example/x.php?q="1"\nb[.]evil[.]example'],
  ['raw', 'https://a.evil.example/x.php?q="1"\nb.evil.example'],
  ['written', 'https://a.evil.example/x.php?q="1"\nb[.]evil.example'],
  ['comma', 'https://a.evil.example/x.php?q="1", b.evil.example'],
  ['kql', 'dynamic(["https://a.evil.example/x.php?q=\\"1\\"", "b.evil.example"])'],
  ['spl', '("https://a.evil.example/x.php?q=\\"1\\"", "b.evil.example")'],
  [
    'ticket',
    'hxxps://a[.]evil[.]example/x.php?q="1" | url | high | A feed | 2026-05-16 08:15Z\n' +
      'b[.]evil[.]example | domain | not known | - | -',
  ],
] as const)('%s', (form, text) => {
  expect(copyAs(form, rows)).toBe(text);
});

test('only the last dot of a host is bracketed where that is wanted', () => {
  const others = [
    known('email', 'x@a.evil.example'),
    known('ipv4', '192.0.2.1'),
    known('md5', 'ab'.repeat(16)),
  ];
  expect(copyAs('defanged', [...rows, ...others], 'last').split('\n')).toEqual([
    'hxxps://a.evil[.]example/x.php?q="1"',
    'b.evil[.]example',
    'x[@]a.evil[.]example',
    '192.0.2[.]1',
    'ab'.repeat(16),
  ]);
});

test('a UUID of a name is the one of RFC 9562', async () => {
  // Appendix A.4 of the standard.
  expect(await nameUuid('www.example.com', '6ba7b810-9dad-11d1-80b4-00c04fd430c8')).toBe(
    '2ed6657d-e927-568b-95e1-2665a8aea6a2',
  );
});
