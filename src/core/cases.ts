import { INDICATOR_TYPES, type Observable } from './indicator.ts';
import { message, type Value } from './words.ts';
import { z } from './schema.ts';

/** How much is kept. What goes beyond is refused in words, never cut off, except the oldest places of a value. */
export const CASE_LIMITS = {
  cases: 200,
  values: 2000,
  /** Of all cases together. */
  allValues: 20_000,
  /** Places where a value was seen: the first one, and the latest. */
  sightings: 5,
  name: 120,
  ticket: 120,
  note: 5000,
  valueNote: 1000,
} as const;

export const observableSchema = z.object({
  type: z.enum(INDICATOR_TYPES),
  value: z.string().min(1).max(8192),
});
const sightingSchema = z.object({
  title: z.string().optional(),
  url: z.string().optional(),
  /** ISO 8601. */
  at: z.string(),
});
const itemSchema = observableSchema.extend({
  asWritten: z.string().optional(),
  note: z.string().optional(),
  sightings: z.array(sightingSchema),
});
export const caseSchema = z.object({
  id: z.string().min(1).max(64),
  name: z.string(),
  ticket: z.string().optional(),
  note: z.string().optional(),
  /** All times are ISO 8601. */
  created: z.string(),
  changed: z.string(),
  /** Absent while it is open. */
  closed: z.string().optional(),
  items: z.array(itemSchema),
});
/** Values that belong together because the user says so, with where each was seen. No value is in it twice. */
export type Case = z.infer<typeof caseSchema>;
export type CaseItem = z.infer<typeof itemSchema>;
export type Sighting = z.infer<typeof sightingSchema>;

/** A case without its values, for a list of cases. */
export interface CaseSummary extends Omit<Case, 'items'> {
  count: number;
}
export interface NewValue extends Observable {
  asWritten?: string;
}
/** Where values are added from; empty where they stand on no page, or on one that is not to be remembered. */
export type Place = Omit<Sighting, 'at'>;

export interface CaseFields {
  name?: string;
  /** "" takes it back, as with the note. */
  ticket?: string;
  note?: string;
  isClosed?: boolean;
}

export interface Refusal {
  ok: false;
  reason: Value;
}

export function caseKey({ type, value }: Observable): string {
  return `${type}:${value}`;
}

export function summarize({ items, ...rest }: Case): CaseSummary {
  return { ...rest, count: items.length };
}

/** Open ones first, each group by its last change. */
export function inCaseOrder<T extends Pick<Case, 'closed' | 'changed'>>(cases: readonly T[]): T[] {
  return cases.toSorted(
    (a, b) =>
      Number(a.closed !== undefined) - Number(b.closed !== undefined) || b.changed.localeCompare(a.changed),
  );
}

export function createCase(
  cases: readonly Case[],
  { id, name, at }: { id: string; name: string; at: string },
): { ok: true; created: Case } | Refusal {
  if (cases.length >= CASE_LIMITS.cases) return refuse(message('casesFull', { most: CASE_LIMITS.cases }));
  const empty: Case = { id, name: '', created: at, changed: at, items: [] };
  const named = changeFields(empty, { name }, at);
  return named.ok ? { ok: true, created: named.changed } : named;
}

/** Name, ticket, note, open or closed. A name must stay one. */
export function changeFields(
  before: Case,
  change: CaseFields,
  at: string,
): { ok: true; changed: Case } | Refusal {
  const { ticket, note, closed, ...rest } = before;
  const name = (change.name ?? rest.name).replace(/\s+/g, ' ').trim();
  if (name === '') return refuse(message('caseNeedsName'));
  const nextTicket = (change.ticket ?? ticket ?? '').replace(/\s+/g, ' ').trim();
  const nextNote = change.note ?? note ?? '';
  const nextClosed = change.isClosed === undefined ? closed : change.isClosed ? (closed ?? at) : undefined;
  const tooLong =
    lengthOver('caseNameLong', name, CASE_LIMITS.name) ??
    lengthOver('caseTicketLong', nextTicket, CASE_LIMITS.ticket) ??
    lengthOver('caseNoteLong', nextNote, CASE_LIMITS.note);
  if (tooLong) return tooLong;
  return {
    ok: true,
    changed: {
      ...rest,
      name,
      ...(nextTicket !== '' && { ticket: nextTicket }),
      ...(nextNote.trim() !== '' && { note: nextNote }),
      ...(nextClosed !== undefined && { closed: nextClosed }),
      changed: at,
    },
  };
}

/** What adding changed, so that it can be taken back. */
export interface Added {
  changed: Case;
  /** Those that were not in it. */
  added: Observable[];
  /** Those that were, as they were. */
  before: CaseItem[];
}

/** Adds values at the end, all or none; one that is there already gets another place where it was seen. */
export function addValues(
  cases: readonly Case[],
  id: string,
  given: { values: readonly NewValue[]; place: Place; at: string },
): ({ ok: true } & Added) | Refusal {
  const found = cases.find((each) => each.id === id);
  if (!found) return GONE;
  if (found.closed !== undefined) return refuse(message('caseIsShut', { name: found.name }));
  const sighting = { ...cleanPlace(given.place), at: given.at };
  const items = new Map(found.items.map((item) => [caseKey(item), item]));
  const added = new Map<string, Observable>();
  const before = new Map<string, CaseItem>();
  for (const value of given.values) {
    const key = caseKey(value);
    const there = items.get(key);
    if (there && !added.has(key) && !before.has(key)) before.set(key, there);
    if (there) items.set(key, { ...there, sightings: withSighting(there.sightings, sighting) });
    else {
      items.set(key, newItem(value, sighting));
      added.set(key, { type: value.type, value: value.value });
    }
  }
  const room = roomIn(cases, found);
  if (added.size > room) return fullOf(room, added.size, found);
  const changed = { ...found, items: [...items.values()], changed: given.at };
  return { ok: true, changed, added: [...added.values()], before: [...before.values()] };
}

function newItem({ type, value, asWritten }: NewValue, sighting: Sighting): CaseItem {
  const written = asWritten !== undefined && asWritten !== value ? asWritten.slice(0, 2048) : undefined;
  return { type, value, ...(written !== undefined && { asWritten: written }), sightings: [sighting] };
}

function cleanPlace({ title, url }: Place): Place {
  const shown = title?.replace(/\s+/g, ' ').trim().slice(0, 300);
  return { ...(shown && { title: shown }), ...(url && { url: url.slice(0, 2048) }) };
}

/** The same page again is the same place, at a later time. */
function withSighting(before: readonly Sighting[], sighting: Sighting): Sighting[] {
  const others = before.filter(
    ({ url, title }) => url !== sighting.url || (url === undefined && title !== sighting.title),
  );
  const all = [...others, sighting];
  const tooMany = all.length - CASE_LIMITS.sightings;
  return tooMany > 0 ? all.toSpliced(1, tooMany) : all;
}

function roomIn(cases: readonly Case[], { items }: Case): number {
  const all = cases.reduce((sum, each) => sum + each.items.length, 0);
  return Math.max(0, Math.min(CASE_LIMITS.values - items.length, CASE_LIMITS.allValues - all));
}

function fullOf(room: number, wanted: number, { name, items }: Case): Refusal {
  const isOwn = CASE_LIMITS.values - items.length <= room;
  const said = { most: isOwn ? CASE_LIMITS.values : CASE_LIMITS.allValues, name, count: wanted };
  if (room === 0) return refuse(message(isOwn ? 'caseFull' : 'allCasesFull', said));
  return refuse(message(isOwn ? 'caseFullSoon' : 'allCasesFullSoon', { ...said, room }));
}

/** A value with where in the case it stood. */
export interface PlacedItem {
  index: number;
  item: CaseItem;
}

export function removeValues(
  found: Case,
  values: readonly Observable[],
  at: string,
): { changed: Case; removed: PlacedItem[] } {
  const keys = new Set(values.map(caseKey));
  const removed = found.items.flatMap((item, index) => (keys.has(caseKey(item)) ? [{ index, item }] : []));
  const items = found.items.filter((item) => !keys.has(caseKey(item)));
  return { changed: { ...found, items, changed: at }, removed };
}

/** Takes an adding or a removal back: drops values, and puts others back as they were, where they stood. */
export function putValuesBack(
  found: Case,
  { drop, items }: { drop: readonly Observable[]; items: readonly PlacedItem[] },
  at: string,
): Case {
  const kept = removeValues(found, drop, at).changed.items;
  for (const { index, item } of items.toSorted((a, b) => a.index - b.index)) {
    const there = kept.findIndex((each) => caseKey(each) === caseKey(item));
    if (there >= 0) kept[there] = item;
    else kept.splice(Math.min(index, kept.length), 0, item);
  }
  return { ...found, items: kept, changed: at };
}

/** What the user says of a value in this case; "" takes it back. */
export function noteValue(
  found: Case,
  { observable, note }: { observable: Observable; note: string },
  at: string,
): { ok: true; changed: Case } | Refusal {
  const tooLong = lengthOver('valueNoteLong', note, CASE_LIMITS.valueNote);
  if (tooLong) return tooLong;
  const key = caseKey(observable);
  if (!found.items.some((item) => caseKey(item) === key)) return refuse(message('caseValueGone'));
  const items = found.items.map((item) => {
    if (caseKey(item) !== key) return item;
    const { note: _, ...rest } = item;
    return note.trim() === '' ? rest : { ...rest, note };
  });
  return { ok: true, changed: { ...found, items, changed: at } };
}

/** One case out of two versions of it: all values of both; where both say something, the later one. */
export function mergeCase(mine: Case, theirs: Case): Case {
  const [older, newer] = mine.changed >= theirs.changed ? [theirs, mine] : [mine, theirs];
  const items = new Map(mine.items.map((item) => [caseKey(item), item]));
  for (const item of theirs.items) {
    const there = items.get(caseKey(item));
    items.set(caseKey(item), there ? mergeItem(there, item, newer === mine) : item);
  }
  const created = older.created < newer.created ? older.created : newer.created;
  return { ...newer, created, items: [...items.values()] };
}

function mergeItem(mine: CaseItem, theirs: CaseItem, isMineNewer: boolean): CaseItem {
  const note = isMineNewer ? (mine.note ?? theirs.note) : (theirs.note ?? mine.note);
  const sightings = theirs.sightings
    .filter((theirOwn) => !mine.sightings.some((own) => isSameSighting(own, theirOwn)))
    .reduce(withSighting, mine.sightings);
  return { ...theirs, ...mine, sightings, ...(note !== undefined && { note }) };
}

function isSameSighting(one: Sighting, other: Sighting): boolean {
  return one.url === other.url && one.title === other.title && one.at === other.at;
}

type TooLong = 'caseNameLong' | 'caseTicketLong' | 'caseNoteLong' | 'valueNoteLong' | 'noteLong';

export function lengthOver(key: TooLong, text: string, most: number): Refusal | undefined {
  return text.length > most ? refuse(message(key, { most, length: text.length })) : undefined;
}

export function refuse(reason: Value): Refusal {
  return { ok: false, reason };
}

/** Of a case that another window deleted. */
export const GONE = refuse(message('caseGone'));
