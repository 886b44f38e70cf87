import { normalize } from '../../src/core/normalize.ts';
import type { Indicator, IndicatorType } from '../../src/core/indicator.ts';
import { createRandom, type Random } from './random.ts';
import { createValues, type Values } from './values.ts';
import { createWords, type Words } from './words.ts';

/** What the rows of one article have in common. */
interface Article {
  words: Pick<Indicator, 'article' | 'feed' | 'category'>;
  actor: string;
  family: string;
  techniques: string[];
  /** Ms since the epoch. */
  at: number;
}

const NEWEST = Date.UTC(2026, 10, 1);
const DAY = 86_400_000;

/**
 * Rows as the API has them, made up without end: each has an id that is a random UUID, dates to the second and a context of its own; the 20
 * to 40 rows of an article come one after the other and share its title, address and feed. Values are as frequent by type as in reports.
 */
export function* makeUpApiRows(seed: number, source: string): Generator<Indicator, never> {
  const random = createRandom(seed);
  const words = createWords(random);
  const values = createValues(random, words);
  const feeds = Array.from({ length: 60 }, () => `${words.name()} ${words.name()} Blog`);
  for (let number = 1; ; number++) {
    const article = makeUpArticle(random, words, feeds, values);
    for (let left = random.between(20, 40); left > 0;) {
      const row = makeUpRow(article, { random, words, values }, source);
      if (!row) continue;
      yield row;
      left--;
    }
  }
}

function makeUpArticle(random: Random, words: Words, feeds: readonly string[], values: Values): Article {
  const [actor, family] = [`${words.name()} ${words.name()}`, words.name()];
  const id = hex(random, 12);
  const title = `${actor} ${random.pick(DEEDS)} ${words.content()} ${words.content()} with ${family} ${words.content()}`;
  return {
    words: {
      article: { id, title, url: `https://socdefenders.example/item/${id}` },
      feed: random.pickCommon(feeds),
      category: random.pick(['news', 'research', 'threat-intel', 'vendor', 'government']),
    },
    actor,
    family,
    techniques: Array.from({ length: random.between(1, 3) }, () => values.technique()),
    at: NEWEST - random.next() * 300 * DAY,
  };
}

function makeUpRow(
  { words: shared, actor, family, techniques, at }: Article,
  { random, words, values }: { random: Random; words: Words; values: Values },
  source: string,
): Indicator | undefined {
  const [type, raw] = typedValue(random, values);
  const normal = normalize(type, raw);
  if (!normal.ok) return undefined;
  const first = at + random.next() * DAY;
  const role = random.pickCommon(ROLES);
  const detail = random.chance(0.4)
    ? `, seen with ${words.content()}${random.between(1, 99)}.${random.pick(FILES)}`
    : '';
  return {
    id: uuid(random),
    type,
    value: normal.value,
    ...(normal.port !== undefined && { port: normal.port }),
    confidence: random.pickCommon(['high', 'medium', 'low'] as const),
    firstSeen: isoSeconds(first),
    lastSeen: isoSeconds(first + random.next() * 2 * DAY),
    added: NEWEST,
    source,
    ...shared,
    origin: 'article',
    context: `${role} used in ${random.chance(0.5) ? actor : family} campaign${detail}`,
    tags: [family.toLowerCase(), random.pickCommon(TAGS)],
    techniques: random.chance(0.5) ? techniques : techniques.slice(0, 1),
  };
}

function typedValue(random: Random, values: Values): [IndicatorType, string] {
  let left = random.next() * 100;
  const kinds: [share: number, type: IndicatorType, make: () => string][] = [
    [27, 'domain', values.host],
    [20, 'url', values.url],
    [18, 'ipv4', values.ipv4],
    [14, 'sha256', values.sha256],
    [9, 'md5', values.md5],
    [6, 'sha1', values.sha1],
    [3, 'email', values.email],
    [2, 'cve', values.cve],
  ];
  const [, type, make] = kinds.find(([share]) => (left -= share) < 0) ?? ['', 'domain', values.host];
  return [type, make()];
}

function uuid(random: Random): string {
  return `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-a${hex(random, 3)}-${hex(random, 12)}`;
}

function hex(random: Random, digits: number): string {
  let text = '';
  while (text.length < digits) text += random.between(0, 15).toString(16);
  return text;
}

function isoSeconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

/** The most frequent first, here and below. */
const ROLES = [
  'C2 server',
  'Payload delivery host',
  'Phishing landing page',
  'Loader sample',
  'Dropper',
  'Exfiltration endpoint',
  'Credential harvesting page',
  'Stage two download',
  'Beacon destination',
  'Malicious attachment',
  'Scanner',
  'Redirector',
  'Backdoor',
  'Staging server',
  'Proxy node',
  'Ransom note contact',
];
const TAGS = [
  'c2',
  'phishing',
  'malware',
  'stealer',
  'loader',
  'ransomware',
  'apt',
  'botnet',
  'rat',
  'financial',
];
const DEEDS = ['targets', 'hits', 'returns to', 'abuses', 'moves on to', 'compromises', 'impersonates'];
const FILES = ['exe', 'dll', 'docm', 'js', 'lnk', 'zip'];
