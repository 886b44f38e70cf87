// Runs of letters, digits, hyphens and dots, walked over character by character: as short as words are, a pattern takes several times as long.

const [SMALL, CAPITAL, DIGIT, HYPHEN, DOT] = [1, 2, 4, 8, 16];
const LETTER_OR_DIGIT = SMALL | CAPITAL | DIGIT;
/** What ends a value beyond doubt, and what may stand between it and its sentence's end. */
const [END, SENTENCE] = [32, 64];

const KINDS = new Uint8Array(128);
for (let code = 0; code < 128; code++) KINDS[code] = kindOf(String.fromCharCode(code));

function kindOf(character: string): number {
  if (character >= 'a' && character <= 'z') return SMALL;
  if (character >= 'A' && character <= 'Z') return CAPITAL;
  if (character >= '0' && character <= '9') return DIGIT;
  if (character === '-') return HYPHEN;
  if (character === '.') return DOT | SENTENCE;
  if (':!?'.includes(character)) return SENTENCE;
  return character <= ' ' || '"<>`|,;()[]'.includes(character) ? END : 0;
}

function kindAt(text: string, at: number): number {
  const code = at < text.length ? text.charCodeAt(at) : 128;
  return code < 128 ? KINDS[code]! : 0;
}

/** A run that begins at some place, without the dots at its end. */
export class PlainRun {
  end = 0;
  #dots = 0;
  /** Labels are not empty, and have no hyphen at their ends. */
  #isWellFormed = true;
  #lastLabel = 0;
  #beginsLastWithDigit = false;
  #kindsOfLast = 0;
  #kinds = 0;

  read(text: string, start: number): void {
    let at = start;
    let label = start;
    let dots = 0;
    let isWellFormed = true;
    let kinds = 0;
    let kindsOfLabel = 0;
    for (; ; at++) {
      const kind = kindAt(text, at);
      if (kind & LETTER_OR_DIGIT) {
        kindsOfLabel |= kind;
      } else if (kind === HYPHEN) {
        if (at === label) isWellFormed = false;
        kindsOfLabel |= kind;
      } else {
        if (!(kind & DOT) || !(kindAt(text, at + 1) & LETTER_OR_DIGIT)) break;
        if (at === label || kindAt(text, at - 1) === HYPHEN) isWellFormed = false;
        dots += 1;
        label = at + 1;
        kinds |= kindsOfLabel;
        kindsOfLabel = 0;
      }
    }
    this.end = at;
    this.#dots = dots;
    this.#isWellFormed = isWellFormed;
    this.#lastLabel = label;
    this.#beginsLastWithDigit = kindAt(text, label) === DIGIT;
    this.#kindsOfLast = kindsOfLabel;
    this.#kinds = kinds | kindsOfLabel;
  }

  /** "evil.example": its last label is of two letters or more. */
  isName(): boolean {
    return (
      this.#dots > 0 &&
      this.#isWellFormed &&
      this.end - this.#lastLabel >= 2 &&
      !(this.#kindsOfLast & (DIGIT | HYPHEN))
    );
  }

  /** An address, a version, an amount. */
  isNumber(): boolean {
    return this.#kinds === DIGIT && this.#isWellFormed && this.#dots > 0 && this.#dots < 4;
  }

  /** "T1059.001", "v1.2.3", "1.5x", "e.g": its last label is too short for a name, or begins like a number. Longer ones may hold an address. */
  isNoName(): boolean {
    return (
      this.#dots > 0 &&
      this.#dots < 3 &&
      !(this.#kinds & HYPHEN) &&
      this.#isWellFormed &&
      (this.end - this.#lastLabel === 1 || this.#beginsLastWithDigit)
    );
  }

  hasCapitals(): boolean {
    return (this.#kinds & CAPITAL) !== 0;
  }
}

/** Whether a host or an address ends there, maybe with its sentence: none goes on behind a comma or a bracket, as a URL may. */
export function endsHost(text: string, end: number): boolean {
  let at = end;
  while (at < end + 2 && kindAt(text, at) & SENTENCE) at++;
  if (at >= text.length) return true;
  const code = text.charCodeAt(at);
  return code < 128 ? KINDS[code] === END : ENDS_BEYOND_ASCII.includes(text.charAt(at));
}

const ENDS_BEYOND_ASCII = '\u00a0\u2013\u2014\u2018\u2019\u201a\u201b\u201c\u201d';

/** "12.5%", and "192.0.2.1#53", as BIND logs an address and its port. */
export function behindNumber(text: string, end: number): number {
  const sign = text.charAt(end);
  if (sign === '%') return end + 1;
  if (sign !== '#') return end;
  let at = end + 1;
  while (at <= end + 5 && kindAt(text, at) === DIGIT) at++;
  return at === end + 1 ? end : at;
}
