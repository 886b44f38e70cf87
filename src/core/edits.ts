import { isWordAt } from './characters.ts';
import type { Refanged } from './refang.ts';

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
    const edits = this.#edits;
    if (edits.length === 0)
      return { text: source, originalStart: same, originalEnd: same, isDefanged: () => false };
    this.#parts.push(source.slice(this.done));
    const lastBefore = createSearch(edits);
    return {
      text: this.#parts.join(''),
      originalStart(start) {
        const edit = lastBefore(start);
        if (!edit) return start;
        const behind = start - edit.at - edit.meant.length;
        return behind < 0 ? edit.from : edit.to + behind;
      },
      originalEnd(end) {
        const edit = lastBefore(end - 1);
        return edit ? edit.to + Math.max(0, end - edit.at - edit.meant.length) : end;
      },
      isDefanged(start, end) {
        const edit = lastBefore(end - 1);
        return edit !== undefined && edit.at + edit.meant.length > start;
      },
    };
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

/** Finds the last edit that begins at or before an offset in the clear text; undefined for none. Mostly it is the one that was asked for last. */
function createSearch(edits: readonly Edit[]): (offset: number) => Edit | undefined {
  let low = -1;
  return (offset) => {
    let high = edits.length - 1;
    if (low >= 0 && edits[low]!.at > offset) {
      high = low - 1;
      low = -1;
    } else if (low === high || edits[low + 1]!.at > offset) return edits[low];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (edits[middle]!.at <= offset) low = middle;
      else high = middle - 1;
    }
    return edits[low];
  };
}
