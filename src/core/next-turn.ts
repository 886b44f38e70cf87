import { fadesAt } from './fading.ts';
import type { MatchContext, Rows } from './match.ts';
import { withdrawnBecause } from './withdrawn.ts';

/**
 * The next moment at which the clock alone may change an answer that these rows gave: a row is past its validity or old news,
 * something is allowed no longer. Milliseconds since the epoch; Infinity where the clock changes nothing.
 */
export function nextTurn(
  rows: Rows,
  { now, allowlist, fadeAfterDays }: Pick<MatchContext, 'now' | 'allowlist' | 'fadeAfterDays'>,
): number {
  let next = Infinity;
  // What is no date is no moment: NaN is neither later nor earlier than anything.
  const consider = (moment: number) => {
    if (moment > now && moment < next) next = moment;
  };
  for (const { expires } of allowlist) if (expires !== undefined) consider(Date.parse(expires));
  for (const found of rows.values())
    for (const row of found) {
      if (withdrawnBecause(row, now)) continue;
      if (row.validUntil !== undefined) consider(Date.parse(row.validUntil));
      consider(fadesAt(row, fadeAfterDays));
    }
  return next;
}
