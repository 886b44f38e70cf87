import { parseIpv4, readGroups } from './ip.ts';

/** A block of addresses: its first words of 16 bits (two of IPv4, eight of IPv6), of which the leading `bits` count. */
export interface Range {
  words: readonly number[];
  bits: number;
}

/** "192.0.2.0/24", "2001:db8::/32" -> the block; undefined for whatever is not written as one. */
export function parseRange(value: string): Range | undefined {
  const slash = value.indexOf('/');
  if (slash < 0 || !/^\d{1,3}$/.test(value.slice(slash + 1))) return undefined;
  const words = wordsOf(value.slice(0, slash));
  const bits = Number(value.slice(slash + 1));
  return words && bits <= words.length * 16 ? { words, bits } : undefined;
}

/** Whether an address, or a block, lies in a block. Addresses of IPv4 that are written as IPv6 are of IPv4. */
export function isInRange(value: string, range: Range): boolean {
  return findAround(value, [{ range }]) !== undefined;
}

/** The first of several blocks in which an address, or a block, lies. */
export function findAround<T extends { range: Range }>(value: string, blocks: readonly T[]): T | undefined {
  const inner = parseRange(value) ?? wholeAddress(value);
  return inner && blocks.find(({ range }) => isWithin(inner, range));
}

function isWithin(inner: Range, outer: Range): boolean {
  if (inner.words.length !== outer.words.length || inner.bits < outer.bits) return false;
  return outer.words.every((word, index) => {
    const unknown = 16 - Math.max(0, Math.min(16, outer.bits - index * 16));
    return (inner.words[index] ?? 0) >> unknown === word >> unknown;
  });
}

function wholeAddress(value: string): Range | undefined {
  const words = wordsOf(value);
  return words && { words, bits: words.length * 16 };
}

/** Small enough that its addresses are likely to be one owner's: /24 of IPv4, /64 of IPv6. */
export function isNarrow({ words, bits }: Range): boolean {
  return bits >= (isIpv4(words) ? 24 : 64);
}

/**
 * The key a block is stored under: that of the coarse block around it, so that an address finds every block it may lie in by
 * two keys. IPv4: the /16, or the /8 of what is wider; IPv6: the /32, or the /16. Wider ones are no indicators.
 */
export function rangeKey({ words, bits }: Range): string {
  return isIpv4(words) ? ipv4Key(words, bits >= 16) : ipv6Key(words, bits >= 32);
}

/** The keys of all blocks that an address, or a block, may lie in, the narrower ones first. */
export function rangeKeys(value: string): string[] {
  const words = parseRange(value)?.words ?? wordsOf(value);
  if (!words) return [];
  return isIpv4(words)
    ? [ipv4Key(words, true), ipv4Key(words, false)]
    : [ipv6Key(words, true), ipv6Key(words, false)];
}

/** "::ffff:192.0.2.1" -> "192.0.2.1": the same host, as IPv6 sockets write it (RFC 4291 section 2.5.5.2). */
export function unmapped(host: string): string {
  return host.startsWith('::ffff:') && host.includes('.') ? host.slice(7) : host;
}

export function isAddress(host: string): boolean {
  return host.includes(':') || /^\d+\.\d+\.\d+\.\d+$/.test(host);
}

function wordsOf(address: string): number[] | undefined {
  const plain = unmapped(address);
  if (plain.includes(':')) return readGroups(plain);
  if (parseIpv4(plain) === undefined) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = plain.split('.').map(Number);
  return [a * 256 + b, c * 256 + d];
}

function isIpv4(words: readonly number[]): boolean {
  return words.length === 2;
}

/** "n:192.0" or "n:192". */
function ipv4Key([first = 0]: readonly number[], isFine: boolean): string {
  return isFine ? `n:${first >> 8}.${first & 255}` : `n:${first >> 8}`;
}

/** "n:2001:db8:" or "n:2001:", whose last colon keeps them apart from those of IPv4. */
function ipv6Key([first = 0, second = 0]: readonly number[], isFine: boolean): string {
  return isFine ? `n:${first.toString(16)}:${second.toString(16)}:` : `n:${first.toString(16)}:`;
}
