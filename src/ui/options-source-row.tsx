import { useState } from 'preact/hooks';
import type { BadLine, Taken } from '@/core/list-state.ts';
import type { SyncStatus } from '@/core/sync-status.ts';
import type { SourceView } from '@/extension/messages.ts';
import type { OptionsActions, Outcome } from './options-actions.ts';
import { SourceFields, wordsOf } from './options-source-fields.tsx';
import { counted, describeSource, KIND_NAMES } from './options-source-words.ts';
import { SourceText } from './source-text.tsx';
import { Age } from './time.tsx';

interface Props {
  view: SourceView;
  /** Of the API. */
  api?: SyncStatus;
  now: number;
  actions: OptionsActions;
  importAgain(): void;
  /** What became of something that was done here. */
  say(outcome: Outcome): void;
}

type Open = 'settings' | 'delete' | undefined;

/** One source: what it is, where it stands, what is wrong, and what can be done with it. */
export function SourceRow({ view, api, now, actions, importAgain, say }: Props) {
  const { source } = view;
  const [open, setOpen] = useState<Open>();
  const change = (what: Parameters<OptionsActions['changeSource']>[1]) =>
    void actions.changeSource(source.id, what).then(say);
  return (
    <li class={`source ${source.on ? '' : 'source-off'}`}>
      <div class="source-head">
        <h3 class="source-name">
          <SourceText text={source.name} limit={80} />
        </h3>
        <span class="source-kind muted small">{KIND_NAMES[source.kind]}</span>
        <input
          type="checkbox"
          role="switch"
          class="switch"
          aria-label={`Search ${source.name}`}
          aria-checked={source.on}
          checked={source.on}
          onChange={(event) => change({ on: event.currentTarget.checked })}
        />
      </div>
      {source.url && (
        <p class="source-url muted small mono">
          <SourceText text={source.url} limit={160} />
        </p>
      )}
      <p class="source-state">{describeSource(view, now, api).join(' ')}</p>
      <Troubles view={view} now={now} {...(api ? { api } : {})} />
      {view.list?.taken && <LeftAside taken={view.list.taken} />}
      <div class="source-tools">
        <button
          type="button"
          class="button quiet"
          aria-expanded={open === 'settings'}
          aria-label={`Settings of ${source.name}`}
          onClick={() => setOpen(open === 'settings' ? undefined : 'settings')}
        >
          Settings
        </button>
        {source.kind === 'file' && (
          <button
            type="button"
            class="button quiet"
            aria-label={`Import ${source.name} again`}
            onClick={importAgain}
          >
            Import again…
          </button>
        )}
        {source.kind === 'subscription' && (
          <button
            type="button"
            class="button quiet"
            aria-label={`Fetch ${source.name} now`}
            disabled={!source.on || view.progress !== undefined}
            onClick={() => actions.refreshSource(source.id)}
          >
            Fetch now
          </button>
        )}
        {source.kind !== 'api' && (
          <button
            type="button"
            class="button quiet source-delete"
            aria-label={`Delete ${source.name}`}
            aria-expanded={open === 'delete'}
            onClick={() => setOpen(open === 'delete' ? undefined : 'delete')}
          >
            Delete…
          </button>
        )}
      </div>
      {open === 'delete' && (
        <ConfirmDelete
          view={view}
          remove={() => void actions.removeSource(source.id).then(say)}
          keep={() => setOpen(undefined)}
        />
      )}
      {open === 'settings' && (
        <div class="form source-settings" role="group" aria-label={`Settings of ${source.name}`}>
          <SourceFields
            id={source.id}
            words={wordsOf(source)}
            hasInterval={source.kind === 'subscription'}
            change={change}
          />
        </div>
      )}
    </li>
  );
}

/** What went wrong, and what to do about it. */
function Troubles({ view, api, now }: Pick<Props, 'view' | 'api' | 'now'>) {
  const { source, isStored, list } = view;
  const isLost = source.kind === 'file' && !isStored;
  const gaps = source.on ? (api?.gaps ?? []) : [];
  const error = list?.error ?? (source.on ? api?.error : undefined);
  return (
    <>
      {isLost && (
        <p class="callout warning small" role="status">
          Its rows were lost with the database: import the file again.
        </p>
      )}
      {error && (
        <p class="callout warning small" role="status">
          {error.text}{' '}
          <span class="muted">
            Failed <Age iso={error.at} now={now} />.
            {view.rows > 0 && ' What was here before is still searched.'}
          </span>
        </p>
      )}
      {gaps.map(({ from, text }) => (
        <p key={from} class="callout warning small" role="status">
          {text}
        </p>
      ))}
      {api && api.skipped.length > 0 && (
        <p class="muted small">
          {counted(
            api.skipped.reduce((sum, { count }) => sum + count, 0),
            'row',
          )}{' '}
          could not be used; the reasons stand under Sync.
        </p>
      )}
    </>
  );
}

/** What was in the list and is not among the indicators. */
export function LeftAside({ taken: { bad, examples, ignored, old } }: { taken: Taken }) {
  return (
    <>
      {bad > 0 && (
        <details class="small source-bad">
          <summary>{counted(bad, 'line')} could not be read</summary>
          <BadLines lines={examples} total={bad} />
        </details>
      )}
      {ignored > 0 && (
        <p class="muted small">
          {counted(ignored, 'record')} left out: of kinds that are not looked for on pages, such as file
          names.
        </p>
      )}
      {old > 0 && <p class="muted small">{counted(old, 'row')} left out: older than this source keeps.</p>}
    </>
  );
}

function BadLines({ lines, total }: { lines: readonly BadLine[]; total: number }) {
  return (
    <>
      <table class="bad-lines">
        <thead>
          <tr>
            <th scope="col">Line</th>
            <th scope="col">Why</th>
            <th scope="col">What it says</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ line, reason, text }, at) => (
            // oxlint-disable-next-line react/no-array-index-key -- a line may have two faults; the list does not move
            <tr key={`${line}-${at}`}>
              <td>{line.toLocaleString('en')}</td>
              <td>{reason}</td>
              <td class="mono">
                <SourceText text={text} limit={200} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {total > lines.length && <p class="muted">and {(total - lines.length).toLocaleString('en')} more.</p>}
    </>
  );
}

function ConfirmDelete({ view, remove, keep }: { view: SourceView; remove(): void; keep(): void }) {
  const again =
    view.source.kind === 'file'
      ? 'You would need the file to have them back.'
      : 'It is not fetched any more.';
  return (
    <div class="confirm" role="group" aria-label={`Delete ${view.source.name}`}>
      <span>
        Delete this source{view.rows > 0 && ` with its ${counted(view.rows, 'indicator')}`}? {again}
      </span>
      <button type="button" class="button danger" onClick={remove}>
        Delete
      </button>
      <button type="button" class="button" ref={focusWhenShown} onClick={keep}>
        Keep
      </button>
    </div>
  );
}

function focusWhenShown(button: HTMLButtonElement | null): void {
  button?.focus();
}
