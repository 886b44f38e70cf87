import type { Value } from './words.ts';
/** The project's vocabulary. Values only: no behaviour, no browser. */

export const INDICATOR_TYPES = [
  'ipv4',
  'ipv6',
  'domain',
  'url',
  'md5',
  'sha1',
  'sha256',
  'sha512',
  'email',
  'cve',
  'mitre_attack',
] as const;
export type IndicatorType = (typeof INDICATOR_TYPES)[number];

/** What a source says of its own row: how sure it is of source and extraction, not how bad the thing is. */
export type Confidence = 'high' | 'medium' | 'low';

/** How loudly a mark is shown. `unrated` is a value of its own, not "medium". */
export type Level = Confidence | 'unrated';
/** Loudest first. */
export const LEVELS: readonly Level[] = ['high', 'medium', 'low', 'unrated'];

/** A value in its canonical spelling (see normalize.ts). */
export interface Observable {
  type: IndicatorType;
  value: string;
}

/**
 * Traffic Light Protocol 2.0 (FIRST): with whom a row may be shared. Strictest last.
 */
export const TLPS = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const;
export type Tlp = (typeof TLPS)[number];

/** One row of one source, canonical. Several rows may speak of one value. Dates are ISO 8601 UTC. */
export interface Indicator extends Observable {
  /** The row's identity within its source: the API's id, else one made of the row's own words (row-id.ts). */
  id: string;
  /** Port written with an address or host, kept beside the value ("192.0.2.1:4443" is the address 192.0.2.1). */
  port?: number;
  confidence?: Confidence;
  firstSeen?: string;
  lastSeen?: string;
  /** When this row reached this machine; milliseconds since the epoch. */
  added: number;
  /** Id of the local source it came through, e.g. "socdefenders". */
  source: string;
  article?: { id?: string; title?: string; url?: string };
  feed?: string;
  category?: string;
  origin?: 'article' | 'feed';
  context?: string;
  tags: string[];
  techniques: string[];
  /** As the row itself says; a source may have a marking of its own for rows that say none. */
  tlp?: Tlp;
  /** ISO 8601 UTC: what the source says of the value holds until then (STIX `valid_until`). */
  validUntil?: string;
  /** The source took it back (STIX `revoked`). */
  revoked?: true;
  /** The source says that it is context, not to be acted on (MISP `to_ids`). */
  toIds?: false;
}

/**
 * Why a value on a page counts as known.
 * - exact: the same canonical value.
 * - same: the same thing in other words (www, scheme, port, trailing slash, or a URL on a listed host).
 * - child: below a listed domain.
 * - same-host: a URL on this host is listed, another than the one that stands here.
 * - range: inside a listed CIDR block.
 * - mail-domain: an e-mail address whose domain is listed.
 * - reference: a CVE or ATT&CK id; a pointer, never a threat by itself.
 */
export type MatchClass = 'exact' | 'same' | 'child' | 'same-host' | 'range' | 'mail-domain' | 'reference';

/**
 * Why a known value is shown quietly: `impossible` and `allowed` are listed but not painted, `shared` (a service that many
 * innocent people use) is painted as a grey note. Never silent: the reason is shown wherever
 * the value is listed.
 */
export interface Quiet {
  kind: 'impossible' | 'shared' | 'allowed';
  /** A sentence for the user. */
  reason: Value;
  /** The user's own words, where the user allows it. */
  because?: string;
}

/** What the page learns about one observable: enough to paint it, nothing about who said so. */
export interface Verdict {
  matchClass: MatchClass;
  /** Canonical value of the row that matched, e.g. the listed parent of a child. */
  matched: string;
  /** The highest confidence among the sources that speak of it. */
  confidence: Level;
  /** How loudly it is painted, after lowering for child and faded matches. */
  level: Level;
  faded: boolean;
  quiet?: Quiet;
  /** Too loosely related to be painted, or taken back by every source (then `faded`, too): it stands in the panel only. */
  listedOnly?: true;
  /** Every source that speaks of it is the page it stands on: a report does not confirm itself. */
  onlyHere?: true;
  /** Taken over by defenders: a contact with it suggests an infection. */
  sinkhole?: true;
  /** The value is a rewritten link that is not listed itself: the verdict speaks of where it leads. */
  leadsTo?: LeadsTo;
}

/** Where a link leads once every rewriter that can be decoded is taken off it. */
export interface LeadsTo {
  /** The target's URL, or only its host where the rewriter tells no more. */
  observable: Observable;
  /** Names of the rewriters, outermost first. */
  unwrapped: string[];
}

/** What a source may be recognised by as the very page that is being read. */
export interface PageIdentity {
  url?: string;
  /** Title and main headings, as they stand on the page. */
  titles: string[];
}

/** A link that may say one thing and lead to another, as a page tells of it: nothing is decoded there. */
export interface LinkSuspect {
  /** On one line, at most 300 characters of it. */
  text: string;
  /** As the browser resolved it, at most 2,048 characters of it. */
  href: string;
}

/** A link whose text names one host while it leads to another. */
export interface LinkMismatch {
  /** The text of the link, as it is shown. */
  text: string;
  /** Host that the text names. */
  shown: string;
  /** Host that the link leads to, behind every rewriter that can be decoded. */
  leadsTo: string;
  /** The whole target, canonical where it can be. */
  target: string;
  /** Names of the rewriters that were taken off; absent where there was none. */
  unwrapped?: string[];
}

/** One source's own words about a value, as shown on the card. */
export interface SourceReport {
  /** Feed or article name: what the analyst would cite. */
  label: string;
  /** Only http(s); shown as text when it is not https. */
  url?: string;
  /** Name of the local source it came through, e.g. "SOC Defenders". */
  via: string;
  value: string;
  port?: number;
  confidence: Level;
  category?: string;
  firstSeen?: string;
  lastSeen?: string;
  /** ISO 8601 UTC. */
  added: string;
  context?: string;
  tlp?: Tlp;
  /** Why the row does not count (any more), in words. */
  withdrawn?: Value;
}

/** Everything that is known about one observable: the card's and the panel's content. */
export interface Explanation extends Observable {
  verdict: Verdict;
  /** A sentence: why it matched. */
  why: Value;
  /** Labels of the sources that give `verdict.confidence`. */
  confidenceFrom: string[];
  firstReported?: string;
  lastReported?: string;
  added: string;
  sources: SourceReport[];
  tags: string[];
  techniques: string[];
  /** Further sentences the user must see: sources disagree, documentation address, ports, ... */
  notes: Value[];
}

/** What a lookup searched, so that "unknown" is never mistaken for "safe". */
export interface Coverage {
  /** Rows searched, all sources together. */
  rows: number;
  sources: {
    name: string;
    rows: number;
    /** Earliest moment the source's plan let us ask for, ISO 8601; absent before the first sync. */
    reachesBackTo?: string;
    /** Last good sync, ISO 8601. */
    lastSync?: string;
  }[];
}

/** Answer to a lookup of pasted or selected text. */
export interface LookupAnswer {
  /** The text as asked, at most 2,000 characters of it. */
  asked: string;
  /** How the text had to be repaired before it could be read, in words ("line ends", "soft hyphens"). */
  rejoined: Value[];
  /** What an ellipsis cut, as written: beginnings of values that nobody can look up. */
  truncated: string[];
  /** What is written as a range and is none ("192.0.2.0/33"): its address alone is looked up. */
  wrongRanges: WrongRange[];
  /** What stands for many values; those that are known are found by a search of its own. */
  sought: Sought[];
  items: LookupItem[];
  coverage: Coverage;
}

export interface WrongRange {
  asWritten: string;
  reason: Value;
}

/** A part of a hash, the names below a host ("*.evil.example"), the addresses in a range. */
export type Sought = { asWritten: string } & (
  | { kind: 'hash'; begins: string; ends: string }
  | { kind: 'below'; host: string }
  | { kind: 'within'; type: 'ipv4' | 'ipv6'; range: string }
);

/** What a search came to. */
export interface Searched {
  sought: Sought;
  items: LookupItem[];
  /** Not all is told: there are more than are shown, or it took too long. */
  cut?: 'many' | 'long';
}
export interface LookupItem extends Observable {
  asWritten: string;
  /** The link rewriters that were taken off, e.g. "Microsoft Safe Links"; the value is where the link leads. */
  unwrapped?: string[];
  /** Why such a value can point at nobody, e.g. a private address; said also where no source lists it. */
  impossible?: Value;
  /** Absent: unknown. */
  explanation?: Explanation;
}

/** One distinct value found on a page, as the popup and the panel list it. */
export interface PageItem extends Observable {
  verdict: Verdict;
  /** How often it stands on the page. */
  count: number;
  /** How many of those are painted. */
  painted: number;
  /** How many of those are where a link leads, not what is written. */
  links: number;
  /** Ports written with it on the page. */
  ports?: number[];
  /** A short piece of the text around its first occurrence. */
  quote: string;
  /** True where it stands only in navigation, a page footer or share links. */
  onlyInNavigation: boolean;
  /** Nobody sees any of its occurrences: preheaders, closed sections, tricks. */
  hidden?: true;
}

/** A value's identity: one key for each distinct value. */
export function keyOf({ type, value }: Observable): string {
  return `${type}:${value}`;
}

/** Why the badge counts it: exact or same, unfaded, not quiet, and somebody else says so too. */
export function isCounted({ matchClass, faded, quiet, onlyHere }: Verdict): boolean {
  return (matchClass === 'exact' || matchClass === 'same') && !faded && !quiet && !onlyHere;
}

/** Whether a mark is drawn for it; what is not is still listed. */
export function isPaintable(
  verdict: Verdict,
  type: IndicatorType,
  references: { cve: boolean; mitre_attack: boolean },
): boolean {
  if (verdict.listedOnly || (verdict.quiet && verdict.quiet.kind !== 'shared')) return false;
  return type === 'cve' || type === 'mitre_attack' ? references[type] : true;
}
