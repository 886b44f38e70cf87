import { useId } from 'preact/hooks';
import type { Outcome } from './options-actions.ts';
import { useSavedText } from './use-saved-text.ts';
import { inWords, say } from './say.tsx';

interface Props {
  label: string;
  stored: string;
  save(text: string): Promise<Outcome>;
  placeholder?: string;
  /** Lines, where it is more than one. */
  rows?: number;
  /** Names the button that empties it; absent: there is none. */
  remove?: string;
  autofocus?: boolean;
  /** Where what stands beside it says as much. */
  isLabelHidden?: boolean;
}

/** A field that is saved as it is written, says so, and can be taken back. */
export function SavedField({
  label,
  stored,
  save,
  placeholder,
  rows,
  remove,
  autofocus,
  isLabelHidden,
}: Props) {
  const id = useId();
  const { text, write, leave, outcome, takeBack } = useSavedText(stored, save);
  const common = {
    id,
    class: 'field',
    value: text,
    placeholder,
    // oxlint-disable-next-line jsx-a11y/no-autofocus -- it was just opened by a click to be written in
    autofocus,
    onBlur: leave,
    'aria-invalid': outcome?.ok === false,
    'aria-describedby': `${id}-said`,
  };
  return (
    <div class="saved-field">
      <label for={id} class={isLabelHidden ? 'visually-hidden' : undefined}>
        {label}
      </label>
      {rows === undefined ? (
        <input type="text" {...common} onInput={(event) => write(event.currentTarget.value)} />
      ) : (
        <textarea rows={rows} {...common} onInput={(event) => write(event.currentTarget.value)} />
      )}
      <p class="saved-said small">
        <span id={`${id}-said`} role="status" class={outcome?.ok === false ? 'outcome-failed' : 'muted'}>
          {outcome &&
            (outcome.ok ? (text.trim() === '' ? say('removed') : say('saved')) : inWords(outcome.reason))}
        </span>
        {takeBack && (
          <button
            type="button"
            class="button quiet"
            aria-label={say('undoOf', { what: label })}
            onClick={takeBack}
          >
            {say('undo')}
          </button>
        )}
        {remove !== undefined && text !== '' && (
          <button type="button" class="button quiet" onClick={() => write('')}>
            {remove}
          </button>
        )}
      </p>
    </div>
  );
}
