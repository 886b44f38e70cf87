import { useState } from 'preact/hooks';
import type { SyncStatus } from '@/core/sync-status.ts';
import type { SourceView } from '@/extension/messages.ts';
import type { OptionsActions, Outcome } from './options-actions.ts';
import { OutcomeText, Section } from './options-section.tsx';
import { AddFile } from './options-source-file.tsx';
import { SourceRow } from './options-source-row.tsx';
import { Subscribe } from './options-source-subscribe.tsx';
import { say } from './say.tsx';

interface Props {
  sources: readonly SourceView[];
  /** Of the API. */
  status?: SyncStatus;
  now: number;
  actions: OptionsActions;
}

type Form = { kind: 'file'; into?: SourceView } | { kind: 'subscription' };

/** Everything that pages are compared with, side by side: the API, files, and lists that are fetched. */
export function SourcesSection({ sources, status, now, actions }: Props) {
  const [form, setForm] = useState<Form>();
  const [outcome, setOutcome] = useState<Outcome>();
  const open = (next: Form) => {
    setOutcome(undefined);
    setForm(next);
  };
  const close = (said?: Outcome) => {
    setForm(undefined);
    setOutcome(said);
  };
  return (
    <Section title={say('sourcesHead')} about={say('sourcesAbout')}>
      <ul class="rows" aria-label={say('sourcesHead')}>
        {sources.map((view) => (
          <SourceRow
            key={view.source.id}
            view={view}
            now={now}
            actions={actions}
            {...(view.source.kind === 'api' && status ? { api: status } : {})}
            importAgain={() => open({ kind: 'file', into: view })}
            tell={setOutcome}
          />
        ))}
      </ul>
      {form?.kind === 'file' && (
        <AddFile
          // Another source is another form.
          key={form.into?.source.id ?? 'new'}
          {...(form.into ? { into: form.into.source } : {})}
          now={now}
          actions={actions}
          close={close}
        />
      )}
      {form?.kind === 'subscription' && <Subscribe actions={actions} close={close} />}
      {!form && (
        <div class="form-row">
          <button type="button" class="button" onClick={() => open({ kind: 'file' })}>
            {say('addFileOpen')}
          </button>
          <button type="button" class="button" onClick={() => open({ kind: 'subscription' })}>
            {say('subscribeOpen')}
          </button>
        </div>
      )}
      <OutcomeText outcome={outcome} />
    </Section>
  );
}
