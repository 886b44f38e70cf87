import { keyOf, type Observable, type PageIdentity, type PageItem, type Verdict } from '@/core/indicator.ts';
import type { BadgeReport } from '@/extension/messages.ts';
import { type KnownToken, meantBy } from './answers.ts';
import type { Card, CardTarget } from './card.ts';
import { isEdited } from './edited.ts';
import { isInShareLink } from './eligible.ts';
import { createLooks } from './hidden.ts';
import { createHitTester } from './hit-test.ts';
import { badgeReport, listItems, quoteAround } from './inventory.ts';
import { createLinkMarks } from './link-marks.ts';
import { createMarks, type Mark, type Marks, type Place, rectsOf, stands } from './marks.ts';
import { withoutOverlaps } from './overlaps.ts';
import { createPainter } from './paint.ts';
import { createPalette } from './palette.ts';
import { watchPointer } from './pointer.ts';
import type { Reading } from './scanner.ts';
import { piecesOf, type Run } from './text-index.ts';
import { createVeil, isHidden } from './veil.ts';

/** All that is done with what is known on a page. It is a script of its own, which frames without anything known never get. */
export interface Marker {
  readonly marks: Marks;
  /** Marks what is known of the reading, in the place of what was marked there. `order` is that of its beginning. */
  apply(reading: Reading, order: number): void;
  /** The whole page is about to be read again. */
  renumber(): void;
  /** What was known of this link is so no more. */
  unlink(link: Element): void;
  /** Other answers may come: what was quoted is read anew. */
  renew(): void;
  /** So many marks came later that the whole is better read, and numbered, again. */
  isDisordered(): boolean;
  items(): PageItem[];
  badge(): BadgeReport;
  /** Opens the card at a mark. */
  open(mark: Mark, options: { focus: boolean }): void;
  /** Puts back what the page took away. */
  guard(): void;
  /** Repairs what pages do to us; to be called about once a second. */
  tend(): void;
}

export interface MarkerDependencies {
  document: Document;
  isPainted(observable: Observable, verdict: Verdict): boolean;
  /** The page's own site, or something there. */
  isOwn(value: Observable): boolean;
  card: Card;
  page(): PageIdentity;
  /** What is to be warned of at the same place. */
  warningAt(place: Place): CardTarget['warning'];
  /** Marks came or went; called often. */
  changed(): void;
}

/** Of the marks of a page that lists its values: more would take longer than a page should wait. */
const MOST_LOOKED_AT = 500;

export function createMarker(dependencies: MarkerDependencies, signal: AbortSignal): Marker {
  const { document, isPainted, isOwn, card, changed } = dependencies;
  const palette = createPalette(document, signal);
  const veil = createVeil(palette, signal);
  const painter = createPainter(document, veil, signal);
  const marks = createMarks(painter, changed);
  const quotes = new Map<string, string>();
  const links = createLinkMarks({ marks, isOwn, isPainted, quote });
  const pointer = watchPointer(
    document,
    createHitTester(document, marks),
    {
      rest: (mark) => card.show(targetOf(mark), { pinned: false, focus: false }),
      click: (mark) => card.show(targetOf(mark), { pinned: true, focus: false }),
      isOnCard: card.contains,
    },
    signal,
  );

  /** A known value, with the text around it. */
  function quote(observable: Observable, text: () => string): void {
    const key = keyOf(observable);
    if (!quotes.has(key)) quotes.set(key, text());
  }

  function apply({ run, from, to, isLate, ...found }: Reading, order: number): void {
    const place = (start: number) => ({ order: order + start, isLate });
    const fresh = withoutOverlaps(found.tokens, ({ value }) => value.verdict.listedOnly).map((token) =>
      markOf(run, from, token, place(token.start)),
    );
    marks.replace(
      { run, from, to },
      fresh.filter((mark) => mark !== undefined),
    );
    for (const [at, reading] of found.links.entries()) {
      const { end, length } = reading.link;
      links.apply(reading, found.linkAnswers[at] ?? {}, place(Math.max(0, end - length - from)));
    }
  }

  function markOf(
    run: Run,
    from: number,
    { value, port, ...token }: KnownToken,
    place: Pick<Mark, 'order' | 'isLate'>,
  ): Mark | undefined {
    const [start, end] = [from + token.start, from + token.end];
    const pieces = piecesOf(run, start, end);
    const [first] = pieces;
    if (!first || isEdited(first.node.parentElement)) return undefined;
    const { verdict } = value;
    const observable = meantBy(value, verdict);
    const inNavigation = run.inNavigation || isInShareLink(first.node);
    const painted = !inNavigation && isPainted(observable, verdict);
    const mark: Mark = {
      observable,
      verdict,
      painted,
      inNavigation,
      ...place,
      pieces,
      ...(port !== undefined && { port }),
    };
    // While the worker thought, the page may have changed; then this text is to be read again anyway.
    if (!stands(mark)) return undefined;
    quote(observable, () => quoteAround(run.text, start, end));
    return mark;
  }

  function targetOf(mark: Mark): CardTarget {
    const { observable, verdict, port } = mark;
    const link = linkFacts(mark);
    return {
      observable,
      verdict,
      rects: () => rectsOf(mark),
      page: dependencies.page(),
      ...(port !== undefined && { ports: [port] }),
      ...(link && { link }),
      warning: dependencies.warningAt(mark),
    };
  }

  return {
    marks,
    apply,
    renumber: marks.renumber,
    unlink: (link) => marks.replaceLink(link, undefined),
    renew: () => quotes.clear(),
    isDisordered: painter.isDisordered,
    items() {
      const looks = createLooks();
      let left = MOST_LOOKED_AT;
      const isUnseen = (mark: Mark) => left-- > 0 && isHidden(mark, looks);
      return listItems(marks.all, (observable) => quotes.get(keyOf(observable)) ?? '', isUnseen);
    },
    badge: () => badgeReport(listItems(marks.all, () => '')),
    open: (mark, { focus }) => card.show(targetOf(mark), { pinned: true, focus }),
    guard: palette.guard,
    tend() {
      palette.guard();
      painter.tend();
      veil.tend();
      pointer.listen();
    },
  };
}

/** A rewritten link leads elsewhere also where it stands as text. */
function linkFacts({ observable, verdict: { leadsTo }, link }: Mark): CardTarget['link'] {
  if (!link && !leadsTo) return undefined;
  return { target: observable.value, ...(leadsTo && { unwrapped: leadsTo.unwrapped }) };
}
