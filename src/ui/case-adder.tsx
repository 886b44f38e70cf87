import { useState } from 'preact/hooks';
import type { Added, CaseSummary, NewValue, Refusal } from '@/core/cases.ts';
import { formatDay } from '@/core/dates.ts';
import type { Observable } from '@/core/indicator.ts';
import { SourceText } from './source-text.tsx';
import { useAnswer } from './use-worker.ts';
import { inWords, say, sayWith } from './say.tsx';

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
  const [said, setSaid] = useState('');
  const [undo, setUndo] = useState<() => void>();

  const addTo = async (id: string) => {
    setUndo(undefined);
    try {
      const answer = await actions.add(id, await values());
      setSaid(answer.ok ? wordsFor(answer) : inWords(answer.reason));
      if (!answer.ok) return;
      setNaming(false);
      setUndo(() => () => {
        setUndo(undefined);
        void actions.takeBack(id, answer).then(() => setSaid(say('caseTakenBack', { name: answer.name })));
      });
    } catch {
      setSaid(say('noAnswer'));
    }
  };
  const addToNew = async (name: string) => {
    const made = await actions.create(name);
    if (made.ok) await addTo(made.id);
    else setSaid(inWords(made.reason));
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
            {say('openMore', { label })}
          </button>
        )}
        {open.length > 0 && (
          <select
            class="field"
            aria-label={say('caseWhich', { label })}
            value={chosen}
            onChange={({ currentTarget: { value } }) => {
              setNaming(value === '');
              if (value === '') return;
              void actions.choose(value);
              // That it was chosen here, where nothing was, says where the value is to go.
              if (!current) void addTo(value);
            }}
          >
            {!current && !isNaming && <option value={UNCHOSEN}>{say('openMore', { label })}</option>}
            {open.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
            <option value="">{say('caseNewOption')}</option>
          </select>
        )}
      </div>
      {isNaming && <NewCase now={now} add={addToNew} cancel={() => setNaming(false)} />}
      <p class="case-said small" role="status">
        {said}{' '}
        {undo && (
          <button type="button" class="button quiet" onClick={undo}>
            {say('undo')}
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
        aria-label={say('caseNewName')}
        value={name}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- it was just opened by a click to be written in
        autofocus
        onFocus={(event) => event.currentTarget.select()}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <button type="submit" class="button primary">
        {say('caseCreateAndAdd')}
      </button>
      <button type="button" class="button" onClick={props.cancel}>
        {say('cancel')}
      </button>
    </form>
  );
}

/** "Case 2026-11-24": a name that does until a better one is found. */
export function nameForToday(now: number): string {
  return say('caseNameOfDay', { day: formatDay(new Date(now).toISOString()) });
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
      <span class="muted">{say('caseHeldBy', { count: answer.length })} </span>
      {answer.map(({ id, name, closed }) => (
        <button key={id} type="button" class="button quiet" onClick={() => actions.show(id)}>
          {closed === undefined ? (
            <SourceText text={name} limit={60} />
          ) : (
            sayWith('caseClosed', { name: <SourceText text={name} limit={60} /> })
          )}
        </button>
      ))}
    </p>
  );
}

function wordsFor({ name, added, before }: Extract<AddAnswer, { ok: true }>): string {
  const count = added.length;
  if (count === 0) return say('caseHasAlready', { count: before.length, name });
  if (before.length > 0) return say('caseAddedSome', { count, name, before: before.length });
  return count === 1 ? say('caseAdded', { name }) : say('caseAddedMany', { count, name });
}
