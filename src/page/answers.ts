import type { IndicatorType, Observable, Verdict } from '@/core/indicator.ts';
import { MATCH_BATCH, type MatchReply } from '@/extension/messages.ts';

/** What the worker said about values, remembered for as long as its epoch lasts. */
export interface Answers {
  /** `undefined`: not known, or not asked. */
  verdictOf(observable: Observable): Verdict | undefined;
  isMissing(observable: Observable): boolean;
  knowsAny(): boolean;
  /** Asks about those that are missing. What the worker refused for want of budget stays missing. */
  learn(observables: Iterable<Observable>): Promise<void>;
  /** Set when the worker stopped answering: how many distinct values were asked about, and how many there were. */
  capped(): { asked: number; total: number } | undefined;
  forget(): void;
  /** What was refused is missing again: there may be budget for it now. */
  retry(): void;
  /** The known are to be asked again: what makes them worth a mark may have changed, but not that others are unknown. */
  reconsider(): void;
}

/** A page can make up values for ever; counting them is not worth its memory. */
const MOST_REFUSED = 100_000;

const OUT_OF_BUDGET: MatchReply = { ok: false, reason: 'budget', asked: 0 };

/** `match` answers with nothing when the worker could not be reached; then its values stay missing. */
export function createAnswers(
  match: (observables: Observable[]) => Promise<MatchReply | undefined>,
): Answers {
  // By type first: to make a key of both, for every value that is read and each time that it is asked about, is dear.
  const given = new Map<IndicatorType, Map<string, Verdict | 'unknown'>>();
  const refused = new Set<string>();
  let known = 0;
  let life = 0;

  const answerTo = ({ type, value }: Observable) => given.get(type)?.get(value);

  const isMissing = (observable: Observable): boolean =>
    answerTo(observable) === undefined && !(refused.size > 0 && refused.has(keyOf(observable)));

  async function learn(observables: Iterable<Observable>): Promise<void> {
    const byKey = new Map<string, Observable>();
    for (const { type, value } of observables)
      if (isMissing({ type, value })) byKey.set(keyOf({ type, value }), { type, value });
    const missing = [...byKey.values()];
    const mine = life;
    for (let from = 0; from < missing.length; from += MATCH_BATCH) {
      const batch = missing.slice(from, from + MATCH_BATCH);
      const reply = refused.size > 0 ? OUT_OF_BUDGET : await match(batch);
      if (!reply || mine !== life) return;
      remember(batch, reply);
    }
  }

  function remember(batch: readonly Observable[], reply: MatchReply): void {
    for (const [i, observable] of batch.entries()) {
      if (!reply.ok) {
        if (refused.size < MOST_REFUSED) refused.add(keyOf(observable));
        continue;
      }
      const verdict = reply.verdicts[i];
      if (verdict) known += 1;
      const { type, value } = observable;
      const ofType = given.get(type) ?? new Map<string, Verdict | 'unknown'>();
      given.set(type, ofType.set(value, verdict ?? 'unknown'));
    }
  }

  return {
    isMissing,
    knowsAny: () => known > 0,
    learn,
    verdictOf(observable) {
      const answer = answerTo(observable);
      return answer === 'unknown' ? undefined : answer;
    },
    capped() {
      let asked = 0;
      for (const { size } of given.values()) asked += size;
      return refused.size > 0 ? { asked, total: asked + refused.size } : undefined;
    },
    retry: () => refused.clear(),
    reconsider() {
      life += 1;
      known = 0;
      for (const ofType of given.values())
        for (const [value, answer] of ofType) if (answer !== 'unknown') ofType.delete(value);
    },
    forget() {
      life += 1;
      known = 0;
      given.clear();
      refused.clear();
    },
  };
}

/** What a verdict speaks of: of a rewritten link, where it leads. */
export function meantBy({ type, value }: Observable, { leadsTo }: Verdict): Observable {
  return leadsTo?.observable ?? { type, value };
}

export function keyOf({ type, value }: Observable): string {
  return `${type}:${value}`;
}
