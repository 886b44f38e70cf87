import { keyOf, type Explanation, type Observable, type Tlp } from '@/core/indicator.ts';
import { pivotRefusal } from '@/core/pivots.ts';
import { type AllowActions, AllowForm } from './allow-form.tsx';
import { type AskActions, AskApi } from './ask-api.tsx';
import { CaseAdder, type CollectActions, HeldBy } from './case-adder.tsx';
import { FactSheet } from './fact-sheet.tsx';
import { NoteForm, type NoteActions } from './note-form.tsx';
import { type PivotActions, PivotMenu } from './pivot-menu.tsx';
import { say } from './say.tsx';

/** What can be done with a value beyond copying it; each is absent until the settings are there. */
export interface ValueActionSet {
  pivots?: PivotActions | undefined;
  askApi?: AskActions | undefined;
  allow?: AllowActions | undefined;
  collect?: CollectActions | undefined;
  notes?: NoteActions | undefined;
}

/** Noting, collecting, opening elsewhere, asking the API, allowing: on the extension's own pages only. */
export function ValueActions(props: {
  observable: Observable & { asWritten?: string };
  /** Markings of the sources that list it: the strictest forbids to pass it on. */
  tlps?: readonly (Tlp | undefined)[];
  now: number;
  actions: ValueActionSet;
}) {
  const { observable, tlps = [], now, actions } = props;
  const { pivots, askApi, allow, collect, notes } = actions;
  const { type, value, asWritten } = observable;
  const key = keyOf(observable);
  return (
    <div class="value-actions">
      {collect && (
        <>
          <HeldBy key={`held ${key}`} observable={observable} actions={collect} />
          <CaseAdder
            key={`add ${key}`}
            label={say('caseAdd')}
            values={() => Promise.resolve([{ type, value, ...(asWritten !== undefined && { asWritten }) }])}
            now={now}
            actions={collect}
          />
        </>
      )}
      {pivots && <PivotMenu observable={observable} tlps={tlps} actions={pivots} />}
      {notes && <NoteForm key={`note ${key}`} observable={observable} actions={notes} />}
      {askApi && pivotRefusal(tlps) === undefined && (
        <AskApi key={key} observable={observable} now={now} actions={askApi} />
      )}
      {allow && <AllowForm observable={observable} now={now} actions={allow} />}
    </div>
  );
}

/** The facts of a known value, with all that can be done with it. */
export function KnownValue(props: {
  explanation: Explanation;
  now: number;
  copy(text: string): Promise<boolean>;
  actions: ValueActionSet;
}) {
  const { explanation, now, copy, actions } = props;
  const tlps = explanation.sources.map(({ tlp }) => tlp);
  const more = <ValueActions observable={explanation} tlps={tlps} now={now} actions={actions} />;
  return <FactSheet explanation={explanation} now={now} actions={{ copy, more }} />;
}
