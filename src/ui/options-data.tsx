import { useState } from 'preact/hooks';
import type { RecordsUndo } from '@/core/records.ts';
import { readSettingsFile, type SettingsFile, writeSettingsFile } from '@/core/settings-file.ts';
import type { SettingsView, SourceView, TakeOver } from '@/extension/messages.ts';
import { message } from '@/core/words.ts';
import { FileButton } from './file-button.tsx';
import type { OptionsActions, Outcome } from './options-actions.ts';
import { OutcomeText, Section } from './options-section.tsx';
import { useUndo } from './use-undo.tsx';
import { inWords, say, sayWith } from './say.tsx';

interface Props {
  view: SettingsView;
  sources: readonly SourceView[];
  now: number;
  actions: OptionsActions;
}

/** What lies on this machine: how much, a copy of the settings, and the way to be rid of all of it. */
export function DataSection({ view, sources, now, actions }: Props) {
  const rows = sources.reduce((sum, source) => sum + source.rows, 0);
  const bytes = sources.reduce((sum, source) => sum + source.bytes, 0);
  const [isWhole, setWhole] = useState(true);
  const [failure, fail] = useState<Outcome>();
  const save = async () => {
    const at = new Date(now).toISOString();
    const records = isWhole ? await actions.records().catch(() => undefined) : { cases: [], notes: [] };
    fail(records ? undefined : UNREACHABLE);
    if (!records) return;
    const text = writeSettingsFile(
      view.settings,
      sources.map(({ source }) => source),
      at,
      records,
    );
    actions.saveFile(`telltale-settings-${at.slice(0, 10)}.json`, 'application/json', text);
  };
  return (
    <Section title={say('data')} about={say('dataAbout')}>
      <p>
        {say('dataHeld', {
          indicators: message('indicators', { count: rows }),
          sources: message('sources', { count: sources.length }),
          size: { bytes },
        })}
      </p>
      <div class="form-row">
        <button type="button" class="button" onClick={() => void save()}>
          {say('settingsSave')}
        </button>
        <span class="muted small">{say('settingsSaveHint')}</span>
      </div>
      <label class="choice">
        <input
          type="checkbox"
          checked={isWhole}
          onChange={(event) => setWhole(event.currentTarget.checked)}
        />
        <span>{say('settingsWhole')}</span>
      </label>
      <OutcomeText outcome={failure} />
      <TakeSettings view={view} sources={sources} actions={actions} />
      <Erase rows={rows} erase={actions.eraseAll} />
    </Section>
  );
}

type Read = Extract<SettingsFile, { ok: true }> & { taking: TakeOver };

/** Says what a file would change before it changes anything. */
function TakeSettings({ view, sources, actions }: Omit<Props, 'now'>) {
  const [read, setRead] = useState<Read>();
  const [outcome, setOutcome] = useState<Outcome>();
  const undo = useUndo(view.settings);
  const choose = async (input: HTMLInputElement) => {
    const text = await input.files?.[0]?.text();
    // The same file may be chosen again, after it was corrected.
    input.value = '';
    if (text === undefined) return;
    const file = readSettingsFile(text);
    setRead(undefined);
    if (!file.ok) return setOutcome(file);
    try {
      const taking = await actions.previewRecords(file.records);
      setRead({ ...file, taking, problems: [...file.problems, ...taking.problems] });
      setOutcome(undefined);
    } catch {
      setOutcome(UNREACHABLE);
    }
  };
  const take = async (file: Read) => {
    const before = view.settings;
    const taken = await takeAll(file, view, sources, actions);
    const { records = NO_UNDO, leftOut = [] } = taken;
    await undo.attempt(
      [say('settingsReplaced'), ...leftOut].join(' '),
      () => Promise.resolve(taken.outcome),
      async () => {
        await actions.putBackRecords(records);
        return actions.save(before);
      },
    );
    if (taken.outcome.ok) setRead(undefined);
  };
  return (
    <>
      <div class="form-row">
        <FileButton id="settings-file" label={say('settingsTake')} choose={choose} />
        <OutcomeText outcome={outcome} />
      </div>
      {read && (
        <Preview
          file={read}
          view={view}
          lists={newLists(read, sources)}
          take={() => void take(read)}
          cancel={() => setRead(undefined)}
        />
      )}
      {undo.bar}
    </>
  );
}

function Preview(props: {
  file: Read;
  view: SettingsView;
  lists: Read['lists'];
  take(): void;
  cancel(): void;
}) {
  const { file, view, lists, take, cancel } = props;
  const { baseUrl } = file.change;
  const changed = changedIn(file, view).length;
  const keyed = file.lists.filter(needsKey);
  return (
    <div class="callout" role="group" aria-label={say('settingsInFile')}>
      <p>{changed === 0 ? say('settingsSame') : say('settingsChanged', { count: changed })}</p>
      {baseUrl !== undefined && baseUrl !== view.settings.baseUrl && (
        <p>
          {sayWith(view.hasKey ? 'addressChangesKey' : 'addressChanges', {
            address: <strong>{baseUrl}</strong>,
          })}
        </p>
      )}
      <RecordCounts {...file.taking} />
      {lists.length > 0 && (
        <>
          <p>{say('listsFetched', { count: lists.length })}</p>
          <ul>
            {lists.map(({ name, host, url }) => (
              <li key={url}>{sayWith('listFrom', { name, host: <strong>{host}</strong> })}</li>
            ))}
          </ul>
        </>
      )}
      {keyed.length > 0 && (
        <p class="small muted">{say('listsKeyed', { lists: keyed.map(({ name }) => name).join(', ') })}</p>
      )}
      {file.problems.map((problem) => (
        <p key={inWords(problem)} class="small muted">
          {inWords(problem)}
        </p>
      ))}
      <p class="callout-actions">
        <button
          type="button"
          class="button primary"
          disabled={changed === 0 && lists.length === 0 && !bringsRecords(file.taking)}
          onClick={take}
        >
          {say('settingsTakeOver')}
        </button>
        <button type="button" class="button" onClick={cancel}>
          {say('cancel')}
        </button>
      </p>
    </div>
  );
}

const UNREACHABLE = { ok: false, reason: message('noAnswer') } as const;

function bringsRecords({ newCases, mergedCases, newNotes, replacedNotes }: TakeOver): boolean {
  return newCases + mergedCases + newNotes + replacedNotes > 0;
}

/** Nothing of one's own is lost by it, except that a newer note takes an older one's place. */
function RecordCounts({ newCases, mergedCases, newNotes, replacedNotes }: TakeOver) {
  const words = [
    newCases > 0 && say('casesAdded', { count: newCases }),
    mergedCases > 0 && say('casesMerged', { count: mergedCases }),
    newNotes > 0 && say('notesAdded', { count: newNotes }),
    replacedNotes > 0 && say('notesReplaced', { count: replacedNotes }),
  ].filter(Boolean);
  return words.length > 0 ? <p>{say('recordsBrought', { changes: words.join(', ') })}</p> : null;
}

function changedIn({ change }: Read, { settings }: SettingsView): string[] {
  const mine: Record<string, unknown> = { ...settings, pivots: { ...settings.pivots, confirmed: [] } };
  return Object.entries(change).flatMap(([name, value]) =>
    JSON.stringify(mine[name]) === JSON.stringify(value) ? [] : name,
  );
}

/** A list that needs a key cannot be fetched without it, and one that is here stays as it is. */
function newLists({ lists }: Read, sources: readonly SourceView[]): Read['lists'] {
  return lists.filter((list) => !needsKey(list) && !sources.some(({ source }) => source.url === list.url));
}

function needsKey({ url }: { url: string }): boolean {
  return url.includes('{key}');
}

interface TakenOver {
  outcome: Outcome;
  records?: RecordsUndo;
  /** Lists that could not be added, with the reasons. */
  leftOut?: string[];
}

/** Cases and notes first, in one step, then the settings: where either fails nothing of the file stays. */
async function takeAll(
  file: Read,
  view: SettingsView,
  sources: readonly SourceView[],
  actions: OptionsActions,
): Promise<TakenOver> {
  let records: RecordsUndo;
  try {
    records = (await actions.takeRecords(file.records)).undo;
  } catch {
    return { outcome: UNREACHABLE };
  }
  const saved = await takeSettings(file, view, actions).catch(() => UNREACHABLE);
  if (!saved.ok) {
    const isBack = await actions.putBackRecords(records).then(
      () => true,
      () => false,
    );
    return {
      outcome: isBack ? saved : { ok: false, reason: message('recordsStay', { reason: saved.reason }) },
    };
  }
  const leftOut: string[] = [];
  for (const list of newLists(file, sources)) {
    const added = await actions.subscribe(list).catch(() => UNREACHABLE);
    if (!added.ok) leftOut.push(say('listNotAdded', { name: list.name, reason: added.reason }));
  }
  return { outcome: saved, records, leftOut };
}

const NO_UNDO: RecordsUndo = { cases: [], notes: [], dropCases: [], dropNotes: [] };

async function takeSettings(
  { change }: Read,
  { settings, hasKey }: SettingsView,
  actions: OptionsActions,
): Promise<Outcome> {
  // What the user agreed to stays agreed to.
  const pivots = change.pivots && { ...change.pivots, confirmed: settings.pivots.confirmed };
  if (hasKey && change.baseUrl !== undefined && change.baseUrl !== settings.baseUrl) {
    const removed = await actions.saveKey('');
    if (!removed.ok) return removed;
  }
  return actions.save({ ...change, ...(pivots && { pivots }) });
}

function Erase({ rows, erase }: { rows: number; erase(): Promise<Outcome> }) {
  const [isAsking, setAsking] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();
  const go = async () => {
    setAsking(false);
    setOutcome({ ok: true, message: say('erasing') });
    setOutcome(await erase());
  };
  return (
    <>
      <div class="form-row">
        <button type="button" class="button danger" onClick={() => setAsking(true)}>
          {say('eraseOpen')}
        </button>
        <OutcomeText outcome={outcome} />
      </div>
      {isAsking && (
        <div class="callout warning" role="alertdialog" aria-label={say('eraseTitle')}>
          <p>{say('eraseWarning', { count: rows })}</p>
          <p class="callout-actions">
            <button type="button" class="button danger" onClick={() => void go()}>
              {say('erase')}
            </button>
            <button type="button" class="button" onClick={() => setAsking(false)}>
              {say('cancel')}
            </button>
          </p>
        </div>
      )}
    </>
  );
}
