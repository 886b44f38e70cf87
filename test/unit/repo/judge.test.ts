import { describe, expect, test } from 'vitest';
import { feedSets, valuesIn } from '../../support/feed-truth.ts';
import { bareForm, clear, createJudge, hostOf, standsIn } from '../../support/judge.ts';
import { lastLine, settle } from '../../support/test-counts.ts';

// What judges the product is worth no more than its own correctness.

test.each([
  ['hxxps://evil[.]example/a', 'https://evil.example/a'],
  ['hXXp[:]//evil(.)example', 'http://evil.example'],
  ['evil[dot]example', 'evil.example'],
  ['evil [.] example', 'evil.example'],
  ['ev\u00ADil.exam\u200Bple', 'evil.example'],
  ['192[.]0.2[.]1', '192.0.2.1'],
  ['me[@]evil[.]example', 'me@evil.example'],
  ['ABC', 'abc'],
])('clear(%j) is %j', (text, expected) => {
  expect(clear(text)).toBe(expected);
});

test.each([
  ['https://www.evil.example:443/', 'evil.example'],
  ['http://192.0.2.1:8080/x', '192.0.2.1:8080/x'],
  ['evil.example/a/', 'evil.example/a'],
])('bareForm(%j) is %j', (text, expected) => {
  expect(bareForm(text)).toBe(expected);
});

test.each([
  ['https://a.example:8/x?y', 'a.example'],
  ['192.0.2.1:443', '192.0.2.1'],
  ['http://[2001:db8::1]/', '2001:db8::1'],
  ['a.example', 'a.example'],
  ['two words', undefined],
])('hostOf(%j) is %j', (text, expected) => {
  expect(hostOf(text)).toBe(expected);
});

test.each([
  ['see evil.example.', 'evil.example', true],
  ['see mail.evil.example', 'evil.example', false],
  ['see evil.example.org', 'evil.example', false],
  ['me@evil.example', 'evil.example', false],
  ['http://evil.example/x', 'evil.example', true],
  ['192.0.2.0/24', '192.0.2.0', false],
  ['192.0.2.01', '192.0.2.0', false],
  ['192.0.2.0:80', '192.0.2.0', true],
])('in %j, %j stands as a word of its own: %j', (text, value, expected) => {
  expect(standsIn(text, value)).toBe(expected);
});

describe('a judge', () => {
  const judge = createJudge([
    { type: 'domain', value: 'evil.example' },
    { type: 'ipv4', value: '192.0.2.1' },
    { type: 'url', value: 'http://shared.example/x' },
    { type: 'url', value: 'http://192.0.2.9' },
    { type: 'url', value: 'http://192.0.2.10/x' },
    { type: 'ipv4', value: '198.51.100.0/25' },
    { type: 'ipv4', value: '203.0.112.0/20' },
    { type: 'ipv6', value: '2001:db8:1::/64' },
    { type: 'sha1', value: 'a'.repeat(40) },
  ]);

  test.each([
    ['evil[.]example', 'exact'],
    ['A'.repeat(40), 'exact'],
    ['www.evil.example', 'same'],
    ['hxxp://evil[.]example/path', 'on a listed host'],
    ['192.0.2.1:8080', 'on a listed host'],
    ['192.0.2.9', 'same'],
    ['192.0.2.9:8080', 'on a listed host'],
    ['https://shared.example/x', 'same'],
    ['mail.evil.example', 'child'],
    ['192.0.2.10', 'on a listed host'],
    ['http://192.0.2.10/y', 'on a listed host'],
    ['198[.]51.100.127', 'in a listed range'],
    ['hxxp://198[.]51.100.1:8080/x', 'in a listed range'],
    ['198.51.100.128', undefined],
    ['203.0.113.1', undefined],
    ['2001:db8:1::ffff', 'in a listed range'],
    ['2001:db8:1:1::', undefined],
    ['me@evil.example', undefined],
    ['shared.example', undefined],
    ['http://shared.example/y', undefined],
    ['notevil.example', undefined],
    ['evil.example and more words', undefined],
    ['a'.repeat(39), undefined],
  ])('explains %j as %j', (text, expected) => {
    expect(judge.explain(text)).toBe(expected);
  });

  test.each([
    ['evil[.]example', 'domain', 'evil.example', true],
    ['hxxp://evil[.]example/path', 'domain', 'evil.example', true],
    ['mail.evil.example', 'domain', 'evil.example', false],
    ['evil.example', 'url', 'http://evil.example/path', false],
    ['192.0.2.1:443', 'ipv4', '192.0.2.1', true],
    ['aaaa', 'sha1', 'a'.repeat(40), false],
  ])('%j covers the %s %j: %j', (text, type, value, expected) => {
    expect(judge.covers(text, { type, value })).toBe(expected);
  });
});

test('finds the values of a feed that stand in a text, and no parts of others', () => {
  const feed = feedSets([
    { type: 'domain', value: 'evil.example' },
    { type: 'domain', value: 'other.example' },
    { type: 'ipv4', value: '192.0.2.1' },
    { type: 'url', value: 'http://192.0.2.9' },
    { type: 'url', value: 'http://shared.example/x' },
  ]);
  const text =
    'Visit evil[.]example, sub.other.example, me@other.example or 192.0.2.9; hxxp://shared[.]example/x (192.0.2.1:443).';
  expect(valuesIn(text, feed).map(({ type, value }) => `${type} ${value}`)).toEqual([
    'domain evil.example',
    'url-root 192.0.2.9',
    'url http://shared.example/x',
    'ipv4 192.0.2.1',
  ]);
});

describe('the last line of a run', () => {
  test('adds up, and names skips only where there are some', () => {
    expect(
      lastLine([
        { passed: 2, failed: 0, skipped: 0 },
        { passed: 1, failed: 1, skipped: 0 },
      ]),
    ).toBe('3 passed, 1 failed');
    expect(lastLine([{ passed: 2, failed: 0, skipped: 3 }])).toBe('2 passed, 0 failed, 3 skipped');
  });

  test.each([
    ['a crash without counts', undefined, 1, 1],
    ['a run of nothing', { passed: 0, failed: 0, skipped: 0 }, 0, 1],
    ['a file that does not load beside tests that pass', { passed: 5, failed: 0, skipped: 0 }, 1, 1],
    ['two failed tests', { passed: 5, failed: 2, skipped: 0 }, 1, 2],
    ['all well', { passed: 5, failed: 0, skipped: 1 }, 0, 0],
  ])('counts %s', (_name, counts, exitCode, failed) => {
    expect(settle(counts, exitCode).failed).toBe(failed);
  });
});
