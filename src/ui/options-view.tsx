import type { Coverage } from '@/core/indicator.ts';
import type { SyncStatus } from '@/core/sync-status.ts';
import type { SettingsView, SourceView } from '@/extension/messages.ts';
import { AccountSection } from './options-account.tsx';
import { AgeingSection } from './options-ageing.tsx';
import { AllowlistSection } from './options-allowlist.tsx';
import { AppearanceSection } from './options-appearance.tsx';
import type { OptionsActions } from './options-actions.ts';
import { DataSection } from './options-data.tsx';
import { Managed, ManagedNote } from './options-managed.tsx';
import { FiltersSection } from './options-filters.tsx';
import { NotesSection } from './options-notes.tsx';
import { PivotsSection } from './options-pivots.tsx';
import { Section } from './options-section.tsx';
import { SitesSection } from './options-sites.tsx';
import { SourcesSection } from './options-sources.tsx';
import { SyncSection } from './options-sync.tsx';

export interface OptionsProps {
  view?: SettingsView;
  status?: SyncStatus;
  coverage?: Coverage;
  sources?: SourceView[];
  isUnreachable?: boolean;
  /** Another number when notes changed. */
  recordsChanged?: number;
  now: number;
  actions: OptionsActions;
}

/** The options page: every change is saved at once, except the account, which is saved and answered for as a whole. */
export function OptionsView({
  view,
  status,
  sources,
  isUnreachable,
  recordsChanged = 0,
  now,
  actions,
}: OptionsProps) {
  return (
    <div class="telltale options">
      <header class="options-head">
        <img src="/icon/48.png" width="32" height="32" alt="" />
        <div>
          <h1>Telltale</h1>
          <p class="muted">Marks known indicators on the page you are reading.</p>
        </div>
      </header>
      {isUnreachable && (
        <p class="callout warning" role="alert">
          Telltale does not answer. Reload this page; if that does not help, switch the extension off and on.
        </p>
      )}
      {view && (
        <>
          <ManagedNote view={view} />
          <AccountSection view={view} actions={actions} />
          {status && <SyncSection view={view} status={status} now={now} actions={actions} />}
          {sources && (
            <SourcesSection sources={sources} now={now} actions={actions} {...(status ? { status } : {})} />
          )}
          <Managed fields={['filters', 'withContext']} view={view}>
            <FiltersSection settings={view.settings} save={actions.save} />
          </Managed>
          <AppearanceSection settings={view.settings} save={actions.save} />
          <Managed fields={['fadeAfterDays']} view={view}>
            <AgeingSection fadeAfterDays={view.settings.fadeAfterDays} save={actions.save} />
          </Managed>
          <Managed fields={['sitesOff', 'sitesQuiet', 'sitesLoud', 'lowestMarked']} view={view}>
            <SitesSection settings={view.settings} save={actions.save} />
          </Managed>
          <PivotsSection pivots={view.settings.pivots} save={actions.save} />
          <Managed fields={['allowlist']} view={view}>
            <AllowlistSection allowlist={view.settings.allowlist} now={now} save={actions.save} />
          </Managed>
          <NotesSection changed={recordsChanged} now={now} actions={actions} />
          {sources && <DataSection view={view} sources={sources} now={now} actions={actions} />}
          <About />
        </>
      )}
    </div>
  );
}

function About() {
  return (
    <Section title="Privacy">
      <ul class="about">
        <li>Pages are matched on this machine, against the copy of your indicators kept here.</li>
        <li>Opening a page sends nothing anywhere; what you read is not stored.</li>
        <li>
          The only servers that are contacted are the one at the address above and those of the lists that you
          subscribed to, to fetch indicators; and the first one, when you ask it about one value.
        </li>
        <li>
          The API key stays in this browser, out of reach of pages, and is sent to its own address only.
        </li>
        <li>Links to sources, and other tools, open only when you open them.</li>
      </ul>
    </Section>
  );
}
