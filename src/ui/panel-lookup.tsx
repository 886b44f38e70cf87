import { useMemo, useState } from 'preact/hooks';
import { keyOf, type LookupAnswer, type LookupItem, type Sought } from '@/core/indicator.ts';
import type { ExportRow } from '@/export/export-row.ts';
import { ExportBar, type ExportSet } from './export-bar.tsx';
import { Answer } from './lookup-answer.tsx';
import { LONGEST_LOOKUP, refusePaste, TooLong } from './lookup-size.tsx';

import type { PanelProps } from './panel-view.tsx';
import { type Searching, useSearch } from './search-answer.tsx';
import { say } from './say.tsx';

export function LookupTab({ lookup, now, actions }: PanelProps) {
  const { collect } = actions;
  const answer = lookup.state === 'answered' ? lookup.answer : undefined;
  const searching = useSearch(answer?.sought ?? NOTHING, actions.search);
  // What is looked up stands on no page.
  const own = { ...actions, collect: collect && { ...collect, add: collect.addLookedUp } };
  return (
    <>
      <LookupBox asked={lookup.state === 'none' ? '' : lookup.text} lookUp={actions.lookUp} />
      <div class="panel-answer" aria-live="polite" aria-busy={lookup.state === 'asking'}>
        {lookup.state === 'asking' && <p class="muted">{say('lookupAsking')}</p>}
        {lookup.state === 'unreachable' && <p class="callout warning">{say('lookupNoAnswer')}</p>}
        {answer && (
          <>
            <h2 class="visually-hidden">{say('lookupAnswer')}</h2>
            <Answer answer={answer} now={now} copy={actions.copy} searching={searching} actions={own} />
          </>
        )}
      </div>
      {answer && <TakeAlong answer={answer} searching={searching} actions={actions} />}
    </>
  );
}

const NOTHING: readonly Sought[] = [];

/** The answer as a file or as text. What was looked up has no page. */
function TakeAlong(props: { answer: LookupAnswer; searching: Searching; actions: PanelProps['actions'] }) {
  const { answer, searching, actions } = props;
  const sets = useMemo(() => setsOf(answer, searching), [answer, searching]);
  const provenance = () => {
    const { at, version } = actions.provenance();
    return { at, version };
  };
  return <ExportBar sets={sets} provenance={provenance} copy={actions.copy} save={actions.save} />;
}

function setsOf({ items }: LookupAnswer, searching: Searching): ExportSet[] {
  const found = Array.isArray(searching) ? searching.flatMap((searched) => searched.items) : [];
  const all = [...new Map([...items, ...found].map((item) => [keyOf(item), item])).values()];
  const known = all.filter(({ explanation }) => explanation);
  const unknown = all.filter(({ explanation }) => !explanation);
  const setOf = (id: string, label: string, of: readonly LookupItem[]): ExportSet => {
    return { id, label, collect: '', count: of.length, rows: () => Promise.resolve(of.map(rowOf)) };
  };
  return [
    setOf('known', say('setKnown', { number: known.length }), known),
    setOf('new', say('setNew', { number: unknown.length }), unknown),
    setOf('all', say('setAll', { number: all.length }), known.length > 0 && unknown.length > 0 ? all : []),
  ];
}

function rowOf({ type, value, asWritten, explanation }: LookupItem): ExportRow {
  return { type, value, asWritten, ...(explanation && { explanation }) };
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
