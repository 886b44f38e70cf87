import { describe, expect, test } from 'vitest';
import { claimOf, destinationOf, isRelated, mismatchOf } from '@/core/link.ts';

const encoded = encodeURIComponent;
const safeLink = (target: string) =>
  `https://eur01.safelinks.protection.outlook.com/?url=${encoded(target)}&data=x`;

describe('destinationOf', () => {
  test.each<[name: string, href: string, expected: object]>([
    [
      'a plain link: the URL, then its host',
      'https://EVIL.example/a?b=1#c',
      {
        target: 'https://evil.example/a?b=1#c',
        host: 'evil.example',
        values: [
          { type: 'url', value: 'https://evil.example/a?b=1#c' },
          { type: 'domain', value: 'evil.example' },
        ],
      },
    ],
    [
      'an address with its port',
      'http://192.0.2.1:8080/x',
      {
        target: 'http://192.0.2.1:8080/x',
        host: '192.0.2.1',
        values: [
          { type: 'url', value: 'http://192.0.2.1:8080/x' },
          { type: 'ipv4', value: '192.0.2.1', port: 8080 },
        ],
      },
    ],
    [
      'nested rewriters, outermost first',
      safeLink(`https://www.google.com/url?q=${encoded('http://evil.example/a')}`),
      {
        target: 'http://evil.example/a',
        host: 'evil.example',
        values: [
          { type: 'url', value: 'http://evil.example/a' },
          { type: 'domain', value: 'evil.example' },
        ],
        unwrapped: ['Microsoft Safe Links', 'Google'],
      },
    ],
    [
      'a rewriter that tells the host alone',
      'https://protect-eu.mimecast.com/s/AbC?domain=evil.example',
      {
        target: 'evil.example',
        host: 'evil.example',
        values: [{ type: 'domain', value: 'evil.example' }],
        unwrapped: ['Mimecast'],
      },
    ],
    [
      'every recipient of a mail',
      'mailto:A%40evil.example,b@other.example?subject=c@none.example',
      {
        target: 'a@evil.example',
        host: 'evil.example',
        values: [
          { type: 'email', value: 'a@evil.example' },
          { type: 'email', value: 'b@other.example' },
        ],
      },
    ],
    [
      'ftp',
      'ftp://files.example/a',
      {
        target: 'ftp://files.example/a',
        host: 'files.example',
        values: [
          { type: 'url', value: 'ftp://files.example/a' },
          { type: 'domain', value: 'files.example' },
        ],
      },
    ],
  ])('reads %s', (_, href, expected) => {
    expect(destinationOf(href)).toEqual(expected);
  });

  test.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'tel:+491234567',
    'blob:https://evil.example/1-2',
    'mailto:?subject=x',
    'mailto:nobody',
    'http://localhost/',
    'not a link',
    '',
  ])('reads nothing in %s', (href) => {
    expect(destinationOf(href)).toBeUndefined();
  });

  test('asks only about the host where the URL is too long to be a value', () => {
    const destination = destinationOf(`https://evil.example/${'a'.repeat(5000)}`);
    expect(destination?.values).toEqual([{ type: 'domain', value: 'evil.example' }]);
  });
});

describe('claimOf', () => {
  test.each<[text: string, host: string, isBareName: boolean]>([
    ['example.com', 'example.com', true],
    [' www.Example.com. ', 'www.example.com', false],
    ['https://example.com/login', 'example.com', false],
    ['hxxps://example[.]com', 'example.com', false],
    ['example[.]com/login', 'example.com', false],
    ['bücher.example', 'xn--bcher-kva.example', true],
    ['http://192.0.2.1', '192.0.2.1', false],
    ['192.0.2[.]1:8080', '192.0.2.1', false],
    ['http://[2001:db8::1]/', '2001:db8::1', false],
    ['user@example.com', 'example.com', false],
    ['mailto:user@example.com', 'example.com', false],
    ['<https://example.com/>', 'example.com', false],
    ['“example.com”', 'example.com', true],
    ['→ example.com', 'example.com', true],
    ['example.com/a/very/long/pa…', 'example.com', false],
    ['https://bank.example@evil.example/', 'evil.example', false],
    ['setup.zip', 'setup.zip', true],
  ])('%s claims %s', (text, host, isBareName) => {
    expect(claimOf(text)).toEqual({ host, isBareName });
  });

  test.each([
    'Click here',
    'Read more at example.com',
    'See: the report. It is long.',
    'e.g.',
    '1.5',
    'v2.10.3',
    '12:30',
    'sub.exam…',
    '...',
    'C:\\Windows\\evil.dll',
    '',
    'a'.repeat(5000),
  ])('%s claims nothing', (text) => {
    expect(claimOf(text)).toBeUndefined();
  });

  test('long hostile text is answered for quickly', () => {
    for (const piece of ['[.', 'a.', ' . ', '((', '....', 'a@']) {
      const start = performance.now();
      claimOf(piece.repeat(1_000_000 / piece.length));
      expect(performance.now() - start).toBeLessThan(200);
    }
  });
});

test.each([
  ['evil.example', 'evil.example', true],
  ['www.evil.example', 'evil.example', true],
  ['evil.example', 'login.evil.example', true],
  ['login.evil.example', 'evil.example', true],
  ['notevil.example', 'evil.example', false],
  ['evil.example', 'evil.example.test', false],
  ['192.0.2.1', '92.0.2.1', false],
])('%s and %s may be one: %s', (one, other, expected) => {
  expect(isRelated(one, other)).toBe(expected);
});

describe('mismatchOf', () => {
  const mismatch = (text: string, href: string) => mismatchOf(text, destinationOf(href)!);

  test('names both hosts, the target and what was taken off', () => {
    expect(mismatch(' https://bank.example/\n login ', safeLink('http://evil.test/a'))).toBeUndefined();
    expect(mismatch(' https://bank.example/login ', safeLink('http://evil.test/a'))).toEqual({
      text: 'https://bank.example/login',
      shown: 'bank.example',
      leadsTo: 'evil.test',
      target: 'http://evil.test/a',
      unwrapped: ['Microsoft Safe Links'],
    });
  });

  test.each([
    ['evil.example', 'https://login.evil.example/'],
    ['bücher.example', 'https://xn--bcher-kva.example/'],
    ['example.com', safeLink('https://www.example.com/a')],
    ['Click here', 'https://evil.test/'],
    ['user@example.com', 'mailto:other@example.com'],
  ])('%s to %s is none', (text, href) => {
    expect(mismatch(text, href)).toBeUndefined();
  });
});
