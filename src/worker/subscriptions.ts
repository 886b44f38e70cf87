import { ListBrokenError, type ListAnswer, type ListRequest } from '@/api/list-client.ts';
import { sayInvalid } from '@/core/invalid.ts';
import { parseListState, type ListState } from '@/core/list-state.ts';
import { checkListUrl, KEY_PLACE } from '@/core/list-url.ts';
import { sourceSchema, type Source } from '@/core/source.ts';
import type { Alarms } from '@/extension/alarms.ts';
import type { ListProgress, NewSubscription, SourceView } from '@/extension/messages.ts';
import type { IndicatorStore } from '@/store/indicators.ts';
import type { UserStore } from '@/store/user.ts';
import { takeList } from './import-run.ts';
import type { Answer, Sources } from './sources.ts';
import { message, type Value } from '@/core/words.ts';

export interface SubscriptionsParts {
  store: IndicatorStore;
  user: Pick<UserStore, 'listKey' | 'setListKey'>;
  sources: Sources;
  fetchList(request: ListRequest): Promise<ListAnswer>;
  alarms: Alarms;
  keepAlive(signal: AbortSignal): void;
  now(): number;
  /** 0 <= n < 1; spreads retries. */
  random(): number;
  /** Progress, and every change of state. */
  onChange(): void;
  onIndicatorsChanged(): Promise<void> | void;
}

/** Lists at a URL, fetched again and again; one at a time. */
export interface Subscriptions {
  /** To be called while the worker starts, before anything is awaited. */
  start(): void;
  add(wanted: NewSubscription): Promise<Answer & { id?: string }>;
  /** Fetches now. Resolves when it ended; failures are kept with the source. */
  refresh(id: string): Promise<void>;
  /** What kept servers from answering is over: those that failed are fetched now, unless their servers asked to wait. */
  refreshFailed(): Promise<void>;
  /** Stops what is being fetched, if it is this one. */
  stop(id: string): Promise<void>;
  /** Settings of a source changed, or it went away. */
  plan(): Promise<void>;
  /** The policy changed: lists that it names no more go with their rows, new ones are due at once. */
  followPolicy(): Promise<void>;
  /** Every source, with when it is fetched next and what is under way. */
  views(): Promise<SourceView[]>;
}

const ALARM = 'lists';

export function createSubscriptions(parts: SubscriptionsParts): Subscriptions {
  const { store, sources, alarms, now } = parts;
  const running = new Map<
    string,
    { progress: ListProgress; controller: AbortController; ended: Promise<void> }
  >();
  /** By the time of the failure: the same for the same one, however often it is asked. */
  const spreads = new Map<string, number>();
  let queue: Promise<void> = Promise.resolve();

  return { start, add, refresh, refreshFailed, stop, plan, followPolicy, views };

  function start(): void {
    alarms.onRing((name) => {
      if (name === ALARM) void runDue();
    });
    void plan();
  }

  async function add(wanted: NewSubscription): Promise<Answer & { id?: string }> {
    const checked = checkListUrl(wanted.url);
    if (!checked.ok) return checked;
    if (checked.host !== wanted.host)
      return { ok: false, reason: message('otherHost', { host: checked.host }) };
    const key = wanted.key?.trim() ?? '';
    if (checked.url.includes(KEY_PLACE) && key === '')
      return { ok: false, reason: message('keyMissing', { host: checked.host }) };
    const all = [...(await sources.all()).values()];
    if (all.some(({ url }) => url === checked.url))
      return { ok: false, reason: message('subscribedAlready') };
    const source = sourceSchema.safeParse({
      ...wanted,
      url: checked.url,
      id: `list-${crypto.randomUUID()}`,
      kind: 'subscription',
      addedAt: new Date(now()).toISOString(),
    });
    if (!source.success) return { ok: false, reason: sayInvalid(source.error) };
    if (key !== '') await parts.user.setListKey(source.data.id, key);
    await sources.save(source.data);
    void refresh(source.data.id);
    return { ok: true, id: source.data.id };
  }

  function refresh(id: string): Promise<void> {
    const mine = Promise.all([queue, sources.ready()]).then(() => fetchOne(id));
    queue = mine.catch(() => {}); // its caller hears of it; the next one does not depend on it
    return mine;
  }

  async function refreshFailed(): Promise<void> {
    const failed = (await subscribed()).filter(
      ({ state: { error } }) => error && (error.retryAt ?? 0) <= now(),
    );
    await Promise.all(failed.map(({ source }) => refresh(source.id)));
  }

  async function runDue(): Promise<void> {
    for (const { source, state } of await subscribed()) {
      const due = nextRun(source, state);
      if (due !== undefined && due <= now()) await refresh(source.id);
    }
    await plan();
  }

  async function fetchOne(id: string): Promise<void> {
    const source = (await sources.all()).get(id);
    if (!source?.on || source.url === undefined) return;
    const controller = new AbortController();
    parts.keepAlive(controller.signal);
    const ended = update({ ...source, url: source.url }, controller.signal);
    running.set(id, { progress: { rows: 0, bad: 0 }, controller, ended });
    parts.onChange();
    try {
      await ended;
    } finally {
      controller.abort();
      running.delete(id);
      parts.onChange();
      await plan();
    }
  }

  async function update(source: Source & { url: string }, signal: AbortSignal): Promise<void> {
    const [state, key] = await Promise.all([readState(source.id), parts.user.listKey(source.id)]);
    // What was left out for its age is in a version that the server would not send again.
    const isAllHere = !state.taken?.old || state.taken.within === source.maxAgeDays;
    const { etag, lastModified } = isAllHere ? state : {};
    const answer = await parts.fetchList({
      url: source.url,
      ...(key !== undefined && { key }),
      signal,
      now,
      ...(etag !== undefined && { etag }),
      ...(lastModified !== undefined && { lastModified }),
    });
    if (signal.aborted) return;
    if (answer.state === 'same') return keep(source.id, (kept) => ({ ...withoutError(kept), ...good() }));
    if (answer.state === 'failed') return fail(source.id, answer.text, answer.retryAt);
    await take(source, answer, signal);
  }

  async function take(
    source: Source & { url: string },
    { text, etag, lastModified, arrived }: Extract<ListAnswer, { state: 'new' }>,
    signal: AbortSignal,
  ): Promise<void> {
    const since = now();
    try {
      const outcome = await takeList({
        store,
        source,
        text,
        name: source.url,
        now,
        signal,
        state: (taken) => ({
          ...good(),
          taken,
          ...(etag !== undefined && { etag }),
          ...(lastModified !== undefined && { lastModified }),
        }),
        onProgress: (progress) =>
          noteProgress(source.id, { ...progress, ...paceOf(progress.rows, arrived(), now() - since) }),
      });
      if (!outcome.ok) return signal.aborted ? undefined : await fail(source.id, outcome.text);
      await parts.onIndicatorsChanged();
    } catch (error) {
      if (!(error instanceof ListBrokenError)) throw error;
      if (!signal.aborted) await fail(source.id, error.said);
    }
  }

  function noteProgress(id: string, progress: ListProgress): void {
    const run = running.get(id);
    if (run) run.progress = progress;
    parts.onChange();
  }

  function good(): { checked: string; failures: number } {
    return { checked: new Date(now()).toISOString(), failures: 0 };
  }

  function fail(id: string, text: Value, retryAt?: number): Promise<void> {
    const error = { at: new Date(now()).toISOString(), text, ...(retryAt !== undefined && { retryAt }) };
    return keep(id, (state) => ({ ...state, error, failures: state.failures + 1 }));
  }

  async function readState(id: string): Promise<ListState> {
    return parseListState((await store.source(id))?.state);
  }

  /** Changes what is kept beside the rows, from whatever it is by then. Where there is no room for it, it stays as it was. */
  async function keep(id: string, change: (state: ListState) => ListState): Promise<void> {
    // One that was removed meanwhile is not to come back as a name without rows.
    while ((await sources.all()).has(id)) {
      const stored = await store.source(id);
      const state = change(parseListState(stored?.state));
      const result = await store.commit({ source: id, rows: [], from: stored?.version, state: () => state });
      if (result.ok || result.reason === 'full') return;
    }
  }

  async function stop(id: string): Promise<void> {
    const run = running.get(id);
    run?.controller.abort();
    await run?.ended.catch(() => {}); // whoever began it hears of it
  }

  async function plan(): Promise<void> {
    const due = (await subscribed()).flatMap(({ source, state }) => nextRun(source, state) ?? []);
    if (due.length === 0) return alarms.clear(ALARM);
    await alarms.at(ALARM, Math.max(now(), Math.min(...due)));
  }

  async function followPolicy(): Promise<void> {
    const before = await sources.all();
    const after = await sources.reread();
    for (const id of before.keys()) {
      if (after.has(id)) continue;
      await stop(id);
      await sources.remove(id);
    }
    await plan();
  }

  async function subscribed(): Promise<{ source: Source; state: ListState }[]> {
    const lists = [...(await sources.all()).values()].filter(({ kind }) => kind === 'subscription');
    return Promise.all(lists.map(async (source) => ({ source, state: await readState(source.id) })));
  }

  /** Ms since the epoch; undefined where it is off. As often as the user wants; after failures 2, 4, 8 ... times five minutes, each up to half earlier, but never later than that. */
  function nextRun({ on, everyMinutes = DAILY }: Source, state: ListState): number | undefined {
    if (!on) return undefined;
    const { failures, error, checked } = state;
    if (failures > 0 && error) {
      const wait = Math.min(everyMinutes, 5 * 2 ** Math.min(failures, 10)) * 60_000;
      return Math.max(error.retryAt ?? 0, Date.parse(error.at) + wait * spread(error.at));
    }
    return checked === undefined ? now() : Date.parse(checked) + everyMinutes * 60_000;
  }

  function spread(at: string): number {
    if (!spreads.has(at)) spreads.set(at, 0.5 + parts.random() / 2);
    return spreads.get(at) ?? 1;
  }

  async function views(): Promise<SourceView[]> {
    return (await sources.list()).map((view) => {
      const { source, list } = view;
      const next = source.kind === 'subscription' && list ? nextRun(source, list) : undefined;
      const progress = running.get(source.id)?.progress;
      return { ...view, ...(next !== undefined && { nextRun: next }), ...(progress && { progress }) };
    });
  }
}

/** Too early to tell before. */
const PACE_MS = 1000;

function paceOf(
  rows: number,
  arrived: number | undefined,
  ms: number,
): Pick<ListProgress, 'rate' | 'secondsLeft'> {
  if (ms < PACE_MS) return {};
  const seconds = ms / 1000;
  return { rate: rows / seconds, ...(arrived && { secondsLeft: (seconds / arrived) * (1 - arrived) }) };
}

function withoutError(state: ListState): ListState {
  const { error: _, ...rest } = state;
  return rest;
}

const DAILY = 1440;
