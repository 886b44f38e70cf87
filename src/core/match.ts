import { getDomain } from 'tldts';
import { defang } from './defang.ts';
import type {
  Explanation,
  Indicator,
  Level,
  MatchClass,
  Observable,
  Quiet,
  SourceReport,
  Verdict,
} from './indicator.ts';
import { LEVELS } from './indicator.ts';
import { casedUrlKey, hostKey, indexKey, isRoot, urlKey } from './index-key.ts';
import { hostOf, impossibleReason, isDocumentation, sharedReason } from './known-good.ts';
import { parseUrl, type UrlParts } from './normalize.ts';
import type { AllowEntry } from './settings.ts';

/** Rows of the store by the key they were looked up under. */
export type Rows = ReadonlyMap<string, readonly Indicator[]>;

export interface MatchContext {
  /** Milliseconds since the epoch. */
  now: number;
  allowlist: readonly AllowEntry[];
  /** Id of a local source -> its name. */
  sourceName: (source: string) => string;
}

/** Every key under which a row that makes this value known may be stored, nearest first. */
export function lookupKeys(observable: Observable): string[] {
  const keys = [indexKey(observable)];
  if (observable.type === 'url') {
    const parts = parseUrl(observable.value);
    if (!parts) return keys;
    if (parts.query) keys.push(urlKey(parts, ''));
    keys.push(hostKey(parts.host), ...parentsOf(parts.host).map(hostKey));
  } else if (observable.type === 'domain') {
    keys.push(...parentsOf(observable.value).map(hostKey));
  }
  return [...new Set(keys)];
}

/** "a.b.evil.example" -> ["b.evil.example", "evil.example"]: down to the registrable domain, private suffixes (hopto.org) counted as suffixes. */
function parentsOf(host: string): string[] {
  const registrable = getDomain(host, { allowPrivateDomains: true });
  const parents: string[] = [];
  if (!registrable) return parents;
  for (let rest = host; rest !== registrable;) {
    rest = rest.slice(rest.indexOf('.') + 1);
    parents.push(rest);
  }
  return parents;
}

/** Whether a value is known, how, and how loudly that is shown; undefined for unknown. */
export function judge(observable: Observable, rows: Rows, context: MatchContext): Verdict | undefined {
  return weigh(observable, rows, context)?.verdict;
}

/** The whole answer about one value, for the card and the panel; undefined for unknown. */
export function explain(observable: Observable, rows: Rows, context: MatchContext): Explanation | undefined {
  const weighed = weigh(observable, rows, context);
  if (!weighed) return undefined;
  const { verdict, matches } = weighed;
  const first = matches.flatMap((row) => row.firstSeen ?? []).toSorted()[0];
  const last = matches
    .flatMap((row) => row.lastSeen ?? row.firstSeen ?? [])
    .toSorted()
    .at(-1);
  return {
    ...observable,
    verdict,
    why: whyItMatched(observable, verdict, matches),
    confidenceFrom: [
      ...new Set(
        matches.filter((row) => levelOf(row) === verdict.confidence).map((row) => labelOf(row, context)),
      ),
    ],
    ...(first && { firstReported: first }),
    ...(last && { lastReported: last }),
    added: toIso(Math.min(...matches.map((row) => row.added))),
    sources: matches.map((row) => report(row, context)),
    tags: [...new Set(matches.flatMap((row) => row.tags))],
    techniques: [...new Set(matches.flatMap((row) => row.techniques))],
    notes: notesOn(observable, verdict, matches),
  };
}

const CLASS_ORDER: readonly MatchClass[] = ['exact', 'reference', 'same', 'child'];

function weigh(observable: Observable, rows: Rows, context: MatchContext) {
  const matches: { row: Indicator; matchClass: MatchClass }[] = [];
  for (const key of lookupKeys(observable))
    for (const row of rows.get(key) ?? []) {
      const matchClass = classify(observable, row);
      if (matchClass) matches.push({ row, matchClass });
    }
  const best = CLASS_ORDER.find((name) => matches.some((match) => match.matchClass === name));
  if (!best) return undefined;
  // "Exact" and "same" speak of one thing; what is said of a parent is said of another.
  const related = matches.filter((match) => (match.matchClass === 'child') === (best === 'child'));
  const nearest = related.find((match) => match.matchClass === best)!;
  // Of several listed parents the nearest speaks; farther ones would only blur it.
  const speaking = related
    .map((match) => match.row)
    .filter((row) => best !== 'child' || hostOf(row) === hostOf(nearest.row));
  return {
    verdict: verdictOf(observable, best, nearest.row, speaking, context),
    matches: loudestFirst(speaking),
  };
}

function verdictOf(
  observable: Observable,
  matchClass: MatchClass,
  nearest: Indicator,
  rows: readonly Indicator[],
  context: MatchContext,
): Verdict {
  const fresh = rows.filter((row) => !isFaded(row, context.now));
  const faded = fresh.length === 0;
  const confidence = highest(faded ? rows : fresh);
  const quiet = quietReason(
    observable,
    matchClass === 'child' ? undefined : listedHost(nearest),
    context.allowlist,
  );
  return {
    matchClass,
    matched: nearest.value,
    confidence,
    level:
      quiet?.kind === 'shared'
        ? 'unrated'
        : lower(confidence, Number(faded) + Number(matchClass === 'child')),
    faded,
    ...(quiet && { quiet }),
  };
}

/** How a row that was found under one of the value's keys relates to it; undefined where it does not after all. */
function classify(observable: Observable, row: Indicator): MatchClass | undefined {
  if (observable.type === 'cve' || observable.type === 'mitre_attack')
    return row.value === observable.value ? 'reference' : undefined;
  if (row.type === observable.type && row.value === observable.value) return 'exact';
  if (indexKey(row) === indexKey(observable)) return sameKey(observable, row);
  if (observable.type !== 'url' && observable.type !== 'domain') return undefined;
  const host = hostOf(observable) ?? '';
  const listed = listedHost(row);
  if (listed === undefined) return observable.type === 'url' ? sameWithoutQuery(observable, row) : undefined;
  if (hostKey(listed) === hostKey(host)) return 'same';
  return host.endsWith(`.${listed}`) ? 'child' : undefined;
}

/** Two URLs under one key; everything else that shares a key is the same. */
function sameKey(observable: Observable, row: Indicator): MatchClass | undefined {
  const listed = row.type === 'url' ? parseUrl(row.value) : undefined;
  const seen = observable.type === 'url' ? parseUrl(observable.value) : undefined;
  // A row with a fragment names one view of a page: it is the same only as itself.
  if (listed?.fragment && listed.fragment !== seen?.fragment) return undefined;
  if (!listed || !seen || isRoot(listed)) return 'same';
  return isSameCase(seen, seen.query, listed, row) ? 'same' : undefined;
}

function sameWithoutQuery(observable: Observable, row: Indicator): MatchClass | undefined {
  const seen = parseUrl(observable.value);
  const listed = parseUrl(row.value);
  if (!seen?.query || !listed || listed.query || listed.fragment || indexKey(row) !== urlKey(seen, ''))
    return undefined;
  return isSameCase(seen, '', listed, row) ? 'same' : undefined;
}

/**
 * "/AbC" and "/aBc" may be two pages (of a shortener, say). But many lists are lower-cased as a whole, so a row without any
 * capital letter stands for every spelling.
 */
function isSameCase(seen: UrlParts, query: string, listed: UrlParts, row: Indicator): boolean {
  return (
    row.value === row.value.toLowerCase() || casedUrlKey(seen, query) === casedUrlKey(listed, listed.query)
  );
}

/** The host that a row lists as such: a domain, an address or a root URL. */
function listedHost(row: Indicator): string | undefined {
  if (row.type === 'domain' || row.type === 'ipv4' || row.type === 'ipv6') return row.value;
  const parts = row.type === 'url' ? parseUrl(row.value) : undefined;
  return parts && isRoot(parts) ? parts.host : undefined;
}

const DAY = 86_400_000;
/** Days after which a row is old news; a hash never is. */
const FADES_AFTER: Partial<Record<Indicator['type'], number>> = {
  ipv4: 30,
  ipv6: 30,
  url: 30,
  domain: 90,
  email: 180,
};

function isFaded(row: Indicator, now: number): boolean {
  const days = FADES_AFTER[row.type];
  if (days === undefined) return false;
  const last = row.lastSeen ?? row.firstSeen;
  return now - (last ? Date.parse(last) : row.added) > days * DAY;
}

function levelOf(row: Indicator): Level {
  return row.confidence ?? 'unrated';
}

function highest(rows: readonly Indicator[]): Level {
  return LEVELS.find((level) => rows.some((row) => levelOf(row) === level)) ?? 'unrated';
}

function lower(level: Level, steps: number): Level {
  return LEVELS[Math.min(LEVELS.indexOf(level) + steps, LEVELS.length - 1)] ?? 'unrated';
}

function loudestFirst(rows: readonly Indicator[]): Indicator[] {
  return rows.toSorted((a, b) => LEVELS.indexOf(levelOf(a)) - LEVELS.indexOf(levelOf(b)));
}

/** `listed`: the bare host whose listing speaks for the value; a URL with a path, or a tenant's host, keeps its full strength. */
function quietReason(
  observable: Observable,
  listed: string | undefined,
  allowlist: readonly AllowEntry[],
): Quiet | undefined {
  const impossible = impossibleReason(observable);
  if (impossible) return { kind: 'impossible', reason: impossible };
  const allowed = allowlist.find((entry) => isAllowed(observable, entry));
  if (allowed) return { kind: 'allowed', reason: `Allowed by you${allowed.reason && `: ${allowed.reason}`}` };
  const shared = listed === undefined ? undefined : sharedReason(listed);
  return shared ? { kind: 'shared', reason: shared } : undefined;
}

function isAllowed(observable: Observable, entry: AllowEntry): boolean {
  if (observable.value === entry.value) return true;
  const host = hostOf(observable);
  if (entry.scope !== 'domain-and-below' || host === undefined) return false;
  return host === entry.value || host.endsWith(`.${entry.value}`);
}

function labelOf(row: Indicator, context: MatchContext): string {
  return row.feed ?? row.article?.title ?? context.sourceName(row.source);
}

function report(row: Indicator, context: MatchContext): SourceReport {
  const label = row.origin === 'article' && row.article?.title ? row.article.title : labelOf(row, context);
  const { port, category, firstSeen, lastSeen, context: words } = row;
  return {
    label: row.feed && label !== row.feed ? `${row.feed}: ${label}` : label,
    ...(row.article?.url && { url: row.article.url }),
    via: context.sourceName(row.source),
    value: row.value,
    confidence: levelOf(row),
    added: toIso(row.added),
    ...(port !== undefined && { port }),
    ...(category && { category }),
    ...(firstSeen && { firstSeen }),
    ...(lastSeen && { lastSeen }),
    ...(words && { context: words }),
  };
}

function whyItMatched(observable: Observable, verdict: Verdict, rows: readonly Indicator[]): string {
  const listed = rows.find((row) => row.value === verdict.matched) ?? rows[0]!;
  switch (verdict.matchClass) {
    case 'exact':
      return 'Exact match: this very value is listed.';
    case 'same':
      return observable.type === 'url' && listedHost(listed) !== undefined
        ? `Same: the host of this URL is listed, as ${defang(listed)}.`
        : `Same thing in other words: listed as ${defang(listed)}.`;
    case 'child':
      return `Child: below ${defang(listed)}, which is listed; this name itself is not.`;
    case 'reference':
      return 'Reference: an id that sources mention, not a threat by itself.';
  }
}

function notesOn(observable: Observable, verdict: Verdict, rows: readonly Indicator[]): string[] {
  const notes: string[] = [];
  const levels = new Set(rows.map(levelOf));
  if (levels.has('high') && levels.has('low')) notes.push('Sources disagree: one says high, another low.');
  if (verdict.quiet?.kind === 'allowed')
    notes.push('Sources disagree with your allowlist: they list it, you allow it.');
  const ports = [...new Set(rows.flatMap((row) => row.port ?? []))];
  if (ports.length > 0) notes.push(`Listed with port ${ports.join(', ')}.`);
  if (verdict.faded) notes.push('Faded: not reported for a long time, so it may have changed hands.');
  if (isDocumentation(observable))
    notes.push('Reserved for documentation: a made-up example, not a real host.');
  return notes;
}

function toIso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
