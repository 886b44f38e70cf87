import type { LinkSuspect, Observable, Verdict } from '@/core/indicator.ts';
import { type Destination, destinationOf, isRelated, mayPassOn, suspectIn } from '@/core/link.ts';
import { parseUrl } from '@/core/normalize.ts';
import { isShareLink } from '@/core/share-links.ts';
import { type Answers, keyOf, meantBy } from './answers.ts';
import { type Mark, type Marks, stands } from './marks.ts';
import { type LinkText, type Piece, piecesOf } from './text-index.ts';
import { unmasked } from './unmasked.ts';

/** A link that leads away from the page's own site. */
export interface LinkReading {
  link: LinkText;
  destination: Destination;
  /** Its text, as it was when it was read. */
  text: string;
}

/** The links of one document: where they lead, and which of them may say otherwise. */
export interface Links {
  /** Undefined where there is nothing to ask; what was known of the link before is dropped then. */
  read(link: LinkText): LinkReading | undefined;
  /** Marks the link if what it leads to is known. The marks of its text must be there already. */
  apply(reading: LinkReading, place: Pick<Mark, 'order' | 'isLate'>): void;
  /** Forgets those that `isGone`. */
  sweep(isGone: (link: Element) => boolean): void;
  /** Those that may say one thing and lead to another. */
  readonly suspects: ReadonlyMap<Element, LinkSuspect>;
  /** There were more of them than are kept. */
  hasMore(): boolean;
}

interface Dependencies {
  document: Document;
  marks: Marks;
  answers: Answers;
  isPainted(observable: Observable, verdict: Verdict): boolean;
  quote(observable: Observable, text: () => string): void;
  /** Suspects came or went. */
  changed(): void;
}

/** More than this nobody reads; what a page makes up is not to fill the memory. */
const MOST_SUSPECTS = 200;

export function createLinks({ document, marks, answers, isPainted, quote, changed }: Dependencies): Links {
  const ownHost = document.location.hostname.replace(/^\[|\]$/g, '');
  const suspects = new Map<Element, LinkSuspect>();
  let hasMore = false;

  function read(link: LinkText): LinkReading | undefined {
    const { element } = link;
    const href = hrefOf(element);
    const destination = href === undefined ? undefined : destinationOf(href);
    forget(element);
    if (!href || !destination || (destination.values.every(isOwn) && !mayPassOn(href))) {
      marks.replaceLink(element, undefined);
      return undefined;
    }
    const text = link.nodes.map(({ data }) => data).join('');
    if (!link.isParted) note(element, suspectIn(text, href, destination.host));
    return { link, destination, text };
  }

  /** Where the page itself is the indicator, that is said elsewhere. */
  function isOwn({ type, value }: Observable): boolean {
    if (ownHost === '' || type === 'email') return false;
    return isRelated(ownHost, type === 'url' ? (parseUrl(value)?.host ?? '') : value);
  }

  function note(element: Element, suspect: LinkSuspect | undefined): void {
    if (!suspect) return;
    if (suspects.size < MOST_SUSPECTS) suspects.set(element, suspect);
    else hasMore = true;
    changed();
  }

  function forget(element: Element): void {
    if (suspects.delete(element)) changed();
  }

  function apply(reading: LinkReading, place: Pick<Mark, 'order' | 'isLate'>): void {
    const { link, destination } = reading;
    const value = destination.values.find((each) => answers.verdictOf(each));
    const mark = value && markOf(reading, value, place);
    marks.replaceLink(link.element, mark);
    if (mark) quote(mark.observable, () => quoteOf(reading));
  }

  function markOf(
    { link, text }: LinkReading,
    value: Observable,
    place: Pick<Mark, 'order' | 'isLate'>,
  ): Mark | undefined {
    const { element, nodes, starts } = link;
    const verdict = answers.verdictOf(value);
    if (!verdict || isEdited(element)) return undefined;
    const observable = meantBy(value, verdict);
    const inText = new Set(nodes.flatMap((node) => [...marks.at(node)].filter((mark) => !mark.link)));
    if (isOwn(observable) || speaksFor(inText, observable, verdict)) return undefined;
    const pieces = freeParts(text, link, inText).flatMap(([from, to]) =>
      piecesOf({ text, nodes, starts }, from, to),
    );
    const inNavigation = link.inNavigation || isShareLink(observable.value);
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

  return {
    read,
    apply,
    sweep(isGone) {
      for (const element of suspects.keys()) if (isGone(element)) forget(element);
    },
    suspects,
    hasMore: () => hasMore,
  };
}

const XLINK = 'http://www.w3.org/1999/xlink';

/** Resolved; undefined where there is none. */
function hrefOf(element: Element): string | undefined {
  const href = element.getAttribute('href') ?? element.getAttributeNS(XLINK, 'href');
  return href === null ? undefined : URL.parse(href, element.baseURI)?.href;
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

/** `designMode` and `-webkit-user-modify` make text editable without an attribute. */
export function isEdited(element: Element | null): boolean {
  return element !== null && ((unmasked(element) as Partial<HTMLElement>).isContentEditable ?? false);
}
