import type { Coverage, Indicator } from '@/core/indicator.ts';
import { sayInvalid } from '@/core/invalid.ts';
import { parseListState, type Taken } from '@/core/list-state.ts';
import { isOfPolicy } from '@/core/policy-sources.ts';
import { API_SOURCE, asSourceSays, sourceSchema, type Source } from '@/core/source.ts';
import type { Alarms } from '@/extension/alarms.ts';
import type { ImportOutcome, ImportRequest } from '@/extension/import-port.ts';
import type { SourceChange, SourceView } from '@/extension/messages.ts';
import { isForWantOfRoom } from '@/store/disk-room.ts';
import type { IndicatorStore } from '@/store/indicators.ts';
import type { ValueVisit } from '@/store/visit-values.ts';
import type { UserStore } from '@/store/user.ts';
import { clearLeftovers, NO_ROOM_AT_ALL, takeList } from './import-run.ts';
import { message, type Value } from '@/core/words.ts';

export interface SourcesParts {
  store: IndicatorStore;
  user: Pick<UserStore, 'sources' | 'sourceIds' | 'saveSource' | 'removeSource'>;
  alarms: Alarms;
  /** Keeps the worker alive until the signal aborts. */
  keepAlive(signal: AbortSignal): void;
  now(): number;
  /** Rows came or went, or are to be taken otherwise. */
  onIndicatorsChanged(): Promise<void> | void;
  /** What the API's own sync says of its rows. */
  apiCoverage(): Promise<Coverage>;
  /** The list of sources, or what is said of one, changed. */
  onChange(): void;
}

export type Answer = { ok: true } | { ok: false; reason: Value };

/** What rows come from: told apart, switched on and off, and each with the words that hold for its rows. */
export interface Sources {
  all(): Promise<ReadonlyMap<string, Source>>;
  /** The same, after somebody else than the user changed them. */
  reread(): Promise<ReadonlyMap<string, Source>>;
  /** Of the sources that are on, each row as its source's owner wants it taken. */
  rowsFor(keys: readonly string[]): Promise<Map<string, Indicator[]>>;
  /** Passes over the values of the sources that are on; says whether it saw all. */
  visitValues(visit: ValueVisit['visit'], isEnough: ValueVisit['isEnough']): Promise<boolean>;
  /** Without what only the one who fills a source knows: its next run and what it is doing. */
  list(): Promise<SourceView[]>;
  save(source: Source): Promise<void>;
  change(id: string, change: SourceChange): Promise<Answer>;
  /** Resolves once nothing of an earlier worker's lists lies about; to be awaited before a list is taken. */
  ready(): Promise<void>;
  /**
   * Takes a file over as the whole of its source, which is saved with it; cancelled or refused, it changes nothing.
   */
  take(arriving: ImportRequest): Promise<ImportOutcome>;
  /** Drops the source and its rows. The API stays, without its rows. */
  remove(id: string): Promise<void>;
  /** Of the sources that are on. */
  coverage(): Promise<Coverage>;
  /** To be called while the worker starts, before anything is awaited: once a day deletes what is older than its source keeps. */
  start(): void;
}

const EXPIRY = 'expiry';

export function createSources(parts: SourcesParts): Sources {
  const { store, user, alarms, now, onIndicatorsChanged, onChange } = parts;
  let known: Promise<ReadonlyMap<string, Source>> | undefined;
  let cleared: Promise<void> | undefined;

  return { all, reread, rowsFor, visitValues, list, save, change, remove, coverage, ready, take, start };

  function start(): void {
    alarms.onRing((name) => {
      if (name === EXPIRY) void expire();
    });
    void ready().then(async () => {
      if ((await alarms.next(EXPIRY)) !== undefined) return;
      // The browser may forget its alarms when it ends: who ends it every day would wait for ever.
      await alarms.every(EXPIRY, 1440);
      await expire();
    });
  }

  function ready(): Promise<void> {
    if (cleared) return cleared;
    const clearing = user.sourceIds().then((ids) => clearLeftovers(store, new Set(ids)));
    cleared = clearing;
    clearing.catch(() => (cleared = undefined)); // the next call tries again
    return clearing;
  }

  async function take(arriving: ImportRequest): Promise<ImportOutcome> {
    const { name, text, onProgress, signal } = arriving;
    const source = sourceSchema.parse({ ...arriving.source, kind: 'file' });
    const closing = new AbortController();
    parts.keepAlive(closing.signal);
    try {
      await ready();
      const state = (taken: Taken) => ({ taken, checked: taken.at, failures: 0 });
      const outcome = await takeList({ store, source, text, name, now, state, signal, onProgress });
      if (!outcome.ok) return outcome;
      await save(source);
      await onIndicatorsChanged();
      return outcome;
    } catch (error) {
      if (await isForWantOfRoom(error)) return NO_ROOM_AT_ALL;
      throw error;
    } finally {
      closing.abort();
    }
  }

  function all(): Promise<ReadonlyMap<string, Source>> {
    if (known) return known;
    const reading = user.sources().then((sources) => new Map(sources.map((source) => [source.id, source])));
    known = reading;
    reading.catch(() => (known = undefined)); // the next call tries again
    return reading;
  }

  function reread(): Promise<ReadonlyMap<string, Source>> {
    known = undefined;
    onChange();
    return all();
  }

  async function rowsFor(keys: readonly string[]): Promise<Map<string, Indicator[]>> {
    const sources = await all();
    const found = await store.rowsFor(keys, (id) => sources.get(id)?.on ?? false);
    for (const [key, rows] of found)
      // A source that was searched is one of them.
      found.set(
        key,
        rows.map((row) => asSourceSays(row, sources.get(row.source) ?? API_SOURCE)),
      );
    return found;
  }

  async function visitValues(visit: ValueVisit['visit'], isEnough: ValueVisit['isEnough']): Promise<boolean> {
    const sources = await all();
    return store.visitValues({ visit, isEnough, isSearched: (id) => sources.get(id)?.on ?? false });
  }

  async function list(): Promise<SourceView[]> {
    const [sources, stored] = await Promise.all([all(), store.sources()]);
    const sizes = new Map(stored.map((each) => [each.source, each]));
    return Promise.all(
      [...sources.values()].map(async (source) => {
        const { rows = 0, bytes = 0 } = sizes.get(source.id) ?? {};
        const view = { source, rows, bytes, isStored: sizes.has(source.id) };
        if (source.kind === 'api') return view;
        return { ...view, list: parseListState((await store.source(source.id))?.state) };
      }),
    );
  }

  async function save(source: Source): Promise<void> {
    await user.saveSource(source);
    known = undefined;
    onChange();
  }

  async function change(id: string, asked: SourceChange): Promise<Answer> {
    const source = (await all()).get(id);
    if (isOfPolicy(id)) return { ok: false, reason: message('managedSource') };
    if (!source) return { ok: false, reason: message('sourceGone') };
    const { name, on, confidence, tlp, maxAgeDays, everyMinutes } = { ...source, ...asked };
    const changed = sourceSchema.safeParse({
      ...source,
      name,
      on,
      maxAgeDays,
      everyMinutes,
      // "" takes the setting back.
      confidence: confidence || undefined,
      tlp: tlp || undefined,
    });
    if (!changed.success) return { ok: false, reason: sayInvalid(changed.error) };
    await save(changed.data);
    if (changed.data.maxAgeDays !== source.maxAgeDays) await expireOne(changed.data);
    await onIndicatorsChanged();
    return { ok: true };
  }

  async function remove(id: string): Promise<void> {
    await user.removeSource(id);
    known = undefined;
    await store.clearSource(id);
    onChange();
    await onIndicatorsChanged();
  }

  async function coverage(): Promise<Coverage> {
    const api = (await parts.apiCoverage()).sources;
    const views = (await list()).filter(({ source }) => source.on);
    const sources = views.flatMap(({ source, rows, list: state }) => {
      if (source.kind === 'api') return api;
      const lastSync = state?.checked ?? state?.taken?.at;
      return [{ name: source.name, rows, ...(lastSync !== undefined && { lastSync }) }];
    });
    return { rows: views.reduce((sum, { rows }) => sum + rows, 0), sources };
  }

  async function expire(): Promise<void> {
    let gone = 0;
    for (const source of (await all()).values()) gone += await expireOne(source);
    if (gone > 0) await onIndicatorsChanged();
  }

  async function expireOne({ id, maxAgeDays }: Source): Promise<number> {
    if (maxAgeDays === null) return 0;
    const gone = await store.expire(id, now() - maxAgeDays * 86_400_000);
    if (gone > 0) onChange();
    return gone;
  }
}
