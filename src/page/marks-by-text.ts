import type { Mark } from './marks.ts';

/** Marks, found again by the text nodes that they stand on. */
export interface MarksByText {
  add(mark: Mark): void;
  remove(mark: Mark): void;
  at(node: Text): ReadonlySet<Mark>;
  /** Those of which something on the node begins between these offsets. */
  between(node: Text, from: number, to: number): Iterable<Mark>;
}

/** In characters. A list of indicators is a single node with any number of marks: of those, only the ones near a place are looked at. */
const STRETCH = 8192;

export function createMarksByText(): MarksByText {
  const byText = new WeakMap<Text, Map<number, Set<Mark>>>();

  return {
    add(mark) {
      for (const { node, start } of mark.pieces) {
        const stretches = byText.get(node) ?? new Map<number, Set<Mark>>();
        const marks = stretches.get(stretchOf(start)) ?? new Set();
        byText.set(node, stretches.set(stretchOf(start), marks.add(mark)));
      }
    },
    remove(mark) {
      for (const { node, start } of mark.pieces) byText.get(node)?.get(stretchOf(start))?.delete(mark);
    },
    at(node) {
      const stretches = byText.get(node);
      if (!stretches) return NONE;
      const [only, ...others] = stretches.values();
      return others.length > 0 ? new Set([only, ...others].flatMap((marks) => [...marks!])) : only!;
    },
    *between(node, from, to) {
      for (const [stretch, marks] of byText.get(node) ?? [])
        if (stretch >= stretchOf(from) && stretch <= stretchOf(to))
          for (const mark of marks) if (beginsIn(mark, node, from, to)) yield mark;
    },
  };
}

const NONE: ReadonlySet<Mark> = new Set();

function stretchOf(offset: number): number {
  return Math.floor(offset / STRETCH);
}

function beginsIn({ pieces }: Mark, node: Text, from: number, to: number): boolean {
  return pieces.some((own) => own.node === node && own.start >= from && own.start < to);
}
