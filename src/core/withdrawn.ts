import type { Indicator } from './indicator.ts';

/**
 * Why a row does not count any more, or never did, in the words of a reader; undefined where it counts. Such a row is
 * told of and neither paints anything nor raises a confidence.
 * @param now milliseconds since the epoch
 */
export function withdrawnBecause({ revoked, validUntil, toIds }: Indicator, now: number): string | undefined {
  if (revoked) return 'taken back by its source';
  if (validUntil !== undefined && Date.parse(validUntil) <= now) return `valid only until ${validUntil}`;
  if (toIds === false) return 'context only: its source says that it is not to be acted on';
  return undefined;
}
