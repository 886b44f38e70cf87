import 'fake-indexeddb/auto';
import { onTestFinished } from 'vitest';
import { createClient } from '@/api/client.ts';
import { parseRow } from '@/api/wire.ts';
import type { Indicator } from '@/core/indicator.ts';
import type { Settings } from '@/core/settings.ts';
import type { SyncStatus } from '@/core/sync-status.ts';
import { openIndicatorStore } from '@/store/indicators.ts';
import { openUserStore } from '@/store/user.ts';
import { createSync, type SyncParts } from '@/worker/sync.ts';
import { startEmulator, type EmulatorOptions } from '../../support/emulator/emulator.ts';
import { english } from '../../words/speech.ts';

let worlds = 0;

/** Alarms that ring when the test says so. They outlive a worker, as the browser's do. */
function createAlarms() {
  const set = new Map<string, number>();
  const periods = new Map<string, number>();
  let listeners: ((name: string) => void)[] = [];
  return {
    set,
    at: async (name: string, when: number) => void set.set(name, when),
    async every(name: string, minutes: number) {
      set.set(name, minutes * 60_000);
      periods.set(name, minutes);
    },
    async clear(name: string) {
      set.delete(name);
    },
    next: async (name: string) => set.get(name),
    onRing: (listener: (name: string) => void) => void listeners.push(listener),
    ring: (name: string) => listeners.forEach((listener) => listener(name)),
    workerDied: () => (listeners = []),
  };
}

/** An API, a disk, a clock and the browser's alarms, on which workers live and die. */
export async function createWorld(options: EmulatorOptions = {}) {
  const clock = { now: Date.parse('2026-05-16T10:30:00Z') };
  /** How long workers wait for the API. Real time, so it is short only where silence is the point. */
  const patience = { ms: 30_000 };
  const emulator = await startEmulator({ now: () => clock.now, ...options });
  const name = `world-${++worlds}`;
  const alarms = createAlarms();
  const statuses: SyncStatus[] = [];
  const counts = { announced: 0, keptAlive: 0 };
  const user = openUserStore({ name: `user-${name}` });
  await user.setSettings({ baseUrl: emulator.url });
  await user.setKey(emulator.key);
  const closing: (() => Promise<void>)[] = [() => emulator.close(), () => user.close()];
  onTestFinished(async () => void (await Promise.all(closing.map((close) => close()))));

  /** A new worker over the same disk. `change` replaces what it is given. */
  function startWorker(change: (parts: SyncParts) => SyncParts = (parts) => parts) {
    alarms.workerDied();
    const store = openIndicatorStore({
      name: `indicators-${name}`,
      onRebuilt: (notice) => void sync.storeRebuilt(notice),
    });
    closing.push(() => store.close());
    const sync = createSync(
      change({
        store,
        user,
        makeClient: (given) =>
          createClient({ ...given, fetch, now: () => clock.now, patienceMs: patience.ms }),
        alarms,
        keepAlive: () => void counts.keptAlive++,
        now: () => clock.now,
        random: () => 0.5,
        onStatus: (status) => void statuses.push(status),
        onIndicatorsChanged: () => void counts.announced++,
      }),
    );
    return { store, sync };
  }

  /** What the store must hold: the API's rows as they are now. */
  function expectedRows(): Map<string, Indicator> {
    const rows = new Map<string, Indicator>();
    for (const raw of emulator.rows.list()) {
      const parsed = parseRow(raw, 'socdefenders', 0);
      if (parsed.ok) rows.set(parsed.indicator.id, parsed.indicator);
    }
    return rows;
  }

  async function setSettings(change: Partial<Settings>): Promise<void> {
    const result = await user.setSettings(change);
    if (!result.ok) throw new Error(english.inWords(result.reason));
  }

  return {
    emulator,
    clock,
    patience,
    alarms,
    statuses,
    counts,
    user,
    setSettings,
    startWorker,
    expectedRows,
  };
}
export type World = Awaited<ReturnType<typeof createWorld>>;
export type Worker = ReturnType<World['startWorker']>;

/** Rows `from` to `to` of a made-up feed, taken in by the API at `extracted_at` or, without it, an hour ago. */
export function feedRows(from: number, to: number, extra: object = {}): object[] {
  return Array.from({ length: to - from }, (_, n) => ({
    id: `id-${from + n}`,
    type: 'domain',
    value: `host-${from + n}.example`,
    confidence: 'medium',
    ...extra,
  }));
}

/** `count` rows of a made-up feed, which the API took in evenly between two moments (ms since the epoch). */
export function timedRows(
  count: number,
  { from, to }: { from: number; to: number },
  extra: object = {},
): object[] {
  return feedRows(0, count, extra).map((row, n) => ({
    ...row,
    extracted_at: new Date(from + Math.floor((n / count) * (to - from))).toISOString(),
  }));
}

/** A small seeded generator (mulberry32), so that a failing run can be repeated. 0 <= n < 1. */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Fails where the store does not hold every row of the API exactly once, with a count to match. */
export async function assertWhole(world: World, { store }: Worker): Promise<void> {
  const expected = world.expectedRows();
  const seen = new Map<string, string>();
  await store.forEachRow((row) => {
    if (seen.has(row.id)) throw new Error(`${row.id} stands twice`);
    seen.set(row.id, `${row.value} ${row.confidence}`);
  });
  for (const [id, { value, confidence }] of expected) {
    if (seen.get(id) !== `${value} ${confidence}`) throw new Error(`${id} is ${seen.get(id) ?? 'missing'}`);
  }
  if (seen.size !== expected.size) throw new Error(`${seen.size} rows instead of ${expected.size}`);
  if ((await store.count()) !== seen.size) throw new Error(`counted ${await store.count()} of ${seen.size}`);
}
