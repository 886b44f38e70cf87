import type { Observable } from './indicator.ts';
import { parseUrl } from './normalize.ts';
import { findAround, isAddress, parseRange, type Range } from './range.ts';
import { type Key, message, type Message } from './words.ts';

/**
 * Why a value can never point at anything: a sentence, or undefined. Such values are never painted, whoever lists them.
 * Addresses set aside for documentation are not among them: see `isDocumentation`.
 */
export function impossibleReason(observable: Observable): Message | undefined {
  const content = TRIVIAL_HASHES.get(observable.value);
  if (content) return message('hashOf', { content: message(content) });
  const host = observable.type === 'email' ? undefined : hostOf(observable);
  if (host === undefined) return undefined;
  if (LOCAL_NAME.test(host)) return message('localName');
  if (!isAddressOrRange(host)) return undefined;
  const reserved = findAround(host, RESERVED);
  return reserved && message('reservedAddress', { use: message(reserved.use) });
}

/** Names that no public DNS answers for; ".internal" by ICANN's decision of 2024-07-29. */
const LOCAL_NAME = /\.(?:local|localhost|internal|home\.arpa)$/;

/**
 * IANA IPv4 and IPv6 Special-Purpose Address Registries, as of 2025-10-09: what they call not globally reachable, and multicast.
 * Left out on purpose: documentation (see `isDocumentation`); what is reachable by definition (AS112, AMT, ORCHIDv2, remote
 * identification of drones, NAT64); Teredo and 2002::/16 (6to4), which carry a real IPv4 host in the address. 192.88.99.0/24,
 * their relays, is in: an anycast address that was withdrawn names whichever router was near.
 */
const RESERVED: readonly { range: Range; use: ReservedUse }[] = [
  reserve('0.0.0.0/8', 'useThisNetwork'),
  reserve('10.0.0.0/8', 'usePrivate'),
  reserve('100.64.0.0/10', 'useCarrierNat'),
  reserve('127.0.0.0/8', 'useLoopback'),
  reserve('169.254.0.0/16', 'useLinkLocal'),
  reserve('172.16.0.0/12', 'usePrivate'),
  reserve('192.0.0.0/24', 'useProtocols'),
  reserve('192.88.99.0/24', 'useRelays'),
  reserve('192.168.0.0/16', 'usePrivate'),
  reserve('198.18.0.0/15', 'useBenchmarking'),
  reserve('224.0.0.0/4', 'useMulticast'),
  reserve('240.0.0.0/4', 'useReserved'),
  reserve('::/127', 'useUnspecified'),
  reserve('64:ff9b:1::/48', 'useTranslation'),
  reserve('100::/64', 'useDiscarded'),
  reserve('100:0:0:1::/64', 'useDummy'),
  reserve('2001:2::/48', 'useBenchmarking6'),
  reserve('2001:10::/28', 'useOrchid'),
  reserve('5f00::/16', 'useSegments'),
  reserve('fc00::/7', 'useUniqueLocal'),
  reserve('fe80::/10', 'useLinkLocal6'),
  reserve('fec0::/10', 'useSiteLocal'),
  reserve('ff00::/8', 'useMulticast6'),
];
type ReservedUse = Extract<Key, `use${string}`>;
/** RFC 5737, 3849 and 9637. */
const DOCUMENTATION = ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32', '3fff::/20'].map(
  (block) => ({ range: blockOf(block) }),
);

function reserve(block: string, use: ReservedUse) {
  return { range: blockOf(block), use };
}

function blockOf(block: string): Range {
  const range = parseRange(block);
  if (!range) throw new Error(`${block} is no block of addresses`);
  return range;
}

function isAddressOrRange(host: string): boolean {
  return isAddress(host) || parseRange(host) !== undefined;
}

/**
 * MD5, SHA-1, SHA-256 and SHA-512 of contents that any program leaves behind. Source: computed; the tests compute them again.
 */
export const TRIVIAL_CONTENTS: readonly {
  content: string;
  name: 'contentEmpty' | 'contentLineFeed' | 'contentCrLf' | 'contentZero' | 'contentBlank';
  hashes: readonly string[];
}[] = [
  {
    content: '',
    name: 'contentEmpty',
    hashes: [
      'd41d8cd98f00b204e9800998ecf8427e',
      'da39a3ee5e6b4b0d3255bfef95601890afd80709',
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      'cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e',
    ],
  },
  {
    content: '\n',
    name: 'contentLineFeed',
    hashes: [
      '68b329da9893e34099c7d8ad5cb9c940',
      'adc83b19e793491b1c6ea0fd8b46cd9f32e592fc',
      '01ba4719c80b6fe911b091a7c05124b64eeece964e09c058ef8f9805daca546b',
      'be688838ca8686e5c90689bf2ab585cef1137c999b48c70b92f67a5c34dc15697b5d11c982ed6d71be1e1e7f7b4e0733884aa97c3f7a339a8ed03577cf74be09',
    ],
  },
  {
    content: '\r\n',
    name: 'contentCrLf',
    hashes: [
      '81051bcc2cf1bedf378224b0a93e2877',
      'ba8ab5a0280b953aa97435ff8946cbcbb2755a27',
      '7eb70257593da06f682a3ddda54a9d260d4fc514f645237f5ca74b08f8da61a6',
      '1b302a2f1e624a5fb5ad94ddc4e5f8bfd74d26fa37512d0e5face303d8c40eee0d0ffa3649f5da43f439914d128166cb6c4774a7caa3b174d7535451eb697b5d',
    ],
  },
  {
    content: '\0',
    name: 'contentZero',
    hashes: [
      '93b885adfe0da089cdf634904fd59f71',
      '5ba93c9db0cff93f52b521d7420e43f6eda2784f',
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      'b8244d028981d693af7b456af8efa4cad63d282e19ff14942c246e50d9351d22704a802a71c3580b6370de4ceb293c324a8423342557d4e5c38438f0e36910ee',
    ],
  },
  {
    content: ' ',
    name: 'contentBlank',
    hashes: [
      '7215ee9c7d9dc229d2921a40e899ec5f',
      'b858cb282617fb0956d960215c8e84d1ccf909c6',
      '36a9e7f1c95b82ffb99743e0c5c4ce95d83c9a430aac59f84ef3cbfab6145068',
      'f90ddd77e400dfe6a3fcf479b00b1ee29e7015c5bb8cd70f5f15b4886cc339275ff553fc8a053f8ddc7324f45168cffaf81f8c3ac93996f6536eef38e5e40768',
    ],
  },
];
const TRIVIAL_HASHES = new Map(
  TRIVIAL_CONTENTS.flatMap(({ name, hashes }) => hashes.map((hash) => [hash, name] as const)),
);

/**
 * Set aside for examples (RFC 5737, 3849, 9637, 2606, 6761): only a sample or a test can list it. It is painted like any other, so
 * that Telltale can be tried and tested without pointing at anybody, and the card says what it is.
 */
export function isDocumentation(observable: Observable): boolean {
  const host = hostOf(observable);
  if (host === undefined) return false;
  if (isAddressOrRange(host)) return findAround(host, DOCUMENTATION) !== undefined;
  return /(?:^|\.)(?:example(?:\.(?:com|net|org))?|test|invalid)$/.test(host);
}

/** The host that a value names, if it names one; of a block of addresses the block. */
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
