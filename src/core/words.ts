// oxlint-disable-next-line no-restricted-imports -- a type alone: which messages there are is said in the catalogue, once
import type catalogue from '../../public/_locales/en/messages.json';

type Catalogue = typeof catalogue;
type Entry = keyof Catalogue;

/** Everything that can be said: a key of the English catalogue. Where it counts something, its forms ("x_one", "x_other") are one key. */
export type Key = { [E in Entry]: E extends `${infer K}_${Intl.LDMLPluralRule}` ? K : E }[Entry];

type EntryOf<K extends Key> = `${K}_other` extends Entry ? `${K}_other` : K;
type NamesIn<K extends Key> =
  EntryOf<K> extends Entry
    ? Catalogue[EntryOf<K>] extends { placeholders: infer P }
      ? keyof P & string
      : never
    : never;
/** What a message wants filled in. A message with a `count` has one form for each plural of a language. */
export type Blanks<K extends Key, V = Value> = [NamesIn<K>] extends [never]
  ? []
  : [values: { readonly [N in NamesIn<K>]: N extends 'count' ? number : V }];

/**
 * A sentence before it is put into a language: plain data, which may be stored and sent, and is said in whatever language is set when
 * somebody reads it. Made by `message`, which checks what is filled in.
 */
export interface Message {
  readonly key: Key;
  readonly values?: Readonly<Record<string, Value>>;
}

/** A sentence of the catalogue for whoever will say it. */
export function message<K extends Key>(key: K, ...[values]: Blanks<K>): Message {
  return { key, ...(values && { values }) };
}

/** A length of time, and one before (after, where it is negative) the moment of reading. */
export interface Span {
  readonly span: number;
  readonly unit: Intl.RelativeTimeFormatUnitSingular;
}
export interface Ago {
  readonly ago: number;
  readonly unit: Intl.RelativeTimeFormatUnitSingular;
}

/** An amount of data. */
export interface Size {
  readonly bytes: number;
}

/** What can be said: a text as it is (a name, a value), a number, a time, an amount of data, a sentence. */
export type Value = string | number | Span | Ago | Size | Message;

/** "Microsoft Safe Links, then Proofpoint" */
export function inTurn(names: readonly Value[]): Value {
  return names.reduce((first, second) => message('linkThen', { first, second }));
}

/** One language's way of saying. */
export interface Speech {
  /** Of the catalogue, e.g. "de". */
  language: string;
  say<K extends Key>(key: K, ...values: Blanks<K>): string;
  inWords(value: Value): string;
}

/**
 * @param read a message of the catalogue by its own key, with `$1`, `$2` … filled in; the names of what is filled in, sorted, are in
 *   this order
 * @param locale what the user reads otherwise: "de-CH" writes numbers in its own way where the catalogue is German
 */
export function createSpeech(read: (entry: string, values: string[]) => string, locale?: string): Speech {
  const language = read('language', []) || 'en';
  const tag = locale?.split('-')[0] === language ? locale : language;
  const number = new Intl.NumberFormat(tag);
  const plural = new Intl.PluralRules(tag);
  const relative = new Intl.RelativeTimeFormat(tag);

  function inWords(value: Value): string {
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return number.format(value);
    if ('ago' in value) return relative.format(-value.ago, value.unit);
    if ('bytes' in value) return sizeIn(tag, value.bytes);
    if ('span' in value)
      return new Intl.NumberFormat(tag, { style: 'unit', unit: value.unit, unitDisplay: 'long' }).format(
        value.span,
      );
    return fill(value.key, value.values);
  }
  function fill(key: string, values: Readonly<Record<string, Value>> = {}): string {
    const { count } = values;
    const names = Object.keys(values).toSorted();
    const filled = names.map((name) => inWords(values[name] ?? ''));
    if (typeof count !== 'number') return read(key, filled);
    return read(`${key}_${plural.select(count)}`, filled) || read(`${key}_other`, filled);
  }
  return { language, say: (key, ...[values]) => fill(key, values), inWords };
}

/** 1 MB is 1,000,000 bytes, as file managers and disks have it. */
function sizeIn(tag: string | undefined, bytes: number): string {
  const [unit, size] = SIZES.find(([, each]) => bytes >= each) ?? (['byte', 1] as const);
  const digits = unit !== 'byte' && bytes / size < 10 ? 1 : 0;
  return new Intl.NumberFormat(tag, {
    style: 'unit',
    unit,
    unitDisplay: unit === 'byte' ? 'long' : 'short',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(bytes / size);
}

const SIZES = [
  ['gigabyte', 1e9],
  ['megabyte', 1e6],
  ['kilobyte', 1e3],
] as const;
