import { tokenize } from '@/core/tokenize.ts';
import { partsOf, READ_AT_ONCE, regionOf } from '@/page/text-index.ts';
import { readRuns } from '@/page/walk.ts';

declare global {
  /** What is timed inside the page, where `page.ts` put it. */
  var pageBench: { walk(): number; scan(): number };
}

/** Nobody watches for what comes later. */
const NO_FINDS = { root: () => undefined, hostToBe: () => undefined };
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
      for (const run of readRuns(regionOf(document), NO_FINDS, READ_AT_ONCE)) {
        if (!run) continue;
        for (const { from, to } of partsOf(run))
          for (const { type, value } of tokenize(run.text.slice(from, to))) seen.add(`${type}:${value}`);
      }
      return seen.size;
    }),
};

/** In milliseconds. What it answers is kept, so that nothing is optimised away. */
function timed(read: () => number): number {
  const start = performance.now();
  kept += read();
  return performance.now() - start;
}
