import type { FrameInspection, HiddenText, SeenLink, SeenValue } from '@/core/inspection.ts';
import { HASH_LENGTHS } from '@/core/normalize.ts';
import type { Message } from '@/core/words.ts';
import { tokenize } from '@/core/tokenize.ts';
import type { Token } from '@/core/tokens.ts';
import { isDrawn } from './drawn.ts';
import { isInShareLink } from './eligible.ts';
import { createLooks, howHidden } from './hidden.ts';
import { createIdentity } from './identity.ts';
import { createMailReader } from './mail-context.ts';
import { createSlices } from './slices.ts';
import { type LinkText, NO_FINDS, partsOf, piecesOf, regionOf, type Run } from './text-index.ts';
import { unmasked } from './unmasked.ts';
import { readRuns } from './walk.ts';

const MOST_VALUES = 50_000;
const MOST_LINKS = 5000;
const MOST_HIDDEN = 500;
const MOST_SENTENCES = 10;
const LONGEST_TEXT = 300;
const LONGEST_HREF = 8192;

/**
 * Reads everything in this frame that a panel may list, known or not. The annotator does not tell it, since it forgets what is not
 * known. Works in slices of a few milliseconds, changes nothing, and stores nothing.
 */
export async function inspect(document: Document): Promise<FrameInspection> {
  const values = createValues();
  const links = createLinks();
  const hidden = createHidden();
  const mail = createMailReader();
  const slices = createSlices(document, new AbortController().signal);
  let slice = await slices.next();
  let looks = createLooks();
  const runs = readRuns(regionOf(document), NO_FINDS);

  /** What nobody sees is not among the page's values: it is listed with what is hidden. A part of the run may be. */
  function read(run: Run): void {
    let how: Message | undefined;
    const isUnseen = (node: Text | undefined) => {
      const its = node && howHidden(node, looks);
      how ??= its;
      return its !== undefined;
    };
    const unseen = tokensOf(run).filter((token) => {
      const isHidden = isUnseen(piecesOf(run, token.start, token.end)[0]?.node);
      if (!isHidden) values.add(token, run);
      return isHidden;
    });
    const unseenLinks = run.links.filter((link) => {
      const isHidden = isUnseen(link.nodes[0] ?? run.nodes[0]);
      links.add(link, isHidden);
      return isHidden;
    });
    if (how !== undefined) hidden.add({ run, how, tokens: unseen, links: unseenLinks });
  }

  let paused = false;
  for (let step = runs.next(); !step.done; step = runs.next(paused)) {
    const run = step.value;
    if (run) {
      mail.add(run);
      read(run);
    }
    paused = slice.isOver();
    if (paused) {
      slice = await slices.next();
      looks = createLooks();
    }
  }
  const { href } = document.location;
  const message = mail.read();
  return {
    frameUrl: href,
    page: createIdentity(document).read(),
    values: values.all(),
    links: links.all(),
    hidden: hidden.all(),
    ...(message && { mail: message }),
    ...(values.total() > MOST_VALUES && { cut: values.total() }),
    ...(isDrawn(document) && { isCanvas: true }),
  };
}

function tokensOf(run: Run): Token[] {
  return partsOf(run).flatMap(({ from, to }) =>
    tokenize(run.text.slice(from, to)).map((token) => ({
      ...token,
      start: token.start + from,
      end: token.end + from,
    })),
  );
}

function createValues() {
  const values = new Map<string, SeenValue>();
  const rows = new Map<Element, number>();
  let refused = 0;

  function rowOf({ type }: Token, node: Text | undefined): number | undefined {
    if (!(type in HASH_LENGTHS)) return undefined;
    const row = node && unmasked(node).parentElement?.closest('tr');
    if (!row) return undefined;
    const number = rows.get(row) ?? rows.size + 1;
    rows.set(row, number);
    return number;
  }

  return {
    add(token: Token, run: Run): void {
      const key = `${token.type}:${token.value}`;
      const known = values.get(key);
      const node = piecesOf(run, token.start, token.end)[0]?.node;
      const inNavigation = run.inNavigation || (node !== undefined && isInShareLink(node));
      const sentence = sentenceAround(run.text, token.start, token.end);
      if (known) {
        known.count += 1;
        if (!inNavigation) delete known.onlyInNavigation;
        if (known.sentences.length < MOST_SENTENCES && !known.sentences.includes(sentence))
          known.sentences.push(sentence);
        return;
      }
      if (values.size >= MOST_VALUES) {
        refused += 1;
        return;
      }
      const row = rowOf(token, node);
      values.set(key, {
        type: token.type,
        value: token.value,
        count: 1,
        asWritten: run.text.slice(token.start, token.end),
        sentences: [sentence],
        ...(row !== undefined && { row }),
        ...(inNavigation && { onlyInNavigation: true }),
      });
    },
    all: () => [...values.values()],
    total: () => values.size + refused,
  };
}

const EACH_SIDE = 110;
const SENTENCE_END = /[.!?]\s+/g;

/** "The loader asks evil.example for its configuration." On one line: the sentence where it is short, else whole words around the value. */
function sentenceAround(text: string, start: number, end: number): string {
  const before = text.slice(Math.max(0, start - EACH_SIDE), start);
  const after = text.slice(end, end + EACH_SIDE);
  const last = [...before.matchAll(SENTENCE_END)].at(-1);
  const next = after.search(/[.!?](?:\s|$)/);
  const isWholeBefore = last !== undefined || start <= EACH_SIDE;
  const isWholeAfter = next >= 0 || end + EACH_SIDE >= text.length;
  const from = last ? last.index + last[0].length : isWholeBefore ? 0 : before.search(/\s|$/);
  const to = next >= 0 ? next + 1 : isWholeAfter ? after.length : after.search(/\s\S*$|$/);
  const sentence = before.slice(from) + text.slice(start, end) + after.slice(0, to);
  return `${isWholeBefore ? '' : '…'}${sentence.replace(/\s+/g, ' ').trim()}${isWholeAfter ? '' : '…'}`;
}

function createLinks() {
  const links = new Map<string, SeenLink>();
  return {
    add({ element, nodes }: LinkText, isHidden: boolean): void {
      const href = targetOf(element);
      if (href === undefined) return;
      const text = shownFor(element, nodes);
      const key = `${href} ${text}`;
      const known = links.get(key);
      if (known) {
        known.count += 1;
        if (!isHidden) delete known.hidden;
      } else if (links.size < MOST_LINKS)
        links.set(key, { text, href, count: 1, ...(isHidden && { hidden: true }) });
    },
    all: () => [...links.values()],
  };
}

/** Resolved as the browser does; undefined where it leads nowhere else. */
function targetOf(element: Element): string | undefined {
  const own = unmasked(element);
  const href = own.getAttribute('href') ?? own.getAttributeNS('http://www.w3.org/1999/xlink', 'href');
  if (href === null || href.trim() === '' || href.trim().startsWith('#')) return undefined;
  return (URL.parse(href, own.baseURI)?.href ?? href).slice(0, LONGEST_HREF);
}

function shownFor(element: Element, nodes: readonly Text[]): string {
  const written = nodes
    .map(({ data }) => data)
    .join('')
    .replace(/\s+/g, ' ')
    .trim();
  const picture = element.localName === 'area' ? element : element.querySelector('img');
  const said = written || picture?.getAttribute('alt') || element.getAttribute('aria-label') || '';
  return said.slice(0, LONGEST_TEXT);
}

interface Unseen {
  run: Run;
  how: Message;
  tokens: readonly Token[];
  links: readonly LinkText[];
}

function createHidden() {
  const texts = new Map<string, HiddenText>();
  return {
    add({ run, how, tokens, links: unseen }: Unseen): void {
      const text = run.text.replace(/\s+/g, ' ').trim().slice(0, LONGEST_TEXT);
      if (texts.size >= MOST_HIDDEN && !texts.has(text)) return;
      const links = unseen.flatMap(({ element, nodes }) => {
        const href = targetOf(element);
        return href === undefined ? [] : { text: shownFor(element, nodes), href };
      });
      texts.set(text, { text, how, values: tokens.map(({ type, value }) => ({ type, value })), links });
    },
    all: () => [...texts.values()],
  };
}
