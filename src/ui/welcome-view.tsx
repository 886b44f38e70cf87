import { useState } from 'preact/hooks';
import { LEVELS, type LookupAnswer } from '@/core/indicator.ts';
import { SAMPLE_TEXT } from '@/core/sample-data.ts';
import { Answer } from './lookup-answer.tsx';
import { levelClass } from './mark.ts';
import type { Outcome } from './options-actions.ts';
import { OutcomeText } from './options-section.tsx';
import { say, sayWith } from './say.tsx';

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
          <h1>{say('welcome')}</h1>
          <p class="muted">{say('welcomeAbout')}</p>
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
      <h2>{say('welcomeKnown')}</h2>
      <p>{say('welcomeKnownAbout')}</p>
      <p class="form-row">
        <button type="button" class="button primary" onClick={actions.openOptions}>
          {hasKey ? say('welcomeOptions') : say('enterKey')}
        </button>
        {hasSample ? (
          <button type="button" class="button" onClick={actions.removeSample}>
            {say('sampleRemove')}
          </button>
        ) : (
          <button type="button" class="button" onClick={() => void actions.addSample().then(setOutcome)}>
            {say('sampleUse')}
          </button>
        )}
        <OutcomeText outcome={outcome?.ok === false ? outcome : undefined} />
        {(hasKey || hasSample) && (
          <span class="outcome-ok small" role="status">
            {hasKey ? say('connected') : say('sampleHere')}
          </span>
        )}
      </p>
    </li>
  );
}

function HowItWorks() {
  return (
    <li class="step">
      <h2>{say('welcomeLocal')}</h2>
      <p>{say('welcomeLocalAbout')}</p>
      <div>
        <p>{say('welcomeMarks')}</p>
        <ul class="welcome-marks">
          {LEVELS.map((level) => (
            <li key={level} class={levelClass(level)}>
              {say(`level_${level}`)}
            </li>
          ))}
        </ul>
      </div>
      <p class="muted">{say('welcomeNoMark')}</p>
    </li>
  );
}

function Try({ answer, now, actions }: WelcomeProps) {
  const [text, setText] = useState(SAMPLE_TEXT);
  return (
    <li class="step">
      <h2>{say('welcomeTry')}</h2>
      <p>{sayWith('welcomeTryAbout', { entry: <em>{say('menuLookup')}</em> })}</p>
      <form
        class="welcome-try"
        onSubmit={(event) => {
          event.preventDefault();
          actions.lookUp(text);
        }}
      >
        <label for="try-text" class="visually-hidden">
          {say('welcomePiece')}
        </label>
        <textarea
          id="try-text"
          class="field mono"
          rows={5}
          spellcheck={false}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button type="submit" class="button primary" disabled={!text.trim()}>
          {say('lookUp')}
        </button>
      </form>
      <div class="welcome-answer" aria-live="polite">
        {answer && <Answer answer={answer} now={now} copy={actions.copy} actions={{}} />}
      </div>
    </li>
  );
}
