import { useState } from 'preact/hooks';
import { Answer } from './lookup-answer.tsx';
import { LONGEST_LOOKUP, refusePaste, TooLong } from './lookup-size.tsx';

import type { PanelProps } from './panel-view.tsx';
import { say } from './say.tsx';

export function LookupTab({ lookup, now, actions }: PanelProps) {
  const { collect } = actions;
  // What is looked up stands on no page.
  const own = { ...actions, collect: collect && { ...collect, add: collect.addLookedUp } };
  return (
    <>
      <LookupBox asked={lookup.state === 'none' ? '' : lookup.text} lookUp={actions.lookUp} />
      <div class="panel-answer" aria-live="polite" aria-busy={lookup.state === 'asking'}>
        {lookup.state === 'asking' && <p class="muted">{say('lookupAsking')}</p>}
        {lookup.state === 'unreachable' && <p class="callout warning">{say('lookupNoAnswer')}</p>}
        {lookup.state === 'answered' && (
          <>
            <h2 class="visually-hidden">{say('lookupAnswer')}</h2>
            <Answer
              answer={lookup.answer}
              now={now}
              copy={actions.copy}
              search={actions.search}
              actions={own}
            />
          </>
        )}
      </div>
    </>
  );
}

function LookupBox({ asked, lookUp }: { asked: string; lookUp(text: string): void }) {
  const [text, setText] = useState(asked);
  const [shown, setShown] = useState(asked);
  // Not by an effect: one that runs late takes away what was typed meanwhile.
  if (asked !== shown) {
    setShown(asked);
    setText(asked);
  }
  const [refused, refuse] = useState<number>();
  const submit = () => {
    const isTooLong = text.length > LONGEST_LOOKUP;
    refuse(isTooLong ? text.length : undefined);
    if (text.trim() && !isTooLong) lookUp(text);
  };
  return (
    <form
      class="lookup-box"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <label for="lookup-text">{say('lookupLabel')}</label>
      <textarea
        id="lookup-text"
        class="field mono"
        rows={3}
        spellcheck={false}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          refuse(undefined);
        }}
        onPaste={(event) => refusePaste(event, refuse)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          submit();
        }}
      />
      <TooLong length={refused} />
      <p class="lookup-row">
        <button type="submit" class="button primary" disabled={!text.trim()}>
          {say('lookUp')}
        </button>
        <span class="muted small">{say('lookupLocal')}</span>
      </p>
    </form>
  );
}
