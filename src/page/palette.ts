import type { Verdict } from '@/core/indicator.ts';
import { createHighlightRules } from './highlight-rules.ts';
import type { Mark } from './marks.ts';
import { type Style, STYLES } from './mark-styles.ts';
import { onAbort } from './on-abort.ts';
import { clearStaleSheets, randomPrefix } from './stale-sheets.ts';

/** Puts marks on the screen: one Custom Highlight for each visual class, and the sheet that gives it its look. */
export interface Palette {
  paint(mark: Mark): void;
  unpaint(mark: Mark): void;
  /** Puts back what the page took away: pages reset `adoptedStyleSheets`, and may clear or edit what they find. */
  guard(): void;
}

interface Paint {
  name: string;
  highlight: Highlight;
  ranges: Map<Mark, StaticRange[]>;
  /** Kept by us, because Firefox does not let a content script iterate a Highlight. */
  size: number;
}

/**
 * The names are random, so that a page which finds highlights cannot tell whose they are. Nothing is registered and no
 * sheet adopted before the first mark is painted.
 */
export function createPalette(document: Document, signal: AbortSignal): Palette {
  // Only documents with a window get here: a content script runs in one.
  const view = document.defaultView!;
  const registry = view.CSS.highlights;
  const prefix = randomPrefix();
  const rules = createHighlightRules(view);
  const paints = new Map<Style, Paint>();
  const roots = new Set<Document | ShadowRoot>();
  let sheet: CSSStyleSheet | undefined;
  let intact: string | undefined;

  function paint(mark: Mark): void {
    const style = styleOf(mark.verdict);
    const target = paints.get(style) ?? open(style);
    if (target.ranges.has(mark)) return;
    const ranges = mark.pieces.map(({ node, start, end }) => rangeOf(view, node, start, end));
    target.ranges.set(mark, ranges);
    target.size += ranges.length;
    for (const range of ranges) target.highlight.add(range);
    if (target.ranges.size === 1) registry.set(target.name, target.highlight);
    for (const { node } of mark.pieces) adopt(rules.treeOf(node));
  }

  function open(style: Style): Paint {
    const highlight = new view.Highlight();
    const name = prefix + STYLES.indexOf(style).toString(36);
    highlight.priority = STYLES.indexOf(style);
    const made = { name, highlight, ranges: new Map<Mark, StaticRange[]>(), size: 0 };
    paints.set(style, made);
    return made;
  }

  function unpaint(mark: Mark): void {
    const target = paints.get(styleOf(mark.verdict));
    const ranges = target?.ranges.get(mark);
    if (!target || !ranges) return;
    for (const range of ranges) target.highlight.delete(range);
    target.ranges.delete(mark);
    target.size -= ranges.length;
    if (target.ranges.size === 0) registry.delete(target.name);
  }

  function adopt(root: Document | ShadowRoot): void {
    // What was taken off the page is in no tree that has sheets.
    if (roots.has(root) || !root.adoptedStyleSheets) return;
    if (root !== document) clearStaleSheets(root);
    roots.add(root);
    dress(root);
  }

  function dress(root: Document | ShadowRoot): void {
    sheet ??= makeSheet();
    if (!root.adoptedStyleSheets.includes(sheet))
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  }

  function makeSheet(): CSSStyleSheet {
    const made = new view.CSSStyleSheet();
    made.replaceSync(rules.text(prefix, looks(rules.drawsLines)));
    return made;
  }

  /** What the sheet says where nobody edited it, read from one that no page can reach: not in the time that the first marks wait for. */
  function intactText(): string {
    return (intact ??= textOf(makeSheet()));
  }

  function undress(root: Document | ShadowRoot): void {
    if (sheet && root.adoptedStyleSheets.includes(sheet))
      root.adoptedStyleSheets = root.adoptedStyleSheets.filter((other) => other !== sheet);
  }

  function guard(): void {
    for (const target of paints.values()) if (target.ranges.size > 0) guardPaint(registry, target);
    if (sheet && (sheet.disabled || textOf(sheet) !== intactText())) {
      for (const root of roots) undress(root);
      sheet = undefined;
    }
    for (const root of roots)
      if (root === document || (root as ShadowRoot).isConnected) dress(root);
      else roots.delete(root);
  }

  onAbort(signal, () => {
    for (const { name } of paints.values()) registry.delete(name);
    for (const root of roots) undress(root);
  });
  return { paint, unpaint, guard };
}

/**
 * Mid-tones: each has at least 3:1 against white and against #1b1b1b (WCAG 2.2, 1.4.11), since a page's background is
 * not ours to choose and may differ from one line to the next.
 */
const COLOURS = {
  high: '220 47 60',
  medium: '196 118 0',
  low: '63 128 216',
  unrated: '128 136 145',
} as const;
/** The line's style tells the level where colour cannot: forced colours, colour blindness, print. */
const LINES = {
  high: 'solid 3px',
  medium: 'double 1.5px',
  low: 'dashed 2px',
  unrated: 'dashed 1px',
} as const;
const TINTS = { high: 0.16, medium: 0.14, low: 0.1, unrated: 0 } as const;

function styleOf({ matchClass, faded, level }: Verdict): Style {
  if (matchClass === 'reference') return 'reference';
  if (faded) return `faded-${level}`;
  // Not the value itself is listed, but something around it.
  return matchClass === 'exact' || matchClass === 'same' ? level : `child-${level}`;
}

function looks(lines: boolean): string[] {
  return STYLES.map((style) => look(style, lines));
}

function look(style: Style, lines: boolean): string {
  if (style === 'reference') return lines ? line('solid 1px', COLOURS.unrated) : tint(COLOURS.unrated, 0.2);
  const [kind, level] = style.includes('-') ? style.split('-') : ['', style];
  // A style is a level, or a kind and a level.
  const key = level as keyof typeof COLOURS;
  const weight = kind === '' ? TINTS[key] : TINTS[key] / 2;
  if (!lines) return tint(COLOURS[key], weight + 0.2);
  const drawn = kind === 'child' ? 'wavy 1px' : kind === 'faded' ? 'dotted 2px' : LINES[key];
  return line(drawn, COLOURS[key]) + (weight > 0 ? tint(COLOURS[key], weight) : '');
}

/** Forced colours give every highlight the system's box, and its line the colour of the text in it: seen only inside of the box. */
function line(style: string, colour: string): string {
  return `text-decoration:underline ${style} rgb(${colour});text-decoration-skip-ink:none;text-underline-offset:3px;@media(forced-colors){text-underline-offset:0}`;
}

function tint(colour: string, weight: number): string {
  return `background-color:rgb(${colour}/${weight});`;
}

function guardPaint(registry: HighlightRegistry, paint: Paint): void {
  if (paint.highlight.size !== paint.size) {
    paint.highlight.clear();
    for (const ranges of paint.ranges.values()) for (const range of ranges) paint.highlight.add(range);
  }
  if (registry.get(paint.name) !== paint.highlight) registry.set(paint.name, paint.highlight);
}

function rangeOf(view: Window & typeof globalThis, node: Text, start: number, end: number): StaticRange {
  return new view.StaticRange({
    startContainer: node,
    startOffset: start,
    endContainer: node,
    endOffset: end,
  });
}

function textOf(sheet: CSSStyleSheet): string {
  return Array.from(sheet.cssRules, (rule) => rule.cssText).join('');
}
