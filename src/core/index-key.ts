import type { Observable } from './indicator.ts';
import { withoutWww } from './link-host.ts';
import { parseUrl, type UrlParts } from './normalize.ts';
import { parseRange, rangeKey, unmapped } from './range.ts';

/**
 * The key a row is stored under and a page's value is looked up under. It is looser than the canonical value, so that
 * one lookup finds "the same thing in other words": www., scheme, default port, trailing slash, userinfo, fragment and the
 * case of a path are folded, and a root URL has its host's key. What was really listed is compared after the row is read.
 *
 * "https://www.evil.example/" -> "h:evil.example"; "http://evil.example/a/?b#c" -> "u:evil.example/a?b".
 */
export function indexKey(observable: Observable): string {
  return keyWithParts(observable, urlOf(observable));
}

/** The same for who has the parts of a URL already. */
export function keyWithParts({ type, value }: Observable, url: UrlParts | undefined): string {
  switch (type) {
    case 'ipv4':
    case 'ipv6': {
      const range = parseRange(value);
      return range ? rangeKey(range) : hostKey(value);
    }
    case 'domain':
      return hostKey(value);
    case 'url':
      if (!url) return `u:${value}`;
      return isRoot(url) ? hostKey(url.host) : urlKey(url, url.query);
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

/** Every key a row is stored under: a URL that says more than its host is found by its host, too. */
export function storageKeys(row: Observable): string[] {
  const url = urlOf(row);
  const key = keyWithParts(row, url);
  return url && !isRoot(url) ? [key, urlsOnKey(url.host)] : [key];
}

/** The parts of a URL's value; undefined for every other type. */
export function urlOf({ type, value }: Observable): UrlParts | undefined {
  return type === 'url' ? parseUrl(value) : undefined;
}

export function hostKey(host: string): string {
  return `h:${foldHost(host)}`;
}

/** The key of the URLs that are listed on a host. */
export function urlsOnKey(host: string): string {
  return `p:${foldHost(host)}`;
}

/**
 * How many rows of one key are read. That a host has listed URLs is told by a few of them, and a popular one may have
 * ten thousand, in every block of the store.
 */
export function mostRows(key: string): number {
  return isUrlsOnKey(key) ? MOST_URLS_ON_HOST : Infinity;
}
export const MOST_URLS_ON_HOST = 20;

export function isUrlsOnKey(key: string): boolean {
  return key.startsWith('p:');
}

export function urlKey(parts: UrlParts, query: string): string {
  return casedUrlKey(parts, query).toLowerCase();
}

/** The same with the letters of path and query as written: servers may tell them apart, though many lists do not keep them. */
export function casedUrlKey(parts: UrlParts, query: string): string {
  const path = parts.path.replace(/\/+$/, '');
  return `u:${foldHost(parts.host)}${parts.port && `:${parts.port}`}${path}${query}`;
}

/** A URL that says no more than its host. With a fragment it says more: "#/login" is a page of its own. */
export function isRoot(parts: UrlParts): boolean {
  return parts.path === '/' && !parts.query && !parts.fragment;
}

function foldHost(host: string): string {
  return withoutWww(unmapped(host));
}
