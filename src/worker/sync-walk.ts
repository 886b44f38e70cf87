import type { Client, PageResult } from '@/api/client.ts';
import type { Cursor, Walk } from '@/core/sync-cursor.ts';
import { probeRequest, replan, startWalk } from '@/core/sync-plan.ts';
import { pageRequest, takePage, takeRefusal } from '@/core/sync-window.ts';
import type { SyncErrorReason } from '@/core/sync-status.ts';
import type { Counts } from '@/store/commit.ts';
import type { IndicatorStore } from '@/store/indicators.ts';
import type { Value } from '@/core/words.ts';
import { message } from '@/core/words.ts';
import { readRows, type ReadRows } from './sync-rows.ts';
import { parseState, SOC_DEFENDERS, wantOf, iso, type Account, type SyncState } from './sync-state.ts';

export type WalkOutcome =
  | { state: 'done' }
  /** The API allows no further request before this moment (ms). */
  | { state: 'paused'; until: number }
  | { state: 'failed'; reason: SyncErrorReason; text: Value; retryAt?: number };

export interface WalkParts {
  store: Pick<IndicatorStore, 'source' | 'commit'>;
  client: Client;
  account: Account;
  now(): number;
  signal: AbortSignal;
  /** After each answer that the walk goes on from. */
  onPage(): Promise<void>;
}

/** What is stored, seen with the account of today. */
interface View {
  state: SyncState;
  version: string | undefined;
  rows: number;
  /** Another base URL than the one the rows came from: they stay until its first page is here, and go in that commit. */
  replace: boolean;
  /** What comes next, asked for while the last page was being stored. */
  ahead?: Promise<PageResult>;
}

/** One request further, or the end. */
type Stride = { ok: true; view: View; pauseUntil?: number } | { ok: false; outcome: WalkOutcome };
type Answer = Extract<PageResult, { ok: true }>;

/**
 * Reads the source to its end, from wherever the stored cursor is. Each page is fetched and parsed, then stored with
 * the cursor that leads on from it, while the next one is already on its way. Nothing but the stored cursor is needed
 * to go on, so it may stop at any await: what was not stored is asked for again. Rejects when `signal` aborts.
 */
export async function walkSource(parts: WalkParts): Promise<WalkOutcome> {
  let view = await readView(parts);
  for (;;) {
    const { cursor } = view.state;
    const stride: Stride =
      cursor.state === 'walking' ? await turnPage(parts, view, cursor) : await probe(parts, view, cursor);
    parts.signal.throwIfAborted();
    if (!stride.ok) return stride.outcome;
    view = stride.view;
    if (view.state.cursor.state === 'done') return { state: 'done' };
    await parts.onPage();
    if (stride.pauseUntil !== undefined) return { state: 'paused', until: stride.pauseUntil };
  }
}

async function readView({ store, account }: WalkParts): Promise<View> {
  const source = await store.source(SOC_DEFENDERS.id);
  const state = parseState(source?.state);
  const replace = state.baseUrl !== undefined && state.baseUrl !== account.settings.baseUrl;
  // Another key may see more, or further back: everything is read again, over what is there.
  const isNewKey = state.keyVersion !== account.key.version;
  const cursor: Cursor = replace || isNewKey ? { state: 'new' } : replan(state.cursor, wantOf(account));
  return { state: { ...state, cursor }, version: source?.version, rows: source?.rows ?? 0, replace };
}

/** Begins a walk. Not stored, unless it has to wait: until there is a page, it is as good to begin again. */
async function probe(parts: WalkParts, view: View, cursor: Exclude<Cursor, Walk>): Promise<Stride> {
  const want = wantOf(parts.account);
  const now = parts.now();
  const asked = probeRequest(cursor, want, now);
  const answer = await parts.client.page(asked);
  if (!answer.ok) return { ok: false, outcome: failed(answer, parts.now()) };
  const walk = startWalk(cursor, { asked, told: answer.meta }, want, now);
  const tally = { added: 0, changed: 0, leftOut: 0 };
  const begun = { ...view, state: { ...view.state, cursor: walk, skipped: [], bad: [], tally } };
  return goOn(parts, begun, walk, { next: walk, answer });
}

async function turnPage(parts: WalkParts, view: View, walk: Walk): Promise<Stride> {
  const { ahead, ...here } = view;
  const answer = await (ahead ?? parts.client.page(pageRequest(walk)));
  parts.signal.throwIfAborted();
  if (!answer.ok) {
    // A refusal that the plan has an answer to.
    const next = answer.reason === 'refused' ? takeRefusal(walk) : undefined;
    return next
      ? storeStep(parts, here, walk, { next })
      : { ok: false, outcome: failed(answer, parts.now()) };
  }
  const read = readRows(answer.rows, {
    source: SOC_DEFENDERS.id,
    now: parts.now(),
    want: wantOf(parts.account),
    place: `${walk.from} ${walk.offset}`,
  });
  const { ids } = read;
  const mark = [ids[0], ids.at(-1), ids.length].join(' ');
  const { cursor: next, isUsed } = takePage(walk, { told: answer.meta, rows: ids, mark });
  return goOn(parts, here, walk, { next, answer, ...(isUsed && { read }) });
}

/** What an answer leads to. */
interface Step {
  next: Cursor;
  answer?: Answer;
  /** Absent where nothing of the answer is to be kept. */
  read?: ReadRows;
}

/** Asks for what comes next, and stores what is here meanwhile. */
async function goOn(parts: WalkParts, view: View, walk: Walk, step: Step): Promise<Stride> {
  const { next, answer, read } = step;
  const pauseUntil = answer && usedUpUntil(answer, parts.now());
  // A narrower question needs no storing, unless the worker is to sleep over it.
  if (!read && (pauseUntil === undefined || view.replace))
    return {
      ok: true,
      view: { ...view, state: { ...view.state, cursor: next } },
      ...(pauseUntil !== undefined && { pauseUntil }),
    };
  const ahead =
    next.state === 'walking' && pauseUntil === undefined ? parts.client.page(pageRequest(next)) : undefined;
  // It is heard when its turn comes, and not at all where this page cannot be stored.
  ahead?.catch(() => {});
  const stored = await storeStep(parts, view, walk, step);
  if (!stored.ok) return stored;
  const isOnTrack = ahead !== undefined && stored.view.state.cursor === next;
  return {
    ok: true,
    view: { ...stored.view, ...(isOnTrack && { ahead }) },
    ...(pauseUntil !== undefined && { pauseUntil }),
  };
}

function usedUpUntil({ rate }: Answer, now: number): number | undefined {
  return rate.remaining === 0 && rate.resetAt !== undefined && rate.resetAt > now ? rate.resetAt : undefined;
}

async function storeStep(
  { store, account, ...parts }: WalkParts,
  view: View,
  walk: Walk,
  step: Step,
): Promise<Stride> {
  const rows = step.read?.rows ?? [];
  let state = view.state;
  const result = await store.commit({
    source: SOC_DEFENDERS.id,
    rows,
    from: view.version,
    replace: view.replace && step.read !== undefined,
    state: (counts) => (state = nextState({ account, now: parts.now() }, view, step, counts)),
  });
  if (result.ok)
    return { ok: true, view: { state, version: result.version, rows: result.rows, replace: false } };
  if (result.reason === 'full') return { ok: false, outcome: outOfRoom(result.bytes, rows.length, walk) };
  // Cleared or rebuilt meanwhile: whatever is stored now says where to go on.
  return { ok: true, view: await readView({ store, account, ...parts }) };
}

function nextState(
  { account, now }: { account: Account; now: number },
  view: View,
  { next, read }: Step,
  counts: Counts,
): SyncState {
  // What a former run failed of is over: this page came, and there was room for it.
  const { wait: _, error: __, lastSuccess, ...state } = view.state;
  const tally = {
    added: state.tally.added + counts.inserted,
    changed: state.tally.changed + counts.replaced,
    leftOut: state.tally.leftOut + (read?.leftOut ?? 0),
  };
  const { added, changed } = tally;
  return {
    ...state,
    // Of the rows that go now, where they are replaced.
    ...(lastSuccess !== undefined && !view.replace && { lastSuccess }),
    baseUrl: account.settings.baseUrl,
    keyVersion: account.key.version,
    cursor: next,
    rows: counts.rows,
    tally,
    ...(next.state === 'done' && { lastRun: { at: iso(now), added, changed } }),
    ...(read && addBad(state, read.bad)),
    failures: 0,
    announced: state.announced && !view.replace && counts.inserted + counts.replaced === 0,
  };
}

const MOST_EXAMPLES = 3;
const MOST_REMEMBERED = 5000;

/** Counts each unusable row once, in whichever windows and passes it comes. */
function addBad(state: SyncState, bad: ReadRows['bad']): Pick<SyncState, 'skipped' | 'bad'> {
  if (bad.length === 0) return { skipped: state.skipped, bad: state.bad };
  const known = new Set(state.bad);
  const reasons = new Map(state.skipped.map((entry) => [entry.reason, entry]));
  for (const { id, reason, text } of bad) {
    if (known.has(id)) continue;
    known.add(id);
    const { count, examples } = reasons.get(reason) ?? { count: 0, examples: [] as string[] };
    const isShown = examples.length < MOST_EXAMPLES && !examples.includes(text);
    const shown = isShown ? [...examples, text] : examples;
    reasons.set(reason, { reason, count: count + 1, examples: shown });
  }
  return { skipped: [...reasons.values()], bad: [...known].slice(-MOST_REMEMBERED) };
}

function failed(page: Extract<PageResult, { ok: false }>, now: number): WalkOutcome {
  const { ok: _, ...failure } = page;
  // Told when to come back: that is no failure.
  if (failure.reason === 'rate_limited' && failure.retryAt !== undefined && failure.retryAt > now)
    return { state: 'paused', until: failure.retryAt };
  return { state: 'failed', ...failure };
}

function outOfRoom(bytes: number, rows: number, walk: Walk): WalkOutcome {
  const left = Math.max(rows, (walk.expected ?? 0) - walk.read);
  const megabytes = Math.max(1, Math.ceil(((bytes / Math.max(rows, 1)) * left) / 2 ** 20));
  return {
    state: 'failed',
    reason: 'storage',
    text: message('storageFull', { megabytes }),
  };
}
