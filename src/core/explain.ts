import { listedHost } from './classify.ts';
import { defang } from './defang.ts';
import { dissect } from './dissect.ts';
import type { Explanation, Indicator, MatchClass, SourceReport, Verdict } from './indicator.ts';
import { MOST_URLS_ON_HOST } from './index-key.ts';
import { isDocumentation } from './known-good.ts';
import { levelOf, weigh, type Match, type MatchContext, type Rows, type Seen } from './match.ts';
import { unmapped } from './range.ts';
import { withdrawnBecause } from './withdrawn.ts';
import { message, type Message } from './words.ts';

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
  const sources = labelsOf(speaking, context).join(', ');
  const { because } = verdict.quiet;
  const reason = because
    ? message('listedAllowedBecause', { sources, reason: because })
    : message('listedAllowed', { sources });
  return { ...verdict, quiet: { kind: 'allowed', reason } };
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

function whyItMatched(seen: Seen, verdict: Verdict, rows: readonly Indicator[]): Message {
  // The verdict names a row that speaks.
  const listed = rows.find((row) => row.value === verdict.matched)!;
  const { subject } = seen;
  switch (verdict.matchClass) {
    case 'exact':
      return message('whyExact');
    case 'same':
      return subject.type === 'url' && listedHost(dissect(listed)) !== undefined
        ? message('whySameHost', { listed: defang(listed) })
        : message('whySame', { listed: defang(listed) });
    case 'child':
      return message('whyChild', { listed: defang(listed) });
    case 'same-host':
      return subject.type === 'url'
        ? message('whyUrlOnHost', { listed: defang(listed) })
        : message('whyHost', { listed: defang(listed) });
    case 'range':
      return message('whyRange', { listed: defang(listed) });
    case 'mail-domain':
      return message('whyMail', { listed: defang(listed) });
    case 'reference':
      return message('whyReference');
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
): Message[] {
  const { standing: rows, others, ports } = said;
  const levels = new Set(rows.map(levelOf));
  const notes = [
    verdict.sinkhole && message('noteSinkhole'),
    verdict.onlyHere && message('noteOnlyHere'),
    levels.has('high') && levels.has('low') && message('noteDisagree'),
    verdict.quiet?.kind === 'allowed' && message('noteAllowed'),
    portNote(seen, rows, ports),
    said.isWithdrawn && message('noteWithdrawn'),
    verdict.faded && !said.isWithdrawn && message('noteFaded'),
    verdict.listedOnly && !said.isWithdrawn && LISTED_ONLY[verdict.matchClass],
    verdict.matchClass === 'same-host' &&
      rows.length >= MOST_URLS_ON_HOST &&
      message('noteFirstUrls', { number: MOST_URLS_ON_HOST }),
    ...others.map(alsoNote),
    isDocumentation(seen.subject) && message('noteMadeUp'),
  ];
  // Two sources may give reason for the same note.
  return [
    ...new Map(
      notes.filter((note) => typeof note === 'object').map((note) => [JSON.stringify(note), note]),
    ).values(),
  ];
}

const LISTED_ONLY: Partial<Record<MatchClass, Message>> = {
  'same-host': message('noteHostOnly'),
  range: message('noteWideRange'),
  'mail-domain': message('noteMailOnly'),
};

/** Both ports, so that the reader can tell whether the same service is meant. */
function portNote(
  { subject, url }: Seen,
  rows: readonly Indicator[],
  ports: readonly number[],
): Message | undefined {
  const here = distinct([...ports, ...(url?.port ? [Number(url.port)] : [])]);
  // A value that is listed as it stands has its port in it.
  const listed = distinct(
    rows.filter((row) => row.type !== 'url' || row.value !== subject.value).flatMap(portsOf),
  );
  if (listed.length === 0) return undefined;
  const said = { count: listed.length, ports: listed.join(', ') };
  if (here.length === 0) return message('listedPorts', said);
  const seen = message('portsHere', { count: here.length, ports: here.join(', ') });
  if (!here.every((port) => listed.includes(port)))
    return message('listedPortsOther', { ...said, here: seen });
  return listed.length === here.length
    ? message('listedPortsSame', said)
    : message('listedPortsOne', { ...said, here: seen });
}

function portsOf(row: Indicator): number[] {
  if (row.port !== undefined) return [row.port];
  const port = dissect(row).url?.port;
  return port ? [Number(port)] : [];
}

function distinct(ports: readonly number[]): number[] {
  return [...new Set(ports)].toSorted((a, b) => a - b);
}

/** What else is listed around a value that is known already. */
function alsoNote({ matchClass, row, listed }: Match): Message | undefined {
  switch (matchClass) {
    case 'child':
      return message('alsoBelow', { listed: defang(row) });
    case 'same-host':
      return message('alsoUrlsOn', {
        listed: defang({ type: hostType(listed.host), value: unmapped(listed.host ?? '') }),
      });
    case 'range':
      return message('alsoInside', { listed: defang(row) });
    case 'mail-domain':
      return message('alsoDomain', { listed: defang(row) });
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
