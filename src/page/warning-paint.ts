import { createHighlightRules } from './highlight-rules.ts';
import { STYLES } from './mark-styles.ts';
import { randomPrefix } from './stale-sheets.ts';
import type { Piece } from './text-index.ts';

/** Paints links that do not lead where they say: a line below and one above, as nothing that is known has it. */
export interface WarningPaint {
  /** Puts these texts in the place of what was painted. */
  paint(pieces: readonly Piece[]): void;
  /** Puts back what the page took away. */
  guard(): void;
}

export function createWarningPaint(document: Document, signal: AbortSignal): WarningPaint {
  // Only documents with a window get here: a content script runs in one.
  const view = document.defaultView!;
  const registry = view.CSS.highlights;
  const prefix = randomPrefix();
  const name = `${prefix}0`;
  const rules = createHighlightRules(view);
  const roots = new Set<Document | ShadowRoot>();
  let sheet: CSSStyleSheet | undefined;
  let highlight = new view.Highlight();

  function paint(pieces: readonly Piece[]): void {
    registry.delete(name);
    highlight = new view.Highlight();
    for (const { node, start, end } of pieces) {
      highlight.add(
        new view.StaticRange({
          startContainer: node,
          startOffset: start,
          endContainer: node,
          endOffset: end,
        }),
      );
      roots.add(rules.treeOf(node));
    }
    guard();
  }

  function guard(): void {
    if (highlight.size === 0) return;
    if (registry.get(name) !== highlight) registry.set(name, highlight);
    if (!sheet || sheet.disabled || sheet.cssRules.length !== STYLES.length) {
      undress();
      sheet = new view.CSSStyleSheet();
      sheet.replaceSync(rules.text(prefix, looks(rules.drawsLines)));
    }
    for (const root of roots)
      if (!root.adoptedStyleSheets.includes(sheet))
        root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  }

  function undress(): void {
    for (const root of roots)
      if (sheet && root.adoptedStyleSheets.includes(sheet))
        root.adoptedStyleSheets = root.adoptedStyleSheets.filter((other) => other !== sheet);
  }

  signal.addEventListener(
    'abort',
    () => {
      registry.delete(name);
      undress();
    },
    { once: true },
  );
  return { paint, guard };
}

const COLOUR = '196 90 0';

/** As many rules as the palette has, so that after an update its successor knows ours by their shape, too. */
function looks(lines: boolean): string[] {
  const look = lines
    ? `text-decoration:underline overline double 1.5px rgb(${COLOUR});text-decoration-skip-ink:none;background-color:rgb(${COLOUR}/0.12);`
    : `background-color:rgb(${COLOUR}/0.3);`;
  return STYLES.map(() => look);
}
