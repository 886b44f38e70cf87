import { expect, test } from 'vitest';
import { createTurns } from '@/worker/turns.ts';

const START = Date.parse('2026-06-01T12:00:00Z');
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

/** One browser: its alarms, its memory and its clock outlive the workers. */
function createWorld() {
  const clock = { now: START };
  let planned: number | undefined;
  let turned: number | undefined;
  const counts = { advances: 0, looks: 0, plans: 0 };

  function startWorker() {
    const listeners: ((name: string) => void)[] = [];
    // What the pages in sight hold, which they ask about again whenever the epoch advances.
    const pages: number[] = [];
    const turns = createTurns({
      alarms: {
        at: (name, when) => {
          expect(name).toBe('turns');
          counts.plans++;
          return Promise.resolve(void (planned = when));
        },
        every: () => Promise.reject(new Error('It rings when a date passes, not again and again')),
        clear: () => Promise.resolve(void (planned = undefined)),
        next: () => {
          counts.looks++;
          return Promise.resolve(planned);
        },
        onRing: (listener) => void listeners.push(listener),
      },
      advance: () => {
        counts.advances++;
        for (const date of pages) if (date > clock.now) turns.note(date);
        return Promise.resolve();
      },
      last: { read: () => Promise.resolve(turned), write: (at) => Promise.resolve(void (turned = at)) },
      now: () => clock.now,
    });
    turns.start();
    return {
      async show(...dates: number[]) {
        pages.push(...dates);
        for (const date of dates) turns.note(date);
        await settled();
      },
      /** As the browser does: a ring repeats every quarter of an hour. */
      async ring(name = 'turns') {
        if (name === 'turns' && planned !== undefined) {
          clock.now = Math.max(clock.now, planned);
          planned += 15 * MINUTE;
        }
        for (const listener of listeners) listener(name);
        await settled();
      },
    };
  }

  /** In minutes from the start. */
  const next = () => planned && (planned - START) / MINUTE;
  return { startWorker, clock, counts, next };
}

const settled = () => new Promise((done) => setTimeout(done));

test('the earliest date is waited for, and noted once', async () => {
  const { startWorker, counts, next } = createWorld();
  await startWorker().show(START + 9 * MINUTE, START + 5 * MINUTE, START + 7 * MINUTE, Infinity);
  expect(next()).toBe(5);
  expect(counts.plans).toBeLessThanOrEqual(2);
});

test('where no date is ahead nothing is waited for', async () => {
  const { startWorker, next } = createWorld();
  await startWorker().show(Infinity, Infinity);
  expect(next()).toBeUndefined();
});

test('when it has passed pages ask again, and the next one is waited for', async () => {
  const { startWorker, counts, next } = createWorld();
  const worker = startWorker();
  await worker.show(START + 5 * MINUTE, START + 3 * DAY);
  await worker.ring();
  expect([counts.advances, next()]).toEqual([1, 3 * 1440]);
  await worker.ring();
  expect([counts.advances, next()]).toEqual([2, undefined]);
});

test('dates that crowd are a quarter of an hour apart, whatever worker hears of them', async () => {
  const { startWorker, counts, next } = createWorld();
  const worker = startWorker();
  await worker.show(...[5, 6, 7, 30].map((minutes) => START + minutes * MINUTE));
  await worker.ring();
  expect(next()).toBe(20);
  const later = startWorker();
  await later.show(START + 8 * MINUTE);
  expect(next()).toBe(20);
  await later.ring();
  expect(counts.advances).toBe(2);
  await startWorker().show(START + 21 * MINUTE);
  expect(next()).toBe(35);
});

test('what a worker before was told is kept, unless an earlier date comes', async () => {
  const { startWorker, next } = createWorld();
  await startWorker().show(START + 50 * MINUTE);
  await startWorker().show(START + 90 * MINUTE);
  expect(next()).toBe(50);
  await startWorker().show(START + 20 * MINUTE);
  expect(next()).toBe(20);
});

test('a date that is later than the last one costs nothing', async () => {
  const { startWorker, counts } = createWorld();
  const worker = startWorker();
  await worker.show(START + 5 * MINUTE);
  await worker.show(START + 5 * MINUTE, START + 6 * MINUTE);
  expect([counts.looks, counts.plans]).toEqual([1, 1]);
});

test('a date that is far off does not exceed what timers can count', async () => {
  const { startWorker, next } = createWorld();
  await startWorker().show(START + 400 * DAY);
  expect(next()! * MINUTE).toBeLessThan(2 ** 31);
});

test("another's alarm is nothing to it", async () => {
  const { startWorker, counts } = createWorld();
  await startWorker().ring('lists');
  expect(counts.advances).toBe(0);
});
