import type { Mark, Marks } from './marks.ts';

/** What the annotator at work in a frame leaves for scripts that are run there later; scripts of one extension share a world in each frame. */
export interface SharedSession {
  marks: Marks;
  /** Opens the card at a mark. */
  present(mark: Mark, options: { focus: boolean }): void;
  hideCard(): void;
  /** The mark that was gone to last, and when; ms since the epoch. */
  visited?: { mark: Mark; when: number };
}

const SESSION = Symbol.for('telltale.session');
type World = typeof globalThis & { [SESSION]?: SharedSession };

/** Until the signal's end. */
export function shareSession(world: typeof globalThis, session: SharedSession, signal: AbortSignal): void {
  (world as World)[SESSION] = session;
  signal.addEventListener('abort', () => delete (world as World)[SESSION], { once: true });
}

/** Absent where the frame is not read, or not yet. */
export function sharedSession(world: typeof globalThis): SharedSession | undefined {
  return (world as World)[SESSION];
}
