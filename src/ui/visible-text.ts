import { say } from './say.tsx';
/** A stretch of text that may be shown as it is, or a character that would not be seen, by its code point; `at` is where it starts. */
export type VisiblePiece =
  { kind: 'text'; at: number; text: string } | { kind: 'control'; at: number; name: string };

/**
 * Characters that change how text reads without being seen: controls, bidi and zero-width formats, line and paragraph
 * separators (Unicode Cc, Cf, Zl, Zp), fillers that render blank, variation selectors other than the emoji pair.
 * Tab and line feed stay.
 */
const UNSEEN =
  /[^\P{Cc}\t\n]|[\p{Cf}\p{Zl}\p{Zp}\u115F\u1160\u2800\u3164\uFFA0]|[\uFE00-\uFE0D\u{E0100}-\u{E01EF}]/u;

/**
 * Splits text so that nothing in it can hide: "a\u202Eb" -> "a", U+202E, "b".
 * @param limit code units shown at most; the rest is counted in a last piece of text
 */
export function visiblePieces(text: string, limit = Infinity): VisiblePiece[] {
  const pieces: VisiblePiece[] = [];
  const lines = cut(text, limit).replace(/\r\n/g, '\n');
  let at = 0;
  for (const part of lines.split(new RegExp(`(${UNSEEN.source})`, 'u'))) {
    if (UNSEEN.test(part)) pieces.push({ kind: 'control', at, name: codePoint(part) });
    else if (part) pieces.push({ kind: 'text', at, text: part });
    at += part.length;
  }
  return pieces;
}

/** The same as plain text, for titles and labels: "a[U+202E]b". */
export function visibleString(text: string, limit = Infinity): string {
  return visiblePieces(text, limit)
    .map((piece) => (piece.kind === 'text' ? piece.text : `[${piece.name}]`))
    .join('');
}

function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return say('cutText', { text: text.slice(0, limit), number: text.length - limit });
}

function codePoint(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
