import { definedOnly } from '@/core/defined-only.ts';
import type { Indicator } from '@/core/indicator.ts';
import type { Message } from '@/core/words.ts';
import { givenId, ownId } from '@/core/row-id.ts';
import { hash52 } from '@/core/string-hash.ts';
import type { Batches, ListOptions } from './list-batch.ts';
import { readValue, type TypeWord } from './read-value.ts';
import {
  isTlpTag,
  LONGEST,
  readConfidence,
  readDate,
  readPort,
  readTags,
  readText,
  readTlp,
  readUrl,
  strictest,
  techniquesIn,
} from './row-fields.ts';

/** A row as its list writes it. Everything but the value may be missing, and anything but the type of any kind: it is read, or left out. */
export interface Draft {
  value: string;
  /** Absent: what the value looks like. */
  type?: TypeWord;
  id?: unknown;
  /** Several rows may come with this id: each gets one of its own, made of the id and the value. */
  idIsShared?: boolean;
  port?: unknown;
  confidence?: unknown;
  firstSeen?: unknown;
  lastSeen?: unknown;
  article?: { id?: unknown; title?: unknown; url?: unknown } | undefined;
  feed?: unknown;
  category?: unknown;
  origin?: unknown;
  context?: unknown;
  tags?: unknown;
  /** ATT&CK ids. */
  techniques?: readonly string[];
  tlp?: unknown;
  validUntil?: unknown;
  revoked?: boolean | undefined;
  toIds?: boolean | undefined;
}

/** Reads a draft and adds its row to the batches, or the reason why it is none. `written`: the line or record, as the user is shown it. */
export function addRow(
  batches: Batches,
  draft: Draft,
  options: ListOptions,
  line: number,
  written: unknown,
): void {
  const read = makeRow(draft, options);
  if (read.ok) batches.row(read.row);
  else batches.bad(line, read.reason, written);
}

function makeRow(
  draft: Draft,
  { source, added }: ListOptions,
): { ok: true; row: Indicator } | { ok: false; reason: Message } {
  const read = readValue(draft.value, draft.type);
  if (!read.ok) return read;
  const { type, value } = read;
  const port = read.port ?? readPort(draft.port);
  const words = definedOnly({ type, value, port, ...readWords(draft) });
  return { ok: true, row: { id: idOf(draft, words), ...words, added, source } };
}

function readWords(draft: Draft) {
  const tags = readTags(draft.tags);
  return {
    confidence: readConfidence(draft.confidence),
    firstSeen: readDate(draft.firstSeen),
    lastSeen: readDate(draft.lastSeen),
    article: draft.article && readArticle(draft.article),
    feed: readText(draft.feed, LONGEST.name),
    category: readText(draft.category, LONGEST.tag),
    origin: draft.origin === 'article' || draft.origin === 'feed' ? draft.origin : undefined,
    context: readText(draft.context, LONGEST.context),
    tags: tags.filter((tag) => !isTlpTag(tag)),
    techniques: techniquesIn([...(draft.techniques ?? []), ...tags.filter(isTechniqueTag)]),
    tlp: readTlp(draft.tlp) ?? strictest(tags.filter(isTlpTag).map(readTlp)),
    validUntil: readDate(draft.validUntil),
    revoked: draft.revoked === true ? true : undefined,
    toIds: draft.toIds === false ? false : undefined,
  } as const;
}

/** A tag that is an id and nothing else, as Sigma ("attack.t1059") and many feeds write it. */
function isTechniqueTag(tag: string): boolean {
  return /^(?:(?:mitre|attack)[.:_-])?ta?\d{4}(?:\.\d{3})?$/i.test(tag);
}

function readArticle(raw: NonNullable<Draft['article']>): Indicator['article'] {
  const article = definedOnly({
    id: readText(raw.id, LONGEST.id),
    title: readText(raw.title, LONGEST.name),
    url: readUrl(raw.url),
  });
  return Object.keys(article).length > 0 ? article : undefined;
}

/** The store knows a row by its id: two rows of one id would be one. */
function idOf(draft: Draft, words: Parameters<typeof ownId>[0]): string {
  const id = readText(draft.id, LONGEST.id);
  if (id === undefined) return ownId(words);
  if (!draft.idIsShared) return givenId(id);
  return `${givenId(id).slice(0, LONGEST.id - 12)}/${hash52(`${words.type}:${words.value}:${String(words.port)}`).toString(36)}`;
}
