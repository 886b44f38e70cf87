import { createFinder } from './finder.ts';

// Where defanging may stand: signs that are more often ordinary, each with as much around it as tells that.

export const WIDE_DOTS = '\\u2024\\u3002\\u30FB\\uFF0E\\uFF61';

/** Nearly all brackets are ordinary: what stands behind one that defangs is a sign, a word for one, a scheme, a label or a number. */
export const MAY_DEFANG =
  /[^a-z\d)"']|d[o0]|pu|po[in]|a[tr]|et|h[tx]|[fs][tx]|[tx]{2}|[tx]p|ww|s[\])]|\)\d/iy;
/** Any piece may stand in square ones, a dot behind it: "[evil].example"; but not "sshd[1234]:". */
export const MAY_DEFANG_SQUARE = new RegExp(
  `[^a-z\\d)"']|d[o0]|pu|po[in]|a[tr]|et|h[tx]|[fs][tx]|[tx]{2}|[tx]p|ww|[stx][\\])}]|[a-z\\d-]{1,63}\\](?:[\\\\^.${WIDE_DOTS}]|-|\\s{0,3}[[({<d])`,
  'iy',
);

export const ORDINARY_LINK = /(?<=\bhttps?):\/\/[\w-]+(?:\.[\w-]+)+(?:[/:?#"'<>]|$)/y;
export const MAY_ESCAPE = /[\\^]{0,7}[[({<./:@-]|u00|x[234]|[nrt]\w/iy;

/** What no rule leaves at its first look. Few enough alternatives, and no common letter first, so that a search leaps from sign to sign. */
const MARKS = [
  `[({<](?:(?<=[.@/].)|(?=${MAY_DEFANG.source}))`,
  `\\[(?:(?<=[.@/].)|(?=${MAY_DEFANG_SQUARE.source}))`,
  '[\\])}](?:(?<=[.:@\\])}t].)|(?=[.:@\\])}t])(?!: ))',
  `[\\\\^](?=${MAY_ESCAPE.source})`,
  '&(?=(?:amp;)*(?:[a-z]{2,6}|#\\d{2,3}|#x[\\da-f]{2});)',
  `:(?=[ )}\\]({]?[/\\\\[])(?<!(?=${ORDINARY_LINK.source}).)`,
].join('|');
const MARK = new RegExp(MARKS, 'gi');
/** The same, and the unusual ones. */
const UNUSUAL_MARK = new RegExp(`${MARKS}|[${WIDE_DOTS}\\u2010\\u2011\\uFF0F\\uFF1A\\uFF20]`, 'gi');

/**
 * Finds the next mark; asked from place to place, it passes over the text once. An opening bracket right there is always one, since what stands
 * before it may have been rewritten: "evil dot [example]".
 */
export function createMarkFinder(text: string, isUnusual: boolean): (from: number) => number {
  const pattern = isUnusual ? UNUSUAL_MARK : MARK;
  const nextBlanks = createFinder(text, '\u00A0.\u00A0');
  let found = -1;
  return (from) => {
    if (from > 0 && OPENING.includes(text.charAt(from) || ' ')) return from;
    if (found < from) {
      pattern.lastIndex = from;
      found = pattern.test(text) ? pattern.lastIndex - 1 : text.length;
    }
    return Math.min(found, nextBlanks(from));
  };
}

const OPENING = '[({<';
