import { type Place, rectsOf } from './marks.ts';
import { TEXT } from './node-types.ts';
import { unmasked } from './unmasked.ts';

export interface HitTester<T extends Place> {
  /** The painted mark under a point of the viewport, given the composed path of an event there. */
  markAt(x: number, y: number, path: readonly EventTarget[]): T | undefined;
}

/** How far beside its text a point still counts as on a mark, in CSS pixels. */
const TOLERANCE = 2;
/** More text nodes or marks than this in one element and looking at each would be felt. */
const MOST_LOOKED_AT = 200;

/**
 * Finds marks by the caret position and our own index. `caretPositionFromPoint` looks into a shadow root only if it is
 * told of it, which the event's path knows; `highlightsFromPoint` would take 50 ms a call on a page with 20,000 marks.
 */
export function createHitTester<T extends Place>(
  document: Document,
  marks: { at(node: Text): ReadonlySet<T> },
): HitTester<T> {
  function markAtCaret(x: number, y: number, path: readonly EventTarget[]): T | undefined {
    const caret = document.caretPositionFromPoint(x, y, { shadowRoots: path.filter(isRoot) });
    if (caret?.offsetNode.nodeType !== TEXT) return undefined;
    const { offset } = caret;
    const text = caret.offsetNode as Text;
    return find(marks.at(text), (mark) => {
      const touches = mark.pieces.some(
        ({ node, start, end }) => node === text && start <= offset && offset <= end,
      );
      return touches && isOver(mark, x, y);
    });
  }

  /** Text that cannot be selected has no caret position. */
  function markInside(element: EventTarget | undefined, x: number, y: number): T | undefined {
    // A window or a document has no marks of its own.
    const children = element instanceof Element ? unmasked(element).childNodes : [];
    if (children.length > MOST_LOOKED_AT) return undefined;
    for (const child of children) {
      const there = child.nodeType === TEXT ? marks.at(child as Text) : undefined;
      if (!there || there.size > MOST_LOOKED_AT) continue;
      const mark = find(there, (candidate) => isOver(candidate, x, y));
      if (mark) return mark;
    }
    return undefined;
  }

  return { markAt: (x, y, path) => markAtCaret(x, y, path) ?? markInside(path[0], x, y) };
}

/** Only open roots are on the path. */
export function isRoot(target: EventTarget): target is ShadowRoot {
  return target instanceof ShadowRoot;
}

function find<T extends Place>(marks: Iterable<T>, holds: (mark: T) => boolean): T | undefined {
  for (const mark of marks) if (mark.painted && holds(mark)) return mark;
  return undefined;
}

/** The nearest caret position may be far from the point: a click in the margin is not a click on the text. */
function isOver(mark: Place, x: number, y: number): boolean {
  return rectsOf(mark).some(
    ({ left, right, top, bottom }) =>
      x >= left - TOLERANCE && x <= right + TOLERANCE && y >= top - TOLERANCE && y <= bottom + TOLERANCE,
  );
}
