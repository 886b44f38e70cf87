import { useCallback, useState } from 'preact/hooks';
import type { Observable } from '@/core/indicator.ts';
import type { Note } from '@/core/notes.ts';
import type { Outcome } from './options-actions.ts';
import { SavedField } from './saved-field.tsx';
import { useAnswer } from './use-worker.ts';
import { say } from './say.tsx';

export interface NoteActions {
  /** Another number when notes changed. */
  changed: number;
  on(observable: Observable): Promise<Note | undefined>;
  /** "" removes it. */
  set(observable: Observable, text: string): Promise<Outcome>;
}

/** The user's note on a value, shown wherever the value is; saved as it is written. */
export function NoteForm({ observable, actions }: { observable: Observable; actions: NoteActions }) {
  const { type, value } = observable;
  const [isOpen, setOpen] = useState(false);
  const { answer } = useAnswer(
    () => actions.on(observable).then((note) => ({ note })),
    [type, value, actions.changed],
  );
  const { set } = actions;
  const save = useCallback((text: string) => set({ type, value }, text), [set, type, value]);
  if (!answer) return null;
  const { note } = answer;
  if (!note && !isOpen)
    return (
      <button type="button" class="button" onClick={() => setOpen(true)}>
        {say('noteOpen')}
      </button>
    );
  return (
    <div class="note" onInput={() => setOpen(true)}>
      <SavedField
        label={say('noteYours')}
        stored={note?.text ?? ''}
        save={save}
        rows={3}
        placeholder={say('noteHint')}
        remove={say('noteRemove')}
        autofocus={isOpen}
      />
    </div>
  );
}
