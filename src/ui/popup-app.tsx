import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Observable } from '@/core/indicator.ts';
import type { Value } from '@/core/words.ts';
import { type SiteRule, withRule } from '@/core/site-rules.ts';
import { type CurrentTab, currentTab } from '@/extension/current-tab.ts';
import { openDetails } from '@/extension/details-page.ts';
import { openOptions } from '@/extension/options-page.ts';
import { openPanel, requestInPanel } from '@/extension/panel.ts';
import { goToValue } from '@/extension/walk.ts';
import { askAgain } from '@/extension/worker-client.ts';
import { PopupView } from './popup-view.tsx';
import { roundOf, usePageItems } from './use-page-items.ts';
import { allowSites } from './use-site-access.ts';
import { inTrouble, useAnswer, useChanges, useNow, useStanding, useTrouble } from './use-worker.ts';

/** The popup with its browser: one tab, for as long as the popup is open. */
export function PopupApp() {
  const tab = useCurrentTab();
  const changes = useChanges();
  const status = useStanding(() => askAgain('syncStatus'), [changes.status]);
  const list = usePageItems(tab?.id);
  const access = useAnswer(
    () => (tab ? askAgain('pageAccess', tab.id) : undefined),
    // A page's own address is judged when its annotator starts; the worker announces what it finds. One that answers again is asked all. In a frame that comes later may stand what cannot be read.
    [tab, list.state, roundOf(list), changes.settings, changes.access, status.failed],
  );
  const isRunning = status.answer !== undefined && status.answer.phase.state !== 'idle';
  const show = useCallback(
    (observable: Observable) => tab && void goToValue(tab.id, observable).finally(() => window.close()),
    [tab],
  );
  const [refusal, setRefusal] = useState<Value>();
  const now = useNow(isRunning ? 1000 : 10_000);

  const trouble = useTrouble(status.failed, status.again);
  const shown = inTrouble(status.answer, trouble, now);
  return (
    <PopupView
      list={list}
      now={now}
      refusal={refusal}
      isUnreachable={status.failed || access.failed}
      trouble={trouble}
      {...(access.answer ? { access: access.answer } : {})}
      {...(shown ? { status: shown } : {})}
      actions={{
        show,
        askRest: (rest) => tab && void askAgain('askRest', { tabId: tab.id, rest }),
        setSite: (host, rule) => void setSite(host, rule).then(setRefusal).then(access.again, access.again),
        syncNow: () => void askAgain('syncNow').then(status.again, status.again),
        openOptions: () => void openOptions().then(() => window.close()),
        openDetails: () => void openDetails().then(() => window.close()),
        openPanel: () => tab && void openPanel(tab.windowId).then(() => window.close()),
        allowSites: (origin) => {
          allowSites(origin);
          // The browser's question may come up behind the popup; it is asked all the same once that is closed.
          setTimeout(() => window.close());
        },
        lookUp: (text) => tab && void lookUpInPanel(text, tab.windowId).then(() => window.close()),
      }}
    />
  );
}

/**
 * Both begin before anything is awaited: later it would be no user's gesture any more. The request goes first, since a panel that opens
 * takes the focus, and with it the popup.
 */
async function lookUpInPanel(text: string, windowId: number): Promise<void> {
  const requested = requestInPanel(windowId, { kind: 'lookup', text, at: Date.now() });
  const opened = openPanel(windowId);
  await Promise.all([requested, opened]);
}

/** Answers with why it was refused, if it was. */
async function setSite(host: string, rule: SiteRule): Promise<Value | undefined> {
  const { settings } = await askAgain('getSettings');
  const { sitesOff, sitesQuiet, sitesLoud } = withRule(host, rule, settings);
  const answer = await askAgain('setSettings', {
    sitesOff: [...sitesOff],
    sitesQuiet: [...sitesQuiet],
    sitesLoud: [...sitesLoud],
  });
  return answer.ok ? undefined : answer.reason;
}

function useCurrentTab(): CurrentTab | undefined {
  const [tab, setTab] = useState<CurrentTab>();
  useEffect(() => void currentTab().then(setTab), []);
  return tab;
}
