import type { Client, PageResult } from '@/api/client.ts';
import { parseRow } from '@/api/wire.ts';
import type { Indicator } from '@/core/indicator.ts';
import {
  pageRequest,
  probeRequest,
  startWalk,
  takePage,
  takeRefusal,
  widen,
  type Cursor,
  type Walk,
} from '@/core/sync-plan.ts';
import type { SyncErrorReason } from '@/core/sync-status.ts';
import type { Counts } from '@/store/commit.ts';
import type { IndicatorStore } from '@/store/indicators.ts';
import { parseState, SOC_DEFENDERS, type Account, type SyncState } from './sync-state.ts';

export type WalkOutcome =
  | { state: 'done' }
  /** The API allows no further request before this moment (ms). */
  | { state: 'paused'; until: number }
  | { state: 'failed'; reason: SyncErrorReason; text: string; retryAt?: number };

export interface WalkParts {
  store: IndicatorStore;
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
}

/** One request further, or the end. */
type Stride = { ok: true; view: View; pauseUntil?: number } | { ok: false; outcome: WalkOutcome };

/**
 * Reads the source to its end, from wherever the stored cursor is. Each page is fetched and parsed, then stored with
 * the cursor that leads on from it; nothing else is remembered, so it may stop at any await. Rejects when `signal` aborts.
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
  const { baseUrl, lookbackDays } = account.settings;
  const replace = state.baseUrl !== undefined && state.baseUrl !== baseUrl;
  // Another key may see more, or further back: everything is read again, over what is there.
  const isNewKey = state.keyVersion !== account.key.version;
  const cursor: Cursor = replace || isNewKey ? { state: 'new' } : widen(state.cursor, lookbackDays);
  return { state: { ...state, cursor }, version: source?.version, rows: source?.rows ?? 0, replace };
}

/** Begins a walk. Not stored: until there is a page, it is as good to begin again. */
async function probe(parts: WalkParts, view: View, cursor: Exclude<Cursor, Walk>): Promise<Stride> {
  const { lookbackDays } = parts.account.settings;
  const now = parts.now();
  const asked = probeRequest(cursor, { lookbackDays, now });
  const answer = await parts.client.page(asked);
  if (!answer.ok) return { ok: false, outcome: failed(answer) };
  const isEmpty = view.rows === 0 || view.replace;
  const walk = startWalk(cursor, { asked, told: answer.meta }, { lookbackDays, now, isEmpty });
  return { ok: true, view: { ...view, state: { ...view.state, cursor: walk } } };
}

async function turnPage(parts: WalkParts, view: View, walk: Walk): Promise<Stride> {
  const page = await parts.client.page(pageRequest(walk));
  parts.signal.throwIfAborted();
  const step = page.ok ? readPage(page, walk, parts.now()) : readRefusal(page, walk);
  if (!step) return { ok: false, outcome: failed(page) };
  const stored = await storeStep(parts, view, walk, step);
  const isUsedUp = page.ok && page.rate.remaining === 0 && (page.rate.resetAt ?? 0) > parts.now();
  return stored.ok && isUsedUp ? { ...stored, pauseUntil: page.rate.resetAt ?? 0 } : stored;
}

/** What a page adds, and the cursor after it, which depends on what the store knew already. */
interface Step {
  rows: Indicator[];
  skipped: Map<string, number>;
  next(distinct: number): Cursor;
}

function readPage(page: Extract<PageResult, { ok: true }>, walk: Walk, now: number): Step {
  const { rows: raw, meta: told } = page;
  const rows: Indicator[] = [];
  const skipped = new Map<string, number>();
  for (const row of raw) {
    const parsed = parseRow(row, SOC_DEFENDERS.id, now);
    if (parsed.ok) rows.push(parsed.indicator);
    else skipped.set(parsed.reason, (skipped.get(parsed.reason) ?? 0) + 1);
  }
  const mark = [rows[0]?.id, rows.at(-1)?.id, raw.length].join(' ');
  return {
    rows,
    skipped,
    next: (distinct) => takePage(walk, { told, rows: raw.length, mark, distinct }),
  };
}

/** A refusal that the plan has an answer to is a page without rows. */
function readRefusal(page: PageResult, walk: Walk): Step | undefined {
  const next = !page.ok && page.reason === 'refused' ? takeRefusal(walk) : undefined;
  return next && { rows: [], skipped: new Map(), next: () => next };
}

async function storeStep(parts: WalkParts, view: View, walk: Walk, step: Step): Promise<Stride> {
  const isFirstOfPass = walk.offset === 0;
  const skipped = addCounts(isFirstOfPass ? [] : view.state.skipped, step.skipped);
  const result = await parts.store.commit({
    source: SOC_DEFENDERS.id,
    rows: step.rows,
    from: view.version,
    replace: view.replace,
    state: (counts) => nextState(parts, view, { counts, skipped, step }),
  });
  if (result.ok) {
    const { version, rows } = result;
    return { ok: true, view: { state: parseState(result.state), version, rows, replace: false } };
  }
  if (result.reason === 'full')
    return { ok: false, outcome: outOfRoom(result.bytes, step.rows.length, walk) };
  // Cleared or rebuilt meanwhile: whatever is stored now says where to go on.
  return { ok: true, view: await readView(parts) };
}

function nextState(
  { account }: WalkParts,
  view: View,
  page: { counts: Counts; skipped: SyncState['skipped']; step: Step },
): SyncState {
  const { counts, skipped, step } = page;
  const bad = skipped.reduce((sum, { count }) => sum + count, 0);
  const { wait: _, lastSuccess, ...state } = view.state;
  return {
    ...state,
    // Of the rows that go now, where they are replaced.
    ...(lastSuccess !== undefined && !view.replace && { lastSuccess }),
    baseUrl: account.settings.baseUrl,
    keyVersion: account.key.version,
    cursor: step.next(counts.rows + bad),
    skipped,
    failures: 0,
    announced: state.announced && !view.replace && counts.inserted + counts.replaced === 0,
  };
}

function addCounts(before: SyncState['skipped'], more: Map<string, number>): SyncState['skipped'] {
  const counts = new Map(before.map(({ reason, count }) => [reason, count]));
  for (const [reason, count] of more) counts.set(reason, (counts.get(reason) ?? 0) + count);
  return [...counts].map(([reason, count]) => ({ reason, count }));
}

function failed(page: PageResult): WalkOutcome {
  // Only called with a refusal; the compiler cannot see that through `readRefusal`.
  const { ok: _, ...failure } = page as Extract<PageResult, { ok: false }>;
  return { state: 'failed', ...failure };
}

function outOfRoom(bytes: number, rows: number, walk: Walk): WalkOutcome {
  const left = Math.max(rows, (walk.total ?? 0) - walk.read);
  const megabytes = Math.max(1, Math.ceil(((bytes / Math.max(rows, 1)) * left) / 2 ** 20));
  return {
    state: 'failed',
    reason: 'storage',
    text:
      `There is no room left on this disk, or in what the browser may use of it. About ${megabytes} MB are needed for ` +
      'the rest. What was fetched so far is kept and used; free some room and sync again.',
  };
}
