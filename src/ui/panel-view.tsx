import { useEffect, useMemo, useState } from 'preact/hooks';
import type { CardContent } from '@/core/card-content.ts';
import type { LookupAnswer, Observable } from '@/core/indicator.ts';
import type { Key, Value } from '@/core/words.ts';
import type { SyncStatus } from '@/core/sync-status.ts';
import type { ExportRow, Provenance } from '@/export/export-row.ts';
import type { PageAccess } from '@/extension/messages.ts';
import type { ListedItem, PageList } from '@/extension/page-list.ts';
import type { AllowSites } from './allow-sites.tsx';
import { isSuppressed } from './page-groups.ts';
import type { Search } from './search-answer.tsx';
import { SyncState } from './sync-state.tsx';
import type { ValueActionSet } from './value-actions.tsx';
import type { CasesState } from './use-cases.tsx';
import type { Inspection } from './use-inspection.ts';
import type { AskOutlines } from './use-outlines.ts';

import { obey, Shortcuts } from './panel-keys.tsx';
import { CasesTab } from './panel-cases.tsx';
import { LookupTab } from './panel-lookup.tsx';
import { PageTabs } from './panel-page.tsx';
import { PANEL_TABS, type PanelTab } from './panel-tabs.ts';
import { inWords, say } from './say.tsx';

/** The facts of the one value that is open in the page's list. */
export type OpenFacts = Exclude<CardContent['facts'], { state: 'none' }>;
export interface OpenItem {
  observable: Observable;
  facts: OpenFacts;
}
export type Lookup =
  | { state: 'none' }
  | { state: 'asking'; text: string }
  | { state: 'answered'; text: string; answer: LookupAnswer }
  | { state: 'unreachable'; text: string };

export interface PanelActions extends ValueActionSet {
  choose(tab: PanelTab): void;
  /** Opens a value's facts and scrolls the page to it; closes them if they are open. */
  select(item: Observable): void;
  /** Scrolls the page to the value's next occurrence. */
  show(item: Observable): void;
  lookUp(text: string): void;
  search: Search;
  /** So many more values of the page than have been may be asked about. */
  askRest(rest: number): void;
  copy(text: string): Promise<boolean>;
  openOptions(): void;
  openDetails(): void;
  allowSites: AllowSites;
  /** Reads the page once more for what is not known. */
  readAgain(): void;
  /** What is known of these, for an export. */
  explain(items: readonly ListedItem[]): Promise<ExportRow[]>;
  /** What the rows of these say beside the verdicts. */
  outline: AskOutlines;
  save(name: string, mime: string, text: string): void;
  provenance(): Provenance;
}
export interface PanelProps {
  tab: PanelTab;
  access?: PageAccess;
  list: PageList;
  open?: OpenItem;
  inspection: Inspection;
  lookup: Lookup;
  cases?: CasesState;
  status?: SyncStatus;
  /** The worker does not answer. */
  isUnreachable?: boolean;
  /** Why nothing is answered any more. */
  trouble?: Value;
  now: number;
  actions: PanelActions;
}

/** The side panel: what this page holds, known and not, with the facts; and the answer to a lookup. */
export function PanelView(props: PanelProps) {
  const { tab, status, isUnreachable, trouble, now, actions } = props;
  const { choose } = actions;
  const [isHelpOpen, setHelpOpen] = useState(false);
  const counts = useCounts(props);
  // Wherever the focus is: a panel that was just opened has it nowhere.
  useEffect(() => {
    const listener = (event: KeyboardEvent) =>
      obey(event, {
        choose: (id) => {
          choose(id);
          // Where the focus is on a tab, it is on the one that is shown.
          if (document.activeElement?.role === 'tab') document.getElementById(`tab-${id}`)?.focus();
        },
        help: () => setHelpOpen((isOpen) => !isOpen),
      });
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, [choose]);
  return (
    <div class="telltale panel">
      <header class="panel-head">
        <h1 class="visually-hidden">Telltale</h1>
        <div role="tablist" aria-label={say('sidePanel')} class="tabs">
          {PANEL_TABS.map((id) => (
            <Tab key={id} id={id} current={tab} choose={actions.choose}>
              {say(TAB_NAMES[id])}
              <span class="tab-count"> {inWords(counts[id] ?? '')}</span>
            </Tab>
          ))}
        </div>
      </header>
      {isHelpOpen && <Shortcuts close={() => setHelpOpen(false)} />}
      <div class="panel-body" role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`}>
        {tab === 'lookup' && <LookupTab {...props} />}
        {tab === 'cases' && <CasesTab {...props} />}
        {tab !== 'lookup' && tab !== 'cases' && <PageTabs {...props} />}
      </div>
      <footer class="panel-foot small">
        <div class="panel-state">
          {isUnreachable && trouble === undefined && (
            <p class="callout warning" role="alert">
              {say('panelNoAnswer')}
            </p>
          )}
          {trouble !== undefined && !status && (
            <p class="callout warning" role="alert">
              {inWords(trouble)}
            </p>
          )}
          {status && <SyncState status={status} now={now} />}
        </div>
        <button type="button" class="button quiet" onClick={actions.openOptions}>
          {say('options')}
        </button>
      </footer>
    </div>
  );
}

const TAB_NAMES: Record<PanelTab, Key> = {
  page: 'tabKnown',
  unknown: 'tabUnknown',
  links: 'tabLinks',
  suppressed: 'tabSuppressed',
  lookup: 'tabLookUp',
  cases: 'cases',
};

function useCounts({ list, inspection, cases }: PanelProps): Partial<Record<PanelTab, number>> {
  const openCases = cases?.all?.filter(({ closed }) => closed === undefined).length ?? 0;
  return useMemo(() => {
    const items = list.state === 'listed' ? list.items : undefined;
    const read = inspection.state === 'read' ? inspection : undefined;
    const suppressed = items?.filter(isSuppressed).length ?? 0;
    return {
      ...(items && { page: items.length - suppressed, suppressed: suppressed + (read?.hidden.length ?? 0) }),
      ...(openCases > 0 && { cases: openCases }),
      ...(read && { unknown: read.values.unknown.length, links: read.links.length }),
    };
  }, [list, inspection, openCases]);
}

function Tab(props: {
  id: PanelTab;
  current: PanelTab;
  choose(tab: PanelTab): void;
  children: preact.ComponentChildren;
}) {
  const isCurrent = props.id === props.current;
  return (
    <button
      type="button"
      role="tab"
      class="tab"
      id={`tab-${props.id}`}
      aria-selected={isCurrent}
      {...(isCurrent ? { 'aria-controls': `panel-${props.id}` } : {})}
      tabIndex={isCurrent ? 0 : -1}
      onClick={() => props.choose(props.id)}
      onKeyDown={(event) => switchByArrow(event, props)}
    >
      {props.children}
    </button>
  );
}

function switchByArrow(event: KeyboardEvent, { id, choose }: { id: PanelTab; choose(tab: PanelTab): void }) {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (step === undefined) return;
  const next = PANEL_TABS[(PANEL_TABS.indexOf(id) + step + PANEL_TABS.length) % PANEL_TABS.length] ?? id;
  choose(next);
  document.getElementById(`tab-${next}`)?.focus();
}
