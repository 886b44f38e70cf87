import { expect, test } from 'vitest';
import { lookupLine } from '@/core/lookup-line.ts';
import type { Explanation, LookupAnswer, LookupItem, Sought } from '@/core/indicator.ts';
import { inEnglish } from '../../words/speech.ts';

const answer = (items: LookupItem[], truncated: string[] = [], sought: Sought[] = []): LookupAnswer => ({
  asked: '',
  rejoined: [],
  truncated,
  wrongRanges: [],
  sought,
  items,
  coverage: { rows: 1, sources: [] },
});
const unknown: LookupItem = { type: 'domain', value: 'new.test', asWritten: 'new[.]test' };
const known: LookupItem = {
  type: 'domain',
  value: 'evil.test',
  asWritten: 'evil.test',
  explanation: { verdict: { confidence: 'high' }, sources: [{}, {}] } as unknown as Explanation,
};

test.each([
  [[known], [], 'evil[.]test: known, high confidence, 2 sources'],
  [[unknown], [], 'new[.]test: not in your indicators; this does not mean safe'],
  [[{ ...unknown, impossible: 'A private address.' }], [], 'new[.]test: A private address.'],
  [[known, unknown, unknown], [], '3 values: 1 known, 2 not in your indicators'],
  [[], ['evil.te…'], 'An ellipsis cuts this short: look up the whole value'],
  [[], [], 'No IP address, domain, URL, hash, e-mail address, CVE or ATT&CK id in this text'],
])('%j, %j cut: %s', (items, truncated, line) => {
  expect(inEnglish(lookupLine(answer(items, truncated)))).toBe(line);
});

test('of a range that is none it says so before all', () => {
  const wrongRanges = [{ asWritten: '192.0.2.0/33', reason: 'too long' }];
  expect(inEnglish(lookupLine({ ...answer([known]), wrongRanges }))).toBe(
    '192.0.2.0/33 is no range: too long',
  );
});

test('of what stands for many values it says that a search is needed', () => {
  const part: Sought = { asWritten: 'e3b0c442\u2026', kind: 'hash', begins: 'e3b0c442', ends: '' };
  expect(inEnglish(lookupLine(answer([], [], [part])))).toBe(
    'e3b0c442\u2026 stands for many values: press Enter to search for those that are known',
  );
});
