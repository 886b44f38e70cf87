import { useState } from 'preact/hooks';
import type { Added, CaseSummary, NewValue, Refusal } from '@/core/cases.ts';
import { formatDay } from '@/core/dates.ts';
import type { Observable } from '@/core/indicator.ts';
import { SourceText } from './source-text.tsx';
import { useAnswer } from './use-worker.ts';

export type AddAnswer = ({ ok: true; name: string } & Omit<Added, 'changed'>) | Refusal;

export interface CollectActions {
  /** Another number when cases changed. */
  changed: number;
  /** Those that take values. */
  open: readonly CaseSummary[];
  /** Where values go without a word more. */
  current?: CaseSummary;
  choose(id: string): Promise<void>;
  create(name: string): Promise<{ ok: true; id: string } | Refusal>;
  /** With the page in front as the place where they were seen. */
  add(id: string, values: NewValue[]): Promise<AddAnswer>;
  /** Without a place: they were looked up. */
  addLookedUp(id: string, values: NewValue[]): Promise<AddAnswer>;
  takeBack(id: string, added: Omit<Added, 'changed'>): Promise<unknown>;
  /** The cases that hold a value. */
  holding(observable: Observable): Promise<CaseSummary[]>;
  show(id: string): void;
}

interface Props {
  label: string;
  values(): Promise<NewValue[]>;
  now: number;
  actions: CollectActions;
}

/** Puts values into a case: one click where a case is chosen, else after naming one. It can be taken back at once. */
export function CaseAdder({ label, values, now, actions }: Props) {
  const { open, current } = actions;
  const [isNaming, setNaming] = useState(false);
  const [said, say] = useState('');
  const [undo, setUndo] = useState<() => void>();

  const addTo = async (id: string) => {
    setUndo(undefined);
    try {
      const answer = await actions.add(id, await values());
      say(answer.ok ? wordsFor(answer) : answer.reason);
      if (!answer.ok) return;
      setNaming(false);
      setUndo(() => () => {
        setUndo(undefined);
        void actions.takeBack(id, answer).then(() => say(`Taken back from “${answer.name}”.`));
      });
    } catch {
      say('Telltale did not answer. Try again.');
    }
  };
  const addToNew = async (name: string) => {
    const made = await actions.create(name);
    if (made.ok) await addTo(made.id);
    else say(made.reason);
  };
  const chosen = isNaming ? '' : (current?.id ?? UNCHOSEN);
  return (
    <div class="case-add">
      <div class="case-add-row">
        {current && !isNaming && (
          <button type="button" class="button" onClick={() => void addTo(current.id)}>
            {label}
          </button>
        )}
        {!current && !isNaming && open.length === 0 && (
          <button type="button" class="button" onClick={() => setNaming(true)}>
            {label}…
          </button>
        )}
        {open.length > 0 && (
          <select
            class="field"
            aria-label={`${label}: which case`}
            value={chosen}
            onChange={({ currentTarget: { value } }) => {
              setNaming(value === '');
              if (value === '') return;
              void actions.choose(value);
              // That it was chosen here, where nothing was, says where the value is to go.
              if (!current) void addTo(value);
            }}
          >
            {!current && !isNaming && <option value={UNCHOSEN}>{label}…</option>}
            {open.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
            <option value="">New case…</option>
          </select>
        )}
      </div>
      {isNaming && <NewCase now={now} add={addToNew} cancel={() => setNaming(false)} />}
      <p class="case-said small" role="status">
        {said}{' '}
        {undo && (
          <button type="button" class="button quiet" onClick={undo}>
            Undo
          </button>
        )}
      </p>
    </div>
  );
}

const UNCHOSEN = 'choose';

function NewCase(props: { now: number; add(name: string): Promise<void>; cancel(): void }) {
  const [name, setName] = useState(() => nameForToday(props.now));
  return (
    <form
      class="case-new"
      onSubmit={(event) => {
        event.preventDefault();
        void props.add(name);
      }}
    >
      <input
        class="field"
        type="text"
        aria-label="Name of the new case"
        value={name}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- it was just opened by a click to be written in
        autofocus
        onFocus={(event) => event.currentTarget.select()}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <button type="submit" class="button primary">
        Create and add
      </button>
      <button type="button" class="button" onClick={props.cancel}>
        Cancel
      </button>
    </form>
  );
}

/** "Case 2026-11-24": a name that does until a better one is found. */
export function nameForToday(now: number): string {
  return `Case ${formatDay(new Date(now).toISOString())}`;
}

/** The cases that hold a value, each a way to it. */
export function HeldBy({ observable, actions }: { observable: Observable; actions: CollectActions }) {
  const { answer = [] } = useAnswer(
    () => actions.holding(observable),
    [observable.type, observable.value, actions.changed],
  );
  if (answer.length === 0) return null;
  return (
    <p class="held-by small">
      <span class="muted">In {answer.length === 1 ? 'case' : 'cases'} </span>
      {answer.map(({ id, name, closed }) => (
        <button key={id} type="button" class="button quiet" onClick={() => actions.show(id)}>
          <SourceText text={name} limit={60} />
          {closed !== undefined && ' (closed)'}
        </button>
      ))}
    </p>
  );
}

function wordsFor({ name, added, before }: Extract<AddAnswer, { ok: true }>): string {
  if (added.length === 0)
    return before.length === 1
      ? `“${name}” has it already; that it was seen here is noted.`
      : `“${name}” has all of them already; that they were seen here is noted.`;
  const already = before.length > 0 ? `, ${before.length.toLocaleString('en')} were there already` : '';
  return added.length === 1 && before.length === 0
    ? `Added to “${name}”.`
    : `${added.length.toLocaleString('en')} added to “${name}”${already}.`;
}
