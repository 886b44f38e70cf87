import { explain } from '@/core/explain.ts';
import type {
  Coverage,
  Explanation,
  Indicator,
  LookupAnswer,
  Observable,
  PageIdentity,
  Verdict,
} from '@/core/indicator.ts';
import { impossibleReason } from '@/core/known-good.ts';
import { judge, see, type MatchContext, type Seen } from '@/core/match.ts';
import { recogniseSource } from '@/core/only-here.ts';
import { chooseValues, LINE_ENDS, readSelection } from '@/core/rejoin.ts';
import type { Settings } from '@/core/settings.ts';

export interface MatcherParts {
  rowsFor(keys: string[]): Promise<ReadonlyMap<string, readonly Indicator[]>>;
  settings(): Promise<Settings>;
  coverage(): Promise<Coverage>;
  sourceName(source: string): string;
  now(): number;
}

/** Where values stand: the frame, and the tab around it where that is another page. */
export type Pages = readonly PageIdentity[];

/** The questions that pages and panels ask of the store. */
export interface Matcher {
  /** One verdict an observable, in order; undefined for unknown. */
  match(observables: readonly Observable[], pages?: Pages): Promise<(Verdict | undefined)[]>;
  /** `ports`: those that the page writes with it. */
  explain(observable: Observable, pages?: Pages, ports?: readonly number[]): Promise<Explanation | undefined>;
  lookup(text: string): Promise<LookupAnswer>;
}

export function createMatcher(parts: MatcherParts): Matcher {
  async function context(pages: Pages = []): Promise<MatchContext> {
    const { allowlist, fadeAfterDays } = await parts.settings();
    const { sourceName } = parts;
    const given = { now: parts.now(), allowlist, fadeAfterDays, sourceName };
    return pages.length > 0 ? { ...given, isFromHere: recogniseSource(pages) } : given;
  }

  function rowsFor(seen: readonly Seen[]) {
    return parts.rowsFor([...new Set(seen.flatMap(({ keys }) => keys))]);
  }

  return {
    async match(observables, pages) {
      const seen = observables.map(see);
      const [rows, given] = await Promise.all([rowsFor(seen), context(pages)]);
      return seen.map((each) => judge(each, rows, given));
    },

    async explain(observable, pages, ports) {
      const seen = see(observable);
      const [rows, given] = await Promise.all([rowsFor([seen]), context(pages)]);
      return explain(seen, rows, given, ports);
    },

    async lookup(text) {
      const { readings, repaired } = readSelection(text);
      const seen = readings.map(see);
      const [rows, given, coverage] = await Promise.all([rowsFor(seen), context(), parts.coverage()]);
      const values = chooseValues(readings, (value) => isListedItself(judge(see(value), rows, given)));
      const items = values.map(({ type, value, asWritten, unwrapped, port }) => {
        const ports = port === undefined ? [] : [port];
        const explanation = explain(see({ type, value }), rows, given, ports);
        const impossible = impossibleReason({ type, value });
        return {
          type,
          value,
          asWritten,
          ...(unwrapped && { unwrapped }),
          ...(impossible && { impossible }),
          ...(explanation && { explanation }),
        };
      });
      const rejoined = new Set(values.some(({ joined }) => joined) ? [...repaired, LINE_ENDS] : repaired);
      return { asked: text.slice(0, LONGEST_ECHO), rejoined: [...rejoined], items, coverage };
    },
  };
}

/** What is only around something listed decides nothing about how a text is read: "http://evil.example/a,b" is on a listed host, too. */
function isListedItself(verdict: Verdict | undefined): boolean {
  return (
    verdict?.matchClass === 'exact' || verdict?.matchClass === 'same' || verdict?.matchClass === 'reference'
  );
}

const LONGEST_ECHO = 2000;
