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
  const real = tokenize(text).filter(isReal);
  const byPlace = real.toSorted(
    (a, b) => a.start - b.start || b.end - a.end || PRECEDENCE[a.type] - PRECEDENCE[b.type],
  );
  const kept: Found[] = [];
  let reached = 0;
  for (const token of byPlace) {
    if (token.start < reached) continue;
    kept.push(token);
    reached = token.end;
  }
  return kept;
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
