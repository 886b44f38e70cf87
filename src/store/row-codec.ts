import { INDICATOR_TYPES, TLPS, type Confidence, type Indicator } from '@/core/indicator.ts';
import { isOwnId, ownId } from '@/core/row-id.ts';
import { packDate, packId, packValue, unpackDate, unpackId, unpackValue } from './compact.ts';

const CONFIDENCES: readonly Confidence[] = ['high', 'medium', 'low'];
const ORIGINS = ['article', 'feed'] as const;

/** A row as it is stored: a list whose places are fields, packed as small as a field alone can be. */
export type PackedRow = readonly Place[];
/** No byte stands in a place of numbers, and no number but `NONE` in one of bytes. */
export type Place = string | number | null | readonly string[] | Uint8Array;

/** The place of a value: a hash is its bytes, anything else as it is written. */
export type PackedValue = string | Uint8Array;

/** What the rows of a block have in one place. */
export type Column = readonly Place[];

/** Whatever is absent, dates excepted. */
export const NONE = 0;

/** What a row that was deleted leaves behind, so that the others stay where they are. */
export const DELETED: PackedRow = [-1];

/**
 * The source is not in it, since all rows of a block have the same one, nor an id that is made of the other fields. New
 * places go to the end: blocks that were written without them are read as if they said nothing there.
 */
export function packRow(row: Indicator): PackedRow {
  const { article } = row;
  const first = row.firstSeen === undefined ? null : packDate(row.firstSeen);
  // By name, so that a field that is added to indicators has to be thought of here.
  const places: Record<Exclude<keyof Indicator, 'source' | 'article'> | ArticlePlace, Place> = {
    type: INDICATOR_TYPES.indexOf(row.type),
    value: packValue(row.value),
    id: isOwnId(row.id) ? NONE : packId(row.id),
    added: row.added,
    feed: row.feed ?? NONE,
    category: row.category ?? NONE,
    confidence: place(CONFIDENCES, row.confidence),
    origin: place(ORIGINS, row.origin),
    // Any number is a date.
    firstSeen: first,
    lastSeen: row.lastSeen === undefined ? null : packDate(row.lastSeen, secondsOf(first)),
    tags: orNone(row.tags),
    context: row.context ?? NONE,
    techniques: orNone(row.techniques),
    // An article that says nothing is one, too: ids are made of it.
    articleId: article ? (article.id ?? '') : NONE,
    articleTitle: article?.title ?? NONE,
    articleUrl: article?.url ?? NONE,
    port: row.port ?? NONE,
    tlp: place(TLPS, row.tlp),
    validUntil: row.validUntil ?? NONE,
    revoked: row.revoked ? 1 : NONE,
    toIds: row.toIds === false ? 1 : NONE,
  };
  return Object.values(places);
}

type ArticlePlace = 'articleId' | 'articleTitle' | 'articleUrl';

/** From where the later date counts. */
function secondsOf(first: PackedDate | null | undefined): number {
  return typeof first === 'number' ? first : 0;
}

/** From 1; 0 is none. */
function place<T>(words: readonly T[], word: T | undefined): number {
  return word === undefined ? NONE : words.indexOf(word) + 1;
}

function orNone(list: readonly string[]): readonly string[] | number {
  return list.length > 0 ? list : NONE;
}

type Text = string | 0;
type PackedDate = string | number;

/** Places of bytes, and of dates: their columns are stored in ways of their own. */
export const VALUE = 1;
export const ID = 2;
export const FIRST_SEEN = 8;

/** The same, with what `packRow` puts where. */
type Places = [
  type: number,
  value: PackedValue,
  id: string | Uint8Array | 0,
  added: number,
  feed: Text,
  category: Text,
  confidence: number,
  origin: number,
  firstSeen: PackedDate | null,
  lastSeen: PackedDate | null,
  tags: string[] | 0,
  context: Text,
  techniques: string[] | 0,
  articleId: Text,
  articleTitle: Text,
  articleUrl: Text,
  port: number,
  tlp: number,
  validUntil: Text,
  revoked: number,
  toIds: number,
];

/** The opposite of `packRow`. */
export function unpackRow(packed: PackedRow, source: string): Indicator {
  const [type, value, id, added, feed, category, confidence, origin, first, last, ...more] = packed as Places;
  const [tags, context, techniques, articleId, title, url, port, tlp, validUntil, revoked, toIds] = more;
  const row: Indicator = {
    id: id ? unpackId(id) : '',
    type: INDICATOR_TYPES[type] as Indicator['type'], // a place in that list, by packRow
    value: unpackValue(value),
    ...(port && { port }),
    ...named('confidence', CONFIDENCES, confidence),
    ...(isDate(first) && { firstSeen: unpackDate(first) }),
    ...(isDate(last) && { lastSeen: unpackDate(last, secondsOf(first)) }),
    added,
    source,
    ...(articleId !== undefined &&
      articleId !== NONE && {
        article: { ...(articleId && { id: articleId }), ...(title && { title }), ...(url && { url }) },
      }),
    ...(feed && { feed }),
    ...(category && { category }),
    ...named('origin', ORIGINS, origin),
    ...(context && { context }),
    tags: tags || [],
    techniques: techniques || [],
    ...named('tlp', TLPS, tlp),
    ...(validUntil && { validUntil }),
    ...(revoked && { revoked: true as const }),
    ...(toIds && { toIds: false as const }),
  };
  if (!id) row.id = ownId(row);
  return row;
}

function isDate(packed: PackedDate | null | undefined): packed is PackedDate {
  return packed !== null && packed !== undefined;
}

/** The opposite of `place`. */
function named<Name extends string, Word>(
  name: Name,
  words: readonly Word[],
  number: number | undefined,
): { [K in Name]?: Word } {
  return (number ? { [name]: words[number - 1] } : {}) as { [K in Name]?: Word };
}

/** Whether two rows say the same, however many places at the end are left out. */
export function isSameRow(one: PackedRow, other: PackedRow): boolean {
  const places = Math.max(one.length, other.length);
  for (let i = 0; i < places; i++) if (!isSamePlace(placeOf(one, i), placeOf(other, i))) return false;
  return true;
}

export function placeOf(row: PackedRow, at: number): Place {
  const there = row[at];
  return there === undefined ? NONE : there;
}

export function isSamePlace(one: Place, other: Place): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return false;
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}
