import type { Client, ClientOptions } from '@/api/client.ts';
import { parseRow } from '@/api/wire.ts';
import type { Coverage, Indicator, Observable } from '@/core/indicator.ts';
import { diskFull } from '@/core/disk-room.ts';
import { covers } from '@/core/sync-plan.ts';
import type { SyncStatus } from '@/core/sync-status.ts';
import type { Alarms } from '@/extension/alarms.ts';
import type { Commit, CommitResult } from '@/store/commit.ts';
import { isForWantOfRoom } from '@/store/disk-room.ts';
import type { IndicatorStore } from '@/store/indicators.ts';
import type { UserStore } from '@/store/user.ts';
import {
  describeState,
  dismissGaps,
  iso,
  parseState,
  SOC_DEFENDERS,
  waitsUntil,
  wantOf,
  type Account,
  type Nullable,
  type Running,
  type SyncState,
} from './sync-state.ts';
import { afterRun, nextRegularRun, retryTime } from './sync-schedule.ts';
import { walkSource, type WalkOutcome } from './sync-walk.ts';
import { message, type Message, type Value } from '@/core/words.ts';

export interface SyncParts {
  store: IndicatorStore;
  user: Pick<UserStore, 'settings' | 'key'>;
  makeClient(
    options: Pick<ClientOptions, 'baseUrl' | 'key' | 'authHeader' | 'signal' | 'withoutContext'>,
  ): Client;
  alarms: Alarms;
  /** Keeps the worker alive until the signal aborts. */
  keepAlive(signal: AbortSignal): void;
  now(): number;
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
  test(): Promise<{ ok: true; message: Message } | { ok: false; reason: Value }>;
  /** Tells the API one value, and asks what it knows of it; nothing of the answer is stored. */
  ask(observable: Observable): Promise<Asked>;
  /** Drops every row of this source; the next run fetches them again. */
  clear(): Promise<void>;
  /** The store was rebuilt: tells the user, and fills it again. */
  storeRebuilt(notice: Message): Promise<void>;
}

export type Asked =
  { ok: true; found: boolean; rows: Indicator[]; host: string } | { ok: false; reason: Value };

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
  const { store, user, alarms, now } = parts;
  let running: Run | undefined;
  /** A failure that the store itself could not take. */
  let storeError: SyncStatus['error'];
  let lastStatus = 0;
  let lastAnnounced = 0;

  return {
    start,
    run: () => run('user'),
    status,
    coverage,
    dismissGaps: forgetGaps,
    reconfigure,
    test,
    ask,
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
    const [account, state, next] = await Promise.all([readAccount(), readState(), alarms.next(NEXT_RUN)]);
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
      const account = await readAccount();
      if (!account) return await stopAlarms();
      const wait = waitsUntil(await readState(), account);
      if (wait && wait.until > now() && (wait.why === 'limit' || why === 'alarm')) {
        await alarms.at(NEXT_RUN, wait.until);
        return await alarms.clear(WATCHDOG);
      }
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
    const client = connect(account, signal);
    const { cursor } = await readState();
    if (running && cursor.state === 'walking') running.seen.from = cursor.read;
    lastAnnounced = now();
    try {
      const rows = { source: (id: string) => store.source(id), commit };
      return await walkSource({ store: rows, client, account, now, signal, onPage });
    } finally {
      await store.releaseSyncIndex();
    }
  }

  function connect({ settings, key }: Account, signal: AbortSignal): Client {
    const { baseUrl, authHeader, withContext, contextParameter } = settings;
    const context = withContext ? {} : { withoutContext: contextParameter };
    return parts.makeClient({ baseUrl, authHeader, key: key.value, signal, ...context });
  }

  async function onPage(): Promise<void> {
    if (now() - lastStatus >= STATUS_MS) await emitStatus();
    if (now() - lastAnnounced < ANNOUNCE_MS) return;
    lastAnnounced = now();
    await parts.onIndicatorsChanged();
  }

  /** Stores how a run ended, and says when the next one is. */
  async function settle(account: Account, outcome: WalkOutcome): Promise<void> {
    const state = await readState();
    if (!state.announced) await parts.onIndicatorsChanged();
    const next = afterRun(state, outcome, account, { now: now(), random: parts.random });
    const isStored = await changeState((current) => ({ ...current, ...next.change, announced: true }));
    storeError = isStored ? undefined : next.change.error;
    await alarms.at(NEXT_RUN, next.at);
    await alarms.clear(WATCHDOG);
  }

  /** The databases' failures are DOMExceptions; anything else is a bug and goes on to the browser's console. */
  async function storeFailed(error: unknown): Promise<void> {
    if (!(error instanceof DOMException)) throw error;
    const text = (await isForWantOfRoom(error))
      ? diskFull()
      : message('storageBroken', { error: `${error.name}: ${error.message.slice(0, 200)}` });
    storeError = { reason: 'storage', text, at: iso(now()) };
    await alarms.at(NEXT_RUN, retryTime(undefined, 1, { now: now(), random: parts.random }));
    await alarms.clear(WATCHDOG);
  }

  async function announce(): Promise<void> {
    await parts.onIndicatorsChanged();
    await changeState((state) => ({ ...state, announced: true }));
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
    const [account, state] = await Promise.all([readAccount(), readState()]);
    if (account && state.lastSuccess !== undefined && isUpToDate(state, account)) {
      await alarms.at(NEXT_RUN, Math.max(now(), nextRegularRun(state, account, now())));
      return emitStatus();
    }
    void run('user');
  }

  async function clear(): Promise<void> {
    await giveUp();
    await store.clearSource(SOC_DEFENDERS.id);
    const account = await readAccount();
    if (account) await alarms.at(NEXT_RUN, now() + account.settings.syncEveryMinutes * 60_000);
    await emitStatus();
  }

  async function forgetGaps(): Promise<void> {
    await changeState((state) => ({ ...state, cursor: dismissGaps(state.cursor) }));
    await emitStatus();
  }

  async function storeRebuilt(text: Message): Promise<void> {
    await changeState((state) => ({ ...state, notice: { text, at: now() }, announced: false }));
    await emitStatus();
    void run('user');
  }

  async function test(): ReturnType<Sync['test']> {
    const account = await readAccount();
    if (!account) return { ok: false, reason: message('keyFirst') };
    const { baseUrl } = account.settings;
    const client = connect(account, new AbortController().signal);
    const since = iso(now() - 24 * 3_600_000);
    const page = await client.page({ since, limit: 1, offset: 0 });
    if (!page.ok) return { ok: false, reason: page.text };
    const { total } = page.meta;
    const { host } = new URL(baseUrl);
    return {
      ok: true,
      message:
        total === undefined ? message('keyAccepted', { host }) : message('keyAcceptedTotal', { host, total }),
    };
  }

  async function ask({ type, value }: Observable): Promise<Asked> {
    const account = await readAccount();
    if (!account)
      return {
        ok: false,
        reason: message('noKeyToAsk'),
      };
    const answer = await connect(account, new AbortController().signal).lookup(value);
    if (!answer.ok) return { ok: false, reason: answer.text };
    const rows = answer.rows
      // A row of it may leave out what was asked for.
      .map((row) => parseRow({ type, ...(row as object) }, SOC_DEFENDERS.id, now()))
      .flatMap((parsed) => (parsed.ok ? parsed.indicator : []));
    return { ok: true, found: answer.found, rows, host: new URL(account.settings.baseUrl).host };
  }

  async function status(): Promise<SyncStatus> {
    const [account, source, nextRun] = await Promise.all([
      readAccount(),
      store.source(SOC_DEFENDERS.id).catch(() => undefined), // said by `storeError`
      alarms.next(NEXT_RUN),
    ]);
    const described = describeState(parseState(source?.state), {
      time: now(),
      rows: source?.rows ?? 0,
      account,
      running: running?.seen,
      nextRun,
    });
    // Where nothing is to be synced, nothing can fail of it, whatever did before.
    return account && storeError ? { ...described, error: storeError } : described;
  }

  /** Not even the account can be read: that something changed is to be heard all the same. */
  function statusWithoutStore(): SyncStatus {
    return {
      phase: { state: 'idle' },
      rows: 0,
      skipped: [],
      ...(storeError && { error: storeError }),
    };
  }

  async function coverage(): Promise<Coverage> {
    const { rows, reachesBackTo, lastSuccess } = await status();
    const source = {
      name: SOC_DEFENDERS.name,
      rows,
      ...(reachesBackTo !== undefined && { reachesBackTo }),
      ...(lastSuccess !== undefined && { lastSync: lastSuccess }),
    };
    return { rows: await store.count(), sources: [source] };
  }

  async function emitStatus(): Promise<void> {
    lastStatus = now();
    parts.onStatus(await status().catch(statusWithoutStore));
  }

  async function readAccount(): Promise<Account | undefined> {
    // In this order: a policy's key may have to be waited for, and goes to the address of that policy.
    const key = await user.key();
    return key && { settings: await user.settings(), key };
  }

  async function readState(): Promise<SyncState> {
    return parseState((await store.source(SOC_DEFENDERS.id))?.state);
  }

  /** What can be stored says that there is room again: long before the end of a run that has much to catch up with. */
  async function commit(change: Commit): Promise<CommitResult> {
    const result = await store.commit(change);
    if (result.ok) storeError = undefined;
    return result;
  }

  /** Changes what is stored beside the rows, from whatever it is by then. False where there is no room for it. */
  async function changeState(change: (state: SyncState) => Nullable<SyncState>): Promise<boolean> {
    for (;;) {
      const source = await store.source(SOC_DEFENDERS.id);
      const state = change(parseState(source?.state));
      const result = await commit({
        source: SOC_DEFENDERS.id,
        rows: [],
        from: source?.version,
        state: () => state,
      });
      if (result.ok || result.reason === 'full') return result.ok;
    }
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
