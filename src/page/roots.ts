import { isRoot } from './hit-test.ts';
import type { Finds } from './text-index.ts';

/** The open shadow roots of a document, those included that were attached after their host was read. */
export interface Roots extends Pick<Finds, 'root' | 'hostToBe'> {
  /** Notes the roots among an event's targets. */
  notePath(path: readonly EventTarget[]): void;
  /** Roots that came to be without a change that can be observed, once each. */
  takeLate(): ShadowRoot[];
  /** There are such. */
  areLate(): boolean;
}

/** A page may have any number of custom elements and empty boxes that never get a root. */
const MOST_AWAITED = 2000;

export function createRoots(found: (root: ShadowRoot) => void): Roots {
  const known = new WeakSet<ShadowRoot>();
  const awaited = new Set<Element>();
  const late: ShadowRoot[] = [];

  function note(root: ShadowRoot): void {
    if (known.has(root)) return;
    known.add(root);
    found(root);
  }

  function noteLate(root: ShadowRoot): void {
    if (known.has(root)) return;
    note(root);
    late.push(root);
  }

  function lookForLate(): void {
    for (const element of awaited) {
      const { isConnected, shadowRoot } = element;
      if (!isConnected || shadowRoot) awaited.delete(element);
      if (isConnected && shadowRoot) noteLate(shadowRoot);
    }
  }

  return {
    root: note,
    hostToBe(element) {
      if (awaited.size < MOST_AWAITED) awaited.add(element);
    },
    notePath(path) {
      for (const target of path) if (isRoot(target)) noteLate(target);
    },
    areLate() {
      lookForLate();
      return late.length > 0;
    },
    takeLate() {
      lookForLate();
      return late.splice(0);
    },
  };
}
