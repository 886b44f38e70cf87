import { useEffect, useMemo, useState } from 'preact/hooks';
import { keyOf, type Observable, type PageItem } from '@/core/indicator.ts';
import type { Key } from '@/core/words.ts';
import { isWarning } from '@/core/link-warning.ts';
import type { ExportRow } from '@/export/export-row.ts';
import type { UnknownValue } from '@/extension/messages.ts';
import type { ListedItem } from '@/extension/page-list.ts';
import { PageWithheld } from './allow-sites.tsx';
import { ExportBar, type ExportSet } from './export-bar.tsx';
import { GroupLists } from './group-lists.tsx';
import { type Choice, ChooseAll, useChoice } from './choose.tsx';
import { type KnownView, KnownViewBar, useFiltered, WHOLE_VIEW } from './known-view.tsx';
import { LinkList } from './link-list.tsx';
import { LinkMismatches } from './link-mismatches.tsx';
import { MailFacts } from './mail-facts.tsx';
import { ObservableText } from './observable-text.tsx';
import { isSuppressed } from './page-groups.ts';
import { CappedNote, ConfidenceCounts, DrawnNote, NothingKnown, PdfNote } from './page-summary.tsx';
import { CoverageLine, HiddenTexts, LeftOut } from './panel-notes.tsx';
import { OnThisPage } from './on-this-page.tsx';
import { hasNothing } from './sync-state.tsx';
import { UnknownList, useSearch } from './unknown-list.tsx';
import { Unreadable } from './unreadable.tsx';
import { KnownValue } from './value-actions.tsx';
import type { Inspection } from './use-inspection.ts';
import { useOutlines } from './use-outlines.ts';
import { useRoving } from './use-roving.ts';

import type { OpenItem, PanelActions, PanelProps } from './panel-view.tsx';
import type { OpenFacts } from './panel-view.tsx';
import { say } from './say.tsx';

/** The tabs that speak of the page. */
export function PageTabs(props: PanelProps) {
  const { tab, access, list, inspection } = props;
  const [sought, seek] = useState('');
  const [view, setView] = useState(WHOLE_VIEW);
  const choice = useChoice();
  const { chosen, clear } = choice;
  const host = access?.ok ? access.host : '';
  // What was chosen on another page stands on this one no more.
  useEffect(() => {
    clear();
    seek('');
    setView(WHOLE_VIEW);
  }, [host, list.state, clear]);
  const isReadable = list.state === 'listed' && access?.ok !== false && !(access?.ok && access.siteOff);
  const searchable =
    (tab === 'page' && list.state === 'listed' && list.items.length > 0) ||
    (tab === 'unknown' && inspection.state === 'read' && inspection.values.unknown.length > 0);
  return (
    <>
      <Asked {...props} />
      {(tab === 'page' || !isReadable) && <PageState {...props} />}
      {isReadable && (
        <>
          <CoverageLine items={list.items} inspection={inspection} />
          {searchable && (
            <input
              id="panel-search"
              class="field panel-search"
              type="search"
              placeholder={say('valuesSearch')}
              aria-label={say('valuesSearch')}
              value={sought}
              onInput={(event) => seek(event.currentTarget.value)}
            />
          )}
          {(tab === 'page' || tab === 'links') && <Message {...props} />}
          {tab === 'page' && (
            <KnownTab
              {...props}
              items={list.items}
              sought={sought}
              view={view}
              setView={setView}
              choice={choice}
            />
          )}
          {tab === 'unknown' && <UnknownTab {...props} sought={sought} choice={choice} />}
          {tab === 'links' && <LinksTab {...props} />}
          {tab === 'suppressed' && <SuppressedTab {...props} items={list.items} />}
          {tab !== 'links' && <TakeAlong {...props} items={list.items} chosen={chosen} />}
        </>
      )}
    </>
  );
}

/** A value that was asked for from elsewhere and stands in none of the lists. */
function Asked({ tab, list, open, now, actions }: PanelProps) {
  if (!open || tab !== 'page') return null;
  if (list.state === 'listed' && itemOf(list.items, open.observable)) return null;
  return (
    <section class="panel-asked">
      <h2 class="visually-hidden">{say('askedFor')}</h2>
      {open.facts.state !== 'known' && (
        <p>
          <ObservableText observable={open.observable} limit={300} />
        </p>
      )}
      <Facts open={open} now={now} actions={actions} />
    </section>
  );
}

function Message({ tab, inspection, actions }: PanelProps) {
  if (inspection.state !== 'read' || !inspection.mail) return null;
  const odd = inspection.links.filter(({ reasons }) => reasons.some(isWarning)).length;
  return (
    <MailFacts
      mail={inspection.mail}
      lookUp={actions.lookUp}
      links={{
        count: inspection.links.length,
        odd,
        show: tab === 'links' ? undefined : () => actions.choose('links'),
      }}
    />
  );
}

interface ItemsProps extends PanelProps {
  items: readonly ListedItem[];
}

function useOpen({ items, open, inspection, now, actions }: ItemsProps) {
  const item = open && itemOf(items, open.observable);
  useScrollTo(item ? open : undefined);
  if (!item || !open) return NONE_OPEN;
  const key = keyOf(item);
  const sentences = inspection.state === 'read' ? inspection.seen[key]?.sentences : undefined;
  const content = (
    <>
      <OnThisPage item={item} sentences={sentences ?? [item.quote]} show={() => actions.show(item)} />
      <Facts open={open} now={now} actions={actions} />
    </>
  );
  return { key, content };
}

const NONE_OPEN = { key: '', content: null };

interface KnownProps extends ItemsProps {
  sought: string;
  view: KnownView;
  setView(view: KnownView): void;
  choice: Choice;
}

function KnownTab(props: KnownProps) {
  const { items, sought, view, setView, choice, list, status, now, actions } = props;
  const open = useOpen(props);
  const roving = useRoving('.item-button');
  const known = useMemo(() => items.filter((item) => !isSuppressed(item)), [items]);
  const found = useFiltered(known, view, sought);
  const outlines = useOutlines(known, { ask: actions.outline, now, all: view.group === 'source' }, [
    status?.rows,
    status?.otherRows,
    actions.outline,
  ]);
  const mismatches = list.state === 'listed' ? list : undefined;
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the rows in it have controls of their own
    <div onKeyDown={roving}>
      {known.length > 1 && <KnownViewBar items={known} view={view} change={setView} />}
      {found.length === 0 && known.length > 0 && (
        <p class="panel-wait muted">
          {sought === '' ? say('knownNotKind') : say('knownNotFound', { text: sought })}
        </p>
      )}
      <ChooseAll shown={found} choice={choice} />
      <GroupLists
        items={found}
        part="known"
        onSelect={actions.select}
        open={open}
        group={view.group}
        order={view.order}
        choice={choice}
        outlines={outlines}
      />
      {mismatches && sought === '' && (
        <LinkMismatches mismatches={mismatches.mismatches} hasMore={mismatches.moreMismatches === true} />
      )}
    </div>
  );
}

function SuppressedTab(props: ItemsProps) {
  const { items, inspection, actions } = props;
  const open = useOpen(props);
  const roving = useRoving('.item-button');
  const hidden = inspection.state === 'read' ? inspection.hidden : [];
  const some = hidden.length > 0 || items.some(isSuppressed);
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the rows in it have controls of their own
    <div onKeyDown={roving}>
      {!some && <p class="panel-wait muted">{say('suppressedNone')}</p>}
      <GroupLists items={items} part="suppressed" onSelect={actions.select} open={open} />
      <HiddenTexts texts={hidden} />
    </div>
  );
}

function UnknownTab(
  props: PanelProps & {
    sought: string;
    choice: Choice;
  },
) {
  const { access, inspection, sought, choice, now, actions } = props;
  const values = inspection.state === 'read' ? inspection.values.unknown : NONE;
  const found = useSearch(values, sought);
  if (inspection.state !== 'read') return <NotInspected {...props} />;
  return (
    <>
      {inspection.isCanvas && <DrawnNote />}
      {access?.ok && access.hasPdf && <PdfNote />}
      {inspection.cut !== undefined && (
        <p class="callout warning small capped" role="status">
          {say('unknownCut', { total: inspection.cut })}
        </p>
      )}
      <p class="panel-sum small">
        {values.length === 0 ? say('unknownNone') : say('unknownAbout')}{' '}
        <button type="button" class="button quiet" onClick={actions.readAgain}>
          {say('readAgain')}
        </button>
      </p>
      <LeftOut {...inspection.values.leftOut} />
      {found.length === 0 && values.length > 0 && (
        <p class="panel-wait muted">{say('unknownNotFound', { text: sought })}</p>
      )}
      <ChooseAll shown={found} choice={choice} />
      <UnknownList values={found} choice={choice} copy={actions.copy} now={now} actions={actions} />
    </>
  );
}

const NONE: readonly UnknownValue[] = [];

function LinksTab(props: PanelProps) {
  const { inspection, actions } = props;
  if (inspection.state !== 'read') return <NotInspected {...props} />;
  return <LinkList links={inspection.links} own={inspection.ownLinks} copy={actions.copy} />;
}

function NotInspected({ inspection, actions }: PanelProps) {
  if (inspection.state === 'reading') return <p class="panel-wait muted">{say('pageReading')}</p>;
  return (
    <p class="panel-wait">
      {say('pageUnread')}{' '}
      <button type="button" class="button" onClick={actions.readAgain}>
        {say('readIt')}
      </button>
    </p>
  );
}

/** What can be taken along from the page: the known, the new, or what was chosen. */
function TakeAlong({
  items,
  chosen,
  inspection,
  now,
  actions,
}: ItemsProps & { chosen: ReadonlySet<string> }) {
  const known = useMemo(() => items.filter((item) => !isSuppressed(item)), [items]);
  const unknown = inspection.state === 'read' ? inspection.values.unknown : NONE;
  const [pickedKnown, pickedNew] = useMemo(() => {
    const isPicked = (value: Observable) => chosen.size > 0 && chosen.has(keyOf(value));
    return [known.filter(isPicked), unknown.filter(isPicked)];
  }, [known, unknown, chosen]);
  const picked = pickedKnown.length + pickedNew.length;
  const news = (values: readonly UnknownValue[]) => () => Promise.resolve(values.map(newRow));
  const explain = async (values: readonly ListedItem[]) =>
    (await actions.explain(values)).map((row) => asWrittenIn(inspection, row));
  const all = async () => [...(await explain(known)), ...unknown.map(newRow)];
  const sets: ExportSet[] = [
    {
      id: 'chosen',
      label: say('setChosen', { number: picked }),
      collect: say('collectChosen', { count: picked }),
      count: picked,
      rows: async () => [
        ...(pickedKnown.length > 0 ? await explain(pickedKnown) : []),
        ...pickedNew.map(newRow),
      ],
    },
    {
      id: 'new',
      label: say('setNew', { number: unknown.length }),
      collect: say('collectNew', { count: unknown.length }),
      count: unknown.length,
      rows: news(unknown),
    },
    {
      id: 'known',
      label: say('setKnown', { number: known.length }),
      collect: say('collectKnown', { count: known.length }),
      count: known.length,
      rows: () => explain(known),
    },
    {
      id: 'all',
      label: say('setAll', { number: known.length + unknown.length }),
      collect: say('collectAll', { number: known.length + unknown.length }),
      count: known.length > 0 && unknown.length > 0 ? known.length + unknown.length : 0,
      rows: all,
    },
  ];
  const collect = actions.collect && { actions: actions.collect, now };
  return (
    <ExportBar
      sets={sets}
      provenance={actions.provenance}
      copy={actions.copy}
      save={actions.save}
      collect={collect}
    />
  );
}

/** A mark knows what a value means, not how it is written. */
function asWrittenIn(inspection: Inspection, row: ExportRow): ExportRow {
  const seen = inspection.state === 'read' ? inspection.seen[keyOf(row)] : undefined;
  return seen ? { ...row, asWritten: seen.asWritten, sentences: [...seen.sentences] } : row;
}

function newRow({ type, value, asWritten, sentences }: UnknownValue): ExportRow {
  return { type, value, asWritten, sentences };
}

function itemOf<T extends PageItem>(items: readonly T[], { type, value }: Observable): T | undefined {
  return items.find((item) => item.type === type && item.value === value);
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
        <h2>{say('noIndicators')}</h2>
        <p>{say('noIndicatorsHint')}</p>
        <p class="callout-actions">
          <button type="button" class="button primary" onClick={actions.openOptions}>
            {say('enterKey')}
          </button>
        </p>
      </section>
    );
  if (access && !access.ok)
    return access.withheld !== undefined ? (
      <PageWithheld access={access} allow={actions.allowSites} place="panel-callout" />
    ) : (
      <Unreadable access={access} openDetails={actions.openDetails} place="panel-callout" />
    );
  if (access?.siteOff)
    return <Plain title={say('siteOff')} text={say('siteOffPanel', { host: access.host })} />;
  if (list.state === 'connecting') return <p class="panel-wait muted">{say('listReading')}</p>;
  if (list.state === 'silent') return <Plain title={say('notRead')} text={say('notReadPanel')} />;
  return (
    <>
      <PageWithheld access={access} allow={actions.allowSites} place="panel-callout" />
      {access?.ok && access.listedAddress && (
        <section class="callout alarm panel-callout" role="alert">
          <h2>{say('addressListed')}</h2>
          <ObservableText observable={access.listedAddress} limit={300} />
        </section>
      )}
      {access?.ok && access.isDrawn && <DrawnNote />}
      {access?.ok && access.hasPdf && <PdfNote />}
      {list.items.length > 0 && <ConfidenceCounts items={list.items} />}
      {list.capped && <CappedNote {...list.capped} askRest={actions.askRest} />}
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
    return (
      <KnownValue explanation={open.facts.explanation} now={now} copy={actions.copy} actions={actions} />
    );
  return (
    <p class="muted" role="status">
      {say(FACTS_TEXT[open.facts.state])}
    </p>
  );
}

const FACTS_TEXT: Record<Exclude<OpenFacts['state'], 'known'>, Key> = {
  asking: 'factsAsking',
  forgotten: 'factsForgotten',
  unreachable: 'factsNoAnswer',
};
