import { useEffect, useState } from 'preact/hooks';
import type { CardContent } from '@/core/card-content.ts';
import type { LookupAnswer, Observable, PageItem } from '@/core/indicator.ts';
import type { SyncStatus } from '@/core/sync-status.ts';
import type { PageAccess } from '@/extension/messages.ts';
import type { PageList } from '@/extension/page-list.ts';
import { FactSheet } from './fact-sheet.tsx';
import { GroupLists } from './group-lists.tsx';
import { keyOf } from './item-list.tsx';
import { LinkMismatches } from './link-mismatches.tsx';
import { Answer } from './lookup-answer.tsx';
import { ObservableText } from './observable-text.tsx';
import { CappedNote, ConfidenceCounts, NothingKnown } from './page-summary.tsx';
import { hasNothing, SyncState } from './sync-state.tsx';

/** The facts of the one value that is open in the page's list. */
export type OpenFacts = CardContent['facts'];
export interface OpenItem {
  observable: Observable;
  facts: OpenFacts;
}
export type Lookup =
  | { state: 'none' }
  | { state: 'asking'; text: string }
  | { state: 'answered'; text: string; answer: LookupAnswer }
  | { state: 'unreachable'; text: string };
export type PanelTab = 'page' | 'lookup';

export interface PanelActions {
  choose(tab: PanelTab): void;
  /** Opens a value's facts and scrolls the page to it; closes them if they are open. */
  select(item: Observable): void;
  lookUp(text: string): void;
  copy(text: string): Promise<boolean>;
  openOptions(): void;
}
export interface PanelProps {
  tab: PanelTab;
  access?: PageAccess;
  list: PageList;
  open?: OpenItem;
  lookup: Lookup;
  status?: SyncStatus;
  now: number;
  actions: PanelActions;
}

/** The side panel: this page's values with their facts, and the answer to a lookup. */
export function PanelView(props: PanelProps) {
  const { tab, list, status, now, actions } = props;
  const total = list.state === 'listed' ? list.items.length : undefined;
  return (
    <div class="telltale panel">
      <header class="panel-head">
        <div role="tablist" aria-label="Side panel" class="tabs">
          <Tab id="page" current={tab} choose={actions.choose}>
            This page{total !== undefined && <span class="tab-count"> {total.toLocaleString('en')}</span>}
          </Tab>
          <Tab id="lookup" current={tab} choose={actions.choose}>
            Look up
          </Tab>
        </div>
        <button type="button" class="button quiet" onClick={actions.openOptions}>
          Options
        </button>
      </header>
      <div class="panel-body" role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`}>
        {tab === 'page' ? <PageTab {...props} /> : <LookupTab {...props} />}
      </div>
      {status && (
        <footer class="panel-foot small">
          <SyncState status={status} now={now} />
        </footer>
      )}
    </div>
  );
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
  if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
  const other: PanelTab = id === 'page' ? 'lookup' : 'page';
  choose(other);
  document.getElementById(`tab-${other}`)?.focus();
}

function PageTab(props: PanelProps) {
  const { access, list, open, actions, now } = props;
  const facts = open && <Facts open={open} now={now} actions={actions} />;
  const isInList = open !== undefined && list.state === 'listed' && hasItem(list.items, open.observable);
  useScrollTo(isInList ? open : undefined);
  return (
    <>
      {open && !isInList && (
        <section class="panel-asked">
          <h2 class="visually-hidden">Asked for</h2>
          {facts}
        </section>
      )}
      <PageState {...props} />
      {list.state === 'listed' && access?.ok !== false && (
        <>
          <GroupLists
            items={list.items}
            onSelect={actions.select}
            open={isInList ? { key: keyOf(open.observable), content: facts } : NONE_OPEN}
          />
          <LinkMismatches mismatches={list.mismatches} hasMore={list.moreMismatches === true} />
        </>
      )}
    </>
  );
}

const NONE_OPEN = { key: '', content: null };

function hasItem(items: readonly PageItem[], { type, value }: Observable): boolean {
  return items.some((item) => item.type === type && item.value === value);
}

/** Brings a value that was asked for from elsewhere (the card, the menu) into view. */
function useScrollTo(open: OpenItem | undefined): void {
  const key = open && keyOf(open.observable);
  useEffect(() => {
    if (key !== undefined) document.getElementById(`item-${key}`)?.scrollIntoView({ block: 'nearest' });
  }, [key, open?.facts.state]);
}

/** Why there is no list, or what it sums up to. */
function PageState({ access, list, status, actions }: PanelProps) {
  if (status && hasNothing(status))
    return (
      <section class="callout panel-callout">
        <h2>No indicators yet</h2>
        <p>They are fetched once the options have an API key.</p>
        <p class="callout-actions">
          <button type="button" class="button primary" onClick={actions.openOptions}>
            Enter the API key
          </button>
        </p>
      </section>
    );
  if (access && !access.ok)
    return <Plain title="Cannot read this page" text={`${access.reason} ${access.remedy ?? ''}`} />;
  if (access?.siteOff)
    return (
      <Plain
        title="Off on this site"
        text={`Telltale reads nothing on ${access.host}. The popup switches it on.`}
      />
    );
  if (list.state === 'connecting') return <p class="panel-wait muted">Reading the page’s list…</p>;
  if (list.state === 'silent')
    return <Plain title="Not read yet" text="Telltale is not running in this tab. Reload the page." />;
  return (
    <>
      {access?.ok && access.listedAddress && (
        <section class="callout alarm panel-callout" role="alert">
          <h2>This site’s own address is listed</h2>
          <ObservableText observable={access.listedAddress} limit={300} />
        </section>
      )}
      {list.items.length > 0 && <ConfidenceCounts items={list.items} />}
      {list.capped && <CappedNote {...list.capped} />}
      {list.items.length === 0 && (
        <p class="panel-wait">
          <NothingKnown status={status} />
        </p>
      )}
    </>
  );
}

function Plain({ title, text }: { title: string; text: string }) {
  return (
    <section class="callout panel-callout">
      <h2>{title}</h2>
      <p>{text}</p>
    </section>
  );
}

function Facts({ open, now, actions }: { open: OpenItem; now: number; actions: PanelActions }) {
  if (open.facts.state === 'known')
    return <FactSheet explanation={open.facts.explanation} now={now} actions={{ copy: actions.copy }} />;
  return (
    <p class="muted" role="status">
      {FACTS_TEXT[open.facts.state]}
    </p>
  );
}

const FACTS_TEXT: Record<Exclude<OpenFacts['state'], 'known'>, string> = {
  asking: 'Reading what is known…',
  forgotten: 'No longer in your indicators: they changed after this page was marked.',
  unreachable: 'Telltale did not answer. Select the value again.',
};

function LookupTab({ lookup, now, actions }: PanelProps) {
  return (
    <>
      <LookupBox asked={lookup.state === 'none' ? '' : lookup.text} lookUp={actions.lookUp} />
      <div class="panel-answer" aria-live="polite" aria-busy={lookup.state === 'asking'}>
        {lookup.state === 'asking' && <p class="muted">Looking it up…</p>}
        {lookup.state === 'unreachable' && (
          <p class="callout warning">Telltale did not answer. Look it up again.</p>
        )}
        {lookup.state === 'answered' && <Answer answer={lookup.answer} now={now} copy={actions.copy} />}
      </div>
    </>
  );
}

function LookupBox({ asked, lookUp }: { asked: string; lookUp(text: string): void }) {
  const [text, setText] = useState(asked);
  useEffect(() => setText(asked), [asked]);
  const submit = () => text.trim() && lookUp(text);
  return (
    <form
      class="lookup-box"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <label for="lookup-text">Values or any text, defanged or not</label>
      <textarea
        id="lookup-text"
        class="field mono"
        rows={3}
        spellcheck={false}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          submit();
        }}
      />
      <p class="lookup-row">
        <button type="submit" class="button primary" disabled={!text.trim()}>
          Look up
        </button>
        <span class="muted small">Searched on this machine; nothing is sent.</span>
      </p>
    </form>
  );
}
