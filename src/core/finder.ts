/** indexOf that remembers where it was: asked from word to word, it passes over the text once. */
export function createFinder(text: string, wanted: string): (from: number) => number {
  let asked = 0;
  let found = -1;
  return (from) => {
    if (from < asked || found < from) {
      const at = text.indexOf(wanted, from);
      found = at < 0 ? text.length : at;
    }
    asked = from;
    return found;
  };
}

/** The same for several pieces, of which it finds whichever comes first: searches for single characters are far quicker than a pattern is. */
export function createFinderOfAny(text: string, wanted: readonly string[]): (from: number) => number {
  const places = Array.from(wanted, () => -1);
  return (from) => {
    let first = text.length;
    for (let i = 0; i < places.length; i++) {
      let at = places[i]!;
      if (at < from) {
        at = text.indexOf(wanted[i]!, from);
        if (at < 0) at = text.length;
        places[i] = at;
      }
      if (at < first) first = at;
    }
    return first;
  };
}

/** Whether the sticky pattern reads something at this place. */
export function isAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

/** What the sticky pattern reads at this place. */
export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** The character is there, and one of the signs. */
export function isOneOf(signs: string, character: string): boolean {
  return character !== '' && signs.includes(character);
}

/**
 * Every place where the wanted piece begins; each may overlap the one before it.
 *
 * @param rarest where in the piece its rarest character stands: a search that begins with a frequent one takes ten times as long
 */
export function* placesOf(text: string, wanted: string, rarest = 0): Generator<number, void> {
  const piece = wanted.slice(rarest);
  const first = wanted.charCodeAt(0);
  for (let at = text.indexOf(piece, rarest); at >= 0; at = text.indexOf(piece, at + 1)) {
    const start = at - rarest;
    // One character is compared in no time, a piece of a text is not.
    if (rarest === 0 || (text.charCodeAt(start) === first && text.startsWith(wanted, start))) yield start;
  }
}

/**
 * Where blanks stand on both sides of a sign, which is given with the second: the first one is the most frequent character of all, and a
 * search that begins with it takes four times as long.
 */
export function* between(text: string, signAndBlank: string): Generator<number, void> {
  for (let at = text.indexOf(signAndBlank, 1); at >= 0; at = text.indexOf(signAndBlank, at + 1))
    if (text.charAt(at - 1) === ' ') yield at - 1;
}
