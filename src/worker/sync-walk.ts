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
  /** After each commit. */
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

/**
 * Reads the source to its end, from wherever the stored cursor is. Each page is fetched and parsed, then stored with
 * the cursor that leads on from it; nothing else is remembered, so it may stop at any await. Rejects when `signal` aborts.
 */
export async function walkSource(parts: WalkParts): Promise<WalkOutcome> {
  const { client, signal, now } = parts;
  const { lookbackDays } = parts.account.settings;
  let view = await readView(parts);
  for (;;) {
    const { cursor } = view.state;
    if (cursor.state !== 'walking') {
      const asked = probeRequest(cursor, { lookbackDays, now: now() });
      const probe = await client.page(asked);
      signal.throwIfAborted();
      if (!probe.ok) return failed(probe);
      const isEmpty = view.rows === 0 || view.replace;
      const walk = startWalk(cursor, { asked, told: probe.meta }, { lookbackDays, now: now(), isEmpty });
      view = { ...view, state: { ...view.state, cursor: walk } };
      continue;
    }
    const page = await client.page(pageRequest(cursor));
    signal.throwIfAborted();
    const step = page.ok ? readPage(page.rows, page.meta, cursor, now()) : readRefusal(page, cursor);
    if (!step) return failed(page);
    const stored = await storeStep(parts, view, cursor, step);
    signal.throwIfAborted();
    if (!stored.ok) return stored.outcome;
    view = stored.view;
    await parts.onPage();
    if (view.state.cursor.state === 'done') return { state: 'done' };
    if (page.ok && page.rate.remaining === 0 && (page.rate.resetAt ?? 0) > now())
      return { state: 'paused', until: page.rate.resetAt ?? 0 };
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

/** What a page adds, and the cursor after it, which depends on what the store knew already. */
interface Step {
  rows: Indicator[];
  skipped: Map<string, number>;
  next(distinct: number): Cursor;
}

function readPage(raw: unknown[], told: Extract<PageResult, { ok: true }>['meta'], walk: Walk, now: number): Step {
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

async function storeStep(
  parts: WalkParts,
  view: View,
  walk: Walk,
  step: Step,
): Promise<{ ok: true; view: View } | { ok: false; outcome: WalkOutcome }> {
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
  if (result.reason === 'full') return { ok: false, outcome: outOfRoom(result.bytes, step.rows.length, walk) };
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
