import { GLUED_LETTERS } from './any-script.ts';
import { classAt, EDGE, LOST, WORD } from './characters.ts';
import { isAt } from './finder.ts';

// Where a URL ends, with or without a scheme before it.

const OPENS: Record<string, string> = { ')': '(', ']': '[', '}': '{' };
const NEXT_IN_LIST = /[,;](?:[a-z]{2,5}:\/\/|$)/iy;

/** "http://evil.example/a's owner" */
const POSSESSIVE = /'s [a-z]/y;

/**
 * Where a URL ends: at a closing bracket that was opened before it, at the quote that it stands in, before the next
 * URL of a list, and before the punctuation of the sentence around it.
 */
export function endOfUrl(text: string, start: number, from: number, limit: number): number {
  const open: Record<string, number> = {};
  const quote = text.charAt(start - 1) === "'" ? "'" : '';
  let hasQuery = false;
  let at = from;
  for (; at < limit; at++) {
    if (classAt(text, at) & WORD) continue;
    const character = text.charAt(at);
    if ('/-'.includes(character)) continue;
    if (character === quote || (character === "'" && isAt(POSSESSIVE, text, at))) break;
    // "curl http://evil.example/a&&run": of a command, unless a query goes on ("?a=&&b=").
    if (character === '?') hasQuery = true;
    if (!hasQuery && character === '&' && text.charAt(at + 1) === '&') break;
    if ('.[('.includes(character) && text.charCodeAt(at - 1) !== 46 && isCut(text, at)) break;
    if ('([{'.includes(character)) open[character] = (open[character] ?? 0) + 1;
    const opening = OPENS[character];
    if (opening !== undefined) {
      if (open[opening]) open[opening]--;
      else if (endsAtBracket(text, start, at, opening)) break;
    }
    if (character === ',' || character === ';') {
      NEXT_IN_LIST.lastIndex = at;
      if (NEXT_IN_LIST.test(text)) break;
    }
  }
  return withoutEmphasis(text, start, from, trimEnd(text, from, at));
}

/** "++http://evil.example/a++", "_http://evil.example/a_": AsciiDoc and Markdown write such signs on both sides. */
function withoutEmphasis(text: string, start: number, from: number, end: number): number {
  const sign = text.charAt(start - 1);
  if (sign !== '+' && sign !== '_') return end;
  while (end > from && text.charAt(end - 1) === sign) end--;
  return end;
}

const BRACKET_REACH = 80;

/** A closing bracket in the middle of a URL is part of it, unless its partner stands before the URL. */
function endsAtBracket(text: string, start: number, at: number, opening: string): boolean {
  if (!(classAt(text, at + 1) & WORD)) return true;
  const before = text.slice(Math.max(0, start - BRACKET_REACH), start);
  return before.includes(opening, before.lastIndexOf(EDGE) + 1);
}

const ENDS_OF_SENTENCES = `.,;:!?'*([{${LOST}`;

/** Before punctuation, and brackets that nothing closes. */
export function trimEnd(text: string, from: number, end: number): number {
  while (end > from && ENDS_OF_SENTENCES.includes(text.charAt(end - 1))) end--;
  return end;
}

/** "…", "..." or "[...]" right after it: the value was shortened for display, what is left of it is not the value. */
export function isCut(text: string, end: number): boolean {
  const at = '[('.includes(text.charAt(end)) && end < text.length ? end + 1 : end;
  let dots = text.charAt(at) === '\u2026' ? 1 : text.startsWith('...', at) ? 3 : 0;
  if (dots === 3) while (text.charCodeAt(at + dots) === 46) dots++;
  // In the middle of a URL they are part of it.
  return dots > 0 && !(classAt(text, at + dots) & WORD);
}

/**
 * Before the first sign that a URL may hold, but that more often stands behind one: the next column of a table, a
 * footnote, or text of a script that is written without blanks.
 */
export function endOfShorter(text: string, start: number, path: number, end: number): number {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code > 127) {
      if (GLUED_LETTERS.test(text.charAt(at))) return at;
    } else if ((code === 44 || code === 59 || code === 91) && at >= path) return at;
  }
  return end;
}

/** Before the first comma or semicolon. */
export function endOfColumn(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && text.charCodeAt(at) !== 44 && text.charCodeAt(at) !== 59) at++;
  return at;
}

/** Where its path, its query or its fragment begins. */
export function endOfAuthority(text: string, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 47 || code === 63 || code === 35) return at;
  }
  return end;
}
