import type { Page } from '@playwright/test';

export interface PageText {
  /** Everything that is laid out, a line feed between blocks. */
  all: string;
  /** The same without navigation and footers. */
  content: string;
}

/** The words of a page as a reader sees them, read without the product. */
export function readPageText(page: Page): Promise<PageText> {
  return page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    const blocks = new Map<Element, Element>();
    let all = '';
    let content = '';
    let lastBlock: Element | undefined;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeName === 'BR') lastBlock = undefined;
      const parent = node.parentElement;
      if (!(node instanceof Text) || !parent || /^(SCRIPT|STYLE|NOSCRIPT|TEMPLATE)$/.test(parent.tagName))
        continue;
      if (!parent.checkVisibility()) continue;
      const block = blockOf(parent);
      const text = (block === lastBlock ? '' : '\n') + node.data;
      lastBlock = block;
      all += text;
      if (!parent.closest('nav, footer, [role="navigation"], [role="contentinfo"]')) content += text;
    }
    return { all, content };

    function blockOf(element: Element): Element {
      const known = blocks.get(element);
      if (known) return known;
      const isInline = /^(inline|contents)$/.test(getComputedStyle(element).display);
      const block = isInline && element.parentElement ? blockOf(element.parentElement) : element;
      blocks.set(element, block);
      return block;
    }
  });
}

/** The words in the viewport; of a long text node only its lines there. */
export function readVisibleText(page: Page): Promise<string> {
  return page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    let text = '';
    let lastParent: Element | undefined | null;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect();
      if (box.height === 0 || box.bottom < 0 || box.top > innerHeight) continue;
      const isInside = box.top >= 0 && box.bottom <= innerHeight;
      const data = node.nodeValue ?? '';
      // Neighbours are joined, so that a value split over inline elements stays whole.
      const isJoined =
        lastParent?.parentElement === node.parentElement || lastParent === node.parentElement?.parentElement;
      text += (isJoined ? '' : '\n') + (isInside ? data : linesInside(node, data));
      lastParent = node.parentElement;
    }
    return text;

    function linesInside(node: Node, data: string): string {
      let at = 0;
      const inside: string[] = [];
      for (const line of data.split('\n')) {
        range.setStart(node, at);
        range.setEnd(node, at + line.length);
        const { top, bottom } = range.getBoundingClientRect();
        if (top >= 0 && bottom <= innerHeight) inside.push(line);
        at += line.length + 1;
      }
      return inside.join('\n');
    }
  });
}
