import { withoutWww } from './link-host.ts';
import { CONTENT_NETWORKS } from './quiet-lists/cdn.ts';
import { CLOUD_STORAGE } from './quiet-lists/cloud-storage.ts';
import { DYNAMIC_DNS } from './quiet-lists/dynamic-dns.ts';
import { FREEMAIL } from './quiet-lists/freemail.ts';
import { IP_ECHO } from './quiet-lists/ip-echo.ts';
import { PASTE_SITES } from './quiet-lists/paste-sites.ts';
import { PUBLIC_RESOLVERS } from './quiet-lists/public-resolvers.ts';
import type { QuietList } from './quiet-lists/quiet-list.ts';
import { TOP_SITES } from './quiet-lists/top-sites.ts';
import { URL_SHORTENERS } from './quiet-lists/url-shorteners.ts';
import { USER_CONTENT } from './quiet-lists/user-content.ts';
import { isAddress, unmapped } from './range.ts';
import { placeOf } from './suffixes.ts';
import { message, type Message } from './words.ts';

/** Where a host stands in several, the first says what it is. */
export const QUIET_LISTS: readonly QuietList[] = [
  DYNAMIC_DNS,
  URL_SHORTENERS,
  PASTE_SITES,
  CLOUD_STORAGE,
  CONTENT_NETWORKS,
  IP_ECHO,
  PUBLIC_RESOLVERS,
  USER_CONTENT,
  FREEMAIL,
  TOP_SITES,
];

/**
 * Why a listed host says little: it is a service that many innocent people use, so whoever lists the bare name means
 * some page or tenant of it. A sentence; undefined for every other host. "www." is folded; names below it are not it.
 */
export function sharedReason(host: string): Message | undefined {
  const name = withoutWww(unmapped(host));
  const kind = KINDS.get(name);
  if (kind) return message('sharedService', { name, kind: message(kind) });
  if (isAddress(name) || !placeOf(name).isSuffix) return undefined;
  return message('sharedSuffix', { name });
}

/** How far a host is its owner's own. */
export interface Standing {
  /** Whether there is a `sharedReason`. */
  isShared: boolean;
  /** The names above it that speak for it when they are listed, nearest first: neither suffixes nor shared services. */
  parents: string[];
}

/** @param host a canonical host name or address */
export function standingOf(host: string): Standing {
  const name = withoutWww(unmapped(host));
  if (isAddress(name)) return { isShared: KINDS.has(name), parents: [] };
  const { isSuffix, parents } = placeOf(name);
  return { isShared: isSuffix || KINDS.has(name), parents: parents.filter((parent) => !KINDS.has(parent)) };
}

export function isSharedService(host: string): boolean {
  return standingOf(host).isShared;
}

/** A domain where everybody can have a mailbox. */
export function isFreemail(domain: string): boolean {
  return FREEMAIL_DOMAINS.has(domain);
}

function hostsOf(list: QuietList): string[] {
  return list.hosts.trim().split(/\s+/);
}

const FREEMAIL_DOMAINS = new Set(hostsOf(FREEMAIL));
const KINDS = new Map(
  QUIET_LISTS.toReversed().flatMap((list) => hostsOf(list).map((host) => [host, list.kind] as const)),
);
