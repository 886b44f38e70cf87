import type { SyncStatus } from '@/core/sync-status.ts';
import type { Commit, CommitResult } from '@/store/commit.ts';
import type { IndicatorStore } from '@/store/indicators.ts';
import { parseState, SOC_DEFENDERS, type Nullable, type SyncState } from './sync-state.ts';

/** What is stored of the sync beside the rows, and whether the store takes it. */
export interface SyncRecord {
  /** A failure that the store itself could not take. */
  failure: SyncStatus['error'];
  read(): Promise<SyncState>;
  commit(change: Commit): Promise<CommitResult>;
  /** Changes what is stored, from whatever it is by then. False where there is no room for it. */
  change(change: (state: SyncState) => Nullable<SyncState>): Promise<boolean>;
}

export function createSyncRecord(store: Pick<IndicatorStore, 'source' | 'commit'>): SyncRecord {
  const record: SyncRecord = {
    failure: undefined,
    async read() {
      return parseState((await store.source(SOC_DEFENDERS.id))?.state);
    },
    async commit(change) {
      const result = await store.commit(change);
      // What can be stored says that there is room again: long before the end of a run that has much to catch up with.
      if (result.ok) record.failure = undefined;
      return result;
    },
    async change(change) {
      for (;;) {
        const source = await store.source(SOC_DEFENDERS.id);
        const state = change(parseState(source?.state));
        const result = await record.commit({
          source: SOC_DEFENDERS.id,
          rows: [],
          from: source?.version,
          state: () => state,
        });
        if (result.ok || result.reason === 'full') return result.ok;
      }
    },
  };
  return record;
}
