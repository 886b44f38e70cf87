import { candidatesIn } from '@/core/page-reading.ts';
import { NO_FINDS, partsOf, READ_AT_ONCE, regionOf } from '@/page/text-index.ts';
import { MOST_IN_QUESTION } from '@/page/scanner.ts';
import { readRuns } from '@/page/walk.ts';

declare global {
  /** What is timed inside the page, where `page.ts` put it. */
  var pageBench: { walk(): number; scan(): number; thread(): number };
}

let kept = 0;

globalThis.pageBench = {
  /** Reads every text node and does nothing with it. */
  walk: () =>
    timed(() => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      let length = 0;
      while (walker.nextNode()) length += (walker.currentNode as Text).data.length;
      return length;
    }),
  /** The extension's own reading of a whole page: runs of text, candidates, each once. */
  scan: () =>
    timed(() => {
      const seen = new Set<string>();
      for (const texts of questions()) for (const key of candidatesIn(texts, []).values.keys()) seen.add(key);
      return seen.size;
    }),
  /** What of it the page's own thread does. */
  thread: () =>
    timed(() => {
      let length = 0;
      for (const texts of questions()) length += texts.length;
      return length;
    }),
};

/** The texts of the page as they are sent: in questions of some hundred thousand characters. */
function* questions(): Generator<string[]> {
  let [texts, length]: [string[], number] = [[], 0];
  for (const run of readRuns(regionOf(document), NO_FINDS, READ_AT_ONCE)) {
    if (!run) continue;
    for (const { from, to } of partsOf(run)) texts.push(run.text.slice(from, to));
    length += run.text.length;
    if (length < MOST_IN_QUESTION) continue;
    yield texts;
    [texts, length] = [[], 0];
  }
  yield texts;
}

/** In milliseconds. What it answers is kept, so that nothing is optimised away. */
function timed(read: () => number): number {
  const start = performance.now();
  kept += read();
  return performance.now() - start;
}
