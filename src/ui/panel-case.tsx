import { useCallback, useMemo, useState } from 'preact/hooks';
import type { Case, CaseFields, CaseItem } from '@/core/cases.ts';
import { isItemFound } from '@/core/case-search.ts';
import { keyOf, type Explanation, INDICATOR_TYPES } from '@/core/indicator.ts';
import { defang } from '@/core/defang.ts';
import type { ExportRow } from '@/export/export-row.ts';
import { message } from '@/core/words.ts';
import { CaseValue } from './case-value.tsx';
import { type Choice, ChooseAll, useChoice } from './choose.tsx';
import { ExportBar, type ExportSet } from './export-bar.tsx';
import { LongList } from './long-list.tsx';
import { SavedField } from './saved-field.tsx';
import { SourceText } from './source-text.tsx';
import { Age } from './time.tsx';
import type { CasesState } from './use-cases.tsx';
import { useRoving } from './use-roving.ts';
import type { PanelProps } from './panel-view.tsx';
import { inWords, say, sayWith } from './say.tsx';

interface Props extends PanelProps {
  cases: CasesState;
  opened: Case;
}

/** One case: what it is called, its values by type with where each was seen, and all of it as one export. */
export function CaseView(props: Props) {
  const { cases, opened, now, actions } = props;
  const [sought, seek] = useState('');
  const [openKey, setOpenKey] = useState<string>();
  const roving = useRoving('.item-button');
  const choice = useChoice();
  const found = useMemo(
    () => (sought === '' ? opened.items : opened.items.filter((item) => isItemFound(item, sought))),
    [opened, sought],
  );
  const groups = useMemo(
    () =>
      INDICATOR_TYPES.map((type) => ({ type, items: found.filter((item) => item.type === type) })).filter(
        ({ items }) => items.length > 0,
      ),
    [found],
  );
  const picked = useMemo(
    () => opened.items.filter((item) => choice.chosen.has(keyOf(item))),
    [opened, choice],
  );
  const isCurrent = cases.current?.id === opened.id;
  const isClosed = opened.closed !== undefined;
  const rowsOf = (items: readonly CaseItem[]) => async (): Promise<ExportRow[]> => {
    const explanations = await cases.explain(items);
    return items.map((item, at) => caseRow(item, explanations[at]));
  };
  const setOf = (id: string, label: string, items: readonly CaseItem[]): ExportSet => {
    return { id, label, collect: '', count: items.length, rows: rowsOf(items) };
  };
  const { name, ticket, note } = opened;
  const about = { name, ...(ticket !== undefined && { ticket }), ...(note !== undefined && { note }) };
  return (
    <>
      <div class="case-top">
        <button type="button" class="button quiet" onClick={cases.leave}>
          {say('casesAll')}
        </button>
        {isCurrent && <span class="flag flag-current push">{say('caseCurrentHere')}</span>}
        {!isCurrent && !isClosed && (
          <button type="button" class="button push" onClick={() => cases.choose(opened.id)}>
            {say('caseMakeCurrent')}
          </button>
        )}
        {isClosed && <span class="flag push">{say('caseIsClosed')}</span>}
      </div>
      <header class="case-about">
        <h2>
          <SourceText text={opened.name} limit={120} />
        </h2>
        <p class="muted small">
          <CaseAbout opened={opened} now={now} />
        </p>
        {opened.note !== undefined && (
          <p class="case-note">
            <SourceText text={opened.note} limit={600} />
          </p>
        )}
        <Fields cases={cases} opened={opened} />
        <p class="callout-actions">
          <button
            type="button"
            class="button"
            onClick={() => void cases.change(opened.id, { isClosed: !isClosed })}
          >
            {isClosed ? say('caseReopen') : say('caseClose')}
          </button>
          <button type="button" class="button danger" onClick={() => cases.discard(opened)}>
            {say('caseDelete')}
          </button>
        </p>
      </header>
      {opened.items.length === 0 && <p class="panel-wait muted">{say('caseEmpty')}</p>}
      {opened.items.length > 5 && (
        <input
          id="panel-search"
          class="field panel-search"
          type="search"
          placeholder={say('caseSearch')}
          aria-label={say('caseSearch')}
          value={sought}
          onInput={(event) => seek(event.currentTarget.value)}
        />
      )}
      {opened.items.length > 0 && found.length === 0 && (
        <p class="panel-wait muted">{say('caseNotFound', { text: sought })}</p>
      )}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the rows in it have controls of their own */}
      <div onKeyDown={roving}>
        <ChooseAll shown={found} choice={choice} />
        {groups.map(({ type, items }) => (
          <section key={type} class="items">
            <h3 class="case-group">
              {say(`type_${type}`)} <span class="items-count">{inWords(items.length)}</span>
            </h3>
            <CaseValues {...props} items={items} choice={choice} openKey={openKey} setOpen={setOpenKey} />
          </section>
        ))}
      </div>
      <ExportBar
        sets={[
          setOf('chosen', say('setChosen', { number: picked.length }), picked),
          setOf('found', say('setFound', { number: found.length }), sought === '' ? [] : found),
          setOf('case', say('setAll', { number: opened.items.length }), opened.items),
        ]}
        provenance={() => ({ case: about, at: new Date().toISOString(), version: cases.version() })}
        copy={actions.copy}
        save={actions.save}
      />
    </>
  );
}

interface ValuesProps extends Props {
  items: readonly CaseItem[];
  choice: Choice;
  openKey: string | undefined;
  setOpen(key: string | undefined): void;
}

/** The values of one type. */
function CaseValues({ cases, opened, now, actions, items, choice, openKey, setOpen }: ValuesProps) {
  const openAt = openKey === undefined ? -1 : items.findIndex((item) => keyOf(item) === openKey);
  return (
    <LongList
      count={items.length}
      open={openAt < 0 ? undefined : openAt}
      renderRow={(at, place) => {
        const item = items[at];
        if (!item) return null;
        const key = keyOf(item);
        return (
          <CaseValue
            key={key}
            item={item}
            place={place}
            choice={choice}
            isOpen={at === openAt}
            toggle={() => setOpen(at === openAt ? undefined : key)}
            now={now}
            copy={actions.copy}
            note={(text) => cases.noteValue(opened.id, item, text)}
            lookUp={() => {
              actions.lookUp(item.value);
              actions.choose('lookup');
            }}
            remove={() =>
              cases.remove(opened.id, [item], say('caseTakenOut', { value: defang(item), name: opened.name }))
            }
          />
        );
      }}
    />
  );
}

function CaseAbout({ opened, now }: { opened: Case; now: number }) {
  const { ticket, items } = opened;
  const about = {
    values: message('values', { count: items.length }),
    created: <Age iso={opened.created} now={now} />,
    changed: <Age iso={opened.changed} now={now} />,
  };
  return (
    <>
      {ticket === undefined
        ? sayWith('caseAbout', about)
        : sayWith('caseAboutTicket', { ...about, ticket: <SourceText text={ticket} limit={120} /> })}
    </>
  );
}

function caseRow(
  { type, value, asWritten, note, sightings }: CaseItem,
  explanation?: Explanation,
): ExportRow {
  return {
    type,
    value,
    seen: sightings.map(({ title, url, at }) => ({ ...(title && { title }), ...(url && { url }), at })),
    ...(asWritten !== undefined && { asWritten }),
    ...(note !== undefined && { note }),
    ...(explanation && { explanation }),
  };
}

/** Open at first in a case that has nothing yet: it was just made, and wants a name. */
function Fields({ cases: { change }, opened }: Pick<Props, 'cases' | 'opened'>) {
  const { id } = opened;
  const [isFresh] = useState(opened.items.length === 0 && opened.ticket === undefined);
  const save = useCallback((fields: CaseFields) => change(id, fields), [change, id]);
  return (
    <details class="case-fields" open={isFresh}>
      <summary>{say('caseFields')}</summary>
      <SavedField label={say('name')} stored={opened.name} save={(name) => save({ name })} />
      <SavedField
        label={say('ticket')}
        stored={opened.ticket ?? ''}
        placeholder={say('ticketHint')}
        save={(ticket) => save({ ticket })}
      />
      <SavedField label={say('note')} stored={opened.note ?? ''} rows={3} save={(note) => save({ note })} />
    </details>
  );
}
