import { inForce } from '@/core/allowlist.ts';
import { defang } from '@/core/defang.ts';
import { explain } from '@/core/explain.ts';
import type {
  Coverage,
  Explanation,
  Indicator,
  IndicatorType,
  LeadsTo,
  LookupAnswer,
  LookupItem,
  Observable,
  PageIdentity,
  Searched,
  Sought,
  Verdict,
} from '@/core/indicator.ts';
import { indexKey } from '@/core/index-key.ts';
import { MOST_SOUGHT, readPacked, soughtIn, testOf } from '@/core/sought.ts';
import { impossibleReason } from '@/core/known-good.ts';
import { leadsTo } from '@/core/leads-to.ts';
import { judge, see, type MatchContext, type Rows, type Seen } from '@/core/match.ts';
import { nextTurn } from '@/core/next-turn.ts';
import { recogniseSource } from '@/core/only-here.ts';
import { chooseValues, LINE_ENDS, readSelection } from '@/core/rejoin.ts';
import type { Settings } from '@/core/settings.ts';
import type { Source } from '@/core/source.ts';
import { inTurn, message } from '@/core/words.ts';
import { truncatedIn } from '@/core/truncated.ts';
import { wrongRangesIn } from '@/core/wrong-range.ts';

export interface MatcherParts {
  rowsFor(keys: string[]): Promise<ReadonlyMap<string, readonly Indicator[]>>;
  settings(): Promise<Settings>;
  coverage(): Promise<Coverage>;
  sources(): Promise<ReadonlyMap<string, Source>>;
  /** Shows type and value of every row, hashes as their bytes, until it is enough; says whether all were shown. */
  visitValues(
    visit: (type: IndicatorType, value: string | Uint8Array) => void,
    isEnough: () => boolean,
  ): Promise<boolean>;
  /** What is answered now holds until then; ms since the epoch, Infinity for as long as nothing else changes. */
  holdsUntil(moment: number): void;
  now(): number;
}

/** Where values stand: the frame, and the tab around it where that is another page. */
export type Pages = readonly PageIdentity[];

/** The questions that pages and panels ask of the store. */
export interface Matcher {
  /** One verdict an observable, in order; undefined for unknown. Of a rewritten link that is not listed itself it is its target's. */
  match(observables: readonly Observable[], pages?: Pages): Promise<(Verdict | undefined)[]>;
  /** `ports`: those that the page writes with it. Of a rewritten link, as in `match`, its target's. */
  explain(observable: Observable, pages?: Pages, ports?: readonly number[]): Promise<Explanation | undefined>;
  lookup(text: string): Promise<LookupAnswer>;
  /** Which known values are meant by each: a pass over all rows, which takes a second for a million of them. */
  search(sought: readonly Sought[]): Promise<Searched[]>;
  /** As `explain`, of rows that are not in the store. */
  explainRows(observable: Observable, rows: readonly Indicator[]): Promise<Explanation | undefined>;
}

export function createMatcher(parts: MatcherParts): Matcher {
  async function context(pages: Pages = []): Promise<MatchContext> {
    const [{ allowlist, fadeAfterDays }, sources] = await Promise.all([parts.settings(), parts.sources()]);
    const sourceName = (id: string) => sources.get(id)?.name ?? id;
    const now = parts.now();
    const given = { now, allowlist: inForce(allowlist, now), fadeAfterDays, sourceName };
    return pages.length > 0 ? { ...given, isFromHere: recogniseSource(pages) } : given;
  }

  /** What an answer is made of. */
  async function lookAt(seen: readonly Seen[], pages?: Pages): Promise<{ rows: Rows; given: MatchContext }> {
    const keys = [...new Set(seen.flatMap((each) => each.keys))];
    const [rows, given] = await Promise.all([parts.rowsFor(keys), context(pages)]);
    parts.holdsUntil(nextTurn(rows, given));
    return { rows, given };
  }

  return {
    async match(observables, pages) {
      const links = observables.map(follow);
      const { rows, given } = await lookAt(links.flatMap(everyValue), pages);
      return links.map((link) => {
        const { seen, lead } = meant(link, rows, given);
        const verdict = judge(seen, rows, given);
        return verdict && lead ? { ...verdict, leadsTo: lead } : verdict;
      });
    },

    async explain(observable, pages, ports) {
      const link = follow(observable);
      const { rows, given } = await lookAt(everyValue(link), pages);
      const { seen, lead } = meant(link, rows, given);
      const explanation = explain(seen, rows, given, ports);
      return explanation && lead ? withLead(explanation, lead) : explanation;
    },

    async explainRows(observable, rows) {
      return explain(see(observable), Map.groupBy(rows, indexKey), await context());
    },

    async lookup(text) {
      const { readings, repaired } = readSelection(text);
      const sought = soughtIn(text);
      const ranges = sought.flatMap((part) => (part.kind === 'within' ? [rangeOf(part)] : []));
      const seen = [...ranges, ...readings].map(see);
      const [{ rows, given }, coverage] = await Promise.all([lookAt(seen), parts.coverage()]);
      const values = chooseValues(readings, (value) => isListedItself(judge(see(value), rows, given)));
      const rejoined = new Set(values.some(({ joined }) => joined) ? [...repaired, LINE_ENDS] : repaired);
      return {
        asked: text.slice(0, LONGEST_ECHO),
        rejoined: [...rejoined],
        truncated: truncatedIn(text),
        wrongRanges: wrongRangesIn(text),
        sought,
        items: [...ranges, ...values].map((value) => itemOf(value, rows, given)),
        coverage,
      };
    },

    async search(asked) {
      const sought = asked.slice(0, MOST_SOUGHT);
      const { found, isWhole } = await valuesOf(sought, parts);
      const values = found.map((each) => [...each.values()].slice(0, MOST_FOUND).map(asWritten));
      const { rows, given } = await lookAt(values.flat().map(see));
      return sought.map((part, at) => {
        const isCut = (found[at]?.size ?? 0) > MOST_FOUND;
        const items = (values[at] ?? []).map((value) => itemOf(value, rows, given));
        return { sought: part, items, ...(isCut ? { cut: 'many' } : !isWhole && { cut: 'long' }) };
      });
    },
  };
}

function itemOf(
  { type, value, asWritten: written, unwrapped, port }: Asked,
  rows: Rows,
  given: MatchContext,
): LookupItem {
  const ports = port === undefined ? [] : [port];
  const explanation = explain(see({ type, value }), rows, given, ports);
  const impossible = impossibleReason({ type, value });
  return {
    type,
    value,
    asWritten: written,
    ...(unwrapped && { unwrapped }),
    ...(impossible && { impossible }),
    ...(explanation && { explanation }),
  };
}

type Asked = Observable & { asWritten: string; unwrapped?: string[]; port?: number | undefined };

/** A range is a value, too; the reader of pages leaves it alone. */
function rangeOf({ type, range, asWritten: written }: Extract<Sought, { kind: 'within' }>): Asked {
  return { type, value: range, asWritten: written };
}

function asWritten({ type, value }: Observable): Asked {
  return { type, value, asWritten: value };
}

/** More than anybody reads. */
const MOST_FOUND = 100;
const LONGEST_SEARCH_MS = 10_000;

/** For each the known values that it means, up to one more than are shown. */
async function valuesOf(
  sought: readonly Sought[],
  { visitValues, now }: Pick<MatcherParts, 'visitValues' | 'now'>,
): Promise<{ found: ReadonlyMap<string, Observable>[]; isWhole: boolean }> {
  const searches = sought.map((part) => ({ test: testOf(part), found: new Map<string, Observable>() }));
  const isFull = ({ found }: (typeof searches)[number]) => found.size > MOST_FOUND;
  const end = now() + LONGEST_SEARCH_MS;
  const isWhole = await visitValues(
    (type, packed) => {
      for (const search of searches) {
        if (!search.test(type, packed) || isFull(search)) continue;
        const value = readPacked(type, packed);
        search.found.set(`${type}:${value.value}`, value);
      }
    },
    () => searches.every(isFull) || now() > end,
  );
  return { found: searches.map(({ found }) => found), isWhole };
}

/** A value as it stands, and where it leads if it is a rewritten link. */
interface Followed {
  itself: Seen;
  target?: { seen: Seen; lead: LeadsTo };
}

function follow(observable: Observable): Followed {
  const itself = see(observable);
  const lead = observable.type === 'url' ? leadsTo(observable.value) : undefined;
  return lead ? { itself, target: { seen: see(lead.observable), lead } } : { itself };
}

function everyValue({ itself, target }: Followed): Seen[] {
  return target ? [itself, target.seen] : [itself];
}

/** Who lists the rewritten link itself speaks of it. What is known of the rewriter's host says nothing of the target. */
function meant(
  { itself, target }: Followed,
  rows: Rows,
  context: MatchContext,
): { seen: Seen; lead?: LeadsTo } {
  if (!target) return { seen: itself };
  const { matched } = judge(itself, rows, context) ?? {};
  const isListed = matched !== undefined && indexKey({ type: 'url', value: matched }) === itself.key;
  return isListed ? { seen: itself } : target;
}

function withLead(explanation: Explanation, lead: LeadsTo): Explanation {
  const note = message('linkLeadsThrough', {
    target: defang(lead.observable),
    wrappers: inTurn(lead.unwrapped),
  });
  const { verdict, notes } = explanation;
  return { ...explanation, verdict: { ...verdict, leadsTo: lead }, notes: [note, ...notes] };
}

/** What is only around something listed decides nothing about how a text is read: "http://evil.example/a,b" is on a listed host, too. */
function isListedItself(verdict: Verdict | undefined): boolean {
  return (
    verdict?.matchClass === 'exact' || verdict?.matchClass === 'same' || verdict?.matchClass === 'reference'
  );
}

const LONGEST_ECHO = 2000;
