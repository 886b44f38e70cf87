import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EDGE } from '@/core/characters.ts';
import { extract, type Found } from '@/core/extract.ts';
import { INDICATOR_TYPES } from '@/core/indicator.ts';
import { normalize } from '@/core/normalize.ts';
import { refang } from '@/core/refang.ts';
import { tokenize } from '@/core/tokenize.ts';
import type { Token } from '@/core/tokens.ts';
import { anyText, nasty, plainOf, spelledOf, strewn, VALUES } from './arbitrary.ts';
import { FORMS, RARE_FORMS, writtenIn } from './forms.ts';

// The same cases in every run: what fails here fails everywhere. Another seed is a good way to look for more.
fc.configureGlobal({ seed: Number(process.env.TELLTALE_SEED ?? 20_261_123), numRuns: 300 });

const types = fc.constantFrom(...INDICATOR_TYPES);
const values = fc.oneof(...INDICATOR_TYPES.map((type) => VALUES[type]));
const spelled = spelledOf(values);

/** What stands around a value in sentences, tables, lists and code. */
const SURROUNDINGS: readonly [before: string, after: string][] = [
  ['', ''],
  ['Beaconing to ', ' was seen.'],
  ['Blocked: ', '.'],
  ['It (', ') was seen,'],
  ['the "', '" of'],
  ['\u201C', '\u201D.'],
  ['| ', ' |'],
  ['- `', '`\n'],
  ['<td>', '</td>'],
  ['first line\n', '\nlast line'],
];

/** Values, words and trouble, one after the other. */
const report = fc
  .array(
    fc.oneof(
      spelled.map(({ written }) => written),
      fc.constantFrom('seen', 'at', 'Also,', '(or)', '\n'),
      nasty,
    ),
    {
      maxLength: 6,
    },
  )
  .map((pieces) => pieces.join(' '));

/** Tokens that begin at the same place may come in any order. */
function inOneOrder(tokens: readonly Token[]): string[] {
  return tokens
    .map(({ type, value, start, end, port, defanged }) => [start, end, type, value, port, defanged].join(' '))
    .sort();
}

describe('any text at all', () => {
  test('never makes a reader throw, and keeps offsets within the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const { start, end } of [...tokenize(text), ...extract(text)]) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('is read the same where it is short as in front of blanks', () => {
    const short = fc
      .oneof(
        anyText,
        spelled.map(({ written }) => written),
      )
      .map((text) => text.slice(0, 31));
    fc.assert(
      fc.property(short, (text) => {
        expect(tokenize(text)).toEqual(tokenize(text + ' '.repeat(32)));
      }),
      { numRuns: 3000 },
    );
  });

  test('is refanged with offsets that only grow', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const clear = refang(text);
        let last = 0;
        for (let at = 0; at < clear.text.length; at++) {
          expect(clear.originalStart(at)).toBeGreaterThanOrEqual(last);
          expect(clear.originalEnd(at + 1)).toBeGreaterThan(clear.originalStart(at));
          expect(clear.originalEnd(at + 1)).toBeLessThanOrEqual(text.length);
          last = clear.originalStart(at);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('is read the same when it is joined to others by an edge', () => {
    const texts = fc.array(fc.oneof(anyText, report), { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(texts, (parts) => {
        let at = 0;
        const apart = parts.flatMap((part) => {
          const from = at;
          at += part.length + EDGE.length;
          return tokenize(part).map((token) => ({
            ...token,
            start: token.start + from,
            end: token.end + from,
          }));
        });
        expect(inOneOrder(tokenize(parts.join(EDGE)))).toEqual(inOneOrder(apart));
      }),
      { numRuns: 3000 },
    );
  });

  test('never makes normalize throw', () => {
    fc.assert(
      fc.property(types, anyText, (type, text) => {
        const result = normalize(type, text);
        expect(result.ok ? result.value : result.reason).not.toBe('');
      }),
      { numRuns: 3000 },
    );
  });

  test('yields values in the text’s order, none inside another', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let reached = 0;
        for (const { start, end } of extract(text)) {
          expect(start).toBeGreaterThanOrEqual(reached);
          reached = end;
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('normalize', () => {
  test.each(INDICATOR_TYPES)('leaves a canonical %s as it is', (type) => {
    fc.assert(
      fc.property(VALUES[type], (value) => {
        expect(normalize(type, plainOf(value))).toEqual({ ok: true, value: plainOf(value) });
      }),
    );
  });

  test('is idempotent for whatever it accepts', () => {
    const texts = fc.oneof(
      anyText,
      spelled.map(({ written }) => written),
      spelled.map(({ plain }) => plain.toUpperCase()),
    );
    fc.assert(
      fc.property(types, texts, (type, text) => {
        const once = normalize(type, text);
        if (!once.ok) return;
        expect(normalize(type, once.value)).toEqual({ ok: true, value: once.value });
      }),
      { numRuns: 5000 },
    );
  });
});

describe.each(INDICATOR_TYPES)('%s, in any mixture of spellings', (type) => {
  const written = spelledOf(VALUES[type]);

  test('is refanged to what it was', () => {
    fc.assert(
      fc.property(written, ({ plain, written: text }) => {
        expect(refang(text).text).toBe(plain);
      }),
    );
  });

  test('is refanged to what it was with invisible characters in it', () => {
    fc.assert(
      fc.property(
        written.chain((value) => strewn(value.written).map((text) => ({ text, plain: value.plain }))),
        ({ text, plain }) => {
          expect(refang(text).text).toBe(plain);
        },
      ),
    );
  });

  test('is the one thing that is found in the text around it', () => {
    fc.assert(
      fc.property(written, fc.constantFrom(...SURROUNDINGS), ({ plain, written: text }, [before, after]) => {
        expect(read(`${before}${text}${after}`)).toEqual([`${type} ${plain} = ${text}`]);
      }),
    );
  });
});

describe('every form of defanging, alone', () => {
  test.each(FORMS.map((form) => ({ part: form.of ?? form.kind, form })))(
    '$part as $form.written is refanged',
    ({ form }) => {
      let tried = 0;
      fc.assert(
        fc.property(values, ({ type, parts }) => {
          const text = writtenIn(form, parts);
          fc.pre(text !== undefined);
          tried += 1;
          expect(refang(text).text).toBe(plainOf({ type, parts }));
        }),
        { numRuns: 30, maxSkipsPerRun: 1000 },
      );
      expect(tried).toBeGreaterThan(0);
    },
  );

  test.each(RARE_FORMS)('$type with $name is read in a text', ({ type, fits, write }) => {
    fc.assert(
      fc.property(VALUES[type], (value) => {
        const plain = plainOf(value);
        fc.pre(fits?.(plain) !== false);
        expect(read(`Seen: ${write(value.parts)}\nand more`).map((each) => each.split(' = ')[0])).toEqual([
          `${type} ${plain}`,
        ]);
      }),
      { numRuns: 60, maxSkipsPerRun: 1000 },
    );
  });
});

describe('what was found', () => {
  test('has the value that its own characters are normalised to', () => {
    fc.assert(
      fc.property(report, (text) => {
        for (const { type, value, start, end } of extract(text))
          expect(normalize(type, text.slice(start, end))).toMatchObject({ ok: true, value });
      }),
      { numRuns: 1000 },
    );
  });

  test('is found again in its own characters alone', () => {
    fc.assert(
      fc.property(report, (text) => {
        for (const found of extract(text).filter(standsAlone(text))) {
          const alone = text.slice(found.start, found.end);
          expect(read(alone)).toEqual([`${found.type} ${found.value} = ${alone}`]);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

function standsAlone(text: string): (found: Found) => boolean {
  return ({ type, start }) => !(type === 'mitre_attack' && /[a-z]/.test(text.charAt(start)));
}

function read(text: string): string[] {
  return extract(text).map(({ type, value, start, end }) => `${type} ${value} = ${text.slice(start, end)}`);
}
