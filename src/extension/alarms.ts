import { browser } from 'wxt/browser';

/** Alarms: the only thing that starts a worker again after the browser stopped it. */
export const alarms = {
  /**
   * Rings at `when` (ms since the epoch; the browser may delay it to 30 seconds from now), and then every quarter of an
   * hour until it is set anew or cleared: a ring may get lost with the worker that it woke.
   */
  async at(name: string, when: number): Promise<void> {
    await browser.alarms.create(name, { when, periodInMinutes: 15 });
  },

  /** Rings again and again until cleared. */
  async every(name: string, minutes: number): Promise<void> {
    await browser.alarms.create(name, { periodInMinutes: minutes });
  },

  async clear(name: string): Promise<void> {
    await browser.alarms.clear(name);
  },

  /** When it rings next, ms since the epoch. Alarms may be gone after a restart of the browser. */
  async next(name: string): Promise<number | undefined> {
    return (await browser.alarms.get(name))?.scheduledTime;
  },

  /** To be called while the worker starts, before anything is awaited, or the ring that started it is lost. */
  onRing(listener: (name: string) => void): void {
    browser.alarms.onAlarm.addListener(({ name }) => listener(name));
  },
};
export type Alarms = typeof alarms;
