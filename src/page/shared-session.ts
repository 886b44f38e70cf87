import type { LinkMismatch, LinkSuspect } from '@/core/indicator.ts';
import type { Card } from './card.ts';
import type { Marker } from './marker.ts';
import type { Place } from './marks.ts';
import { onAbort } from './on-abort.ts';

/** What the annotator at work in a frame leaves for scripts that are run there later; scripts of one extension share a world in each frame. */
export interface SharedSession {
  /** From the time that something is known here. */
  marker?: Marker;
  /** Links that may say one thing and lead to another. */
  suspects: ReadonlyMap<Element, LinkSuspect>;
  card: Card;
  /** Changes when indicators or settings did. */
  epoch(): number;
  /** Ends with the session. */
  signal: AbortSignal;

  /** Left by the walker: what was gone to last, and when; ms since the epoch. */
  visited?: { stop: Place; when: number };
  /** Left by the warner: called about twice a second while the page is seen. */
  tended?: () => void;
  /** Left by the warner: what is to be warned of where something else is marked. */
  warn?: (place: Place) => LinkMismatch | undefined;
  /** Left by the warner: the links that it painted, each the same for as long as it is painted. */
  warnings?: ReadonlyMap<Element, Warning>;
}

/** A link that is warned of, where its text stands. */
export interface Warning extends Place {
  /** Opens the card at it. */
  open(options: { focus: boolean }): void;
}

const SESSION = Symbol.for('telltale.session');
type World = typeof globalThis & { [SESSION]?: SharedSession };

/** Until the session's end. */
export function shareSession(world: typeof globalThis, session: SharedSession): void {
  (world as World)[SESSION] = session;
  onAbort(session.signal, () => delete (world as World)[SESSION]);
}

/** Absent where the frame is not read, or not yet. */
export function sharedSession(world: typeof globalThis): SharedSession | undefined {
  return (world as World)[SESSION];
}
