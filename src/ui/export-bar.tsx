import { useEffect, useState } from 'preact/hooks';
import { CaseAdder, type CollectActions } from './case-adder.tsx';
import {
  COPY_FORMS,
  COPY_LABELS,
  copyAs,
  type CopyForm,
  type DotStyle,
  isDefanging,
} from '@/export/copy-as.ts';
import { tlpLabel, tlpOf, type ExportRow, type Provenance } from '@/export/export-row.ts';
import { EXPORT_FORMATS, exportRows, fileName, FORMATS, type ExportFormat } from '@/export/formats.ts';
import { say } from './say.tsx';

/** A set of values that can be taken along, e.g. "7 new". */
export interface ExportSet {
  id: string;
  label: string;
  /** "Add 7 new to case" */
  collect: string;
  count: number;
  rows(): Promise<ExportRow[]>;
}

interface Props {
  sets: readonly ExportSet[];
  provenance(): Provenance;
  copy(text: string): Promise<boolean>;
  save(name: string, mime: string, text: string): void;
  /** Where the values can be put into a case, too. */
  collect?: { actions: CollectActions; now: number } | undefined;
}

type Form = ExportFormat | CopyForm;

/** Takes values along: as a file, or as text for the clipboard. Made on this machine; nothing is sent. */
export function ExportBar({ sets, provenance, copy, save, collect }: Props) {
  const [setId, setSetId] = useState('');
  const [form, setForm] = useState<Form>(readLast);
  const [dots, setDots] = useState<DotStyle>(readDots);
  const [said, setSaid] = useState('');
  const filled = sets.filter(({ count }) => count > 0);
  const set = filled.find(({ id }) => id === setId) ?? filled[0];
  const isFile = isFormat(form);

  const make = async (how: 'copy' | 'save') => {
    setSaid('');
    if (!set) return;
    try {
      const rows = await set.rows();
      const text = isFormat(form) ? await exportRows(form, rows, provenance()) : copyAs(form, rows, dots);
      if (text === '') return setSaid(say('exportEmpty'));
      if (how === 'save' && isFormat(form)) save(fileName(form, provenance()), FORMATS[form].mime, text);
      else if (!(await copy(text))) return setSaid(say('exportNotCopied'));
      const tlp = tlpOf(rows);
      const values = say('values', { count: rows.length });
      if (tlp)
        setSaid(say(how === 'save' ? 'exportSavedTlp' : 'exportCopiedTlp', { values, tlp: tlpLabel(tlp) }));
      else setSaid(say(how === 'save' ? 'exportSaved' : 'exportCopied', { values }));
    } catch {
      setSaid(say('noAnswer'));
    }
  };
  useCopyKey(set?.id === 'chosen' ? () => void make('copy') : undefined);
  if (!set) return null;
  const bar = (
    <form
      class="export-bar"
      aria-label={say('exportTitle')}
      onSubmit={(event) => {
        event.preventDefault();
        void make('copy');
      }}
    >
      <select
        class="field"
        aria-label={say('exportWhich')}
        value={set.id}
        onChange={(event) => setSetId(event.currentTarget.value)}
      >
        {filled.map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </select>
      <select
        class="field"
        aria-label={say('exportForm')}
        title={say(isFile ? FORMATS[form].about : 'exportClipboard')}
        value={form}
        onChange={(event) => {
          const chosen = event.currentTarget.value as Form;
          setForm(chosen);
          keep(LAST, chosen);
        }}
      >
        <optgroup label={say('exportCopyAs')}>
          {COPY_FORMS.map((each) => (
            <option key={each} value={each}>
              {say(COPY_LABELS[each])}
            </option>
          ))}
        </optgroup>
        <optgroup label={say('exportFiles')}>
          {EXPORT_FORMATS.map((each) => (
            <option key={each} value={each}>
              {say(FORMATS[each].label)}
            </option>
          ))}
        </optgroup>
      </select>
      <button type="submit" class="button">
        {say('copy')}
      </button>
      <button type="button" class="button" disabled={!isFile} onClick={() => void make('save')}>
        {say('save')}
      </button>
      <div class="export-said small">
        {isFile ? (
          <span class="muted">{say(FORMATS[form].about)}</span>
        ) : (
          isDefanging(form) && (
            <label class="choice">
              <input
                type="checkbox"
                checked={dots === 'last'}
                onChange={(event) => {
                  const chosen = event.currentTarget.checked ? 'last' : 'all';
                  setDots(chosen);
                  keep(DOTS, chosen);
                }}
              />
              <span>{say('onlyLastDot')}</span>
            </label>
          )
        )}
        <span class="muted push" role="status">
          {said}
        </span>
      </div>
    </form>
  );
  if (!collect) return bar;
  return (
    <div class="take-along">
      {bar}
      <CaseAdder
        label={set.collect}
        values={async () =>
          (await set.rows()).map(({ type, value, asWritten }) => ({
            type,
            value,
            ...(asWritten !== undefined && { asWritten }),
          }))
        }
        {...collect}
      />
    </div>
  );
}

/** Ctrl+C takes what is chosen, unless text is selected or being written. */
function useCopyKey(copy: (() => void) | undefined): void {
  useEffect(() => {
    if (!copy) return;
    const listener = (event: ClipboardEvent) => {
      const { activeElement } = document;
      const isWriting = activeElement instanceof HTMLInputElement && activeElement.type !== 'checkbox';
      if (isWriting || getSelection()?.isCollapsed === false) return;
      event.preventDefault();
      copy();
    };
    document.addEventListener('copy', listener);
    return () => document.removeEventListener('copy', listener);
  });
}

function isFormat(form: Form): form is ExportFormat {
  return form in FORMATS;
}

const LAST = 'export-form';
const DOTS = 'export-dots';

/** The last choices are kept in this browser alone; where it keeps nothing, the first ones are offered. */
function readLast(): Form {
  const last = kept(LAST);
  return [...COPY_FORMS, ...EXPORT_FORMATS].find((form) => form === last) ?? 'defanged';
}

function readDots(): DotStyle {
  return kept(DOTS) === 'last' ? 'last' : 'all';
}

function kept(name: string): string | undefined {
  try {
    return localStorage.getItem(name) ?? undefined;
  } catch {
    return undefined;
  }
}

function keep(name: string, choice: string): void {
  try {
    localStorage.setItem(name, choice);
  } catch {
    // Private windows may keep nothing.
  }
}
