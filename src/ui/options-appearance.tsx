import type { Verdict } from '@/core/indicator.ts';
import type { Settings } from '@/core/settings.ts';
import type { Key } from '@/core/words.ts';
import { markClass } from './mark.ts';
import type { Outcome } from './options-actions.ts';
import { Section } from './options-section.tsx';
import { say } from './say.tsx';

interface Props {
  settings: Settings;
  save(change: Partial<Settings>): Promise<Outcome>;
}

/** Which references are marked, and what each mark means. */
export function AppearanceSection({ settings, save }: Props) {
  const references = settings.paintReferences;
  return (
    <Section title={say('marks')} about={say('marksAbout')}>
      <table class="legend">
        <thead class="visually-hidden">
          <tr>
            <th scope="col">{say('mark')}</th>
            <th scope="col">{say('meaning')}</th>
          </tr>
        </thead>
        <tbody>
          {LEGEND.map(({ name, meaning, verdict }) => (
            <tr key={name}>
              <td>
                <span class={`mono ${markClass(verdict)}`}>{say(name)}</span>
              </td>
              <td class="muted">{say(meaning)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <fieldset class="choices">
        <legend>{say('markReferences')}</legend>
        <Reference
          name={say('cveIds')}
          isOn={references.cve}
          set={(cve) => void save({ paintReferences: { ...references, cve } })}
        />
        <Reference
          name={say('attackIds')}
          isOn={references.mitre_attack}
          set={(mitre_attack) => void save({ paintReferences: { ...references, mitre_attack } })}
        />
      </fieldset>
    </Section>
  );
}

function Reference({ name, isOn, set }: { name: string; isOn: boolean; set(isOn: boolean): void }) {
  return (
    <label class="choice">
      <input type="checkbox" checked={isOn} onChange={(event) => set(event.currentTarget.checked)} />
      <span>{name}</span>
    </label>
  );
}

const EXACT: Verdict = {
  matchClass: 'exact',
  matched: '',
  confidence: 'high',
  level: 'high',
  faded: false,
};

/** Every style a mark can have, on a made-up value. */
const LEGEND: { name: Key; meaning: Key; verdict: Verdict }[] = [
  { name: 'level_high', meaning: 'meaningHigh', verdict: EXACT },
  { name: 'level_medium', meaning: 'meaningMedium', verdict: { ...EXACT, level: 'medium' } },
  { name: 'level_low', meaning: 'meaningLow', verdict: { ...EXACT, level: 'low' } },
  { name: 'level_unrated', meaning: 'meaningUnrated', verdict: { ...EXACT, level: 'unrated' } },
  {
    name: 'markRelated',
    meaning: 'meaningRelated',
    verdict: { ...EXACT, matchClass: 'child', level: 'medium' },
  },
  {
    name: 'markFaded',
    meaning: 'meaningFaded',
    verdict: { ...EXACT, faded: true, level: 'medium' },
  },
  {
    name: 'reference',
    meaning: 'meaningReference',
    verdict: { ...EXACT, matchClass: 'reference' },
  },
];
