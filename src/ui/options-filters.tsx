import { useState } from 'preact/hooks';
import { INDICATOR_TYPES } from '@/core/indicator.ts';
import type { Settings } from '@/core/settings.ts';
import { CATEGORIES, CONFIDENCES, INDUSTRIES, slicesOf } from '@/core/sync-filter.ts';
import type { Outcome } from './options-actions.ts';
import { OutcomeText, Section } from './options-section.tsx';

type Filters = Settings['filters'];

interface Props {
  settings: Pick<Settings, 'filters' | 'withContext'>;
  save(change: Partial<Settings>): Promise<Outcome>;
}

const KINDS = [
  ['types', 'Types', INDICATOR_TYPES],
  ['confidences', 'Confidence', CONFIDENCES],
  ['categories', 'Category', CATEGORIES],
  ['industries', 'Industry', INDUSTRIES],
] as const satisfies [keyof Filters, string, readonly string[]][];

/** Which of the API's indicators are fetched. */
export function FiltersSection({ settings, save }: Props) {
  const { filters, withContext } = settings;
  const [outcome, setOutcome] = useState<Outcome>();
  const walks = slicesOf(filters).length;
  return (
    <Section
      title="What is fetched"
      about="Add to this and what was left out is fetched at the next sync. Take away from it and no more of that is fetched; what is here stays and is marked until it is too old, or until you clear the indicators."
    >
      {KINDS.map(([kind, name, values]) => (
        <Choices
          key={kind}
          kind={kind}
          name={name}
          values={values}
          chosen={filters[kind]}
          choose={(chosen) => void save({ filters: { ...filters, [kind]: chosen } }).then(setOutcome)}
        />
      ))}
      <label class="choice">
        <input
          type="checkbox"
          checked={withContext}
          onChange={(event) => void save({ withContext: event.currentTarget.checked }).then(setOutcome)}
        />
        <span>
          Context: a sentence or two about each value{' '}
          <span class="muted">(about a third of what is fetched and kept)</span>
        </span>
      </label>
      {walks > 1 && (
        <p class="muted small">
          The API takes one value at a time: this choice takes {walks} rounds of requests at each sync.
        </p>
      )}
      <OutcomeText outcome={outcome} />
    </Section>
  );
}

interface ChoicesProps {
  kind: string;
  name: string;
  values: readonly string[];
  /** Empty: everything. */
  chosen: readonly string[];
  choose(chosen: string[]): void;
}

function Choices({ kind, name, values, chosen, choose }: ChoicesProps) {
  const toggle = (value: string, on: boolean) => {
    const next = values.filter((each) => (each === value ? on : chosen.includes(each)));
    // Every value ticked is not the same as everything: rows may have a value that is not in this list, or none.
    choose(next);
  };
  return (
    <fieldset class="filter">
      <legend>{name}</legend>
      <div class="filter-values">
        <label class="choice">
          <input
            type="checkbox"
            checked={chosen.length === 0}
            // There is no such thing as fetching nothing: it is left by choosing a value.
            disabled={chosen.length === 0}
            onChange={() => choose([])}
          />
          <span>Everything</span>
        </label>
        {values.map((value) => (
          <label class="choice" key={value}>
            <input
              type="checkbox"
              name={kind}
              checked={chosen.includes(value)}
              onChange={(event) => toggle(value, event.currentTarget.checked)}
            />
            <span>{NAMES[value] ?? capital(value)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

const NAMES: Readonly<Record<string, string>> = {
  ipv4: 'IPv4',
  ipv6: 'IPv6',
  url: 'URL',
  md5: 'MD5',
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  sha512: 'SHA-512',
  email: 'E-mail',
  cve: 'CVE',
  mitre_attack: 'ATT&CK',
  'threat-intel': 'Threat intel feeds',
};

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
