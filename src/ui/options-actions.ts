import type { Settings } from '@/core/settings.ts';

/** What became of a change, to be said in words. */
export type Outcome = { ok: true; message?: string } | { ok: false; reason: string };

export interface OptionsActions {
  /** Saves at once; a refused change changes nothing. */
  save(change: Partial<Settings>): Promise<Outcome>;
  /** An empty key removes it. */
  saveKey(key: string): Promise<Outcome>;
  testConnection(): Promise<Outcome>;
  syncNow(): void;
  /** The user has read of the gaps. */
  dismissGaps(): void;
  clearIndicators(): Promise<Outcome>;
}
