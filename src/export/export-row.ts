import { LEVELS, TLPS, type Explanation, type Level, type Observable, type Tlp } from '@/core/indicator.ts';

/** A value that is exported, with what is known of it; without an explanation it is unknown. */
export interface ExportRow extends Observable {
  /** As it stood on the page or in the text that was looked up. */
  asWritten?: string;
  explanation?: Explanation;
  /** The text around its occurrences. */
  sentences?: string[];
  /** What the user says of it in a case. */
  note?: string;
  /** Where it was seen, of a value in a case; else it is the place of all rows. */
  seen?: Seen[];
}

export interface Seen {
  title?: string;
  url?: string;
  /** ISO 8601 UTC. */
  at: string;
}

/** Where and when the rows were seen, or the case that they are of. */
export interface Provenance {
  title?: string;
  url?: string;
  /** ISO 8601 UTC. */
  at: string;
  /** Of Telltale. */
  version: string;
  case?: { name: string; ticket?: string; note?: string };
}

/** What the formats say of a value, one way for all of them. */
export interface RowWords {
  level: Level | undefined;
  /** ISO 8601 UTC. */
  first: string | undefined;
  last: string | undefined;
  tags: string[];
  techniques: string[];
  /** Labels of those who report it, in the order of the card. */
  sources: string[];
  /** The first article that reports it. */
  article: { title: string; url: string } | undefined;
  category: string | undefined;
  context: string | undefined;
  tlp: Tlp | undefined;
}

export function wordsOf({ explanation }: ExportRow): RowWords {
  const {
    sources = [],
    verdict,
    firstReported,
    lastReported,
    tags = [],
    techniques = [],
  } = explanation ?? {};
  const article = sources.find(({ url }) => url !== undefined);
  return {
    level: verdict?.confidence,
    first: firstReported,
    last: lastReported ?? firstReported,
    tags,
    techniques,
    sources: [...new Set(sources.map(({ label }) => label))],
    article: article?.url === undefined ? undefined : { title: article.label, url: article.url },
    category: sources.find(({ category }) => category !== undefined)?.category,
    context: sources.find(({ context }) => context !== undefined)?.context,
    tlp: strictest(sources.map(({ tlp }) => tlp)),
  };
}

/** The strictest marking among rows: what is put together may be shared no further than its most restricted part (FIRST, TLP 2.0). */
export function tlpOf(rows: readonly ExportRow[]): Tlp | undefined {
  return strictest(rows.flatMap(({ explanation }) => explanation?.sources ?? []).map(({ tlp }) => tlp));
}

function strictest(tlps: readonly (Tlp | undefined)[]): Tlp | undefined {
  return TLPS.findLast((tlp) => tlps.includes(tlp));
}

/** Known values first, loudest first; else as they came. */
export function inOrder(rows: readonly ExportRow[]): ExportRow[] {
  return rows.toSorted((a, b) => rankOf(a) - rankOf(b));
}

function rankOf({ explanation }: ExportRow): number {
  return explanation ? LEVELS.indexOf(explanation.verdict.confidence) : LEVELS.length;
}

/** "TLP:AMBER+STRICT" */
export function tlpLabel(tlp: Tlp): string {
  return `TLP:${tlp.toUpperCase()}`;
}

/** "Phishing wave (INC 42)" of a case, else the page's title or address. */
export function nameOf({ case: of, title, url }: Omit<Provenance, 'at' | 'version'>): string | undefined {
  return of ? `${of.name}${of.ticket === undefined ? '' : ` (${of.ticket})`}` : (title ?? url);
}

/** "A report, https://report.example/post" on one line. */
export function describePlace({ case: of, title, url }: Omit<Provenance, 'at' | 'version'>): string {
  return [of && `Case ${nameOf({ case: of })}`, title, url].filter(Boolean).join(', ').replace(/\s+/g, ' ');
}
