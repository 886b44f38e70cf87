import { useState } from 'preact/hooks';
import { checkTemplate, readTypes, type PivotSettings } from '@/core/pivots.ts';
import { PIVOT_TOOLS } from '@/core/pivot-tools.ts';
import type { Settings } from '@/core/settings.ts';
import type { Outcome } from './options-actions.ts';
import { OutcomeText, Section } from './options-section.tsx';
import { SourceText } from './source-text.tsx';
import { putBack, useUndo } from './use-undo.tsx';
import { say } from './say.tsx';

interface Props {
  pivots: PivotSettings;
  save(change: Partial<Settings>): Promise<Outcome>;
}

/** Which tools a value can be opened in, and tools of the user's own. */
export function PivotsSection({ pivots, save }: Props) {
  const undo = useUndo(pivots);
  const change = (part: Partial<PivotSettings>) => save({ pivots: { ...pivots, ...part } });
  const remove = (tool: PivotSettings['own'][number], index: number) =>
    undo.attempt(
      say('removedValue', { value: tool.name }),
      () => change({ own: pivots.own.filter(({ id }) => id !== tool.id) }),
      (now) => save({ pivots: { ...now, own: putBack(now.own, tool, index) } }),
    );
  return (
    <Section title={say('pivots')} about={say('pivotsAbout')}>
      <AddTool pivots={pivots} change={change} />
      {pivots.own.length > 0 && (
        <ul class="rows">
          {pivots.own.map((tool, index) => (
            <li key={tool.id} class="row">
              <span class="row-main">
                <strong>{tool.name}</strong> <span class="muted small">{tool.types.join(', ')}</span>
                <span class="row-more mono small">
                  <SourceText text={tool.template} limit={200} />
                </span>
              </span>
              <button
                type="button"
                class="button"
                aria-label={say('removeValue', { value: tool.name })}
                onClick={() => void remove(tool, index)}
              >
                {say('remove')}
              </button>
            </li>
          ))}
        </ul>
      )}
      {undo.bar}
      <details class="pivot-tools">
        <summary>
          {say('pivotsOffered', {
            shown: PIVOT_TOOLS.length - pivots.hidden.length,
            total: PIVOT_TOOLS.length,
          })}
        </summary>
        <ul>
          {PIVOT_TOOLS.map(({ id, name, templates }) => (
            <li key={id}>
              <label class="choice">
                <input
                  type="checkbox"
                  checked={!pivots.hidden.includes(id)}
                  onChange={(event) =>
                    void change({
                      hidden: event.currentTarget.checked
                        ? pivots.hidden.filter((other) => other !== id)
                        : [...pivots.hidden, id],
                    })
                  }
                />
                <span>
                  {name} <span class="muted small">{Object.keys(templates).join(', ')}</span>
                </span>
              </label>
            </li>
          ))}
        </ul>
      </details>
      {pivots.confirmed.length > 0 && (
        <p class="small">
          {say('pivotsConfirmed', { hosts: pivots.confirmed.join(', ') })}{' '}
          <button type="button" class="button quiet" onClick={() => void change({ confirmed: [] })}>
            {say('pivotsAskAgain')}
          </button>
        </p>
      )}
    </Section>
  );
}

function AddTool({
  pivots,
  change,
}: {
  pivots: PivotSettings;
  change(part: Partial<PivotSettings>): Promise<Outcome>;
}) {
  const [name, setName] = useState('');
  const [template, setTemplate] = useState('');
  const [typed, setTyped] = useState('domain, url, ipv4');
  const [outcome, setOutcome] = useState<Outcome>();
  const add = async () => {
    const checked = checkTemplate(template);
    if (!checked.ok) return setOutcome(checked);
    const types = readTypes(typed);
    if (!types.ok) return setOutcome(types);
    if (types.types.length === 0) return setOutcome({ ok: false, reason: say('pivotsNoType') });
    const tool = {
      id: `own-${crypto.randomUUID()}`,
      name: name.trim() || checked.host,
      types: types.types,
      template: template.trim(),
    };
    const saved = await change({ own: [...pivots.own, tool] });
    if (saved.ok) {
      setName('');
      setTemplate('');
    }
    setOutcome(saved.ok ? { ok: true, message: say('addedValue', { value: tool.name }) } : saved);
  };
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <label for="pivot-name">{say('pivotName')}</label>
      <input
        id="pivot-name"
        class="field"
        type="text"
        placeholder={say('pivotNameHint')}
        value={name}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <label for="pivot-template">{say('pivotLink')}</label>
      <input
        id="pivot-template"
        class="field mono"
        type="text"
        spellcheck={false}
        autocomplete="off"
        placeholder="https://misp.example.com/attributes/index?value={value}"
        value={template}
        onInput={(event) => setTemplate(event.currentTarget.value)}
      />
      <label for="pivot-types">{say('pivotTypes')}</label>
      <input
        id="pivot-types"
        class="field mono"
        type="text"
        spellcheck={false}
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      <div class="form-row form-end">
        <button type="submit" class="button" disabled={!template.trim()}>
          {say('pivotAdd')}
        </button>
        <OutcomeText outcome={outcome} />
      </div>
    </form>
  );
}
