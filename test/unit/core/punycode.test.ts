import { domainToASCII } from 'node:url';
import { expect, test } from 'vitest';
import { readPunycode } from '@/core/punycode.ts';

test.each([
  ['bücher.example'],
  ['пример.example'],
  ['例え.example'],
  ['аррӏе.example'],
  ['mañana.example'],
  ['💩.example'],
  ['ليهمابتكلموشعربي.example'],
  ['a-ü-b.ö.example'],
])('reads %s back from its punycode', (host) => {
  const ascii = domainToASCII(host);
  expect(ascii).toContain('xn--');
  expect(readPunycode(ascii)).toBe(host);
});

test.each([
  ['http://xn--bcher-kva.example/xn', 'http://bücher.example/xn'],
  ['someone@xn--bcher-kva.example', 'someone@bücher.example'],
])('reads it inside %s', (value, read) => {
  expect(readPunycode(value)).toBe(read);
});

test.each([
  ['update.example.net'],
  ['notxn--bcher-kva.example'],
  ['xn--999999999.example'],
  [`xn--${'9'.repeat(59)}.example`],
  ['xn--apple-.example'],
  ['xn--.example'],
])('gives nothing for %s', (value) => {
  expect(readPunycode(value)).toBeUndefined();
});
