import type { Zone } from './eligible.ts';
import type { LinkText, Run } from './text-index.ts';
import { unmasked } from './unmasked.ts';

/** Joins text nodes to runs of text. */
export interface Gatherer {
  /** Appends a text node, or begins a new run with it. */
  add(node: Text, zone: Zone, link: LinkText | undefined): void;
  /** The edge of an element that may or may not part the text. */
  cross(element: Element): void;
  /** The link ends here, if its text does not. */
  close(link: LinkText): void;
  /** The text ends here. */
  finish(): void;
  /** The run that was finished; to be taken away before anything else is told. */
  ready: Run | undefined;
}

/** Shorter text holds no indicator ("a.io", "T1001"). */
const SHORTEST = 4;

export function createGatherer(): Gatherer {
  const gatherer: Gatherer = { add, cross, close, finish, ready: undefined };
  let text = '';
  // Filled anew for each run, which gets copies of the right length: to let arrays grow is dear.
  const nodes: Text[] = [];
  const starts: number[] = [];
  let count = 0;
  let navigation = false;
  let endsInSpace = true;
  const crossed: Element[] = [];
  let hidden: Element | undefined;
  let links: LinkText[] = [];

  function finish(): void {
    if (text.length >= SHORTEST || links.length > 0)
      gatherer.ready = {
        text,
        nodes: nodes.slice(0, count),
        starts: starts.slice(0, count),
        inNavigation: navigation,
        links,
      };
    text = '';
    count = 0;
    if (links.length > 0) links = [];
    endsInSpace = true;
    crossed.length = 0;
  }

  function add(node: Text, zone: Zone, link: LinkText | undefined): void {
    const { data } = node;
    if (data === '' || isHidden(node)) return;
    const beginsWithSpace = isSpace(data, 0);
    if (beginsWithSpace && count === 0 && !/\S/.test(data)) return;
    if (!endsInSpace && !beginsWithSpace && crossed.length > 0) {
      const joint = inspect(crossed, node);
      if (joint === 'parted') finish();
      else if (joint !== 'joined') {
        hidden = joint;
        return;
      }
    }
    crossed.length = 0;
    navigation = zone.inNavigation;
    if (link) addTo(link, node);
    nodes[count] = node;
    starts[count] = text.length;
    count += 1;
    text += data;
    endsInSpace = isSpace(data, data.length - 1);
  }

  function addTo(link: LinkText, node: Text): void {
    if (link.length === 0) link.start = text.length;
    else if (count === 0) {
      link.start = 0;
      link.isParted = true;
    }
    if (link.length === 0) [link.nodes, link.starts] = [[node], [0]];
    else {
      link.nodes.push(node);
      link.starts.push(link.length);
    }
    link.length += node.data.length;
  }

  function isHidden(node: Text): boolean {
    if (hidden && !unmasked(hidden).contains(node)) hidden = undefined;
    return hidden !== undefined;
  }

  function close(link: LinkText): void {
    // Of one whose text has been handed over already nothing stands in this run.
    if (count === 0) link.start = 0;
    link.end = text.length;
    links.push(link);
  }

  function cross(element: Element): void {
    if (!endsInSpace) crossed.push(element);
  }

  return gatherer;
}

/**
 * Asked only where two words would be glued: do the elements whose edges lie between them part the text? Answers with
 * the element if `node` is inside one that is not shown.
 */
function inspect(crossed: Element[], node: Text): 'joined' | 'parted' | Element {
  let parted = false;
  for (const element of new Set(crossed)) {
    const display = node.ownerDocument.defaultView?.getComputedStyle(element).display ?? 'inline';
    if (display === 'none' && unmasked(element).contains(node)) return element;
    // Computed values: children of a flex or grid container and floats come out as blocks.
    parted ||= !JOINING.has(display);
  }
  return parted ? 'parted' : 'joined';
}

/** '' is what an element without a box tree answers. */
const JOINING = new Set(['', 'inline', 'contents', 'none', 'ruby', 'ruby-base']);

function isSpace(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0;
}
