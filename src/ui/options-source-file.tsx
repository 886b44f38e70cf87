import { useRef, useState } from 'preact/hooks';
import { formatSpan } from '@/core/dates.ts';
import { LIST_FORMATS, type ColumnMap, type ListFormat, type Source } from '@/core/source.ts';
import type { ListLook } from '@/extension/messages.ts';
import { type Message, message } from '@/core/words.ts';
import { listName, openListFile, type ListFile } from './list-file.ts';
import type { OptionsActions, Outcome } from './options-actions.ts';
import { OutcomeText } from './options-section.tsx';
import { ColumnChoices } from './options-source-columns.tsx';
import { NO_WORDS, saidIn, SourceFields, wordsOf, type SourceWords } from './options-source-fields.tsx';
import { FORMAT_NAMES } from './options-source-words.ts';
import { SourceText } from './source-text.tsx';
import { inWords, say, sayWith } from './say.tsx';

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
      if (look.noList) {
        const reason = message('fileNoList', { name: chosen.name, reason: look.noList });
        return setProblem({ ok: false, reason });
      }
      setProblem(undefined);
      setPicked({ file, look });
    } catch {
      setProblem({ ok: false, reason: say('fileUnreadable', { name: chosen.name }) });
    }
  };
  return (
    <section
      class="panel-like"
      aria-label={into ? say('importAgainOf', { name: into.name }) : say('addFile')}
    >
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
              {say('cancel')}
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
      <p>{say('fileDrop')}</p>
      <button type="button" class="button primary" onClick={() => input.current?.click()}>
        {say('fileChoose')}
      </button>
      <input
        ref={input}
        class="visually-hidden"
        type="file"
        tabIndex={-1}
        aria-label={say('fileLabel')}
        onChange={(event) => take(event.currentTarget.files)}
      />
      <p class="muted small">{say('fileFormats')}</p>
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
    close({ ok: true, message: doneText(words.name.trim(), outcome.taken) });
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
        <span class="muted">
          {into
            ? say('fileReplaces', { size: { bytes: file.size }, name: into.name })
            : inWords({ bytes: file.size })}
        </span>
      </p>
      <div class="form">
        <label for="import-format">{say('readAs')}</label>
        <select
          id="import-format"
          class="field"
          value={format}
          onChange={(event) => setFormat(event.currentTarget.value as ListFormat)}
        >
          {LIST_FORMATS.map((each) => (
            <option key={each} value={each}>
              {each === look.format
                ? say('formatGuessed', { format: message(FORMAT_NAMES[each]) })
                : say(FORMAT_NAMES[each])}
            </option>
          ))}
        </select>
      </div>
      {format === 'csv' && <ColumnChoices look={look} columns={columns} choose={setColumns} />}
      <div class="form">
        <SourceFields id="import" words={words} change={(change) => setWords({ ...words, ...change })} />
        <div class="form-row form-end">
          <button type="submit" class="button primary" disabled={missing !== undefined}>
            {say('import')}
          </button>
          <button type="button" class="button" onClick={() => close()}>
            {say('cancel')}
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
  if (!words.name.trim()) return say('nameMissing');
  return format === 'csv' && columns.value === undefined ? say('columnMissing') : undefined;
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

function doneText(name: string, { rows, bad }: { rows: number; bad: number }): Message {
  const imported = message('imported', { count: rows });
  if (bad === 0) return message('importDone', { name, imported });
  return message('importDoneBad', { name, imported, bad: message('linesBad', { count: bad }) });
}

interface ProgressProps {
  file: ListFile;
  running: Running;
  now: number;
  cancel(): void;
}

function Progress({ file, running, now, cancel }: ProgressProps) {
  const { bytes, rows, bad } = running;
  const indicators = message('indicators', { count: rows });
  return (
    <div class="sync">
      <p class="sync-doing">
        <span>{sayWith('importing', { file: <SourceText text={file.name} limit={80} /> })}</span>
        <span class="muted">{say('bytesOf', { done: { bytes }, total: { bytes: file.size } })}</span>
      </p>
      <progress aria-label={say('importProgress')} max={file.size} value={Math.min(bytes, file.size)} />
      {/* Above the words, which grow and shrink: it must not move away from who aims at it. */}
      <div class="form-row">
        <button type="button" class="button" onClick={cancel}>
          {say('cancel')}
        </button>
      </div>
      <p class="muted small">
        {bad === 0
          ? say('importState', { indicators })
          : say('importStateBad', { indicators, bad: message('linesBad', { count: bad }) })}{' '}
        {paceText(file, running, now)} {say('importKeepOpen')}
      </p>
    </div>
  );
}

/** Too early to tell before this many seconds. */
const PACE_SECONDS = 1;

function paceText({ size }: ListFile, { bytes, rows, since }: Running, now: number): string {
  const seconds = (Math.max(now, Date.now()) - since) / 1000;
  if (seconds < PACE_SECONDS || bytes === 0 || rows === 0) return '';
  const left = Math.max(1, ((size - bytes) / bytes) * seconds);
  return say('pace', { rate: Math.round(rows / seconds), span: formatSpan(left) });
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
