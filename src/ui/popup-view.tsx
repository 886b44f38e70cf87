import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Observable, PageItem } from '@/core/indicator.ts';
import type { SiteRule } from '@/core/site-rules.ts';
import type { SyncStatus } from '@/core/sync-status.ts';
import type { PageAccess } from '@/extension/messages.ts';
import type { PageList } from '@/extension/page-list.ts';
import type { Value } from '@/core/words.ts';
import { type AllowSites, PageWithheld } from './allow-sites.tsx';
import { GroupLists } from './group-lists.tsx';
import { LONGEST_LOOKUP, refusePaste, TooLong } from './lookup-size.tsx';
import { MismatchNote } from './link-mismatches.tsx';
import { ObservableText } from './observable-text.tsx';
import {
  CappedNote,
  ConfidenceCounts,
  FoundNote,
  DrawnNote,
  NothingKnown,
  PdfNote,
} from './page-summary.tsx';
import { Damage, hasNothing, SyncState } from './sync-state.tsx';
import { inWords, say, sayWith } from './say.tsx';
import { Unreadable } from './unreadable.tsx';

export interface PopupActions {
  show(observable: Observable): void;
  /** So many more values of the page than have been may be asked about. */
  askRest(rest: number): void;
  setSite(host: string, rule: SiteRule): void;
  syncNow(): void;
  openOptions(): void;
  openDetails(): void;
  openPanel(): void;
  allowSites: AllowSites;
  /** Answered in the side panel. */
  lookUp(text: string): void;
}
export interface PopupProps {
  /** Absent until the worker answered. */
  access?: PageAccess;
  list: PageList;
  status?: SyncStatus;
  /** Why the site's rule could not be changed. */
  refusal?: Value | undefined;
  /** The worker does not answer. */
  isUnreachable?: boolean;
  /** Why, where it says that. */
  trouble?: Value | undefined;
  now: number;
  actions: PopupActions;
}

/** The popup: what this page holds, whether it is read at all, and how fresh the indicators are. */
export function PopupView(props: PopupProps) {
  const { access, status, actions, isUnreachable, trouble } = props;
  const isFirstUse = status !== undefined && hasNothing(status);
  return (
    <div class="telltale popup">
      <header class="popup-head">
        <img src="/icon/32.png" width="18" height="18" alt="" />
        <h1>Telltale</h1>
        {access?.ok && <span class="popup-host muted">{access.host}</span>}
      </header>
      {isUnreachable && (
        <Callout title={say(trouble === undefined ? 'popupNoAnswer' : 'popupTrouble')} kind="warning">
          {trouble === undefined ? say('popupNoAnswerHint') : inWords(trouble)}
        </Callout>
      )}
      <PageWithheld access={access} allow={actions.allowSites} place="popup-callout" />
      {access?.ok && access.listedAddress && <ListedAddress observable={access.listedAddress} />}
      {!isFirstUse && <LookupBox lookUp={actions.lookUp} />}
      {isFirstUse && status.damage !== undefined && <Damage text={status.damage} />}
      {isFirstUse ? <FirstUse openOptions={actions.openOptions} /> : <Page {...props} />}
      {!isFirstUse && <Foot {...props} />}
    </div>
  );
}

function LookupBox({ lookUp }: { lookUp(text: string): void }) {
  const [text, setText] = useState('');
  const [refused, refuse] = useState<number>();
  return (
    <form
      class="popup-lookup"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.length > LONGEST_LOOKUP) refuse(text.length);
        else if (text.trim()) lookUp(text);
      }}
    >
      <input
        type="search"
        class="field mono"
        aria-label={say('popupLookUp')}
        placeholder={say('popupLookUpHint')}
        spellcheck={false}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          refuse(undefined);
        }}
        // An input of one line would drop the line ends of a list.
        onPaste={(event) => {
          refusePaste(event, refuse);
          if (event.defaultPrevented) return;
          const pasted = event.clipboardData?.getData('text/plain') ?? '';
          if (!/\n/.test(pasted.trim())) return;
          event.preventDefault();
          lookUp(pasted);
        }}
      />
      <TooLong length={refused} />
    </form>
  );
}

function Foot({ access, status, now, refusal, actions }: PopupProps) {
  return (
    <footer class="popup-foot">
      {access?.ok && access.host && (
        <SiteSwitch access={access} setSite={actions.setSite} refusal={refusal} />
      )}
      {status && <SyncState status={status} now={now} />}
      <nav class="popup-links">
        <button type="button" class="button" onClick={actions.openPanel}>
          {say('sidePanel')}
        </button>
        <button type="button" class="button" onClick={actions.openOptions}>
          {say('options')}
        </button>
        {(status?.phase.state === 'idle' || status?.phase.state === 'waiting') && (
          <button type="button" class="button quiet push" onClick={actions.syncNow}>
            {say('syncNow')}
          </button>
        )}
      </nav>
    </footer>
  );
}

function ListedAddress({ observable }: { observable: Observable }) {
  return (
    <Callout title={say('addressListed')} kind="alarm">
      {sayWith('addressListedHint', { address: <ObservableText observable={observable} limit={300} /> })}
    </Callout>
  );
}

function FirstUse({ openOptions }: { openOptions(): void }) {
  return (
    <section class="popup-first">
      <h2>{say('connect')}</h2>
      <p>{say('connectAbout')}</p>
      <button type="button" class="button primary" onClick={openOptions}>
        {say('enterKey')}
      </button>
    </section>
  );
}

function Page({ access, list, status, isUnreachable, trouble, actions }: PopupProps) {
  if (!access)
    return !isUnreachable && trouble === undefined ? (
      <p class="popup-wait muted">{say('popupAsking')}</p>
    ) : null;
  if (!access.ok)
    return access.withheld !== undefined ? null : (
      <Unreadable access={access} openDetails={actions.openDetails} place="popup-callout plain" />
    );
  if (access.siteOff)
    return (
      <Callout title={say('siteOff')} kind="plain">
        {say('siteOffPopup', { host: access.host })}
      </Callout>
    );
  if (list.state === 'connecting') return <p class="popup-wait muted">{say('listReading')}</p>;
  if (list.state === 'silent')
    return (
      <Callout title={say('notRead')} kind="plain">
        {say('notReadPopup')}
      </Callout>
    );
  const { show, askRest } = actions;
  return (
    <>
      {access.isDrawn && <DrawnNote />}
      {access.hasPdf && <PdfNote />}
      <Listed list={list} {...(status ? { status } : {})} show={show} askRest={askRest} />
    </>
  );
}

interface ListedProps {
  list: Extract<PageList, { state: 'listed' }>;
  status?: SyncStatus;
  show(item: PageItem): void;
  askRest(rest: number): void;
}

function Listed({ list, status, show, askRest }: ListedProps) {
  return (
    <>
      {list.items.length > 0 && <FoundNote items={list.items} />}
      {list.items.length > 0 && <ConfidenceCounts items={list.items} />}
      <MismatchNote count={list.mismatches.length} hasMore={list.moreMismatches === true} />
      {list.capped && <CappedNote {...list.capped} askRest={askRest} />}
      <div class="popup-list">
        {list.items.length === 0 && (
          <p class="popup-empty">
            <NothingKnown status={status} />
          </p>
        )}
        <GroupLists items={list.items} onSelect={show} />
      </div>
    </>
  );
}

function SiteSwitch(props: {
  access: Extract<PageAccess, { ok: true }>;
  setSite(host: string, rule: SiteRule): void;
  refusal: Value | undefined;
}) {
  const { host, siteOff, siteQuiet, siteLocked } = props.access;
  return (
    <div class="popup-sites">
      <label class="popup-site">
        <span>{sayWith('markOn', { host: <strong>{host}</strong> })}</span>
        <input
          type="checkbox"
          role="switch"
          aria-checked={!siteOff}
          class="switch"
          checked={!siteOff}
          disabled={siteLocked?.off}
          onChange={(event) => props.setSite(host, event.currentTarget.checked ? 'on' : 'off')}
        />
      </label>
      {!siteOff && (
        <label class="choice small popup-quiet">
          <input
            type="checkbox"
            checked={siteQuiet === true}
            disabled={siteLocked?.quiet}
            onChange={(event) => props.setSite(host, event.currentTarget.checked ? 'quiet' : 'on')}
          />
          <span>{say('quietHere')}</span>
        </label>
      )}
      {siteLocked && <p class="popup-locked small muted">{say(lockedWords(siteLocked))}</p>}
      {props.refusal !== undefined && (
        <p class="popup-locked small" role="alert">
          {inWords(props.refusal)}
        </p>
      )}
    </div>
  );
}

function lockedWords({ off, quiet }: { off: boolean; quiet: boolean }) {
  if (off && quiet) return 'lockedBoth' as const;
  return off ? ('lockedSwitch' as const) : ('lockedQuiet' as const);
}

function Callout(props: { title: string; kind: 'plain' | 'warning' | 'alarm'; children: ComponentChildren }) {
  return (
    <section
      class={`callout popup-callout ${props.kind}`}
      role={props.kind === 'plain' ? undefined : 'alert'}
    >
      <h2>{props.title}</h2>
      <p>{props.children}</p>
    </section>
  );
}
