import {
  chooseNear,
  createGroup,
  type Group,
  isBesidePainted,
  isDisordered,
  isLong,
  isOutdated,
  putIn,
  takeOut,
} from './mark-group.ts';
import { flowsFarOver, homeOf, isInSight } from './mark-home.ts';
import { holderOf, type Mark, type PaintListener } from './marks.ts';
import { onAbort } from './on-abort.ts';
import { createPace } from './paint-pace.ts';
import type { Palette } from './palette.ts';
import { unmasked } from './unmasked.ts';

export interface Painter extends PaintListener {
  /** The page's layout may have changed without a scroll; to be called about once a second. */
  tend(): void;
  /** So many marks came later that the whole is better read, and numbered, again. */
  isDisordered(): boolean;
}

/** An IntersectionObserver looks at each of its elements in every frame: 20,000 of them 40 ms, 1,000 too little to measure. */
const MOST_GROUPS = 1000;
/** More than this are in no viewport. */
const MOST_FIRST = 300;

/**
 * Lets the palette paint only what is within about one screen of the viewport. Marks are grouped by the element they
 * stand in; where that makes too many groups, by an element further up, and such a long group is searched for the marks
 * near the viewport.
 */
export function createPainter(
  document: Document,
  palette: Pick<Palette, 'paint' | 'unpaint'>,
  signal: AbortSignal,
): Painter {
  // Only documents with a window get here: a content script runs in one.
  const view = document.defaultView!;
  const groups = new Map<Element, Group>();
  const groupOf = new Map<Mark, Group>();
  const stale = new Set<Group>();
  /** To be painted with the next change. */
  const due = new Set<Mark>();
  let levelsUp = 0;
  /** Until the first are painted. */
  let first: Group[] | undefined = [];

  const schedule = createPace(view, change, signal);
  const margins = { rootMargin: '125%', scrollMargin: '125%' };
  const observer = new view.IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const group = groups.get(target);
      if (!group) continue;
      group.near = isIntersecting || flowsFarOver(target, view);
      refreshSoon(group);
    }
  }, margins);

  function add(mark: Mark): void {
    const home = homeOf(mark, levelsUp);
    if (home) join(home, mark);
  }

  function join(home: Element, mark: Mark): void {
    const group = groups.get(home) ?? open(home);
    groupOf.set(mark, group);
    const at = putIn(group, mark);
    if (group.near)
      if (at === undefined || !group.anchor) refreshSoon(group);
      else paintBeside(group, mark, at);
    if (groups.size > MOST_GROUPS) regroup();
  }

  function open(home: Element): Group {
    const group = createGroup(home);
    groups.set(home, group);
    observer.observe(home);
    if (first?.push(group) === 1) queueMicrotask(paintFirst);
    return group;
  }

  /** The observer takes a frame to answer, and what it answers is painted in the next: the first marks do not wait for that. */
  function paintFirst(): void {
    const inSight = (first ?? []).slice(0, MOST_FIRST).filter(({ home }) => isInSight(home, view));
    first = undefined;
    for (const group of inSight) {
      // Many groups were made into few meanwhile.
      if (groups.get(group.home) !== group) continue;
      group.near = true;
      // Nothing was painted before.
      refresh(group);
    }
  }

  /** What is painted stays so until the observer has looked at the new groups. */
  function regroup(): void {
    levelsUp += 1;
    const before = [...groupOf];
    observer.disconnect();
    groups.clear();
    stale.clear();
    for (const [mark, { painted }] of before) {
      const home = homeOf(mark, levelsUp) ?? document.documentElement;
      const group = groups.get(home) ?? open(home);
      groupOf.set(mark, group);
      putIn(group, mark);
      if (painted.has(mark)) group.painted.add(mark);
    }
  }

  /**
   * A page that rewrites its texts takes marks away and brings others to their places: to measure a long group for each is dear.
   * What comes to the place of a painted mark, or beside one, is painted too; about the rest `tend` makes sure.
   */
  function paintBeside(group: Group, mark: Mark, at: number): void {
    // Each beside the one before, a whole page of them would be near.
    if (due.size < MOST_FIRST && isBesidePainted(group, mark, at, due)) {
      due.add(mark);
      schedule();
    } else group.isUnsure = true;
  }

  function remove(mark: Mark): void {
    // At once: what was marked may be something else before the next frame.
    if (leave(mark)) palette.unpaint(mark);
  }

  /** Answers whether it is painted. */
  function leave(mark: Mark): boolean {
    const group = groupOf.get(mark);
    if (!group) return false;
    groupOf.delete(mark);
    const isPainted = takeOut(group, mark, due.delete(mark));
    if (group.marks.size === 0) {
      groups.delete(group.home);
      observer.unobserve(group.home);
    }
    return isPainted;
  }

  /** What is painted stays so until it is known whether the new place is near. */
  function follow(mark: Mark): void {
    const [before, holder] = [groupOf.get(mark)?.home, holderOf(mark)];
    // To ask for a style is dear, and nearly none is moved.
    if (!before || !holder || unmasked(before).contains(holder)) return;
    const home = homeOf(mark, levelsUp);
    if (!home || home === before) return;
    const isNew = !groups.has(home);
    const isPainted = leave(mark);
    join(home, mark);
    const group = groupOf.get(mark);
    if (!isPainted || !group) return;
    group.painted.add(mark);
    if (!isNew && !group.near) refreshSoon(group);
  }

  function renumber(mark: Mark): void {
    const group = groupOf.get(mark);
    if (!group || !isLong(group)) return;
    group.sequences = undefined;
    refreshSoon(group);
  }

  function tend(): void {
    for (const group of groups.values()) if (group.near && isLong(group)) stale.add(group);
    if (stale.size > 0) schedule();
  }

  function refreshSoon(group: Group): void {
    group.anchor = undefined;
    stale.add(group);
    schedule();
  }

  function change(): void {
    for (const mark of due) {
      const group = groupOf.get(mark);
      if (group) paintIn(group, mark);
    }
    due.clear();
    const outdated = [...stale].filter((group) => isOutdated(group, view.innerHeight));
    const gone = outdated.flatMap(refresh);
    // The palette measures what it is to paint at the end of the task.
    queueMicrotask(() => gone.forEach(palette.unpaint));
    stale.clear();
  }

  /** Paints what came near. What is no longer near is left to the caller, behind all that is measured for painting. */
  function refresh(group: Group): Mark[] {
    const wanted = group.near ? chooseNear(group, view.innerHeight) : NONE;
    const gone = [...group.painted].filter((mark) => !wanted.has(mark));
    for (const mark of gone) group.painted.delete(mark);
    for (const mark of wanted) paintIn(group, mark);
    return gone;
  }

  function paintIn({ painted }: Group, mark: Mark): void {
    if (painted.has(mark)) return;
    painted.add(mark);
    palette.paint(mark);
  }

  view.addEventListener('scroll', tend, { capture: true, passive: true, signal });
  view.addEventListener('resize', tend, { signal });
  onAbort(signal, () => observer.disconnect());
  return {
    add,
    remove,
    renumber,
    follow,
    tend,
    isDisordered: () => [...groups.values()].some(isDisordered),
  };
}

const NONE: ReadonlySet<Mark> = new Set();
