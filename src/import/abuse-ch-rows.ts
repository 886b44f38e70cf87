import type { Draft } from './list-row.ts';
import { readTypeWord } from './read-value.ts';
import { readBoolean, readTags, readText, type Fields } from './row-fields.ts';
import { message, type Message } from '@/core/words.ts';

/** One of abuse.ch's products: what its records say, whether they come as CSV or as JSON. */
export interface Product {
  name: string;
  /** Columns of its CSV where the file names none, by their number. */
  columns: readonly (readonly string[])[];
  /** A name that every record has one of. */
  keys: readonly string[];
  /** The rows of a record; a problem is told in words. */
  drafts(record: Fields): Draft[] | Message;
}

const FROM_FEED = { origin: 'feed', category: 'threat-intel' } as const;

/** https://urlhaus.abuse.ch/api/: the dumps of URLs, the answer of the API, and the list of payloads, which tells a URL and hashes. */
export const URLHAUS: Product = {
  name: 'URLhaus',
  columns: [
    ['id', 'dateadded', 'url', 'url_status', 'last_online', 'threat', 'tags', 'urlhaus_link', 'reporter'],
    ['id', 'dateadded', 'url', 'url_status', 'threat', 'tags', 'urlhaus_link', 'reporter'],
    ['firstseen', 'url', 'filetype', 'md5', 'sha256', 'signature'],
  ],
  keys: ['url', 'md5', 'sha256', 'md5_hash', 'sha256_hash'],
  drafts(record) {
    const common: Omit<Draft, 'value'> = {
      ...FROM_FEED,
      feed: 'URLhaus',
      firstSeen: record['dateadded'] ?? record['date_added'] ?? record['firstseen'],
      lastSeen: record['last_online'],
      article: { url: record['urlhaus_link'] ?? record['urlhaus_reference'] },
      context: inWords(record['threat'], record['signature'], record['url_status']),
      tags: [...readTags(record['tags']), ...readTags(record['threat']), ...readTags(record['signature'])],
    };
    const rows: Draft[] = [];
    for (const type of ['url', 'md5', 'sha256'] as const) {
      const value = readText(record[type] ?? record[`${type}_hash`], 5000);
      if (value !== undefined) rows.push({ ...common, type, value });
    }
    return rows.map((row) => ({ ...row, id: record['id'], idIsShared: rows.length > 1 }));
  },
};

/** https://threatfox.abuse.ch/export/: CSV and JSON, and the answer of the API, which has other names for some fields. */
export const THREATFOX: Product = {
  name: 'ThreatFox',
  columns: [
    words(
      'first_seen_utc ioc_id ioc_value ioc_type threat_type fk_malware malware_alias malware_printable last_seen_utc confidence_level is_compromised reference tags anonymous reporter',
    ),
    words(
      'first_seen_utc ioc_id ioc_value ioc_type threat_type fk_malware malware_alias malware_printable last_seen_utc confidence_level reference tags anonymous reporter',
    ),
  ],
  keys: ['ioc_value', 'ioc'],
  drafts(record) {
    const written = readText(record['ioc_type'], 100) ?? '';
    const type = written === '' ? 'any' : readTypeWord(written);
    if (type === undefined) return message('typeNotSought', { type: written.slice(0, 40) });
    const malware = readText(record['malware_printable'], 100);
    const row: Draft = {
      ...FROM_FEED,
      feed: 'ThreatFox',
      type,
      value: withBrackets(readText(record['ioc_value'] ?? record['ioc'], 5000) ?? '', written),
      id: record['ioc_id'] ?? record['id'],
      confidence: record['confidence_level'],
      firstSeen: record['first_seen_utc'] ?? record['first_seen'],
      lastSeen: record['last_seen_utc'] ?? record['last_seen'],
      article: { url: record['reference'] },
      context: inWords(
        malware,
        record['threat_type'],
        readBoolean(record['is_compromised']) ? 'compromised host' : undefined,
      ),
      tags: [...readTags(record['tags']), ...readTags(malware), ...readTags(record['threat_type'])],
    };
    return [row];
  },
};

/** Behind the last colon of an address and a port stands the port, also where it is IPv6: "2001:db8::5:443" -> "[2001:db8::5]:443". */
function withBrackets(value: string, type: string): string {
  const colon = value.lastIndexOf(':');
  const isBare = type === 'ip:port' && value.indexOf(':') < colon && /^[\da-f:.]+$/i.test(value);
  return isBare ? `[${value.slice(0, colon)}]${value.slice(colon)}` : value;
}

/** https://feodotracker.abuse.ch/blocklist/ */
export const FEODO: Product = {
  name: 'Feodo Tracker',
  columns: [
    words('first_seen_utc dst_ip dst_port c2_status last_online malware'),
    words('first_seen_utc dst_ip dst_port last_online malware'),
  ],
  keys: ['dst_ip', 'ip_address'],
  drafts(record) {
    const malware = readText(record['malware'], 100);
    const row: Draft = {
      ...FROM_FEED,
      feed: 'Feodo Tracker',
      type: 'ip',
      value: readText(record['dst_ip'] ?? record['ip_address'], 5000) ?? '',
      port: record['dst_port'] ?? record['port'],
      firstSeen: record['first_seen_utc'] ?? record['first_seen'],
      lastSeen: record['last_online'],
      context: inWords(malware, 'botnet C2', record['c2_status'] ?? record['status']),
      tags: [...readTags(malware), 'botnet_cc'],
    };
    return [row];
  },
};

function words(list: string): readonly string[] {
  return list.split(' ');
}

/** "malware_download", "offline" -> "malware download, offline" */
function inWords(...parts: unknown[]): string {
  return parts
    .map((part) => readText(part, 300)?.replaceAll('_', ' '))
    .filter((part) => part !== undefined)
    .join(', ');
}
