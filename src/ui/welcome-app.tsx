import { useState } from 'preact/hooks';
import type { LookupAnswer } from '@/core/indicator.ts';
import { SAMPLE_LIST, SAMPLE_SOURCE_ID, sampleSource } from '@/core/sample-data.ts';
import { sendImport } from '@/extension/import-port.ts';
import { openOptions } from '@/extension/options-page.ts';
import { askAgain } from '@/extension/worker-client.ts';
import { copyText } from './copy-text.ts';
import type { Outcome } from './options-actions.ts';
import { useAnswer, useChanges, useNow } from './use-worker.ts';
import { say } from './say.tsx';
import { WelcomeView } from './welcome-view.tsx';

/** The page that a fresh installation opens, with its worker. */
export function WelcomeApp() {
  const changes = useChanges();
  const sources = useAnswer(() => askAgain('sources'), [changes.sources, changes.status]);
  const view = useAnswer(() => askAgain('getSettings'), [changes.settings]);
  const [answer, setAnswer] = useState<LookupAnswer>();
  const now = useNow(10_000);
  return (
    <WelcomeView
      now={now}
      hasKey={view.answer?.hasKey === true}
      hasSample={sources.answer?.some(({ source }) => source.id === SAMPLE_SOURCE_ID) === true}
      {...(answer && { answer })}
      actions={{
        openOptions: () => void openOptions(),
        addSample,
        removeSample: () => void askAgain('removeSource', SAMPLE_SOURCE_ID),
        lookUp: (text) => void askAgain('lookup', text).then(setAnswer),
        copy: (text) => copyText(document, text),
      }}
    />
  );
}

async function addSample(): Promise<Outcome> {
  const outcome = await sendImport({
    source: sampleSource(say('sampleName'), Date.now()),
    name: 'sample.csv',
    text: (async function* () {
      yield SAMPLE_LIST;
    })(),
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
  return outcome.ok ? { ok: true } : { ok: false, reason: outcome.text };
}
