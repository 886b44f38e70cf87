import type { LinkSuspect, Observable } from '@/core/indicator.ts';
import { isRelated, mayPassOn } from '@/core/link-host.ts';
import type { PageLink } from '@/core/page-reading.ts';
import { isEdited } from './edited.ts';
import type { LinkText } from './text-index.ts';
import { unmasked } from './unmasked.ts';

/** A link that may lead away from the page's own site. */
export interface LinkReading {
  link: LinkText;
  /** As the worker is asked about it. */
  asked: PageLink;
  /** Its text, as it was when it was read. */
  text: string;
}

/** The links of one document: where they lead, and which of them may say otherwise. */
export interface Links {
  /** Undefined where there is nothing to ask; what was known of the link before is dropped then. */
  read(link: LinkText): LinkReading | undefined;
  /** Whether the link leads where it led when it was read, and is still ours to speak of. */
  stands(reading: LinkReading): boolean;
  /** What is known of the link now. */
  note(link: Element, suspect: LinkSuspect | undefined): void;
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

/** Of longer ones nothing more is read than of their beginning, and no text that is longer names a host. */
const LONGEST_HREF = 16_385;
const LONGEST_TEXT = 2048;
/** More than this nobody reads; what a page makes up is not to fill the memory. */
const MOST_SUSPECTS = 200;
const MOST_TARGETS = 500;

export function createLinks({ document, unlink, changed }: Dependencies): Links {
  const ownHost = hostOf(URL.parse(document.location.href));
  const suspects = new Map<Element, LinkSuspect>();
  /** To parse a URL is dear, and a list may lead to the same place from each of its rows. */
  const targets = new Map<string, string>();
  let hasMore = false;

  function read(link: LinkText): LinkReading | undefined {
    const { element } = link;
    const href = askedOf(element);
    if (!href) {
      forget(element);
      unlink(element);
      return undefined;
    }
    const text = link.nodes.map(({ data }) => data).join('');
    const isRead = !link.isParted && text !== '' && text.length <= LONGEST_TEXT;
    return { link, text, asked: { href, ...(isRead && { text }) } };
  }

  /** What the worker is asked about it; nothing where there is nothing to ask. */
  function askedOf(element: Element): string | undefined {
    const href = element.getAttribute('href') ?? element.getAttributeNS(XLINK, 'href');
    if (href === null) return undefined;
    const { baseURI } = element;
    const key = `${baseURI} ${href}`;
    let asked = targets.get(key);
    if (asked === undefined) {
      if (targets.size > MOST_TARGETS) targets.clear();
      targets.set(key, (asked = targetOf(URL.parse(href, baseURI))));
    }
    return asked;
  }

  function targetOf(target: URL | null): string {
    return target && SCHEMES.has(target.protocol) && !isWithin(target) ? shortened(target) : '';
  }

  /** Where the page itself is the indicator, that is said elsewhere. */
  function isOwn({ type, value }: Observable): boolean {
    if (ownHost === '' || type === 'email') return false;
    return isRelated(ownHost, type === 'url' ? hostOf(URL.parse(value)) : value);
  }

  function isWithin(target: URL): boolean {
    return ownHost !== '' && isRelated(ownHost, hostOf(target)) && !mayPassOn(target.href);
  }

  function stands({ link: { element }, asked }: LinkReading): boolean {
    return unmasked(element).isConnected && !isEdited(element) && askedOf(element) === asked.href;
  }

  function note(element: Element, suspect: LinkSuspect | undefined): void {
    if (!suspect) return forget(element);
    if (suspects.size < MOST_SUSPECTS || suspects.has(element)) suspects.set(element, suspect);
    else hasMore = true;
    changed();
  }

  function forget(element: Element): void {
    if (suspects.delete(element)) changed();
  }

  return {
    read,
    stands,
    note,
    isOwn,
    sweep(isGone) {
      for (const element of suspects.keys()) if (isGone(element)) forget(element);
    },
    suspects,
    hasMore: () => hasMore,
  };
}

const XLINK = 'http://www.w3.org/1999/xlink';

const SCHEMES = new Set(['http:', 'https:', 'ftp:', 'mailto:']);

/** Whom it logs in as says nothing, and may be longer than what is read. */
function shortened(target: URL): string {
  if (target.href.length > LONGEST_HREF) target.username = target.password = '';
  return target.href.slice(0, LONGEST_HREF);
}

/** As in canonical values: without the brackets of IPv6, and the dot of the root. */
function hostOf(url: URL | null): string {
  return url?.hostname.replace(/^\[|\]$|\.$/g, '') ?? '';
}
