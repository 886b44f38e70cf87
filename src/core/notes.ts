import { lengthOver, observableSchema, refuse, type Refusal } from './cases.ts';
import { message } from './words.ts';
import { z } from './schema.ts';

export const NOTE_LIMITS = { notes: 5000, text: 5000 } as const;

export const noteSchema = observableSchema.extend({
  text: z.string(),
  /** ISO 8601. */
  changed: z.string(),
});
/** What the user says of a value, wherever it stands. */
export type Note = z.infer<typeof noteSchema>;

/** Checks a note that is to be kept. `total`: how many there are; `isThere`: whether it takes the place of one of them. */
export function checkNote(text: string, total: number, isThere: boolean): { ok: true } | Refusal {
  if (!isThere && total >= NOTE_LIMITS.notes)
    return refuse(message('notesFull', { most: NOTE_LIMITS.notes }));
  return lengthOver('noteLong', text, NOTE_LIMITS.text) ?? { ok: true };
}
