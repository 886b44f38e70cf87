import { useState } from 'preact/hooks';
import type { RecordsUndo } from '@/core/records.ts';
import { readSettingsFile, type SettingsFile, writeSettingsFile } from '@/core/settings-file.ts';
import type { SettingsView, SourceView, TakeOver } from '@/extension/messages.ts';
import type { OptionsActions, Outcome } from './options-actions.ts';
import { OutcomeText, Section } from './options-section.tsx';
import { counted, formatBytes } from './options-source-words.ts';
import { useUndo } from './use-undo.tsx';

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
    <Section title="Data" about="Everything is on this machine, in this browser’s profile.">
      <p>
        {counted(rows, 'indicator')} from {counted(sources.length, 'source')}, {formatBytes(bytes)}.
      </p>
      <div class="form-row">
        <button type="button" class="button" onClick={() => void save()}>
          Save settings to a file
        </button>
        <span class="muted small">
          With sites, tools, allowlist and lists; without any key, unless one stands in a list’s address.
        </span>
      </div>
      <label class="choice">
        <input
          type="checkbox"
          checked={isWhole}
          onChange={(event) => setWhole(event.currentTarget.checked)}
        />
        <span>with my cases and notes (leave them out of a file for somebody else)</span>
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
    let records: RecordsUndo | undefined;
    const taken = await undo.attempt(
      'The settings were replaced.',
      async () => {
        const settings = await takeOver(file, view, sources, actions);
        if (!settings.ok) return settings;
        try {
          records = (await actions.takeRecords(file.records)).undo;
          return settings;
        } catch {
          return UNREACHABLE;
        }
      },
      async () => {
        if (records) await actions.putBackRecords(records);
        return actions.save(before);
      },
    );
    if (taken.ok) setRead(undefined);
  };
  return (
    <>
      <div class="form-row">
        <label class="button" for="settings-file">
          Take settings from a file…
        </label>
        <input
          id="settings-file"
          type="file"
          class="visually-hidden"
          accept=".json,application/json"
          onChange={(event) => void choose(event.currentTarget)}
        />
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
    <div class="callout" role="group" aria-label="Settings from the file">
      <p>
        {changed === 0
          ? 'No setting differs from yours.'
          : `${counted(changed, 'setting')} will be replaced.`}
      </p>
      {baseUrl !== undefined && baseUrl !== view.settings.baseUrl && (
        <p>
          Indicators will come from <strong>{baseUrl}</strong>
          {view.hasKey && '. Your key is removed, so that it is not sent there; enter the one for it'}.
        </p>
      )}
      <RecordCounts {...file.taking} />
      {lists.length > 0 && (
        <>
          <p>{counted(lists.length, 'list')} will be fetched from now on:</p>
          <ul>
            {lists.map(({ name, host, url }) => (
              <li key={url}>
                {name}, from <strong>{host}</strong>
              </li>
            ))}
          </ul>
        </>
      )}
      {keyed.length > 0 && (
        <p class="small muted">
          Not added, since it needs a key of yours: {keyed.map(({ name }) => name).join(', ')}. Subscribe to
          it under Sources.
        </p>
      )}
      {file.problems.map((problem) => (
        <p key={problem} class="small muted">
          {problem}
        </p>
      ))}
      <p class="callout-actions">
        <button
          type="button"
          class="button primary"
          disabled={changed === 0 && lists.length === 0 && !bringsRecords(file.taking)}
          onClick={take}
        >
          Take them over
        </button>
        <button type="button" class="button" onClick={cancel}>
          Cancel
        </button>
      </p>
    </div>
  );
}

const UNREACHABLE: Outcome = { ok: false, reason: 'Telltale did not answer. Try again.' };

function bringsRecords({ newCases, mergedCases, newNotes, replacedNotes }: TakeOver): boolean {
  return newCases + mergedCases + newNotes + replacedNotes > 0;
}

/** Nothing of one's own is lost by it, except that a newer note takes an older one's place. */
function RecordCounts({ newCases, mergedCases, newNotes, replacedNotes }: TakeOver) {
  const words = [
    newCases > 0 && `${counted(newCases, 'case')} added`,
    mergedCases > 0 && `${counted(mergedCases, 'case')} merged with yours`,
    newNotes > 0 && `${counted(newNotes, 'note')} added`,
    replacedNotes > 0 && `${counted(replacedNotes, 'note')} replaced by a newer one`,
  ].filter(Boolean);
  return words.length > 0 ? <p>Cases and notes: {words.join(', ')}.</p> : null;
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

async function takeOver(
  file: Read,
  view: SettingsView,
  sources: readonly SourceView[],
  actions: OptionsActions,
): Promise<Outcome> {
  const { settings, hasKey } = view;
  const { change } = file;
  // What the user agreed to stays agreed to.
  const pivots = change.pivots && { ...change.pivots, confirmed: settings.pivots.confirmed };
  if (hasKey && change.baseUrl !== undefined && change.baseUrl !== settings.baseUrl) {
    const removed = await actions.saveKey('');
    if (!removed.ok) return removed;
  }
  const saved = await actions.save({ ...change, ...(pivots && { pivots }) });
  if (!saved.ok) return saved;
  const failed: string[] = [];
  for (const list of newLists(file, sources)) {
    const added = await actions.subscribe(list);
    if (!added.ok) failed.push(`${list.name}: ${added.reason}`);
  }
  return failed.length > 0 ? { ok: false, reason: failed.join(' ') } : { ok: true };
}

function Erase({ rows, erase }: { rows: number; erase(): Promise<Outcome> }) {
  const [isAsking, setAsking] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();
  const go = async () => {
    setAsking(false);
    setOutcome({ ok: true, message: 'Erasing…' });
    setOutcome(await erase());
  };
  return (
    <>
      <div class="form-row">
        <button type="button" class="button danger" onClick={() => setAsking(true)}>
          Erase everything…
        </button>
        <OutcomeText outcome={outcome} />
      </div>
      {isAsking && (
        <div class="callout warning" role="alertdialog" aria-label="Erase everything?">
          <p>
            This deletes {counted(rows, 'indicator')}, every source, all keys, and every setting with the
            allowlist, and all your cases and notes. It cannot be undone; save the settings to a file first if
            you may want them back.
          </p>
          <p class="callout-actions">
            <button type="button" class="button danger" onClick={() => void go()}>
              Erase everything
            </button>
            <button type="button" class="button" onClick={() => setAsking(false)}>
              Cancel
            </button>
          </p>
        </div>
      )}
    </>
  );
}
