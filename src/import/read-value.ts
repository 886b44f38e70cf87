import { readings } from '@/core/extract.ts';
import { INDICATOR_TYPES, type IndicatorType } from '@/core/indicator.ts';
import { HASH_LENGTHS, normalize } from '@/core/normalize.ts';
import { LONGEST } from './row-fields.ts';
import { message, type Message } from '@/core/words.ts';

/** What a list calls its types, as far as it leaves something open. */
export type TypeWord = IndicatorType | 'ip' | 'hash' | 'any';

export type ReadValue =
  { ok: true; type: IndicatorType; value: string; port?: number } | { ok: false; reason: Message };

/**
 * A value as a list writes it (defanged, padded, quoted, in capitals, a range) -> canonical. Without a type it is read as
 * what it looks like; then a bare name must end in a domain that exists, since "setup.exe" looks like one, too.
 */
export function readValue(raw: string, type: TypeWord = 'any'): ReadValue {
  if (raw.length > LONGEST.value) return { ok: false, reason: message('readLong', { most: LONGEST.value }) };
  const text = raw.trim();
  if (text === '') return { ok: false, reason: message('rowNoValue') };
  for (const candidate of candidates(text, type)) {
    const normal = normalize(candidate, text.replace(/^\.(?=\w)/, ''));
    if (normal.ok) return { ...normal, type: candidate };
    if (type === candidate || isClear(candidate, text)) return normal;
  }
  return type === 'any'
    ? readAsWritten(text)
    : { ok: false, reason: REASONS[type] ?? message('readNotItsType') };
}

const REASONS: Partial<Record<TypeWord, Message>> = {
  ip: message('readNoIp'),
  hash: message('readNoHash'),
};

/** The types that a text may be of by its look alone. */
function candidates(text: string, type: TypeWord): readonly IndicatorType[] {
  if (type === 'ip') return /^[^/]*:[^/]*:/.test(text) ? ['ipv6'] : ['ipv4', 'ipv6'];
  if (type === 'hash') return HASHES.filter((hash) => text.length === HASH_LENGTHS[hash]);
  if (type !== 'any') return [type];
  if (/^["'`]?[0-9a-f]{32,}["'`]?$/i.test(text)) return HASHES;
  if (/^CVE\b/i.test(text)) return ['cve'];
  if (/^TA?\d{4}(?:[./]\d{3})?$/i.test(text)) return ['mitre_attack'];
  if (/^["'<(`]?[a-z]{2,6}(?:\[?:\]?\/\/|\[:)/i.test(text)) return ['url'];
  return /^[\d[\]().{}:a-fot/]+$/i.test(text) ? ['ipv4', 'ipv6'] : [];
}

const HASHES = ['md5', 'sha1', 'sha256', 'sha512'] as const;

/** Nobody means anything else by it: why it is no good is worth saying. */
function isClear(type: IndicatorType, text: string): boolean {
  return (
    type === 'cve' ||
    ((type === 'ipv4' || type === 'ipv6') &&
      /\/\d{1,3}$/.test(text) &&
      normalize(type, text.replace(/\/\d+$/, '')).ok)
  );
}

/** The longest value that the text is from its beginning to its end. */
function readAsWritten(text: string): ReadValue {
  const bare = text.replace(/^["'`<]|["'`>]$/g, '').replace(/^(?:\*\.|\.)|\.$/g, '');
  const whole = readings(bare).find(
    ({ start, end, port }) =>
      start === 0 && (end === bare.length || (port !== undefined && bare.slice(end) === `:${port}`)),
  );
  if (!whole) return { ok: false, reason: message('readNothing') };
  const normal = normalize(whole.type, bare);
  return normal.ok ? { ...normal, type: whole.type } : normal;
}

/** "FileHash-SHA256" -> "sha256"; undefined for a type that is not looked for. */
export function readTypeWord(raw: string): TypeWord | undefined {
  const word = raw
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '');
  return TYPE_WORDS.get(word);
}

/** As feeds call them (OTX, MISP, STIX, OpenIOC, abuse.ch), without spaces, hyphens and underscores. */
const TYPE_WORDS = new Map<string, TypeWord>([
  ...INDICATOR_TYPES.map((type) => [type.replace('_', ''), type] as const),
  ...named('ip', 'ip ipaddress ipaddr ipsrc ipdst address srcip dstip ip:port ipport ipdst|port ipsrc|port'),
  ...named('ipv4', 'ipv4addr ipv4address ip4 ipv4cidr cidr ipv4range'),
  ...named('ipv6', 'ipv6addr ipv6address ip6'),
  ...named('domain', 'domainname hostname host fqdn dns hostname|port'),
  ...named('url', 'uri link urlvalue'),
  ...named('hash', 'hash filehash checksum'),
  ...named('md5', 'md5hash filehashmd5 hashmd5 file:hashes.md5'),
  ...named('sha1', 'sha1hash filehashsha1 hashsha1'),
  ...named('sha256', 'sha256hash filehashsha256 hashsha256'),
  ...named('sha512', 'sha512hash filehashsha512 hashsha512'),
  ...named('email', 'emailaddr emailaddress emailsrc emaildst mail envelopefrom bodyfrom'),
  ...named('cve', 'vulnerability cveid'),
  ...named('mitre_attack', 'attackpattern technique mitretechnique ttp'),
]);

function named(type: TypeWord, words: string): (readonly [string, TypeWord])[] {
  return words.split(' ').map((word) => [word, type]);
}
