import { getPublicSuffix, parse } from 'tldts';
import { codeAt, holdsUnusual, isOfHost } from './characters.ts';
import { encodedUrls } from './encoded-urls.ts';
import { lacksEvidence } from './evidence.ts';
import { lastDot } from './file-endings.ts';
import { isGluedReading } from './glued-scripts.ts';
import type { IndicatorType } from './indicator.ts';
import { parseIpv4 } from './ip.ts';
import { isNextVersion } from './number-evidence.ts';
import { undoRareForms } from './rare-forms.ts';
import { secondReadings } from './second-readings.ts';
import { withoutTail } from './printed-forms.ts';
import { CANONICAL } from './suffixes.ts';
import { tokenize } from './tokenize.ts';
import type { Token } from './tokens.ts';

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
  const hosts: (Token | undefined)[] = [];
  let version: Token | undefined;
  const all = readings(text, hosts);
  for (let index = 0; index < all.length; index++) {
    const token = all[index]!;
    const isAddress = token.type === 'ipv4';
    if (lacksEvidence(token, text) || (isAddress && version && isNextVersion(version, token, text))) {
      if (isAddress) version = token;
      continue;
    }
    const host = index < hosts.length ? hosts[index] : hostIn(token, text);
    // A URL and an e-mail address speak of their host, too.
    if (host) token.also = [host];
    found.push(token);
  }
  return choose(found, (reading) => !isGluedReading(reading, text), noteLoser);
}

/**
 * Every real value that can be read from a text; the same characters may have several readings.
 *
 * @param hosts takes the hosts of the first of them, which had to be looked up
 */
export function readings(text: string, hosts: (Token | undefined)[] = []): Found[] {
  const isUnusual = holdsUnusual(text);
  const clear = undoRareForms(text, isUnusual);
  const tokens = tokenize(clear?.text ?? text, clear ? undefined : isUnusual);
  if (clear) for (const token of tokens) clear.moveBack(token);
  // One by one: a text of megabytes holds more of them than a call has room for.
  for (const encoded of encodedUrls(text)) tokens.push(encoded);
  const real: Found[] = [];
  for (const token of tokens) {
    if (keep(token)) continue;
    const cut = withoutTail(token, text);
    if (cut) keep(cut);
  }
  const second = secondReadings(real, text);
  return second.length > 0 ? [...real, ...second] : real;

  function keep(token: Token): boolean {
    const host = hostIn(token, text);
    if (!isReal(token, host, text)) return false;
    real.push(token);
    hosts.push(host);
    return true;
  }
}

/** Of readings that overlap, the ones that are preferred, then the longer ones; in the text's order. */
export function choose<T extends Found>(
  found: readonly T[],
  isPreferred: (reading: T) => boolean,
  lost?: (loser: T, winner: T) => void,
): T[] {
  const kept: T[] = [];
  const ordered = inOrder(found);
  for (let first = 0, next: number; first < ordered.length; first = next) {
    next = endOfCluster(ordered, first);
    if (next === first + 1) kept.push(ordered[first]!);
    else for (const reading of choices(ordered.slice(first, next))) kept.push(reading);
  }
  return kept;

  function choices(cluster: readonly T[]): T[] {
    // In the text's order; none of them overlap.
    const chosen: T[] = [];
    for (const reading of cluster.toSorted(byRank)) {
      const place = placeBehind(chosen, reading.start);
      const winner = chosen[place];
      if (winner && winner.start < reading.end) lost?.(reading, winner);
      else chosen.splice(place, 0, reading);
    }
    return chosen;
  }

  function byRank(a: T, b: T): number {
    return (
      Number(isPreferred(b)) - Number(isPreferred(a)) ||
      b.end - b.start - (a.end - a.start) ||
      PRECEDENCE[a.type] - PRECEDENCE[b.type]
    );
  }
}

/** Where the first of them stands that ends behind the offset; found by halves, since mailboxes without a blank between hang together by thousands. */
function placeBehind(chosen: readonly Found[], offset: number): number {
  let [low, high] = [0, chosen.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (chosen[middle]!.end > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Behind the readings that hang together with the first by overlapping. */
function endOfCluster(ordered: readonly Found[], first: number): number {
  let reached = ordered[first]!.end;
  let next = first + 1;
  for (; next < ordered.length && ordered[next]!.start < reached; next++)
    if (ordered[next]!.end > reached) reached = ordered[next]!.end;
  return next;
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

/** The host of a URL or an e-mail address, where it stands; nothing else has one within. */
function hostIn(token: Token, text: string): Token | undefined {
  const { type, value, start, end } = token;
  if (type === 'url') return plainHost(token, text) ?? spelledHost(hostOfUrl(value), token, text);
  if (type !== 'email') return undefined;
  const at = value.indexOf('@') + 1;
  const host = withoutBrackets(value.slice(at));
  // Written as it is, but for what may end the address.
  if (end - start === value.length && text.startsWith(host, start + at))
    return hostToken(host, start + at, start + at + host.length);
  return spelledHost(host, token, text);
}

function hostToken(value: string, start: number, end: number): Token {
  const type = value.includes(':') ? 'ipv6' : isDigit(value, value.length - 1) ? 'ipv4' : 'domain';
  return { type, value, start, end };
}

/** The host of "http://evil.example/a", where it is written as the canonical form has it: in small letters, up to a sign that ends it. */
function plainHost({ start, end, defanged }: Token, text: string): Token | undefined {
  if (defanged) return undefined;
  const first = start + (text.startsWith('http://', start) ? 7 : 8);
  if (first - start === 8 && !text.startsWith('https://', start)) return undefined;
  let last = first;
  let label = first;
  for (; last < end && isOfHost(text.charCodeAt(last)); last++)
    if (text.charCodeAt(last) === FULL_STOP) label = last + 1;
  if (label === first || label === last || !endsAuthority(text, last, end)) return undefined;
  const value = text.slice(first, last);
  if (!isDigit(text, label)) return { type: 'domain', value, start: first, end: last };
  return parseIpv4(value) === value ? { type: 'ipv4', value, start: first, end: last } : undefined;
}

/** A port may stand there, but no password: "http://user:1@evil.example". */
function endsAuthority(text: string, at: number, end: number): boolean {
  if (codeAt(text, at) === COLON)
    do at++;
    while (at < end && isDigit(text, at) && text.charCodeAt(at) > SLASH);
  return at >= end || '/?#'.includes(text.charAt(at));
}

/** A host that may be spelled otherwise in the text, where it is told of the whole value. */
function spelledHost(host: string, token: Token, text: string): Token {
  const at = placeOfHost(token, host, text);
  const start = Math.max(at, token.start);
  return hostToken(host, start, at < 0 ? token.end : start + host.length);
}

/** Where the host is written out in the value; -1 where it is spelled in another way. */
function placeOfHost({ type, value, start, end }: Found, host: string, text: string): number {
  // Behind the "@" of "evil.example@evil.example", and at the first place in a URL.
  const find = (where: string) => (type === 'email' ? where.lastIndexOf(host) : where.indexOf(host));
  const expected = start + find(value);
  if (expected + host.length <= end && text.startsWith(host, expected)) return expected;
  const at = find(text.slice(start, end).toLowerCase());
  return at < 0 ? -1 : start + at;
}

function isDigit(text: string, at: number): boolean {
  return text.charCodeAt(at) < 0x3a;
}

function hostOfUrl(value: string): string {
  const start = value.indexOf('//') + 2;
  const slash = value.indexOf('/', start);
  let end = slash < 0 ? value.length : slash;
  // The user's part may hold anything but a slash; few have one, and to search from the end is slow.
  const at = value.indexOf('@', start);
  const host = at >= 0 && at <= end ? value.lastIndexOf('@', end) + 1 : start;
  if (value.charAt(host) === '[') return value.slice(host + 1, value.indexOf(']', host));
  const port = value.indexOf(':', host);
  if (port >= 0 && port < end) end = port;
  return value.slice(host, end);
}

function withoutBrackets(host: string): string {
  return host.startsWith('[') ? host.slice(1, -1) : host;
}

/**
 * Beside the root zone: names that RFC 2606 and 6761 reserve (our samples use them), Tor's and I2P's, and those of Namecoin and
 * EmerDNS, which malware resolves by itself.
 */
const OTHER_DOMAINS = new Set(
  (
    'test example invalid onion i2p bit bazar coin emc ' +
    // "Test" in other scripts, which IANA reserves: إختبار آزمایشی 测试 測試 испытание परीक्षा δοκιμή 테스트 טעסט テスト பரிட்சை
    'xn--kgbechtv xn--hgbk6aj7f53bba xn--0zwm56d xn--g6w251d xn--80akhbyknj4f xn--11b5bs3a9aj6g xn--jxalpdlp xn--9t4b11yi5a xn--deba0ad xn--zckzah xn--hlcj6aya9esc7a'
  ).split(' '),
);

const PLAINLY_DEFANGED = /[[({<]\s*(?:\.|dot|@|at\s*[\])}>])|(?:\.|dot|@)\s*[\])}>]|^h(?:xx|\*\*)ps?/i;
/** ".library(.static)", ".macOS(.v14)", "a:not(.button)": members and classes, where it is no ending that anybody can have. */
const MEMBER_IN_BRACKETS = /[\w-]\((?:\.[\w-]+)+\)$/;
/** "should detect [.] defanging" */
const APART = /^\w+\s+[[({<]\s*(?:\.|dot)\s*[\])}>]\s+\w+$/i;

function isReal(token: Token, host: Token | undefined, text: string): boolean {
  // What has no host, and addresses.
  const { type, value: name } = host ?? token;
  if ((!host && type !== 'domain') || type === 'ipv6' || name === '') return true;
  const ending = name.slice(lastDot(name) + 1);
  if (isDigit(ending, 0)) return true;
  if (token.type !== 'url' && name.includes('xn--') && hasStrayLetters(text.slice(token.start, token.end)))
    return false;
  if (
    !isTopLevel(ending) &&
    !(ending.length === 2 && isBelowSuffix(name)) &&
    !(token.defanged && isMeantAsHost(token, ending, text))
  )
    return false;
  return token.type === 'url' || isRegistrable(name, ending);
}

/**
 * Whoever writes "server[.]corp" means a host, whatever it ends in; "evil[.]exa..." is the beginning of one, and "evil[.]com-hosted" holds one.
 */
function isMeantAsHost({ type, start, end }: Token, ending: string, text: string): boolean {
  const hyphen = ending.indexOf('-');
  const written = text.slice(start, end);
  return (
    (isPlainlyDefanged(written) || (type === 'email' && SPELLED_OUT.test(written))) &&
    !isCut(text, end) &&
    !(hyphen > 0 && isTopLevel(ending.slice(0, hyphen)))
  );
}

/**
 * A picture before or behind a name in ordinary letters points at it, and Arabic and Hebrew glue "and" or "in" to it: no label goes both from
 * left to right and from right to left (RFC 5893).
 */
const PICTURES = '(?:[\\u{1f000}-\\u{1faff}\\u2600-\\u27bf]|\\ufe0f|\\u200d)+';
const STRAY = new RegExp(
  `^${PICTURES}[A-Za-z\\d]|[A-Za-z\\d]${PICTURES}$|[\\u0590-\\u08ff][A-Za-z]|[A-Za-z][\\u0590-\\u08ff]`,
  'u',
);

function hasStrayLetters(written: string): boolean {
  return STRAY.test(written);
}

/** "user AT server DOT corp", but not "work AT the DOT office" */
const SPELLED_OUT =
  /[a-z\d]\s{1,3}A[Tt]\s{1,3}(?!(?:an?|the|this|that)\s)[a-z\d][a-z\d.-]*\s{1,3}DOT\s{1,3}[a-z]/;

function isPlainlyDefanged(written: string): boolean {
  return PLAINLY_DEFANGED.test(written) && !APART.test(written) && !MEMBER_IN_BRACKETS.test(written);
}

function isCut(text: string, end: number): boolean {
  return text.charAt(end) === '\u2026' || text.startsWith('...', end);
}

/** What was learned about endings; there are some 1,500 real ones, and a text can hold any number of others. */
const topLevel = new Map<string, boolean>();
const MOST_ENDINGS = 5000;

function isTopLevel(ending: string): boolean {
  const known = topLevel.get(ending);
  if (known !== undefined) return known;
  const { isIcann, isPrivate } = parse(`a.${ending}`, CANONICAL);
  const is = isIcann === true || isPrivate === true || OTHER_DOMAINS.has(ending);
  if (topLevel.size >= MOST_ENDINGS) topLevel.clear();
  topLevel.set(ending, is);
  return is;
}

/** A few countries (their endings have two letters) have names below a second level only: "evil.co.za". */
function isBelowSuffix(host: string): boolean {
  const { isIcann, isPrivate } = parse(host, CANONICAL);
  return isIcann === true || isPrivate === true;
}

/** Not "co.uk", which is nobody's, nor "a_b.com" or "a-.com": no registry takes those. A private suffix ("ddns.net") is somebody's. */
function isRegistrable(host: string, ending: string): boolean {
  const end = host.length - ending.length - 1;
  const dot = lastDot(host, end - 1);
  if (host.charCodeAt(end - 1) === HYPHEN) return false;
  for (let at = dot + 1; at < end; at++) if (host.charCodeAt(at) === UNDERSCORE) return false;
  return !(dot < 0 && ending.length === 2 && end <= 4 && getPublicSuffix(host) === host);
}

const [HYPHEN, FULL_STOP, SLASH, COLON, UNDERSCORE] = [0x2d, 0x2e, 0x2f, 0x3a, 0x5f];
