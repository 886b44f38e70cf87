import type { Page } from '@playwright/test';

/** One range that the browser really paints, as the page itself sees it. */
export interface Painted {
  /** URL of its frame. */
  frame: string;
  /** Name of the highlight it belongs to. */
  highlight: string;
  text: string;
  /** Where it stands, e.g. "html/body/p:2/#text:0@4". */
  path: string;
  /** How it is drawn, e.g. "underline wavy". */
  style: string;
  /** Whether it stands in navigation or a footer. */
  inNavigation: boolean;
  /** Where the link leads that it stands in; empty where it stands in none. */
  href: string;
  /** The middle of its first line, in the frame's viewport. */
  x: number;
  y: number;
}

/** Every painted highlight range of every frame, found without a word from the product. */
export async function readPainted(page: Page): Promise<Painted[]> {
  const perFrame = await Promise.all(
    page.frames().map((frame) =>
      frame.evaluate(readHighlights).then(
        (found) => found,
        // A frame may go away while it is being asked.
        () => [],
      ),
    ),
  );
  return perFrame.flat();
}

/**
 * Runs in the page, so it may use nothing from outside itself. A range counts where its nodes are still in the document,
 * it has boxes, and a rule for its highlight draws something.
 */
export function readHighlights(): Painted[] {
  const paths = new WeakMap<Node, string>();
  const styles = new Map<string, string>();
  const pieces: Piece[] = [];
  // Iterators, which the type declarations lack: where a sandbox forbids scripts, the browser calls no callback back.
  for (const [name, highlight] of CSS.highlights as unknown as Iterable<[string, Iterable<AbstractRange>]>)
    for (const abstractRange of highlight) {
      const range = toRange(abstractRange);
      const box = range?.getClientRects()[0];
      if (!range || !box || box.width === 0) continue;
      const style = styleOf(name, range.startContainer);
      if (style !== '') pieces.push({ range, box, name, style });
    }
  return join(pieces).map(({ range, box, name, style, text }) => ({
    frame: location.href,
    highlight: name,
    text,
    path: `${pathOf(range.startContainer)}@${range.startOffset}`,
    style,
    inNavigation: isNavigation(range.startContainer),
    href: hrefOf(range.startContainer),
    x: box.x + box.width / 2,
    y: box.y + box.height / 2,
  }));

  interface Piece {
    range: Range;
    box: DOMRect;
    name: string;
    style: string;
  }

  /** A value over several elements is painted in pieces, one a text node: pieces that touch are one text. */
  function join(all: Piece[]): (Piece & { text: string })[] {
    const byStart = new Map<Node, Piece>();
    for (const piece of all)
      if (piece.range.startOffset === 0) byStart.set(piece.range.startContainer, piece);
    const followers = new Map<Piece, Piece>();
    for (const piece of all) {
      const next = nextText(piece.range);
      const follower = next && byStart.get(next);
      if (follower?.name === piece.name) followers.set(piece, follower);
    }
    const continued = new Set(followers.values());
    return all
      .filter((piece) => !continued.has(piece))
      .map((first) => {
        let text = '';
        for (let piece: Piece | undefined = first; piece; piece = followers.get(piece))
          text += piece.range.toString();
        return { ...first, text };
      });
  }

  /** The text node that goes on in the same line of text where the range ends with its own. */
  function nextText({ endContainer, endOffset }: Range): Text | undefined {
    if (!(endContainer instanceof Text) || endOffset < endContainer.length) return undefined;
    const walker = document.createTreeWalker(
      endContainer.getRootNode(),
      NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT,
    );
    walker.currentNode = endContainer;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeName === 'BR') return undefined;
      if (node instanceof Text && node.length > 0)
        return blockOf(node) === blockOf(endContainer) ? node : undefined;
    }
    return undefined;
  }

  function blockOf(node: Node): Element | null {
    const element = node.parentElement;
    return element && /^(inline|contents)$/.test(getComputedStyle(element).display)
      ? blockOf(element)
      : element;
  }

  function toRange(abstractRange: AbstractRange): Range | undefined {
    if (!abstractRange.startContainer.isConnected) return undefined;
    const range = document.createRange();
    try {
      range.setStart(abstractRange.startContainer, abstractRange.startOffset);
      range.setEnd(abstractRange.endContainer, abstractRange.endOffset);
    } catch {
      return undefined; // The text became shorter: the browser paints nothing either.
    }
    return range;
  }

  function styleOf(name: string, node: Node): string {
    const element = node instanceof Element ? node : node.parentElement;
    if (!element) return '';
    const inShadow = element.getRootNode() !== document;
    const key = `${name} ${inShadow}`;
    const known = styles.get(key);
    if (known !== undefined) return known;
    const { textDecorationLine, textDecorationStyle, backgroundColor } = getComputedStyle(
      element,
      `::highlight(${name})`,
    );
    const hasLine = textDecorationLine !== 'none' && textDecorationLine !== '';
    const hasGround = !['', 'transparent', 'rgba(0, 0, 0, 0)'].includes(backgroundColor);
    const style = [
      hasLine ? `${textDecorationLine} ${textDecorationStyle}` : '',
      hasGround ? 'background' : '',
    ]
      .filter(Boolean)
      .join(' ');
    styles.set(key, style);
    return style;
  }

  function hrefOf(node: Node): string {
    const element = node instanceof Element ? node : node.parentElement;
    const href = element?.closest('a')?.getAttribute('href');
    return href && URL.canParse(href, document.baseURI) ? new URL(href, document.baseURI).href : '';
  }

  function isNavigation(node: Node): boolean {
    const element = node instanceof Element ? node : node.parentElement;
    return Boolean(element?.closest('nav, footer, [role="navigation"], [role="contentinfo"]'));
  }

  function pathOf(node: Node): string {
    const known = paths.get(node);
    if (known !== undefined) return known;
    const parent = node.parentNode ?? (node instanceof ShadowRoot ? node.host : undefined);
    const name = node.nodeName.toLowerCase();
    const place = parent ? [...parent.childNodes].indexOf(node as ChildNode) : 0;
    const path = parent && parent !== document ? `${pathOf(parent)}/${name}:${place}` : name;
    paths.set(node, path);
    return path;
  }
}
