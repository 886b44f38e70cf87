import { inForce } from '@/core/allowlist.ts';
import { diskFull } from '@/core/disk-room.ts';
import { isCounted, type Observable, type PageIdentity, type Verdict } from '@/core/indicator.ts';
import { mismatchOf } from '@/core/link-mismatch.ts';
import { normalize } from '@/core/normalize.ts';
import { outlineOf } from '@/core/outline.ts';
import { candidatesIn, knownOf } from '@/core/page-reading.ts';
import type { Policy, PolicyField } from '@/core/policy.ts';
import { isOfPolicy } from '@/core/policy-sources.ts';
import { API_SOURCE } from '@/core/source.ts';
import { hushed, ruleFor, type SiteRule } from '@/core/site-rules.ts';
import { hash52 } from '@/core/string-hash.ts';
import type { Settings } from '@/core/settings.ts';
import type { SyncStatus } from '@/core/sync-status.ts';
import {
  type LoadedScript,
  MATCH_BATCH,
  MOST_JUDGED,
  type PageAccess,
  type PanelAnswer,
  type PanelRequest,
  type ProtocolMap,
  type Question,
  type SettingsView,
  type ToFrames,
} from '@/extension/messages.ts';
import type { InjectedScript } from '@/extension/injection.ts';
import type { ManagedPolicy } from '@/extension/managed.ts';
import type { Sender } from '@/extension/sender.ts';
import { EMPTY, type TabState, type TabStates } from '@/extension/tab-states.ts';
import { isForWantOfRoom } from '@/store/disk-room.ts';
import type { RecordStore } from '@/store/user-records.ts';
import type { UserStore } from '@/store/user.ts';
import { message, type Value } from '@/core/words.ts';
import { type Budget, createBudget } from './budget.ts';
import { lookAtList } from './list-look.ts';
import type { Matcher, Pages } from './matcher.ts';
import { createRecordRoutes } from './records.ts';
import type { Sources } from './sources.ts';
import type { Subscriptions } from './subscriptions.ts';
import type { Sync } from './sync.ts';
import { sortValues } from './unknown.ts';

/** What the routes need; each is the real thing in the worker, and a parameter so that routes can be tested without one. */
export interface RouterParts {
  matcher: Matcher;
  tabs: TabStates;
  user: Pick<UserStore, UserPart> & RecordStore;
  policy: ManagedPolicy;
  sync: Pick<Sync, 'status' | 'run' | 'clear' | 'dismissGaps' | 'test' | 'ask' | 'reconfigure'>;
  sources: Pick<Sources, 'all' | 'change' | 'remove' | 'coverage'>;
  subscriptions: Pick<Subscriptions, 'add' | 'refresh' | 'stop' | 'plan' | 'views'>;
  showBadge(tabId: number, state: TabState): Promise<void>;
  probePage(tabId: number): Promise<PageAccess>;
  tellFrames(tabId: number, wanted: ToFrames['wanted']): Promise<void>;
  /** Runs one of our scripts in a frame; rejects where that is not there any more. */
  inject(script: InjectedScript, tabId: number, frameId: number): Promise<void>;
  showsMail(tabId: number): Promise<boolean>;
  /** Whether the browser's user keeps this page from us. */
  isWithheld(url: string): Promise<boolean>;
  panel: {
    open(windowId: number): Promise<PanelAnswer>;
    request(windowId: number, request: PanelRequest): Promise<void>;
    read(windowId: number): Promise<PanelRequest | undefined>;
  };
  epoch: { read(): Promise<number>; advance(): Promise<void> };
  broadcast(what: 'status' | 'settings' | 'access' | 'sources' | 'records'): void;
  now(): number;
}

type UserPart = 'settings' | 'setSettings' | 'key' | 'setKey' | 'erase' | 'damage' | 'forgetDamage';
type Frame = Extract<Sender, { kind: 'frame' }>;
type FrameRoute = 'hello' | 'read' | 'explain' | 'load' | 'report' | 'judgeLinks' | 'openPanel';
type Answer<R extends keyof ProtocolMap> = ReturnType<ProtocolMap[R]> | Promise<ReturnType<ProtocolMap[R]>>;
type FrameRoutes = {
  [R in FrameRoute]: (payload: Parameters<ProtocolMap[R]>[0], frame: Frame) => Answer<R>;
};
type PageRoutes = {
  [R in Exclude<keyof ProtocolMap, Exclude<FrameRoute, 'explain'>>]: (
    payload: Parameters<ProtocolMap[R]>[0],
  ) => Answer<R>;
};

/**
 * Answers every message, or `undefined` for "not for me". A frame gets the seven routes of the annotator and nothing else;
 * whatever reads secrets or changes anything answers extension pages only.
 */
export function createRouter(
  parts: RouterParts,
): (message: unknown, sender: Sender) => Promise<unknown> | undefined {
  const budget = createBudget(parts.tabs);
  const frameRoutes = createFrameRoutes(parts, budget);
  const pageRoutes = createPageRoutes(parts, budget);
  return (asked, sender) => {
    if (typeof asked !== 'object' || asked === null || !('route' in asked)) return undefined;
    const { route, payload } = asked as { route: string; payload?: unknown };
    if (sender.kind === 'frame' && Object.hasOwn(frameRoutes, route))
      return call(frameRoutes[route as FrameRoute], payload, sender);
    if (sender.kind === 'extension page' && Object.hasOwn(pageRoutes, route))
      return call(pageRoutes[route as keyof PageRoutes], payload);
    return undefined;
  };
}

/** The payload has the route's type because both ends are ours: a page cannot send, only its annotator can. */
async function call(handler: unknown, payload: unknown, frame?: Frame): Promise<unknown> {
  return (handler as (payload: unknown, frame?: Frame) => unknown)(payload, frame);
}

function createFrameRoutes(parts: RouterParts, budget: Budget): FrameRoutes {
  return {
    async hello({ first, isOld }, frame) {
      const [settings, epoch, isTaken] = await Promise.all([
        parts.user.settings(),
        parts.epoch.read(),
        // Of a page that is new, the browser has just asked itself.
        isOld === true && parts.isWithheld(/^https?:/.test(frame.frameUrl) ? frame.frameUrl : frame.tabUrl),
      ]);
      const active = !isTaken && ruleOf(settings, frame) !== 'off';
      // The page does not wait for the toolbar. What it asks next takes its turn behind what is begun here.
      void beginPage(parts, frame, {
        isNew: first && frame.frameId === 0,
        active,
        isTaken,
        epoch,
      }).catch(() => undefined);
      return { active, epoch, references: settings.paintReferences };
    },

    async read({ texts, links, page, unmarked }, frame) {
      const [settings, epoch] = await Promise.all([parts.user.settings(), parts.epoch.read()]);
      const rule = ruleOf(settings, frame);
      // It was switched off since the frame said hello, and will hear of it.
      if (rule === 'off') return { epoch, known: [], texts: [], links: [] };
      const candidates = candidatesIn(texts, links);
      const { granted, capped } = await budget.spend(frame.tabId, candidates.values);
      const verdicts = await parts.matcher.match([...granted.values()], pagesOf(frame, page));
      const how = { isQuiet: rule === 'quiet', lowest: settings.lowestMarked };
      const byKey = new Map([...granted.keys()].map((key, at) => [key, hushed(verdicts[at], how)]));
      const known = knownOf(candidates, (key) => byKey.get(key));
      // Beside the answer, which is not to wait for it.
      if (unmarked && known.known.length > 0) void injectSilently(parts, 'marker', frame);
      return { ...known, epoch, ...(capped && { capped }) };
    },

    explain: ({ observable, page, ports }, frame) =>
      parts.matcher.explain(observable, pagesOf(frame, page), readPorts(ports)),

    async load(script, frame) {
      if (LOADED.has(script)) await parts.inject(script, frame.tabId, frame.frameId);
    },

    async report({ suspects, ...report }, frame) {
      // Nobody waits for it.
      if (suspects !== undefined) void injectSilently(parts, 'warner', frame);
      const counted = report.counted.map((value) => hash52(value));
      const state = await parts.tabs.update(frame.tabId, (before) => {
        const { [frame.frameId]: _, ...others } = before.frames;
        // A mail program shows thousands of frames in a day, and each one that goes says that nothing is in it.
        if (counted.length === 0) return { ...before, frames: others };
        return { ...before, frames: { ...others, [frame.frameId]: { ...report, counted } } };
      });
      await parts.showBadge(frame.tabId, state);
    },

    async judgeLinks(suspects, frame) {
      const mismatches = suspects.slice(0, MOST_JUDGED).map(mismatchOf);
      const settings = await parts.user.settings();
      const isLoud = ruleOf(settings, frame) === 'on';
      if (!isLoud) return { state: 'no mail' };
      const isToBeTold = !mismatches.some(Boolean) || (await parts.showsMail(frame.tabId));
      return isToBeTold ? { state: 'judged', mismatches } : { state: 'no mail' };
    },

    openPanel(observable, frame) {
      // Nothing is awaited before this: the click that led here is a user's gesture only for so long.
      const opened = parts.panel.open(frame.windowId);
      const requested = parts.panel.request(frame.windowId, { kind: 'item', observable, at: parts.now() });
      return Promise.all([opened, requested]).then(([answer]) => answer);
    },
  };
}

const LOADED: ReadonlySet<LoadedScript> = new Set(['card', 'marker']);

/** The frame may have gone away meanwhile. */
function injectSilently(parts: RouterParts, script: InjectedScript, frame: Frame): Promise<void> {
  return parts.inject(script, frame.tabId, frame.frameId).catch(() => undefined);
}

/** Addresses come from the browser: a frame may say of itself what it likes. A mail's frame stands in another page, whose address counts, too. */
function pagesOf({ frameUrl, tabUrl }: Frame, page: PageIdentity | undefined): Pages {
  return [
    { ...readPage(page), url: frameUrl },
    { url: tabUrl, titles: [] },
  ];
}

const MOST_TITLES = 20;
const LONGEST_TITLE = 500;

function readPage(page: PageIdentity | undefined): PageIdentity {
  const titles = Array.isArray(page?.titles) ? page.titles.slice(0, MOST_TITLES) : [];
  return {
    ...(typeof page?.url === 'string' && { url: page.url }),
    titles: titles.filter((title) => typeof title === 'string').map((title) => title.slice(0, LONGEST_TITLE)),
  };
}

const MOST_PORTS = 20;

function readPorts(ports: Question['ports']): number[] {
  if (!Array.isArray(ports)) return [];
  return ports.slice(0, MOST_PORTS).filter((port) => Number.isInteger(port) && port > 0 && port < 65536);
}

/** A frame is of the site that the tab shows. While a page is coming, a tab may still be said to show the one before. */
function ruleOf(settings: Settings, { frameId, frameUrl, tabUrl }: Frame): SiteRule {
  const url = frameId === 0 ? frameUrl || tabUrl : tabUrl || frameUrl;
  return ruleFor(hostOfUrl(url), settings);
}

function hostOfUrl(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : '';
}

function newPage(epoch: number): TabState {
  return { ...EMPTY, epoch, page: crypto.randomUUID() };
}

/** After a change of indicators or settings every value is asked about again: nobody probes by that, and a long first sync must not use up the budget. */
function countedAnew(state: TabState, epoch: number): TabState {
  return state.epoch === epoch ? state : { ...state, epoch, asked: [] };
}

/** The reader should know first of all when the page itself is the indicator, and when it is one no more (allowed, switched off). */
async function beginPage(
  parts: RouterParts,
  frame: Frame,
  { isNew, active, isTaken, epoch }: { isNew: boolean; active: boolean; isTaken: boolean; epoch: number },
): Promise<void> {
  if (isNew) {
    await parts.showBadge(frame.tabId, await parts.tabs.update(frame.tabId, () => newPage(epoch)));
    parts.broadcast('access');
    // Nobody waits for it: the frames' reports come as messages of their own.
    void parts.tellFrames(frame.tabId, 'report');
  } else await parts.tabs.update(frame.tabId, (state) => countedAnew(state, epoch));
  if (isTaken && frame.frameId === 0)
    await parts.showBadge(
      frame.tabId,
      await parts.tabs.update(frame.tabId, (state) => ({ ...state, isTaken: true })),
    );
  await noteListedAddress(parts, frame, active);
}

async function noteListedAddress(parts: RouterParts, frame: Frame, active: boolean): Promise<void> {
  const address = /^https?:/.test(frame.frameUrl) ? normalize('url', frame.frameUrl) : undefined;
  if (!address?.ok) return;
  const observable: Observable = { type: 'url', value: address.value };
  const { page, listedAddress } = await parts.tabs.read(frame.tabId);
  const wasListed = listedAddress?.value === observable.value;
  const isListed = active && (await isCountedNow(parts, observable, pagesOf(frame, undefined)));
  if (isListed === wasListed) return;
  const state = await parts.tabs.update(frame.tabId, (before) => {
    // The tab may show another page by now.
    if (before.page !== page) return before;
    const { listedAddress: _, ...rest } = before;
    return isListed ? { ...rest, listedAddress: observable } : rest;
  });
  await parts.showBadge(frame.tabId, state);
  parts.broadcast('access');
}

async function isCountedNow(parts: RouterParts, observable: Observable, pages: Pages): Promise<boolean> {
  const [verdict]: (Verdict | undefined)[] = await parts.matcher.match([observable], pages);
  return verdict !== undefined && isCounted(verdict);
}

function createPageRoutes(parts: RouterParts, budget: Budget): PageRoutes {
  return {
    ...createRecordRoutes(parts),
    explain: ({ observable, page, ports }) =>
      parts.matcher.explain(observable, page ? [readPage(page)] : [], readPorts(ports)),
    explainAll: (questions) => explainEach(parts, questions),
    outlineAll: async (questions) =>
      (await explainEach(parts, questions)).map((explanation) => explanation && outlineOf(explanation)),
    async sortValues({ values, page }) {
      const { allowlist } = await parts.user.settings();
      return sortValues(values, {
        allowlist: inForce(allowlist, parts.now()),
        page: readPage(page),
        isKnown: async (asked) =>
          (await parts.matcher.match(asked, [readPage(page)])).map((verdict) => verdict !== undefined),
      });
    },
    lookup: (text) => parts.matcher.lookup(text),
    search: (sought) => parts.matcher.search(sought),
    async askApi(observable) {
      const answer = await parts.sync.ask(observable);
      if (!answer.ok) return answer;
      const { found, host, rows } = answer;
      const explanation = await parts.matcher.explainRows(observable, rows);
      return { ok: true, host, found, ...(explanation && { explanation }) };
    },
    panelRequest: (windowId) => parts.panel.read(windowId),
    coverage: () => parts.sources.coverage(),

    async getSettings() {
      const [settings, key, policy] = await Promise.all([
        parts.user.settings(),
        parts.user.key(),
        parts.policy.read(),
      ]);
      return { settings, hasKey: key !== undefined, ...managedView(policy) };
    },

    async forgetDamage() {
      await parts.user.forgetDamage();
      parts.broadcast('status');
    },

    storageTrouble: () => parts.user.settings().then(() => undefined, describeTrouble),

    async setSettings(change) {
      const answer = await parts.user.setSettings(change);
      if (!answer.ok) return answer;
      if (ACCOUNT.some((name) => name in change)) await parts.sync.reconfigure();
      await parts.epoch.advance();
      parts.broadcast('settings');
      return { ok: true };
    },

    async setKey(key) {
      await parts.user.setKey(key);
      await parts.sync.reconfigure();
      parts.broadcast('settings');
    },

    testConnection: () => parts.sync.test(),
    syncStatus: () => statusOf(parts),
    syncNow() {
      // Its end and its failures are in the status; nobody waits for it.
      void parts.sync.run();
    },

    dismissGaps: () => parts.sync.dismissGaps(),

    async clearIndicators() {
      await parts.sync.clear();
      await parts.epoch.advance();
      parts.broadcast('status');
    },

    async eraseAll() {
      const all = await parts.sources.all();
      for (const id of all.keys()) if (id !== API_SOURCE.id) await dropSource(parts, id);
      // Without a key nothing is fetched anew while the rest goes.
      await parts.user.erase();
      await parts.sync.reconfigure();
      await parts.sync.clear();
      await parts.subscriptions.plan();
      await parts.epoch.advance();
      for (const what of ['settings', 'status', 'sources', 'records'] as const) parts.broadcast(what);
    },

    sources: () => parts.subscriptions.views(),
    subscribe: (wanted) => parts.subscriptions.add(wanted),

    async changeSource({ id, ...change }) {
      const answer = await parts.sources.change(id, change);
      if (!answer.ok) return answer;
      if (change.on === false) await parts.subscriptions.stop(id);
      // What was switched on is due at once.
      await parts.subscriptions.plan();
      if (id === API_SOURCE.id && change.on !== undefined) await parts.sync.reconfigure();
      return answer;
    },

    async removeSource(id) {
      if (id === API_SOURCE.id || isOfPolicy(id)) return;
      await dropSource(parts, id);
      await parts.subscriptions.plan();
    },

    lookAtList,

    async askRest({ tabId, rest }) {
      if (!Number.isInteger(rest) || rest <= 0) return;
      await budget.extend(tabId, rest);
      await parts.tellFrames(tabId, 'rest');
    },

    refreshSource(id) {
      // Its end and its failures are told with the source; nobody waits for it.
      void parts.subscriptions.refresh(id);
    },

    async pageAccess(tabId) {
      const [access, state, settings, policy] = await Promise.all([
        parts.probePage(tabId),
        parts.tabs.read(tabId),
        parts.user.settings(),
        parts.policy.read(),
      ]);
      if (!access.ok) return access;
      return {
        ...access,
        ...siteState(ruleFor(access.host, settings)),
        ...siteLocks(policy),
        ...(state.listedAddress && { listedAddress: state.listedAddress }),
      };
    },
  };
}

function explainEach(parts: RouterParts, questions: readonly Question[]) {
  return Promise.all(
    questions
      .slice(0, MATCH_BATCH)
      .map(({ observable, page, ports }) =>
        parts.matcher.explain(observable, page ? [readPage(page)] : [], readPorts(ports)),
      ),
  );
}

async function dropSource({ subscriptions, sources }: RouterParts, id: string): Promise<void> {
  await subscriptions.stop(id);
  await sources.remove(id);
}

/** What is set is told, never the key. */
function managedView(policy: Policy): Pick<SettingsView, 'managed'> {
  const { settings, key, sources, pivotsForbidden, pivotsForRestricted, problems } = policy;
  const fields = Object.keys(settings) as PolicyField[];
  const hasKey = key !== undefined;
  const isThere =
    hasKey ||
    pivotsForRestricted ||
    fields.length + sources.length + pivotsForbidden.length + problems.length > 0;
  return isThere
    ? { managed: { fields, hasKey, sources: sources.length, pivotsForbidden, pivotsForRestricted, problems } }
    : {};
}

function siteLocks({ settings }: Policy): { siteLocked?: { off: boolean; quiet: boolean } } {
  const off = 'sitesOff' in settings;
  const quiet = 'sitesQuiet' in settings || 'sitesLoud' in settings;
  return off || quiet ? { siteLocked: { off, quiet } } : {};
}

function siteState(rule: SiteRule): { siteOff: boolean; siteQuiet?: true } {
  return { siteOff: rule === 'off', ...(rule === 'quiet' && { siteQuiet: true as const }) };
}

/** Of the API's sync, as far as the other sources do not change what it means to the user. */
async function statusOf({ sync, sources, user, now }: RouterParts): Promise<SyncStatus> {
  const [status, all, held, damage] = await Promise.all([
    sync.status(),
    sources.all(),
    sources.coverage().then(
      ({ rows }) => ({ rows }),
      async (error: unknown) => ({ rows: 0, trouble: await describeTrouble(error) }),
    ),
    user.damage(),
  ]);
  const isOn = all.get(API_SOURCE.id)?.on ?? true;
  return {
    ...status,
    ...('trouble' in held && {
      error: { reason: 'storage', text: held.trouble, at: new Date(now()).toISOString() },
    }),
    ...(!isOn && { phase: { state: 'off' } }),
    ...(damage && { damage: message(DAMAGE[damage]) }),
    otherRows: Math.max(0, held.rows - (isOn ? status.rows : 0)),
  };
}

async function describeTrouble(error: unknown): Promise<Value> {
  if (await isForWantOfRoom(error)) return diskFull();
  return message('userBroken', { error: String(error).slice(0, 200) });
}

const DAMAGE = { restored: 'userRestored', lost: 'userLost' } as const;

/** Settings that decide what is fetched, from where and when. */
const ACCOUNT = [
  'baseUrl',
  'authHeader',
  'lookbackDays',
  'syncEveryMinutes',
  'filters',
  'withContext',
  'contextParameter',
] as const;
