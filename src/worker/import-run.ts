import { LEAST_ROOM } from '@/core/disk-room.ts';
import type { Indicator } from '@/core/indicator.ts';
import { BAD_LINES_SHOWN, type ListState, type Taken } from '@/core/list-state.ts';
import type { Source } from '@/core/source.ts';
import { guessFormat, ListError, readList, type ListBatch } from '@/import/read-list.ts';
import { lastReported } from '@/store/age.ts';
import { isForWantOfRoom } from '@/store/disk-room.ts';
import type { IndicatorStore } from '@/store/indicators.ts';
import { message, type Message } from '@/core/words.ts';

export interface ListRun {
  store: IndicatorStore;
  /** Without a format, that is guessed from the beginning of the text. */
  source: Source;
  text: AsyncIterable<string>;
  /** File name or URL, a hint at the format. */
  name?: string;
  /** Milliseconds since the epoch. */
  now(): number;
  /** What is kept beside the rows. */
  state(taken: Taken): ListState;
  signal: AbortSignal;
  onProgress?(progress: { rows: number; bad: number }): void;
}

export type ListOutcome =
  | { ok: true; taken: Taken }
  /** Nothing was changed. `text` is for the user. */
  | { ok: false; reason: 'cancelled' | 'list' | 'full'; text: Message };

/** Where the rows of a list lie until all of them are there. */
function stagingOf(source: string): string {
  return `${source}~arriving`;
}

/**
 * Drops what a worker that was stopped left behind: half of a list is none, and rows whose source was never saved are
 * nobody's. To be called before any list is taken.
 */
export async function clearLeftovers(store: IndicatorStore, known: ReadonlySet<string>): Promise<void> {
  for (const { source } of await store.sources()) if (!known.has(source)) await store.clearSource(source);
}

/**
 * Takes a list over as the whole of its source, or changes nothing: rows are put aside as they arrive, and take the
 * place of the old ones in one step at the end.
 * @throws whatever `text` throws
 */
export async function takeList(run: ListRun): Promise<ListOutcome> {
  const staging = stagingOf(run.source.id);
  await run.store.clearSource(staging);
  let isTaken = false;
  try {
    const outcome = await putAside(run, staging);
    if (!outcome.ok) return outcome;
    await run.store.promote(staging, run.source.id);
    isTaken = true;
    return outcome;
  } catch (error) {
    if (run.signal.aborted) return CANCELLED;
    if (error instanceof ListError) return { ok: false, reason: 'list', text: error.said };
    if (await isForWantOfRoom(error)) return NO_ROOM_AT_ALL;
    throw error;
  } finally {
    await run.store.releaseSyncIndex();
    // Where even that fails, as on a full disk, the next worker drops it.
    if (!isTaken) await run.store.clearSource(staging).catch(() => {});
  }
}

const CANCELLED: ListOutcome = { ok: false, reason: 'cancelled', text: message('importCancelled') };

/** The databases cannot even be opened. */
export const NO_ROOM_AT_ALL: ListOutcome = failed({ reason: 'full', bytes: LEAST_ROOM });

async function putAside(run: ListRun, staging: string): Promise<ListOutcome> {
  const { store, signal } = run;
  const at = new Date(run.now()).toISOString();
  const within = run.source.maxAgeDays;
  const taken: Taken = { at, rows: 0, bad: 0, examples: [], ignored: 0, old: 0, within };
  const isKept = keptBy(run);
  let from: string | undefined;
  const commit = async (rows: readonly Indicator[]) => {
    const result = await store.commit({
      source: staging,
      rows,
      from,
      state: (counts) => run.state({ ...taken, rows: counts.rows }),
    });
    if (!result.ok) return result;
    from = result.version;
    taken.rows = result.rows;
    return result;
  };

  for await (const batch of read(run)) {
    if (signal.aborted) return CANCELLED;
    note(batch, taken);
    const rows = batch.rows.filter(isKept);
    taken.old += batch.rows.length - rows.length;
    const result = await commit(rows);
    if (!result.ok) return failed(result);
    run.onProgress?.({ rows: taken.rows, bad: taken.bad });
  }
  const last = await commit([]);
  if (!last.ok) return failed(last);
  return signal.aborted ? CANCELLED : { ok: true, taken };
}

/** What is older than the source keeps would be deleted at the end of the day, and come back with every refresh. */
function keptBy({ source: { maxAgeDays }, now }: ListRun): (row: Indicator) => boolean {
  if (maxAgeDays === null) return () => true;
  const before = now() - maxAgeDays * 86_400_000;
  return (row) => lastReported(row) >= before;
}

async function* read({ source, text, name, now }: ListRun): AsyncGenerator<ListBatch> {
  const { beginning, all } = await peek(text);
  const format = source.format ?? guessFormat(beginning, name);
  const { columns } = source;
  yield* readList(all, format, { source: source.id, added: now(), ...(columns && { columns }) });
}

/** The first pieces of a text, and all of it. */
async function peek(text: AsyncIterable<string>): Promise<{ beginning: string; all: AsyncIterable<string> }> {
  const pieces = text[Symbol.asyncIterator]();
  let beginning = '';
  while (beginning.length < PEEK) {
    const next = await pieces.next();
    if (next.done) break;
    beginning += next.value;
  }
  async function* all(): AsyncGenerator<string> {
    try {
      yield beginning;
      for (let next = await pieces.next(); !next.done; next = await pieces.next()) yield next.value;
    } finally {
      await pieces.return?.();
    }
  }
  return { beginning, all: all() };
}

const PEEK = 65_536;

function note({ bad, ignored = 0 }: ListBatch, taken: Taken): void {
  taken.bad += bad.length;
  taken.ignored += ignored;
  taken.examples.push(...bad.slice(0, Math.max(0, BAD_LINES_SHOWN - taken.examples.length)));
}

function failed(result: { reason: 'outdated' } | { reason: 'full'; bytes: number }): ListOutcome {
  if (result.reason === 'outdated') return { ok: false, reason: 'cancelled', text: message('importCleared') };
  const megabytes = Math.max(1, Math.ceil(result.bytes / 2 ** 20));
  return {
    ok: false,
    reason: 'full',
    text: message('importFull', { megabytes }),
  };
}
