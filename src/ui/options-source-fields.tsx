import type { Source } from '@/core/source.ts';
import { TLPS } from '@/core/indicator.ts';

/** What the user says of a source. "" where nothing is said. */
export interface SourceWords {
  name: string;
  confidence: NonNullable<Source['confidence']> | '';
  tlp: NonNullable<Source['tlp']> | '';
  maxAgeDays: number | null;
  everyMinutes?: number;
}

export const NO_WORDS: SourceWords = { name: '', confidence: '', tlp: '', maxAgeDays: 730 };

export function wordsOf({ name, confidence, tlp, maxAgeDays, everyMinutes }: Source): SourceWords {
  return {
    name,
    confidence: confidence ?? '',
    tlp: tlp ?? '',
    maxAgeDays,
    ...(everyMinutes !== undefined && { everyMinutes }),
  };
}

/** As a source has them: what is not said is left out. */
export function saidIn({ confidence, tlp, everyMinutes, ...rest }: SourceWords) {
  return {
    ...rest,
    name: rest.name.trim(),
    ...(confidence && { confidence }),
    ...(tlp && { tlp }),
    ...(everyMinutes !== undefined && { everyMinutes }),
  };
}

interface Props {
  /** Tells the fields of one form from those of another. */
  id: string;
  words: SourceWords;
  /** Absent where only the API's own settings say how often. */
  hasInterval?: boolean;
  change(words: Partial<SourceWords>): void;
}

/** Rows of a `form`: name, and what holds for rows that say nothing themselves. */
export function SourceFields({ id, words, hasInterval, change }: Props) {
  return (
    <>
      <label for={`${id}-name`}>Name</label>
      <input
        id={`${id}-name`}
        class="field"
        type="text"
        autocomplete="off"
        maxLength={80}
        value={words.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      {hasInterval && (
        <>
          <label for={`${id}-every`}>Fetch</label>
          <select
            id={`${id}-every`}
            class="field"
            value={String(words.everyMinutes)}
            onChange={(event) => change({ everyMinutes: Number(event.currentTarget.value) })}
          >
            {withCurrent(EVERY, words.everyMinutes, (minutes) => `every ${minutes} minutes`).map(option)}
          </select>
        </>
      )}
      <label for={`${id}-confidence`}>Confidence</label>
      <select
        id={`${id}-confidence`}
        class="field"
        value={words.confidence}
        onChange={(event) => change({ confidence: event.currentTarget.value as SourceWords['confidence'] })}
      >
        <option value="">only what each row says (else unrated)</option>
        <option value="high">high, where a row says nothing</option>
        <option value="medium">medium, where a row says nothing</option>
        <option value="low">low, where a row says nothing</option>
      </select>
      <label for={`${id}-tlp`}>TLP</label>
      <select
        id={`${id}-tlp`}
        class="field"
        value={words.tlp}
        onChange={(event) => change({ tlp: event.currentTarget.value as SourceWords['tlp'] })}
      >
        <option value="">only what each row says</option>
        {TLPS.map((tlp) => (
          <option key={tlp} value={tlp}>
            TLP:{tlp.toUpperCase()}, where a row says nothing
          </option>
        ))}
      </select>
      <label for={`${id}-age`}>Delete</label>
      <select
        id={`${id}-age`}
        class="field"
        value={String(words.maxAgeDays)}
        onChange={(event) => change({ maxAgeDays: readAge(event.currentTarget.value) })}
      >
        {withCurrent(
          AGES,
          words.maxAgeDays ?? undefined,
          (days) => `after ${days} days without a report`,
        ).map(option)}
        <option value="null">never</option>
      </select>
    </>
  );
}

function readAge(value: string): number | null {
  return value === 'null' ? null : Number(value);
}

type Option = readonly [value: number, name: string];

const EVERY: readonly Option[] = [
  [15, 'every 15 minutes'],
  [60, 'every hour'],
  [360, 'every 6 hours'],
  [1440, 'once a day'],
  [10_080, 'once a week'],
];

const AGES: readonly Option[] = [
  [30, 'after 30 days without a report'],
  [90, 'after 90 days without a report'],
  [365, 'after a year without a report'],
  [730, 'after 2 years without a report'],
  [1825, 'after 5 years without a report'],
];

/** A setting that was made elsewhere is still one of the choices. */
function withCurrent(
  options: readonly Option[],
  current: number | undefined,
  name: (value: number) => string,
): Option[] {
  if (current === undefined || options.some(([value]) => value === current)) return [...options];
  return [...options, [current, name(current)] as const].sort(([a], [b]) => a - b);
}

function option([value, name]: Option) {
  return (
    <option key={value} value={String(value)}>
      {name}
    </option>
  );
}
