import { useEffect, useState } from 'preact/hooks';
import {
  keyOf,
  type Coverage,
  type Explanation,
  type LookupItem,
  type Searched,
  type Sought,
} from '@/core/indicator.ts';
import { ObservableText } from './observable-text.tsx';
import { NotListed } from './unknown-answer.tsx';
import { KnownValue, type ValueActionSet } from './value-actions.tsx';
import { say, sayWith } from './say.tsx';

/** Which known values are meant by parts that stand for many; rejects where the worker does not answer. */
export type Search = (sought: readonly Sought[]) => Promise<Searched[]>;

/** What came of a search. */
export type Searching = 'asking' | 'unreachable' | Searched[];

interface Props {
  sought: readonly Sought[];
  searching: Searching;
  /** Answered already, one by one. */
  shown: readonly LookupItem[];
  coverage: Coverage;
  now: number;
  copy(text: string): Promise<boolean>;
  actions: ValueActionSet;
}

/** What a part of a hash, a wildcard or a range of a lookup stands for among the known values. */
export function SearchAnswers(props: Props) {
  const { sought, searching: answer, shown, coverage, now } = props;
  const written = <Written sought={sought} />;
  if (answer === 'asking') return <p class="muted">{sayWith('searchAsking', { what: written })}</p>;
  if (answer === 'unreachable')
    return <p class="callout warning">{sayWith('searchNoAnswer', { what: written })}</p>;
  const isShown = new Set(shown.map(keyOf));
  const rest = answer.map((each) => ({
    ...each,
    items: each.items.filter((item) => !isShown.has(keyOf(item))),
  }));
  const nothing = answer.filter(({ items, cut }) => items.length === 0 && !cut).map((each) => each.sought);
  return (
    <>
      {rest
        .filter(({ items, cut }) => items.length > 0 || cut)
        .map((searched) => (
          <Found key={searched.sought.asWritten} searched={searched} {...props} />
        ))}
      {nothing.length > 0 && (
        <article class="facts">
          <NotListed
            coverage={coverage}
            now={now}
            title={sayWith('searchNothing', { what: <Written sought={nothing} /> })}
          />
        </article>
      )}
    </>
  );
}

/** Asks once for each lookup. */
export function useSearch(sought: readonly Sought[], search: Search): Searching {
  const [answered, setAnswered] = useState<{
    sought: readonly Sought[];
    answer: Searched[] | 'unreachable';
  }>();
  useEffect(() => {
    if (sought.length === 0) return;
    const take = (answer: Searched[] | 'unreachable') => setAnswered({ sought, answer });
    search(sought).then(take, () => take('unreachable'));
    // oxlint-disable-next-line react/exhaustive-deps -- asked once for each lookup, by whichever way there is
  }, [sought]);
  // The answer to an earlier lookup may come late.
  return answered?.sought === sought ? answered.answer : 'asking';
}

function Written({ sought }: { sought: readonly Sought[] }) {
  return (
    <>
      {sought.map(({ asWritten }, index) => (
        <>
          {index > 0 && ', '}
          <code>{asWritten}</code>
        </>
      ))}
    </>
  );
}

/** So many facts are read one below the other; of more the values first. */
const FEW = 3;

function Found({ searched, now, copy, actions }: Props & { searched: Searched }) {
  const { items, cut } = searched;
  return (
    <section class="found">
      {items.length > 0 && <h3 class="answer-sum">{titleOf(searched)}</h3>}
      {cut && (
        <p class="callout small" role="status">
          {say(cut === 'many' ? 'searchCutMany' : 'searchCutLong')}
        </p>
      )}
      <ul class="answers">
        {items.filter(isKnown).map((item) => {
          const facts = <KnownValue explanation={item.explanation} now={now} copy={copy} actions={actions} />;
          return (
            <li key={keyOf(item)} class="answer">
              {items.length <= FEW ? facts : <Folded item={item}>{facts}</Folded>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Its facts are made when they are asked for. */
function Folded({ item, children }: { item: LookupItem; children: preact.ComponentChildren }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span class="type">{say(`type_${item.type}`)}</span> <ObservableText observable={item} />
      </summary>
      {isOpen && children}
    </details>
  );
}

function isKnown(item: LookupItem): item is LookupItem & { explanation: Explanation } {
  return item.explanation !== undefined;
}

function titleOf({ sought, items: { length: count } }: Searched) {
  switch (sought.kind) {
    case 'hash':
      return sought.ends === ''
        ? sayWith('foundBegins', { count, begins: <code>{sought.begins}</code> })
        : sayWith('foundEnds', {
            count,
            begins: <code>{sought.begins}</code>,
            ends: <code>{sought.ends}</code>,
          });
    case 'below':
      return say('foundBelow', { count, host: sought.host.replaceAll('.', '[.]') });
    case 'within':
      return say('foundWithin', { count, range: sought.range });
  }
}
