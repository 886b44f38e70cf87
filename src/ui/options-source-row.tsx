import { useState } from 'preact/hooks';
import type { BadLine, Taken } from '@/core/list-state.ts';
import type { SyncStatus } from '@/core/sync-status.ts';
import type { SourceView } from '@/extension/messages.ts';
import { isOfPolicy } from '@/core/policy-sources.ts';
import { message } from '@/core/words.ts';
import type { OptionsActions, Outcome } from './options-actions.ts';
import { SourceFields, wordsOf } from './options-source-fields.tsx';
import { describeSource, KIND_NAMES } from './options-source-words.ts';
import { SourceText } from './source-text.tsx';
import { Age } from './time.tsx';
import { inWords, say, sayWith } from './say.tsx';

interface Props {
  view: SourceView;
  /** Of the API. */
  api?: SyncStatus;
  now: number;
  actions: OptionsActions;
  importAgain(): void;
  /** What became of something that was done here. */
  tell(outcome: Outcome): void;
}

type Open = 'settings' | 'delete' | undefined;

/** One source: what it is, where it stands, what is wrong, and what can be done with it. */
export function SourceRow({ view, api, now, actions, importAgain, tell }: Props) {
  const { source } = view;
  const isLocked = isOfPolicy(source.id);
  const [open, setOpen] = useState<Open>();
  const change = (what: Parameters<OptionsActions['changeSource']>[1]) =>
    void actions.changeSource(source.id, what).then(tell);
  return (
    <li class={`source ${source.on ? '' : 'source-off'}`}>
      <div class="source-head">
        <h3 class="source-name">
          <SourceText text={source.name} limit={80} />
        </h3>
        <span class="source-kind muted small">{say(KIND_NAMES[source.kind])}</span>
        <input
          type="checkbox"
          role="switch"
          class="switch"
          aria-label={say('sourceSearch', { name: source.name })}
          aria-checked={source.on}
          checked={source.on}
          disabled={isLocked}
          onChange={(event) => change({ on: event.currentTarget.checked })}
        />
      </div>
      {source.url && (
        <p class="source-url muted small mono">
          <SourceText text={source.url} limit={160} />
        </p>
      )}
      {isLocked && <p class="muted small">{say('managedAll')}</p>}
      <p class="source-state">{describeSource(view, now, api).map(inWords).join(' ')}</p>
      <Troubles view={view} now={now} {...(api ? { api } : {})} />
      {view.list?.taken && <LeftAside taken={view.list.taken} />}
      <div class="source-tools">
        <button
          type="button"
          class="button quiet"
          aria-expanded={open === 'settings'}
          aria-label={say('settingsOf', { name: source.name })}
          onClick={() => setOpen(open === 'settings' ? undefined : 'settings')}
        >
          {say('settings')}
        </button>
        {source.kind === 'file' && (
          <button
            type="button"
            class="button quiet"
            aria-label={say('importAgainOf', { name: source.name })}
            onClick={importAgain}
          >
            {say('importAgain')}
          </button>
        )}
        {source.kind === 'subscription' && (
          <button
            type="button"
            class="button quiet"
            aria-label={say('fetchNowOf', { name: source.name })}
            disabled={!source.on || view.progress !== undefined}
            onClick={() => actions.refreshSource(source.id)}
          >
            {say('fetchNow')}
          </button>
        )}
        {source.kind !== 'api' && !isLocked && (
          <button
            type="button"
            class="button quiet source-delete"
            aria-label={say('deleteOf', { name: source.name })}
            aria-expanded={open === 'delete'}
            onClick={() => setOpen(open === 'delete' ? undefined : 'delete')}
          >
            {say('deleteOpen')}
          </button>
        )}
      </div>
      {open === 'delete' && (
        <ConfirmDelete
          view={view}
          remove={() => void actions.removeSource(source.id).then(tell)}
          keep={() => setOpen(undefined)}
        />
      )}
      {open === 'settings' && (
        <fieldset
          class="form source-settings"
          aria-label={say('settingsOf', { name: source.name })}
          disabled={isLocked}
        >
          <SourceFields
            id={source.id}
            words={wordsOf(source)}
            hasInterval={source.kind === 'subscription'}
            change={change}
          />
        </fieldset>
      )}
    </li>
  );
}

/** What went wrong, and what to do about it. */
function Troubles({ view, api, now }: Pick<Props, 'view' | 'api' | 'now'>) {
  const { source, isStored, list } = view;
  const isLost = source.kind === 'file' && !isStored;
  const gaps = source.on ? (api?.gaps ?? []) : [];
  // That no storage can be opened is said of the sync, just above, and no fault of the source.
  const ofApi = source.on && api?.error?.reason !== 'storage' ? api?.error : undefined;
  const error = list?.error ?? ofApi;
  return (
    <>
      {isLost && (
        <p class="callout warning small" role="status">
          {say('sourceLost')}
        </p>
      )}
      {error && (
        <p class="callout warning small" role="status">
          {inWords(error.text)}{' '}
          <span class="muted">
            {sayWith(view.rows > 0 ? 'failedKept' : 'failed', { age: <Age iso={error.at} now={now} /> })}
          </span>
        </p>
      )}
      {gaps.map(({ from, text }) => (
        <p key={from} class="callout warning small" role="status">
          {inWords(text)}
        </p>
      ))}
      {api && api.skipped.length > 0 && (
        <p class="muted small">
          {say('rowsUnusable', { count: api.skipped.reduce((sum, { count }) => sum + count, 0) })}
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
          <summary>{say('linesBad', { count: bad })}</summary>
          <BadLines lines={examples} total={bad} />
        </details>
      )}
      {ignored > 0 && <p class="muted small">{say('recordsIgnored', { count: ignored })}</p>}
      {old > 0 && <p class="muted small">{say('rowsOld', { count: old })}</p>}
    </>
  );
}

function BadLines({ lines, total }: { lines: readonly BadLine[]; total: number }) {
  return (
    <>
      <table class="bad-lines">
        <thead>
          <tr>
            <th scope="col">{say('line')}</th>
            <th scope="col">{say('why')}</th>
            <th scope="col">{say('lineSays')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ line, reason, text }, at) => (
            // oxlint-disable-next-line react/no-array-index-key -- a line may have two faults; the list does not move
            <tr key={`${line}-${at}`}>
              <td>{inWords(line)}</td>
              <td>{inWords(reason)}</td>
              <td class="mono">
                <SourceText text={text} limit={200} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {total > lines.length && <p class="muted">{say('moreBad', { count: total - lines.length })}</p>}
    </>
  );
}

function ConfirmDelete({ view, remove, keep }: { view: SourceView; remove(): void; keep(): void }) {
  const after = view.source.kind === 'file' ? say('deleteFile') : say('deleteSubscription');
  return (
    <div class="confirm" role="group" aria-label={say('deleteOf', { name: view.source.name })}>
      <span>
        {view.rows > 0
          ? say('deleteAskRows', { indicators: message('indicators', { count: view.rows }), after })
          : say('deleteAsk', { after })}
      </span>
      <button type="button" class="button danger" onClick={remove}>
        {say('delete')}
      </button>
      <button type="button" class="button" ref={focusWhenShown} onClick={keep}>
        {say('keep')}
      </button>
    </div>
  );
}

function focusWhenShown(button: HTMLButtonElement | null): void {
  button?.focus();
}
