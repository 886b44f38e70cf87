import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { bareForm, clear, hostOf, type Listed } from './judge.ts';

/** A feed as plain Sets of its lower-case values, by type. */
export type FeedSets = Map<string, Set<string>>;

/** Reads a TSV feed (type, value, ...), gzipped or not, or the JSON envelope of the API. */
export async function readFeed(file: string): Promise<Listed[]> {
  const content = await readFile(file);
  const text = (content[0] === 0x1f && content[1] === 0x8b ? gunzipSync(content) : content).toString('utf8');
  if (text.trimStart().startsWith('{')) return (JSON.parse(text) as { data: Listed[] }).data;
  return text.split('\n').flatMap((line) => {
    const [type, value] = line.split('\t');
    return type && value ? [{ type, value }] : [];
  });
}

export function feedSets(rows: readonly Listed[]): FeedSets {
  const sets: FeedSets = new Map();
  for (const { type, value } of rows) {
    const text = clear(value).trim();
    const set = sets.get(type) ?? new Set();
    sets.set(type, set.add(type === 'url' ? bareForm(text) : text));
  }
  return sets;
}

/**
 * The feed's values that stand in a text: every run of address characters, refanged, is looked up as it is. A URL row that
 * is nothing but a host is found where the host stands, and called "url-root".
 */
export function valuesIn(text: string, feed: FeedSets): Listed[] {
  const found = new Map<string, Listed>();
  const add = (type: string, value: string) => found.set(`${type} ${value}`, { type, value });
  for (const word of wordsOf(text)) {
    const isUrl = word.includes('://');
    const bare = bareForm(word);
    if (feed.get('url')?.has(bare))
      add(isUrl && bare.includes('/') ? 'url' : 'url-root', isUrl ? word : bare);
    const host = word.includes('@') ? undefined : hostOf(word);
    if (host === undefined) continue;
    for (const type of ['domain', 'ipv4', 'ipv6']) if (feed.get(type)?.has(host)) add(type, host);
    if (isUrl && feed.get('url')?.has(bareForm(host))) add('url-root', bareForm(host));
  }
  return [...found.values()];
}

/** Runs of characters that an address may have, without the punctuation of the sentence around them. */
function wordsOf(text: string): string[] {
  return clear(text)
    .split(/[\s"'<>()[\]{},;|`\\]+/)
    .map((word) => word.replaceAll(/^[.:*=/_-]+|[.:*!?=]+$/g, ''))
    .filter((word) => /[.:]/.test(word) && !/^[\d.]+\/\d/.test(word));
}
