import type { Source } from '@/core/source.ts';
import { TLPS } from '@/core/indicator.ts';
import { type Message, message } from '@/core/words.ts';
import { EVERY } from './options-source-words.ts';
import { inWords, say } from './say.tsx';

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
      <label for={`${id}-name`}>{say('name')}</label>
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
          <label for={`${id}-every`}>{say('fetch')}</label>
          <select
            id={`${id}-every`}
            class="field"
            value={String(words.everyMinutes)}
            onChange={(event) => change({ everyMinutes: Number(event.currentTarget.value) })}
          >
            {withCurrent(EVERY, words.everyMinutes, (minutes) =>
              message('everySpan', { span: { span: minutes, unit: 'minute' } }),
            ).map(option)}
          </select>
        </>
      )}
      <label for={`${id}-confidence`}>{say('confidence')}</label>
      <select
        id={`${id}-confidence`}
        class="field"
        value={words.confidence}
        onChange={(event) => change({ confidence: event.currentTarget.value as SourceWords['confidence'] })}
      >
        <option value="">{say('rowConfidence')}</option>
        <option value="high">{say('rowHigh')}</option>
        <option value="medium">{say('rowMedium')}</option>
        <option value="low">{say('rowLow')}</option>
      </select>
      <label for={`${id}-tlp`}>TLP</label>
      <select
        id={`${id}-tlp`}
        class="field"
        value={words.tlp}
        onChange={(event) => change({ tlp: event.currentTarget.value as SourceWords['tlp'] })}
      >
        <option value="">{say('rowTlp')}</option>
        {TLPS.map((tlp) => (
          <option key={tlp} value={tlp}>
            {say('rowTlpOf', { tlp: tlp.toUpperCase() })}
          </option>
        ))}
      </select>
      <label for={`${id}-age`}>{say('delete')}</label>
      <select
        id={`${id}-age`}
        class="field"
        value={String(words.maxAgeDays)}
        onChange={(event) => change({ maxAgeDays: readAge(event.currentTarget.value) })}
      >
        {withCurrent(AGES, words.maxAgeDays ?? undefined, (days) =>
          message('afterDays', { count: days }),
        ).map(option)}
        <option value="null">{say('never')}</option>
      </select>
    </>
  );
}

function readAge(value: string): number | null {
  return value === 'null' ? null : Number(value);
}

type Option = readonly [value: number, name: Message];

const AGES: readonly Option[] = [
  [30, message('afterDays', { count: 30 })],
  [90, message('afterDays', { count: 90 })],
  [365, message('afterYear')],
  [730, message('afterYears', { count: 2 })],
  [1825, message('afterYears', { count: 5 })],
];

/** A setting that was made elsewhere is still one of the choices. */
function withCurrent(
  options: readonly Option[],
  current: number | undefined,
  name: (value: number) => Message,
): Option[] {
  if (current === undefined || options.some(([value]) => value === current)) return [...options];
  return [...options, [current, name(current)] as const].sort(([a], [b]) => a - b);
}

function option([value, name]: Option) {
  return (
    <option key={value} value={String(value)}>
      {inWords(name)}
    </option>
  );
}
