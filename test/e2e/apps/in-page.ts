/** What the specs read from a page. These run in it, so they may use nothing from outside themselves. */

export interface Spot {
  text: string;
  /** The middle of its first box, rounded. */
  x: number;
  y: number;
  /** Within the viewport, and not scrolled out of any box around it. */
  inSight: boolean;
}

/**
 * Where listed values are laid out, by a search of the text of each block, through shadow roots, editors and inputs left out. And the texts of links whose target is listed.
 */
export function findListed({ values, targets }: { values: string[]; targets: string[] }): Spot[] {
  const spots: Spot[] = [];
  const blocks = new Map<Element, Text[]>();
  gather(document);
  const pattern = new RegExp(values.map((value) => value.replaceAll('.', '\\.')).join('|'), 'g');
  for (const nodes of blocks.values())
    for (const { index, 0: text } of nodes
      .map(({ data }) => data)
      .join('')
      .matchAll(pattern))
      note(text, rangeOf(nodes, index, index + text.length));
  return spots;

  function gather(root: Document | ShadowRoot): void {
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) gather(element.shadowRoot);
      if (element instanceof HTMLAnchorElement && targets.includes(element.href)) noteLink(element);
      if (isEdited(element)) continue;
      for (const node of element.childNodes)
        if (node instanceof Text && !['STYLE', 'SCRIPT'].includes(element.nodeName)) add(node);
    }
  }

  function isEdited(element: Element): boolean {
    return element instanceof HTMLTextAreaElement || (element as HTMLElement).isContentEditable;
  }

  function add(node: Text): void {
    let block = node.parentElement!;
    while (getComputedStyle(block).display === 'inline' && block.parentElement) block = block.parentElement;
    const there = blocks.get(block);
    if (there) there.push(node);
    else blocks.set(block, [node]);
  }

  function noteLink(link: HTMLAnchorElement): void {
    const range = document.createRange();
    range.selectNodeContents(link);
    note(link.textContent, range);
  }

  function rangeOf(nodes: Text[], start: number, end: number): Range {
    const range = document.createRange();
    let offset = 0;
    for (const node of nodes) {
      const next = offset + node.length;
      if (offset <= start && start < next) range.setStart(node, start - offset);
      if (offset < end && end <= next) range.setEnd(node, end - offset);
      offset = next;
    }
    return range;
  }

  function note(text: string, range: Range): void {
    const box = range.getClientRects()[0];
    if (!box || box.width === 0) return;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const inSight = y >= 0 && y <= innerHeight && isWithinScrollers(range.startContainer, y);
    spots.push({ text, x: Math.round(x), y: Math.round(y), inSight });
  }

  function isWithinScrollers(node: Node, y: number): boolean {
    for (let above = parentOf(node); above; above = parentOf(above)) {
      if (!(above instanceof Element) || getComputedStyle(above).overflowY === 'visible') continue;
      const { top, bottom } = above.getBoundingClientRect();
      if (above !== document.body && (y < top || y > bottom)) return false;
    }
    return true;
  }

  function parentOf(node: Node): Node | null {
    return node.parentNode ?? (node instanceof ShadowRoot ? node.host : null);
  }
}

/** What a page could tell by looking at its tree: nodes in order, attributes, shadow roots, what is in fields, how far things are scrolled. */
export function serialise(): string {
  const lines: string[] = [];
  walk(document, 0);
  return lines.join('\n');

  function walk(node: Node, depth: number): void {
    lines.push(`${' '.repeat(depth)}${describe(node)}`);
    const root = node instanceof Element ? node.shadowRoot : null;
    if (root) walk(root, depth + 1);
    for (const child of node.childNodes) walk(child, depth + 1);
  }

  function describe(node: Node): string {
    if (node instanceof Text) return JSON.stringify(node.data);
    if (node instanceof ShadowRoot) return `#shadow-root ${node.mode}`;
    if (!(node instanceof Element)) return node.nodeName;
    const attributes = Array.from(node.attributes, ({ name, value }) => `${name}=${JSON.stringify(value)}`);
    const state = node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement ? node.value : '';
    return [node.nodeName, ...attributes, state, `${node.scrollTop}`].join(' ');
  }
}

/** Selection, caret and focus, as places in the document. */
export function describeSelection(): string {
  const selection = getSelection();
  return JSON.stringify({
    anchor: pathOf(selection?.anchorNode),
    anchorOffset: selection?.anchorOffset,
    focus: pathOf(selection?.focusNode),
    focusOffset: selection?.focusOffset,
    direction: selection?.direction,
    text: selection?.toString(),
    active: pathOf(document.activeElement),
  });

  function pathOf(node: Node | null | undefined): string {
    if (!node?.parentNode) return node?.nodeName ?? 'none';
    return `${pathOf(node.parentNode)}/${[...node.parentNode.childNodes].indexOf(node as ChildNode)}`;
  }
}
