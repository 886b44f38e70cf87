import { EDGE } from '@/core/characters.ts';
import { isShare, type Zone } from './eligible.ts';
import type { LinkText, Run } from './text-index.ts';
import { touch } from './touch.ts';
import { unmasked } from './unmasked.ts';

/** Joins text nodes to runs of text. */
export interface Gatherer {
  /** Appends a text node, or begins a new block with it. */
  add(node: Text, zone: Zone, link: LinkText | undefined): void;
  /** The edge of an element that may or may not part the text. */
  cross(element: Element): void;
  /** The link ends here, if its text does not. */
  close(link: LinkText): void;
  /** The block of text ends here. */
  finish(): void;
  /** Nothing comes any more. */
  end(): void;
  /** The runs that were finished, to be taken away. */
  readonly ready: Run[];
}

/** Shorter text holds no indicator ("a.io", "T1001"). */
const SHORTEST = 4;
/** A page may be nothing but pictures that are links. */
const MOST_LINKS = 50;

/** @param enough blocks are joined to one run until it is so long */
export function createGatherer(enough: number): Gatherer {
  const gatherer: Gatherer = { add, cross, close, finish, end, ready: [] };
  let text = '';
  // Filled anew for each run, which gets copies of the right length: to let arrays grow is dear.
  const nodes: Text[] = [];
  const starts: number[] = [];
  let count = 0;
  /** What was there before the block that is being read. */
  let before = '';
  let countBefore = 0;
  let holdsLink = false;
  let navigation = false;
  /** The text node before, and the edges of elements that were crossed since, unless it ends in a blank. */
  let last = '';
  const crossed: Element[] = [];
  let crossings = 0;
  /** The element, not shown, that the walk is in. */
  let hidden: Element | undefined;
  /** What was met in such elements since the block began: shown or not, it is read by itself, behind the block. */
  let aside: { element: Element; node: Text; data: string }[] = [];
  /** The element that was asked last how it is laid out, and what it was. */
  let asked: Element | undefined;
  let layout: Layout = 'inline';
  let links: LinkText[] = [];

  function finish(): void {
    endBlock();
    if (aside.length > 0) readAside();
  }

  function endBlock(): void {
    if (text.length - before.length < SHORTEST && !holdsLink) {
      text = before;
      count = countBefore;
    }
    before = text;
    countBefore = count;
    holdsLink = false;
    crossings = 0;
    if (text.length >= enough || links.length > MOST_LINKS) handOver();
  }

  function readAside(): void {
    let around: Element | undefined;
    for (const { element, node, data } of aside) {
      if (element !== around) endBlock();
      if (count === countBefore) beginBlock(navigation);
      around = element;
      append(node, data);
    }
    aside = [];
    endBlock();
  }

  function handOver(): void {
    if (text === '' && links.length === 0) return;
    gatherer.ready.push({
      text,
      nodes: nodes.slice(0, count),
      starts: starts.slice(0, count),
      inNavigation: navigation,
      links,
    });
    text = before = '';
    count = countBefore = 0;
    if (links.length > 0) links = [];
  }

  function end(): void {
    finish();
    handOver();
  }

  function add(node: Text, zone: Zone, link: LinkText | undefined): void {
    const { data } = node;
    const { length } = data;
    if (length === 0) return;
    if (hidden && isHidden(node)) return void aside.push({ element: hidden, node, data });
    if (count === countBefore) {
      if (isSpace(data, 0) && !/\S/.test(data)) return;
      beginBlock(zone.inNavigation);
    } else if (crossings > 0 && !isSpace(data, 0)) {
      const joint = inspect(node);
      if (joint === 'parted') {
        finish();
        beginBlock(zone.inNavigation);
      } else if (joint !== 'joined') {
        hidden = joint;
        aside.push({ element: joint, node, data });
        return;
      }
    }
    crossings = 0;
    if (link) addTo(link, node, length);
    append(node, data);
  }

  function append(node: Text, data: string): void {
    nodes[count] = node;
    starts[count] = text.length;
    count += 1;
    text += data;
    last = data;
  }

  function beginBlock(inNavigation: boolean): void {
    if (inNavigation !== navigation) handOver();
    navigation = inNavigation;
    if (text !== '') text += EDGE;
  }

  function addTo(link: LinkText, node: Text, length: number): void {
    holdsLink = true;
    if (link.length === 0) [link.nodes, link.starts] = [[node], [0]];
    else {
      link.isParted ||= count === countBefore;
      link.nodes.push(node);
      link.starts.push(link.length);
    }
    link.length += length;
  }

  /**
   * Asked only where two words would be glued: do the elements whose edges lie between them part the text? Answers with
   * the element if `node` is inside one that is not shown.
   */
  function inspect(node: Text): 'joined' | 'parted' | Element {
    let [parted, placed] = [false, false];
    for (let at = 0; at < crossings; at += 1) {
      const element = crossed[at]!;
      // In a row of elements, as code is coloured, each is met at its beginning and again at its end.
      if (element !== asked) [asked, layout] = [element, layoutOf(element)];
      if (layout === 'none' && unmasked(element).contains(node)) return element;
      parted ||= layout === 'block' || isShare(element);
      placed ||= layout === 'placed';
    }
    if (placed && !parted) parted = !touch(nodes[count - 1]!, node);
    return parted ? 'parted' : 'joined';
  }

  function isHidden(node: Text): boolean {
    if (hidden && !unmasked(hidden).contains(node)) hidden = undefined;
    return hidden !== undefined;
  }

  function close(link: LinkText): void {
    holdsLink = true;
    link.end = text.length;
    links.push(link);
  }

  function cross(element: Element): void {
    if (count === countBefore || (crossings === 0 && isSpace(last, last.length - 1))) return;
    crossed[crossings] = element;
    crossings += 1;
  }

  return gatherer;
}

/** What an element does to the text around it; of what is `placed`, only where it stands tells. */
type Layout = 'inline' | 'none' | 'placed' | 'block';

/** By computed values: children of a flex or grid container and floats come out as blocks. */
function layoutOf(element: Element): Layout {
  const style = element.ownerDocument.defaultView?.getComputedStyle(element);
  const display = style?.display ?? 'inline';
  if (display === 'none') return 'none';
  if (JOINING.has(display)) return 'inline';
  // Viewers of PDF put each piece of a line in its place, and terminals each colour of one in a box.
  const isPlaced = display === 'inline-block' || style?.position === 'absolute';
  return isPlaced ? 'placed' : 'block';
}

/** '' is what an element without a box tree answers. */
const JOINING = new Set(['', 'inline', 'contents', 'ruby', 'ruby-base']);

function isSpace(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0;
}
