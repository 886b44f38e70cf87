import { keyOf, type Observable, type Verdict } from '@/core/indicator.ts';
import type { KnownValue } from '@/core/page-reading.ts';
import { isShareLink } from '@/core/share-links.ts';
import { type LinkAnswer, meantBy } from './answers.ts';
import { isEdited } from './edited.ts';
import { isInShareLink } from './eligible.ts';
import type { LinkReading } from './links.ts';
import { type Mark, type Marks, stands } from './marks.ts';
import { type LinkText, type Piece, piecesOf } from './text-index.ts';

interface Dependencies {
  marks: Marks;
  /** The page's own site, or something there: that is said elsewhere. */
  isOwn(value: Observable): boolean;
  isPainted(observable: Observable, verdict: Verdict): boolean;
  quote(observable: Observable, text: () => string): void;
}

/** Marks links if what they lead to is known. The marks of their text must be there already. */
export function createLinkMarks({ marks, isOwn, isPainted, quote }: Dependencies): {
  apply(reading: LinkReading, answer: LinkAnswer, place: Pick<Mark, 'order' | 'isLate'>): void;
} {
  function apply(reading: LinkReading, { value }: LinkAnswer, place: Pick<Mark, 'order' | 'isLate'>): void {
    const mark = value && markOf(reading, value, place);
    marks.replaceLink(reading.link.element, mark);
    if (mark) quote(mark.observable, () => quoteOf(reading));
  }

  function markOf(
    { link, text }: LinkReading,
    value: KnownValue,
    place: Pick<Mark, 'order' | 'isLate'>,
  ): Mark | undefined {
    const { element, nodes, starts } = link;
    if (isEdited(element)) return undefined;
    const { verdict } = value;
    const observable = meantBy(value, verdict);
    const inText = new Set(nodes.flatMap((node) => [...marks.at(node)].filter((mark) => !mark.link)));
    if (isOwn(observable) || speaksFor(inText, observable, verdict)) return undefined;
    const pieces = freeParts(text, link, inText).flatMap(([from, to]) =>
      piecesOf({ text, nodes, starts }, from, to),
    );
    const inNavigation = link.inNavigation || isInShareLink(element) || isShareLink(observable.value);
    const mark: Mark = {
      observable,
      verdict,
      // A grey note under every link to a service that many share would say nothing.
      painted: !inNavigation && pieces.length > 0 && !verdict.quiet && isPainted(observable, verdict),
      inNavigation,
      ...place,
      pieces,
      link: element,
    };
    return stands(mark) ? mark : undefined;
  }

  return { apply };
}

/** Whether the text of the link says what it leads to, and is marked for that: a second mark would say it again. */
function speaksFor(inText: Iterable<Mark>, observable: Observable, { matched }: Verdict): boolean {
  for (const mark of inText)
    if (keyOf(mark.observable) === keyOf(observable) || mark.verdict.matched === matched) return true;
  return false;
}

/** The stretches of the link's text that no mark of the text itself stands on, without the blanks at their ends. */
function freeParts(text: string, { nodes, starts }: LinkText, inText: Iterable<Mark>): [number, number][] {
  const taken = [...inText]
    .flatMap(({ pieces }) => pieces)
    .flatMap((piece) => spanIn(piece, nodes, starts))
    .sort(([a], [b]) => a - b);
  const free: [number, number][] = [];
  let from = 0;
  for (const [start, end] of [...taken, [text.length, text.length] as const]) {
    const stretch = text.slice(from, start);
    const first = from + stretch.length - stretch.trimStart().length;
    const last = from + stretch.trimEnd().length;
    if (/[\p{L}\p{N}]/u.test(stretch)) free.push([first, last]);
    from = end;
  }
  return free;
}

function spanIn(
  { node, start, end }: Piece,
  nodes: readonly Text[],
  starts: readonly number[],
): [number, number][] {
  const at = starts[nodes.indexOf(node)];
  return at === undefined ? [] : [[at + start, at + end]];
}

/** What is shown for the link: its text, or what is said of the picture in it. */
function quoteOf({ link: { element }, text }: LinkReading): string {
  const picture = element.localName === 'area' ? element : element.querySelector('img');
  const shown = text.trim() || (picture?.getAttribute('alt') ?? element.getAttribute('aria-label') ?? '');
  return shown.slice(0, LONGEST_QUOTE).replace(/\s+/g, ' ');
}

const LONGEST_QUOTE = 160;
