import { INDICATOR_TYPES, type IndicatorType } from './indicator.ts';
import { parseIpv4, parseIpv6 } from './ip.ts';
import { refang } from './refang.ts';

export type Normalized = { ok: true; value: string; port?: number } | { ok: false; reason: string };

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
  if (text === '') return refuse('empty value');
  if (text.length > MAX_LENGTH) return refuse(`longer than ${MAX_LENGTH} characters`);
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

function strip(text: string): string {
  return text.trim().replace(/^["'`<\u201C\u2018]+|["'`>\u201D\u2019]+$/g, '');
}

function refuse(reason: string): Normalized {
  return { ok: false, reason };
}

function normalizeIpv4(text: string): Normalized {
  const host = /^(?:[a-z]+:\/\/)?([\d.]+)(?::(\d{1,5}))?\/?$/i.exec(text.replace(/\/32$/, ''));
  const value = host && parseIpv4(host[1] ?? '');
  if (!value) return refuse(/\/\d+$/.test(text) ? 'a range, not one address' : 'not an IPv4 address');
  return withPort(value, host[2]);
}

function normalizeIpv6(text: string): Normalized {
  const bracketed = /^(?:[a-z]+:\/\/)?\[([^\]]+)\](?::(\d{1,5}))?\/?$/i.exec(text);
  const value = parseIpv6(bracketed ? (bracketed[1] ?? '') : text.replace(/\/128$/, ''));
  if (!value) return refuse(/\/\d+$/.test(text) ? 'a range, not one address' : 'not an IPv6 address');
  return withPort(value, bracketed?.[2]);
}

function normalizeDomain(text: string): Normalized {
  const host = /^(?:[a-z]+:\/\/)?(?:\*\.)?([^/:]+)(?::(\d{1,5}))?\/?$/i.exec(text);
  const value = host && canonicalHost(host[1] ?? '');
  return value ? withPort(value, host[2]) : refuse('not a domain name');
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
  let host = text.toLowerCase();
  if (host.endsWith('.')) host = host.slice(0, -1);
  if (!isAscii(host)) {
    try {
      host = new URL(`http://${host}/`).hostname;
    } catch {
      return undefined;
    }
  }
  return HOST.test(host) && host.length <= 253 ? host : undefined;
}

/** Labels of at most 63 characters that neither start nor end with a hyphen; the last one is not a number. */
const HOST =
  /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+(?:[a-z][a-z0-9-]{0,61}[a-z0-9]|xn--[a-z0-9-]{1,59})$/;

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
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
  const match = /^(?:([a-z][a-z0-9+.-]{0,9}):\/\/)?(.+)$/is.exec(text);
  const scheme = (match?.[1] ?? 'http').toLowerCase();
  if (!match || !URL_SCHEMES.has(scheme)) return undefined;
  let url: URL;
  try {
    url = new URL(`http://${match[2]}`);
  } catch {
    return undefined;
  }
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

function normalizeUrl(text: string): Normalized {
  const parts = parseUrl(text);
  return parts
    ? { ok: true, value: formatUrl(parts) }
    : refuse('not a URL with a known scheme and a valid host');
}

function normalizeHash(type: HashType, text: string): Normalized {
  const value = text.toLowerCase();
  if (value.length !== HASH_LENGTHS[type] || !/^[0-9a-f]+$/.test(value))
    return refuse(`not ${HASH_LENGTHS[type]} hexadecimal characters`);
  return { ok: true, value };
}

function normalizeEmail(text: string): Normalized {
  const address = text.replace(/^mailto:/i, '').toLowerCase();
  const split = address.lastIndexOf('@');
  const local = address.slice(0, split);
  const host = split > 0 ? canonicalHost(address.slice(split + 1)) : undefined;
  return host && LOCAL_PART.test(local)
    ? { ok: true, value: `${local}@${host}` }
    : refuse('not an e-mail address');
}

/** RFC 5321 dot-atom, international letters allowed (RFC 6531). */
const LOCAL_PART = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-][\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]{0,63}$/u;

function normalizeCve(text: string): Normalized {
  const cve = /^CVE[\s\p{Pd}\u2212_:]?(\d{4})[\p{Pd}\u2212_](\d{4,})$/iu.exec(text);
  return cve ? { ok: true, value: `CVE-${cve[1]}-${cve[2]}` } : refuse('not a CVE id');
}

function normalizeTechnique(text: string): Normalized {
  const id = /^(T|TA|S|G|M|C|DS)(\d{4})(?:[./](\d{3}))?$/i.exec(text);
  if (!id) return refuse('not an ATT&CK id');
  return { ok: true, value: `${(id[1] ?? '').toUpperCase()}${id[2]}${id[3] ? `.${id[3]}` : ''}` };
}
