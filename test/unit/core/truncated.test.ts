import { expect, test } from 'vitest';
import { truncatedIn } from '@/core/truncated.ts';

test.each([
  ['see http://evil.example/very/lo\u2026 and more', ['http://evil.example/very/lo\u2026']],
  ['hxxps://evil[.]example/lo... (cut)', ['hxxps://evil[.]example/lo...']],
  ['0123456789abcdef... [...]', []],
  ['192.0.2\u2026 192.0.2.1\u2026', ['192.0.2\u2026']],
  ['the end... and so on\u2026 abc...', []],
  ['http://evil.example/a...b', []],
])('%s', (text, cut) => {
  expect(truncatedIn(text)).toEqual(cut);
});
