import { type Token, tokenize } from '@/core/tokenize.ts';
import type { Observable, Verdict } from '@/core/indicator.ts';
import { MATCH_BATCH } from '@/extension/messages.ts';
import type { Answers } from './answers.ts';
import { quoteAround } from './inventory.ts';
import { type Mark, type Marks, stands } from './marks.ts';
import { withoutOverlaps } from './overlaps.ts';
import { nextSlice } from './slices.ts';
import { type Finds, partsOf, piecesOf, readRuns, type Region, type Run } from './text-index.ts';
import { unmasked } from './unmasked.ts';

export interface Scanner {
  /** Reads the regions, which are the whole page or what changed on it; answers with the milliseconds of the page's time that it took. Marks follow when the worker answers. */
  read(regions: readonly Region[], isWhole: boolean): Promise<number>;
}

interface Dependencies {
  document: Document;
  marks: Marks;
  answers: Answers;
  finds: Finds;
  isPainted(observable: Observable, verdict: Verdict): boolean;
  /** A known value, with the text around it. */
  quote(observable: Observable, text: () => string): void;
}

/** A run, or as much of a long one as can be read at a time. */
interface Part {
  run: Run;
  from: number;
  to: number;
}

interface Reading extends Part {
  tokens: Token[];
  isLate: boolean;
}

/** Text to tokens to answers to marks, in slices of time; runs are marked in the order in which they were read. */
export function createScanner(dependencies: Dependencies, signal: AbortSignal): Scanner {
  const { document, marks, answers, finds } = dependencies;
  const queue: Reading[] = [];
  let settling = false;
  let order = 0;

  async function read(regions: readonly Region[], isWhole: boolean): Promise<number> {
    let busy = 0;
    let slice = await nextSlice(document, signal);
    let since = performance.now();
    for (const region of regions)
      for (const part of readParts(region, finds)) {
        if (signal.aborted) return busy;
        if (part) take(part, !isWhole);
        if (!slice.isOver()) continue;
        busy += performance.now() - since;
        void settle();
        slice = await nextSlice(document, signal);
        since = performance.now();
      }
    void settle();
    return busy + performance.now() - since;
  }

  function take(part: Part, isLate: boolean): void {
    const reading = { ...part, tokens: tokensIn(part), isLate };
    // In order, or an old reading of a text could overtake a new one.
    const mustWait = settling || queue.length > 0 || reading.tokens.some(answers.isMissing);
    if (mustWait) queue.push(reading);
    else apply(reading);
  }

  async function settle(): Promise<void> {
    if (settling) return;
    settling = true;
    while (queue.length > 0 && !signal.aborted) {
      const readings = nextBatch();
      await answers.learn(readings.flatMap(({ tokens }) => tokens));
      await applyAll(readings);
    }
    settling = false;
  }

  function nextBatch(): Reading[] {
    const distinct = new Set<string>();
    const count = queue.findIndex(({ tokens }) => {
      for (const token of tokens) if (answers.isMissing(token)) distinct.add(token.value);
      return distinct.size >= MATCH_BATCH;
    });
    return queue.splice(0, count < 0 ? queue.length : count + 1);
  }

  async function applyAll(readings: Reading[]): Promise<void> {
    let slice = await nextSlice(document, signal);
    for (const reading of readings) {
      if (signal.aborted) return;
      apply(reading);
      if (slice.isOver()) slice = await nextSlice(document, signal);
    }
  }

  function apply({ run, from, to, tokens, isLate }: Reading): void {
    const known = tokens.filter((token) => answers.verdictOf(token));
    const fresh = withoutOverlaps(known).map((token) => markOf(run, token, isLate));
    marks.replace(
      piecesOf(run, from, to),
      fresh.filter((mark) => mark !== undefined),
    );
  }

  function markOf(run: Run, { type, value, start, end }: Token, isLate: boolean): Mark | undefined {
    const observable = { type, value };
    const verdict = answers.verdictOf(observable);
    const [first, ...rest] = piecesOf(run, start, end);
    if (!verdict || !first || isEdited(first.node)) return undefined;
    const { inNavigation } = run;
    const painted = !inNavigation && dependencies.isPainted(observable, verdict);
    const mark: Mark = {
      observable,
      verdict,
      painted,
      inNavigation,
      order,
      isLate,
      pieces: [first, ...rest],
    };
    order += 1;
    // While the worker thought, the page may have changed; then this text is to be read again anyway.
    if (!stands(mark)) return undefined;
    dependencies.quote(observable, () => quoteAround(run.text, start, end));
    return mark;
  }

  return { read };
}

function* readParts(region: Region, finds: Finds): Generator<Part | undefined, void> {
  for (const run of readRuns(region, finds))
    if (run) for (const part of partsOf(run)) yield { run, ...part };
    else yield undefined;
}

function tokensIn({ run, from, to }: Part): Token[] {
  const tokens = tokenize(run.text.slice(from, to));
  for (const token of tokens) {
    token.start += from;
    token.end += from;
  }
  return tokens;
}

/** `designMode` and `-webkit-user-modify` make text editable without an attribute. */
function isEdited(node: Text): boolean {
  const parent = node.parentElement;
  return parent !== null && ((unmasked(parent) as Partial<HTMLElement>).isContentEditable ?? false);
}
