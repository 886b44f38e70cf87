import { INDICATOR_TYPES, type Confidence, type Indicator, type IndicatorType } from './indicator.ts';

export const CATEGORIES = ['news', 'research', 'threat-intel', 'vendor', 'government'] as const;
export type Category = (typeof CATEGORIES)[number];

export const CONFIDENCES = ['high', 'medium', 'low'] as const satisfies readonly Confidence[];

/** Sectors that the API can be asked for. A row does not say which it belongs to. */
export const INDUSTRIES = [
  'finance',
  'healthcare',
  'government',
  'technology',
  'manufacturing',
  'retail',
  'energy',
  'education',
  'telecom',
  'transportation',
  'defense',
  'water',
] as const;
export type Industry = (typeof INDUSTRIES)[number];

/** What is wanted of the API's rows: of each kind one of the values; an empty list wants everything, the unnamed included. */
export interface Filters {
  types: IndicatorType[];
  confidences: Confidence[];
  categories: Category[];
  industries: Industry[];
}

export const NO_FILTERS: Filters = { types: [], confidences: [], categories: [], industries: [] };

/** What one request asks for: the API takes one value of each kind. */
export interface Slice {
  type?: IndicatorType | undefined;
  confidence?: Confidence | undefined;
  category?: Category | undefined;
  industry?: Industry | undefined;
}

/** Every walk of a slice costs a request each time, so that sets of more than these are asked for as a whole and sieved here. */
const MOST_SLICES = 6;

/**
 * Filters -> what to ask for. A set is one walk per value where these are few. Industries are always asked for one by
 * one: a row does not tell its own, so nothing could be sieved here.
 */
export function slicesOf(filters: Filters): Slice[] {
  let slices: Slice[] = spread([{}], 'industry', filters.industries);
  const sets = [
    ['type', filters.types],
    ['category', filters.categories],
    ['confidence', filters.confidences],
  ] as const;
  for (const [name, values] of sets)
    if (slices.length * values.length <= MOST_SLICES) slices = spread(slices, name, values);
  return slices;
}

function spread(slices: Slice[], name: keyof Slice, values: readonly string[]): Slice[] {
  if (values.length === 0) return slices;
  return slices.flatMap((slice) => values.map((value) => ({ ...slice, [name]: value })));
}

/** The same slice in parts, by the first kind that it does not name yet; nothing where it names them all. */
export function splitSlice(slice: Slice): Slice[] | undefined {
  if (slice.type === undefined) return spread([slice], 'type', INDICATOR_TYPES);
  if (slice.category === undefined) return spread([slice], 'category', CATEGORIES);
  if (slice.confidence === undefined) return spread([slice], 'confidence', CONFIDENCES);
  return undefined;
}

/** Whether a row is wanted, as far as the row itself can tell. */
export function isWanted(
  row: Pick<Indicator, 'type'> & Partial<Pick<Indicator, 'confidence' | 'category'>>,
  { types, confidences, categories }: Filters,
): boolean {
  return (
    allows(types, row.type) &&
    allows(confidences, row.confidence) &&
    allows(categories, row.category?.toLowerCase())
  );
}

function allows(wanted: readonly string[], value: string | undefined): boolean {
  return wanted.length === 0 || (value !== undefined && wanted.includes(value));
}

const KINDS = ['types', 'confidences', 'categories', 'industries'] as const satisfies (keyof Filters)[];

/**
 * What `now` wants and `before` left out, as filters that do not overlap. "Everything" without some named values cannot
 * be asked for: then it is everything.
 */
export function leftOut(before: Filters, now: Filters): Filters[] {
  const boxes: Filters[] = [];
  let common: Filters = now;
  for (const kind of KINDS) {
    const [old, wanted]: (readonly string[])[] = [before[kind], now[kind]];
    const more = minus(wanted ?? [], old ?? []);
    if (more) boxes.push(withKind(common, kind, more));
    const shared = intersect(wanted ?? [], old ?? []);
    if (!shared) break;
    common = withKind(common, kind, shared);
  }
  return boxes;
}

function withKind(filters: Filters, kind: keyof Filters, values: readonly string[]): Filters {
  return { ...filters, [kind]: values };
}

function minus(wanted: readonly string[], old: readonly string[]): readonly string[] | undefined {
  if (old.length === 0) return undefined;
  if (wanted.length === 0) return [];
  const more = wanted.filter((value) => !old.includes(value));
  return more.length > 0 ? more : undefined;
}

function intersect(wanted: readonly string[], old: readonly string[]): readonly string[] | undefined {
  if (old.length === 0) return wanted;
  if (wanted.length === 0) return old;
  const shared = wanted.filter((value) => old.includes(value));
  return shared.length > 0 ? shared : undefined;
}
