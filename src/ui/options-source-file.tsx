import { useRef, useState } from 'preact/hooks';
import { formatSpan } from '@/core/dates.ts';
import { LIST_FORMATS, type ColumnMap, type ListFormat, type Source } from '@/core/source.ts';
import type { ListLook } from '@/extension/messages.ts';
import { listName, openListFile, type ListFile } from './list-file.ts';
import type { OptionsActions, Outcome } from './options-actions.ts';
import { OutcomeText } from './options-section.tsx';
import { ColumnChoices } from './options-source-columns.tsx';
import { NO_WORDS, saidIn, SourceFields, wordsOf, type SourceWords } from './options-source-fields.tsx';
import { counted, FORMAT_NAMES, formatBytes } from './options-source-words.ts';
import { SourceText } from './source-text.tsx';

interface Props {
  /** The source whose rows the file replaces; absent: it becomes one. */
  into?: Source;
  now: number;
  actions: OptionsActions;
  close(said?: Outcome): void;
}

interface Picked {
  file: ListFile;
  look: ListLook;
}

/** From a picked or dropped file to indicators: what it seems to be, to be corrected, then the import. */
export function AddFile({ into, now, actions, close }: Props) {
  const [picked, setPicked] = useState<Picked>();
  const [problem, setProblem] = useState<Outcome>();

  const pick = async (chosen: File) => {
    const file = openListFile(chosen);
    try {
      const look = await actions.lookAtList(await file.beginning(), file.name);
      setProblem(undefined);
      setPicked({ file, look });
    } catch {
      setProblem({ ok: false, reason: `${chosen.name} could not be read.` });
    }
  };
  return (
    <section class="panel-like" aria-label={into ? `Import ${into.name} again` : 'Add a file'}>
      {picked ? (
        <Import
          key={picked.file.name}
          {...picked}
          {...(into ? { into } : {})}
          now={now}
          actions={actions}
          close={close}
        />
      ) : (
        <>
          <DropZone pick={(file) => void pick(file)} />
          <div class="form-row">
            <button type="button" class="button" onClick={() => close()}>
              Cancel
            </button>
            <OutcomeText outcome={problem} />
          </div>
        </>
      )}
    </section>
  );
}

function DropZone({ pick }: { pick(file: File): void }) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0];
    if (file) pick(file);
  };
  return (
    <div
      class={`drop ${isOver ? 'drop-over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer?.files);
      }}
    >
      <p>Drop a file here, or</p>
      <button type="button" class="button primary" onClick={() => input.current?.click()}>
        Choose a file…
      </button>
      <input
        ref={input}
        class="visually-hidden"
        type="file"
        tabIndex={-1}
        aria-label="File with indicators"
        onChange={(event) => take(event.currentTarget.files)}
      />
      <p class="muted small">
        CSV, text with one value a line, JSON, STIX 2.1, MISP, or an abuse.ch export; gzipped or not. It is
        read here and sent nowhere.
      </p>
    </div>
  );
}

type Running = { bytes: number; rows: number; bad: number; since: number; controller: AbortController };

function Import({ file, look, into, now, actions, close }: Props & Picked) {
  const [format, setFormat] = useState<ListFormat>(look.format);
  const [columns, setColumns] = useState<Partial<ColumnMap>>(into?.columns ?? look.columns ?? {});
  const [words, setWords] = useState<SourceWords>(
    into ? wordsOf(into) : { ...NO_WORDS, name: listName(file.name) },
  );
  const [running, setRunning] = useState<Running>();
  const [problem, setProblem] = useState<Outcome>();

  const start = async () => {
    const controller = new AbortController();
    setProblem(undefined);
    const run: Running = { bytes: 0, rows: 0, bad: 0, since: Date.now(), controller };
    const show = throttled(() => setRunning({ ...run }));
    show();
    const outcome = await actions.importList({
      source: sourceOf({ into, format, columns, words }),
      name: file.name,
      text: file.text((bytes) => {
        run.bytes = bytes;
        show();
      }),
      onProgress: ({ rows, bad }) => {
        Object.assign(run, { rows, bad });
        show();
      },
      signal: controller.signal,
    });
    show.end();
    setRunning(undefined);
    if (!outcome.ok) return setProblem({ ok: false, reason: outcome.text });
    close({ ok: true, message: `${words.name.trim()}: ${doneText(outcome.taken)}` });
  };

  if (running)
    return <Progress file={file} running={running} now={now} cancel={() => running.controller.abort()} />;
  const missing = missingText(words, format, columns);
  return (
    <form
      class="import"
      onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}
    >
      <p>
        <strong>
          <SourceText text={file.name} limit={120} />
        </strong>{' '}
        <span class="muted">{formatBytes(file.size)}</span>
        {into && <span class="muted">. It takes the place of what {into.name} holds.</span>}
      </p>
      <div class="form">
        <label for="import-format">Read as</label>
        <select
          id="import-format"
          class="field"
          value={format}
          onChange={(event) => setFormat(event.currentTarget.value as ListFormat)}
        >
          {LIST_FORMATS.map((each) => (
            <option key={each} value={each}>
              {FORMAT_NAMES[each]}
              {each === look.format ? ' (what it seems to be)' : ''}
            </option>
          ))}
        </select>
      </div>
      {format === 'csv' && <ColumnChoices look={look} columns={columns} choose={setColumns} />}
      <div class="form">
        <SourceFields id="import" words={words} change={(change) => setWords({ ...words, ...change })} />
        <div class="form-row form-end">
          <button type="submit" class="button primary" disabled={missing !== undefined}>
            Import
          </button>
          <button type="button" class="button" onClick={() => close()}>
            Cancel
          </button>
          {missing && <span class="muted small">{missing}</span>}
          <OutcomeText outcome={problem} />
        </div>
      </div>
    </form>
  );
}

function missingText(
  words: SourceWords,
  format: ListFormat,
  columns: Partial<ColumnMap>,
): string | undefined {
  if (!words.name.trim()) return 'Give it a name.';
  return format === 'csv' && columns.value === undefined ? 'Say which column holds the values.' : undefined;
}

function sourceOf(made: {
  into: Source | undefined;
  format: ListFormat;
  columns: Partial<ColumnMap>;
  words: SourceWords;
}): Source {
  const { into, format, words } = made;
  const { value, ...others } = made.columns;
  return {
    id: into?.id ?? `file-${crypto.randomUUID()}`,
    kind: 'file',
    on: into?.on ?? true,
    addedAt: into?.addedAt ?? new Date().toISOString(),
    ...saidIn(words),
    format,
    ...(format === 'csv' && value !== undefined && { columns: { value, ...others } }),
  };
}

function doneText({ rows, bad }: { rows: number; bad: number }): string {
  const lines = bad === 0 ? '' : ` ${counted(bad, 'line')} could not be read.`;
  return `${counted(rows, 'indicator')} imported.${lines}`;
}

interface ProgressProps {
  file: ListFile;
  running: Running;
  now: number;
  cancel(): void;
}

function Progress({ file, running, now, cancel }: ProgressProps) {
  const { bytes, rows, bad } = running;
  const badText = bad === 0 ? '' : `, ${counted(bad, 'line')} could not be read`;
  return (
    <div class="sync">
      <p class="sync-doing">
        <span>
          Importing <SourceText text={file.name} limit={80} />
        </span>
        <span class="muted">
          {formatBytes(bytes)} of {formatBytes(file.size)}
        </span>
      </p>
      <progress aria-label="Import progress" max={file.size} value={Math.min(bytes, file.size)} />
      <p class="muted small">
        {counted(rows, 'indicator')}
        {badText}. {paceText(file, running, now)} Nothing is changed before the whole file is read; keep this
        page open.
      </p>
      <div class="form-row">
        <button type="button" class="button" onClick={cancel}>
          Cancel
        </button>
      </div>
    </div>
  );
}

/** Too early to tell before this many seconds. */
const PACE_SECONDS = 1;

function paceText({ size }: ListFile, { bytes, rows, since }: Running, now: number): string {
  const seconds = (Math.max(now, Date.now()) - since) / 1000;
  if (seconds < PACE_SECONDS || bytes === 0 || rows === 0) return '';
  const left = Math.max(1, ((size - bytes) / bytes) * seconds);
  return `${Math.round(rows / seconds).toLocaleString('en')} a second, about ${formatSpan(left)} left.`;
}

const SHOW_MS = 100;

/** Draws at once, then at most ten times a second: pieces come faster than anybody reads. */
function throttled(draw: () => void): { (): void; end(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = () => {
    if (timer !== undefined) return;
    draw();
    timer = setTimeout(() => {
      timer = undefined;
      draw();
    }, SHOW_MS);
  };
  show.end = () => clearTimeout(timer);
  return show;
}
