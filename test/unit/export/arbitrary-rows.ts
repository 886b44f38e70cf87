import fc from 'fast-check';
import { INDICATOR_TYPES, LEVELS, TLPS, type IndicatorType } from '@/core/indicator.ts';
import { normalize } from '@/core/normalize.ts';
import type { ExportRow } from '@/export/export-row.ts';
import { plainOf, VALUES } from '../core/arbitrary.ts';
import { known, source, unknown } from './rows.ts';

/** Words as feeds and people write them: quotes, brackets, commas, line ends, other scripts, formulas. */
const words = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
  fc.constantFrom("it's", 'a\\b', '"quoted"', '=1+1', 'a,b;c', 'line\nend', '<b>', ']', '|', '\u202Etxt.exe'),
);
const day = fc
  .date({ min: new Date('2015-01-01T00:00:00Z'), max: new Date('2026-06-01T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString());

/** Where quotes and backslashes stand in values, too. */
const AWKWARD: readonly [IndicatorType, string][] = [
  ['url', "http://evil.example/it's/a\\b?q='x'\"y\""],
  ['url', 'https://evil.example:8443/(a)[b]{c}|d#e'],
  ['email', "o'neil+tag@evil.example"],
  ['ipv4', '198.51.100.0/24'],
  ['ipv6', '2001:db8::/32'],
  ['domain', 'bücher.example'],
];
const observable = fc
  .oneof(
    fc
      .constantFrom(...INDICATOR_TYPES)
      .chain((type) => VALUES[type].map((value) => [type, plainOf(value)] as const)),
    fc.constantFrom(...AWKWARD),
  )
  .map(([type, raw]) => {
    const read = normalize(type, raw);
    return read.ok ? { type, value: read.value } : undefined;
  })
  .filter((each) => each !== undefined);

const report = fc.record(
  {
    label: words,
    url: fc.constantFrom('https://reports.example/a?b=c', 'http://reports.example/x'),
    category: words,
    context: words,
    tlp: fc.constantFrom(...TLPS),
  },
  { requiredKeys: ['label'] },
);

/** A row of any type: unknown, or known with whatever its sources may say. */
export const anyRow: fc.Arbitrary<ExportRow> = fc
  .record({
    observable,
    isKnown: fc.boolean(),
    level: fc.constantFrom(...LEVELS),
    reports: fc.array(report, { minLength: 1, maxLength: 3 }),
    dates: fc.tuple(day, day).map((pair) => pair.toSorted() as [string, string]),
    tags: fc.uniqueArray(words, { maxLength: 4 }),
    techniques: fc.uniqueArray(fc.constantFrom('T1059', 'T1059.001', 'T1071', 'TA0001'), { maxLength: 3 }),
    note: fc.option(words, { nil: undefined }),
  })
  .map(({ observable: { type, value }, isKnown, level, reports, dates, tags, techniques, note }) => {
    const noted = note === undefined ? {} : { note };
    if (!isKnown) return { ...unknown(type, value), ...noted };
    const sources = reports.map((each) => source({ value, confidence: level, ...each }));
    const [firstReported, lastReported] = dates;
    const explanation = { firstReported, lastReported, tags, techniques };
    return { ...known(type, value, { level, sources, explanation }), ...noted };
  });

/** Each value once, as lists of the panel have them. */
export const anyRows = fc.uniqueArray(anyRow, {
  minLength: 1,
  maxLength: 8,
  selector: ({ type, value }) => `${type}:${value}`,
});
