import { rewriteClosing, rewriteOpening } from './brackets.ts';
import { holdsUnusual } from './characters.ts';
import { Edits } from './edits.ts';
import { rewriteEntity, rewriteEscape, rewriteUnusual } from './escapes.ts';
import { createMarkFinder } from './marks.ts';
import { phrasesIn, rewritePhrase } from './phrases.ts';
import { rewriteColon } from './schemes.ts';

/**
 * Text with its defanging undone, and the way back: a piece [start, end) of `text` stood at
 * [originalStart(start), originalEnd(end)) in the text as written.
 */
export interface Refanged {
  text: string;
  originalStart(start: number): number;
  originalEnd(end: number): number;
  /** Moves a piece of `text` to where it stood as written, and notes whether anything in it was defanged. Characters that nobody sees do not count. */
  moveBack(piece: Piece): void;
}
export interface Piece {
  start: number;
  end: number;
  defanged?: true;
}

/**
 * Undoes the usual ways of defanging, so that one grammar reads both spellings:
 * "hxxps[:]//evil[.]example" -> "https://evil.example", "a (at) b (dot) example" -> "a@b.example".
 * Characters that nobody sees (zero-width, soft hyphen, direction marks) are dropped. Linear in the text: it jumps from
 * one character that may belong to defanging to the next and copies what lies between.
 */
export function refang(text: string, isUnusual = holdsUnusual(text)): Refanged {
  return (isUnusual || text.includes('\u00AD')) && IS_INVISIBLE.test(text)
    ? refangVisible(text)
    : undo(text, isUnusual);
}

function undo(text: string, isUnusual: boolean): Refanged {
  const edits = new Edits(text);
  const phrases = phrasesIn(text);
  const nextMark = createMarkFinder(text, isUnusual);
  let phrase = 0;
  for (let from = 0; ;) {
    const at = nextMark(from);
    const next = phrases[phrase];
    if (next && next.index < at) {
      rewritePhrase(edits, next);
      phrase++;
      from = Math.max(from, edits.done);
      continue;
    }
    if (at === text.length) break;
    edits.at = at;
    rewriteAt(edits, text.charAt(at));
    from = Math.max(edits.done, at + 1);
  }
  return edits.finish();
}

/** What nobody sees is taken out before everything else, since it may stand inside the very brackets. */
function refangVisible(text: string): Refanged {
  const edits = new Edits(text);
  for (const { index } of text.matchAll(EVERY_INVISIBLE)) {
    edits.at = index;
    edits.replace(1, '');
  }
  const visible = edits.finish();
  const clear = undo(visible.text, true);
  return {
    text: clear.text,
    originalStart: (start) => visible.originalStart(clear.originalStart(start)),
    originalEnd: (end) => visible.originalEnd(clear.originalEnd(end)),
    moveBack(piece) {
      clear.moveBack(piece);
      const start = visible.originalStart(piece.start);
      piece.end = visible.originalEnd(piece.end);
      piece.start = start;
    },
  };
}

function rewriteAt(edits: Edits, character: string): void {
  switch (character) {
    case '[':
    case '(':
    case '{':
    case '<':
      return rewriteOpening(edits, character);
    case ']':
    case ')':
    case '}':
      return rewriteClosing(edits, character);
    case '\\':
    case '^':
      return rewriteEscape(edits);
    case ':':
    case '\uFF1A':
      return rewriteColon(edits, character);
    case '&':
      return rewriteEntity(edits);
    default:
      return rewriteUnusual(edits, character);
  }
}

const INVISIBLE =
  '\\u00AD\\u034F\\u061C\\u180E\\u200B-\\u200F\\u202A-\\u202E\\u2060-\\u2064\\u2066-\\u2069\\uFEFF';
const IS_INVISIBLE = new RegExp(`[${INVISIBLE}]`);
const EVERY_INVISIBLE = new RegExp(IS_INVISIBLE, 'g');
