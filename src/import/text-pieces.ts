import { ListError } from './list-error.ts';
import { message, type Message } from '@/core/words.ts';

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
  const reason = whyNoList(beginning);
  if (reason) throw new ListError(reason);
}

/** Why a text that begins so is no list at all, in whatever format. */
export function whyNoList(beginning: string): Message | undefined {
  if (beginning.trim() === '') return message('textEmpty');
  const found = NO_LISTS.find(([pattern]) => pattern.test(beginning));
  return found?.[1] ?? (isBinary(beginning) ? message('textBytes') : undefined);
}

/** As they look when their bytes were read as UTF-8, which makes U+FFFD of what is none. */
const NO_LISTS: readonly (readonly [RegExp, Message])[] = [
  [/^PK\p{Cc}/u, message('textZip')],
  [/^\p{Cc}[\uFFFD\u008B]/u, message('textGzip')],
  [/^(?:BZh\d1AY|\uFFFD7zXZ|7z\uFFFD\uFFFD|\(\uFFFD\/\uFFFD)/, message('textPacked')],
  [/^%PDF-/, message('textPdf')],
  [/^(?:\uFFFD\uFFFD|\u00FF\u00FE|\u00FE\u00FF)?(?:(?:[^\0]\0){4}|(?:\0[^\0]){4})/, message('textUtf16')],
  [
    /^\s*(?:<!--(?:(?!-->)[^])*-->\s*)*<(?:!doctype html|html|head|body|script|meta|title)\b/i,
    message('textHtml'),
  ],
  [/^\s*<(?:\?xml|\w[\w:-]*[\s>])/, message('textXml')],
];

/** Control characters do not stand in lists, and few of a list's characters are damaged. */
function isBinary(beginning: string): boolean {
  const sample = beginning.slice(0, 4096);
  return (sample.match(/(?![\t\n\v\f\r])\p{Cc}|\uFFFD/gu)?.length ?? 0) > sample.length / 20;
}
