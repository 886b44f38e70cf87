/**
 * Whether a text could hold a value at all. Most texts of a page are a few words, and need no closer look; those that tick (a clock, a
 * counter, an amount) are not worth one each time.
 */
export function mayHoldValue(text: string): boolean {
  if (text.length >= SHORTEST_HASH) return true;
  return MAY_HOLD.test(text) && MAY_HOLD.test(text.replace(END, '').replace(TICKS, ''));
}

/** MD5's. */
const SHORTEST_HASH = 32;

/** No value but a hash is without one of these. */
const MAY_HOLD =
  /[^\w \t\n\r\u00a0!"#$')*+,;=>?@\]|}~\u00ae-\u024f\u0400-\u052f\u2013-\u201d-]|__|dot|\d{4}/i;

/** "12:34:56", "3.5", "(12)", standing free. */
const TICKS = /(?<![^\s(])\(?(?:\d{1,2}(?::\d\d){1,2}|\d{1,3}(?:\.\d{1,3})?)\)?(?![^\s,%)])/g;

/** Of a sentence, or of what names the text that follows: "Done.", "From:". */
const END = /(?<=[a-z])[.:]\s*$/i;
