/** Stands in a text of JSON where something of it was left out. No list has it: it is a private-use character. */
export const LEFT_OUT = '\u{F0002}';

/** Longer than any field that says something. UTF-16 units. */
const LONGEST_STRING = 8 * 2 ** 20;
/** A record is held whole while it is read. */
const LONGEST_RECORD = 16 * 2 ** 20;

export interface Bounds {
  string: number;
  record: number;
}

/**
 * Takes a text of JSON in pieces and gives it back so that a field which cannot be read costs its own record and not the rest of
 * the text: of a string that is too long the rest is left out, an escape that is none and a control character become `LEFT_OUT`, and of a
 * record that is too large everything behind its last comma within the bound.
 * @param recordDepth how many brackets are open within a record: 2 in an array of them
 */
export function createShortener(
  recordDepth: number,
  bounds: Bounds = { string: LONGEST_STRING, record: LONGEST_RECORD },
): { take(piece: string): string; leftOut(): number } {
  /** Half of an escape that goes on in the next piece. */
  let held = '';
  let text = '';
  const kept: string[] = [];
  /** Up to here it is decided what is kept of the text. */
  let done = 0;
  let isInString = false;
  /** Of the string under way, and of the record. */
  let length = 0;
  let size = 0;
  /** The brackets that are open, and how many when the rest of the innermost began to be left out. */
  const open: string[] = [];
  let droppedFrom: number | undefined;
  let leftOut = 0;

  return { take, leftOut: () => leftOut };

  function take(piece: string): string {
    text = held + piece;
    held = '';
    done = 0;
    let at = 0;
    while (at < text.length) at = isInString ? inString(at) : between(at);
    keepTo(text.length - held.length);
    return kept.splice(0).join('');
  }

  /** Reads on to the next string, bracket or comma, and says where it goes on. */
  function between(at: number): number {
    MARKS.lastIndex = at;
    const found = MARKS.exec(text)?.index ?? text.length;
    size += found - at;
    if (found === text.length) return found;
    size += 1;
    switch (text[found]) {
      case '"':
        isInString = true;
        length = 0;
        break;
      case ',':
        if (droppedFrom === undefined && open.length >= recordDepth && size > bounds.record) drop(found);
        break;
      case '{':
      case '[':
        open.push(text.charAt(found));
        if (open.length === recordDepth) size = 0;
        break;
      case '}':
      case ']':
        if (droppedFrom === open.length) {
          skipTo(found);
          droppedFrom = undefined;
        }
        open.pop();
        break;
      default:
    }
    return found + 1;
  }

  function drop(comma: number): void {
    keepTo(comma);
    leftOut += 1;
    kept.push(open.at(-1) === '{' ? `,"${LEFT_OUT}":0` : `,"${LEFT_OUT}"`);
    droppedFrom = open.length;
  }

  /** Reads on to the end of the string or to an escape, and says where it goes on. */
  function inString(at: number): number {
    STOPS.lastIndex = at;
    const found = STOPS.exec(text)?.index ?? text.length;
    grow(at, found);
    const stop = text[found];
    if (stop === undefined) return found;
    if (stop === '"') {
      isInString = false;
      return found + 1;
    }
    if (stop !== '\\') return mark(found, found + 1);
    const next = text.slice(found, found + LONGEST_ESCAPE);
    const escape = ESCAPE.exec(next)?.[0];
    if (escape !== undefined) return grow(found, found + escape.length);
    if (HALF.test(next) && found + next.length === text.length) {
      held = next;
      return text.length;
    }
    return mark(found, found + 1);
  }

  /** The string has grown by this run; an escape within it is kept whole or not at all. */
  function grow(from: number, to: number): number {
    const room = bounds.string - length;
    length += to - from;
    size += to - from;
    if (to - from <= room) return to;
    const end = text[from] === '\\' ? from : from + Math.max(0, room);
    if (room >= 0) return mark(end, to);
    skipTo(to);
    return to;
  }

  /** Leaves out what stands between. */
  function mark(from: number, to: number): number {
    keepTo(from);
    if (droppedFrom === undefined) kept.push(LEFT_OUT);
    leftOut += 1;
    skipTo(to);
    return to;
  }

  function keepTo(at: number): void {
    if (droppedFrom === undefined && at > done) kept.push(text.slice(done, at));
    skipTo(at);
  }

  function skipTo(at: number): void {
    done = Math.max(done, at);
  }
}

const LONGEST_ESCAPE = 6;
const MARKS = /["{}[\],]/g;
// oxlint-disable-next-line no-control-regex -- it is them that are looked for: JSON has them escaped in strings
const STOPS = /["\\\u0000-\u001F]/g;
const ESCAPE = /^\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})/;
const HALF = /^\\(?:u[\dA-Fa-f]{0,3})?$/;
