import type { Answers, KnownToken, LinkAnswer } from './answers.ts';
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
/** Characters: a few screens. What is seen first does not wait for what is further down. */
const MOST_IN_FIRST_QUESTION = 8 * 1024;
export const MOST_IN_QUESTION = 256 * 1024;

/** What it takes to ask about a link, beside its characters, in the time that a character takes. */
const PER_LINK = 100;

/** What was found in a part. */
export interface Reading extends Part {
  /** Where the run begins in the order of reading. */
  order: number;
  /** Offsets into the part's text. */
  tokens: readonly KnownToken[];
  links: readonly LinkReading[];
  /** One a link. */
  linkAnswers: readonly LinkAnswer[];
  /** Not in a reading of the whole page. */
  isLate: boolean;
  /** Some of it stood elsewhere before. */
  isMoved: boolean;
}

/** What is to be asked about, before the answer. */
interface Unanswered extends Omit<Reading, 'tokens' | 'linkAnswers'> {
  text: string;
  tokens: readonly KnownToken[] | undefined;
  linkAnswers: (LinkAnswer | undefined)[];
}

/** Text and links to answers to marks, in slices of time; runs are marked in the order in which they were read. */
export function createScanner(
  { document, marking, links, answers, finds, changeCount }: Dependencies,
  signal: AbortSignal,
): Scanner {
  const slices = createSlices(document, signal);
  const queue: Unanswered[] = [];
  let settling = false;
  let order = 0;
  /** When the oldest reading came that nobody was asked about yet. */
  let waitingSince: number | undefined;
  /** Nothing was read before, nothing asked, and then nothing answered. */
  let [isFirstRead, isFirstPause, isFirstQuestion, isFirstAnswer] = [true, true, true, true];

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
          if (part) take({ ...part, isLate: !isWhole, isMoved: region.isMoved === true });
          if (slice.isOver() && (await pause())) hasChanged = true;
          if (signal.aborted) return busy;
        }
        order += step.value?.text.length ?? 0;
      }
    }
    void settle(true);
    return busy + performance.now() - since;
  }

  function take(part: Taken & Pick<Reading, 'isLate' | 'isMoved'>): void {
    const reading = withKnown({
      ...part,
      order,
      text: part.run.text.slice(part.from, part.to),
      links: part.linked.flatMap((link) => links.read(link) ?? []),
    });
    // In order, or an old reading of a text could overtake a new one.
    if (!settling && queue.length === 0 && isAnswered(reading) && !lacksMarker([reading])) {
      // What is answered already is short.
      for (const _ of applying(reading));
      return;
    }
    queue.push(reading);
    waitingSince ??= performance.now();
  }

  /** With what was answered already. */
  function withKnown(reading: Omit<Unanswered, 'tokens' | 'linkAnswers'>): Unanswered {
    return {
      ...reading,
      tokens: answers.inText(reading.text),
      linkAnswers: reading.links.map(({ asked }) => answers.ofLink(asked)),
    };
  }

  function lacksMarker(readings: readonly Reading[]): boolean {
    return !marking.now() && readings.some(isOfKnown);
  }

  /** `isDue`: now rather than in a slice of its own; to put a question together takes a while, too. */
  async function settle(isDue: boolean): Promise<void> {
    if (settling) return;
    settling = true;
    waitingSince = undefined;
    try {
      for (let isNow = isDue; queue.length > 0 && !signal.aborted; isNow = false) {
        if (!isNow) await slices.next();
        const readings = await answered(nextBatch());
        if (lacksMarker(readings)) await marking.ready();
        await applyAll(readings);
      }
    } finally {
      // One answer that cannot be dealt with is not to be the last.
      settling = false;
    }
  }

  function nextBatch(): Unanswered[] {
    const most = isFirstQuestion ? MOST_IN_FIRST_QUESTION : MOST_IN_QUESTION;
    isFirstQuestion = false;
    let [count, length] = [0, 0];
    do length += lengthOfQuestion(queue[count++]!);
    while (count < queue.length && length < most);
    return queue.splice(0, count);
  }

  async function answered(waiting: readonly Unanswered[]): Promise<Reading[]> {
    // What is equal to it may have been asked about since.
    const batch = waiting.map(withKnown);
    const texts = batch.filter(({ tokens }) => !tokens).map(({ text }) => text);
    const asked = batch.flatMap(({ links: found, linkAnswers }) =>
      found.filter((_, at) => !linkAnswers[at]).map((link) => link.asked),
    );
    const told = texts.length + asked.length > 0 ? await answers.ask(texts, asked) : { texts: [], links: [] };
    const [nextText, nextLink] = [told.texts.values(), told.links.values()];
    return batch.map((reading) => ({
      ...reading,
      tokens: reading.tokens ?? nextText.next().value ?? [],
      linkAnswers: reading.linkAnswers.map((answer) => answer ?? nextLink.next().value ?? {}),
    }));
  }

  async function applyAll(readings: Reading[]): Promise<void> {
    let slice = await (isFirstAnswer ? slices.first() : slices.next());
    isFirstAnswer = false;
    for (const reading of readings)
      for (const _ of applying(reading)) {
        if (slice.isOver()) slice = await slices.next();
        if (signal.aborted) return;
      }
  }

  /** Stops where there is a place to pause. */
  function* applying(reading: Reading): Iterable<void> {
    yield;
    yield* marking.now()?.applyText(reading) ?? [];
    const linkAnswers = reading.links.map((link, at) => answerNow(link, reading.linkAnswers[at]));
    for (const [at, { link }] of reading.links.entries()) links.note(link.element, linkAnswers[at]?.suspect);
    marking.now()?.applyLinks({ ...reading, linkAnswers });
  }

  /** The page may have changed the link meanwhile; then it is read again, if it leads anywhere. */
  function answerNow(link: LinkReading, answer: LinkAnswer = NO_ANSWER): LinkAnswer {
    const isTelling = answer.value !== undefined || answer.suspect !== undefined;
    return isTelling && !links.stands(link) ? NO_ANSWER : answer;
  }

  return { read };
}

interface Taken extends Part {
  /** The links that are read with it. */
  linked: LinkText[];
}

/** A paragraph may hold fifty thousand: so many are read, or marked, without a look at the clock. */
const LINKS_AT_ONCE = 100;

/**
 * A place to pause is a part of nothing. Each link comes once: with the text that its own ends in, or behind that text, by itself, where there
 * are many.
 */
function partsIn(run: Run | undefined): (Taken | undefined)[] {
  if (!run) return NOTHING;
  let at = 0;
  return partsOf(run).flatMap(({ from, to }) => {
    const first = at;
    while (at < run.links.length && run.links[at]!.end <= to) at += 1;
    const linked = (next: number): LinkText[] => run.links.slice(next, Math.min(at, next + LINKS_AT_ONCE));
    const parts: Taken[] = [{ run, from, to, linked: linked(first) }];
    for (let next = first + LINKS_AT_ONCE; next < at; next += LINKS_AT_ONCE)
      parts.push({ run, from, to: from, linked: linked(next) });
    return parts;
  });
}

const NOTHING = [undefined];

function isAnswered(reading: Unanswered): reading is Unanswered & Reading {
  return reading.tokens !== undefined && !reading.linkAnswers.includes(undefined);
}

function isOfKnown({ tokens, linkAnswers }: Reading): boolean {
  return tokens.length > 0 || linkAnswers.some(({ value }) => value);
}

function lengthOfQuestion({ text, tokens, links, linkAnswers }: Unanswered): number {
  let length = tokens ? 0 : text.length;
  for (const [at, { asked }] of links.entries())
    if (!linkAnswers[at]) length += asked.href.length + (asked.text?.length ?? 0) + PER_LINK;
  return length;
}

const NO_ANSWER: LinkAnswer = {};
