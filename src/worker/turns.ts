import type { Alarms } from '@/extension/alarms.ts';

export interface TurnsParts {
  alarms: Alarms;
  /** Makes every page ask again. */
  advance(): Promise<void>;
  /** When pages were last made to ask again by this; outlives the worker. */
  last: { read(): Promise<number | undefined>; write(at: number): Promise<void> };
  now(): number;
}

/** Dates that pass while pages are open: a page that was told something hears when that does not hold any more. */
export interface Turns {
  /** To be called while the worker starts, before anything is awaited. */
  start(): void;
  /** What was just answered holds until then (ms since the epoch). Nobody waits for what follows from it. */
  note(moment: number): void;
}

const ALARM = 'turns';
/** Dates may crowd: rows of one feed grow old one after the other. Each turn makes every tab in sight ask again. */
const REST_MS = 15 * 60_000;
/** Firefox's timers count milliseconds in 32 bits: one that is set for later may ring at once. What is asked again by then is planned anew. */
const FARTHEST_MS = 20 * 86_400_000;

export function createTurns({ alarms, advance, last, now }: TurnsParts): Turns {
  /** Of what this worker was told since the last turn. What a worker before it was told is in the alarm. */
  let earliest = Infinity;

  return {
    start() {
      alarms.onRing((name) => {
        if (name === ALARM) void turn();
      });
    },

    note(moment) {
      if (moment >= earliest) return;
      earliest = moment;
      void plan();
    },
  };

  async function plan(): Promise<void> {
    const [planned = Infinity, turned = -Infinity] = await Promise.all([alarms.next(ALARM), last.read()]);
    if (earliest === Infinity) return;
    const when = Math.min(Math.max(earliest, turned + REST_MS), now() + FARTHEST_MS);
    if (when < planned) await alarms.at(ALARM, when);
  }

  /** Should the worker die on the way, the alarm rings again: it is cleared last. */
  async function turn(): Promise<void> {
    earliest = Infinity;
    await last.write(now());
    await advance();
    await alarms.clear(ALARM);
    // Pages that were quick have asked by now, and found an alarm.
    await plan();
  }
}
