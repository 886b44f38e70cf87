import type { Explanation, LookupAnswer, LookupItem } from '@/core/indicator.ts';
import { CaseAdder } from './case-adder.tsx';
import { keyOf } from './item-list.tsx';
import { UnknownAnswer, UnknownAnswers, Unwrapped } from './unknown-answer.tsx';
import { KnownValue, ValueActions, type ValueActionSet } from './value-actions.tsx';

interface Props {
  answer: LookupAnswer;
  now: number;
  copy(text: string): Promise<boolean>;
  actions: ValueActionSet;
}

/** Each value that was found in the text, known ones first, with all that is known or what was searched in vain. */
export function Answer({ answer, now, copy, actions }: Props) {
  const { items, coverage } = answer;
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
          {items.length} values: <strong>{known.length} known</strong>, {unknown.length} not in your
          indicators
        </p>
      )}
      {items.length > 1 && actions.collect && (
        <CaseAdder
          label={`Add all ${items.length} to case`}
          values={() => Promise.resolve(items.map(({ type, value }) => ({ type, value })))}
          now={now}
          actions={actions.collect}
        />
      )}
      <Rejoined how={answer.rejoined} />
      <Truncated pieces={answer.truncated} />
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
                <UnknownAnswer item={first} {...unknownProps} />
                <ValueActions observable={first} now={now} actions={{ ...actions, allow: undefined }} />
              </>
            ) : (
              <UnknownAnswers items={unknown} {...unknownProps} />
            )}
          </li>
        )}
      </ul>
    </>
  );
}

function isKnown(item: LookupItem): item is LookupItem & { explanation: Explanation } {
  return item.explanation !== undefined;
}

function Nonsense() {
  return (
    <p class="callout">
      Nothing to look up: there is no IP address, domain, URL, hash, e-mail address, CVE or ATT&CK id in this
      text.
    </p>
  );
}

function Truncated({ pieces }: { pieces: string[] }) {
  if (pieces.length === 0) return null;
  return (
    <p class="callout small">
      Not looked up, because an ellipsis cuts {pieces.length === 1 ? 'it' : 'them'} short:{' '}
      {pieces.map((piece, index) => (
        <>
          {index > 0 && ', '}
          <code>{piece}</code>
        </>
      ))}
      . Ask again with the whole value.
    </p>
  );
}

function Rejoined({ how }: { how: string[] }) {
  if (how.length === 0) return null;
  return <p class="callout small">The text was rejoined before it was read: {how.join(', ')} taken out.</p>;
}
