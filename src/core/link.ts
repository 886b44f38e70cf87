import type { LinkMismatch, Observable } from './indicator.ts';
import { withoutWww } from './index-key.ts';
import { parseIpv4, parseIpv6 } from './ip.ts';
import { canonicalHost, formatUrl, normalize, parseUrl } from './normalize.ts';
import { refang } from './refang.ts';
import { unwrap } from './unwrap.ts';

/** Where a link leads, as far as that can be told without following it. */
export interface Destination {
  /** The canonical URL or e-mail address; the bare host where a rewriter tells no more. */
  target: string;
  host: string;
  /** What is to be asked about it, the most telling first. */
  values: readonly LinkValue[];
  /** The rewriters that were taken off, outermost first; absent where there was none. */
  unwrapped?: string[];
}
export interface LinkValue extends Observable {
  /** Written behind the host. */
  port?: number;
}

/**
 * "https://www.google.com/url?q=https%3A%2F%2Fevil.example%2Fa" -> "https://evil.example/a", its host, "Google". Reads http, https and ftp
 * links and the recipients of a mailto: (RFC 6068); undefined for any other, and where there is no valid host.
 * @param href absolute, as the browser resolved it
 */
export function destinationOf(href: string): Destination | undefined {
  if (/^mailto:/i.test(href)) return recipientsOf(href);
  if (!/^(?:https?|ftp):/i.test(href)) return undefined;
  const unwrapped = unwrap(href);
  const parts = parseUrl(unwrapped?.target ?? href);
  if (!parts) return undefined;
  const { host } = parts;
  const port = Number(parts.port);
  const hostValue = { type: hostType(host), value: host, ...(port > 0 && { port }) };
  const isHostOnly = unwrapped?.kind === 'host';
  const target = isHostOnly ? host : formatUrl(parts);
  const isTooLong = target.length > LONGEST_VALUE;
  return {
    target: target.slice(0, LONGEST_VALUE),
    host,
    values: isHostOnly || isTooLong ? [hostValue] : [{ type: 'url', value: target }, hostValue],
    ...(unwrapped && { unwrapped: unwrapped.via }),
  };
}

/** As in text: nothing longer is a value. */
const LONGEST_VALUE = 4096;
const MOST_RECIPIENTS = 5;

function recipientsOf(href: string): Destination | undefined {
  const list = href.slice('mailto:'.length).replace(/[?#].*/s, '');
  const values = list
    .split(',', MOST_RECIPIENTS)
    .map((recipient) => normalize('email', decodePercent(recipient)))
    .flatMap((address): LinkValue[] => (address.ok ? [{ type: 'email', value: address.value }] : []));
  const [first] = values;
  return first && { target: first.value, host: hostOfEmail(first.value), values };
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function hostOfEmail(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

function hostType(host: string): 'ipv4' | 'ipv6' | 'domain' {
  if (host.includes(':')) return 'ipv6';
  return /^[\d.]+$/.test(host) ? 'ipv4' : 'domain';
}

/**
 * A link whose text reads as a host while it leads to another; undefined where the two may be one. A page knows neither public
 * suffixes nor shorteners, so this lets too much through ("a.shop.example" and "b.shop.example"): `isMismatch` decides.
 */
export function mismatchOf(text: string, destination: Destination): LinkMismatch | undefined {
  const { host, target, unwrapped } = destination;
  const claim = claimOf(text);
  if (!claim || isRelated(claim.host, host)) return undefined;
  return {
    text: text.replace(/\s+/g, ' ').trim(),
    shown: claim.host,
    leadsTo: host,
    target,
    ...(unwrapped && { unwrapped }),
  };
}

/** The same host, with or without "www.", or one below the other. */
export function isRelated(one: string, other: string): boolean {
  const [a, b] = [withoutWww(one), withoutWww(other)];
  return a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`);
}

export interface Claim {
  host: string;
  /** Nothing but a name: "setup.zip" may be a file. */
  isBareName: boolean;
}

const LONGEST_CLAIM = 2048;
/** A defanged host may be written with blanks around its dots; more words than this are a sentence. */
const MOST_BLANKS = 8;

/**
 * The host that a link's text claims to lead to, where the text is a host, URL, address or e-mail address and nothing else:
 * "hxxps://bücher[.]example/login", "user@example.com", "192.0.2.1:8080", "example.com/long/pa…".
 */
export function claimOf(text: string): Claim | undefined {
  const trimmed = text.trim();
  if (trimmed.length < 4 || trimmed.length > LONGEST_CLAIM || !HAS_DOT_OR_COLON.test(trimmed))
    return undefined;
  if (trimmed.split(/\s+/, MOST_BLANKS + 2).length > MOST_BLANKS + 1) return undefined;
  const clear = undress(refang(trimmed).text);
  if (/\s/.test(clear)) return undefined;
  const value = clear.replace(/(?:\u2026|\.{3})$/, '');
  const isCut = value !== clear;
  const email = /^(?:mailto:)?[^\s@/?#]+@([^\s@/?#]+)$/i.exec(value);
  const host = email ? canonicalHost(email[1] ?? '') : hostIn(value);
  // Of a host that was cut nobody knows how it ends.
  if (!host || (isCut && !/[^/:][/?#]/.test(value))) return undefined;
  return { host, isBareName: !email && /^(?!www\.)[^/?#:]+$/i.test(value) && hostType(host) === 'domain' };
}

/** Dots of any script, and the brackets that defanging puts around them. */
const HAS_DOT_OR_COLON = /[.:\u3002\uff0e\uff61[({]/;

const PAIRS: Record<string, string> = {
  '<': '>',
  '(': ')',
  '"': '"',
  "'": "'",
  '\u201c': '\u201d',
  '«': '»',
};

/** Takes off the quotes, arrows and full stops around a value. */
function undress(text: string): string {
  let bare = text.trim().replace(/^[\u2022\u2190-\u21ff\u203a\u00bb*-]+\s*/, '');
  while (bare.length > 1 && PAIRS[bare.charAt(0)] === bare.at(-1)) bare = bare.slice(1, -1).trim();
  return /\.{3}$/.test(bare) ? bare : bare.replace(/[\s.,;:!?\u203a\u00bb\u2190-\u21ff]+$/, '');
}

/** Without a scheme only what is written as a name or an address: the URL parser would read "1.5" as 1.0.0.5. */
function hostIn(text: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return parseUrl(text)?.host;
  const authority = text.replace(/[/?#].*$/s, '');
  const name = authority.replace(/:\d{1,5}$/, '');
  return (
    parseIpv4(name) ?? canonicalHost(name) ?? (authority.includes(':') ? parseIpv6(authority) : undefined)
  );
}
