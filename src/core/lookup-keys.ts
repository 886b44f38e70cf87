import type { Dissected } from './dissect.ts';
import { hostKey, urlKey, urlsOnKey } from './index-key.ts';
import { isAddress, parseRange, rangeKeys } from './range.ts';
import { isFreemail, standingOf } from './shared-services.ts';

/** Every key under which a row that makes this value known may be stored, nearest first. */
export function lookupKeys({ subject, key, url, host }: Dissected): string[] {
  if (host === undefined) return [key];
  if (subject.type === 'email') return isFreemail(host) ? [key] : [key, hostKey(host)];
  if (parseRange(host)) return rangeKeys(host);
  const keys = [key];
  if (url?.query) keys.push(urlKey(url, ''));
  keys.push(...hostKeys(host));
  return [...new Set(keys)];
}

/** Of a service that many share, what others put there says nothing about this value. */
function hostKeys(host: string): string[] {
  const { isShared, parents } = standingOf(host);
  const keys = [hostKey(host), ...parents.map(hostKey)];
  if (!isShared) keys.push(urlsOnKey(host));
  if (isAddress(host)) keys.push(...rangeKeys(host));
  return keys;
}
