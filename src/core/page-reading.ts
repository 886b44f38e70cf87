import { keyOf, type LinkSuspect, type Observable, type Verdict } from './indicator.ts';
import { destinationOf, suspectIn } from './link.ts';
import { tokenize } from './tokenize.ts';
import type { Token } from './tokens.ts';

/** A link as a page has it. */
export interface PageLink {
  /** Absolute, as the browser resolved it. */
  href: string;
  /** What is shown for it; absent where blocks part it, so that it is not read as one. */
  text?: string;
}

/** Everything in some texts and links that could be an indicator. */
export interface Candidates {
  /** Of each text, in order. */
  texts: readonly (readonly Token[])[];
  links: readonly LinkCandidates[];
  /** Each value once, by its key. */
  values: ReadonlyMap<string, Observable>;
}
interface LinkCandidates {
  /** Where it leads. */
  values: readonly Observable[];
  suspect?: LinkSuspect | undefined;
}

/** The texts' and links' part of what the worker answers a page; `which` below is an index into `known`. */
export interface Known {
  known: KnownValue[];
  /** One entry a text, in order of reading: offsets into the text. */
  texts: KnownPlace[][];
  /** One entry a link. `suspect`: it may say one thing and lead to another. */
  links: { which?: number; suspect?: LinkSuspect }[];
}
export interface KnownValue extends Observable {
  verdict: Verdict;
}
/** A tuple, since a page may hold twenty thousand of them. */
export type KnownPlace = [which: number, start: number, end: number, port?: number];

export function candidatesIn(texts: readonly string[], links: readonly PageLink[]): Candidates {
  const values = new Map<string, Observable>();
  const note = (observable: Observable): void => {
    const { type, value } = observable;
    const key = keyOf(observable);
    if (!values.has(key)) values.set(key, { type, value });
  };
  const tokens = texts.map((text) => tokenize(text));
  for (const each of tokens) each.forEach(note);
  const destinations = links.map(readLink);
  for (const each of destinations) each.values.forEach(note);
  return { texts: tokens, links: destinations, values };
}

function readLink({ href, text }: PageLink): LinkCandidates {
  const destination = destinationOf(href);
  if (!destination) return { values: [] };
  const { values, host } = destination;
  return { values, suspect: text === undefined ? undefined : suspectIn(text, href, host) };
}

/** What of the candidates is known; `verdictOf` is asked by key. */
export function knownOf(
  { texts, links }: Candidates,
  verdictOf: (key: string) => Verdict | undefined,
): Known {
  const known: KnownValue[] = [];
  const places = new Map<string, number>();

  function placeOf(observable: Observable): number | undefined {
    const { type, value } = observable;
    const key = keyOf(observable);
    const before = places.get(key);
    const verdict = before === undefined ? verdictOf(key) : undefined;
    if (!verdict) return before;
    places.set(key, known.length);
    return known.push({ type, value, verdict }) - 1;
  }

  return {
    known,
    texts: texts.map((tokens) => tokens.flatMap((token) => knownPlace(token, placeOf(token)))),
    links: links.map(({ values, suspect }) => {
      const which = firstOf(values, placeOf);
      return { ...(which !== undefined && { which }), ...(suspect && { suspect }) };
    }),
  };
}

function knownPlace({ start, end, port }: Token, which: number | undefined): KnownPlace[] {
  if (which === undefined) return [];
  return [port === undefined ? [which, start, end] : [which, start, end, port]];
}

function firstOf<T, R>(all: readonly T[], find: (each: T) => R | undefined): R | undefined {
  for (const each of all) {
    const found = find(each);
    if (found !== undefined) return found;
  }
  return undefined;
}
