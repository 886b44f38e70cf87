/** A box in viewport coordinates, px. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}
export interface Size {
  width: number;
  height: number;
}
export interface Placement {
  left: number;
  top: number;
  maxHeight: number;
}

const GAP = 6;
/** Left free at the edges of the window. */
export const MARGIN = 4;
const MAX_HEIGHT = 460;
/** Two compact lines. With less room than this beside the value, the card may cover a part of it. */
const MIN_HEIGHT = 52;

/**
 * Puts the card under the value, else above it, else on the roomier side: never over the value, always inside the
 * window. Undefined when no part of the value is in view.
 */
export function placeCard(value: readonly Box[], card: Size, view: Box): Placement | undefined {
  const seen = value.filter((box) => isInView(box, view));
  if (seen.length === 0) return undefined;
  const top = Math.min(...seen.map((box) => box.top));
  const bottom = Math.max(...seen.map((box) => box.bottom));
  const wanted = Math.min(card.height, MAX_HEIGHT);
  const below = view.bottom - MARGIN - bottom - GAP;
  const above = top - GAP - MARGIN - view.top;
  if (Math.max(below, above) < Math.min(wanted, MIN_HEIGHT)) return atLowerEdge(seen, card, view);
  const isBelow = wanted <= below || below >= above;
  const maxHeight = Math.min(MAX_HEIGHT, isBelow ? below : above);
  const anchor = seen.find((box) => (isBelow ? box.bottom === bottom : box.top === top));
  return {
    left: clampLeft(anchor?.left ?? 0, card, view),
    top: isBelow ? bottom + GAP : top - GAP - Math.min(wanted, maxHeight),
    maxHeight,
  };
}

function isInView(box: Box, view: Box): boolean {
  const hasArea = box.right > box.left && box.bottom > box.top;
  return (
    hasArea &&
    box.bottom > view.top &&
    box.right > view.left &&
    box.top < view.bottom &&
    box.left < view.right
  );
}

function atLowerEdge(seen: Box[], card: Size, view: Box): Placement {
  const maxHeight = Math.min(MIN_HEIGHT, view.bottom - view.top - 2 * MARGIN);
  return {
    left: clampLeft(seen[0]?.left ?? 0, card, view),
    top: view.bottom - MARGIN - Math.min(card.height, maxHeight),
    maxHeight,
  };
}

function clampLeft(left: number, card: Size, view: Box): number {
  return Math.max(view.left + MARGIN, Math.min(left, view.right - MARGIN - card.width));
}
