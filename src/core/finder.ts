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
