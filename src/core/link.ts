import { inAnyScript } from './any-script.ts';
import type { LinkSuspect, Observable } from './indicator.ts';
import { isRelated, mayPassOn } from './link-host.ts';
import { canonicalHost, formatUrl, parseUrl } from './normalize.ts';
import { tokenize } from './tokenize.ts';

/** Where a link leads, as it stands: what rewriters hide is for who knows them (see leads-to.ts). */
export interface Destination {
  host: string;
  /** What is to be asked about it: the URL, which stands for its host, too, or every recipient of a mail. */
  values: readonly Observable[];
}

/**
 * "HTTPS://evil.example/a" -> its canonical URL, "evil.example". Reads http, https and ftp links and the recipients of a mailto:
 * (RFC 6068); undefined for any other, and where there is no valid host.
 * @param href absolute, as the browser resolved it
 */
export function destinationOf(href: string): Destination | undefined {
  if (/^mailto:/i.test(href)) return recipientsOf(href);
  const parts = /^(?:https?|ftp):/i.test(href) ? parseUrl(href) : undefined;
  if (!parts) return undefined;
  const { host } = parts;
  const value = formatUrl(parts);
  return { host, values: [value.length > LONGEST_URL ? asHost(host) : { type: 'url', value }] };
}

/** Twice as much as in text: a rewriter adds to the URL that it hides. */
const LONGEST_URL = 8192;
const MOST_RECIPIENTS = 5;

function recipientsOf(href: string): Destination | undefined {
  const values = href
    .slice('mailto:'.length)
    .replace(/[?#].*/s, '')
    .split(',', MOST_RECIPIENTS)
    .flatMap((recipient) => addressIn(decodePercent(recipient).trim()));
  const [first] = values;
  return first && { host: first.value.slice(first.value.lastIndexOf('@') + 1), values };
}

function addressIn(recipient: string): Observable[] {
  const whole = tokenize(recipient).find(
    ({ type, start, end }) => type === 'email' && start === 0 && end === recipient.length,
  );
  return whole ? [{ type: 'email', value: whole.value }] : [];
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A canonical host as the observable that it is. */
export function asHost(host: string): Observable {
  if (host.includes(':')) return { type: 'ipv6', value: host };
  return { type: /^[\d.]+$/.test(host) ? 'ipv4' : 'domain', value: host };
}

const LONGEST_TEXT = 2048;
const LONGEST_KEPT = 300;
const LONGEST_HREF = 2048;
/** A defanged host may be written with blanks around its dots; more words than this are a sentence. */
const MOST_WORDS = 9;

/**
 * A link whose text may name a host other than the one it leads to: only sorts out at little cost what cannot be. link-mismatch.ts reads
 * what is left, when it is asked for.
 */
export function suspectIn(text: string, href: string, host: string): LinkSuspect | undefined {
  if (text.length > LONGEST_TEXT) return undefined;
  const folded = text.replace(/\s+/g, ' ').trim();
  if (!mayNameHost(folded) || (namesHost(folded, host) && !mayPassOn(href))) return undefined;
  return { text: folded.slice(0, LONGEST_KEPT), href: href.slice(0, LONGEST_HREF) };
}

function mayNameHost(text: string): boolean {
  if (!HOST_INSIDE(text).test(text) || text.split(' ', MOST_WORDS + 1).length > MOST_WORDS) return false;
  const bare = text.replace(SIGNS_AROUND(text), '');
  return !bare.includes(' ') || WRITTEN_APART.test(bare);
}

const SIGNS_AROUND = inAnyScript('^[^\\p{L}\\p{N}]+ | [^\\p{L}\\p{N}]+$', 'g');
/** A dot of any script or a bracket, and a word behind it; the colons of a URL or of an IPv6 address; four numbers. */
const HOST_INSIDE = inAnyScript(
  '[.\\u3002\\uff0e\\uff61)\\]}] ?[\\p{L}]{2}|:\\/\\/|::|(?:\\d[^\\p{L}\\d]{1,5}){3}\\d',
);
/** What may hold a value together across a blank. */
const WRITTEN_APART = /[[({<] ?(?:[.:@,/-]|d[o0]t|punkt|punto|at|et|arroba)| [.@] | dot /i;

/** Whether the text plainly says where the link leads: most such links do. */
function namesHost(text: string, host: string): boolean {
  const [authority = ''] = text
    .replace(/[[\](){}]/g, '')
    .replace(/^(?:[a-z]+:\/\/|mailto:)/i, '')
    .split(/[/?#]/, 1);
  const [name = ''] = authority.slice(authority.lastIndexOf('@') + 1).split(':', 1);
  return isRelated(canonicalHost(name) ?? name, host);
}
