import { getPublicSuffix } from 'tldts';
import type { Observable } from './indicator.ts';
import { withoutWww } from './index-key.ts';
import { readGroups } from './ip.ts';
import { parseUrl } from './normalize.ts';

/**
 * Why a value can never point at anything: a sentence, or undefined. Such values are never painted, whoever lists them.
 * Addresses set aside for documentation are not among them: see `isDocumentation`.
 */
export function impossibleReason(observable: Observable): string | undefined {
  const { type, value } = observable;
  switch (type) {
    case 'ipv4':
      return reservedIpv4(value);
    case 'ipv6':
      return reservedIpv6(value);
    case 'url': {
      const host = parseUrl(value)?.host ?? '';
      return host.includes(':') ? reservedIpv6(host) : reservedIpv4(host);
    }
    case 'md5':
    case 'sha1':
    case 'sha256':
    case 'sha512':
      return EMPTY_HASHES.has(value) ? 'The hash of empty input: any empty file has it.' : undefined;
    default:
      return undefined;
  }
}

/** IANA IPv4 Special-Purpose Address Registry (RFC 6890), as of 2026-11; documentation blocks left out on purpose. */
const RESERVED_IPV4: readonly [first: string, bits: number, name: string][] = [
  ['0.0.0.0', 8, '"this network" (RFC 791)'],
  ['10.0.0.0', 8, 'private use (RFC 1918)'],
  ['100.64.0.0', 10, 'carrier-grade NAT (RFC 6598)'],
  ['127.0.0.0', 8, 'loopback (RFC 1122)'],
  ['169.254.0.0', 16, 'link-local (RFC 3927)'],
  ['172.16.0.0', 12, 'private use (RFC 1918)'],
  ['192.0.0.0', 24, 'protocol assignments (RFC 6890)'],
  ['192.168.0.0', 16, 'private use (RFC 1918)'],
  ['198.18.0.0', 15, 'benchmarking (RFC 2544)'],
  ['224.0.0.0', 4, 'multicast (RFC 5771)'],
  ['240.0.0.0', 4, 'reserved (RFC 1112)'],
];
/** IANA IPv6 Special-Purpose Address Registry, as of 2026-11; the first groups that must be equal, and their bits. */
const RESERVED_IPV6: readonly [first: string, bits: number, name: string][] = [
  ['::', 127, 'unspecified or loopback (RFC 4291)'],
  ['fc00::', 7, 'unique local (RFC 4193)'],
  ['fe80::', 10, 'link-local (RFC 4291)'],
  ['ff00::', 8, 'multicast (RFC 4291)'],
];
const DOCUMENTATION_IPV4: readonly [string, number][] = [
  ['192.0.2.0', 24],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
];

function reservedIpv4(value: string): string | undefined {
  if (!/^[\d.]+$/.test(value)) return undefined;
  const found = RESERVED_IPV4.find(([first, bits]) => isInIpv4(value, first, bits));
  return found && `Reserved address: ${found[2]}. It means something else on every network.`;
}

function reservedIpv6(value: string): string | undefined {
  const mapped = /^::ffff:([\d.]+)$/.exec(value);
  if (mapped) return reservedIpv4(mapped[1] ?? '');
  const found = RESERVED_IPV6.find(([first, bits]) => isInIpv6(value, first, bits));
  return found && `Reserved address: ${found[2]}. It means something else on every network.`;
}

function isInIpv4(value: string, first: string, bits: number): boolean {
  const shift = 32 - bits;
  return toNumber(value) >>> shift === toNumber(first) >>> shift;
}

function toNumber(address: string): number {
  return address.split('.').reduce((sum, octet) => ((sum << 8) | Number(octet)) >>> 0, 0);
}

function isInIpv6(value: string, first: string, bits: number): boolean {
  const groups = readGroups(value);
  const wanted = readGroups(first) ?? [];
  if (!groups) return false;
  return wanted.every((group, index) => {
    const known = Math.max(0, Math.min(16, bits - index * 16));
    return known === 0 || groups[index]! >> (16 - known) === group >> (16 - known);
  });
}

/** MD5, SHA-1, SHA-256 and SHA-512 of no bytes at all. */
const EMPTY_HASHES = new Set([
  'd41d8cd98f00b204e9800998ecf8427e',
  'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  'cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e',
]);

/**
 * Set aside for examples (RFC 5737, 3849, 2606, 6761): only a sample or a test can list it. It is painted like any other, so that
 * Telltale can be tried and tested without pointing at anybody, and the card says what it is.
 */
export function isDocumentation(observable: Observable): boolean {
  const host = hostOf(observable);
  if (host === undefined) return false;
  if (host.includes(':')) return isInIpv6(host, '2001:db8::', 32) || isInIpv6(host, '3fff::', 20);
  if (/^[\d.]+$/.test(host)) return DOCUMENTATION_IPV4.some(([first, bits]) => isInIpv4(host, first, bits));
  return /(?:^|\.)(?:example(?:\.(?:com|net|org))?|test|invalid)$/.test(host);
}

/** The host that a value names, if it names one. */
export function hostOf({ type, value }: Observable): string | undefined {
  switch (type) {
    case 'ipv4':
    case 'ipv6':
    case 'domain':
      return value;
    case 'url':
      return parseUrl(value)?.host;
    case 'email':
      return value.slice(value.lastIndexOf('@') + 1);
    default:
      return undefined;
  }
}

/**
 * Why a listed host says little: it is itself a public suffix ("ddns.net", "www.github.io"), so whoever lists it means
 * some tenant, and every tenant shares it. Source: publicsuffix.org, ICANN and private section, through tldts.
 */
export function sharedReason(host: string): string | undefined {
  const name = withoutWww(host);
  if (getPublicSuffix(name, { allowPrivateDomains: true }) !== name) return undefined;
  return `Shared service: everybody can have a name below ${name}, so the bare name says little.`;
}
