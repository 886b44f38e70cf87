import { describe, expect, test } from 'vitest';
import { asHost, destinationOf, suspectIn } from '@/core/link.ts';
import { isRelated } from '@/core/link-host.ts';

describe('destinationOf', () => {
  test.each<[name: string, href: string, expected: object]>([
    [
      'a plain link: its URL, canonical',
      'https://EVIL.example/a?b=1#c',
      { host: 'evil.example', values: [{ type: 'url', value: 'https://evil.example/a?b=1#c' }] },
    ],
    [
      'an address with its port',
      'http://192.0.2.1:8080/x',
      { host: '192.0.2.1', values: [{ type: 'url', value: 'http://192.0.2.1:8080/x' }] },
    ],
    [
      'a rewritten link as it stands',
      'https://www.google.com/url?q=http%3A%2F%2Fevil.example%2Fa',
      {
        host: 'www.google.com',
        values: [{ type: 'url', value: 'https://www.google.com/url?q=http%3A%2F%2Fevil.example%2Fa' }],
      },
    ],
    [
      'every recipient of a mail',
      'mailto:A%40evil.example,b@other.example?subject=c@none.example',
      {
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
      { host: 'files.example', values: [{ type: 'url', value: 'ftp://files.example/a' }] },
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
    const destination = destinationOf(`https://evil.example/${'a'.repeat(9000)}`);
    expect(destination?.values).toEqual([{ type: 'domain', value: 'evil.example' }]);
  });
});

test.each([
  ['evil.example', 'domain'],
  ['192.0.2.1', 'ipv4'],
  ['2001:db8::1', 'ipv6'],
])('%s is of type %s', (host, type) => {
  expect(asHost(host)).toEqual({ type, value: host });
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

describe('suspectIn', () => {
  const suspect = (text: string) => suspectIn(text, 'https://evil.test/a', 'evil.test');

  test('tells the text on one line, and the link as it stands', () => {
    expect(suspect(' https://bank.example/\u200b\n')).toEqual({
      text: 'https://bank.example/\u200b',
      href: 'https://evil.test/a',
    });
  });

  test('bounds both', () => {
    const text = `https://bank.example/${'a'.repeat(1000)}`;
    const href = `https://evil.test/${'a'.repeat(5000)}`;
    const { text: kept = '', href: led = '' } = suspectIn(text, href, 'evil.test') ?? {};
    expect([kept.length, led.length]).toEqual([300, 2048]);
  });

  test.each([
    'example.com',
    ' www.Example.com. ',
    'https://example.com/login',
    'hxxps://example[.]com',
    'example[.]com/login',
    'example [.] com',
    'example(dot)com',
    'example [dot] com',
    'bücher.example',
    'bücher。example',
    'http://192.0.2.1',
    '192.0.2[.]1:8080',
    'http://[2001:db8::1]/',
    '2001:db8::1',
    'user@example.com',
    'mailto:user@example.com',
    '<https://example.com/>',
    '“example.com”',
    '→ example.com',
    'example.com ›',
    'example.com/a/very/long/pa…',
    'https://evil.test@bank.example/',
    'example.com:8080',
    'evil.test.example',
    'notevil.test',
    'setup.zip',
  ])('%s may name another host', (text) => {
    expect(suspect(text)).toBeDefined();
  });

  test.each([
    'Click here',
    'Read more at example.com',
    'See: the report. It is long.',
    'e.g.',
    '1.5',
    'v2.10.3',
    '12:30',
    '...',
    '',
    'St. Louis (video)',
    'a'.repeat(5000),
    'evil.test',
    'www.evil.test',
    'https://evil.test/another',
    'hxxps://evil[.]test/',
    'EVIL.test:8080',
    'login.evil.test',
    'user@evil.test',
    'https://bank.example@evil.test/',
  ])('%s is none', (text) => {
    expect(suspect(text)).toBeUndefined();
  });

  test('long hostile text is answered for quickly', () => {
    for (const piece of ['[.', 'a.', ' . ', '((', '....', 'a@', '1.', '- ']) {
      const start = performance.now();
      suspect(piece.repeat(1024));
      suspect(piece.repeat(500_000));
      expect(performance.now() - start).toBeLessThan(200);
    }
  });
});
