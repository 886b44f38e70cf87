import { getPublicSuffix, parse } from 'tldts';
import { lacksEvidence } from './evidence.ts';
import type { IndicatorType } from './indicator.ts';
import { secondReadings, undoRareForms } from './rare-forms.ts';
import type { Refanged } from './refang.ts';
import { tokenize, type Token } from './tokenize.ts';

/** A token whose host can exist. */
export interface Found extends Token {
  /** What else can be read there, and lost to this reading: the host of a URL, a hash in its path. */
  also?: Token[];
}

/**
 * The indicators that stand in a text, each once where it stands, the longest reading winning over what lies inside it.
 * Unlike tokenize() it knows the public suffixes and asks for evidence, so that "readme.txt", "readme.md" and
 * "process.name()" stay out. `value` is canonical, `text.slice(start, end)` exactly what was written. Never throws; linear.
 */
export function extract(text: string): Found[] {
  const found: Found[] = [];
  for (const token of readings(text)) if (!lacksEvidence(token, text)) found.push(withHost(token, text));
  return choose(found, () => false, noteLoser);
}

/** Every real value that can be read from a text; the same characters may have several readings. */
export function readings(text: string): Found[] {
  const clear = undoRareForms(text);
  const tokens = tokenize(clear?.text ?? text);
  if (clear) for (const token of tokens) moveBack(token, clear);
  const real = tokens.filter((token) => isReal(token, text));
  const second = secondReadings(real, text);
  return second.length > 0 ? [...real, ...second] : real;
}

function moveBack(token: Token, clear: Refanged): void {
  if (clear.isDefanged(token.start, token.end)) token.defanged = true;
  const start = clear.originalStart(token.start);
  token.end = clear.originalEnd(token.end);
  token.start = start;
}

/** Of readings that overlap, the ones that are preferred, then the longer ones; in the text's order. */
export function choose<T extends Found>(
  found: readonly T[],
  isPreferred: (reading: T) => boolean,
  lost?: (loser: T, winner: T) => void,
): T[] {
  const kept: T[] = [];
  for (const cluster of clustersOf(found)) {
    if (cluster.length === 1) {
      kept.push(cluster[0]!);
      continue;
    }
    const chosen: T[] = [];
    for (const reading of cluster.toSorted(byRank)) {
      const winner = chosen.find((other) => reading.start < other.end && other.start < reading.end);
      if (winner) lost?.(reading, winner);
      else chosen.push(reading);
    }
    kept.push(...chosen.sort((a, b) => a.start - b.start));
  }
  return kept;

  function byRank(a: T, b: T): number {
    return (
      Number(isPreferred(b)) - Number(isPreferred(a)) ||
      b.end - b.start - (a.end - a.start) ||
      PRECEDENCE[a.type] - PRECEDENCE[b.type]
    );
  }
}

/** Readings that hang together by overlapping: a few each, since a value has a greatest length. */
function clustersOf<T extends Found>(found: readonly T[]): T[][] {
  const clusters: T[][] = [];
  let reached = -1;
  for (const reading of inOrder(found)) {
    if (reading.start < reached) clusters.at(-1)?.push(reading);
    else clusters.push([reading]);
    if (reading.end > reached) reached = reading.end;
  }
  return clusters;
}

function inOrder<T extends Found>(found: readonly T[]): readonly T[] {
  for (let i = 1; i < found.length; i++)
    if (found[i]!.start < found[i - 1]!.start) return found.toSorted((a, b) => a.start - b.start);
  return found;
}

function noteLoser(loser: Found, winner: Found): void {
  const { also, ...reading } = loser;
  for (const other of [reading, ...(also ?? [])])
    if (!isSame(other, winner) && !winner.also?.some((known) => isSame(other, known)))
      (winner.also ??= []).push(other);
}

function isSame(one: Token, other: Token): boolean {
  return one.type === other.type && one.value === other.value;
}

/** Of two readings of the same characters the more telling one first. */
const PRECEDENCE: Record<IndicatorType, number> = {
  url: 0,
  email: 1,
  ipv6: 2,
  ipv4: 3,
  sha512: 4,
  sha256: 5,
  sha1: 6,
  md5: 7,
  cve: 8,
  mitre_attack: 9,
  domain: 10,
};

/** A URL and an e-mail address speak of their host, too. */
function withHost(token: Token, text: string): Found {
  if (token.type !== 'url' && token.type !== 'email') return token;
  const value = hostIn(token);
  const type = value.includes(':') ? 'ipv6' : /^[\d.]+$/.test(value) ? 'ipv4' : 'domain';
  const at = text.slice(token.start, token.end).toLowerCase().indexOf(value);
  const start = at < 0 ? token.start : token.start + at;
  return { ...token, also: [{ type, value, start, end: at < 0 ? token.end : start + value.length }] };
}

/** The host of a canonical URL or e-mail address, without brackets. */
function hostIn({ type, value }: Token): string {
  if (type === 'email') return withoutBrackets(value.slice(value.lastIndexOf('@') + 1));
  const start = value.indexOf('://') + 3;
  let [host, end] = [start, start];
  for (; end < value.length; end++) {
    const code = value.charCodeAt(end);
    if (code === SLASH || code === QUESTION || code === HASH) break;
    if (code === AT) host = end + 1;
  }
  const authority = value.slice(host, end);
  if (authority.startsWith('[')) return authority.slice(1, authority.indexOf(']'));
  const port = authority.indexOf(':');
  return port < 0 ? authority : authority.slice(0, port);
}

const [SLASH, QUESTION, HASH, AT] = [0x2f, 0x3f, 0x23, 0x40];

function withoutBrackets(host: string): string {
  return host.startsWith('[') ? host.slice(1, -1) : host;
}

/**
 * Beside the root zone: names that RFC 2606 and 6761 reserve (our samples use them), Tor's and I2P's, and those of Namecoin and
 * EmerDNS, which malware resolves by itself.
 */
const OTHER_DOMAINS = new Set(['test', 'example', 'invalid', 'onion', 'i2p', 'bit', 'bazar', 'coin', 'emc']);

const PLAINLY_DEFANGED = /[[({<]\s?(?:\.|dot)\s?[\])}>]|^h(?:xx|\*\*)ps?/i;

function isReal(token: Token, text: string): boolean {
  if (token.type !== 'domain' && token.type !== 'url' && token.type !== 'email') return true;
  const host = hostIn(token.type === 'domain' ? { ...token, type: 'email' } : token);
  const ending = host.slice(host.lastIndexOf('.') + 1);
  // An address.
  if (ending === '' || host.includes(':') || ending.charCodeAt(0) < 58) return true;
  // Whoever writes "server[.]corp" means a host, whatever it ends in.
  if (
    !isTopLevel(ending) &&
    !isBelowSuffix(host) &&
    !(token.defanged && PLAINLY_DEFANGED.test(text.slice(token.start, token.end)))
  )
    return false;
  return token.type === 'url' || isRegistrable(host, ending);
}

/** What was learned about endings; there are some 1,500 real ones, and a text can hold any number of others. */
const topLevel = new Map<string, boolean>();
const MOST_ENDINGS = 5000;

function isTopLevel(ending: string): boolean {
  const known = topLevel.get(ending);
  if (known !== undefined) return known;
  const { isIcann, isPrivate } = parse(`a.${ending}`, { allowPrivateDomains: true });
  const is = isIcann === true || isPrivate === true || OTHER_DOMAINS.has(ending);
  if (topLevel.size >= MOST_ENDINGS) topLevel.clear();
  topLevel.set(ending, is);
  return is;
}

/** A few countries have names below a second level only: "evil.co.za". */
function isBelowSuffix(host: string): boolean {
  const { isIcann, isPrivate } = parse(host, { allowPrivateDomains: true });
  return isIcann === true || isPrivate === true;
}

/** Not "co.uk", which is nobody's, nor "a_b.com" or "a-.com": no registry takes those. A private suffix ("ddns.net") is somebody's. */
function isRegistrable(host: string, ending: string): boolean {
  const dot = host.lastIndexOf('.', host.length - ending.length - 2);
  const label = host.slice(dot + 1, host.length - ending.length - 1);
  if (label.includes('_') || label.endsWith('-')) return false;
  return !(dot < 0 && ending.length === 2 && label.length <= 4 && getPublicSuffix(host) === host);
}
