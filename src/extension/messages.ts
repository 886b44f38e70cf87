import { browser } from 'wxt/browser';
import type { TrashedSummary } from '@/core/case-trash.ts';
import type {
  Added,
  Case,
  CaseFields,
  CaseSummary,
  NewValue,
  Place,
  PlacedItem,
  Refusal,
} from '@/core/cases.ts';
import type {
  Confidence,
  Coverage,
  Explanation,
  LinkMismatch,
  LinkSuspect,
  LookupAnswer,
  Observable,
  PageIdentity,
  PageItem,
  Searched,
  Sought,
  Tlp,
  Level,
} from '@/core/indicator.ts';
import type { SeenValue } from '@/core/inspection.ts';
import type { ListState } from '@/core/list-state.ts';
import type { Note } from '@/core/notes.ts';
import type { Outline } from '@/core/outline.ts';
import type { Known, PageLink } from '@/core/page-reading.ts';
import type { Policy, PolicyField } from '@/core/policy.ts';
import type { Records, RecordsPlan, RecordsUndo } from '@/core/records.ts';
import type { Settings } from '@/core/settings.ts';
import type { ColumnMap, ListFormat, Source } from '@/core/source.ts';
import type { SyncStatus } from '@/core/sync-status.ts';
import type { Message, Value } from '@/core/words.ts';

/** Every request that reaches the worker, with who sends it and why. The router decides who may (see sender.ts). */
export interface ProtocolMap extends RecordProtocol {
  /**
   * Annotator, at start (`first`) and after `epoch` changes: may I read this page, and what may I paint? A first hello of
   * a tab's top frame begins a new page: badge and budget start anew. `isOld`: access to it may have been taken since it was opened.
   */
  hello(from: { first: boolean; isOld?: boolean }): Instructions;
  /**
   * Annotator: what of these texts and links is known? The tokenizer runs in the worker, since a page would have to compile it anew and
   * run it cold at every load. Where anything is known, the worker runs the marker's script in that frame, if it is not there yet.
   */
  read(question: PageQuestion): PageAnswer;
  /** Card, popup and panel: everything known about one value. Absent when it is not known (any more). */
  explain(question: Question): Explanation | undefined;
  /** Annotator: run this script in this frame. The marker's comes without being asked for, unless the worker died meanwhile. */
  load(script: LoadedScript): void;
  /** Annotator: what the badge needs, and whether there are links to be judged. */
  report(report: BadgeReport): void;
  /** Warner: which of these links are to be warned of on the page? None outside of a message view. */
  judgeLinks(suspects: LinkSuspect[]): LinkJudgement;
  /** Card: a click on "open in side panel". `ok: false` where the browser allows that only from its own controls. */
  openPanel(observable: Observable): PanelAnswer;

  /** Extension pages: text of any shape -> what is known of each value in it. */
  lookup(text: string): LookupAnswer;
  /** Extension pages: which known values are meant by parts of a lookup that stand for many. */
  search(sought: Sought[]): Searched[];
  /** Side panel, on a click that names the host: tells the API this one value, and asks what it knows of it. Nothing is stored. */
  askApi(observable: Observable): ApiAnswer;
  /** Side panel: of what an inspection read on a page (see inspection.ts), what is new to the user. */
  sortValues(question: { values: SeenValue[]; page: PageIdentity }): SortedValues;
  /** Side panel: many `explain`s at once, in order; at most MATCH_BATCH of them. */
  explainAll(questions: Question[]): (Explanation | undefined)[];
  /** Side panel: what the rows of its lists say beside the verdicts, in order; at most MATCH_BATCH of them. */
  outlineAll(questions: Question[]): (Outline | undefined)[];
  /** Side panel: what it was asked for (menu lookup, a card's item) in this window, and has not been told yet. */
  panelRequest(windowId: number): PanelRequest | undefined;
  coverage(): Coverage;
  getSettings(): SettingsView;
  /** Options and popup. A refused change says why and changes nothing. */
  setSettings(change: Partial<Settings>): { ok: true } | { ok: false; reason: Value };
  /** Options: the user has read of what became of damaged settings. */
  forgetDamage(): void;
  /** Options, popup and panel, where nothing else is answered: why the user's own database cannot be read, if it is that. */
  storageTrouble(): Value | undefined;
  /** Options. An empty key removes it. */
  setKey(key: string): void;
  /** Options: asks the API for one row. */
  testConnection(): { ok: true; message: Value } | { ok: false; reason: Value };
  syncStatus(): SyncStatus;
  syncNow(): void;
  /** Options: the user has read of the gaps in what was synced. */
  dismissGaps(): void;
  /** Options: drops every synced row; settings stay. */
  clearIndicators(): void;
  /** Options: indicators, sources, keys, settings, cases and notes, as if it had just been installed. */
  eraseAll(): void;
  /** Options: where indicators come from, with what became of each. */
  sources(): SourceView[];
  /** Options: the user has confirmed the host. */
  subscribe(wanted: NewSubscription): { ok: true } | { ok: false; reason: Value };
  changeSource(change: SourceChange & { id: string }): { ok: true } | { ok: false; reason: Value };
  /** Options: drops the source with its rows. */
  removeSource(id: string): void;
  /** Options: fetches a subscription now. */
  refreshSource(id: string): void;
  /** Options: what a file seems to be, from its first 64 KB and its name. */
  lookAtList(file: { beginning: string; name: string }): ListLook;
  /** Popup and panel, on a click: so many more values of this tab may be asked about than have been. */
  askRest(wanted: { tabId: number; rest: number }): void;
  /** Popup: can this tab be read, and if not, why? */
  pageAccess(tabId: number): PageAccess;
}

/** What side panel and options ask and change of the user's own cases and notes; nothing in a page may. */
export interface RecordProtocol {
  /** Those that hold the text, or all; how many there are; and the one that was chosen, while it is open. */
  cases(sought: string): { cases: CaseSummary[]; total: number; current?: CaseSummary };
  openCase(id: string): Case | undefined;
  casesWith(observable: Observable): CaseSummary[];
  /** The new case is the current one. With an id of the asker's, so that asking again makes no second one. */
  createCase(given: { id: string; name: string }): { ok: true; id: string; name: string } | Refusal;
  changeCase(change: CaseFields & { id: string }): { ok: true } | Refusal;
  /** What is added without a word more goes there from now on. */
  chooseCase(id: string | undefined): void;
  /** All of the values, or none. */
  addToCase(given: {
    id: string;
    values: NewValue[];
    place: Place;
  }): ({ ok: true; name: string } & Omit<Added, 'changed'>) | Refusal;
  removeFromCase(given: { id: string; values: Observable[] }): { ok: true; removed: PlacedItem[] } | Refusal;
  /** Takes an adding or a removal back. */
  putBackInCase(given: { id: string; drop: Observable[]; items: PlacedItem[] }): { ok: true } | Refusal;
  /** "" takes the note back. */
  noteInCase(given: { id: string; observable: Observable; note: string }): { ok: true } | Refusal;
  /** Answers with the case, so that it can be put back; for some time it can be restored, too. */
  deleteCase(id: string): { ok: true; deleted: Case } | Refusal;
  /** Deleted cases that can be restored; the latest first. */
  trashedCases(): TrashedSummary[];
  restoreCase(id: string): { ok: true } | Refusal;
  /** A deleted case, for good. */
  forgetCase(id: string): void;
  /** Those that hold the text, or all; the latest first. */
  notes(sought: string): Note[];
  noteOn(observable: Observable): Note | undefined;
  /** "" removes it. */
  setNote(given: { observable: Observable; text: string }): { ok: true } | Refusal;
  /** Everything, for a file. */
  records(): Records;
  /** What taking these over would change. */
  previewRecords(records: Records): TakeOver;
  takeRecords(records: Records): TakeOver & { undo: RecordsUndo };
  /** Takes a change back: puts records back as they were, and drops those that were not there. */
  putBackRecords(undo: RecordsUndo): void;
}
export type RecordRoute = keyof RecordProtocol;
export type TakeOver = Omit<RecordsPlan, 'put' | 'undo'>;

/** So many questions may come at once. */
export const MATCH_BATCH = 2000;

export interface PageQuestion {
  texts: string[];
  links: PageLink[];
  page: PageIdentity;
  /** The frame has not got the marker's script yet. */
  unmarked?: boolean;
}
export interface PageAnswer extends Known {
  /** See Instructions: another one than those had means that they are out of date, too. */
  epoch: number;
  /** Set when the tab has used up its budget of values: how many distinct ones it asked about, and how many there were. Those beyond it count as unknown. */
  capped?: Capped;
}
export interface Capped {
  asked: number;
  total: number;
}
/** What few frames need. */
export type LoadedScript = 'card' | 'marker';

export interface Question {
  observable: Observable;
  /** Where it stands. What a frame says of its own URL is not believed: the browser knows it. */
  page?: PageIdentity;
  /** Ports written with it there. */
  ports?: number[];
}

export interface Instructions {
  /** False where the user switched the site off, or took access to it. */
  active: boolean;
  /** Changes when indicators or settings did: answers given before are to be asked again. */
  epoch: number;
  references: { cve: boolean; mitre_attack: boolean };
}
export interface BadgeReport {
  /** Distinct counted values ("type:value") of this frame, at most 1,000. */
  counted: string[];
  /** The highest confidence among them. */
  highest?: Level;
  /** How many links of the frame may say one thing and lead to another. */
  suspects?: number | undefined;
}
/** `mismatches`: one entry a link, in order; at most MOST_JUDGED of them. `no mail`: or none that is painted on. */
export type LinkJudgement =
  { state: 'judged'; mismatches: (LinkMismatch | undefined)[] } | { state: 'no mail' };
export const MOST_JUDGED = 200;
/** `how`: the keys that open it, where the browser does not let a page's card do so. */
export type PanelAnswer = { ok: true } | { ok: false; how?: Value };
export type PanelRequest =
  { kind: 'lookup'; text: string; at: number } | { kind: 'item'; observable: Observable; at: number };
/** Settings as the options page may see them: that there is a key, never the key. */
export interface SettingsView {
  settings: Settings;
  hasKey: boolean;
  /** What the administrator's policy sets, and nobody can change here; absent where there is none. */
  managed?: Pick<Policy, 'pivotsForbidden' | 'pivotsForRestricted' | 'problems'> & {
    fields: PolicyField[];
    hasKey: boolean;
    /** How many lists it names. */
    sources: number;
  };
}
export type PageAccess =
  | {
      ok: true;
      host: string;
      siteOff: boolean;
      siteQuiet?: true;
      /** What of it the organisation's policy sets: whether it is off, and whether it is quiet. */
      siteLocked?: { off: boolean; quiet: boolean };
      listedAddress?: Observable;
      /** Most of the page is drawn, so that its text cannot be read. */
      isDrawn?: true;
      /** A frame shows a PDF, whose text cannot be read. */
      hasPdf?: true;
      withheld?: Withheld;
    }
  | {
      ok: false;
      reason: Message;
      remedy?: Message;
      /** The user can allow it on the browser's own page about this extension. */
      inDetails?: true;
      withheld?: Withheld;
    };

/** The origin of a page that the browser does not let us read by itself, and that the user can allow. */
export type Withheld = string;

export type ApiAnswer =
  /** `explanation`: absent also where the API said nothing but that it knows the value. */
  { ok: true; host: string; found: boolean; explanation?: Explanation } | { ok: false; reason: Value };

/** Of the values of a page that are real, those that no row speaks of. */
export interface SortedValues {
  unknown: UnknownValue[];
  /** Why others are not among them: theirs, allowed or impossible; a service of many; a file that is known by another hash. */
  leftOut: { own: number; shared: number; otherHash: number };
  /** How many are real, known ones included. */
  total: number;
}
export interface UnknownValue extends Omit<SeenValue, 'row'> {
  /** Of the same file. */
  otherHashes?: Observable[];
}

/** A source as the options page shows it. */
export interface SourceView {
  source: Source;
  rows: number;
  /** On disk, indexes included. */
  bytes: number;
  /** False where the store knows nothing of it: not fetched yet, or lost when the database was rebuilt. */
  isStored: boolean;
  /** Files and subscriptions. */
  list?: ListState;
  /** When it is fetched next; ms since the epoch. */
  nextRun?: number;
  /** While it is being fetched. */
  progress?: ListProgress;
}
export interface ListProgress {
  rows: number;
  bad: number;
  /** Rows a second. */
  rate?: number;
  /** About, where the server said how much it sends. */
  secondsLeft?: number;
}
export type NewSubscription = Pick<
  Source,
  'name' | 'confidence' | 'tlp' | 'maxAgeDays' | 'everyMinutes' | 'format'
> & {
  /** May hold `{key}`: where the key stands when it is asked for. */
  url: string;
  /** As it was named to the user, who confirmed it. */
  host: string;
  /** Kept apart from the address, and never shown again. */
  key?: string;
};
/** What a list seems to be, for the user to correct. */
export interface ListLook {
  /** Why it is none at all (a web page, nothing, an archive), whatever else it may look like. */
  noList?: Message;
  format: ListFormat;
  /** As CSV: one name a column, the first records, and what the columns seem to hold. */
  header: string[];
  sample: string[][];
  columns?: ColumnMap;
}
/** What the user may change of a source; "" takes a word back. */
export interface SourceChange {
  name?: string;
  on?: boolean;
  confidence?: Confidence | '';
  tlp?: Tlp | '';
  maxAgeDays?: number | null;
  everyMinutes?: number;
}

/** Worker -> every extension page: ask again. */
export interface Broadcast {
  broadcast: 'status' | 'settings' | 'panel' | 'access' | 'sources' | 'records';
}

/** Port between a panel or popup and the annotators of one tab's frames. */
export const PAGE_PORT = 'page-items';
export type FromFrame = {
  kind: 'items';
  /** Drawn at random when the frame starts: two srcdoc frames have the same URL. */
  frame?: string;
  frameUrl: string;
  page: PageIdentity;
  items: PageItem[];
  /** Links that may say one thing and lead to another. */
  suspects: LinkSuspect[];
  /** Set when there are more of them than one frame tells. */
  moreMismatches?: true | undefined;
  /** Set when values of the tab were left out: its budget was used up. */
  capped?: Capped;
};
/**
 * Worker -> the frames of a tab. `report`: its badge began anew, and frames inside a slow page report before the page itself says hello. `rest`:
 * what there was no budget for may be asked now. `access`: some was taken, maybe to this page.
 */
export type ToFrames = { wanted: 'report' | 'rest' | 'access' };

type Route = keyof ProtocolMap;

/** Asks the worker. Rejects when the worker went away before it answered (Firefox stops it at will): retry or say so. */
export async function ask<R extends Route>(
  route: R,
  ...payload: Parameters<ProtocolMap[R]>
): Promise<ReturnType<ProtocolMap[R]>> {
  const answer = await browser.runtime.sendMessage<unknown, ReturnType<ProtocolMap[R]>>({
    route,
    payload: payload[0],
  });
  // The worker's polyfill sends a rejection as an object; the annotator has no polyfill to turn it back into one.
  const failure = (answer as { [REJECTED]?: true; message?: string } | undefined) ?? {};
  if (failure[REJECTED]) throw new Error(failure.message ?? 'The worker failed.');
  return answer;
}

const REJECTED = '__mozWebExtensionPolyfillReject__';
