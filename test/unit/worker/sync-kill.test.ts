import { expect, test } from 'vitest';
import type { Client } from '@/api/client.ts';
import type { SyncParts } from '@/worker/sync.ts';
import { parseState } from '@/worker/sync-state.ts';
import {
  assertWhole,
  createRandom,
  createWorld,
  feedRows,
  timedRows,
  type Worker,
  type World,
} from './sync-world.ts';

/** A worker's life, counted in steps: each call to the world outside has one before it and one after it. */
interface Life {
  stepsLeft: number;
  died: Promise<void>;
  die(): void;
  /** What was begun, and takes effect though nobody waits for it any more. */
  begun: Promise<unknown>[];
}

function createLife(stepsLeft: number): Life {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { stepsLeft, died: promise, die: resolve, begun: [] };
}

/** What the browser does to a stopped worker: nothing that it awaits ever comes. */
const NEVER = new Promise<never>(() => {});

function takeStep(life: Life): boolean {
  if (life.stepsLeft-- > 0) return true;
  life.die();
  return false;
}

/** The same object for a worker that may be stopped before any of its calls, or after it took effect. */
function mortal<T extends object>(target: T, life: Life): T {
  return new Proxy(target, {
    get(object, name) {
      const member: unknown = Reflect.get(object, name);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]) => {
        if (!takeStep(life)) return NEVER;
        const result: unknown = Reflect.apply(member, object, given);
        if (!(result instanceof Promise)) return result;
        life.begun.push(result.catch(() => {}));
        return result.then((value: unknown) => (takeStep(life) ? value : NEVER));
      };
    },
  });
}

function mortalParts(parts: SyncParts, life: Life): SyncParts {
  return {
    ...parts,
    store: mortal(parts.store, life),
    user: mortal(parts.user, life),
    alarms: mortal(parts.alarms, life),
    makeClient: (given): Client => mortal(parts.makeClient(given), life),
    onIndicatorsChanged: () => mortal({ call: async () => parts.onIndicatorsChanged() }, life).call(),
  };
}

/** Lets alarms ring until a sync has ended well. */
async function finish(world: World, worker: Worker): Promise<void> {
  for (let tries = 0; tries < 5; tries++) {
    const status = await worker.sync.status();
    if (status.phase.state === 'idle' && status.lastSuccess !== undefined) return;
    expect([...world.alarms.set.keys()], 'a worker that is stopped leaves an alarm behind').not.toEqual([]);
    world.clock.now += 60_000;
    await worker.sync.run();
  }
  throw new Error('the sync does not end');
}

test('a worker stopped at any await leaves a store from which the next one ends with every row exactly once', async () => {
  let lives = 0;
  for (let steps = 0; ; steps++) {
    const world = await createWorld({ rows: feedRows(0, 250), maxLimit: 100 });
    await world.alarms.at('sync', 0); // the alarm that woke it
    const life = createLife(steps);
    const { sync } = world.startWorker((parts) => mortalParts(parts, life));
    const ended = await Promise.race([sync.run().then(() => 'ended'), life.died.then(() => 'died')]);

    const worker = world.startWorker();
    if (ended === 'died') {
      lives++;
      await finish(world, worker);
      expect(world.counts.announced).toBeGreaterThan(0);
    }
    await assertWhole(world, worker);
    if (ended === 'ended') break;
  }
  expect(lives).toBeGreaterThan(40);
}, 180_000);

test('workers that live for a page each get there in the end', async () => {
  const world = await createWorld({ rows: feedRows(0, 1000), maxLimit: 100, requestsPerMinute: 1000 });
  const counts: number[] = [];
  while (counts.at(-1) !== 1000 && counts.length < 20) {
    const life = createLife(27);
    const worker = world.startWorker((parts) => mortalParts(parts, life));
    await Promise.race([worker.sync.run(), life.died]);
    counts.push(await worker.store.count());
  }
  expect(counts.length).toBeGreaterThan(3);
  await assertWhole(world, world.startWorker());
});

test('a worker that starts in the middle of a walk goes on by itself, at the page where it was', async () => {
  const world = await createWorld({ rows: feedRows(0, 900), maxLimit: 100 });
  const life = createLife(34);
  const { sync } = world.startWorker((parts) => mortalParts(parts, life));
  void sync.run();
  await life.died;
  await Promise.all(life.begun);
  const before = world.emulator.requests.length;
  const worker = world.startWorker();
  const { rows } = await worker.sync.status();
  expect(rows).toBeGreaterThan(0);
  expect(rows).toBeLessThan(900);
  worker.sync.start();
  await expect.poll(async () => (await worker.sync.status()).lastSuccess).toBeDefined();
  await assertWhole(world, worker);
  expect(world.emulator.requests[before]?.query['offset']).toBe(String(rows));
});

test('a sync of 200,000 rows whose worker is stopped 100 times at random ends with every row exactly once', async () => {
  const now = Date.parse('2026-05-16T10:30:00Z');
  const day = 24 * 3_600_000;
  const rows = timedRows(200_000, { from: now - 300 * day, to: now - day });
  const times = rows.map((row) => Date.parse((row as { extracted_at: string }).extracted_at));
  const world = await createWorld({ rows, maxLimit: 1500, requestsPerMinute: 1e6 });
  const random = createRandom(20_260_516);
  const counts = new Set<number>();
  for (let death = 0; death < 100; death++) {
    const life = createLife(8 + Math.floor(random() * 26));
    const { sync, store } = world.startWorker((parts) => mortalParts(parts, life));
    const ended = await Promise.race([sync.run().then(() => 'ended'), life.died.then(() => 'died')]);
    expect(ended, `life ${death}`).toBe('died');
    await Promise.all(life.begun);
    const source = await store.source('socdefenders');
    const { rows: said, cursor } = parseState(source?.state);
    const count = await store.count('socdefenders');
    expect(count).toBe(said);
    if (cursor.state !== 'walking') continue;
    // Nothing older than the window under way is missing, and nothing newer is there yet.
    const least = times.filter((time) => time < Date.parse(cursor.from)).length;
    expect(count).toBe(least + cursor.offset);
    counts.add(count);
  }
  expect(counts.size).toBeGreaterThan(30);
  const worker = world.startWorker();
  await finish(world, worker);
  await assertWhole(world, worker);
  expect(await worker.store.count()).toBe(200_000);
}, 180_000);
