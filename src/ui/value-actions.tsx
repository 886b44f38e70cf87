import type { Explanation, Observable, Tlp } from '@/core/indicator.ts';
import { pivotRefusal } from '@/core/pivots.ts';
import { type AllowActions, AllowForm } from './allow-form.tsx';
import { type AskActions, AskApi } from './ask-api.tsx';
import { FactSheet } from './fact-sheet.tsx';
import { type PivotActions, PivotMenu } from './pivot-menu.tsx';

/** What can be done with a value beyond copying it; each is absent until the settings are there. */
export interface ValueActionSet {
  pivots?: PivotActions | undefined;
  askApi?: AskActions | undefined;
  allow?: AllowActions | undefined;
}

/** Opening elsewhere, asking the API, allowing: on the extension's own pages only. */
export function ValueActions(props: {
  observable: Observable;
  /** Markings of the sources that list it: the strictest forbids to pass it on. */
  tlps?: readonly (Tlp | undefined)[];
  now: number;
  actions: ValueActionSet;
}) {
  const { observable, tlps = [], now, actions } = props;
  const { pivots, askApi, allow } = actions;
  return (
    <div class="value-actions">
      {pivots && <PivotMenu observable={observable} tlps={tlps} actions={pivots} />}
      {askApi && pivotRefusal(tlps) === undefined && (
        <AskApi
          key={`${observable.type}:${observable.value}`}
          observable={observable}
          now={now}
          actions={askApi}
        />
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
