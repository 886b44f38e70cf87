/** A line without its end. */
export interface Line {
  /** From 1. */
  number: number;
  text: string;
  /** It was longer than a line may be, and `text` is its beginning. */
  isCut?: true;
}

/** Longer than any line that says something: a URL has 4,096 characters at most. */
const LONGEST_LINE = 1_000_000;

/** The lines of each piece, ended by LF, CRLF or CR. What is beyond `longest` in a line is not kept. */
export async function* linesOf(text: AsyncIterable<string>, longest = LONGEST_LINE): AsyncGenerator<Line[]> {
  let begun = '';
  let isCut = false;
  let number = 1;
  let endsInCr = false;

  function finish(rest: string): Line {
    const whole = begun + rest;
    const line: Line = { number, text: whole.slice(0, longest) };
    if (isCut || whole.length > longest) line.isCut = true;
    begun = '';
    isCut = false;
    number += 1;
    return line;
  }

  for await (const arrived of text) {
    // Half of a CRLF, whose CR ended the line before.
    const piece: string = endsInCr && arrived.startsWith('\n') ? arrived.slice(1) : arrived;
    if (arrived === '') continue;
    endsInCr = piece.endsWith('\r');
    const lines: Line[] = [];
    let from = 0;
    for (const { index, 0: end } of piece.matchAll(/\r\n?|\n/g)) {
      lines.push(finish(piece.slice(from, index)));
      from = index + end.length;
    }
    const rest = piece.slice(from);
    if (begun.length + rest.length > longest) isCut = true;
    begun = (begun + rest).slice(0, longest);
    if (lines.length > 0) yield lines;
  }
  if (begun !== '') yield [finish('')];
}
