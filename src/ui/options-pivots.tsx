import { useState } from 'preact/hooks';
import { checkTemplate, readTypes, type PivotSettings } from '@/core/pivots.ts';
import type { Settings } from '@/core/settings.ts';
import type { Outcome } from './options-actions.ts';
import { OutcomeText, Section } from './options-section.tsx';
import { PivotOrder } from './options-pivot-order.tsx';
import { PivotsFileRow } from './options-pivot-file.tsx';
import { SourceText } from './source-text.tsx';
import { putBack, useUndo } from './use-undo.tsx';
import { say } from './say.tsx';

interface Props {
  pivots: PivotSettings;
  save(change: Partial<Settings>): Promise<Outcome>;
  saveFile(name: string, mime: string, text: string): void;
}

/** Which tools a value can be opened in, and tools of the user's own. */
export function PivotsSection({ pivots, save, saveFile }: Props) {
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
      <PivotOrder pivots={pivots} change={change} />
      <PivotsFileRow
        pivots={pivots}
        saveFile={saveFile}
        take={(said, taken) =>
          undo.attempt(
            said,
            () => change(taken),
            (now) => save({ pivots: { ...pivots, confirmed: now.confirmed } }),
          )
        }
      />
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

/** Addresses of tools that run in one's own house, where only the host differs. */
const EXAMPLES = [
  {
    tool: 'MISP',
    template: 'https://misp.example.com/events/index/searchall:{value}',
    types: 'ipv4, ipv6, domain, url, email, md5, sha1, sha256, sha512, cve',
  },
  {
    tool: 'OpenCTI',
    template: 'https://opencti.example.com/dashboard/search/knowledge/{value}',
    types: 'ipv4, ipv6, domain, url, email, md5, sha1, sha256, sha512, cve, mitre_attack',
  },
] as const;

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
        placeholder={say('pivotOwn', { tool: EXAMPLES[0].tool })}
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
        placeholder="https://misp.example.com/events/index/searchall:{value}"
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
      <p class="form-end small muted">
        {say('pivotExamples')}{' '}
        {EXAMPLES.map((example) => (
          <button
            key={example.tool}
            type="button"
            class="button quiet"
            onClick={() => {
              setName(say('pivotOwn', { tool: example.tool }));
              setTemplate(example.template);
              setTyped(example.types);
            }}
          >
            {say('pivotOwn', { tool: example.tool })}
          </button>
        ))}
      </p>
      <div class="form-row form-end">
        <button type="submit" class="button" disabled={!template.trim()}>
          {say('pivotAdd')}
        </button>
        <OutcomeText outcome={outcome} />
      </div>
    </form>
  );
}
