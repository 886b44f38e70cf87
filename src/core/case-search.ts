import type { Case, CaseItem } from './cases.ts';
import { defang } from './defang.ts';
import type { Note } from './notes.ts';

/** Whether a case or one of its values holds the text, defanged or not; everything holds an empty one. */
export function isCaseFound(each: Case, sought: string): boolean {
  const wanted = sought.trim().toLowerCase();
  return (
    wanted === '' ||
    holds([each.name, each.ticket, each.note], wanted) ||
    each.items.some((item) => isItemFound(item, wanted))
  );
}

export function isItemFound(item: CaseItem, sought: string): boolean {
  const places = item.sightings.flatMap(({ title, url }) => [title, url]);
  return holds(
    [item.type, item.value, defang(item), item.asWritten, item.note, ...places],
    sought.trim().toLowerCase(),
  );
}

export function isNoteFound(note: Note, sought: string): boolean {
  return holds([note.type, note.value, defang(note), note.text], sought.trim().toLowerCase());
}

function holds(texts: readonly (string | undefined)[], wanted: string): boolean {
  return texts.some((text) => text?.toLowerCase().includes(wanted));
}
