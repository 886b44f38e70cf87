import type { Page } from '@playwright/test';
import { clear, standsIn, type Judge, type Listed } from './judge.ts';
import { readPageText, readVisibleText, type PageText } from './page-text.ts';
import { readPainted, type Painted } from './painted.ts';

export interface WalkedPage {
  text: PageText;
  /** Every range that was painted at some moment, each once. */
  painted: Painted[];
  /** The listed values whose text a painted range covered, with the first that did. */
  covered: Map<Listed, Painted>;
}

/** Longest wait for something new to be painted while a listed value in the viewport is not. */
const PATIENCE_MS = 4000;

/**
 * Scrolls an open page step by step to its end and collects what is painted on the way. At each step it waits until every
 * listed value that can be seen is covered. A value that is not within the time allowed is not waited for again.
 */
export async function walkPage(page: Page, listed: readonly Listed[], judge: Judge): Promise<WalkedPage> {
  const text = await readPageText(page);
  const painted = new Map<string, Painted>();
  const covered = new Map<Listed, Painted>();
  const givenUp = new Set<Listed>();
  const collect = async () => {
    const before = painted.size;
    for (const each of await readPainted(page)) painted.set(`${each.frame} ${each.path} ${each.text}`, each);
    return painted.size > before;
  };
  const updateCovered = createUpdater(listed, judge, covered);

  for (let more = true; more; more = await scrollOn(page)) {
    const visible = clear(await readVisibleText(page));
    const awaited = listed.filter((each) => !givenUp.has(each) && standsIn(visible, each.value));
    let deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      if (await collect()) {
        deadline = Date.now() + PATIENCE_MS;
        updateCovered(painted.values());
      }
      if (awaited.every((each) => covered.has(each))) break;
      if (Date.now() > deadline) {
        for (const each of awaited) if (!covered.has(each)) givenUp.add(each);
        break;
      }
      await nextFrames(page);
    }
  }
  while (await nextFrames(page).then(collect));
  updateCovered(painted.values());
  return { text, painted: [...painted.values()], covered };
}

/** Looks only at painted texts that it has not seen yet. */
function createUpdater(listed: readonly Listed[], judge: Judge, covered: Map<Listed, Painted>) {
  const seen = new Set<string>();
  return (painted: Iterable<Painted>) => {
    for (const range of painted) {
      if (seen.has(range.text)) continue;
      seen.add(range.text);
      for (const each of listed)
        if (!covered.has(each) && judge.covers(range.text, each)) covered.set(each, range);
    }
  };
}

/** False where the end was reached. */
function scrollOn(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const before = scrollY;
    scrollBy({ top: innerHeight * 0.75, behavior: 'instant' });
    return scrollY > before;
  });
}

function nextFrames(page: Page): Promise<unknown> {
  return page.evaluate(
    () =>
      new Promise((resolve) =>
        requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(resolve), 30)),
      ),
  );
}
