import type { Settings } from '@/core/settings.ts';
import { askAgain } from '@/extension/worker-client.ts';
import type { Outcome } from './options-actions.ts';
import { OptionsView } from './options-view.tsx';
import { useAnswer, useChanges, useNow } from './use-worker.ts';

/** The options page with its worker. */
export function OptionsApp() {
  const changes = useChanges();
  const view = useAnswer(() => askAgain('getSettings'), [changes.settings]);
  const status = useAnswer(() => askAgain('syncStatus'), [changes.status]);
  const now = useNow(status.answer?.phase.state === 'idle' ? 10_000 : 1000);

  const reload = () => {
    view.again();
    status.again();
  };
  return (
    <OptionsView
      now={now}
      isUnreachable={view.failed}
      {...(view.answer ? { view: view.answer } : {})}
      {...(status.answer ? { status: status.answer } : {})}
      actions={{
        save: (change: Partial<Settings>) => outcomeOf(askAgain('setSettings', change), reload),
        saveKey: (key) => outcomeOf(askAgain('setKey', key).then(succeeded), reload),
        testConnection: () => outcomeOf(askAgain('testConnection'), reload),
        syncNow: () => void outcomeOf(askAgain('syncNow').then(succeeded), reload),
        dismissGaps: () => void outcomeOf(askAgain('dismissGaps').then(succeeded), reload),
        clearIndicators: () => outcomeOf(askAgain('clearIndicators').then(cleared), reload),
      }}
    />
  );
}

function succeeded(): Outcome {
  return { ok: true };
}

function cleared(): Outcome {
  return { ok: true, message: 'The indicators are cleared.' };
}

async function outcomeOf(answer: Promise<Outcome>, then: () => void): Promise<Outcome> {
  try {
    return await answer;
  } catch {
    return { ok: false, reason: 'Telltale did not answer, so nothing is certain to be saved. Try again.' };
  } finally {
    then();
  }
}
