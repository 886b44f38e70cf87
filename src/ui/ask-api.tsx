import { useState } from 'preact/hooks';
import type { Observable } from '@/core/indicator.ts';
import type { ApiAnswer } from '@/extension/messages.ts';
import { FactSheet } from './fact-sheet.tsx';
import { inWords, say, sayWith } from './say.tsx';

export interface AskActions {
  /** Who is told the value. */
  host: string;
  ask(observable: Observable): Promise<ApiAnswer>;
  copy(text: string): Promise<boolean>;
}

type State = 'closed' | 'confirming' | 'asking' | ApiAnswer;

/**
 * Asks the API what it knows of one value beyond what is kept here. It is the one thing that sends what the user looks at, so the
 * first click says what would be sent and to whom, and only the second sends it.
 */
export function AskApi({
  observable,
  actions,
  now,
}: {
  observable: Observable;
  actions: AskActions;
  now: number;
}) {
  const [state, setState] = useState<State>('closed');
  const { host } = actions;
  const send = () => {
    setState('asking');
    actions.ask(observable).then(setState, () => setState({ ok: false, reason: say('askNoAnswer') }));
  };
  if (state === 'closed')
    return (
      <button type="button" class="button" onClick={() => setState('confirming')}>
        {say('askOpen', { host })}
      </button>
    );
  if (state === 'confirming')
    return (
      <div class="callout small pivot-ask" role="group" aria-label={say('askTitle', { host })}>
        <p>{sayWith('askWarning', { host: <strong>{host}</strong> })}</p>
        <p class="callout-actions">
          <button type="button" class="button primary" onClick={send}>
            {say('askSend')}
          </button>
          <button type="button" class="button" onClick={() => setState('closed')}>
            {say('cancel')}
          </button>
        </p>
      </div>
    );
  return (
    <div class="ask-answer" role="status" aria-busy={state === 'asking'}>
      {state === 'asking' ? (
        <p class="muted small">{say('asking', { host })}</p>
      ) : (
        <Answered answer={state} actions={actions} now={now} />
      )}
    </div>
  );
}

function Answered({ answer, actions, now }: { answer: ApiAnswer; actions: AskActions; now: number }) {
  if (!answer.ok) return <p class="callout warning small">{inWords(answer.reason)}</p>;
  const { host, found, explanation } = answer;
  if (!found)
    return (
      <p class="callout small">
        <strong>{say('askUnlisted', { host })}</strong> {say('notSafe')}
      </p>
    );
  return (
    <>
      <p class="small">
        <strong>{say(explanation ? 'askListed' : 'askListedOnly', { host })}</strong>
      </p>
      {explanation && <FactSheet explanation={explanation} now={now} actions={{ copy: actions.copy }} />}
    </>
  );
}
