import { useState } from 'preact/hooks';
import type { Observable, Tlp } from '@/core/indicator.ts';
import { isForbidden } from '@/core/policy.ts';
import { message } from '@/core/words.ts';
import { pivotLink, pivotRefusal, pivotsFor, type PivotSettings } from '@/core/pivots.ts';
import { inWords, say, sayWith } from './say.tsx';

export interface PivotActions {
  settings: PivotSettings;
  /** Hosts that the organisation forbids. */
  forbidden?: readonly string[];
  /** The organisation allows to open also what a source marks TLP:RED or TLP:AMBER+STRICT. */
  allowsRestricted?: boolean;
  /** The user agreed to tell this host values. */
  confirm(host: string): void;
  open(url: string): void;
}

/**
 * Opens a value in another tool, which is told the value by that: the host is named before the first time, and a value whose source
 * forbids passing it on is not opened at all, unless the organisation allows it.
 */
export function PivotMenu(props: {
  observable: Observable;
  tlps: readonly (Tlp | undefined)[];
  actions: PivotActions;
}) {
  const { observable, tlps, actions } = props;
  const [chosen, choose] = useState('');
  const [asked, ask] = useState<{ url: string; host: string }>();
  const [said, setSaid] = useState('');
  const pivots = pivotsFor(observable.type, actions.settings);
  const pivot = pivots.find(({ id }) => id === chosen) ?? pivots[0];
  const refusal = pivotRefusal(tlps);
  if (!pivot) return null;
  if (refusal !== undefined && !actions.allowsRestricted)
    return <p class="muted small">{say('pivotNot', { why: refusal })}</p>;

  const go = () => {
    const link = pivotLink(pivot, observable);
    setSaid(link.ok ? '' : inWords(link.reason));
    if (!link.ok) return;
    if (isForbidden(link.host, actions.forbidden ?? []))
      return setSaid(say('pivotForbidden', { host: link.host }));
    if (actions.settings.confirmed.includes(link.host)) actions.open(link.url);
    else ask(link);
  };
  return (
    <div class="pivot">
      <select
        class="field"
        aria-label={say('pivotOpenType', { type: message(`type_${observable.type}`) })}
        value={pivot.id}
        onChange={(event) => {
          choose(event.currentTarget.value);
          ask(undefined);
        }}
      >
        {pivots.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <button type="button" class="button" onClick={go}>
        {say('pivotOpen', { tool: pivot.name })}
      </button>
      {refusal !== undefined && <p class="muted small">{say('pivotRestricted', { why: refusal })}</p>}
      {said !== '' && (
        <p class="callout warning small" role="status">
          {said}
        </p>
      )}
      {asked && (
        <div
          class="callout small pivot-ask"
          role="alertdialog"
          aria-label={say('pivotTell', { host: asked.host })}
        >
          <p>{sayWith('pivotWarning', { host: <strong>{asked.host}</strong> })}</p>
          <p class="callout-actions">
            <button
              type="button"
              class="button primary"
              onClick={() => {
                actions.confirm(asked.host);
                actions.open(asked.url);
                ask(undefined);
              }}
            >
              {say('pivotConfirm')}
            </button>
            <button type="button" class="button" onClick={() => ask(undefined)}>
              {say('cancel')}
            </button>
          </p>
        </div>
      )}
    </div>
  );
}
