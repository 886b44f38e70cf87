/**
 * Text with its defanging undone, and the way back: a piece [start, end) of `text` stood at
 * [originalStart(start), originalEnd(end)) in the text as written.
 */
export interface Refanged {
  text: string;
  originalStart(start: number): number;
  originalEnd(end: number): number;
}

/**
 * Undoes the usual ways of defanging, so that one grammar reads both spellings:
 * "hxxps[:]//evil[.]example" -> "https://evil.example", "a (at) b (dot) example" -> "a@b.example".
 * Characters that nobody sees (zero-width, soft hyphen, direction marks) are dropped. Linear in the text.
 */
export function refang(text: string): Refanged {
  if (!MAYBE_DEFANGED.test(text)) return { text, originalStart: same, originalEnd: same };
  const out = new Rewriter(text);
  while (out.at < text.length) rewriteOne(out);
  return out.finish();
}

const same = (offset: number) => offset;

const INVISIBLE =
  '\\u00AD\\u034F\\u061C\\u180E\\u200B-\\u200F\\u202A-\\u202E\\u2060-\\u2064\\u2066-\\u2069\\uFEFF';
const WIDE_DOTS = '\\u3002\\uFF0E\\uFF61\\u2024';
/** The cheap question asked of every run of text; everything below happens only where it says yes. */
const MAYBE_DEFANGED = new RegExp(
  [
    `[${INVISIBLE}${WIDE_DOTS}\\u2010\\u2011\\uFF1A\\uFF0F\\uFF20]`,
    // Six spaces at most, here and below: a bound keeps every pattern linear.
    '[\\[({<]\\s{0,6}(?:\\\\?[.,:@/]|dot|at\\b|punkt|tt|xx|www|h[tx]|com|net|org)',
    '\\d\\.\\[\\d',
    '[.:/@]\\s{0,6}[\\]})]',
    '\\\\[./:@]|:\\\\',
    // A scheme with letters changed, and only one that was changed: an ordinary "http:" must not pay for the rest.
    '\\b(?:h(?!ttp)[a-z*]{1,4}ps?|meows?|fxps?|sfxp)\\s?\\[?:',
    '\\w dot \\w',
    '&(?:amp|lt|gt|quot|apos|nbsp|period|commat|colon|sol|#x?[0-9a-f]{2,3});',
    '\\\\u00(?:[23]|40)',
  ].join('|'),
  'i',
);

/** Inside brackets: what is meant. In the source of a Markdown text brackets and dots are escaped: "evil\\[.\\]example". */
const BRACKETED = /\\?[[({<]\s{0,6}\\?(\.|,|dot|punkt|:\/\/|::?|\/\/|\/|@|at)\s{0,6}\\?[\])}>]/iy;
const MEANT: Record<string, string> = { dot: '.', punkt: '.', ',': '.', at: '@' };
/** Brackets that stand around a piece of a value: "h[tt]p", "[www].evil", "[www.]evil", "evil.[com]", "192.0.2.[1]". */
const AROUND_PIECE = /\[([a-z0-9-]{1,63}|www\.)\]/iy;
/** One bracket lost: "evil[.example" and "evil.]example". */
const HALF_OPEN = /[[({]\s{0,6}([.:@])(?=\w)/y;
const HALF_CLOSED = /([.:@])\s{0,6}[\])}](?=\w)/y;
const ESCAPED = /\\+([./:@])/y;
const SCHEME = /(h[tx*]{1,3}ps?|hxxx?ps?|meows?|f[tx]ps?|sf[tx]p)(?=\s?(?:\\?\[?:|\(:))/iy;
/** Of the source of a page or of JSON that is shown as text. "&amp;#46;" was escaped twice, and so on. */
const ENTITY = /&(?:amp;)*(?:([a-z]{2,6})|#(\d{2,3})|#x([0-9a-f]{2}));/iy;
const JSON_ESCAPE = /\\u00([23][0-9a-f]|40)/iy;
const ENTITIES = new Map([
  ['period', '.'],
  ['commat', '@'],
  ['colon', ':'],
  ['sol', '/'],
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
]);
const WORD_DOT = / dot (?=[a-z0-9])/iy;

const isInvisible = new RegExp(`[${INVISIBLE}]`);
const isWordCharacter = /[\p{L}\p{N}_]/u;
const isAsciiWordCharacter = /[A-Za-z0-9]/;

function rewriteOne(out: Rewriter): void {
  const character = out.source.charAt(out.at);
  switch (character) {
    case '[':
    case '(':
    case '{':
    case '<':
      return rewriteBracket(out, character);
    case '.':
    case ':':
    case '@':
      return rewriteClosing(out);
    case '\\': {
      const code = out.match(JSON_ESCAPE);
      if (code) return out.replace(code[0].length, String.fromCharCode(Number.parseInt(code[1] ?? '', 16)));
      if (out.match(BRACKETED)) return rewriteBracket(out, character);
      const escaped = out.match(ESCAPED);
      if (escaped && out.endsInWord()) return out.replace(escaped[0].length, escaped[1] ?? '');
      if (escaped && out.endsWith(':', '/')) return out.replace(escaped[0].length, escaped[1] ?? '');
      // "http:\\evil" with the slashes turned over.
      if (out.endsWith(':', '/') && /^\\{1,2}\w/.test(out.source.slice(out.at, out.at + 3)))
        return out.replace(1, '/');
      return out.keep();
    }
    case ' ': {
      const dot = out.match(WORD_DOT);
      return dot && out.endsInWord() ? out.replace(dot[0].length, '.') : out.keep();
    }
    case '&': {
      const entity = out.match(ENTITY);
      const meant = entity && meantByEntity(entity);
      return meant === undefined ? out.keep() : out.replace(entity?.[0].length ?? 1, meant);
    }
    case 'h':
    case 'H':
    case 'm':
    case 'M':
    case 'f':
    case 'F':
    case 's':
    case 'S':
      return rewriteScheme(out);
    default:
      return rewriteCharacter(out, character);
  }
}

/** "&quot;" -> '"', "&#46;" -> ".", "&#x2f;" -> "/"; undefined for what is no printable ASCII character. */
function meantByEntity([, name, decimal, hex]: RegExpExecArray): string | undefined {
  if (name !== undefined) return ENTITIES.get(name.toLowerCase());
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : undefined;
}

function rewriteBracket(out: Rewriter, bracket: string): void {
  const found = out.match(BRACKETED);
  if (found) {
    const inner = (found[1] ?? '').toLowerCase();
    const meant = MEANT[inner] ?? inner;
    // "evil [.] example": the blanks belong to the defanging, but only between two words.
    const after = /^\s{0,6}(?=[\p{L}\p{N}/])/u.exec(
      out.source.slice(out.at + found[0].length, out.at + found[0].length + 8),
    );
    const dropsBlanks = after !== null && (meant === '.' || meant === '@');
    if (dropsBlanks) out.dropTrailingBlanks();
    return out.replace(found[0].length + (dropsBlanks ? after[0].length : 0), meant);
  }
  const half = bracket === '<' ? undefined : out.match(HALF_OPEN);
  if (half && out.endsInWord()) return out.replace(half[0].length, half[1] ?? '');
  const piece = bracket === '[' ? out.match(AROUND_PIECE) : undefined;
  if (piece && isInsideValue(out, piece[1] ?? '')) return out.unwrap(piece[1] ?? '');
  return out.keep();
}

/**
 * Brackets around a piece count as defanging only where the piece is glued to a value on one side by a dot, or is a
 * part of a scheme; "array[1]" and "see [CERT]" are left alone.
 */
function isInsideValue(out: Rewriter, piece: string): boolean {
  const next = out.at + piece.length + 2;
  const after = out.source.slice(next, next + 2);
  if (/^p[s:[]/i.test(after) && out.endsWith('h', 'H')) return true;
  if (piece.endsWith('.')) return /^\w/.test(after);
  if (/^\.\w/.test(after)) return true;
  if (!out.endsWith('.') || !out.endsInWordBefore(1) || /^\w/.test(after)) return false;
  // "evil.example.[1]" cites its source; only behind three octets a number is one more.
  return /^\d+$/.test(piece) ? /(?<![\d.])(?:\d{1,3}\.){3}$/.test(out.tail(13)) : true;
}

function rewriteClosing(out: Rewriter): void {
  const closed = out.match(HALF_CLOSED);
  if (closed && out.endsInWord()) return out.replace(closed[0].length, closed[1] ?? '');
  return out.keep();
}

function rewriteScheme(out: Rewriter): void {
  const scheme = out.endsInWord() ? undefined : out.match(SCHEME);
  if (!scheme) return out.keep();
  const written = scheme[0].toLowerCase();
  const meant = written.startsWith('s') ? 'sftp' : written.startsWith('f') ? 'ftp' : 'http';
  const secure = written.endsWith('s') && !written.startsWith('sf') ? 's' : '';
  return out.replace(written.length, meant + secure);
}

function rewriteCharacter(out: Rewriter, character: string): void {
  if (isInvisible.test(character)) return out.replace(1, '');
  switch (character) {
    case '\u2010':
    case '\u2011':
      return out.replace(1, '-');
    case '\uFF1A':
      return out.replace(1, ':');
    case '\uFF0F':
      return out.replace(1, '/');
    case '\uFF20':
      return out.replace(1, '@');
    case '\u3002':
    case '\uFF61':
    case '\uFF0E':
    case '\u2024':
      // An ideographic full stop also ends sentences: it is a dot only between two words of a host name.
      return isAsciiWordCharacter.test(out.source.charAt(out.at + 1)) && out.endsInWord()
        ? out.replace(1, '.')
        : out.keep();
    default:
      return out.keep();
  }
}

/** Builds the clear text and remembers, for each of its characters, which piece of the source it stands for. */
class Rewriter {
  readonly source: string;
  at = 0;
  /** One by one: asking a growing string for its last character would copy it each time. */
  #characters: string[] = [];
  #starts: number[] = [];
  #ends: number[] = [];

  constructor(source: string) {
    this.source = source;
  }

  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    return pattern.exec(this.source) ?? undefined;
  }

  keep(): void {
    this.replace(1, this.source.charAt(this.at));
  }

  /** `length` characters of the source stand for `meant`. */
  replace(length: number, meant: string): void {
    for (let i = 0; i < meant.length; i++) {
      this.#characters.push(meant.charAt(i));
      this.#starts.push(this.at);
      this.#ends.push(this.at + length);
    }
    this.at += length;
  }

  /** "[com]": the piece stays character by character, its brackets go with its ends. */
  unwrap(piece: string): void {
    const first = this.at;
    for (let i = 0; i < piece.length; i++) {
      this.#characters.push(piece.charAt(i));
      this.#starts.push(i === 0 ? first : first + 1 + i);
      this.#ends.push(i === piece.length - 1 ? first + piece.length + 2 : first + 2 + i);
    }
    this.at += piece.length + 2;
  }

  dropTrailingBlanks(): void {
    let length = this.#characters.length;
    while (length > 0 && this.#characters[length - 1]?.trim() === '') length--;
    if (length === 0) return;
    this.#characters.length = length;
    this.#starts.length = length;
    this.#ends.length = length;
  }

  endsWith(...characters: string[]): boolean {
    return characters.includes(this.#characters.at(-1) ?? '');
  }

  endsInWord(): boolean {
    return this.endsInWordBefore(0);
  }

  endsInWordBefore(back: number): boolean {
    return isWordCharacter.test(this.#characters.at(-1 - back) ?? '');
  }

  /** The last `length` characters so far. */
  tail(length: number): string {
    return this.#characters.slice(-length).join('');
  }

  finish(): Refanged {
    const starts = this.#starts;
    const ends = this.#ends;
    return {
      text: this.#characters.join(''),
      originalStart: (start) => starts[start] ?? this.source.length,
      originalEnd: (end) => ends[end - 1] ?? 0,
    };
  }
}
