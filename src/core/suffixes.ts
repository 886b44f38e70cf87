import { parse } from 'tldts';

/** Where a name stands in the tree of names, by the public-suffix list (publicsuffix.org, through tldts). */
export interface Place {
  /** Everybody can have a name below it: "co.uk", or privately run like "hopto.org". */
  isSuffix: boolean;
  /** The names above it down to the registrable one, nearest first: of "a.b.evil.co.uk" "b.evil.co.uk" and "evil.co.uk". */
  parents: string[];
}

/** @param host a canonical name, not an address */
export function placeOf(host: string): Place {
  const { publicSuffix, domain } = parse(host, CANONICAL);
  const parents: string[] = [];
  if (domain)
    for (let rest = host; rest.length > domain.length;) {
      rest = rest.slice(rest.indexOf('.') + 1);
      parents.push(rest);
    }
  return { isSuffix: publicSuffix === host, parents };
}

/** What normalize() has seen to need not be looked at again. */
const CANONICAL = {
  allowPrivateDomains: true,
  detectIp: false,
  extractHostname: false,
  validateHostname: false,
} as const;
