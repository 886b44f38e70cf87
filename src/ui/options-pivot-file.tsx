import { useState } from 'preact/hooks';
import type { PivotSettings } from '@/core/pivots.ts';
import { readPivotsFile, writePivotsFile } from '@/core/pivots-file.ts';
import { FileButton } from './file-button.tsx';
import type { Outcome } from './options-actions.ts';
import { OutcomeText } from './options-section.tsx';
import { inWords, say } from './say.tsx';

interface Props {
  pivots: PivotSettings;
  saveFile(name: string, mime: string, text: string): void;
  /** Takes them over, with a way back. */
  take(said: string, taken: Omit<PivotSettings, 'confirmed'>): Promise<Outcome>;
}

/** The list of tools, to a file and from one. */
export function PivotsFileRow({ pivots, saveFile, take }: Props) {
  const [refused, refuse] = useState<Outcome>();
  const choose = async (input: HTMLInputElement) => {
    const text = await input.files?.[0]?.text();
    // The same file may be chosen again, after it was corrected.
    input.value = '';
    if (text === undefined) return;
    const file = readPivotsFile(text, pivots);
    refuse(file.ok ? undefined : file);
    if (!file.ok) return;
    const { added, problems } = file;
    const said = say('pivotsTaken', { count: added });
    await take([said, ...problems.map(inWords)].join(' '), file.pivots);
  };
  return (
    <div class="form-row">
      <button
        type="button"
        class="button"
        onClick={() => saveFile('telltale-tools.json', 'application/json', writePivotsFile(pivots))}
      >
        {say('pivotsSave')}
      </button>
      <FileButton id="pivots-file" label={say('pivotsTake')} choose={choose} />
      <OutcomeText outcome={refused} />
    </div>
  );
}
