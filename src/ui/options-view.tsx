import type { Coverage } from '@/core/indicator.ts';
import type { SyncStatus } from '@/core/sync-status.ts';
import type { Key, Value } from '@/core/words.ts';
import type { SettingsView, SourceView } from '@/extension/messages.ts';
import type { SiteAccess } from '@/extension/host-access.ts';
import { SitesWithheld } from './allow-sites.tsx';
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
import { Section, SectionLinks } from './options-section.tsx';
import { SitesSection } from './options-sites.tsx';
import { SourcesSection } from './options-sources.tsx';
import { SyncSection } from './options-sync.tsx';
import { inWords, say } from './say.tsx';

export interface OptionsProps {
  view?: SettingsView;
  status?: SyncStatus;
  coverage?: Coverage;
  sources?: SourceView[];
  /** Absent until the browser answered. */
  siteAccess?: SiteAccess;
  isUnreachable?: boolean;
  /** Why, where it says that. */
  trouble?: Value | undefined;
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
  siteAccess = 'all',
  isUnreachable,
  trouble,
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
          <p class="muted">{say('optionsAbout')}</p>
        </div>
      </header>
      {isUnreachable && (
        <p class="callout warning" role="alert">
          {trouble === undefined ? say('optionsNoAnswer') : inWords(trouble)}
        </p>
      )}
      {siteAccess !== 'all' && <SitesWithheld access={siteAccess} allow={actions.allowSites} />}
      {view && (
        <>
          <SectionLinks titles={TITLES.map((title) => say(title))} />
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
          <PivotsSection pivots={view.settings.pivots} save={actions.save} saveFile={actions.saveFile} />
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

const TITLES = [
  'account',
  'sync',
  'sourcesHead',
  'filters',
  'marks',
  'ageing',
  'sites',
  'pivots',
  'allowlist',
  'notes',
  'data',
  'privacy',
] as const satisfies readonly Key[];

function About() {
  return (
    <Section title={say('privacy')}>
      <ul class="about">
        <li>{say('privacyLocal')}</li>
        <li>{say('privacyNothing')}</li>
        <li>{say('privacyServers')}</li>
        <li>{say('privacyKey')}</li>
        <li>{say('privacyLinks')}</li>
      </ul>
    </Section>
  );
}
