import { ListError } from './list-error.ts';

/** What formats are told by, and what the user is shown of a file. UTF-16 units. */
export const BEGINNING = 64 * 1024;

/**
 * The text in pieces of one length (the last may be shorter), however it arrived, without a byte order mark. So what is
 * read never depends on how the network cut it, and the first piece is what formats are guessed from.
 */
export async function* inEvenPieces(text: AsyncIterable<string>, length = BEGINNING): AsyncGenerator<string> {
  let held: string[] = [];
  let holds = 0;
  let isFirst = true;
  for await (const arrived of text) {
    const piece = isFirst && arrived !== '' ? arrived.replace(/^\uFEFF/, '') : arrived;
    if (arrived !== '') isFirst = false;
    held.push(piece);
    holds += piece.length;
    if (holds < length) continue;
    const joined = held.join('');
    let at = 0;
    for (; joined.length - at >= length; at += length) yield joined.slice(at, at + length);
    held = [joined.slice(at)];
    holds = joined.length - at;
  }
  if (holds > 0) yield held.join('');
}

/** @throws ListError where the beginning shows that this is no list at all, in whatever format */
export function assertIsText(beginning: string): void {
  if (beginning.trim() === '') throw new ListError('The list is empty.');
  const found = NO_LISTS.find(([pattern]) => pattern.test(beginning));
  if (found) throw new ListError(found[1]);
  if (isBinary(beginning)) throw new ListError('This is not a text: it holds bytes that no list has.');
}

/** As they look when their bytes were read as UTF-8, which makes U+FFFD of what is none. */
const NO_LISTS: readonly (readonly [RegExp, string])[] = [
  [/^PK\p{Cc}/u, 'This is a ZIP archive (or a spreadsheet): unpack it, or save it as CSV.'],
  [/^\p{Cc}[\uFFFD\u008B]/u, 'This is compressed with gzip: unpack it first.'],
  [/^(?:BZh\d1AY|\uFFFD7zXZ|7z\uFFFD\uFFFD|\(\uFFFD\/\uFFFD)/, 'This is a compressed file: unpack it first.'],
  [/^%PDF-/, 'This is a PDF document, not a list.'],
  [
    /^(?:\uFFFD\uFFFD|\u00FF\u00FE|\u00FE\u00FF)?(?:(?:[^\0]\0){4}|(?:\0[^\0]){4})/,
    'This text is in UTF-16 and does not say so in its first bytes: save it as UTF-8.',
  ],
  [
    /^\s*(?:<!--(?:(?!-->)[^])*-->\s*)*<(?:!doctype html|html|head|body|script|meta|title)\b/i,
    'This is a web page, not a list: perhaps a login page, or the page that links to the list.',
  ],
  [/^\s*<(?:\?xml|\w[\w:-]*[\s>])/, 'This is XML, which is not read: of STIX only version 2 (JSON) is.'],
];

/** Control characters do not stand in lists, and few of a list's characters are damaged. */
function isBinary(beginning: string): boolean {
  const sample = beginning.slice(0, 4096);
  return (sample.match(/(?![\t\n\v\f\r])\p{Cc}|\uFFFD/gu)?.length ?? 0) > sample.length / 20;
}
