import type { Observable } from './indicator.ts';
import { keyWithParts, urlOf } from './index-key.ts';
import { hostOf } from './known-good.ts';
import type { UrlParts } from './normalize.ts';

/** A value with what its spelling says, read once: of all that matching does, parsing URLs costs most. */
export interface Dissected<T extends Observable = Observable> {
  subject: T;
  /** Its index key. */
  key: string;
  /** Of a URL. */
  url?: UrlParts;
  /** The host that it names, whatever else it says. */
  host?: string;
}

export function dissect<T extends Observable>(subject: T): Dissected<T> {
  const url = urlOf(subject);
  const key = keyWithParts(subject, url);
  if (url) return { subject, key, url, host: url.host };
  const host = hostOf(subject);
  return host === undefined ? { subject, key } : { subject, key, host };
}
