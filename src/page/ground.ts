import { dressed } from './behind.ts';
import { elementAbove, unmasked } from './unmasked.ts';

/** The colour that a text stands on, and whose it is; of no one where it is the page's own. */
export interface Ground {
  colour: string;
  of: Element | undefined;
}

/**
 * What the texts of a page stand on where it has no ground of its own; undefined where that cannot be told. A page by itself is white
 * unless it asks for a dark one, and so is a frame that asks for another than the page around it does (CSS Color Adjustment, 2.4); any
 * other frame lets through what it stands on.
 * @param around what an element of the page around stands on
 */
export function groundOfPage(
  view: Window,
  around: (frame: Element, view: Window) => Ground | undefined,
): Ground | undefined {
  const isDark = asksForDark(view);
  const own = { colour: isDark ? 'rgb(18, 18, 18)' : 'rgb(255, 255, 255)', of: undefined };
  if (view.parent === view) return own;
  const frame = view.frameElement;
  const outside = frame?.ownerDocument.defaultView;
  if (!frame || !outside) return isWrittenLight(view) ? undefined : own;
  if (asksForDark(outside) !== isDark) return own;
  const ground = around(frame, outside);
  return ground && { colour: ground.colour, of: undefined };
}

/** A page that knows both schemes is shown in the one that the user prefers; it may say so in a style or in its head. */
function asksForDark(view: Window): boolean {
  const { document } = view;
  const { colorScheme } = view.getComputedStyle(document.documentElement);
  const said = colorScheme === 'normal' ? schemeInHead(document) : colorScheme;
  if (!/\bdark\b/i.test(said)) return false;
  return !/\blight\b/i.test(said) || view.matchMedia('(prefers-color-scheme: dark)').matches;
}

function schemeInHead(document: Document): string {
  const meta = unmasked(document).head?.querySelector('meta[name="color-scheme" i]');
  return meta?.getAttribute('content') ?? '';
}

/**
 * A mail in a frame of another site's, or in one that is sandboxed: what is around it cannot be seen from in there. Where most of what it
 * writes on no ground of its own is light, the ground will be dark. A light word among dark ones is as white as the paper.
 */
function isWrittenLight(view: Window): boolean {
  const { document } = view;
  const walker = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
  const grounds = new Map<Element, boolean>();
  let [light, all] = [0, 0];
  for (let left = MOST_TEXTS; left > 0 && walker.nextNode();) {
    const element = elementAbove(walker.currentNode);
    const length = Math.min(LONGEST_COUNTED, (walker.currentNode as Text).data.trim().length);
    if (!element || length === 0 || !element.checkVisibility()) continue;
    left -= 1;
    if (standsOnOwnGround(element, grounds)) continue;
    all += length;
    if (isLight(view.getComputedStyle(element).color)) light += length;
  }
  return light > all / 2;
}

/** Of the frame's beginning. */
const MOST_TEXTS = 100;
/** A heap of words that nobody sees says no more than a line of the mail. */
const LONGEST_COUNTED = 80;

function standsOnOwnGround(element: Element, known: Map<Element, boolean>): boolean {
  const before = known.get(element);
  if (before !== undefined) return before;
  const above = elementAbove(element);
  const stands = dressed(element) || (above !== undefined && standsOnOwnGround(above, known));
  known.set(element, stands);
  return stands;
}

function isLight(colour: string): boolean {
  const [, red, green, blue] = /^rgba?\((\d+), (\d+), (\d+)/.exec(colour) ?? [];
  return Math.min(Number(red), Number(green), Number(blue)) > 127;
}
