import { type Token, tokenize } from '@/core/tokenize.ts';
import type { Observable } from '@/core/indicator.ts';
import type { Answers } from './answers.ts';
import type { LinkReading, Links } from './links.ts';
import type { Marking } from './marker-loader.ts';
import { createSlices } from './slices.ts';
import {
  type Finds,
  type LinkText,
  type Part,
  partsOf,
  READ_AT_ONCE,
  type Region,
  type Run,
} from './text-index.ts';
import { readRuns } from './walk.ts';

export interface Scanner {
  /** Reads the regions, which are the whole page or what changed on it; answers with the milliseconds of the page's time that it took. Marks follow when the worker answers. */
  read(regions: readonly Region[], isWhole: boolean): Promise<number>;
}

interface Dependencies {
  document: Document;
  marking: Marking;
  links: Links;
  answers: Answers;
  finds: Finds;
  /** Grows with every change of the page. */
  changeCount(): number;
}

/** A page of a few slices asks once: every message takes some of the page's time. */
const BETWEEN_QUESTIONS_MS = 50;
/** Of more values, it would take longer than a slice. */
const MOST_IN_QUESTION = 500;

/** What was found in a part. */
export interface Reading extends Part {
  tokens: Token[];
  links: LinkReading[];
  /** So many values of it nobody was asked about yet when it was read. */
  missing: number;
  /** Not in a reading of the whole page. */
  isLate: boolean;
}

/** Text and links to values to answers to marks, in slices of time; runs are marked in the order in which they were read. */
export function createScanner(
  { document, marking, links, answers, finds, changeCount }: Dependencies,
  signal: AbortSignal,
): Scanner {
  const slices = createSlices(document, signal);
  const queue: Reading[] = [];
  let settling = false;
  let order = 0;
  /** When the oldest reading came that nobody was asked about yet. */
  let waitingSince: number | undefined;
  /** Nothing was read before, nothing asked, and then nothing answered. */
  let [isFirstRead, isFirstPause, isFirstAnswer] = [true, true, true];

  async function read(regions: readonly Region[], isWhole: boolean): Promise<number> {
    let busy = 0;
    let slice = await (isFirstRead ? slices.first() : slices.next());
    let since = performance.now();
    isFirstRead = false;
    /** Answers whether the page changed meanwhile. */
    async function pause(): Promise<boolean> {
      const count = changeCount();
      busy += performance.now() - since;
      // What is seen first does not wait for what is further down.
      if (isFirstPause) void settle(true);
      else if (performance.now() > (waitingSince ?? Infinity) + BETWEEN_QUESTIONS_MS) void settle(false);
      isFirstPause = false;
      slice = await slices.next();
      since = performance.now();
      return changeCount() > count;
    }

    if (isWhole) marking.now()?.renumber();
    for (const region of regions) {
      const runs = readRuns(region, finds, READ_AT_ONCE);
      let hasChanged = false;
      for (let step = runs.next(); !step.done; step = runs.next(hasChanged)) {
        hasChanged = false;
        for (const part of partsIn(step.value)) {
          if (part) take(part, !isWhole);
          if (slice.isOver() && (await pause())) hasChanged = true;
          if (signal.aborted) return busy;
        }
      }
    }
    void settle(true);
    return busy + performance.now() - since;
  }

  function take(part: Part, isLate: boolean): void {
    const reading: Reading = { ...part, tokens: tokensIn(part), links: readLinks(part), missing: 0, isLate };
    for (const value of valuesIn(reading)) if (answers.isMissing(value)) reading.missing += 1;
    // In order, or an old reading of a text could overtake a new one.
    const mustWait = settling || queue.length > 0 || reading.missing > 0 || lacksMarker([reading]);
    if (!mustWait) return apply(reading);
    queue.push(reading);
    waitingSince ??= performance.now();
  }

  function lacksMarker(readings: readonly Reading[]): boolean {
    if (marking.now() || !answers.knowsAny()) return false;
    return readings.some((reading) => valuesIn(reading).some(answers.verdictOf));
  }

  function readLinks(part: Part): LinkReading[] {
    if (part.run.links.length === 0) return NO_LINKS;
    return linksIn(part).flatMap((link) => links.read(link) ?? []);
  }

  /** `isDue`: now rather than in a slice of its own; to put a question together takes a while, too. */
  async function settle(isDue: boolean): Promise<void> {
    if (settling) return;
    settling = true;
    waitingSince = undefined;
    for (let isNow = isDue; queue.length > 0 && !signal.aborted; isNow = false) {
      if (!isNow) await slices.next();
      const readings = nextBatch();
      await answers.learn(readings.flatMap(valuesIn));
      if (lacksMarker(readings)) await marking.ready();
      await applyAll(readings);
    }
    settling = false;
  }

  function nextBatch(): Reading[] {
    let [count, missing] = [0, 0];
    do missing += queue[count++]!.missing;
    while (count < queue.length && missing < MOST_IN_QUESTION);
    return queue.splice(0, count);
  }

  async function applyAll(readings: Reading[]): Promise<void> {
    let slice = await (isFirstAnswer ? slices.first() : slices.next());
    isFirstAnswer = false;
    for (const reading of readings) {
      if (signal.aborted) return;
      apply(reading);
      if (slice.isOver()) slice = await slices.next();
    }
  }

  function apply(reading: Reading): void {
    marking.now()?.apply(reading, order);
    order += reading.to - reading.from;
  }

  return { read };
}

/** A place to pause is a part of nothing. */
function partsIn(run: Run | undefined): (Part | undefined)[] {
  return run ? partsOf(run).map((part) => ({ run, ...part })) : NOTHING;
}

const NOTHING = [undefined];

function tokensIn({ run, from, to }: Part): Token[] {
  const tokens = tokenize(run.text.slice(from, to));
  for (const token of tokens) {
    token.start += from;
    token.end += from;
  }
  return tokens;
}

const NO_LINKS: LinkReading[] = [];

/** Each link once: in the part that holds the end of its text, when all of that has been read. */
function linksIn({ run, from, to }: Part): LinkText[] {
  return run.links.filter(({ end }) => (end > from || from === 0) && end <= to);
}

function valuesIn({ tokens, links }: Reading): Observable[] {
  return links.length === 0 ? tokens : [...tokens, ...links.flatMap(({ destination }) => destination.values)];
}
