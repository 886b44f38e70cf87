import { keyOf, type Observable, type Verdict } from '@/core/indicator.ts';
import { createMarksByText } from './marks-by-text.ts';
import { ELEMENT } from './node-types.ts';
import { lastAtOrBefore, type Part, type Piece } from './text-index.ts';
import { unmasked } from './unmasked.ts';

/** Something painted on the page's text. */
export interface Place {
  /** Shown on the page. What is not is still listed. */
  painted: boolean;
  /** Several where it is split over text nodes; none only for a link without text of its own to be marked. */
  pieces: readonly Piece[];
  /** The link whose target is meant, where it is not what stands here. */
  link?: Element;
}

/** One known value where it stands on the page. */
export interface Mark extends Place {
  observable: Observable;
  verdict: Verdict;
  inNavigation: boolean;
  /** Grows in reading order, among the marks of one reading of the whole page and among those that came later. */
  order: number;
  isLate: boolean;
  /** Written behind the host. */
  port?: number;
}

/** Told of every mark that comes or goes. */
export interface MarkListener {
  add(mark: Mark): void;
  remove(mark: Mark): void;
}

/** Told of the painted ones alone, and of those that have another place in the order. */
export interface PaintListener extends MarkListener {
  renumber(mark: Mark): void;
  /** It was read again, and may have been moved with its text into another element. */
  follow(mark: Mark): void;
}

/** All marks of one document, found again by the text they stand on, and those of links by their element. */
export interface Marks {
  readonly all: ReadonlySet<Mark>;
  at(node: Text): ReadonlySet<Mark>;
  of(link: Element): Mark | undefined;
  /** These are the marks on this part of a run now, those of links aside. Those that did not change stay as they are. */
  replace(part: Part, fresh: readonly Mark[]): void;
  /** What is marked on this part stood elsewhere before: when it is read, its marks come anew into the order. */
  unsettle(part: Part): void;
  /** This is the mark of this link now, or it has none. */
  replaceLink(link: Element, fresh: Mark | undefined): void;
  /** Drops the marks on a node whose text is no longer what was marked. */
  verify(node: Text): void;
  /** Drops those that `isGone`. */
  sweep(isGone: (mark: Mark) => boolean): void;
  /** The whole page is about to be read, and numbered, again. */
  renumber(): void;
}

export function createMarks(painter: PaintListener, count: MarkListener, changed: () => void): Marks {
  const all = new Set<Mark>();
  const byText = createMarksByText();
  const byLink = new WeakMap<Element, Mark>();
  /** Where the texts stood in the order. A mark that comes to one later takes the place of the one that was there. */
  let places = new WeakMap<Text, number>();
  /** These are to be numbered when they are read again. */
  const unsettled = new WeakSet<Mark>();

  function add(mark: Mark): void {
    settle(mark);
    all.add(mark);
    byText.add(mark);
    if (mark.link) byLink.set(mark.link, mark);
    if (mark.painted) painter.add(mark);
    count.add(mark);
    changed();
  }

  function remove(mark: Mark): void {
    all.delete(mark);
    byText.remove(mark);
    if (mark.link) byLink.delete(mark.link);
    if (mark.painted) painter.remove(mark);
    count.remove(mark);
    changed();
  }

  function settle(mark: Mark): void {
    const node = mark.pieces[0]?.node;
    if (!node) return;
    const place = mark.isLate ? places.get(node) : mark.order;
    if (place === undefined) return;
    mark.order = place;
    mark.isLate = false;
    places.set(node, place);
  }

  function renumber(mark: Mark, { order, isLate }: Mark): void {
    mark.order = order;
    mark.isLate = isLate;
    settle(mark);
    if (mark.painted) painter.renumber(mark);
  }

  /** It stands on the same texts, in the same words; the page around it may be another. */
  function keep(mark: Mark, fresh: Mark): void {
    if (mark.painted) painter.follow(mark);
    if (unsettled.delete(mark) || !fresh.isLate) renumber(mark, fresh);
  }

  function unsettle(part: Part): void {
    for (const mark of marksIn(part)) {
      unsettled.add(mark);
      for (const { node } of mark.pieces) places.delete(node);
    }
  }

  function marksIn({ run: { nodes, starts }, from, to }: Part): Set<Mark> {
    const found = new Set<Mark>();
    for (let i = lastAtOrBefore(starts, from); i < nodes.length && starts[i]! < to; i += 1)
      for (const mark of byText.between(nodes[i]!, from - starts[i]!, to - starts[i]!)) found.add(mark);
    return found;
  }

  function replace(part: Part, fresh: readonly Mark[]): void {
    const coming = byPlace(fresh);
    const old = marksIn(part);
    for (const mark of old) {
      if (mark.link) continue;
      const there = coming.get(mark.pieces[0]?.node);
      const place = placeOf(mark);
      const same = there?.get(place);
      if (!isSame(mark, same)) {
        remove(mark);
        continue;
      }
      there?.delete(place);
      keep(mark, same);
    }
    for (const there of coming.values()) for (const mark of there.values()) add(mark);
  }

  function replaceLink(link: Element, fresh: Mark | undefined): void {
    const old = byLink.get(link);
    if (!old || !isSame(old, fresh)) {
      if (old) remove(old);
      if (fresh) add(fresh);
    } else keep(old, fresh);
  }

  return {
    all,
    replace,
    unsettle,
    replaceLink,
    of: (link) => byLink.get(link),
    at: byText.at,
    verify(node) {
      for (const mark of byText.at(node)) if (!stands(mark)) remove(mark);
    },
    sweep(isGone) {
      for (const mark of all) {
        if (!isGone(mark)) continue;
        remove(mark);
        // Where it is put back, if it is, is not known.
        for (const { node } of mark.pieces) places.delete(node);
      }
    },
    renumber: () => void (places = new WeakMap()),
  };
}

/** Whether the text of the mark still stands where it was found. */
export function stands({ pieces, link }: Place): boolean {
  if (link && !link.isConnected) return false;
  // Firefox copies the whole of a text for whoever asks for its `data`, and there may be megabytes of it.
  return pieces.every(
    ({ node, start, end, text }) =>
      node.isConnected && end <= node.length && node.substringData(start, end - start) === text,
  );
}

/** Where it is on the screen, in viewport coordinates. Empty where it is not shown. */
export function rectsOf(mark: Place): DOMRect[] {
  const rects: DOMRect[] = [];
  if (!stands(mark)) return rects;
  const document = mark.pieces[0]?.node.ownerDocument;
  if (!document) return mark.link ? rectsOfPicture(mark.link) : rects;
  const measure = document.createRange();
  for (const { node, start, end } of mark.pieces) {
    measure.setStart(node, start);
    measure.setEnd(node, end);
    for (const rect of measure.getClientRects()) if (rect.width > 0 && rect.height > 0) rects.push(rect);
  }
  // Until it is collected, a live range costs the page something on every change around it.
  measure.setStart(document, 0);
  measure.collapse(true);
  return rects;
}

/** A link's own boxes are as high as its line, and not as high as the picture in it. */
function rectsOfPicture(link: Element): DOMRect[] {
  const picture = link.querySelector('img, svg, picture, video, canvas') ?? link;
  return [...picture.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
}

/** The element whose box the mark stands in; an inline one does. Undefined for text that is in no element. */
export function holderOf(mark: Place): Element | undefined {
  const [first] = mark.pieces;
  if (!first) return mark.link;
  const parent = first.node.parentNode;
  if (!parent) return undefined;
  return unmasked(parent).nodeType === ELEMENT ? (parent as Element) : (parent as Partial<ShadowRoot>).host;
}

/** By first text node, then by place and value. */
function byPlace(marks: readonly Mark[]): Map<Text | undefined, Map<string, Mark>> {
  const places = new Map<Text | undefined, Map<string, Mark>>();
  for (const mark of marks) {
    const node = mark.pieces[0]?.node;
    const there = places.get(node) ?? new Map<string, Mark>();
    places.set(node, there.set(placeOf(mark), mark));
  }
  return places;
}

function placeOf({ observable, pieces }: Mark): string {
  return `${pieces[0]?.start}:${observable.type}:${observable.value}`;
}

function isSame(one: Mark, other: Mark | undefined): other is Mark {
  if (!other || one.painted !== other.painted || one.inNavigation !== other.inNavigation) return false;
  if (one.port !== other.port) return false;
  if (keyOf(one.observable) !== keyOf(other.observable)) return false;
  if (one.pieces.length !== other.pieces.length || !isSameVerdict(one.verdict, other.verdict)) return false;
  return one.pieces.every((piece, i) => {
    const match = other.pieces[i];
    return match?.node === piece.node && match.start === piece.start && match.end === piece.end;
  });
}

function isSameVerdict(one: Verdict, other: Verdict): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
