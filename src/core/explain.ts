import { listedHost } from './classify.ts';
import { defang } from './defang.ts';
import { dissect } from './dissect.ts';
import type { Explanation, Indicator, MatchClass, SourceReport, Verdict } from './indicator.ts';
import { MOST_URLS_ON_HOST } from './index-key.ts';
import { isDocumentation } from './known-good.ts';
import { levelOf, weigh, type Match, type MatchContext, type Rows, type Seen } from './match.ts';
import { unmapped } from './range.ts';
import { withdrawnBecause } from './withdrawn.ts';

/**
 * The whole answer about one value, for the card and the panel; undefined for unknown. `ports`: those that the page writes with
 * it.
 */
export function explain(
  seen: Seen,
  rows: Rows,
  context: MatchContext,
  ports: readonly number[] = [],
): Explanation | undefined {
  const weighed = weigh(seen, rows, context);
  if (!weighed) return undefined;
  const { verdict, speaking, others } = weighed;
  const standing = standingOf(speaking, context);
  const first = speaking.flatMap((row) => row.firstSeen ?? []).toSorted()[0];
  const last = speaking
    .flatMap((row) => row.lastSeen ?? row.firstSeen ?? [])
    .toSorted()
    .at(-1);
  return {
    ...seen.subject,
    verdict: nameWhoLists(verdict, speaking, context),
    why: whyItMatched(seen, verdict, speaking),
    confidenceFrom: labelsOf(
      standing.filter((row) => levelOf(row) === verdict.confidence),
      context,
    ),
    ...(first && { firstReported: first }),
    ...(last && { lastReported: last }),
    added: toIso(Math.min(...speaking.map((row) => row.added))),
    sources: speaking.map((row) => report(row, context)),
    tags: [...new Set(speaking.flatMap((row) => row.tags))],
    techniques: [...new Set(speaking.flatMap((row) => row.techniques))],
    notes: notesOn(seen, verdict, { standing, others, ports, isWithdrawn: isWithdrawn(speaking, context) }),
  };
}

/** The rows that the verdict goes by: those of sources that took theirs back only where there are no others. */
function standingOf(rows: readonly Indicator[], context: MatchContext): readonly Indicator[] {
  return isWithdrawn(rows, context) ? rows : rows.filter((row) => !withdrawnBecause(row, context.now));
}

function isWithdrawn(rows: readonly Indicator[], { now }: MatchContext): boolean {
  return rows.every((row) => withdrawnBecause(row, now));
}

/** Of what the user allows: who lists it none the less. The page is not told so, the reader is. */
function nameWhoLists(verdict: Verdict, speaking: readonly Indicator[], context: MatchContext): Verdict {
  if (verdict.quiet?.kind !== 'allowed') return verdict;
  const { kind, reason } = verdict.quiet;
  const listedBy = `listed by ${labelsOf(speaking, context).join(', ')}`;
  return { ...verdict, quiet: { kind, reason: `${listedBy}, ${reason.replace(/^A/, 'a')}` } };
}

function labelsOf(rows: readonly Indicator[], context: MatchContext): string[] {
  return [...new Set(rows.map((row) => labelOf(row, context)))];
}

function labelOf(row: Indicator, context: MatchContext): string {
  return row.feed ?? row.article?.title ?? context.sourceName(row.source);
}

function report(row: Indicator, context: MatchContext): SourceReport {
  const label = row.origin === 'article' && row.article?.title ? row.article.title : labelOf(row, context);
  const { port, category, firstSeen, lastSeen, context: words, tlp } = row;
  const withdrawn = withdrawnBecause(row, context.now);
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
    ...(tlp && { tlp }),
    ...(withdrawn && { withdrawn }),
  };
}

function whyItMatched(seen: Seen, verdict: Verdict, rows: readonly Indicator[]): string {
  // The verdict names a row that speaks.
  const listed = rows.find((row) => row.value === verdict.matched)!;
  const { subject } = seen;
  switch (verdict.matchClass) {
    case 'exact':
      return 'Exact match: this very value is listed.';
    case 'same':
      return subject.type === 'url' && listedHost(dissect(listed)) !== undefined
        ? `Same: the host of this URL is listed, as ${defang(listed)}.`
        : `Same thing in other words: listed as ${defang(listed)}.`;
    case 'child':
      return `Child: below ${defang(listed)}, which is listed; this name itself is not.`;
    case 'same-host':
      return subject.type === 'url'
        ? `Same host: another URL on this host is listed, ${defang(listed)}; this one is not.`
        : `Same host: a URL on it is listed, ${defang(listed)}; the host itself is not.`;
    case 'range':
      return `Range: inside ${defang(listed)}, which is listed; this address itself is not.`;
    case 'mail-domain':
      return `Mail domain: the domain of this address is listed, as ${defang(listed)}; the address itself is not.`;
    case 'reference':
      return 'Reference: an id that sources mention, not a threat by itself.';
  }
}

function notesOn(
  seen: Seen,
  verdict: Verdict,
  said: {
    standing: readonly Indicator[];
    others: readonly Match[];
    ports: readonly number[];
    isWithdrawn: boolean;
  },
): string[] {
  const { standing: rows, others, ports } = said;
  const levels = new Set(rows.map(levelOf));
  const notes = [
    verdict.sinkhole && 'Sinkhole: contact suggests infection.',
    verdict.onlyHere &&
      'Only reported here: every source that lists it is this very page, and a report does not confirm itself.',
    levels.has('high') && levels.has('low') && 'Sources disagree: one says high, another low.',
    verdict.quiet?.kind === 'allowed' && 'Sources disagree with your allowlist: they list it, you allow it.',
    portNote(seen, rows, ports),
    said.isWithdrawn && 'Withdrawn: no source stands by it (any more), so it is not marked on the page.',
    verdict.faded &&
      !said.isWithdrawn &&
      'Faded: not reported for a long time, so it may have changed hands.',
    verdict.listedOnly && !said.isWithdrawn && LISTED_ONLY[verdict.matchClass],
    verdict.matchClass === 'same-host' &&
      rows.length >= MOST_URLS_ON_HOST &&
      `Only the first ${MOST_URLS_ON_HOST} listed URLs of this host were read; there may be more.`,
    ...others.map(alsoNote),
    isDocumentation(seen.subject) && 'Reserved for documentation: a made-up example, not a real host.',
  ];
  return [...new Set(notes.filter((note) => typeof note === 'string'))];
}

const LISTED_ONLY: Partial<Record<MatchClass, string>> = {
  'same-host': 'Not marked on the page: what is listed on a host need not be true of all of it.',
  range: 'Not marked on the page: the listed range is wide, and has many owners.',
  'mail-domain': 'Not marked on the page: a domain may be listed for other reasons than its mail.',
};

/** Both ports, so that the reader can tell whether the same service is meant. */
function portNote(
  { subject, url }: Seen,
  rows: readonly Indicator[],
  ports: readonly number[],
): string | undefined {
  const here = distinct([...ports, ...(url?.port ? [Number(url.port)] : [])]);
  // A value that is listed as it stands has its port in it.
  const listed = distinct(
    rows.filter((row) => row.type !== 'url' || row.value !== subject.value).flatMap(portsOf),
  );
  if (listed.length === 0) return undefined;
  const said = `Listed with ${inWords(listed)}`;
  if (here.length === 0) return `${said}.`;
  if (here.every((port) => listed.includes(port)))
    return listed.length === here.length
      ? `${said}; here it stands with the same ${here.length === 1 ? 'port' : 'ports'}.`
      : `${said}; here it stands with ${inWords(here)}, the same port as one of those.`;
  return `${said}; here it stands with ${inWords(here)}.`;
}

function portsOf(row: Indicator): number[] {
  if (row.port !== undefined) return [row.port];
  const port = dissect(row).url?.port;
  return port ? [Number(port)] : [];
}

function distinct(ports: readonly number[]): number[] {
  return [...new Set(ports)].toSorted((a, b) => a - b);
}

function inWords(ports: readonly number[]): string {
  return `${ports.length === 1 ? 'port' : 'ports'} ${ports.join(', ')}`;
}

/** What else is listed around a value that is known already. */
function alsoNote({ matchClass, row, listed }: Match): string | undefined {
  switch (matchClass) {
    case 'child':
      return `Also below ${defang(row)}, which is listed.`;
    case 'same-host':
      return `Also listed: URLs on ${defang({ type: hostType(listed.host), value: unmapped(listed.host ?? '') })}.`;
    case 'range':
      return `Also inside ${defang(row)}, which is listed.`;
    case 'mail-domain':
      return `Also listed: its domain, ${defang(row)}.`;
    default:
      return undefined;
  }
}

function hostType(host = ''): 'ipv4' | 'ipv6' | 'domain' {
  if (host.includes(':')) return 'ipv6';
  return /^[\d.]+$/.test(host) ? 'ipv4' : 'domain';
}

function toIso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
