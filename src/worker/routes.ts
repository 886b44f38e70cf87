import type { InjectedScript } from '@/extension/injection.ts';
import type { ManagedPolicy } from '@/extension/managed.ts';
import type { PageAccess, PanelAnswer, PanelRequest, ProtocolMap, ToFrames } from '@/extension/messages.ts';
import type { Sender } from '@/extension/sender.ts';
import type { TabState, TabStates } from '@/extension/tab-states.ts';
import type { RecordStore } from '@/store/user-records.ts';
import type { UserStore } from '@/store/user.ts';
import type { Matcher } from './matcher.ts';
import type { Sources } from './sources.ts';
import type { Subscriptions } from './subscriptions.ts';
import type { Sync } from './sync.ts';

export type Frame = Extract<Sender, { kind: 'frame' }>;
export type Answer<R extends keyof ProtocolMap> =
  ReturnType<ProtocolMap[R]> | Promise<ReturnType<ProtocolMap[R]>>;

/** What extension pages are answered by one group of routes. Each group names what it needs of `RouterParts`. */
export type Routes<R extends keyof ProtocolMap> = {
  [Route in R]: (payload: Parameters<ProtocolMap[Route]>[0]) => Answer<Route>;
};

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
