import { normalize, parseType } from '../../src/core/normalize.ts';
import type { Indicator } from '../../src/core/indicator.ts';
import { ownId } from '../../src/core/row-id.ts';
import { createRandom, type Random } from './random.ts';
import { createValues, type Values } from './values.ts';
import { createWords } from './words.ts';

/** A feed of lines: type, value, family, category, number of the reference, parted by tabs. */
export interface FeedText {
  feed: string;
  /** Line N is reference number N. */
  references: string;
}

export interface Feed {
  lines: number;
  /** The row that stands there; undefined where it is none. Its id is made of its words, since lists have none. */
  row(line: number): Indicator | undefined;
}

const NEWLINE = '\n';

export function readFeed({ feed, references }: FeedText, source: string, added: number): Feed {
  const lines = feed.trimEnd().split(NEWLINE);
  const urls = references.split(NEWLINE);
  return { lines: lines.length, row };

  function row(line: number): Indicator | undefined {
    const [type = '', raw = '', family = '', category = '', reference = ''] = (lines[line] ?? '').split('\t');
    const known = parseType(type);
    const normal = known && normalize(known, raw);
    if (!normal?.ok) return undefined;
    const url = urls[Number(reference)];
    const words = {
      type: known as Indicator['type'], // else nothing was normalized
      value: normal.value,
      ...(normal.port !== undefined && { port: normal.port }),
      ...(url && { article: { url } }),
      feed: 'feed',
      category,
      origin: 'feed' as const,
    };
    return { id: ownId(words), ...words, added, source, tags: [family], techniques: [] };
  }
}

/** Lines like those of a large public feed: four fifths are domains, some dozen lines of one family come after one another. */
export function makeUpFeed(lines: number, seed: number): FeedText {
  const random = createRandom(seed);
  const words = createWords(random);
  const values = createValues(random, words);
  const written: string[] = [];
  const references: string[] = [];
  while (written.length < lines) {
    const family = `${words.content()}_${words.content()}`;
    const category = random.chance(0.9) ? 'malware' : 'suspicious';
    references.push(`https://reports.example/${words.content()}/${random.between(1, 1e9)}`);
    for (let left = random.between(1, 32); left > 0 && written.length < lines; left--)
      written.push([...typedValue(random, values), family, category, references.length - 1].join('\t'));
  }
  return { feed: written.join(NEWLINE), references: references.join(NEWLINE) };
}

function typedValue(random: Random, values: Values): [type: string, value: string] {
  const share = random.next();
  if (share < 0.81) return ['domain', values.host()];
  return share < 0.945 ? ['ipv4', values.ipv4()] : ['url', values.url()];
}
