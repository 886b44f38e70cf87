import {
  CASE_LIMITS,
  caseKey,
  caseSchema,
  changeFields,
  mergeCase,
  type Case,
  type CaseItem,
} from './cases.ts';
import { NOTE_LIMITS, checkNote, noteSchema, type Note } from './notes.ts';
import { normalize } from './normalize.ts';
import { message, type Message, type Value } from './words.ts';

/** What the user wrote down: nobody but the user has it, so it is never deleted but by the user. */
export interface Records {
  cases: Case[];
  notes: Note[];
}

/** What puts back everything that a change touched. */
export interface RecordsUndo extends Records {
  /** Ids of cases that were not there before. */
  dropCases: string[];
  dropNotes: Pick<Note, 'type' | 'value'>[];
}

/** What taking records over would change. */
export interface RecordsPlan {
  put: Records;
  undo: RecordsUndo;
  newCases: number;
  mergedCases: number;
  newNotes: number;
  replacedNotes: number;
  /** What does not fit, in words. */
  problems: Value[];
}

/** Merges records from elsewhere into one's own: nothing of one's own is lost, except that a newer note takes an older one's place. */
export function planRecords(mine: Records, theirs: Records): RecordsPlan {
  const plan: RecordsPlan = {
    put: { cases: [], notes: [] },
    undo: { cases: [], notes: [], dropCases: [], dropNotes: [] },
    newCases: 0,
    mergedCases: 0,
    newNotes: 0,
    replacedNotes: 0,
    problems: [],
  };
  planCases(plan, mine.cases, theirs.cases);
  planNotes(plan, mine.notes, theirs.notes);
  return plan;
}

function planCases(plan: RecordsPlan, mine: readonly Case[], theirs: readonly Case[]): void {
  const there = new Map(mine.map((each) => [each.id, each]));
  let values = mine.reduce((sum, { items }) => sum + items.length, 0);
  for (const given of theirs) {
    const own = there.get(given.id);
    const next = own ? mergeCase(own, given) : given;
    if (own && JSON.stringify(next) === JSON.stringify(own)) continue;
    const more = next.items.length - (own?.items.length ?? 0);
    const hasRoom =
      next.items.length <= CASE_LIMITS.values &&
      values + more <= CASE_LIMITS.allValues &&
      (own !== undefined || there.size < CASE_LIMITS.cases);
    if (!hasRoom) {
      plan.problems.push(message('caseNoRoom', { name: given.name }));
      continue;
    }
    values += more;
    there.set(next.id, next);
    plan.put.cases.push(next);
    if (own) {
      plan.mergedCases++;
      plan.undo.cases.push(own);
    } else {
      plan.newCases++;
      plan.undo.dropCases.push(next.id);
    }
  }
}

function planNotes(plan: RecordsPlan, mine: readonly Note[], theirs: readonly Note[]): void {
  const there = new Map(mine.map((note) => [caseKey(note), note]));
  let leftOut = 0;
  for (const given of theirs) {
    const own = there.get(caseKey(given));
    if (own && (own.text === given.text || own.changed >= given.changed)) continue;
    if (!checkNote(given.text, there.size, own !== undefined).ok) {
      leftOut++;
      continue;
    }
    there.set(caseKey(given), given);
    plan.put.notes.push(given);
    if (own) {
      plan.replacedNotes++;
      plan.undo.notes.push(own);
    } else {
      plan.newNotes++;
      plan.undo.dropNotes.push({ type: given.type, value: given.value });
    }
  }
  if (leftOut > 0) plan.problems.push(message('notesNoRoom', { most: NOTE_LIMITS.notes, number: leftOut }));
}

/** Reads records from outside. What cannot be used costs only itself, and is told. */
export function readRecords(
  raw: { cases: readonly unknown[]; notes: readonly unknown[] },
  problems: Value[],
): Records {
  const cases = new Map<string, Case>();
  for (const each of raw.cases) {
    const read = readCase(each, problems);
    if (read) cases.set(read.id, read);
  }
  const notes = new Map<string, Note>();
  for (const each of raw.notes) {
    const read = readNote(each);
    if (read) notes.set(caseKey(read), read);
  }
  const bad = raw.notes.length - notes.size;
  if (bad > 0) problems.push(message('notesUnreadable', { number: bad }));
  return { cases: [...cases.values()], notes: [...notes.values()] };
}

function readCase(raw: unknown, problems: Value[]): Case | undefined {
  const parsed = caseSchema.safeParse(raw).data;
  const fields = parsed && changeFields(parsed, {}, parsed.changed);
  if (!parsed || !fields?.ok || !areDates(parsed)) {
    problems.push(unreadable(nameOf(raw), fields?.ok === false ? fields.reason : undefined));
    return undefined;
  }
  const items = new Map<string, CaseItem>();
  for (const item of parsed.items) {
    const read = normalize(item.type, item.value);
    const isSound =
      read.ok &&
      item.sightings.every(({ at }) => isDate(at)) &&
      (item.note?.length ?? 0) <= CASE_LIMITS.valueNote;
    if (!isSound) continue;
    const clean = { ...item, value: read.value, sightings: item.sightings.slice(0, CASE_LIMITS.sightings) };
    if (!items.has(caseKey(clean))) items.set(caseKey(clean), clean);
  }
  const bad = parsed.items.length - items.size;
  if (bad > 0) problems.push(message('valuesUnreadable', { name: parsed.name, number: bad }));
  return { ...fields.changed, items: [...items.values()] };
}

function readNote(raw: unknown): Note | undefined {
  const note = noteSchema.safeParse(raw).data;
  const read = note && normalize(note.type, note.value);
  const isSound =
    note && note.text.trim() !== '' && note.text.length <= NOTE_LIMITS.text && isDate(note.changed);
  return isSound && read?.ok ? { ...note, value: read.value } : undefined;
}

function areDates({ created, changed, closed }: Case): boolean {
  return [created, changed, closed ?? changed].every(isDate);
}

function isDate(text: string): boolean {
  return !Number.isNaN(Date.parse(text));
}

function nameOf(raw: unknown): string | undefined {
  const name = typeof raw === 'object' && raw !== null && 'name' in raw ? raw.name : undefined;
  return typeof name === 'string' ? name.slice(0, 60) : undefined;
}

function unreadable(name: string | undefined, reason: Value | undefined): Message {
  if (reason === undefined)
    return name === undefined ? message('caseUnreadable') : message('caseUnreadableNamed', { name });
  return name === undefined
    ? message('caseUnreadableBecause', { reason })
    : message('caseUnreadableNamedBecause', { name, reason });
}
