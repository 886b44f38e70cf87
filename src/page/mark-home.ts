import { holderOf, type Mark } from './marks.ts';
import { elementAbove, unmasked } from './unmasked.ts';

/** The element whose nearness decides whether the mark is painted, so many levels above the one it stands in. */
export function homeOf(mark: Mark, levelsUp: number): Element | undefined {
  let home = holderOf(mark);
  for (let i = 0; home && i < levelsUp && home.localName !== 'body'; i += 1)
    home = elementAbove(home) ?? home;
  // An element without a box of its own is never near anything.
  while (home && unmasked(home).ownerDocument.defaultView?.getComputedStyle(home).display === 'contents')
    home = elementAbove(home);
  return home;
}

export function isInSight(home: Element, { innerHeight, innerWidth }: Window): boolean {
  const { top, bottom, left, right } = unmasked(home).getBoundingClientRect();
  return bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
}

/**
 * Where the box is says nothing of where its text is: lines that are far longer than the window is wide, or all of a page in a body that is as
 * high as the window. What is no more than a screen beyond the box is near where that is.
 */
export function flowsFarOver(home: Element, view: Window): boolean {
  const { localName, clientWidth, clientHeight, scrollWidth, scrollHeight } = unmasked(home);
  // Whether it is the body or the window that scrolls is not for its own style to say.
  if (localName === 'body') return true;
  if (clientWidth === 0) return false;
  const { overflowX, overflowY } = view.getComputedStyle(home);
  return (
    (scrollWidth - clientWidth > view.innerWidth && overflowX === 'visible') ||
    (scrollHeight - clientHeight > view.innerHeight && overflowY === 'visible')
  );
}
