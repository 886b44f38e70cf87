import { Buffer } from 'node:buffer';
import { extractIOC } from 'ioc-extractor';
import { extract } from '../../src/core/extract.ts';
import { placeOf } from '../../src/core/suffixes.ts';
import { makeCorpus, type Corpus, type CorpusName, type Text } from './corpus.ts';
import type { Bench, Figure, Summary } from './figure.ts';
import { summarize } from './figure.ts';

const FULL_SIZE = 10_000_000;
const SEED = 20_261_123;
const ROUNDS = 4;
/** Ours is so much quicker that it can be measured more often in the same time. */
const OURS_A_ROUND = 2;
const PIECES_IN_A_LARGE_ONE = 50;
const GOALS: Readonly<Record<CorpusName, number>> = { prose: 20, mix: 12, dense: 6 };

/**
 * How fast values are read from text, in MB/s of UTF-8: extract(), which includes their validity, and the registrable domain of
 * every host it finds; beside npm's ioc-extractor as it comes. Both read the same pieces, turn about.
 */
export async function benchDetect({ size, say }: Bench): Promise<Record<string, Figure>> {
  const figures: Record<string, Figure> = {};
  for (const name of ['prose', 'mix', 'dense'] as const) {
    const corpus = makeCorpus(name, FULL_SIZE * size, SEED);
    const { ours, theirs } = measure(corpus, ROUNDS);
    const ratio = ours.median / theirs.median;
    figures[`detect.${name}`] = {
      value: ours.median,
      unit: 'MB/s',
      baseline: theirs.median,
      ratio,
      goal: GOALS[name],
      ok: ratio >= GOALS[name],
    };
    say(
      `${name}: ${show(ours)} MB/s; ioc-extractor ${show(theirs)} MB/s; ${ratio.toFixed(1)} times as fast, goal ${GOALS[name]}`,
    );
    describe(corpus, say);
  }
  return figures;
}

/** What the speed alone does not tell: that the values are found, and how it depends on how the text is cut. */
function describe(corpus: Corpus, say: Bench['say']): void {
  const sample = firstShare(corpus, 0.2);
  const found = countValues(corpus.pieces, readOurs);
  say(
    `  values: ${corpus.planted} written, ${found} read; ioc-extractor names ${countValues(corpus.pieces, readTheirs)}`,
  );
  const { ours, theirs } = measure(inLargePieces(sample), 1);
  say(`  in pieces of 1 MB: ${show(ours)} MB/s; ioc-extractor ${show(theirs)} MB/s`);
}

/** Some of the text to warm up, then rounds that count; turn about, so that what else the machine does hits both. */
function measure(corpus: Text, rounds: number): { ours: Summary; theirs: Summary } {
  const warmUp = firstShare(corpus, 0.1);
  speed(warmUp, readOurs);
  speed(warmUp, readTheirs);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < OURS_A_ROUND; i++) ours.push(speed(corpus, readOurs));
    theirs.push(speed(corpus, readTheirs));
  }
  return { ours: summarize(ours), theirs: summarize(theirs) };
}

/** Megabytes a second. */
function speed({ pieces, bytes }: Text, read: (text: string) => number): number {
  const start = performance.now();
  countValues(pieces, read);
  return bytes / 1000 / (performance.now() - start);
}

function countValues(pieces: readonly string[], read: (text: string) => number): number {
  let count = 0;
  for (const piece of pieces) count += read(piece);
  return count;
}

function readOurs(text: string): number {
  const found = extract(text);
  for (const { type, value, also } of found)
    if (type === 'domain') placeOf(value);
    else if (also?.[0]?.type === 'domain') placeOf(also[0].value);
  return found.length;
}

/** Of the kinds that we know too; each value once a piece, and a URL's host counts as well. */
function readTheirs(text: string): number {
  const { domains, urls, ipv4s, ipv6s, emails, cves, md5s, sha1s, sha256s, sha512s } = extractIOC(text);
  return [domains, urls, ipv4s, ipv6s, emails, cves, md5s, sha1s, sha256s, sha512s].reduce(
    (sum, values) => sum + values.length,
    0,
  );
}

function firstShare(text: Text, share: number): Text {
  return textOf(text.pieces.slice(0, Math.ceil(text.pieces.length * share)));
}

function inLargePieces({ pieces }: Text): Text {
  const large: string[] = [];
  for (let at = 0; at < pieces.length; at += PIECES_IN_A_LARGE_ONE)
    large.push(pieces.slice(at, at + PIECES_IN_A_LARGE_ONE).join(''));
  return textOf(large);
}

function textOf(pieces: string[]): Text {
  return { pieces, bytes: pieces.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0) };
}

function show({ median, low, high }: Summary): string {
  return `${median.toFixed(1)} (${low.toFixed(1)} to ${high.toFixed(1)})`;
}
