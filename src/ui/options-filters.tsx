import { useState } from 'preact/hooks';
import { INDICATOR_TYPES, type IndicatorType } from '@/core/indicator.ts';
import type { Settings } from '@/core/settings.ts';
import type { Key } from '@/core/words.ts';
import { CATEGORIES, CONFIDENCES, INDUSTRIES, slicesOf } from '@/core/sync-filter.ts';
import type { Outcome } from './options-actions.ts';
import { OutcomeText, Section } from './options-section.tsx';
import { say, sayWith } from './say.tsx';

type Filters = Settings['filters'];

interface Props {
  settings: Pick<Settings, 'filters' | 'withContext'>;
  save(change: Partial<Settings>): Promise<Outcome>;
}

const KINDS = [
  ['types', 'types', INDICATOR_TYPES],
  ['confidences', 'confidence', CONFIDENCES],
  ['categories', 'category', CATEGORIES],
  ['industries', 'industry', INDUSTRIES],
] as const satisfies [keyof Filters, Key, readonly string[]][];

/** Which of the API's indicators are fetched. */
export function FiltersSection({ settings, save }: Props) {
  const { filters, withContext } = settings;
  const [outcome, setOutcome] = useState<Outcome>();
  const walks = slicesOf(filters).length;
  return (
    <Section title={say('filters')} about={say('filtersAbout')}>
      {KINDS.map(([kind, name, values]) => (
        <Choices
          key={kind}
          kind={kind}
          name={say(name)}
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
          {sayWith('filterContext', { share: <span class="muted">{say('filterContextShare')}</span> })}
        </span>
      </label>
      {walks > 1 && <p class="muted small">{say('filterRounds', { count: walks })}</p>}
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
          <span>{say('everything')}</span>
        </label>
        {values.map((value) => (
          <label class="choice" key={value}>
            <input
              type="checkbox"
              name={kind}
              checked={chosen.includes(value)}
              onChange={(event) => toggle(value, event.currentTarget.checked)}
            />
            <span>{nameOf(value)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

const NAMES: Readonly<Record<string, Key>> = {
  high: 'filterHigh',
  medium: 'filterMedium',
  low: 'filterLow',
  news: 'filterNews',
  research: 'filterResearch',
  'threat-intel': 'filterThreatIntel',
  vendor: 'filterVendor',
  government: 'filterGovernment',
  finance: 'filterFinance',
  healthcare: 'filterHealthcare',
  technology: 'filterTechnology',
  manufacturing: 'filterManufacturing',
  retail: 'filterRetail',
  energy: 'filterEnergy',
  education: 'filterEducation',
  telecom: 'filterTelecom',
  transportation: 'filterTransportation',
  defense: 'filterDefense',
  water: 'filterWater',
} satisfies Record<Exclude<Filters[keyof Filters][number], IndicatorType>, Key>;

function nameOf(value: string): string {
  const type = INDICATOR_TYPES.find((each) => each === value);
  if (type) return say(`type_${type}`);
  const key = NAMES[value];
  return key ? say(key) : value;
}
