import { expect, test } from 'vitest';
import type { Indicator } from '@/core/indicator.ts';
import { judge, see } from '@/core/match.ts';
import { nextTurn } from '@/core/next-turn.ts';
import type { AllowEntry } from '@/core/settings.ts';
import { contextWith, daysAgo, NOW, row, seen, store } from './rows.ts';

const DAY = 86_400_000;
/** In days from now. */
const turnOf = (rows: Indicator[], allowlist: AllowEntry[] = []) =>
  (nextTurn(store(...rows), contextWith({ allowlist })) - NOW) / DAY;
const evil = (change: Partial<Indicator>) => row('domain', 'evil.example', change);
const allowed = (expires?: string): AllowEntry => ({
  value: 'fine.example',
  scope: 'value',
  reason: '',
  added: daysAgo(10),
  ...(expires !== undefined && { expires }),
});

test.each<[string, Indicator[], number]>([
  ['nothing is listed', [], Infinity],
  ['a row grows old', [evil({ lastSeen: daysAgo(60) })], 30],
  ['it was reported once', [row('ipv4', '192.0.2.1', { lastSeen: undefined!, firstSeen: daysAgo(10) })], 20],
  ['nobody says when', [row('ipv4', '192.0.2.1', { lastSeen: undefined!, added: NOW - DAY })], 29],
  ['it is old', [evil({ lastSeen: daysAgo(91) })], Infinity],
  ['its type does not age', [row('md5', 'a'.repeat(32))], Infinity],
  ['it holds until then', [row('md5', 'a'.repeat(32), { validUntil: daysAgo(-3) })], 3],
  ['it held until now', [evil({ validUntil: daysAgo(0) })], Infinity],
  ['it was taken back', [evil({ revoked: true, validUntil: daysAgo(-3) })], Infinity],
  ['what it holds until is no date', [row('md5', 'a'.repeat(32), { validUntil: 'soon' })], Infinity],
  [
    'one turns before the others',
    [evil({ validUntil: daysAgo(-3) }), evil({ validUntil: daysAgo(-2) }), evil({})],
    2,
  ],
])('%s', (_, rows, days) => {
  expect(turnOf(rows)).toBe(days);
});

test.each<[string, AllowEntry[], number]>([
  ['for ever', [allowed()], Infinity],
  ['until a day', [allowed(daysAgo(-7)), allowed(daysAgo(-5)), allowed()], 5],
  ['until a day that has passed', [allowed(daysAgo(1))], Infinity],
])('something is allowed %s', (_, allowlist, days) => {
  expect(turnOf([], allowlist)).toBe(days);
});

test.each<[string, Indicator]>([
  ['that holds until a day', evil({ validUntil: daysAgo(-3) })],
  ['that grows old', evil({ lastSeen: daysAgo(60) })],
])('the verdict on a row %s turns at that very moment', (_, listed) => {
  const rows = store(listed);
  const at = nextTurn(rows, contextWith());
  const said = (now: number) => judge(see(seen('domain', 'evil.example')), rows, contextWith({ now }))?.faded;
  expect([said(at - 1), said(at)]).toEqual([false, true]);
});
