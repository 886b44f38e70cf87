import { boxOfText } from './text-box.ts';

/** Of a line's height. Any blank is wider. */
const WIDEST_GAP = 1 / 8;

/** Whether the second text begins right where the first ends, in the same line. */
export function touch(first: Text, second: Text): boolean {
  const end = boxOfText(first, first.length - 1, first.length);
  const start = boxOfText(second, 0, 1);
  const height = Math.min(end.height, start.height);
  const shared = Math.min(end.bottom, start.bottom) - Math.max(end.top, start.top);
  return shared > height / 2 && Math.abs(start.left - end.right) <= height * WIDEST_GAP;
}
