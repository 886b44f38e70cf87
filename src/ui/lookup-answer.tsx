import { keyOf, type Explanation, type LookupAnswer, type LookupItem } from '@/core/indicator.ts';
import { message } from '@/core/words.ts';
import { CaseAdder } from './case-adder.tsx';
import { SearchAnswers, type Searching } from './search-answer.tsx';
import { UnknownAnswer, UnknownAnswers, Unwrapped } from './unknown-answer.tsx';
import { KnownValue, ValueActions, type ValueActionSet } from './value-actions.tsx';
import { inWords, say, sayWith } from './say.tsx';

interface Props {
  answer: LookupAnswer;
  now: number;
  copy(text: string): Promise<boolean>;
  /** Of what stands for many values; absent where that is not looked up. */
  searching?: Searching | undefined;
  actions: ValueActionSet;
}

/** Each value that was found in the text, known ones first, with all that is known or what was searched in vain. */
export function Answer({ answer, now, copy, searching, actions }: Props) {
  const { items, sought, coverage } = answer;
  const searched = searching !== undefined && sought.length > 0 && (
    <SearchAnswers
      sought={sought}
      shown={items.filter(isKnown)}
      searching={searching}
      coverage={coverage}
      now={now}
      copy={copy}
      actions={actions}
    />
  );
  if (items.length === 0 && searched)
    return (
      <>
        <Truncated pieces={answer.truncated} />
        {searched}
      </>
    );
  if (items.length === 0)
    return answer.truncated.length > 0 ? <Truncated pieces={answer.truncated} /> : <Nonsense />;
  const known = items.filter(isKnown);
  const unknown = items.filter((item) => !item.explanation);
  const [first] = unknown;
  const unknownProps = { coverage, now, actions: { copy } };
  return (
    <>
      {items.length > 1 && (
        <p class="answer-sum">
          {sayWith('answerSum', {
            values: message('values', { count: items.length }),
            known: <strong>{say('answerKnown', { number: known.length })}</strong>,
            unknown: unknown.length,
          })}
        </p>
      )}
      {items.length > 1 && actions.collect && (
        <CaseAdder
          label={say('collectAll', { number: items.length })}
          values={() => Promise.resolve(items.map(({ type, value }) => ({ type, value })))}
          now={now}
          actions={actions.collect}
        />
      )}
      <Rejoined how={answer.rejoined} />
      <Truncated pieces={answer.truncated} />
      <WrongRanges ranges={answer.wrongRanges} />
      <ul class="answers">
        {known.map((item) => (
          <li key={keyOf(item)} class="answer">
            <Unwrapped item={item} />
            <KnownValue explanation={item.explanation} now={now} copy={copy} actions={actions} />
          </li>
        ))}
        {first && (
          <li class="answer">
            {unknown.length === 1 ? (
              <>
                <Unwrapped item={first} />
                <UnknownAnswer
                  item={first}
                  {...unknownProps}
                  actions={{
                    copy,
                    more: (
                      <ValueActions observable={first} now={now} actions={{ ...actions, allow: undefined }} />
                    ),
                  }}
                />
              </>
            ) : (
              <UnknownAnswers items={unknown} {...unknownProps} />
            )}
          </li>
        )}
      </ul>
      {searched}
    </>
  );
}

function isKnown(item: LookupItem): item is LookupItem & { explanation: Explanation } {
  return item.explanation !== undefined;
}

function Nonsense() {
  return <p class="callout">{say('lookupNonsense')}</p>;
}

function Truncated({ pieces }: { pieces: string[] }) {
  if (pieces.length === 0) return null;
  return (
    <p class="callout small">
      {sayWith('lookupTruncated', {
        count: pieces.length,
        pieces: (
          <>
            {pieces.map((piece, index) => (
              <>
                {index > 0 && ', '}
                <code>{piece}</code>
              </>
            ))}
          </>
        ),
      })}
    </p>
  );
}

/** Each with its own reason. */
function WrongRanges({ ranges }: { ranges: LookupAnswer['wrongRanges'] }) {
  return ranges.map(({ asWritten, reason }) => (
    <p key={asWritten} class="callout warning small">
      {sayWith('lookupWrongRange', { range: <code>{asWritten}</code>, reason })}
    </p>
  ));
}

function Rejoined({ how }: { how: LookupAnswer['rejoined'] }) {
  if (how.length === 0) return null;
  return <p class="callout small">{say('lookupRejoined', { what: how.map(inWords).join(', ') })}</p>;
}
