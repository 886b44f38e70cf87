import type { Verdict } from '@/core/indicator.ts';
import type { Settings } from '@/core/settings.ts';
import { markClass } from './mark.ts';
import type { Outcome } from './options-actions.ts';
import { Section } from './options-section.tsx';

interface Props {
  settings: Settings;
  save(change: Partial<Settings>): Promise<Outcome>;
}

/** Which references are marked, and what each mark means. */
export function AppearanceSection({ settings, save }: Props) {
  const references = settings.paintReferences;
  return (
    <Section
      title="Marks"
      about="The line’s style says what its colour says, so that neither is needed alone."
    >
      <table class="legend">
        <thead class="visually-hidden">
          <tr>
            <th scope="col">Mark</th>
            <th scope="col">Meaning</th>
          </tr>
        </thead>
        <tbody>
          {LEGEND.map(({ name, meaning, verdict }) => (
            <tr key={name}>
              <td>
                <span class={`mono ${markClass(verdict)}`}>{name}</span>
              </td>
              <td class="muted">{meaning}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <fieldset class="choices">
        <legend>Mark references on pages</legend>
        <Reference
          name="CVE ids"
          isOn={references.cve}
          set={(cve) => void save({ paintReferences: { ...references, cve } })}
        />
        <Reference
          name="ATT&CK ids"
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
const LEGEND: { name: string; meaning: string; verdict: Verdict }[] = [
  { name: 'high', meaning: 'source and extraction both with high confidence', verdict: EXACT },
  { name: 'medium', meaning: 'medium source confidence', verdict: { ...EXACT, level: 'medium' } },
  { name: 'low', meaning: 'low source confidence', verdict: { ...EXACT, level: 'low' } },
  { name: 'unrated', meaning: 'its sources give no confidence', verdict: { ...EXACT, level: 'unrated' } },
  {
    name: 'related',
    meaning: 'below a listed domain or inside a listed range: one level lower, in that level’s colour',
    verdict: { ...EXACT, matchClass: 'child', level: 'medium' },
  },
  {
    name: 'faded',
    meaning: 'not reported for a long time: one level lower, in that level’s colour',
    verdict: { ...EXACT, faded: true, level: 'medium' },
  },
  {
    name: 'reference',
    meaning: 'a CVE or ATT&CK id, to read up on',
    verdict: { ...EXACT, matchClass: 'reference' },
  },
];
