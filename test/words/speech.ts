import german from '../../public/_locales/de/messages.json' with { type: 'json' };
import englishCatalogue from '../../public/_locales/en/messages.json' with { type: 'json' };
import { createSpeech, type Message, type Speech, type Value } from '../../src/core/words.ts';

interface Entry {
  message: string;
  placeholders?: Record<string, { content: string }>;
}
export type Catalogue = Record<string, Entry>;

export const CATALOGUES: Record<'en' | 'de', Catalogue> = { en: englishCatalogue, de: german };

/** A catalogue as the browser reads it, where there is no browser: `$name$` stands for what its placeholder says, `$1` for a value. */
function speechOf(catalogue: Catalogue, locale?: string): Speech {
  return createSpeech((entry, values) => {
    const { message = '', placeholders = {} } = catalogue[entry] ?? {};
    return message.replace(/\$(\w+)\$|\$\$/g, (sign, name?: string) => {
      if (name === undefined) return sign.slice(1);
      // Browsers do not tell capitals apart in these names.
      const placeholder = Object.keys(placeholders).find((each) => each.toLowerCase() === name.toLowerCase());
      const place = placeholder && placeholders[placeholder]?.content.slice(1);
      return values[Number(place) - 1] ?? '';
    });
  }, locale);
}

export const english = speechOf(CATALOGUES.en);

/** The same with every sentence in it said in English. */
export function inEnglish<T>(answer: T): Spoken<T> {
  return spoken(answer) as Spoken<T>;
}

function spoken(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(spoken);
  if (typeof answer !== 'object' || answer === null) return answer;
  if (isSaid(answer)) return english.inWords(answer);
  return Object.fromEntries(Object.entries(answer).map(([name, value]) => [name, spoken(value)]));
}

function isSaid(answer: object): answer is Exclude<Value, string | number> {
  if ('key' in answer) return typeof answer.key === 'string' && Object.keys(answer).length <= 2;
  return 'ago' in answer || 'span' in answer;
}

type Said = Exclude<Value, string | number>;
type Spoken<T> = [T] extends [Value]
  ? string
  : T extends Message | Said
    ? string
    : T extends readonly (infer E)[]
      ? Spoken<E>[]
      : T extends object
        ? { [K in keyof T]: Spoken<T[K]> }
        : T;
