import { keyOf, type Observable, type PageIdentity, type PageItem, type Verdict } from '@/core/indicator.ts';
import type { BadgeReport } from '@/extension/messages.ts';
import { type KnownToken, meantBy } from './answers.ts';
import type { Card, CardTarget } from './card.ts';
import { isEdited } from './edited.ts';
import { isInShareLink } from './eligible.ts';
import { createLooks } from './hidden.ts';
import { createHitTester } from './hit-test.ts';
import { createCount, listItems, quoteAround } from './inventory.ts';
import { createLinkMarks } from './link-marks.ts';
import { createMarks, holderOf, type Mark, type Marks, type Place, rectsOf, stands } from './marks.ts';
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
  /** Marks what is known in the text of the reading, in the place of what was marked there. Stops where there is a place to pause. */
  applyText(reading: Reading): Iterable<void>;
  /** Marks its links, when their texts have been. */
  applyLinks(reading: Reading): void;
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

/** A list of indicators is a text in which each line is one. */
const MARKS_AT_ONCE = 100;

export function createMarker(dependencies: MarkerDependencies, signal: AbortSignal): Marker {
  const { document, isPainted, isOwn, card, changed } = dependencies;
  const palette = createPalette(document, signal);
  // Only documents with a window get here: a content script runs in one.
  const veil = createVeil(document.defaultView!, palette, signal);
  const painter = createPainter(document, veil, signal);
  const count = createCount();
  const marks = createMarks(painter, count, changed);
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

  function* applyText({ run, from, to, order, isLate, isMoved, tokens }: Reading): Iterable<void> {
    if (isMoved) marks.unsettle({ run, from, to });
    const spans = withoutOverlaps(tokens, ({ value }) => value.verdict.listedOnly);
    let done = from;
    for (let at = 0; done < to; at += MARKS_AT_ONCE) {
      if (at > 0) yield;
      const next = spans[at + MARKS_AT_ONCE];
      const end = next ? from + next.start : to;
      const fresh = spans
        .slice(at, at + MARKS_AT_ONCE)
        .map((span) => markOf(run, from, span, { order: order + from + span.start, isLate }));
      marks.replace(
        { run, from: done, to: end },
        fresh.filter((mark) => mark !== undefined),
      );
      done = end;
    }
  }

  function applyLinks({ from, order, isLate, linkAnswers, ...found }: Reading): void {
    for (const [at, reading] of found.links.entries()) {
      const { end, length } = reading.link;
      links.apply(reading, linkAnswers[at] ?? {}, { order: order + Math.max(from, end - length), isLate });
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
      holder: () => holderOf(mark),
      page: dependencies.page(),
      ...(port !== undefined && { ports: [port] }),
      ...(link && { link }),
      warning: dependencies.warningAt(mark),
    };
  }

  return {
    marks,
    applyText,
    applyLinks,
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
    badge: count.report,
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
