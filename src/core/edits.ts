import { isWordAt } from './characters.ts';
import type { Piece, Refanged } from './refang.ts';

/**
 * A text that is rewritten from left to right, in few places: each edit says which piece of the source stands for what.
 * Between edits the text stays as it is, so that a long text costs as much as it has edits.
 */
export class Edits {
  readonly source: string;
  /** Where the rule at work stands in the source. */
  at = 0;
  /** The source up to here is settled. */
  done = 0;
  #parts: string[] = [];
  #edits: Edit[] = [];
  /** Length of the clear text up to `done`. */
  #length = 0;

  constructor(source: string) {
    this.source = source;
  }

  /** The sticky pattern, tried where the rule stands. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    return pattern.exec(this.source) ?? undefined;
  }

  /** `length` characters of the source, from where the rule stands, mean `meant`. */
  replace(length: number, meant: string): void {
    this.#add(this.at, this.at + length, meant);
  }

  /** Blanks right before the rule's place are taken into the next edit. */
  takeBlanksBefore(): number {
    let blanks = 0;
    while (this.at - blanks > this.done && BLANK.test(this.source.charAt(this.at - blanks - 1))) blanks += 1;
    this.at -= blanks;
    return blanks;
  }

  /** The last character of the clear text so far, or the one `back` before it; '' at its beginning. */
  last(back = 0): string {
    const at = this.at - 1 - back;
    if (at >= this.done) return this.source.charAt(at);
    const tail = this.tail(back + 1);
    return tail.length > back ? tail.charAt(0) : '';
  }

  /** Whether a word goes on at this place of the source. */
  wordAt(at: number): boolean {
    return isWordAt(this.source, at);
  }

  /** The last `length` characters of the clear text so far, or as many as there are. */
  tail(length: number): string {
    let text = this.source.slice(Math.max(this.done, this.at - length), this.at);
    for (let i = this.#edits.length - 1; i >= 0 && text.length < length; i -= 1) {
      const { from, meant } = this.#edits[i]!;
      const settled = this.#edits[i - 1]?.to ?? 0;
      text = this.source.slice(Math.max(settled, from - length), from) + meant + text;
    }
    return text.slice(-length);
  }

  finish(): Refanged {
    const { source } = this;
    if (this.#edits.length === 0)
      return { text: source, originalStart: same, originalEnd: same, moveBack: stay };
    this.#parts.push(source.slice(this.done));
    return new Rewritten(this.#parts.join(''), this.#edits);
  }

  #add(from: number, to: number, meant: string): void {
    this.#parts.push(this.source.slice(this.done, from), meant);
    this.#length += from - this.done;
    this.#edits.push({ from, to, at: this.#length, meant });
    this.#length += meant.length;
    this.at = to;
    this.done = to;
  }
}

interface Edit {
  /** The piece of the source. */
  from: number;
  to: number;
  /** Where `meant` begins in the clear text. */
  at: number;
  meant: string;
}

const BLANK = /\s/;

const same = (offset: number) => offset;
const stay = () => {};

/** A text with edits, and the way back. */
class Rewritten implements Refanged {
  readonly text: string;
  readonly #edits: readonly Edit[];
  /** The edit that was asked for last: mostly the next place is near. */
  #last = -1;

  constructor(text: string, edits: readonly Edit[]) {
    this.text = text;
    this.#edits = edits;
  }

  originalStart(start: number): number {
    return startBehind(this.#at(this.#lastBefore(start)), start);
  }

  originalEnd(end: number): number {
    return endBehind(this.#at(this.#lastBefore(end - 1)), end);
  }

  moveBack(piece: Piece): void {
    const { start, end } = piece;
    const edits = this.#edits;
    const first = this.#lastBefore(start);
    let last = first;
    while (last + 1 < edits.length && edits[last + 1]!.at < end) last++;
    const edit = this.#at(last);
    piece.start = startBehind(this.#at(first), start);
    piece.end = endBehind(edit, end);
    if (edit && edit.at + edit.meant.length > start) piece.defanged = true;
  }

  /** Where there is none, an array takes long to say so. */
  #at(index: number): Edit | undefined {
    return index < 0 ? undefined : this.#edits[index];
  }

  /** Which edit is the last that begins at or before an offset in the clear text; -1 where none does. */
  #lastBefore(offset: number): number {
    const edits = this.#edits;
    let low = this.#last;
    let high = edits.length - 1;
    if (low >= 0 && edits[low]!.at > offset) {
      high = low - 1;
      low = -1;
    } else if (low === high || edits[low + 1]!.at > offset) return low;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (edits[middle]!.at <= offset) low = middle;
      else high = middle - 1;
    }
    this.#last = low;
    return low;
  }
}

function startBehind(edit: Edit | undefined, start: number): number {
  if (!edit) return start;
  const behind = start - edit.at - edit.meant.length;
  return behind < 0 ? edit.from : edit.to + behind;
}

function endBehind(edit: Edit | undefined, end: number): number {
  return edit ? edit.to + Math.max(0, end - edit.at - edit.meant.length) : end;
}
