import { TRASH_LIMITS } from '@/core/case-trash.ts';
import type { CaseSummary } from '@/core/cases.ts';
import { message } from '@/core/words.ts';
import { nameForToday } from './case-adder.tsx';
import { CaseView } from './panel-case.tsx';
import { SourceText } from './source-text.tsx';
import { Age } from './time.tsx';
import type { CasesState } from './use-cases.tsx';
import type { PanelProps } from './panel-view.tsx';
import { inWords, say, sayWith } from './say.tsx';

/** The user's cases: all of them, or one with its values. */
export function CasesTab(props: PanelProps) {
  const { cases, now, isUnreachable } = props;
  // The foot says what is the matter.
  if (!cases?.all && isUnreachable) return <p class="panel-wait muted">{say('casesUnread')}</p>;
  if (!cases?.all) return <p class="panel-wait muted">{say('casesReading')}</p>;
  return (
    <>
      {cases.failure !== '' && (
        <p class="callout warning panel-callout" role="alert">
          {cases.failure}
        </p>
      )}
      <div class="case-undo">{cases.undoBar}</div>
      {cases.opened ? (
        <CaseView key={cases.opened.id} {...props} cases={cases} opened={cases.opened} />
      ) : (
        <CaseList cases={cases} now={now} />
      )}
    </>
  );
}

function CaseList({ cases, now }: { cases: CasesState; now: number }) {
  const { all = [], found, sought, current } = cases;
  const open = found.filter(({ closed }) => closed === undefined);
  const closed = found.filter((each) => each.closed !== undefined);
  return (
    <>
      <h2 class="visually-hidden">{say('cases')}</h2>
      <div class="case-head">
        {all.length > 0 && (
          <input
            id="panel-search"
            class="field"
            type="search"
            placeholder={say('casesSearch')}
            aria-label={say('casesSearch')}
            value={sought}
            onInput={(event) => cases.seek(event.currentTarget.value)}
          />
        )}
        <button type="button" class="button" onClick={() => void cases.create(nameForToday(now))}>
          {say('caseNew')}
        </button>
      </div>
      {all.length === 0 && <p class="panel-wait muted">{say('casesEmpty')}</p>}
      {all.length > 0 && found.length === 0 && (
        <p class="panel-wait muted">{say('casesNotFound', { text: sought })}</p>
      )}
      <Rows title={say('casesOpen')} rows={open} current={current} now={now} open={cases.open} />
      <Rows title={say('casesClosed')} rows={closed} current={current} now={now} open={cases.open} />
      <Trash cases={cases} now={now} />
    </>
  );
}

function Rows(props: {
  title: string;
  rows: readonly CaseSummary[];
  current: CaseSummary | undefined;
  now: number;
  open(id: string): void;
}) {
  const { title, rows, current, now, open } = props;
  if (rows.length === 0) return null;
  return (
    <section class="items">
      <h3 class="case-group">
        {title} <span class="items-count">{inWords(rows.length)}</span>
      </h3>
      <ul>
        {rows.map((each) => (
          <li key={each.id} class="item">
            <button type="button" class="item-button" onClick={() => open(each.id)}>
              <span class="item-value">
                <SourceText text={each.name} limit={120} />
              </span>
              {each.id === current?.id && <span class="flag flag-current">{say('caseCurrent')}</span>}
              <span class="item-about muted">
                <RowAbout each={each} now={now} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function RowAbout({ each, now }: { each: CaseSummary; now: number }) {
  const values = message('values', { count: each.count });
  const changed = <Age iso={each.changed} now={now} />;
  if (each.ticket === undefined) return <>{sayWith('caseRow', { values, changed })}</>;
  const ticket = <SourceText text={each.ticket} limit={60} />;
  return <>{sayWith('caseRowTicket', { ticket, values, changed })}</>;
}

/** The way back when the panel was closed after a case was deleted. */
function Trash({ cases: { trash, restore, forget }, now }: { cases: CasesState; now: number }) {
  if (trash.length === 0) return null;
  return (
    <section class="items">
      <h3 class="case-group">
        {say('casesDeleted')} <span class="items-count">{trash.length}</span>
      </h3>
      <p class="muted small items-hint">{say('casesDeletedAbout', { count: TRASH_LIMITS.days })}</p>
      <ul>
        {trash.map(({ id, name, count, deleted }) => (
          <li key={id} class="case-trashed">
            <span>
              <SourceText text={name} limit={120} />{' '}
              <span class="muted small">
                {sayWith('caseTrashed', {
                  age: <Age iso={deleted} now={now} />,
                  values: message('values', { count }),
                })}
              </span>
            </span>
            <button
              type="button"
              class="button"
              aria-label={say('caseRestoreNamed', { name })}
              onClick={() => restore(id)}
            >
              {say('caseRestore')}
            </button>
            <button
              type="button"
              class="button danger"
              aria-label={say('caseForgetNamed', { name })}
              onClick={() => forget(id)}
            >
              {say('caseForget')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
