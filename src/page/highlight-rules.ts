/** What gives highlights their looks in this browser. */
export interface HighlightRules {
  /** Whether lines can be seen in highlights. */
  drawsLines: boolean;
  /** Rules with these looks: the first for the highlight that is named with a 0 behind the prefix, and so on. */
  text(prefix: string, looks: readonly string[]): string;
  /** The tree whose sheets must have the rules, for what is painted on this connected node. */
  treeOf(node: Node): Document | ShadowRoot;
}

export function createHighlightRules({ CSS, document }: Window & typeof globalThis): HighlightRules {
  const isFirefox = CSS.supports('-moz-appearance', 'none');
  /*
   * In Chromium highlights inherit, into shadow trees too: the root's are everybody's. A rule that holds for every element would do the same,
   * but give each a style of its own: on a page of 20,000 rows that takes twice as long, and makes each frame that lays it out again longer by a seventh.
   */
  const subject = isFirefox ? '' : ':root';
  return {
    /*
     * Firefox draws them since version 146. To ask for the computed style would lay out the page at once, so this asks for a property that
     * came with them.
     */
    drawsLines: !isFirefox || CSS.supports('text-decoration-inset', 'auto'),
    text: (prefix, looks) =>
      looks.map((look, at) => `${subject}::highlight(${prefix}${at.toString(36)}){${look}}`).join(''),
    // The root of a connected node is its document or a shadow root.
    treeOf: (node) => (isFirefox ? (node.getRootNode() as Document | ShadowRoot) : document),
  };
}
