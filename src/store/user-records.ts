import type { IDBPDatabase } from 'idb';
import { caseKey, caseSchema, type Case, type Refusal } from '@/core/cases.ts';
import type { Observable } from '@/core/indicator.ts';
import { noteSchema, type Note } from '@/core/notes.ts';
import type { Records, RecordsUndo } from '@/core/records.ts';
import type { UserSchema } from './user-db.ts';

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

export function recordStore(open: () => Promise<IDBPDatabase<UserSchema>>): RecordStore {
  return {
    cases: async () => readAll(await (await open()).getAll('cases'), readCase),
    case: async (id) => readCase(await (await open()).get('cases', id)),
    async currentCase() {
      const id = await (await open()).get('kept', 'current-case');
      return typeof id === 'string' ? id : undefined;
    },
    async chooseCase(id) {
      const db = await open();
      await (id === undefined ? db.delete('kept', 'current-case') : db.put('kept', id, 'current-case'));
    },
    notes: async () => readAll(await (await open()).getAll('notes'), readNote),
    note: async (observable) => readNote(await (await open()).get('notes', caseKey(observable))),

    async changeNote(observable, decide) {
      const transaction = await begin();
      const notes = transaction.objectStore('notes');
      const before = readNote(await notes.get(caseKey(observable)));
      const { change, answer } = decide(before, await notes.count());
      await write(transaction, change);
      return answer;
    },

    async changeCases(decide) {
      const transaction = await begin();
      const decided = decide(readAll(await transaction.objectStore('cases').getAll(), readCase));
      if ('reason' in decided) {
        await transaction.done;
        return decided;
      }
      await write(transaction, decided.change);
      return decided.answer;
    },

    caseTrash: async () => (await open()).get('kept', 'case-trash'),
    async changeCaseTrash(change) {
      const transaction = (await open()).transaction('kept', 'readwrite', { durability: 'strict' });
      const stored: unknown = await transaction.store.get('case-trash');
      await transaction.store.put(change(stored), 'case-trash');
      await transaction.done;
    },

    async changeRecords(decide) {
      const transaction = await begin();
      const cases = readAll(await transaction.objectStore('cases').getAll(), readCase);
      const notes = readAll(await transaction.objectStore('notes').getAll(), readNote);
      const { change, answer } = decide({ cases, notes });
      await write(transaction, change);
      return answer;
    },
  };

  async function begin() {
    return (await open()).transaction(['cases', 'notes'], 'readwrite', { durability: 'strict' });
  }

  async function write(
    transaction: Awaited<ReturnType<typeof begin>>,
    { cases = [], notes = [], dropCases = [], dropNotes = [] }: RecordChange,
  ): Promise<void> {
    const caseStore = transaction.objectStore('cases');
    const noteStore = transaction.objectStore('notes');
    await Promise.all([
      ...dropCases.map((id) => caseStore.delete(id)),
      ...dropNotes.map((observable) => noteStore.delete(caseKey(observable))),
      ...cases.map((each) => caseStore.put(each, each.id)),
      ...notes.map((note) => noteStore.put(note, caseKey(note))),
    ]);
    await transaction.done;
  }
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
