import type { Indicator } from './indicator.ts';
import { message, type Message } from './words.ts';

/**
 * Why a row does not count any more, or never did, in the words of a reader; undefined where it counts. Such a row is
 * told of and neither paints anything nor raises a confidence.
 * @param now milliseconds since the epoch
 */
export function withdrawnBecause(
  { revoked, validUntil, toIds }: Indicator,
  now: number,
): Message | undefined {
  if (revoked) return message('withdrawnRevoked');
  if (validUntil !== undefined && Date.parse(validUntil) <= now)
    return message('withdrawnExpired', { until: validUntil });
  if (toIds === false) return message('withdrawnContext');
  return undefined;
}
