import { browser } from 'wxt/browser';

/** When open pages were last made to ask again because a date had passed (src/worker/turns.ts); as long as the browser runs. */
export const lastTurn = {
  async read(): Promise<number | undefined> {
    const { turned } = await browser.storage.session.get('turned');
    return typeof turned === 'number' ? turned : undefined;
  },
  async write(at: number): Promise<void> {
    // Where the browser has no room for it the next turn may come sooner.
    await browser.storage.session.set({ turned: at }).catch(() => undefined);
  },
};
