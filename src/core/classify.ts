import type { Dissected } from './dissect.ts';
import type { Indicator, MatchClass, Observable } from './indicator.ts';
import { casedUrlKey, hostKey, isRoot, urlKey } from './index-key.ts';
import type { UrlParts } from './normalize.ts';
import { isInRange, parseRange } from './range.ts';

/**
 * How a row that was found under one of the value's keys relates to it; undefined where it does not after all.
 * `foundByHost`: found as a URL on the value's host.
 */
export function classify(
  seen: Dissected,
  listed: Dissected<Indicator>,
  foundByHost: boolean,
): MatchClass | undefined {
  const { type, value } = seen.subject;
  if (type === 'cve' || type === 'mitre_attack')
    return listed.subject.value === value ? 'reference' : undefined;
  if (listed.subject.type === type && listed.subject.value === value) return 'exact';
  if (type === 'email') return isMailDomain(seen, listed) ? 'mail-domain' : undefined;
  return classifyHost(seen, listed) ?? (foundByHost ? 'same-host' : undefined);
}

/** An address of e-mail has no "www.": the domain must be the very one that is listed. */
function isMailDomain(seen: Dissected, listed: Dissected<Indicator>): boolean {
  return listedHost(listed) === seen.host;
}

function classifyHost(seen: Dissected, listed: Dissected<Indicator>): MatchClass | undefined {
  if (seen.host === undefined) return seen.key === listed.key ? 'same' : undefined;
  const range = listedRange(listed.subject);
  if (range) return isInRange(seen.host, range) ? 'range' : undefined;
  const host = listedHost(listed);
  if (host === undefined) return isSamePage(seen, listed) ? 'same' : undefined;
  if (hostKey(host) === hostKey(seen.host)) return 'same';
  return seen.host.endsWith(`.${host}`) ? 'child' : undefined;
}

/** Two URLs with paths, but for what their key folds; a row without a query stands for every query. */
function isSamePage(
  { key, url: seen }: Dissected,
  { key: listedKey, url: listed, subject }: Dissected,
): boolean {
  if (!seen || !listed) return false;
  // A row with a fragment names one view of a page: it is the same only as itself.
  if (listed.fragment && listed.fragment !== seen.fragment) return false;
  if (key === listedKey) return isSameCase(seen, seen.query, listed, subject);
  const isWithoutQuery = seen.query !== '' && !listed.query && !listed.fragment;
  return isWithoutQuery && urlKey(seen, '') === listedKey && isSameCase(seen, '', listed, subject);
}

/**
 * "/AbC" and "/aBc" may be two pages (of a shortener, say). But many lists are lower-cased as a whole, so a row without any
 * capital letter stands for every spelling.
 */
function isSameCase(seen: UrlParts, query: string, listed: UrlParts, row: Observable): boolean {
  return (
    row.value === row.value.toLowerCase() || casedUrlKey(seen, query) === casedUrlKey(listed, listed.query)
  );
}

/** The host that a row lists as such: a domain, an address or a root URL. */
export function listedHost({ subject, url }: Dissected): string | undefined {
  if (subject.type === 'domain' || subject.type === 'ipv4' || subject.type === 'ipv6') return subject.value;
  return url && isRoot(url) ? url.host : undefined;
}

export function listedRange({ type, value }: Observable) {
  return type === 'ipv4' || type === 'ipv6' ? parseRange(value) : undefined;
}
