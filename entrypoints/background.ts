import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { createClient } from '@/api/client.ts';
import { fetchList } from '@/api/list-client.ts';
import { lookupLine } from '@/core/lookup-line.ts';
import { API_SOURCE } from '@/core/source.ts';
import { alarms } from '@/extension/alarms.ts';
import { showBadge, showSiteAccess } from '@/extension/badge.ts';
import { broadcast } from '@/extension/broadcast.ts';
import { onImport } from '@/extension/import-port.ts';
import { onCommands } from '@/extension/commands.ts';
import { createEpoch } from '@/extension/epoch.ts';
import { isWithheld, onSiteAccess, siteAccess } from '@/extension/host-access.ts';
import { tellAllFrames, tellFrames } from '@/extension/frames.ts';
import { annotateOpenTabs, inject, showsMail } from '@/extension/injection.ts';
import { browserSpeech } from '@/extension/words.ts';
import { keepStorage, welcomeAtInstall } from '@/extension/install.ts';
import { keepAlive } from '@/extension/keep-alive.ts';
import { lastTurn } from '@/extension/last-turn.ts';
import { managedPolicy } from '@/extension/managed.ts';
import { createMenus, onLookup } from '@/extension/menus.ts';
import { onOmnibox } from '@/extension/omnibox.ts';
import { probePage } from '@/extension/page-access.ts';
import {
  forgetPanelRequest,
  openPanel,
  openPanelOrTab,
  readPanelRequest,
  requestInPanel,
} from '@/extension/panel.ts';
import { onRequest } from '@/extension/sender.ts';
import { createTabStates } from '@/extension/tab-states.ts';
import { openIndicatorStore } from '@/store/indicators.ts';
import { openUserStore, type UserStore } from '@/store/user.ts';
import { underPolicy } from '@/worker/managed-user.ts';
import { createMatcher } from '@/worker/matcher.ts';
import { createRouter } from '@/worker/router.ts';
import { createSync } from '@/worker/sync.ts';
import { createSources, type Sources } from '@/worker/sources.ts';
import { createSubscriptions } from '@/worker/subscriptions.ts';
import { createTurns } from '@/worker/turns.ts';

/** Everything here happens before the first await: a listener added later would miss the event that woke the worker. */
export default defineBackground(() => {
  const now = Date.now;
  const store = openIndicatorStore({
    onRebuilt(notice) {
      void sync.storeRebuilt(notice);
      // The lists went with it: those that are fetched are due at once, and of files the options say that they are gone.
      void subscriptions.plan();
      broadcast('sources');
    },
    wasMade: () => user.noteCache(),
  });
  const own = openUserStore();
  const policy = managedPolicy({ last: own.lastPolicy, keep: own.keepPolicy }, () => {
    void sync.reconfigure();
    void subscriptions.followPolicy().then(epoch.advance, epoch.advance);
    broadcast('settings');
  });
  const user: UserStore = underPolicy(own, policy);
  const tabs = createTabStates();
  const epoch = createEpoch(now);
  const onIndicatorsChanged = epoch.advance;
  const sources: Sources = createSources({
    store,
    user,
    alarms,
    keepAlive,
    now,
    apiCoverage: () => sync.coverage(),
    onIndicatorsChanged,
    onChange: () => broadcast('sources'),
  });
  const subscriptions = createSubscriptions({
    store,
    user,
    sources,
    fetchList: (request) => fetchList({ ...request, isWithheld }),
    alarms,
    keepAlive,
    now,
    random: Math.random,
    onIndicatorsChanged,
    onChange: () => broadcast('sources'),
  });
  const sync = createSync({
    store,
    // An API that is switched off is asked for nothing, as without a key.
    user: {
      settings: user.settings,
      key: async () => ((await sources.all()).get(API_SOURCE.id)?.on ? user.key() : undefined),
    },
    makeClient: (options) => createClient({ ...options, isWithheld, now }),
    alarms,
    keepAlive,
    now,
    random: Math.random,
    onStatus: () => broadcast('status'),
    onIndicatorsChanged,
  });
  const turns = createTurns({ alarms, advance: epoch.advance, last: lastTurn, now });
  const matcher = createMatcher({
    rowsFor: sources.rowsFor,
    visitValues: sources.visitValues,
    settings: user.settings,
    coverage: sources.coverage,
    sources: sources.all,
    holdsUntil: turns.note,
    now,
  });
  const panel = { open: openPanel, request: requestInPanel, read: readPanelRequest };
  const route = createRouter({
    matcher,
    tabs,
    user,
    policy,
    sync,
    sources,
    subscriptions,
    showBadge,
    probePage,
    inject,
    showsMail,
    isWithheld,
    tellFrames,
    panel,
    epoch,
    broadcast,
    now,
  });

  const tellSiteAccess = () => void siteAccess().then(showSiteAccess);

  onRequest(route);
  browser.runtime.onInstalled.addListener(({ reason }) => {
    void createMenus();
    void keepStorage();
    void annotateOpenTabs();
    void welcomeAtInstall(reason);
    tellSiteAccess();
  });
  browser.runtime.onStartup.addListener(tellSiteAccess);
  onSiteAccess((isGiven) => {
    tellSiteAccess();
    broadcast('access');
    if (!isGiven) return void tellAllFrames('access');
    void annotateOpenTabs();
    void sync.run();
    void subscriptions.refreshFailed();
  });
  browser.tabs.onRemoved.addListener((tabId) => void tabs.forget(tabId));
  browser.windows.onRemoved.addListener((windowId) => void forgetPanelRequest(windowId));
  const lookUp = (text: string, windowId: number) =>
    requestInPanel(windowId, { kind: 'lookup', text, at: now() });
  onLookup((text, windowId) => {
    void openPanel(windowId);
    void lookUp(text, windowId);
  });
  onCommands((text, windowId) => void lookUp(text, windowId));
  onOmnibox(
    async (text) => browserSpeech().inWords(lookupLine(await matcher.lookup(text))),
    async (text, windowId) => {
      await lookUp(text, windowId);
      await openPanelOrTab(windowId);
    },
  );
  onImport(sources.take);
  sync.start();
  sources.start();
  subscriptions.start();
  turns.start();
});
