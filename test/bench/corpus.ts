import { Buffer } from 'node:buffer';
import { createArticle } from './article.ts';
import { createRandom } from './random.ts';
import { createRecords } from './records.ts';
import { createValues, defang } from './values.ts';
import { createWords } from './words.ts';

export type CorpusName = 'prose' | 'mix' | 'dense';

export interface Text {
  pieces: string[];
  /** Of all pieces, in UTF-8. */
  bytes: number;
}

/** Text to read, made up but shaped like what analysts read; each piece is about as long as a page. */
export interface Corpus extends Text {
  /** How many values were written into it, those in the paths of URLs left out. */
  planted: number;
}

const PIECE = 20_000;

/**
 * The same name, size and seed make the same text, and no sentence, row or line of it comes twice.
 * - prose: articles with an odd link in them, most with the typographic quotes and dashes that the web has.
 * - mix: reports: articles with a value every few dozen words, tables, pieces of logs.
 * - dense: indicators of all types, one a line, two fifths of them defanged.
 */
export function makeCorpus(name: CorpusName, bytes: number, seed: number): Corpus {
  const random = createRandom(seed);
  const words = createWords(random);
  const values = createValues(random, words);
  const corpus: Corpus = { pieces: [], bytes: 0, planted: 0 };
  const plant = (value: string, defangedShare: number) => {
    corpus.planted++;
    return random.chance(defangedShare) ? defang(random, value) : value;
  };
  const article = createArticle({ random, words, values, plant });
  const records = createRecords({ random, words, values, plant });
  const sections = {
    prose: () => article.section(0),
    mix: () => random.pick([article.section, article.section, records.table, records.log])(1 / 35),
    dense: records.list,
  };
  while (corpus.bytes < bytes) {
    article.begin();
    const piece = fill(Math.min(PIECE, bytes - corpus.bytes), sections[name]);
    corpus.pieces.push(piece);
    corpus.bytes += Buffer.byteLength(piece);
  }
  return corpus;
}

/** Joined, not cut out of a longer text: one string as the reader gets it from a page, of one or two bytes a character. */
function fill(characters: number, next: () => string): string {
  const sections: string[] = [];
  for (let length = 0; length < characters;) {
    const section = next();
    sections.push(section);
    length += section.length;
  }
  return sections.join('');
}
