import type { ListFormat } from '@/core/source.ts';
import { type Key, message } from '@/core/words.ts';
import { readAbuseCh } from './abuse-ch.ts';
import { FEODO, THREATFOX, URLHAUS } from './abuse-ch-rows.ts';
import { readCsv } from './csv.ts';
import { guessFormat, looksLikeJson } from './guess-format.ts';
import { readJson } from './json.ts';
import { createBatches, type Batches, type ListBatch, type ListOptions } from './list-batch.ts';
import { ListError } from './list-error.ts';
import { readMisp } from './misp.ts';
import { readStix } from './stix.ts';
import { assertIsText, inEvenPieces } from './text-pieces.ts';
import { readTxt } from './txt.ts';

export { readHeader } from './csv-layout.ts';
export { guessFormat } from './guess-format.ts';
export { whyNoList } from './text-pieces.ts';
export type { BadLine, ListBatch, ListOptions } from './list-batch.ts';
export { ListError } from './list-error.ts';

/**
 * Reads a list as it arrives: no more of it is held than a piece, a batch, and what a format says later of earlier rows.
 * Rows are canonical, and stamped with the options' source and time. A line that cannot be read is counted and told, and the
 * rest is read; only a row that the list
 * itself repeats comes with the same id again.
 * @param text in pieces that may be cut anywhere
 * @throws ListError, its message for the user, where the text as a whole is not of that format, breaks off, or has not
 * one line that can be read
 */
export async function* readList(
  text: AsyncIterable<string>,
  format: ListFormat,
  options: ListOptions,
): AsyncGenerator<ListBatch> {
  const pieces = inEvenPieces(text)[Symbol.asyncIterator]();
  try {
    const first = await pieces.next();
    const beginning = first.done ? '' : first.value;
    assertIsText(beginning);
    assertFits(beginning, format);
    yield* withoutNothing(readAs(format, again(beginning, pieces), beginning, options));
  } finally {
    await pieces.return(undefined);
  }
}

/** @throws ListError where another kind of text is expected; saying which format it seems to have */
function assertFits(beginning: string, format: ListFormat): void {
  const isJson = looksLikeJson(beginning);
  const mayBeJson = format !== 'csv' && format !== 'txt';
  const mayBeText = format !== 'json' && format !== 'stix' && format !== 'misp';
  if ((isJson && mayBeJson) || (!isJson && mayBeText)) return;
  throw new ListError(
    message('listUnfit', { expected: message(NAMES[format]), found: message(NAMES[guessFormat(beginning)]) }),
  );
}

const NAMES: Record<ListFormat, Key> = {
  csv: 'formatNameCsv',
  txt: 'listTxt',
  json: 'formatJson',
  stix: 'listStix',
  misp: 'listMisp',
  urlhaus: 'listUrlhaus',
  threatfox: 'listThreatfox',
  feodo: 'listFeodo',
};

async function* again(first: string, rest: AsyncIterator<string>): AsyncGenerator<string> {
  yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

async function* readAs(
  format: ListFormat,
  text: AsyncIterable<string>,
  beginning: string,
  options: ListOptions,
): AsyncGenerator<ListBatch> {
  const batches = createBatches();
  yield* readerOf(format, text, beginning, batches, options);
  yield* batches.rest();
}

function readerOf(
  format: ListFormat,
  text: AsyncIterable<string>,
  beginning: string,
  batches: Batches,
  options: ListOptions,
): AsyncGenerator<ListBatch> {
  switch (format) {
    case 'csv':
      return readCsv(text, beginning, batches, options);
    case 'txt':
      return readTxt(text, batches, options);
    case 'json':
      return readJson(text, beginning, batches, options);
    case 'stix':
      return readStix(text, beginning, batches, options);
    case 'misp':
      return readMisp(text, beginning, batches, options);
    case 'urlhaus':
      return readAbuseCh(text, beginning, batches, options, URLHAUS);
    case 'threatfox':
      return readAbuseCh(text, beginning, batches, options, THREATFOX);
    case 'feodo':
      return readAbuseCh(text, beginning, batches, options, FEODO);
  }
}

/** A list that has lines, and none of them good, is no list: taking it for an empty one would delete what it was before. */
async function* withoutNothing(batches: AsyncGenerator<ListBatch>): AsyncGenerator<ListBatch> {
  let rows = 0;
  let bad = 0;
  let firstBad: ListBatch['bad'][number] | undefined;
  for await (const batch of batches) {
    rows += batch.rows.length;
    bad += batch.bad.length;
    firstBad ??= batch.bad[0];
    yield batch;
  }
  if (rows === 0 && firstBad) {
    const said = { line: firstBad.line, reason: firstBad.reason };
    throw new ListError(bad === 1 ? message('listNoLine', said) : message('listNoLines', { ...said, bad }));
  }
}
