import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EDGE } from '@/core/characters.ts';
import { INDICATOR_TYPES } from '@/core/indicator.ts';
import { candidatesIn, knownOf } from '@/core/page-reading.ts';
import { tokenize } from '@/core/tokenize.ts';
import { anyText, spelledOf, VALUES } from './arbitrary.ts';
import { VERDICT } from './rows.ts';

fc.configureGlobal({ seed: Number(process.env.TELLTALE_SEED ?? 20_261_129), numRuns: 300 });

const texts = fc.array(
  fc.oneof(anyText, ...INDICATOR_TYPES.map((type) => spelledOf(VALUES[type]).map(({ written }) => written))),
  { maxLength: 6 },
);

describe('candidates', () => {
  test('hold each value once, of texts and links alike', () => {
    const { values } = candidatesIn(
      ['evil.test and EVIL[.]test', 'http://evil.test/a'],
      [{ href: 'http://evil.test/a' }, { href: 'mailto:a@evil.test,b@evil.test' }],
    );
    expect([...values.keys()].toSorted()).toEqual([
      'domain:evil.test',
      'email:a@evil.test',
      'email:b@evil.test',
      'url:http://evil.test/a',
    ]);
  });

  test.each(['javascript:alert(1)//evil.test', 'data:text/html,evil.test', 'about:blank', '', 'evil.test'])(
    'are not in a link that leads nowhere: %o',
    (href) => {
      const candidates = candidatesIn([], [{ href, text: 'bank.example' }]);
      expect(candidates.values.size).toBe(0);
      expect(knownOf(candidates, () => VERDICT).links).toEqual([{}]);
    },
  );

  test('make a suspect only of a link whose text is known', () => {
    const href = 'https://evil.test/';
    const { links } = candidatesIn([], [{ href, text: 'bank.example' }, { href }]);
    expect(links.map(({ suspect }) => suspect?.text)).toEqual(['bank.example', undefined]);
  });
});

describe('what is known', () => {
  test('stands once, however often it is written', () => {
    const candidates = candidatesIn(['evil.test evil.test:81', 'evil.test'], []);
    expect(knownOf(candidates, (key) => (key === 'domain:evil.test' ? VERDICT : undefined))).toEqual({
      known: [{ type: 'domain', value: 'evil.test', verdict: VERDICT }],
      texts: [
        [
          [0, 0, 9],
          [0, 10, 19, 81],
        ],
        [[0, 0, 9]],
      ],
      links: [],
    });
  });

  test('of a mail with several recipients is the first known one', () => {
    const candidates = candidatesIn([], [{ href: 'mailto:a@fine.test,b@evil.test,c@evil.test' }]);
    const { known, links } = knownOf(candidates, (key) => (key.endsWith('evil.test') ? VERDICT : undefined));
    expect([known.map(({ value }) => value), links]).toEqual([['b@evil.test'], [{ which: 0 }]]);
  });

  test('stands where it is read, and nothing else does', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 3 }), (all, every) => {
        const isKnown = (key: string) => key.length % every === 0;
        const candidates = candidatesIn(all, []);
        const { known, texts: places } = knownOf(candidates, (key) => (isKnown(key) ? VERDICT : undefined));
        const found = places.map((each) =>
          each.map(([which, start, end, port]) => [
            known[which]!.type,
            known[which]!.value,
            start,
            end,
            port,
          ]),
        );
        const expected = all.map((text) =>
          tokenize(text)
            .filter(({ type, value }) => isKnown(`${type}:${value}`))
            .map(({ type, value, start, end, port }) => [type, value, start, end, port]),
        );
        expect(found).toEqual(expected);
        expect(new Set(known.map(({ type, value }) => `${type}:${value}`)).size).toBe(known.length);
      }),
    );
  });

  test('survives being sent as JSON', () => {
    fc.assert(
      fc.property(texts, (all) => {
        const told = knownOf(
          candidatesIn([...all, all.join(EDGE)], [{ href: 'https://evil.test/' }]),
          () => VERDICT,
        );
        expect(JSON.parse(JSON.stringify(told))).toEqual(told);
      }),
    );
  });
});
