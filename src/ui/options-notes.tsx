import { useCallback, useState } from 'preact/hooks';
import { defang } from '@/core/defang.ts';
import type { Note } from '@/core/notes.ts';
import { message } from '@/core/words.ts';
import { writeNotes } from '@/export/notes-csv.ts';
import type { OptionsActions, Outcome } from './options-actions.ts';
import { OutcomeText, Section } from './options-section.tsx';
import { ObservableText } from './observable-text.tsx';
import { SavedField } from './saved-field.tsx';
import { Age } from './time.tsx';
import { useUndo } from './use-undo.tsx';
import { useAnswer } from './use-worker.ts';
import { say, sayWith } from './say.tsx';

interface Props {
  /** Another number when notes changed. */
  changed: number;
  now: number;
  actions: Pick<OptionsActions, 'findNotes' | 'setNote' | 'putBackRecords' | 'saveFile'>;
}

/** So many are drawn; the search finds any. */
const DRAWN = 100;

/** All that the user wrote down about values, the latest first. */
export function NotesSection({ changed, now, actions }: Props) {
  const [sought, seek] = useState('');
  const [failure, fail] = useState<Outcome>();
  const { answer: found = [] } = useAnswer(() => actions.findNotes(sought), [changed, sought]);
  const undo = useUndo(undefined);
  const remove = (note: Note) =>
    undo.attempt(
      say('noteRemoved', { value: defang(note) }),
      () => actions.setNote(note, ''),
      async () => {
        await actions.putBackRecords({ cases: [], notes: [note], dropCases: [], dropNotes: [] });
        return { ok: true };
      },
    );
  const save = async () => {
    try {
      const all = await actions.findNotes('');
      const day = new Date(now).toISOString().slice(0, 10);
      actions.saveFile(`telltale-notes-${day}.csv`, 'text/csv', writeNotes(all));
      fail(undefined);
    } catch {
      fail({ ok: false, reason: say('noAnswer') });
    }
  };
  return (
    <Section title={say('notes')} about={say('notesAbout')}>
      {found.length === 0 && sought === '' && <p class="muted">{say('notesNone')}</p>}
      {(found.length > 0 || sought !== '') && (
        <div class="form-row">
          <input
            class="field"
            type="search"
            placeholder={say('notesSearch')}
            aria-label={say('notesSearch')}
            value={sought}
            onInput={(event) => seek(event.currentTarget.value)}
          />
          <button type="button" class="button" onClick={() => void save()}>
            {say('notesSave')}
          </button>
          <OutcomeText outcome={failure} />
        </div>
      )}
      {found.length === 0 && sought !== '' && <p class="muted">{say('notesNotFound', { text: sought })}</p>}
      {found.length > 0 && (
        <ul class="rows">
          {found.slice(0, DRAWN).map((note) => (
            <NoteRow
              key={`${note.type}:${note.value}`}
              note={note}
              now={now}
              set={actions.setNote}
              remove={() => void remove(note)}
            />
          ))}
        </ul>
      )}
      {found.length > DRAWN && (
        <p class="muted small">{say('notesCut', { shown: DRAWN, total: found.length })}</p>
      )}
      {undo.bar}
    </Section>
  );
}

function NoteRow(props: { note: Note; now: number; set: OptionsActions['setNote']; remove(): void }) {
  const { note, now, set, remove } = props;
  const { type, value } = note;
  const save = useCallback(
    async (text: string) => (text.trim() === '' ? KEPT : set({ type, value }, text)),
    [set, type, value],
  );
  return (
    <li class="row">
      <div class="row-main note">
        <ObservableText observable={note} limit={200} />{' '}
        <span class="muted small">
          {sayWith('noteAbout', { type: message(`type_${type}`), age: <Age iso={note.changed} now={now} /> })}
        </span>
        <SavedField
          label={say('noteOn', { value: defang(note) })}
          stored={note.text}
          save={save}
          rows={2}
          isLabelHidden
        />
      </div>
      <button
        type="button"
        class="button"
        aria-label={say('noteRemoveOf', { value: defang(note) })}
        onClick={remove}
      >
        {say('remove')}
      </button>
    </li>
  );
}

/** A row that went while it was written in would take what is typed next with it. */
const KEPT: Outcome = {
  ok: false,
  reason: message('noteKept'),
};
