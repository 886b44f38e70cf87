import { definedOnly } from '@/core/defined-only.ts';
import type { Confidence, Indicator, IndicatorType } from '@/core/indicator.ts';
import { normalize, parseType } from '@/core/normalize.ts';
import { givenId, ownId } from '@/core/row-id.ts';
import { message, type Message } from '@/core/words.ts';
import { z } from '@/core/schema.ts';

/** Why a row cannot be used. */
export type RowProblem =
  | 'rowNotRecord'
  | 'rowNoType'
  | 'rowUnknownType'
  | 'rowNoValue'
  | 'rowLongValue'
  | 'rowBadValue'
  /** A block of addresses that is no canonical one, or so wide that it says nothing of an address in it. */
  | 'rowBadRange';

export type ParsedRow = { ok: true; indicator: Indicator } | { ok: false; reason: RowProblem };

/** What an answer says about itself. Nothing in it is promised: dates are ISO 8601 UTC, numbers whole and not negative. */
export interface PageMeta {
  total?: number;
  /** What was asked or what the plan allows, nobody knows which. */
  limit?: number;
  generatedAt?: string;
  /** The lower bound as the API applied it; later than asked where the plan does not reach back that far. */
  since?: string;
}

/** The body of an answer -> its rows, unread. A problem is told in words. */
export function parseEnvelope(
  body: unknown,
): { ok: true; rows: unknown[]; meta: PageMeta } | { ok: false; problem: Message } {
  const envelope = envelopeSchema.safeParse(body);
  if (!envelope.success) return { ok: false, problem: message('envelopeBad') };
  const { data, meta } = envelope.data;
  return { ok: true, rows: data, meta: readMeta(meta) };
}

/**
 * The body of an answer to a lookup -> whether the value is known there, and the rows, unread. Two shapes are documented: fields at
 * the top, or below `data`; a record may be one row, hold a list of them, or name them by what they are.
 */
export function parseLookup(
  body: unknown,
): { ok: true; found: boolean; rows: unknown[] } | { ok: false; problem: Message } {
  const parts: unknown[] = [body, asRecord(body)?.['data']];
  const answers = parts.map(asRecord).filter((part) => part !== undefined);
  const said = answers.map((answer) => answer['found']).find((found) => typeof found === 'boolean');
  const held = answers.flatMap((answer) => HOLDERS.map((name) => answer[name])).flatMap(rowsIn);
  const rows = held.length > 0 ? held : rowsIn(body);
  if (said === undefined && rows.length === 0 && !answers.some((answer) => Array.isArray(answer['data'])))
    return { ok: false, problem: message('lookupBad') };
  return { ok: true, found: said ?? rows.length > 0, rows: said === false ? [] : rows.slice(0, MOST_FOUND) };
}

const HOLDERS = ['data', 'ioc', 'iocs', 'indicator', 'indicators', 'result', 'results', 'matches'];
const MOST_FOUND = 100;

function rowsIn(part: unknown): unknown[] {
  const parts: unknown[] = Array.isArray(part) ? part : [part];
  return parts.filter((row) => typeof asRecord(row)?.['value'] === 'string');
}

type Fields = Readonly<Record<string, unknown>>;

function asRecord(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

/** A field that may be missing, null or of another type than the reference says; the row is still a row. */
const text = z.string().nullish().catch(undefined);
const number = z.number().int().nonnegative().nullish().catch(undefined);
const texts = z.array(z.unknown()).nullish().catch(undefined);

const envelopeSchema = z.object({
  // The rows are not looked at here: each is parsed by itself, so that one bad row costs only itself.
  data: z.array(z.unknown()),
  meta: z
    .object({
      total: number,
      limit: number,
      generated_at: text,
      filters: z.object({ since: text }).nullish().catch(undefined),
    })
    .nullish()
    .catch(undefined),
});

function readMeta(meta: z.infer<typeof envelopeSchema>['meta']): PageMeta {
  return definedOnly({
    total: meta?.total ?? undefined,
    limit: meta?.limit ?? undefined,
    generatedAt: readDate(meta?.generated_at),
    since: readDate(meta?.filters?.since),
  });
}

/** Named fields only: a key such as `__proto__` in a row never reaches anything. */
const rowSchema = z.object({
  id: z.union([z.string(), z.number()]).nullish().catch(undefined),
  type: text,
  value: text,
  confidence: text,
  first_seen: text,
  last_seen: text,
  source: z
    .object({
      article_id: z.union([z.string(), z.number()]).nullish().catch(undefined),
      article_title: text,
      article_url: text,
      reference_url: text,
      feed_name: text,
      category: text,
      origin: text,
    })
    .nullish()
    .catch(undefined),
  reference_url: text,
  context: text,
  tags: texts,
  mitre_techniques: texts,
});
type Row = z.infer<typeof rowSchema>;

const LONGEST = { id: 128, value: 4096, context: 2000, name: 300, url: 2048, tag: 100, tags: 50 } as const;

/**
 * One row of the API -> an indicator of the local source `source`, which reached this machine at `added` (ms). Only
 * `type` and `value` are needed; whatever else is missing, too long or of the wrong kind is left out or cut.
 */
export function parseRow(raw: unknown, source: string, added: number): ParsedRow {
  const parsed = rowSchema.safeParse(raw);
  if (!parsed.success) return { ok: false, reason: 'rowNotRecord' };
  const row = parsed.data;
  if (!row.type) return { ok: false, reason: 'rowNoType' };
  const type = row.type.length <= 20 ? parseType(row.type) : undefined;
  if (!type) return { ok: false, reason: 'rowUnknownType' };
  if (!row.value) return { ok: false, reason: 'rowNoValue' };
  if (row.value.length > LONGEST.value) return { ok: false, reason: 'rowLongValue' };
  const normal = normalize(type, row.value);
  if (!normal.ok)
    return {
      ok: false,
      reason: isRange(type, row.value) ? 'rowBadRange' : 'rowBadValue',
    };

  const { value, port } = normal;
  const words = { type, value, port, ...readWords(row) };
  const indicator = { id: readId(row.id) ?? ownId(words), ...words, added, source };
  return { ok: true, indicator: definedOnly(indicator) };
}

function isRange(type: IndicatorType, value: string): boolean {
  return (type === 'ipv4' || type === 'ipv6') && /\/\d{1,3}$/.test(value.trim());
}

function readWords(row: Row) {
  const { source } = row;
  return {
    confidence: readConfidence(row.confidence),
    firstSeen: readDate(row.first_seen),
    lastSeen: readDate(row.last_seen),
    article: readArticle(row),
    feed: readText(source?.feed_name, LONGEST.name),
    category: readText(source?.category, LONGEST.tag),
    origin: source?.origin === 'article' || source?.origin === 'feed' ? source.origin : undefined,
    context: readText(row.context, LONGEST.context),
    tags: readTexts(row.tags),
    techniques: readTexts(row.mitre_techniques).map(spellTechnique).filter(isTechnique),
  } as const;
}

function readId(id: string | number | null | undefined): string | undefined {
  const given = readText(id === undefined || id === null ? undefined : String(id), LONGEST.id);
  return given === undefined ? undefined : givenId(given);
}

function readConfidence(raw: string | null | undefined): Confidence | undefined {
  const word = raw?.trim().toLowerCase();
  return word === 'high' || word === 'medium' || word === 'low' ? word : undefined;
}

function readArticle({ source, reference_url }: Row): Indicator['article'] {
  const article = definedOnly({
    id: readId(source?.article_id),
    title: readText(source?.article_title, LONGEST.name),
    url: readUrl(source?.article_url) ?? readUrl(source?.reference_url) ?? readUrl(reference_url),
  });
  return Object.keys(article).length > 0 ? article : undefined;
}

/** http(s) only: this becomes a link. */
function readUrl(raw: string | null | undefined): string | undefined {
  if (!raw || raw.length > LONGEST.url) return undefined;
  try {
    const url = new URL(raw);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined;
  } catch {
    return undefined;
  }
}

/** "2024-12-08T14:30:00+02:00" -> "2024-12-08T12:30:00Z". A time without a zone is taken as UTC, as the API's own are. */
function readDate(raw: string | null | undefined): string | undefined {
  if (raw && PLAIN_DATE.test(raw)) return raw;
  const match = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(Z|[+-]\d\d:?\d\d)?)?$/i.exec(
    raw?.trim() ?? '',
  );
  if (!match) return undefined;
  const [, day = '', time = '00:00', zone = 'Z'] = match;
  const date = new Date(`${day}T${time}${zone.toUpperCase().replace(/^(.\d\d)(\d\d)$/, '$1:$2')}`);
  if (Number.isNaN(date.getTime())) return undefined;
  return date.toISOString().replace('.000Z', 'Z');
}

/** How the API writes nearly all of its dates, and how they are kept: those that exist in every month need no second look. */
const PLAIN_DATE = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

function readText(raw: string | null | undefined, longest: number): string | undefined {
  const trimmed = raw?.slice(0, longest).trim();
  return trimmed === '' ? undefined : trimmed;
}

function readTexts(raw: unknown[] | null | undefined): string[] {
  const read = new Set<string>();
  for (const entry of (raw ?? []).slice(0, LONGEST.tags)) {
    const tag = typeof entry === 'string' ? readText(entry, LONGEST.tag) : undefined;
    if (tag) read.add(tag);
  }
  return [...read];
}

function spellTechnique(raw: string): string {
  return raw.toUpperCase();
}

/** Techniques, sub-techniques and tactics. */
function isTechnique(id: string): boolean {
  return /^T(?:\d{4}(?:\.\d{3})?|A\d{4})$/.test(id);
}
