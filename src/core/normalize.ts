import { inAnyScript } from './any-script.ts';
import { DASHES } from './characters.ts';
import { INDICATOR_TYPES, type IndicatorType } from './indicator.ts';
import { networkOf, parseIpv4, parseIpv6 } from './ip.ts';
import { refang } from './refang.ts';
import { type Message, message } from './words.ts';

export type Normalized = { ok: true; value: string; port?: number } | { ok: false; reason: Message };

/** "MITRE-Attack" -> "mitre_attack"; the API's own pages spell it both ways. */
export function parseType(raw: string): IndicatorType | undefined {
  const spelled = raw.trim().toLowerCase().replaceAll('-', '_');
  return INDICATOR_TYPES.find((type) => type === spelled);
}

/**
 * The canonical spelling of a value, the same for what a source lists and for what a page shows. Accepts defanged,
 * padded, quoted, upper-case and scheme-less input. A canonical value comes back as it is. `reason` says in words what is wrong with the value.
 */
export function normalize(type: IndicatorType, raw: string): Normalized {
  const text = strip(refang(raw).text);
  if (text === '') return refuse(message('valueEmpty'));
  if (text.length > MAX_LENGTH) return refuse(message('valueLong', { most: MAX_LENGTH }));
  switch (type) {
    case 'ipv4':
      return normalizeIpv4(text);
    case 'ipv6':
      return normalizeIpv6(text);
    case 'domain':
      return normalizeDomain(text);
    case 'url':
      return normalizeUrl(text);
    case 'md5':
    case 'sha1':
    case 'sha256':
    case 'sha512':
      return normalizeHash(type, text);
    case 'email':
      return normalizeEmail(text);
    case 'cve':
      return normalizeCve(text);
    case 'mitre_attack':
      return normalizeTechnique(text);
  }
}

const MAX_LENGTH = 4096;
export const HASH_LENGTHS = { md5: 32, sha1: 40, sha256: 64, sha512: 128 } as const;
export type HashType = keyof typeof HASH_LENGTHS;

/** Quotes and angle brackets around a value; a URL may end in an apostrophe of its own. */
function strip(text: string): string {
  const bare = text.trim().replace(/^["'`<\u201C\u2018]+/, '');
  return bare.replace(bare === text.trim() ? /["`>\u201D\u2019]+$/ : /["'`>\u201D\u2019]+$/, '');
}

function refuse(reason: Message): Normalized {
  return { ok: false, reason };
}

function normalizeIpv4(text: string): Normalized {
  const [address = '', bits] = text.split('/');
  if (bits !== undefined && parseIpv4(address)) return normalizeRange('ipv4', address, bits);
  const host = /^(?:[a-z]+:\/\/)?([\d.]+)(?::(\d{1,5}))?\/?$/i.exec(text);
  const value = host && parseIpv4(host[1] ?? '');
  return value ? withPort(value, host[2]) : refuse(message('valueNoIpv4'));
}

function normalizeIpv6(text: string): Normalized {
  const [address = '', bits] = text.split('/');
  if (bits !== undefined && parseIpv6(address)) return normalizeRange('ipv6', address, bits);
  const bracketed = /^(?:[a-z]+:\/\/)?\[([^\]]+)\](?::(\d{1,5}))?\/?$/i.exec(text);
  const value = parseIpv6(bracketed ? (bracketed[1] ?? '') : text);
  return value ? withPort(value, bracketed?.[2]) : refuse(message('valueNoIpv6'));
}

/** Wider ones hold a good part of the Internet: a slip of the pen, or a route. */
const WIDEST = { ipv4: 8, ipv6: 16 } as const;

/** "192.0.2.77/24" -> "192.0.2.0/24"; a range of one address is that address, an empty mask ("192.0.2.1/") none. */
function normalizeRange(type: 'ipv4' | 'ipv6', address: string, bits: string): Normalized {
  const most = type === 'ipv4' ? 32 : 128;
  const number = bits === '' ? most : Number(bits);
  if (!/^\d{0,3}$/.test(bits) || number > most)
    return refuse(message('valueNoPrefix', { bits, type: LABELS[type] }));
  if (number < WIDEST[type]) return refuse(message('valueWide', { widest: WIDEST[type] }));
  const value = networkOf(address, number) ?? '';
  return { ok: true, value: number === most ? value : `${value}/${number}` };
}

const LABELS = { ipv4: 'IPv4', ipv6: 'IPv6' } as const;

function normalizeDomain(text: string): Normalized {
  const host = /^(?:[a-z]+:\/\/)?(?:\*\.)?([^/:]+)(?::(\d{1,5}))?\/?$/i.exec(text);
  const value = host && canonicalHost(host[1] ?? '');
  return value ? withPort(value, host[2]) : refuse(message('valueNoDomain'));
}

function withPort(value: string, port: string | undefined): Normalized {
  const number = Number(port);
  return port && number > 0 && number < 65536 ? { ok: true, value, port: number } : { ok: true, value };
}

/**
 * A host name in lower case, without a trailing dot, IDN as punycode (UTS #46, by the platform's URL parser).
 * At least two labels; underscores are allowed, since names in the wild have them.
 */
export function canonicalHost(text: string): string | undefined {
  const host = (text.endsWith('.') ? text.slice(0, -1) : text).toLowerCase();
  if (isHostName(host)) return host;
  if (!/[^\0-\x7f]/.test(host)) return undefined;
  try {
    const { hostname } = new URL(`http://${host}/`);
    return isHostName(hostname) ? hostname : undefined;
  } catch {
    return undefined;
  }
}

export const MAX_HOST = 253;
/** Longer ones are not read from texts. */
export const MAX_URL = 4096;

/**
 * Labels of at most 63 letters, digits, hyphens and underscores that do not begin with a hyphen (some hosters' end with one); the last one is
 * longer than a character, does not begin with a digit, and has no underscore. (RFC 1035, 2.3.1; RFC 3696, 2.)
 */
function isHostName(host: string): boolean {
  if (host.length > MAX_HOST) return false;
  let label = 0;
  let dots = 0;
  let hasUnderscore = false;
  for (let at = 0; at < host.length; at++) {
    const code = host.charCodeAt(at);
    if (code === 46) {
      if (at === label || at - label > 63) return false;
      label = at + 1;
      dots += 1;
      hasUnderscore = false;
    } else if (code === 45) {
      if (at === label) return false;
    } else if (code === 95) hasUnderscore = true;
    else if (!((code >= 97 && code <= 122) || (code >= 48 && code <= 57))) return false;
  }
  const length = host.length - label;
  const first = host.charCodeAt(label);
  return (
    dots > 0 &&
    length >= 2 &&
    length <= 63 &&
    !hasUnderscore &&
    first >= 97 &&
    host.charCodeAt(host.length - 1) !== 45
  );
}

const DEFAULT_PORTS: Record<string, string> = {
  http: '80',
  https: '443',
  ftp: '21',
  ftps: '990',
  sftp: '22',
  ssh: '22',
  ws: '80',
  wss: '443',
  // Not of the web, but of command lines and configurations that reports quote.
  tcp: '',
  udp: '',
  smb: '',
  ldap: '',
  ldaps: '',
  rmi: '',
  tftp: '',
  telnet: '',
  socks4: '',
  socks5: '',
  'net.tcp': '',
  // What another machine shares.
  file: '',
};
export const URL_SCHEMES = new Set(Object.keys(DEFAULT_PORTS));

/** The parts of a URL that matching asks about. `path` starts with "/", `query` with "?", `fragment` with "#", or are empty. */
export interface UrlParts {
  scheme: string;
  userinfo: string;
  /** Canonical host name or address (IPv6 without brackets). */
  host: string;
  /** Empty for the scheme's default port. */
  port: string;
  path: string;
  query: string;
  fragment: string;
}

/**
 * Reads a URL as the URL Standard does (so that decimal, hex and octal IPv4 hosts, dot segments and default ports are
 * folded). Every scheme is read as if it were http, since the parser knows hosts only there.
 */
export function parseUrl(text: string): UrlParts | undefined {
  const plain = PLAIN_URL.exec(text);
  return (plain && readPlainUrl(plain)) ?? readAnyUrl(text);
}

/** What the URL Standard leaves as it is, and what nearly every URL is made of: such a one can be read without its parser. */
const PLAIN_URL =
  /^(https?|ftps?|sftp|ssh|wss?):\/\/([a-z0-9_][a-z0-9_.-]*)(?::(\d{1,5}))?(\/[\w.~!$&()*+,;=:@%/-]*)?(\?[\w.~!$&()*+,;=:@%/?-]*)?(#[\w.~!$&()*+,;=:@%/?-]*)?$/i;

function readPlainUrl([
  ,
  scheme = '',
  name = '',
  digits,
  path = '/',
  query = '',
  fragment = '',
]: RegExpExecArray): UrlParts | undefined {
  const host = name.toLowerCase();
  // Dot segments, also encoded ones, are for the parser; so are hosts that may be numbers in some notation.
  if (!isHostName(host) || DOT_SEGMENT.test(path) || Number(digits ?? 0) > 65_535) return undefined;
  const lower = scheme.toLowerCase();
  const port = digits === undefined ? '' : String(Number(digits));
  return {
    scheme: lower,
    userinfo: '',
    host,
    port: port === DEFAULT_PORTS[lower] ? '' : port,
    path,
    query: query === '?' ? '' : query,
    fragment: fragment === '#' ? '' : fragment,
  };
}

const DOT_SEGMENT = /\/(?:\.|%2e)/i;

const SHORT_NUMBER = /^(?:[^/?#]*@)?\d{1,7}(?:[:/?#]|$)/;
/** "file://evil.example/share/a.url", but neither "file:///etc/hosts" nor "file://setup.sh". */
const SHARE = /^[^/\\]+\/./;
const ANY_URL = /^(?:([a-z][a-z0-9+.-]{0,9}):\/\/)?(.+)$/is;

function readAnyUrl(text: string): UrlParts | undefined {
  const match = ANY_URL.exec(text);
  const scheme = (match?.[1] ?? 'http').toLowerCase();
  if (!match || !URL_SCHEMES.has(scheme)) return undefined;
  if (scheme === 'file' && !SHARE.test(match[2] ?? '')) return undefined;
  let url: URL;
  try {
    url = new URL(`http://${match[2]}`);
  } catch {
    return undefined;
  }
  // "http://114" is no address; whoever writes an address as one number writes a long one.
  if (SHORT_NUMBER.test(match[2] ?? '')) return undefined;
  const host = url.hostname.startsWith('[')
    ? parseIpv6(url.hostname)
    : (parseIpv4(url.hostname) ?? canonicalHost(url.hostname));
  if (!host) return undefined;
  const port = url.port || (scheme !== 'http' && /^[^/?#]*:0*80(?:[/?#]|$)/.test(match[2] ?? '') ? '80' : '');
  return {
    scheme,
    userinfo: url.username ? `${url.username}${url.password ? `:${url.password}` : ''}@` : '',
    host,
    port: port === DEFAULT_PORTS[scheme] ? '' : port,
    path: url.pathname,
    query: url.search,
    fragment: url.hash,
  };
}

/** A URL in one line; a bare root has no trailing slash. */
export function formatUrl(parts: UrlParts): string {
  const { scheme, userinfo, port, path, query, fragment } = parts;
  const host = parts.host.includes(':') ? `[${parts.host}]` : parts.host;
  const isRoot = path === '/' && !query && !fragment;
  return `${scheme}://${userinfo}${host}${port && `:${port}`}${isRoot ? '' : path}${query}${fragment}`;
}

/** The canonical spelling of a URL with a known scheme and a valid host. */
export function canonicalUrl(text: string): string | undefined {
  const parts = parseUrl(text);
  return parts && formatUrl(parts);
}

function normalizeUrl(text: string): Normalized {
  const value = canonicalUrl(text);
  return value ? { ok: true, value } : refuse(message('valueNoUrl'));
}

function normalizeHash(type: HashType, text: string): Normalized {
  const value = text.toLowerCase();
  if (value.length !== HASH_LENGTHS[type] || !/^[0-9a-f]+$/.test(value))
    return refuse(message('valueNoHash', { length: HASH_LENGTHS[type] }));
  return { ok: true, value };
}

function normalizeEmail(text: string): Normalized {
  const address = text.replace(/^mailto:/i, '').toLowerCase();
  const split = address.lastIndexOf('@');
  const local = address.slice(0, split);
  const host = split > 0 ? mailHost(address.slice(split + 1)) : undefined;
  return host && isLocalPart(local)
    ? { ok: true, value: `${local}@${host}` }
    : refuse(message('valueNoEmail'));
}

/** A domain, or an address, mostly in brackets (RFC 5321, 4.1.3). */
function mailHost(text: string): string | undefined {
  const literal = /^\[(?:ipv6:)?([0-9a-f.:]+)\]$/i.exec(text)?.[1];
  if (literal === undefined) return parseIpv4(text) ?? canonicalHost(text);
  const address = parseIpv4(literal) ?? parseIpv6(literal);
  return address && `[${address}]`;
}

/** What may stand before the "@": a dot-atom of RFC 5321, international letters allowed (RFC 6531). */
export function isLocalPart(text: string): boolean {
  return LOCAL_PART(text).test(text);
}

const LOCAL_PART = inAnyScript(
  "^[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~-][\\p{L}\\p{M}\\p{N}.!#$%&'*+/=?^_`{|}~-]{0,63}$",
);

const CVE = new RegExp(`^CVE[\\s${DASHES}_:.]?(\\d{4})[${DASHES}_.](\\d{4,})$`, 'i');

function normalizeCve(text: string): Normalized {
  const cve = CVE.exec(text);
  return cve ? { ok: true, value: `CVE-${cve[1]}-${cve[2]}` } : refuse(message('valueNoCve'));
}

function normalizeTechnique(text: string): Normalized {
  const id = /^(T|TA|S|G|M|C|DS)(\d{4})(?:[./](\d{3}))?$/i.exec(text);
  if (!id) return refuse(message('valueNoAttack'));
  return { ok: true, value: `${(id[1] ?? '').toUpperCase()}${id[2]}${id[3] ? `.${id[3]}` : ''}` };
}
