import type { Observable, Verdict } from '@/core/indicator.ts';
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
  const known = new Map<string, Verdict>();
  const unknown = new Set<string>();
  const refused = new Set<string>();
  let life = 0;

  const isMissing = (observable: Observable): boolean => {
    const key = keyOf(observable);
    return !known.has(key) && !unknown.has(key) && !refused.has(key);
  };

  async function learn(observables: Iterable<Observable>): Promise<void> {
    const missing = new Map<string, Observable>();
    for (const { type, value } of observables)
      if (isMissing({ type, value })) missing.set(keyOf({ type, value }), { type, value });
    const keys = [...missing.keys()];
    const mine = life;
    for (let from = 0; from < keys.length; from += MATCH_BATCH) {
      const batch = keys.slice(from, from + MATCH_BATCH);
      // Its keys are the map's own.
      const reply = refused.size > 0 ? OUT_OF_BUDGET : await match(batch.map((key) => missing.get(key)!));
      if (!reply || mine !== life) return;
      remember(batch, reply);
    }
  }

  function remember(keys: string[], reply: MatchReply): void {
    for (const [i, key] of keys.entries()) {
      const verdict = reply.ok ? reply.verdicts[i] : undefined;
      if (verdict) known.set(key, verdict);
      else if (reply.ok) unknown.add(key);
      else if (refused.size < MOST_REFUSED) refused.add(key);
    }
  }

  return {
    isMissing,
    knowsAny: () => known.size > 0,
    learn,
    verdictOf: (observable) => known.get(keyOf(observable)),
    capped() {
      const asked = known.size + unknown.size;
      return refused.size > 0 ? { asked, total: asked + refused.size } : undefined;
    },
    retry: () => refused.clear(),
    reconsider() {
      life += 1;
      known.clear();
    },
    forget() {
      life += 1;
      known.clear();
      unknown.clear();
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
