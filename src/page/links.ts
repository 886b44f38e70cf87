import type { LinkSuspect, Observable } from '@/core/indicator.ts';
import { type Destination, destinationOf, isRelated, mayPassOn, suspectIn } from '@/core/link.ts';
import { parseUrl } from '@/core/normalize.ts';
import type { LinkText } from './text-index.ts';

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
  /** Whether a value is the page's own site, or something there. */
  isOwn(value: Observable): boolean;
  /** Forgets those that `isGone`. */
  sweep(isGone: (link: Element) => boolean): void;
  /** Those that may say one thing and lead to another. */
  readonly suspects: ReadonlyMap<Element, LinkSuspect>;
  /** There were more of them than are kept. */
  hasMore(): boolean;
}

interface Dependencies {
  document: Document;
  /** What was known of this link is so no more. */
  unlink(link: Element): void;
  /** Suspects came or went. */
  changed(): void;
}

/** More than this nobody reads; what a page makes up is not to fill the memory. */
const MOST_SUSPECTS = 200;

export function createLinks({ document, unlink, changed }: Dependencies): Links {
  const ownHost = document.location.hostname.replace(/^\[|\]$/g, '');
  const suspects = new Map<Element, LinkSuspect>();
  let hasMore = false;

  function read(link: LinkText): LinkReading | undefined {
    const { element } = link;
    const href = hrefOf(element);
    const destination = href === undefined ? undefined : destinationOf(href);
    forget(element);
    if (!href || !destination || (destination.values.every(isOwn) && !mayPassOn(href))) {
      unlink(element);
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

  return {
    read,
    isOwn,
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
