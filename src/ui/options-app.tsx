import { useCallback } from 'preact/hooks';
import type { Settings } from '@/core/settings.ts';
import { requestHostAccess } from '@/extension/host-access.ts';
import { sendImport } from '@/extension/import-port.ts';
import type { NewSubscription } from '@/extension/messages.ts';
import { ask, askAgain } from '@/extension/worker-client.ts';
import type { Outcome } from './options-actions.ts';
import { OptionsView } from './options-view.tsx';
import { saveFile } from './save-file.ts';
import { allowSites, useSiteAccess } from './use-site-access.ts';
import { inTrouble, useAnswer, useChanges, useNow, useStanding, useTrouble } from './use-worker.ts';
import { say } from './say.tsx';

/** The options page with its worker. */
export function OptionsApp() {
  const changes = useChanges();
  const view = useStanding(() => askAgain('getSettings'), [changes.settings]);
  const status = useStanding(() => askAgain('syncStatus'), [changes.status]);
  const sources = useAnswer(() => askAgain('sources'), [changes.sources, changes.status]);
  const siteAccess = useSiteAccess();
  const now = useNow(status.answer?.phase.state === 'idle' ? 10_000 : 1000);

  const [askView, askStatus, askSources] = [view.again, status.again, sources.again];
  const reload = useCallback(() => {
    askView();
    askStatus();
    askSources();
  }, [askView, askStatus, askSources]);
  const trouble = useTrouble(view.failed || status.failed, reload);
  const shown = inTrouble(status.answer, trouble, now);
  return (
    <OptionsView
      now={now}
      recordsChanged={changes.records}
      {...(siteAccess && { siteAccess })}
      isUnreachable={view.failed || status.failed}
      trouble={trouble}
      {...(view.answer ? { view: view.answer } : {})}
      {...(shown ? { status: shown } : {})}
      {...(sources.answer ? { sources: sources.answer } : {})}
      actions={{
        allowSites,
        save: (change: Partial<Settings>) => outcomeOf(askAgain('setSettings', change), reload),
        saveKey: (key) => outcomeOf(askAgain('setKey', key).then(succeeded), reload),
        testConnection: () => outcomeOf(askAgain('testConnection'), reload),
        syncNow: () => void outcomeOf(askAgain('syncNow').then(succeeded), reload),
        dismissGaps: () => void outcomeOf(askAgain('dismissGaps').then(succeeded), reload),
        forgetDamage: () => void outcomeOf(askAgain('forgetDamage').then(succeeded), reload),
        clearIndicators: () => outcomeOf(askAgain('clearIndicators').then(cleared), reload),
        eraseAll: () => outcomeOf(askAgain('eraseAll').then(erased), reload),
        findNotes: (sought) => askAgain('notes', sought),
        setNote: ({ type, value }, text) => askAgain('setNote', { observable: { type, value }, text }),
        records: () => askAgain('records'),
        previewRecords: (records) => askAgain('previewRecords', records),
        takeRecords: (records) => ask('takeRecords', records),
        putBackRecords: (undo) => askAgain('putBackRecords', undo),
        saveFile: (name, mime, text) => saveFile(document, name, mime, text),
        changeSource: (id, change) => outcomeOf(askAgain('changeSource', { id, ...change }), reload),
        removeSource: (id) => outcomeOf(askAgain('removeSource', id).then(removed), reload),
        refreshSource: (id) => void outcomeOf(askAgain('refreshSource', id).then(succeeded), reload),
        subscribe: (wanted) => outcomeOf(subscribe(wanted), reload),
        lookAtList: (beginning, name) => askAgain('lookAtList', { beginning, name }),
        importList: sendImport,
      }}
    />
  );
}

function succeeded(): Outcome {
  return { ok: true };
}

function cleared(): Outcome {
  return { ok: true, message: say('indicatorsCleared') };
}

function erased(): Outcome {
  return { ok: true, message: say('allErased') };
}

function removed(): Outcome {
  return { ok: true, message: say('sourceDeleted') };
}

async function subscribe(wanted: NewSubscription): Promise<Outcome> {
  if (await requestHostAccess(wanted.url)) return ask('subscribe', wanted);
  return {
    ok: false,
    reason: say('noHostAccess', { host: wanted.host }),
  };
}

async function outcomeOf(answer: Promise<Outcome>, then: () => void): Promise<Outcome> {
  try {
    return await answer;
  } catch {
    return { ok: false, reason: say('noAnswerUnsaved') };
  } finally {
    then();
  }
}
