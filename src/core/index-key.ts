import type { Observable } from './indicator.ts';
import { parseUrl, type UrlParts } from './normalize.ts';

/**
 * The key a row is stored under and a page's value is looked up under. It is looser than the canonical value, so that
 * one lookup finds "the same thing in other words": www., scheme, default port, trailing slash, userinfo, fragment and the
 * case of a path are folded, and a root URL has its host's key. What was really listed is compared after the row is read.
 *
 * "https://www.evil.example/" -> "h:evil.example"; "http://evil.example/a/?b#c" -> "u:evil.example/a?b".
 */
export function indexKey(observable: Observable): string {
  const { type, value } = observable;
  switch (type) {
    case 'ipv4':
    case 'ipv6':
    case 'domain':
      return hostKey(value);
    case 'url': {
      const parts = parseUrl(value);
      if (!parts) return `u:${value}`;
      return isRoot(parts) ? hostKey(parts.host) : urlKey(parts, parts.query);
    }
    case 'md5':
    case 'sha1':
    case 'sha256':
    case 'sha512':
      return `x:${value}`;
    case 'email':
      return `e:${value}`;
    case 'cve':
    case 'mitre_attack':
      return `r:${value}`;
  }
}

export function hostKey(host: string): string {
  return `h:${withoutWww(host)}`;
}

export function urlKey(parts: UrlParts, query: string): string {
  return casedUrlKey(parts, query).toLowerCase();
}

/** The same with the letters of path and query as written: servers may tell them apart, though many lists do not keep them. */
export function casedUrlKey(parts: UrlParts, query: string): string {
  const path = parts.path.replace(/\/+$/, '');
  return `u:${withoutWww(parts.host)}${parts.port && `:${parts.port}`}${path}${query}`;
}

/** A URL that says no more than its host. With a fragment it says more: "#/login" is a page of its own. */
export function isRoot(parts: UrlParts): boolean {
  return parts.path === '/' && !parts.query && !parts.fragment;
}

/** "www.evil.example" -> "evil.example"; "www.example" stays, since nothing but a suffix would be left. */
export function withoutWww(host: string): string {
  return host.startsWith('www.') && host.indexOf('.', 4) > 0 ? host.slice(4) : host;
}
