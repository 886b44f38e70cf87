import type { Observable } from './indicator.ts';

/** Where the walker of a frame is found in the world of our scripts there. */
export const WALKER = 'telltale.walker';

/** Which marks count: the painted ones, or all of one value. */
export interface Wanted {
  observable?: Observable;
  unpainted?: boolean;
}

/**
 * Goes to marks in one frame. The worker asks one frame after another, since a frame knows only itself; what must outlive the worker
 * stands here. Numbers are those of the latest survey.
 */
export interface Walker {
  survey(wanted: Wanted): FrameStops;
  /** The number of the first mark that begins at this height of the viewport or below; absent where there is none. */
  firstBelow(y: number): number | undefined;
  /** Scrolls to the first of these marks that is shown, backwards from the end if `isBack`, and opens its card. Answers with where both are now. */
  go(range: { from: number; to: number; isBack: boolean; focus: boolean }): Area | undefined;
  /** Scrolls so that this part of the viewport of a frame in here is seen. Answers with where it is now. */
  reveal(ordinal: number, area: Area): Area | undefined;
  /** Closes the card of the mark that was gone to. */
  leave(): void;
}

/** A part of a viewport. */
export interface Area {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** What one frame tells of the marks and frames in it, as its walker reads them when a match is to be gone to (page/walker.ts). Plain data. */
export interface FrameStops {
  /** Which child of which child of the tab's page it is, by the place among its parent's `frames`; UNLISTED for one in a shadow tree, which is not among them. */
  path: number[];
  /** In reading order: how many marks follow one another, or a frame that is shown there. */
  stops: (number | ChildFrame)[];
  /** The mark that was gone to last, by its number in this frame, and when; ms since the epoch. */
  visited?: { at: number; when: number };
  hasFocus: boolean;
}

export interface ChildFrame {
  /** Its number among the frame elements of this frame, in reading order. */
  ordinal: number;
  /** Its place among `frames`, or UNLISTED. */
  index: number;
  /** Where it stands in the viewport of the frame that it is in. */
  top: number;
  bottom: number;
}

export const UNLISTED = -1;

export interface Stops extends FrameStops {
  frameId: number;
}

/** Marks of one frame that follow one another: from number `from` to before number `to`. */
export interface Stretch {
  frameId: number;
  from: number;
  to: number;
}

export interface ReadingOrder {
  stretches: Stretch[];
  /** By frame id. */
  places: ReadonlyMap<number, FramePlace>;
}
export interface FramePlace {
  /** The frame that it is in, and its number there. */
  parent?: { frameId: number; ordinal: number };
  /** Where its viewport begins and ends in the viewport of the tab's page. */
  top: number;
  bottom: number;
}

/**
 * All marks of a tab as they are read: those of a frame where the frame stands. Left out is what stands in a frame that its parent does not
 * show; frames whose parent could not be asked come last.
 */
export function readingOrder(frames: readonly Stops[]): ReadingOrder {
  const inTurn = frames.toSorted((a, b) => a.path.length - b.path.length || a.frameId - b.frameId);
  const byPath = Map.groupBy(inTurn, ({ path }) => path.join());
  const stretches: Stretch[] = [];
  const places = new Map<number, FramePlace>();

  function place({ frameId, path, stops }: Stops, at: FramePlace): void {
    places.set(frameId, at);
    let from = 0;
    for (const stop of stops)
      if (typeof stop === 'number') {
        if (stop > 0) stretches.push({ frameId, from, to: from + stop });
        from += stop;
      } else {
        // Of several in shadow trees the one that was made first is taken for the one that is read first.
        const child = byPath.get([...path, stop.index].join())?.find((each) => !places.has(each.frameId));
        const parent = { frameId, ordinal: stop.ordinal };
        if (child) place(child, { parent, top: at.top + stop.top, bottom: at.top + stop.bottom });
      }
  }

  for (const frame of inTurn) {
    const hasParent = frame.path.length > 0 && byPath.has(frame.path.slice(0, -1).join());
    if (!hasParent) place(frame, { top: 0, bottom: Infinity });
  }
  return { stretches, places };
}

/** Where to go on from: a mark, which itself comes first where it has not been visited. */
export interface Anchor {
  frameId: number;
  at: number;
  isNew?: true;
}

/**
 * The marks to try one after another, once around: the next ones in reading order, or the previous ones from `to` - 1 down to `from`.
 * Without an anchor, from the beginning.
 */
export function around(
  stretches: readonly Stretch[],
  anchor: Anchor | undefined,
  direction: 'next' | 'previous',
): Stretch[] {
  const holds = ({ frameId, from, to }: Stretch) =>
    frameId === anchor?.frameId && from <= anchor.at && anchor.at < to;
  const here = stretches.findIndex(holds);
  const there = stretches[here];
  if (!there || !anchor) return direction === 'next' ? [...stretches] : stretches.toReversed();
  const isPrevious = direction === 'previous';
  const cut = isPrevious || anchor.isNew ? anchor.at : anchor.at + 1;
  const before = [...stretches.slice(0, here), { ...there, to: cut }];
  const behind = [{ ...there, from: cut }, ...stretches.slice(here + 1)];
  const turn = isPrevious ? [...before.toReversed(), ...behind.toReversed()] : [...behind, ...before];
  return turn.filter(({ from, to }) => from < to);
}
