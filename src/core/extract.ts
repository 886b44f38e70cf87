import { parse } from 'tldts';
import type { IndicatorType } from './indicator.ts';
import { hostOf } from './known-good.ts';
import { tokenize, type Token } from './tokenize.ts';

export type Found = Token;

/**
 * The values that stand in a text, each once where it stands, the longest reading winning over what lies inside it.
 * Unlike tokenize() it knows the public suffixes, so that "readme.txt" and "process.name()" stay out.
 */
export function extract(text: string): Found[] {
  return choose(readings(text), () => false);
}

/** Every real value that can be read from a text; the same characters may have several readings. */
export function readings(text: string): Found[] {
  return tokenize(text).filter(isReal);
}

/** Of readings that overlap, the ones that are preferred, then the longer ones; in the text's order. */
export function choose<T extends Found>(found: readonly T[], isPreferred: (reading: T) => boolean): T[] {
  const kept: T[] = [];
  for (const cluster of clustersOf(found)) {
    const chosen: T[] = [];
    for (const reading of cluster.toSorted(byRank))
      if (!chosen.some((other) => reading.start < other.end && other.start < reading.end))
        chosen.push(reading);
    kept.push(...chosen.toSorted((a, b) => a.start - b.start));
  }
  return kept;

  function byRank(a: T, b: T): number {
    return (
      Number(isPreferred(b)) - Number(isPreferred(a)) ||
      b.end - b.start - (a.end - a.start) ||
      PRECEDENCE[a.type] - PRECEDENCE[b.type]
    );
  }
}

/** Readings that hang together by overlapping: a few each, since a value has a greatest length. */
function clustersOf<T extends Found>(found: readonly T[]): T[][] {
  const clusters: T[][] = [];
  let reached = -1;
  for (const reading of found.toSorted((a, b) => a.start - b.start)) {
    if (reading.start < reached) clusters.at(-1)?.push(reading);
    else clusters.push([reading]);
    reached = Math.max(reached, reading.end);
  }
  return clusters;
}

/** Of two readings of the same characters the more telling one first. */
const PRECEDENCE: Record<IndicatorType, number> = {
  url: 0,
  email: 1,
  ipv6: 2,
  ipv4: 3,
  sha512: 4,
  sha256: 5,
  sha1: 6,
  md5: 7,
  cve: 8,
  mitre_attack: 9,
  domain: 10,
};

/** RFC 2606 and 6761 names that no registry lists, and Tor's. */
const SPECIAL_USE = /\.(?:test|example|invalid|onion)$/;

function isReal(token: Token): boolean {
  if (token.type !== 'domain' && token.type !== 'url' && token.type !== 'email') return true;
  const host = hostOf(token) ?? '';
  const { isIcann, isIp, isPrivate } = parse(host, { allowPrivateDomains: true });
  return isIp === true || isIcann === true || isPrivate === true || SPECIAL_USE.test(host);
}
