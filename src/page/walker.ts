import {
  type Area,
  type ChildFrame,
  type FrameStops,
  UNLISTED,
  WALKER,
  type Walker,
} from '@/core/reading-order.ts';
import { keyOf } from '@/core/indicator.ts';
import { createLooks } from './hidden.ts';
import { holderOf, type Mark, type Marks, rectsOf } from './marks.ts';
import { scrollTo, scrollToArea } from './scroll.ts';
import { isHidden } from './veil.ts';
import { type SharedSession, sharedSession, type Warning } from './shared-session.ts';
import { shownIn, unmasked } from './unmasked.ts';

type World = typeof globalThis & { [key: symbol]: Walker | undefined };

/** Leaves a walker where the worker finds it (extension/walk.ts). One of an older version is no longer used then. */
export function offerWalker(world: typeof globalThis): void {
  (world as World)[Symbol.for(WALKER)] = createWalker(world);
}

/** Exported for tests of one frame. */
export function createWalker(world: typeof globalThis): Walker {
  const { document } = world;
  // Only documents with a window get here: a content script runs in one.
  const view = document.defaultView!;
  let places: Stop[] = [];
  let children: Element[] = [];
  let isSought = false;

  return {
    survey({ observable, unpainted }) {
      isSought = observable !== undefined;
      const session = sharedSession(world);
      const key = observable && keyOf(observable);
      const isWanted = (stop: Stop) =>
        isMark(stop)
          ? (unpainted || stop.painted) && (key === undefined || keyOf(stop.observable) === key)
          : key === undefined;
      const stops: FrameStops['stops'] = [];
      [places, children] = [[], []];
      for (const stop of stopsIn(document, session)) {
        if (!isElement(stop)) {
          if (!isWanted(stop)) continue;
          places.push(stop);
          const last = stops.at(-1);
          if (typeof last === 'number') stops[stops.length - 1] = last + 1;
          else stops.push(1);
        } else {
          const child = childFrame(stop, children.length, view);
          children.push(stop);
          if (child) stops.push(child);
        }
      }
      const { visited } = session ?? {};
      const at = places.findIndex((place) => place === visited?.stop);
      return {
        path: pathOf(view),
        stops,
        ...(visited && at >= 0 && { visited: { at, when: visited.when } }),
        hasFocus: hasFocus(document),
      };
    },

    firstBelow(y) {
      const at = places.findIndex((place) => (rectsOf(place)[0]?.top ?? -Infinity) >= y);
      return at < 0 ? undefined : at;
    },

    go({ from, to, isBack, focus }) {
      const range = places.slice(from, to);
      const looks = createLooks();
      // A mark in a closed menu or a collapsed section is nowhere to go to, and one that nobody sees only for who asks for that value.
      const isShown = (each: Stop) =>
        rectsOf(each).length > 0 && isOnStage(holderOf(each)) && (isSought || !isHidden(each, looks));
      const stop = isBack ? range.findLast(isShown) : range.find(isShown);
      const session = sharedSession(world);
      if (!stop || !session) return undefined;
      session.visited = { stop, when: Date.now() };
      scrollTo(stop);
      if (isMark(stop)) session.marker?.open(stop, { focus });
      else stop.open({ focus });
      return areaOf(rectsOf(stop)[0], view);
    },

    reveal(ordinal, area) {
      const frame = children[ordinal];
      return frame?.isConnected ? scrollToArea(frame, area) : undefined;
    },

    leave: () => sharedSession(world)?.card.hide(),
  };
}

/** What a card takes across, its margin included (ui/card.css); in a low frame it has only two lines, and they are long. */
const CARD_WIDTH = { full: 424, compact: 600 };

/** With room for the card, which begins where the text does if the frame goes on far enough to the right. */
function areaOf(rect: DOMRect | undefined, { innerWidth, innerHeight }: Window): Area | undefined {
  if (!rect) return undefined;
  const { left, right, top, bottom } = rect;
  const width = CARD_WIDTH[innerHeight < 240 ? 'compact' : 'full'];
  const cardLeft = Math.max(0, Math.min(left, innerWidth - width));
  const cardRight = Math.min(cardLeft + width, innerWidth);
  return { left: Math.min(left, cardLeft), right: Math.max(right, cardRight), top, bottom };
}

/** What is painted on a text: something known, or a link that does not lead where it says. */
type Stop = Mark | Warning;

function isMark(stop: Stop): stop is Mark {
  return 'observable' in stop;
}

/**
 * Marks, warnings and frame elements in reading order, the walk's order: it goes through open shadow roots, in front of the children of their host, where document
 * positions cannot be compared.
 */
function* stopsIn(document: Document, session: SharedSession | undefined): Generator<Stop | Element> {
  const marks = session?.marker?.marks;
  const seen = new Set<Mark>();
  const stack: { node: Node; isLeft?: true }[] = [{ node: document }];
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { node, isLeft } = next;
    for (const mark of marksOn(node, isLeft === true, marks)) {
      if (!seen.has(mark)) yield mark;
      seen.add(mark);
    }
    if (isLeft || node.nodeType === Node.TEXT_NODE) continue;
    const { localName, lastChild, shadowRoot } = unmasked(node as Element);
    if (FRAMES.has(localName)) yield node as Element;
    if (LINKS.has(localName)) {
      const warning = session?.warnings?.get(node as Element);
      if (warning && !isMarked(warning, marks)) yield warning;
      stack.push({ node, isLeft: true });
    }
    for (let child = lastChild; child; child = unmasked(child).previousSibling) stack.push({ node: child });
    if (shadowRoot) stack.push({ node: shadowRoot });
  }
}

/** The card of a mark says both. */
function isMarked({ pieces, link }: Warning, marks: Marks | undefined): boolean {
  if (!marks) return false;
  if (link && marks.of(link)?.painted) return true;
  return pieces.some(({ node }) => [...marks.at(node)].some((mark) => mark.painted));
}

/** Of a text those that begin on it or go on there; of a link its own, when its text is behind. */
function marksOn(node: Node, isLeft: boolean, marks: Marks | undefined): Mark[] {
  if (!marks) return [];
  if (isLeft) return [marks.of(node as Element) ?? []].flat();
  if (node.nodeType !== Node.TEXT_NODE) return [];
  const text = node as Text;
  return [...marks.at(text)].sort((a, b) => startIn(text, a) - startIn(text, b));
}

const FRAMES = new Set(['iframe', 'frame', 'object']);
const LINKS = new Set(['a', 'area']);

function isElement(stop: Stop | Element): stop is Element {
  return 'nodeType' in stop;
}

function startIn(node: Text, mark: Mark): number {
  return mark.pieces.find((piece) => piece.node === node)?.start ?? 0;
}

/** Absent where nobody can see what is in it. */
function childFrame(element: Element, ordinal: number, view: Window): ChildFrame | undefined {
  const rect = element.getBoundingClientRect();
  if (rect.width < 2 || rect.height < 2 || !element.checkVisibility({ visibilityProperty: true }))
    return undefined;
  if (!isOnStage(element)) return undefined;
  const { contentWindow } = element as Partial<HTMLIFrameElement>;
  if (!contentWindow) return undefined;
  const top = rect.top + element.clientTop;
  return { ordinal, index: indexIn(view, contentWindow), top, bottom: top + element.clientHeight };
}

/** What fills the screen covers all that is not in it. */
function isOnStage(element: Element | undefined): boolean {
  const stage = element && unmasked(element.ownerDocument).fullscreenElement;
  if (!stage) return true;
  for (let at: Element | undefined = element; at; at = shownIn(at)) if (at === stage) return true;
  return false;
}

/** A frame and its parent tell the same number, though neither may look into the other. */
function pathOf(view: Window): number[] {
  const path: number[] = [];
  for (let at = view; at.parent !== at; at = at.parent) path.unshift(indexIn(at.parent, at));
  return path;
}

function indexIn(parent: Window, child: Window): number {
  for (let index = 0; index < parent.length; index += 1) if (parent[index] === child) return index;
  return UNLISTED;
}

/** Of a tab's frames, the one that the user is in. */
function hasFocus(document: Document): boolean {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return document.hasFocus() && active?.localName !== 'iframe' && active?.localName !== 'frame';
}
