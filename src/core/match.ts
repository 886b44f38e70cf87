import { allowing } from './allowlist.ts';
import { classify, listedHost, listedRange } from './classify.ts';
import { dissect, type Dissected } from './dissect.ts';
import { isFaded } from './fading.ts';
import type { Indicator, Level, MatchClass, Observable, Quiet, Verdict } from './indicator.ts';
import { LEVELS } from './indicator.ts';
import { isUrlsOnKey } from './index-key.ts';
import { impossibleReason } from './known-good.ts';
import { lookupKeys } from './lookup-keys.ts';
import { isAddress, isNarrow } from './range.ts';
import type { AllowEntry, Settings } from './settings.ts';
import { isSharedService, sharedReason } from './shared-services.ts';
import { isSinkhole } from './sinkholes.ts';
import { withdrawnBecause } from './withdrawn.ts';
import { message } from './words.ts';

/** Rows of the store by the key they were looked up under. */
export type Rows = ReadonlyMap<string, readonly Indicator[]>;

export interface MatchContext {
  /** Milliseconds since the epoch. */
  now: number;
  allowlist: readonly AllowEntry[];
  fadeAfterDays: Settings['fadeAfterDays'];
  /** Id of a local source -> its name. */
  sourceName: (source: string) => string;
  /** Whether a row comes from the very page that is being read (see only-here.ts); absent where no page is. */
  isFromHere?: (row: Indicator) => boolean;
}

/** A value that is asked about, with the keys under which the store may know it. */
export interface Seen extends Dissected {
  keys: string[];
}

export function see(observable: Observable): Seen {
  const seen = dissect(observable);
  return { ...seen, keys: lookupKeys(seen) };
}

/** Whether a value is known, how, and how loudly that is shown; undefined for unknown. */
export function judge(seen: Seen, rows: Rows, context: MatchContext): Verdict | undefined {
  return weigh(seen, rows, context)?.verdict;
}

/** A row that makes a value known. */
export interface Match {
  row: Indicator;
  matchClass: MatchClass;
  listed: Dissected<Indicator>;
}

export interface Weighed {
  verdict: Verdict;
  /** The rows that the verdict rests on, loudest first. */
  speaking: Indicator[];
  /** Rows that relate to the value in a looser way. */
  others: Match[];
}

/** The verdict with what it rests on; undefined for unknown. */
export function weigh(seen: Seen, rows: Rows, context: MatchContext): Weighed | undefined {
  const matches = findMatches(seen, rows);
  // What a source took back speaks only where nobody else does.
  const nearest = nearestOf(matches.filter(({ row }) => stands(row, context))) ?? nearestOf(matches);
  if (!nearest) return undefined;
  const speaking = matches.filter((match) => speaksWith(match, nearest));
  const said = speaking.map(({ row }) => row);
  return {
    verdict: verdictOf(seen, nearest, speaking, context),
    speaking: loudestFirst(said),
    others: matches.filter((match) => !speaking.includes(match)),
  };
}

/** Whether its source still means it. */
function stands(row: Indicator, { now }: MatchContext): boolean {
  return withdrawnBecause(row, now) === undefined;
}

function findMatches(seen: Seen, rows: Rows): Match[] {
  const matches = new Map<string, Match>();
  for (const key of seen.keys)
    for (const row of rows.get(key) ?? []) {
      // A URL is found by itself and by its host; the store reads it anew for each.
      const id = `${row.source} ${row.id}`;
      if (matches.has(id)) continue;
      const listed = dissect(row);
      const matchClass = classify(seen, listed, isUrlsOnKey(key));
      if (matchClass) matches.set(id, { row, matchClass, listed });
    }
  return [...matches.values()];
}

/** The class that is closest speaks. An address with a listed URL is closer to it than to its neighbours in a range. */
const CLASS_ORDER: readonly MatchClass[] = [
  'exact',
  'reference',
  'same',
  'child',
  'same-host',
  'range',
  'mail-domain',
];

/** Of one class the first: keys come nearest first. Of ranges the narrowest; of the same, rather than a shared service what is on it. */
function nearestOf(matches: readonly Match[]): Match | undefined {
  return matches.toSorted(
    (a, b) =>
      CLASS_ORDER.indexOf(a.matchClass) - CLASS_ORDER.indexOf(b.matchClass) ||
      Number(isOfSharedHost(a)) - Number(isOfSharedHost(b)) ||
      bitsOf(b) - bitsOf(a),
  )[0];
}

function bitsOf({ matchClass, row }: Match): number {
  return matchClass === 'range' ? (listedRange(row)?.bits ?? 0) : 0;
}

function isOfSharedHost({ listed }: Match): boolean {
  const host = listedHost(listed);
  return host !== undefined && isSharedService(host);
}

/** Whether a row speaks of the same thing as the nearest one does. */
function speaksWith(match: Match, nearest: Match): boolean {
  switch (nearest.matchClass) {
    case 'exact':
    case 'same':
      // Of a page on a shared service, what is said of the service as a whole is no word more.
      return (
        (match.matchClass === 'exact' || match.matchClass === 'same') &&
        (isOfSharedHost(nearest) || !isOfSharedHost(match))
      );
    case 'child':
      // Of several listed parents the nearest speaks; farther ones would only blur it.
      return match.matchClass === 'child' && listedHost(match.listed) === listedHost(nearest.listed);
    case 'range':
      return match.matchClass === 'range' && match.row.value === nearest.row.value;
    default:
      return match.matchClass === nearest.matchClass;
  }
}

function verdictOf(seen: Seen, nearest: Match, speaking: readonly Match[], context: MatchContext): Verdict {
  const { matchClass, row } = nearest;
  const said = speaking.map((match) => match.row);
  const standing = said.filter((each) => stands(each, context));
  const isWithdrawn = standing.length === 0;
  const rows = isWithdrawn ? said : standing;
  const fresh = isWithdrawn ? [] : rows.filter((each) => !isFaded(each, context.fadeAfterDays, context.now));
  const faded = fresh.length === 0;
  const confidence = highest(faded ? rows : fresh);
  const quiet = quietReason(seen, nearest, speaking, context.allowlist);
  return {
    matchClass,
    matched: row.value,
    confidence,
    level:
      quiet?.kind === 'shared' ? 'unrated' : lower(confidence, Number(faded) + Number(isRelated(matchClass))),
    faded,
    ...(quiet && { quiet }),
    ...((isWithdrawn || isListedOnly(seen, nearest)) && { listedOnly: true }),
    ...(context.isFromHere && rows.every(context.isFromHere) && { onlyHere: true }),
    ...(isSinkhole(seen.host, rows) && { sinkhole: true }),
  };
}

/** What is listed is not the value itself but something around it: that is shown one level lower. */
function isRelated(matchClass: MatchClass): boolean {
  return matchClass !== 'exact' && matchClass !== 'same' && matchClass !== 'reference';
}

function isListedOnly({ host }: Seen, { matchClass, row }: Match): boolean {
  switch (matchClass) {
    case 'mail-domain':
      return true;
    case 'same-host':
      // A name may have many owners' pages below it; an address is one machine.
      return host === undefined || !isAddress(host);
    case 'range': {
      const range = listedRange(row);
      return range === undefined || !isNarrow(range);
    }
    default:
      return false;
  }
}

function quietReason(
  seen: Seen,
  nearest: Match,
  speaking: readonly Match[],
  allowlist: readonly AllowEntry[],
): Quiet | undefined {
  const impossible = impossibleReason(seen.subject);
  if (impossible) return { kind: 'impossible', reason: impossible };
  const allowed = allowing(seen, allowlist) ?? allowingAll(speaking, allowlist);
  if (allowed) {
    const { reason } = allowed;
    return reason
      ? { kind: 'allowed', reason: message('allowedBecause', { reason }), because: reason }
      : { kind: 'allowed', reason: message('allowedByYou') };
  }
  const bare = nearest.matchClass === 'range' ? seen.host : listedHost(nearest.listed);
  const shared = bare === undefined ? undefined : sharedReason(bare);
  return shared ? { kind: 'shared', reason: shared } : undefined;
}

/** Who allows all that is listed allows what it would light up. */
function allowingAll(speaking: readonly Match[], allowlist: readonly AllowEntry[]): AllowEntry | undefined {
  const entries = speaking.map(({ listed }) => allowing(listed, allowlist));
  return entries.every((entry) => entry !== undefined) ? entries[0] : undefined;
}

export function levelOf(row: Indicator): Level {
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
