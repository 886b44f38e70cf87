import type { Settings } from '@/core/settings.ts';
import type { Value } from '@/core/words.ts';
import type { ImportOutcome, ImportRequest } from '@/extension/import-port.ts';
import type { AllowSites } from './allow-sites.tsx';
import type { Observable } from '@/core/indicator.ts';
import type { Note } from '@/core/notes.ts';
import type { Records, RecordsUndo } from '@/core/records.ts';
import type { ListLook, NewSubscription, SourceChange, TakeOver } from '@/extension/messages.ts';

/** What became of a change, to be said in words. */
export type Outcome = { ok: true; message?: Value } | { ok: false; reason: Value };

export interface OptionsActions {
  allowSites: AllowSites;
  /** Saves at once; a refused change changes nothing. */
  save(change: Partial<Settings>): Promise<Outcome>;
  /** An empty key removes it. */
  saveKey(key: string): Promise<Outcome>;
  testConnection(): Promise<Outcome>;
  syncNow(): void;
  /** The user has read of the gaps. */
  dismissGaps(): void;
  /** The user has read of what became of damaged settings. */
  forgetDamage(): void;
  clearIndicators(): Promise<Outcome>;
  /** Indicators, sources, keys and settings: as if it had just been installed. */
  eraseAll(): Promise<Outcome>;
  /** Those that hold the text, or all. */
  findNotes(sought: string): Promise<Note[]>;
  /** "" removes it. */
  setNote(observable: Observable, text: string): Promise<Outcome>;
  /** Cases and notes, for a file. */
  records(): Promise<Records>;
  previewRecords(records: Records): Promise<TakeOver>;
  takeRecords(records: Records): Promise<TakeOver & { undo: RecordsUndo }>;
  putBackRecords(undo: RecordsUndo): Promise<void>;
  saveFile(name: string, mime: string, text: string): void;
  changeSource(id: string, change: SourceChange): Promise<Outcome>;
  /** With its rows. */
  removeSource(id: string): Promise<Outcome>;
  /** Fetches a subscription now. */
  refreshSource(id: string): void;
  /** To be called in the click that confirms the host: the browser may have to ask for access to it. */
  subscribe(wanted: NewSubscription): Promise<Outcome>;
  /** What a file seems to be. */
  lookAtList(beginning: string, name: string): Promise<ListLook>;
  /** Everything of the file, or nothing. */
  importList(request: ImportRequest): Promise<ImportOutcome>;
}
