import { ELEMENT } from './node-types.ts';
import { unmasked } from './unmasked.ts';

/**
 * Blocks of text with the way back into the document. A block is what a reader sees without a break, joined across inline
 * elements; between blocks stands an `EDGE`, which belongs to no text node.
 */
export interface Run {
  text: string;
  /** The text nodes in reading order; `starts[i]` is where `nodes[i]` begins in `text`. */
  nodes: Text[];
  starts: number[];
  inNavigation: boolean;
  /** The links that ended in it, or before it where there was no text; their own texts have all been handed over with it. */
  links: LinkText[];
}

/** A link, and the text that is shown for it, which may be spread over several runs; none where it is a picture. */
export interface LinkText {
  element: Element;
  /** The text nodes in reading order; `starts[i]` is where `nodes[i]` begins in their joined text. */
  nodes: Text[];
  starts: number[];
  length: number;
  inNavigation: boolean;
  /** Where it ends in the run it ended in. */
  end: number;
  /** Blocks part its text, so that it is not read as one. */
  isParted: boolean;
}

/** A run, or as much of a long one as can be read at a time: offsets into its text. */
export interface Part {
  run: Run;
  from: number;
  to: number;
}

/** A part of one text node: offsets into its data, and what stands there. */
export interface Piece {
  node: Text;
  start: number;
  end: number;
  text: string;
}

/** Neighbouring children of one parent, both ends included. */
export interface Region {
  parent: Node;
  first: Node | null;
  last: Node | null;
  /** Some of it stood elsewhere before. */
  isMoved?: true;
}

/** What a walk comes across besides text. */
export interface Finds {
  root(root: ShadowRoot): void;
  /**
   * A custom element that has no open root yet, or an empty box: the one may get it when its definition loads, the other
   * when the script comes that it was left for, and nothing tells us.
   */
  hostToBe(element: Element): void;
  /** What is in there is not read. */
  closed(node: Node): void;
}

/** For who only wants the text. */
export const NO_FINDS: Finds = {
  root: () => undefined,
  hostToBe: () => undefined,
  closed: () => undefined,
};

/** Everything below `root`, itself included if it is an element. */
export function regionOf(root: Document | Element | ShadowRoot): Region {
  const { nodeType, parentNode, firstChild, lastChild } = unmasked(root);
  if (nodeType === ELEMENT && parentNode) return { parent: parentNode, first: root, last: root };
  return { parent: root, first: firstChild, last: lastChild };
}

/** Blocks are read together until they are so many characters: to read each by itself takes half as long again. */
export const READ_AT_ONCE = 8192;

/** So much text is turned into tokens in a few milliseconds. */
const LONGEST_PART = 16 * 1024;

/**
 * Cuts a long text where no value goes on: a log of megabytes is a single run, and so is a file of JSON without a blank. Answers with
 * offsets into its text.
 */
export function partsOf({ text }: Pick<Run, 'text'>): { from: number; to: number }[] {
  const parts: { from: number; to: number }[] = [];
  let from = 0;
  do {
    const to = endOfPart(text, from + LONGEST_PART);
    parts.push({ from, to });
    from = to;
  } while (from < text.length);
  return parts;
}

function endOfPart(text: string, least: number): number {
  if (least >= text.length) return text.length;
  const near = text.slice(least, least + LONGEST_PART);
  for (const edge of EDGES) {
    const at = near.search(edge);
    if (at >= 0) return least + at + 1;
  }
  // What is so long and has none of them is no text that values stand in.
  return least + near.length;
}

/** The better ones first: behind a quote a comma parts values for certain. */
const EDGES = [/[\s\0]/, /(?<=["'}\]]),/, /[,;|"<>]/];

/** Where `text.slice(start, end)` of a run, or of what is joined like one, stands in the document. */
export function piecesOf(
  { text, nodes, starts }: Pick<Run, 'text' | 'nodes' | 'starts'>,
  start: number,
  end: number,
): Piece[] {
  const pieces: Piece[] = [];
  for (let i = lastAtOrBefore(starts, start); i < nodes.length; i += 1) {
    const offset = starts[i] ?? 0;
    if (offset >= end) break;
    const to = Math.min(end, starts[i + 1] ?? text.length);
    const from = Math.max(start, offset);
    const node = nodes[i];
    if (node && from < to)
      pieces.push({ node, start: from - offset, end: to - offset, text: text.slice(from, to) });
  }
  return pieces;
}

export function lastAtOrBefore(sorted: number[], value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
