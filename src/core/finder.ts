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

/** What the sticky pattern reads at this place. */
export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** Every place where the wanted piece begins; each may overlap the one before it. */
export function* placesOf(text: string, wanted: string): Generator<number, void> {
  const next = createFinder(text, wanted);
  for (let at = next(0); at < text.length; at = next(at + 1)) yield at;
}

/**
 * Where blanks stand on both sides of a sign, which is given with the second: the first one is the most frequent character of all, and a
 * search that begins with it takes four times as long.
 */
export function* between(text: string, signAndBlank: string): Generator<number, void> {
  const next = createFinder(text, signAndBlank);
  for (let at = next(1); at < text.length; at = next(at + 1)) if (text.charAt(at - 1) === ' ') yield at - 1;
}
