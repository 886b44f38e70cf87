import { useState } from 'preact/hooks';
import type { LookupAnswer } from '@/core/indicator.ts';
import { SAMPLE_TEXT } from '@/core/sample-data.ts';
import { Answer } from './lookup-answer.tsx';
import type { Outcome } from './options-actions.ts';
import { OutcomeText } from './options-section.tsx';

export interface WelcomeActions {
  openOptions(): void;
  addSample(): Promise<Outcome>;
  removeSample(): void;
  lookUp(text: string): void;
  copy(text: string): Promise<boolean>;
}
export interface WelcomeProps {
  hasKey: boolean;
  hasSample: boolean;
  /** To what was looked up last. */
  answer?: LookupAnswer;
  now: number;
  actions: WelcomeActions;
}

/** What a fresh installation shows: where indicators come from, why nothing leaks, and something to try at once. */
export function WelcomeView(props: WelcomeProps) {
  return (
    <div class="telltale welcome">
      <header class="welcome-head">
        <img src="/icon/48.png" width="40" height="40" alt="" />
        <div>
          <h1>Telltale is installed</h1>
          <p class="muted">It marks known indicators of compromise on the pages and mails you read.</p>
        </div>
      </header>
      <ol class="steps">
        <Connect {...props} />
        <HowItWorks />
        <Try {...props} />
      </ol>
    </div>
  );
}

function Connect({ hasKey, hasSample, actions }: WelcomeProps) {
  const [outcome, setOutcome] = useState<Outcome>();
  return (
    <li class="step">
      <h2>Say what is known</h2>
      <p>
        With the API key of your SOC Defenders account, or with lists of your own: CSV, text, JSON, STIX,
        MISP, and lists at an address such as those of abuse.ch. Or look around first, with a handful of
        made-up values.
      </p>
      <p class="form-row">
        <button type="button" class="button primary" onClick={actions.openOptions}>
          {hasKey ? 'Open the options' : 'Enter a key or add a list'}
        </button>
        {hasSample ? (
          <button type="button" class="button" onClick={actions.removeSample}>
            Remove the sample data
          </button>
        ) : (
          <button type="button" class="button" onClick={() => void actions.addSample().then(setOutcome)}>
            Use sample data
          </button>
        )}
        <OutcomeText outcome={outcome?.ok === false ? outcome : undefined} />
        {(hasKey || hasSample) && (
          <span class="outcome-ok small" role="status">
            {hasKey ? 'Connected.' : 'The sample data are here.'}
          </span>
        )}
      </p>
    </li>
  );
}

function HowItWorks() {
  return (
    <li class="step">
      <h2>Everything is matched on this machine</h2>
      <p>
        Indicators are fetched into this browser, and pages are compared with that copy. Opening a page,
        reading it or looking something up sends nothing anywhere. Marks are painted over the text: the page
        itself is not changed, and copying from it stays as it was.
      </p>
      <p class="muted">
        A colour and a style of line say how sure the source is. No mark means “not in your indicators”, never
        “safe”.
      </p>
    </li>
  );
}

function Try({ answer, now, actions }: WelcomeProps) {
  const [text, setText] = useState(SAMPLE_TEXT);
  return (
    <li class="step">
      <h2>Try it</h2>
      <p>
        Pin Telltale to the toolbar to see how much is known on each page. On any page, select something,
        right-click, and choose <em>Look up in Telltale</em>; or paste a piece of a report here:
      </p>
      <form
        class="welcome-try"
        onSubmit={(event) => {
          event.preventDefault();
          actions.lookUp(text);
        }}
      >
        <label for="try-text" class="visually-hidden">
          A piece of a report
        </label>
        <textarea
          id="try-text"
          class="field mono"
          rows={7}
          spellcheck={false}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button type="submit" class="button primary" disabled={!text.trim()}>
          Look up
        </button>
      </form>
      <div class="welcome-answer" aria-live="polite">
        {answer && <Answer answer={answer} now={now} copy={actions.copy} actions={{}} />}
      </div>
    </li>
  );
}
