import type {
  Coverage,
  Explanation,
  Indicator,
  LookupAnswer,
  Observable,
  Verdict,
} from '@/core/indicator.ts';
import { impossibleReason } from '@/core/known-good.ts';
import { explain, judge, lookupKeys, type MatchContext } from '@/core/match.ts';
import { chooseValues, LINE_ENDS, readSelection } from '@/core/rejoin.ts';
import type { Settings } from '@/core/settings.ts';

export interface MatcherParts {
  rowsFor(keys: string[]): Promise<ReadonlyMap<string, readonly Indicator[]>>;
  settings(): Promise<Settings>;
  coverage(): Promise<Coverage>;
  sourceName(source: string): string;
  now(): number;
}

/** The questions that pages and panels ask of the store. */
export interface Matcher {
  /** One verdict an observable, in order; undefined for unknown. */
  match(observables: readonly Observable[]): Promise<(Verdict | undefined)[]>;
  explain(observable: Observable): Promise<Explanation | undefined>;
  lookup(text: string): Promise<LookupAnswer>;
}

export function createMatcher(parts: MatcherParts): Matcher {
  async function context(): Promise<MatchContext> {
    const { allowlist } = await parts.settings();
    return { now: parts.now(), allowlist, sourceName: parts.sourceName };
  }

  async function rowsFor(observables: readonly Observable[]) {
    return parts.rowsFor([...new Set(observables.flatMap(lookupKeys))]);
  }

  return {
    async match(observables) {
      const [rows, given] = await Promise.all([rowsFor(observables), context()]);
      return observables.map((observable) => judge(observable, rows, given));
    },

    async explain(observable) {
      const [rows, given] = await Promise.all([rowsFor([observable]), context()]);
      return explain(observable, rows, given);
    },

    async lookup(text) {
      const { readings, repaired } = readSelection(text);
      const [rows, given, coverage] = await Promise.all([rowsFor(readings), context(), parts.coverage()]);
      const values = chooseValues(readings, (value) => judge(value, rows, given) !== undefined);
      const items = values.map(({ type, value, asWritten, unwrapped }) => {
        const explanation = explain({ type, value }, rows, given);
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

const LONGEST_ECHO = 2000;
