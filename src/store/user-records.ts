import { caseKey, caseSchema, type Case, type Refusal } from '@/core/cases.ts';
import type { Observable } from '@/core/indicator.ts';
import { noteSchema, type Note } from '@/core/notes.ts';
import type { Records, RecordsUndo } from '@/core/records.ts';
import type { UserDatabase } from './user-db.ts';
import type { UserTransaction } from './user-schema.ts';

/** What is to be written, and what to be deleted by its id or key. */
export interface RecordChange extends Partial<Records> {
  dropCases?: RecordsUndo['dropCases'];
  dropNotes?: RecordsUndo['dropNotes'];
}

/** The user's cases and notes. What only a newer version can read stays where it is, and is not used. */
export interface RecordStore {
  cases(): Promise<Case[]>;
  case(id: string): Promise<Case | undefined>;
  /** The id of the case that was chosen last; it may be gone or closed. */
  currentCase(): Promise<string | undefined>;
  chooseCase(id: string | undefined): Promise<void>;
  notes(): Promise<Note[]>;
  note(observable: Observable): Promise<Note | undefined>;
  /** One note, in one transaction with what decides on it: the note as it is, and how many there are. */
  changeNote<T>(
    observable: Observable,
    decide: (before: Note | undefined, total: number) => { change: RecordChange; answer: T },
  ): Promise<T>;
  /** Decides on all cases as they are and writes, in one transaction; a refusal writes nothing. */
  changeCases<T>(
    decide: (cases: Case[]) => { change: RecordChange; answer: T } | Refusal,
  ): Promise<T | Refusal>;
  /** Whatever was stored of deleted cases, by this version or another one. */
  caseTrash(): Promise<unknown>;
  /** Reads and writes it in one transaction. */
  changeCaseTrash(change: (stored: unknown) => unknown): Promise<void>;
  /** The same as `changeCases` with the notes. */
  changeRecords<T>(decide: (records: Records) => { change: RecordChange; answer: T }): Promise<T>;
}

export function recordStore(read: UserDatabase['read'], change: UserDatabase['change']): RecordStore {
  return {
    cases: async () => readAll(await read((all) => all.getAll('cases')), readCase),
    case: async (id) => readCase(await read((all) => all.get('cases', id))),
    async currentCase() {
      const id = await read((all) => all.get('kept', 'current-case'));
      return typeof id === 'string' ? id : undefined;
    },
    chooseCase: (id) =>
      change(async (all) => {
        const kept = all.objectStore('kept');
        await (id === undefined ? kept.delete('current-case') : kept.put(id, 'current-case'));
      }),
    notes: async () => readAll(await read((all) => all.getAll('notes')), readNote),
    note: async (observable) => readNote(await read((all) => all.get('notes', caseKey(observable)))),

    changeNote: (observable, decide) =>
      change(async (all) => {
        const notes = all.objectStore('notes');
        const before = readNote(await notes.get(caseKey(observable)));
        const decided = decide(before, await notes.count());
        await write(all, decided.change);
        return decided.answer;
      }),

    changeCases: (decide) =>
      change(async (all) => {
        const decided = decide(readAll(await all.objectStore('cases').getAll(), readCase));
        if ('reason' in decided) return decided;
        await write(all, decided.change);
        return decided.answer;
      }),

    caseTrash: async () => read((all) => all.get('kept', 'case-trash')),
    changeCaseTrash: (decide) =>
      change(async (all) => {
        const kept = all.objectStore('kept');
        await kept.put(decide(await kept.get('case-trash')), 'case-trash');
      }),

    changeRecords: (decide) =>
      change(async (all) => {
        const cases = readAll(await all.objectStore('cases').getAll(), readCase);
        const notes = readAll(await all.objectStore('notes').getAll(), readNote);
        const decided = decide({ cases, notes });
        await write(all, decided.change);
        return decided.answer;
      }),
  };
}

async function write(
  all: UserTransaction,
  { cases = [], notes = [], dropCases = [], dropNotes = [] }: RecordChange,
): Promise<void> {
  const caseStore = all.objectStore('cases');
  const noteStore = all.objectStore('notes');
  await Promise.all([
    ...dropCases.map((id) => caseStore.delete(id)),
    ...dropNotes.map((observable) => noteStore.delete(caseKey(observable))),
    ...cases.map((each) => caseStore.put(each, each.id)),
    ...notes.map((note) => noteStore.put(note, caseKey(note))),
  ]);
}

function readAll<T>(stored: readonly unknown[], read: (raw: unknown) => T | undefined): T[] {
  return stored.flatMap((raw) => read(raw) ?? []);
}

function readCase(raw: unknown): Case | undefined {
  return caseSchema.safeParse(raw).data;
}

function readNote(raw: unknown): Note | undefined {
  return noteSchema.safeParse(raw).data;
}
