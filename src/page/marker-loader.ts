import type { Marker, MarkerDependencies } from './marker.ts';
import { onAbort } from './on-abort.ts';
import { sleep } from './slices.ts';

export type MarkerFactory = (dependencies: MarkerDependencies, signal: AbortSignal) => Marker;

/** Where the annotator waits for the marker's script; scripts of one extension share a world in each frame. */
const DOOR = Symbol.for('telltale.marker');
type World = typeof globalThis & { [DOOR]?: (factory: MarkerFactory) => void };

/** Called by the marker's script. Does nothing where no annotator waits, or no longer. */
export function offerMarker(world: typeof globalThis, factory: MarkerFactory): void {
  (world as World)[DOOR]?.(factory);
}

/** The marker of one session, from the time it is needed. */
export interface Marking {
  now(): Marker | undefined;
  /** Resolves when it is there, or when it could not be had. */
  ready(): Promise<void>;
}

export interface MarkerLoader {
  /** The script has not come to this frame yet. */
  isMissing(): boolean;
  /** How to make a marker; undefined where it could not be had. */
  load(signal: AbortSignal): Promise<MarkerFactory | undefined>;
}

/** The worker sends the script along with the first answer that tells of something known, so at first it is only waited for. */
const PAUSES_MS = [300, 1000, 2500, 0];

/**
 * Most frames show nothing that is known, and never need what marks it. `ask` has the worker run the script in this frame, and
 * rejects when it cannot.
 */
export function createMarkerLoader(
  { world, ask }: { world: typeof globalThis; ask(): Promise<void> },
  life: AbortSignal,
): MarkerLoader {
  let made: MarkerFactory | undefined;
  let arrived: (() => void) | undefined;

  const receive = (factory: MarkerFactory): void => {
    made ??= factory;
    arrived?.();
  };
  (world as World)[DOOR] = receive;
  onAbort(life, () => {
    // A successor may stand there already.
    if ((world as World)[DOOR] === receive) delete (world as World)[DOOR];
  });

  return {
    isMissing: () => !made,
    async load(signal) {
      const both = AbortSignal.any([life, signal]);
      for (const pause of PAUSES_MS) {
        if (!made)
          await Promise.race([new Promise<void>((resolve) => (arrived = resolve)), sleep(pause, both)]);
        if (made || both.aborted) return made;
        await ask().catch(() => undefined);
      }
      return made;
    },
  };
}
