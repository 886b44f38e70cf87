import type { Coverage, Observable } from '@/core/indicator.ts';
import { diskFull } from '@/core/disk-room.ts';
import { covers } from '@/core/sync-plan.ts';
import type { SyncStatus } from '@/core/sync-status.ts';
import type { Alarms } from '@/extension/alarms.ts';
import { isForWantOfRoom } from '@/store/disk-room.ts';
import type { IndicatorStore } from '@/store/indicators.ts';
import {
  askApi,
  connect,
  readAccount,
  testAccount,
  type AccountParts,
  type Asked,
  type Tested,
} from './sync-account.ts';
import { createSyncRecord } from './sync-record.ts';
import {
  dismissGaps,
  iso,
  parseState,
  SOC_DEFENDERS,
  waitsUntil,
  wantOf,
  type Account,
  type SyncState,
} from './sync-state.ts';
import { afterRun, nextRegularRun, retryTime } from './sync-schedule.ts';
import { describeCoverage, describeFailure, describeState, type Running } from './sync-view.ts';
import { walkSource, type WalkOutcome } from './sync-walk.ts';
import { message, type Message } from '@/core/words.ts';

export interface SyncParts extends AccountParts {
  store: IndicatorStore;
  alarms: Alarms;
  /** Keeps the worker alive until the signal aborts. */
  keepAlive(signal: AbortSignal): void;
  /** 0 <= n < 1; spreads retries. */
  random(): number;
  /** Progress, at most twice a second, and every change of phase. */
  onStatus(status: SyncStatus): void;
  /** Rows were added, changed or dropped: at the end of a run, and every half minute of a long one. */
  onIndicatorsChanged(): Promise<void> | void;
}

export interface Sync {
  /** To be called while the worker starts, before anything is awaited. Goes on with what an earlier worker left undone. */
  start(): void;
  /** Syncs now, unless one is running or the API told us to wait. Resolves when it ends; failures are in the status. */
  run(): Promise<void>;
  status(): Promise<SyncStatus>;
  coverage(): Promise<Coverage>;
  /** The user has read of the gaps: they are not told any more, though what is missing stays missing. */
  dismissGaps(): Promise<void>;
  /** Key, base URL, filters or schedule changed: gives up what is running and begins with the new ones. Resolves when that was begun. */
  reconfigure(): Promise<void>;
  /** Asks the API for one row, and changes nothing. */
  test(): Promise<Tested>;
  /** Tells the API one value, and asks what it knows of it; nothing of the answer is stored. */
  ask(observable: Observable): Promise<Asked>;
  /** Drops every row of this source; the next run fetches them again. */
  clear(): Promise<void>;
  /** The store was rebuilt: tells the user, and fills it again. */
  storeRebuilt(notice: Message): Promise<void>;
}

const NEXT_RUN = 'sync';
/** Rings every minute while a run is under way, so that a worker that was stopped starts again. */
const WATCHDOG = 'sync-watchdog';
const STATUS_MS = 500;
const ANNOUNCE_MS = 30_000;

interface Run {
  controller: AbortController;
  seen: Running;
  ended: Promise<void>;
}

/**
 * Keeps the store in step with the API. One run at a time, begun by alarms; whatever must outlive the worker is in the
 * store or in an alarm, and every step can be repeated.
 */
export function createSync(parts: SyncParts): Sync {
  const { store, alarms, now } = parts;
  const record = createSyncRecord(store);
  let running: Run | undefined;
  let lastStatus = 0;
  let lastAnnounced = 0;

  return {
    start,
    run: () => run('user'),
    status,
    coverage,
    dismissGaps: forgetGaps,
    reconfigure,
    test: () => testAccount(parts),
    ask: (observable) => askApi(parts, observable),
    clear,
    storeRebuilt,
  };

  function start(): void {
    alarms.onRing((name) => {
      if (name === NEXT_RUN || name === WATCHDOG) void run('alarm');
    });
    void resume().catch(storeFailed);
  }

  /** What a worker that has just started owes to the one before it. */
  async function resume(): Promise<void> {
    const [account, state, next] = await Promise.all([
      readAccount(parts),
      record.read(),
      alarms.next(NEXT_RUN),
    ]);
    if (!account) return;
    const wasInterrupted =
      state.cursor.state === 'walking' && state.failures === 0 && !waitsUntil(state, account);
    if (wasInterrupted || next === undefined) {
      const due = wasInterrupted ? now() : nextRegularRun(state, account, now());
      if (due <= now()) return run('alarm');
      await alarms.at(NEXT_RUN, due);
    }
    if (!state.announced) await announce();
  }

  /** One at a time: a second call joins the run under way. */
  function run(why: 'alarm' | 'user'): Promise<void> {
    if (running) return running.ended;
    const controller = new AbortController();
    const started: Run = { controller, seen: { since: now(), from: 0 }, ended: Promise.resolve() };
    running = started;
    started.ended = complete(why, controller);
    return started.ended;
  }

  async function complete(why: 'alarm' | 'user', controller: AbortController): Promise<void> {
    try {
      await attempt(why, controller.signal);
    } finally {
      controller.abort();
      running = undefined;
      await emitStatus();
    }
  }

  async function attempt(why: 'alarm' | 'user', signal: AbortSignal): Promise<void> {
    try {
      const account = await readAccount(parts);
      if (!account) return await stopAlarms();
      const wait = waitsUntil(await record.read(), account);
      if (wait && wait.until > now() && (wait.why === 'limit' || why === 'alarm'))
        return await restUntil(wait.until);
      await alarms.every(WATCHDOG, 1);
      parts.keepAlive(signal);
      await emitStatus();
      await settle(account, await walk(account, signal));
    } catch (error) {
      // Nobody is left to wait for this run's watchdog.
      await (signal.aborted ? alarms.clear(WATCHDOG) : storeFailed(error));
    }
  }

  async function walk(account: Account, signal: AbortSignal): Promise<WalkOutcome> {
    const client = connect(parts, account, signal);
    const { cursor } = await record.read();
    if (running && cursor.state === 'walking') running.seen.from = cursor.read;
    lastAnnounced = now();
    try {
      const rows = { source: (id: string) => store.source(id), commit: record.commit };
      return await walkSource({ store: rows, client, account, now, signal, onPage });
    } finally {
      await store.releaseSyncIndex();
    }
  }

  async function onPage(): Promise<void> {
    if (now() - lastStatus >= STATUS_MS) await emitStatus();
    if (now() - lastAnnounced < ANNOUNCE_MS) return;
    lastAnnounced = now();
    await parts.onIndicatorsChanged();
  }

  /** Stores how a run ended, and says when the next one is. */
  async function settle(account: Account, outcome: WalkOutcome): Promise<void> {
    const state = await record.read();
    if (!state.announced) await parts.onIndicatorsChanged();
    const next = afterRun(state, outcome, account, { now: now(), random: parts.random });
    const isStored = await record.change((current) => ({ ...current, ...next.change, announced: true }));
    record.failure = isStored ? undefined : next.change.error;
    await restUntil(next.at);
  }

  /** The databases' failures are DOMExceptions; anything else is a bug and goes on to the browser's console. */
  async function storeFailed(error: unknown): Promise<void> {
    if (!(error instanceof DOMException)) throw error;
    const text = (await isForWantOfRoom(error))
      ? diskFull()
      : message('storageBroken', { error: `${error.name}: ${error.message.slice(0, 200)}` });
    record.failure = { reason: 'storage', text, at: iso(now()) };
    await restUntil(retryTime(undefined, 1, { now: now(), random: parts.random }));
  }

  async function restUntil(time: number): Promise<void> {
    await alarms.at(NEXT_RUN, time);
    await alarms.clear(WATCHDOG);
  }

  async function announce(): Promise<void> {
    await parts.onIndicatorsChanged();
    await record.change((state) => ({ ...state, announced: true }));
  }

  async function stopAlarms(): Promise<void> {
    await Promise.all([alarms.clear(NEXT_RUN), alarms.clear(WATCHDOG)]);
  }

  /** Gives up the run under way, and waits until it has ended. */
  async function giveUp(): Promise<void> {
    const given = running;
    given?.controller.abort();
    await given?.ended;
  }

  async function reconfigure(): Promise<void> {
    await giveUp();
    const [account, state] = await Promise.all([readAccount(parts), record.read()]);
    if (account && state.lastSuccess !== undefined && isUpToDate(state, account)) {
      await alarms.at(NEXT_RUN, Math.max(now(), nextRegularRun(state, account, now())));
      return emitStatus();
    }
    void run('user');
  }

  async function clear(): Promise<void> {
    await giveUp();
    await store.clearSource(SOC_DEFENDERS.id);
    const account = await readAccount(parts);
    if (account) await alarms.at(NEXT_RUN, now() + account.settings.syncEveryMinutes * 60_000);
    await emitStatus();
  }

  async function forgetGaps(): Promise<void> {
    await record.change((state) => ({ ...state, cursor: dismissGaps(state.cursor) }));
    await emitStatus();
  }

  async function storeRebuilt(text: Message): Promise<void> {
    await record.change((state) => ({ ...state, notice: { text, at: now() }, announced: false }));
    await emitStatus();
    void run('user');
  }

  async function status(): Promise<SyncStatus> {
    const [account, source, nextRun] = await Promise.all([
      readAccount(parts),
      store.source(SOC_DEFENDERS.id).catch(() => undefined), // said by `failure`
      alarms.next(NEXT_RUN),
    ]);
    return describeState(parseState(source?.state), {
      time: now(),
      rows: source?.rows ?? 0,
      account,
      running: running?.seen,
      nextRun,
      failure: record.failure,
    });
  }

  async function coverage(): Promise<Coverage> {
    const source = describeCoverage(await status());
    return { rows: await store.count(), sources: [source] };
  }

  async function emitStatus(): Promise<void> {
    lastStatus = now();
    parts.onStatus(await status().catch(() => describeFailure(record.failure)));
  }
}

/** Whether the rows are of this account, and all that it wants. */
function isUpToDate(state: SyncState, account: Account): boolean {
  const { cursor } = state;
  return (
    state.error === undefined &&
    state.baseUrl === account.settings.baseUrl &&
    state.keyVersion === account.key.version &&
    cursor.state === 'done' &&
    covers(cursor, wantOf(account))
  );
}
