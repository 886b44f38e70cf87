import { describe, expect, test } from 'vitest';
import { claimOf } from '@/core/link-claim.ts';

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
