import { browser } from 'wxt/browser';
import type { Level, Observable } from '@/core/indicator.ts';

/** What the worker must remember of a tab between two of its lives. Kept in memory by the browser (storage.session), never on disk. */
export interface TabState {
  /** Hashes of the values asked about since the page was opened, or since indicators or settings changed: then all are asked again. */
  asked: number[];
  /** When that was counted from; see Instructions. */
  epoch?: number;
  /** How many may be, where the user has allowed more than TAB_BUDGET. */
  budget?: number;
  /**
   * By frame id. Of the counted values only hashes are kept: storage.session holds ten megabytes for all tabs
   * together, and a URL may have thousands of characters.
   */
  frames: Record<number, { counted: number[]; highest?: Level }>;
  /** Changes with every page, so that an answer about the page before is not taken for one about this page. */
  page?: string;
  /** Access to the tab's page was taken while it was open. */
  isTaken?: true;
  /** The address of the tab or of one of its frames, where that itself is listed. */
  listedAddress?: Observable;
}

export interface TabStates {
  read(tabId: number): Promise<TabState>;
  /** Changes of one tab happen one after another, so that no report of a frame is lost. */
  update(tabId: number, change: (state: TabState) => TabState): Promise<TabState>;
  forget(tabId: number): Promise<void>;
}

/** Read from storage once in a life of the worker, whose questions do not wait for what is written there. */
export function createTabStates(): TabStates {
  const turns = new Map<number, Promise<unknown>>();
  const known = new Map<number, TabState>();
  const storing = new Map<number, ReturnType<typeof setTimeout>>();

  async function read(tabId: number): Promise<TabState> {
    const key = keyOf(tabId);
    if (!known.has(tabId)) {
      const stored = await browser.storage.session.get(key);
      // What was changed meanwhile is newer.
      if (!known.has(tabId)) known.set(tabId, (stored[key] as TabState | undefined) ?? EMPTY);
    }
    return known.get(tabId) ?? EMPTY;
  }

  async function inTurn<T>(tabId: number, act: () => Promise<T>): Promise<T> {
    const turn = (turns.get(tabId) ?? Promise.resolve()).then(act, act);
    turns.set(tabId, turn);
    try {
      return await turn;
    } finally {
      if (turns.get(tabId) === turn) turns.delete(tabId);
    }
  }

  function storeSoon(tabId: number): void {
    if (storing.has(tabId)) return;
    const store = (): void => {
      storing.delete(tabId);
      // A full storage costs no more than what the next worker would have known.
      browser.storage.session.set({ [keyOf(tabId)]: known.get(tabId) }).catch(() => undefined);
    };
    // To write thousands of hashes takes milliseconds, which the answer to whoever changed them need not wait for.
    storing.set(tabId, setTimeout(store));
  }

  return {
    read,
    update: (tabId, change) =>
      inTurn(tabId, async () => {
        const before = await read(tabId);
        const state = change(before);
        if (state === before) return state;
        known.set(tabId, state);
        storeSoon(tabId);
        return state;
      }),
    forget: (tabId) =>
      inTurn(tabId, async () => {
        known.delete(tabId);
        clearTimeout(storing.get(tabId));
        storing.delete(tabId);
        await browser.storage.session.remove(keyOf(tabId));
      }),
  };
}

export const EMPTY: TabState = { asked: [], frames: {} };

function keyOf(tabId: number): string {
  return `tab:${tabId}`;
}
