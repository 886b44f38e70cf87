import type { LeadsTo } from './indicator.ts';
import { asHost } from './link.ts';
import { formatUrl, parseUrl } from './normalize.ts';
import { unwrap } from './unwrap.ts';

/** Longer URLs are no values; of such a one the host is. */
const LONGEST_VALUE = 4096;

/**
 * "https://www.google.com/url?q=https%3A%2F%2Fevil.example%2Fa" -> the URL "https://evil.example/a", ["Google"]. Where the
 * rewriter tells only the target's host, that. Undefined where the URL is not rewritten, or not in a way that can be decoded.
 */
export function leadsTo(url: string): LeadsTo | undefined {
  const unwrapped = unwrap(url);
  const parts = unwrapped && parseUrl(unwrapped.target);
  if (!parts) return undefined;
  const value = formatUrl(parts);
  const isHost = unwrapped.kind === 'host' || value.length > LONGEST_VALUE;
  return { observable: isHost ? asHost(parts.host) : { type: 'url', value }, unwrapped: unwrapped.via };
}
