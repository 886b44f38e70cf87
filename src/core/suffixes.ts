import { getPublicSuffix } from 'tldts';

/** Where a name stands in the tree of names, by the public-suffix list (publicsuffix.org, through tldts). */
export interface Place {
  /** Everybody can have a name below it: "co.uk", or privately run like "hopto.org". */
  isSuffix: boolean;
  /** The names above it down to the registrable one, nearest first: of "a.b.evil.co.uk" "b.evil.co.uk" and "evil.co.uk". */
  parents: string[];
}

/** @param host a canonical name, not an address */
export function placeOf(host: string): Place {
  const suffix = getPublicSuffix(host, CANONICAL) ?? '';
  // The registrable name has one label more.
  const last = host.length - suffix.length - 2;
  const parents: string[] = [];
  for (let dot = host.indexOf('.'); dot >= 0 && dot < last; dot = host.indexOf('.', dot + 1))
    parents.push(host.slice(dot + 1));
  return { isSuffix: suffix === host, parents };
}

/** What normalize() has seen to need not be looked at again. */
export const CANONICAL = {
  allowPrivateDomains: true,
  detectIp: false,
  extractHostname: false,
  validateHostname: false,
} as const;
