import { useEffect, useState } from 'preact/hooks';
import type { Settings } from '@/core/settings.ts';
import type { Key } from '@/core/words.ts';
import type { Outcome } from './options-actions.ts';
import { OutcomeText, Section } from './options-section.tsx';
import { say } from './say.tsx';

type FadeAfterDays = Settings['fadeAfterDays'];

interface Props {
  fadeAfterDays: FadeAfterDays;
  save(change: Partial<Settings>): Promise<Outcome>;
}

const KINDS: readonly (readonly [kind: keyof FadeAfterDays, name: Key])[] = [
  ['ip', 'ageingIp'],
  ['url', 'ageingUrl'],
  ['domain', 'ageingDomain'],
  ['email', 'ageingEmail'],
];

/** After how long without a new report a value is old news. */
export function AgeingSection({ fadeAfterDays, save }: Props) {
  const [outcome, setOutcome] = useState<Outcome>();
  return (
    <Section title={say('ageing')} about={say('ageingAbout')}>
      <div class="ageing">
        {KINDS.map(([kind, name]) => (
          <Row
            key={kind}
            kind={kind}
            name={say(name)}
            days={fadeAfterDays[kind]}
            set={(days) => void save({ fadeAfterDays: { ...fadeAfterDays, [kind]: days } }).then(setOutcome)}
            refuse={(reason) => setOutcome({ ok: false, reason })}
          />
        ))}
      </div>
      <OutcomeText outcome={outcome} />
    </Section>
  );
}

interface RowProps {
  kind: string;
  name: string;
  /** `null`: never. */
  days: number | null;
  set(days: number | null): void;
  refuse(reason: string): void;
}

const LONGEST_DAYS = 3650;
/** What is offered to somebody who takes "never" back. */
const COMMON_DAYS = 90;

function Row({ kind, name, days, set, refuse }: RowProps) {
  const saved = days === null ? '' : String(days);
  // What is refused stays as it was typed, to be corrected.
  const [text, setText] = useState(saved);
  useEffect(() => setText(saved), [saved]);
  const commit = () => {
    const given = Number(text);
    if (/^\s*\d+\s*$/.test(text) && given >= 1 && given <= LONGEST_DAYS) set(given);
    else refuse(say('ageingRefused', { name, most: LONGEST_DAYS }));
  };
  return (
    <div class="ageing-row" role="group" aria-label={name}>
      <label for={`fade-${kind}`}>{name}</label>
      <span class="ageing-days">
        <input
          id={`fade-${kind}`}
          class="field"
          type="text"
          inputmode="numeric"
          autocomplete="off"
          disabled={days === null}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
          onChange={commit}
        />
        <span class="muted">{say('days')}</span>
      </span>
      <label class="choice">
        <input
          type="checkbox"
          checked={days === null}
          onChange={(event) => set(event.currentTarget.checked ? null : COMMON_DAYS)}
        />
        <span>{say('never')}</span>
      </label>
    </div>
  );
}
