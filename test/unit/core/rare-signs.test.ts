import { describe, expect, test } from 'vitest';
import { undoRareForms } from '@/core/rare-forms.ts';
import { mayHoldRareForms } from '@/core/rare-signs.ts';

/** Every form that is undone where its sign is told. */
const FORMS = [
  'href=3D"http://evil.example/" a=3Db',
  'o\ufb03ce.evil.example \ufb01',
  'http://192,0,2,1/',
  'http://[192.0.2.1]/',
  'http://[evil.example]/a',
  'hxxp://[evil[.]example]/a',
  'http://[[2001:db8::1]]/',
  'http://2001:db8::1/',
  'http://\u263a.evil.example/',
  'http://evil .example /a',
  'http:// www . evil . example / a',
  'hxxp__evil .example/',
  'hxxp:\\\\evil[.]example\\a\\b',
  '192.0.2.1.5555 > 198.51.100.1.80: Flags',
  '(4)evil(7)example(0)',
  '|04|evil|07|example|00|',
  'evil|2E|example',
  'evil . example',
  '192 . 0 . 2 . 1',
  'evil \\\\. example',
  '192\\.)0',
  '192()0()2()1',
  'evil[]com',
  'http[colon]//evil.example',
  'user at evil[dot]example',
  'user at evil [[dot]] example',
  'evil  [  .  ]  example',
  'evil [[[ dot )]) example',
  'user/AT/evil/dot/example',
  'user_at_evil_dot_example',
  'userat]evil.example',
  'userarroba}evil.example',
  'evilpunkt]example',
  'href="http://evil.example/a b"',
];

test.each(FORMS)('%s', (text) => {
  expect(undoRareForms(text)).toBeDefined();
  expect(mayHoldRareForms(text)).toBe(true);
  expect(mayHoldRareForms(`Before it. ${text}\nBehind it.`)).toBe(true);
});

describe('ordinary text needs no closer look', () => {
  test.each([
    'It was seen (twice) at evil[.]example, http://evil.example/a?b=3d and hxxps[://]evil(dot)example.',
    '{"image":"C:\\\\Windows\\\\Temp\\\\a.exe","remote":"evil.example"}',
    'client @0x7f1 192.0.2.1#53 (evil.example): query: IN A +E(0)K',
    'a list[0], name(), f(x) -> y; "quoted" | cells | of a table',
  ])('%s', (text) => {
    expect(mayHoldRareForms(text)).toBe(false);
  });
});
