import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Indicator, PageIdentity } from '@/core/indicator.ts';
import { NO_POLICY } from '@/core/policy.ts';
import { API_SOURCE } from '@/core/source.ts';
import type { PageAnswer, PanelRequest } from '@/extension/messages.ts';
import type { Sender } from '@/extension/sender.ts';
import { EMPTY, type TabState, type TabStates } from '@/extension/tab-states.ts';
import { openUserStore, type UserStore } from '@/store/user.ts';
import { createMatcher } from '@/worker/matcher.ts';
import { TAB_BUDGET } from '@/worker/budget.ts';
import { createRouter } from '@/worker/router.ts';
import { row, store } from '../core/rows.ts';
import { inEnglish } from '../../words/speech.ts';

const NOW = Date.parse('2026-06-01T12:00:00Z');
const listed: Indicator[] = [
  {
    type: 'domain',
    value: 'evil.example',
    id: '1',
    added: NOW,
    source: 's',
    confidence: 'high',
    tags: [],
    techniques: [],
  },
  {
    type: 'ipv4',
    value: '198.51.100.7',
    id: '2',
    added: NOW,
    source: 's',
    confidence: 'low',
    tags: [],
    techniques: [],
  },
  row('domain', 'quoted.example', {
    origin: 'article',
    article: { title: 'A made-up report on evil things', url: 'https://report.example/post' },
  }),
  row('url', 'https://report.example/post', {
    origin: 'article',
    article: { url: 'https://report.example/post' },
  }),
  row('ipv4', '198.51.100.9:4443'),
];

const ownPage: Sender = { kind: 'extension page' };
const frame = (more: Partial<Extract<Sender, { kind: 'frame' }>> = {}): Sender => ({
  kind: 'frame',
  tabId: 7,
  windowId: 1,
  frameId: 0,
  frameUrl: 'https://report.example/post',
  tabUrl: 'https://report.example/post',
  ...more,
});

const ELSEWHERE = { frameUrl: 'https://other.example/', tabUrl: 'https://other.example/' };
/** So many hosts that were not asked about before. */
const hosts = (from: number, count: number) => ({
  texts: [Array.from({ length: count }, (_, n) => `host${from + n}.example`).join(' ')],
  links: [],
  page: { titles: [] },
});
const text = (...texts: string[]) => ({ texts, links: [], page: { titles: [] } });
const FILLER = Array.from({ length: 20 }, (_, n) => `Title ${n}`);

let user: UserStore;
let badges: Map<number, TabState>;
let requests: Map<number, PanelRequest>;
let reconfigured: number;
let removed: string[];
let isApiOn: boolean;
let send: (route: string, payload: unknown, sender: Sender) => Promise<unknown> | undefined;

let injected: string[];
let told: string[];
let epoch: number;
let isMailShown: boolean;
let withheld: string[];
beforeEach(() => {
  user = openUserStore({ name: crypto.randomUUID() });
  badges = new Map();
  requests = new Map();
  reconfigured = 0;
  isApiOn = true;
  removed = [];
  const rows = store(...listed);
  const coverage = () => Promise.resolve({ rows: 5, sources: [] });
  const matcher = createMatcher({
    rowsFor: () => Promise.resolve(rows),
    settings: user.settings,
    coverage,
    visitValues: () => Promise.resolve(true),
    sources: () => Promise.resolve(new Map([['s', { ...API_SOURCE, id: 's', name: 'S' }]])),
    holdsUntil: () => {},
    now: () => NOW,
  });
  injected = [];
  told = [];
  epoch = 1;
  isMailShown = false;
  withheld = [];
  const route = createRouter({
    matcher,
    tabs: tabsInMemory(),
    user,
    policy: { read: () => Promise.resolve(NO_POLICY), confirmed: () => Promise.resolve(NO_POLICY) },
    sync: {
      status: () => Promise.resolve({ phase: { state: 'idle' }, rows: 2, skipped: [] }),
      run: () => Promise.resolve(),
      clear: () => Promise.resolve(),
      dismissGaps: () => Promise.resolve(),
      test: () => Promise.resolve({ ok: true, message: { key: 'saved' } }),
      ask: () => Promise.resolve({ ok: true, found: false, rows: [], host: 'api.test' }),
      reconfigure: () => Promise.resolve(void reconfigured++),
    },
    sources: {
      all: () => Promise.resolve(new Map([[API_SOURCE.id, { ...API_SOURCE, on: isApiOn }]])),
      coverage,
      change: () => Promise.resolve({ ok: true }),
      remove: (id) => Promise.resolve(void removed.push(id)),
    },
    subscriptions: {
      add: () => Promise.resolve({ ok: true }),
      refresh: () => Promise.resolve(),
      stop: () => Promise.resolve(),
      plan: () => Promise.resolve(),
      views: () => Promise.resolve([]),
    },
    showBadge: (tabId, state) => Promise.resolve(void badges.set(tabId, state)),
    probePage: () => Promise.resolve({ ok: true, host: 'report.example', siteOff: false }),
    inject: (script, tabId, frameId) => Promise.resolve(void injected.push(`${script} ${tabId}:${frameId}`)),
    showsMail: () => Promise.resolve(isMailShown),
    isWithheld: (url) => Promise.resolve(withheld.includes(new URL(url).hostname)),
    tellFrames: (tabId, wanted) => Promise.resolve(void told.push(`${tabId}:${wanted}`)),
    panel: {
      open: () => Promise.resolve({ ok: true }),
      request: (windowId, request) => Promise.resolve(void requests.set(windowId, request)),
      read: (windowId) => Promise.resolve(requests.get(windowId)),
    },
    epoch: { read: () => Promise.resolve(epoch), advance: () => Promise.resolve() },
    broadcast: () => {},
    now: () => NOW,
  });
  send = (name, payload, sender) => route({ route: name, payload }, sender);
});

function tabsInMemory(): TabStates {
  const states = new Map<number, TabState>();
  const read = (tabId: number) => states.get(tabId) ?? EMPTY;
  return {
    read: (tabId) => Promise.resolve(read(tabId)),
    update: (tabId, change) => Promise.resolve(states.set(tabId, change(read(tabId))).get(tabId)!),
    forget: (tabId) => Promise.resolve(void states.delete(tabId)),
  };
}

describe('trust', () => {
  test.each([
    ['lookup', 'evil.example'],
    ['explainAll', []],
    ['outlineAll', []],
    ['eraseAll', undefined],
    ['askApi', { type: 'domain', value: 'evil.test' }],
    ['sortValues', { values: [], page: { titles: [] } }],
    ['panelRequest', 1],
    ['coverage', undefined],
    ['getSettings', undefined],
    ['setSettings', { sitesOff: ['a.example'] }],
    ['setKey', 'sk_test'],
    ['testConnection', undefined],
    ['syncStatus', undefined],
    ['syncNow', undefined],
    ['clearIndicators', undefined],
    ['sources', undefined],
    ['subscribe', { name: 'a', url: 'https://lists.example/a' }],
    ['changeSource', { id: API_SOURCE.id, on: false }],
    ['removeSource', 's'],
    ['refreshSource', 's'],
    ['pageAccess', 7],
    ['cases', ''],
    ['openCase', 'a'],
    ['casesWith', { type: 'domain', value: 'evil.test' }],
    ['createCase', { id: 'a', name: 'Forged' }],
    ['changeCase', { id: 'a', name: 'Forged' }],
    ['chooseCase', 'a'],
    ['addToCase', { id: 'a', values: [], place: {} }],
    ['removeFromCase', { id: 'a', values: [] }],
    ['putBackInCase', { id: 'a', drop: [], items: [] }],
    ['noteInCase', { id: 'a', observable: { type: 'domain', value: 'evil.test' }, note: 'Forged' }],
    ['deleteCase', 'a'],
    ['trashedCases', undefined],
    ['restoreCase', 'a'],
    ['forgetCase', 'a'],
    ['notes', ''],
    ['noteOn', { type: 'domain', value: 'evil.test' }],
    ['setNote', { observable: { type: 'domain', value: 'evil.test' }, text: 'Forged' }],
    ['records', undefined],
    ['previewRecords', { cases: [], notes: [] }],
    ['takeRecords', { cases: [], notes: [] }],
    ['putBackRecords', { cases: [], notes: [], dropCases: [], dropNotes: [] }],
  ])('a frame gets no answer to %s', async (route, payload) => {
    expect(send(route, payload, frame())).toBeUndefined();
    expect(await user.key()).toBeUndefined();
    expect((await user.settings()).sitesOff).toEqual([]);
    expect(await user.cases()).toEqual([]);
    expect(await user.notes()).toEqual([]);
    expect(removed).toEqual([]);
  });

  test('the API can be switched off, not removed; what the policy names neither', async () => {
    await send('removeSource', API_SOURCE.id, ownPage);
    await send('removeSource', 'policy-abc', ownPage);
    await send('removeSource', 's', ownPage);
    expect(removed).toEqual(['s']);
    await send('changeSource', { id: API_SOURCE.id, on: false }, ownPage);
    expect(reconfigured).toBe(1);
  });

  test.each(['hello', 'read', 'report', 'openPanel', 'explain', 'getSettings', '__proto__', 'constructor'])(
    'a stranger gets no answer to %s',
    (route) => {
      expect(send(route, {}, { kind: 'stranger' })).toBeUndefined();
    },
  );

  test.each([null, undefined, 'hello', 42, {}, { broadcast: 'status' }])(
    '%o is nobody’s message',
    (message) => {
      expect(createRouter({} as never)(message, ownPage)).toBeUndefined();
    },
  );

  test('settings are shown without the key', async () => {
    await send('setKey', 'sk_test_secret', ownPage);
    const view = await send('getSettings', undefined, ownPage);
    expect(view).toMatchObject({ hasKey: true });
    expect(JSON.stringify(view)).not.toContain('secret');
  });
});

describe('a frame', () => {
  test('is told what is known of its texts and links, and where', async () => {
    const answer = await send(
      'read',
      {
        texts: ['good.example and mail.evil.example', 'nothing', '198[.]51.100.7:8080 mail.evil.example'],
        links: [
          { href: 'https://good.example/', text: 'Sign in' },
          { href: 'https://mail.evil.example/', text: 'bank.example' },
          { href: 'mailto:a@good.example,b@evil.example' },
        ],
        page: { titles: [] },
      },
      frame(),
    );
    expect(answer).toMatchObject({
      known: [
        { type: 'domain', value: 'mail.evil.example', verdict: { matchClass: 'child' } },
        { type: 'ipv4', value: '198.51.100.7', verdict: { matchClass: 'exact', level: 'low' } },
        { type: 'url', value: 'https://mail.evil.example' },
        { type: 'email', value: 'b@evil.example' },
      ],
      texts: [
        [[0, 17, 34]],
        [],
        [
          [1, 0, 19, 8080],
          [0, 20, 37],
        ],
      ],
      links: [
        {},
        { which: 2, suspect: { text: 'bank.example', href: 'https://mail.evil.example/' } },
        { which: 3 },
      ],
    });
    expect(answer).not.toHaveProperty('capped');
  });

  test('gets the script that marks where something it asks about is known and it has none, and only then', async () => {
    const ask = (value: string, more: object) =>
      send('read', { ...text(value), ...more }, frame({ frameId: 4 }));
    await ask('good.example', { unmarked: true });
    await ask('mail.evil.example', {});
    expect(injected).toEqual([]);
    await ask('mail.evil.example', { unmarked: true });
    expect(injected).toEqual(['marker 7:4']);
  });

  test('may have the card and the marker run in itself, and no other script', async () => {
    for (const script of ['card', 'marker', 'warner', 'walker', '../background', undefined])
      await send('load', script, frame({ frameId: 4 }));
    expect(injected).toEqual(['card 7:4', 'marker 7:4']);
  });

  test('is answered up to the budget of its tab, and told so beyond it', async () => {
    expect(await send('read', hosts(0, TAB_BUDGET - 1), frame())).not.toHaveProperty('capped');
    // What was asked about before costs nothing, in whatever frame it stands.
    expect(await send('read', hosts(0, 1000), frame({ frameId: 3 }))).not.toHaveProperty('capped');
    const beyond = await send('read', text('evil.example mail.evil.example 198.51.100.7'), frame());
    expect(beyond).toMatchObject({
      known: [{ value: 'evil.example' }],
      texts: [[[0, 0, 12]]],
      capped: { asked: TAB_BUDGET, total: TAB_BUDGET + 2 },
    });
    // The same again is no more.
    expect(await send('read', text('198.51.100.7'), frame())).toMatchObject({
      known: [],
      capped: { total: TAB_BUDGET + 2 },
    });
    expect(await send('read', text('198.51.100.7'), frame({ tabId: 8 }))).not.toHaveProperty('capped');
    await send('hello', { first: true }, frame());
    expect(await send('read', hosts(0, 1000), frame())).not.toHaveProperty('capped');
  });

  test('is answered about the rest when the user asks for it, and a frame cannot', async () => {
    await send('hello', { first: true }, frame());
    const all = hosts(0, TAB_BUDGET + 3000);
    const capped = { asked: TAB_BUDGET, total: TAB_BUDGET + 3000 };
    expect(await send('read', all, frame())).toMatchObject({ capped });
    told = [];
    expect(send('askRest', { tabId: 7, rest: 3000 }, frame())).toBeUndefined();
    for (const rest of [0, -5, Infinity, '3000']) await send('askRest', { tabId: 7, rest }, ownPage);
    expect(await send('read', all, frame())).toMatchObject({ capped });
    await send('askRest', { tabId: 7, rest: 3000 }, ownPage);
    expect(told).toEqual(['7:rest']);
    expect(await send('read', all, frame())).not.toHaveProperty('capped');
    expect(await send('read', text('evil.example'), frame())).toMatchObject({
      known: [],
      capped: { asked: TAB_BUDGET + 3000, total: TAB_BUDGET + 3001 },
    });
    // Another page in the tab starts with what every page may ask.
    await send('hello', { first: true }, frame());
    expect(await send('read', all, frame())).toMatchObject({ capped });
  });

  test('may ask everything again once indicators changed, and only then', async () => {
    await send('hello', { first: true }, frame());
    await send('read', hosts(0, TAB_BUDGET), frame());
    await send('hello', { first: false }, frame());
    await send('hello', { first: true }, frame({ frameId: 3 }));
    expect(await send('read', text('evil.example'), frame())).toMatchObject({ known: [] });
    epoch = 2;
    await send('hello', { first: false }, frame());
    await send('hello', { first: false }, frame({ frameId: 3 }));
    expect(await send('read', text('evil.example'), frame())).toMatchObject({
      known: [{ value: 'evil.example' }],
    });
  });

  test('adds to the badge of its tab, and a new page starts it anew', async () => {
    await send('hello', { first: true }, frame());
    await send('report', { counted: ['domain:evil.example'], highest: 'high' }, frame());
    await send('report', { counted: ['ipv4:198.51.100.7'], highest: 'low' }, frame({ frameId: 3 }));
    expect(Object.keys(badges.get(7)!.frames)).toEqual(['0', '3']);
    await send('hello', { first: false }, frame());
    expect(Object.keys(badges.get(7)!.frames)).toHaveLength(2);
    await send('hello', { first: true }, frame());
    expect(badges.get(7)).toMatchObject(EMPTY);
    expect(badges.get(7)?.listedAddress).toBeUndefined();
  });

  test('is told to stop where access was taken since it was opened, and its badge is that of no page', async () => {
    withheld = ['report.example'];
    // The browser has just let it in, as it does after a click on our button.
    expect(await send('hello', { first: true }, frame())).toMatchObject({ active: true });
    expect(badges.get(7)).not.toHaveProperty('isTaken');
    expect(await send('hello', { first: false, isOld: true }, frame())).toMatchObject({ active: false });
    await vi.waitFor(() => expect(badges.get(7)).toMatchObject({ isTaken: true }));
    const inside = frame({ frameId: 3, frameUrl: 'about:srcdoc' });
    expect(await send('hello', { first: false, isOld: true }, inside)).toMatchObject({ active: false });
    const allowed = frame({ frameId: 4, frameUrl: 'https://allowed.example/' });
    expect(await send('hello', { first: false, isOld: true }, allowed)).toMatchObject({ active: true });
    await send('hello', { first: true }, frame());
    expect(badges.get(7)).not.toHaveProperty('isTaken');
  });

  test('keeps nothing of frames that went away, however many come and go', async () => {
    await send('hello', { first: true }, frame());
    for (let frameId = 1; frameId <= 3; frameId += 1) {
      await send('report', { counted: ['domain:evil.example'], highest: 'high' }, frame({ frameId }));
      await send('report', { counted: [] }, frame({ frameId }));
    }
    expect(badges.get(7)?.frames).toEqual({});
  });

  test('is warned of links in a message view alone, and where the site is marked', async () => {
    const suspects = [
      { text: 'bank.example', href: 'https://evil.test/' },
      { text: 'www.bank.example', href: 'https://bank.example/' },
    ];
    const mismatch = { text: 'bank.example', shown: 'bank.example', leadsTo: 'evil.test' };
    await send('report', { counted: [], suspects: 2 }, frame({ frameId: 4 }));
    expect(injected).toEqual(['warner 7:4']);
    expect(JSON.stringify(badges.get(7)?.frames)).not.toContain('suspects');
    expect(await send('judgeLinks', suspects, frame())).toEqual({ state: 'no mail' });
    expect(await send('judgeLinks', suspects.slice(1), frame())).toEqual({
      state: 'judged',
      mismatches: [undefined],
    });
    isMailShown = true;
    expect(await send('judgeLinks', suspects, frame())).toMatchObject({
      state: 'judged',
      mismatches: [mismatch, undefined],
    });
    await user.setSettings({ sitesQuiet: ['report.example'] });
    expect(await send('judgeLinks', suspects, frame())).toEqual({ state: 'no mail' });
    await user.setSettings({ sitesQuiet: [] });
  });

  test('whose own address is listed is said so first of all', async () => {
    await send('hello', { first: true }, frame({ frameId: 2, frameUrl: 'https://evil.example/login' }));
    // The page is answered first.
    await vi.waitFor(() =>
      expect(badges.get(7)?.listedAddress).toEqual({ type: 'url', value: 'https://evil.example/login' }),
    );
    expect(await send('pageAccess', 7, ownPage)).toMatchObject({
      ok: true,
      listedAddress: { value: 'https://evil.example/login' },
    });
  });

  test('whose own address was listed is not said so once the user allows it', async () => {
    const listedFrame = frame({ frameUrl: 'https://evil.example/login' });
    await send('hello', { first: true }, listedFrame);
    await vi.waitFor(() => expect(badges.get(7)?.listedAddress).toBeDefined());
    const entry = { value: 'evil.example', scope: 'domain-and-below', reason: 'ours', added: '2026-06-01' };
    await send('setSettings', { allowlist: [entry] }, ownPage);
    await send('hello', { first: false }, listedFrame);
    await vi.waitFor(() => expect(badges.get(7)?.listedAddress).toBeUndefined());
  });

  test('that is left before its address was looked up says nothing about the next one', async () => {
    const left = send('hello', { first: true }, frame({ frameUrl: 'https://evil.example/login' }));
    await send('hello', { first: true }, frame());
    await left;
    await expect(send('pageAccess', 7, ownPage)).resolves.not.toHaveProperty('listedAddress');
  });

  test('keeps out of a site that the user switched off, whichever frame of it asks', async () => {
    await user.setSettings({ sitesOff: ['report.example'] });
    expect(await send('hello', { first: true }, frame())).toMatchObject({ active: false });
    expect(
      await send('hello', { first: true }, frame({ frameId: 2, frameUrl: 'about:srcdoc' })),
    ).toMatchObject({
      active: false,
    });
    const elsewhere = frame({
      frameId: 2,
      tabUrl: 'https://other.example/',
      frameUrl: 'https://report.example/',
    });
    expect(await send('hello', { first: true }, elsewhere)).toMatchObject({ active: true });
  });

  test('is told nothing of what it asks of a site that was switched off since it said hello', async () => {
    expect(await send('read', text('evil.example'), frame())).toMatchObject({
      known: [{ value: 'evil.example' }],
    });
    await user.setSettings({ sitesOff: ['report.example'] });
    expect(await send('read', text('evil.example'), frame())).toEqual({
      epoch,
      known: [],
      texts: [],
      links: [],
    });
  });

  test('goes by the page that is coming, where the tab is still said to show the one before', async () => {
    await user.setSettings({ sitesOff: ['report.example'] });
    const coming = frame({ tabUrl: 'https://other.example/', frameUrl: 'https://report.example/' });
    expect(await send('hello', { first: true }, coming)).toMatchObject({ active: false });
    const leaving = frame({ tabUrl: 'https://report.example/', frameUrl: 'https://other.example/' });
    expect(await send('hello', { first: true }, leaving)).toMatchObject({ active: true });
  });

  const onlyHere = async (page: PageIdentity, sender: Sender) => {
    const reply = await send('read', { ...text('quoted.example'), page }, sender);
    return (reply as PageAnswer).known[0]?.verdict.onlyHere === true;
  };

  test.each<[string, PageIdentity, { frameUrl?: string; tabUrl?: string }, boolean]>([
    ['its own address', { titles: [] }, {}, true],
    ['the address of the tab around it', { titles: [] }, { frameUrl: 'about:srcdoc' }, true],
    ['one of its titles', { titles: ['A made-up report on evil things'] }, ELSEWHERE, true],
    ['nothing', { titles: ['Another report'] }, ELSEWHERE, false],
    // The browser knows better.
    ['an address that it claims', { url: 'https://report.example/post', titles: [] }, ELSEWHERE, false],
    ['a title too many', { titles: [...FILLER, 'A made-up report on evil things'] }, ELSEWHERE, false],
  ])('recognises its own report by %s', async (_, page, where, expected) => {
    expect(await onlyHere(page, frame(where))).toBe(expected);
  });

  test('may send nonsense as its page and ports', async () => {
    const observable = { type: 'ipv4', value: '198.51.100.9' };
    const question = { observable, page: { url: 1, titles: 'x' }, ports: ['4443', -1, 8080, 1.5] };
    expect(inEnglish(await send('explain', question, frame(ELSEWHERE)))).toMatchObject({
      notes: expect.arrayContaining(['Listed with port 4443; here it stands with port 8080.']) as unknown,
    });
    expect(await onlyHere({ titles: [1, null] } as never, frame(ELSEWHERE))).toBe(false);
  });

  test('is not alarmed by an article that lists its own address', async () => {
    await send('hello', { first: true }, frame());
    expect(badges.get(7)?.listedAddress).toBeUndefined();
  });

  test('may open the panel on an item, and nothing more', async () => {
    const observable = { type: 'domain', value: 'evil.example' };
    expect(await send('openPanel', observable, frame())).toEqual({ ok: true });
    expect(requests.get(1)).toEqual({ kind: 'item', observable, at: NOW });
  });
});

describe('an extension page', () => {
  test('is believed where a value stands', async () => {
    const observable = { type: 'domain', value: 'quoted.example' };
    const page = { url: 'https://report.example/post', titles: [] };
    expect(await send('explain', { observable, page }, ownPage)).toMatchObject({
      verdict: { onlyHere: true },
    });
    expect(await send('explain', { observable }, ownPage)).not.toHaveProperty('verdict.onlyHere');
  });

  test('is answered by the reading that is listed, not by a longer one that is merely on the same host', async () => {
    const answer = await send('lookup', 'https://report.example/post,high', ownPage);
    expect(answer).toMatchObject({
      items: [{ value: 'https://report.example/post', explanation: { verdict: { matchClass: 'exact' } } }],
    });
  });

  test('is told the ports of a lookup', async () => {
    const found = await send(
      'explain',
      { observable: { type: 'ipv4', value: '198.51.100.9' }, ports: [4443] },
      ownPage,
    );
    expect(inEnglish(found)).toMatchObject({
      notes: expect.arrayContaining(['Listed with port 4443; here it stands with the same port.']) as unknown,
    });
  });
});

describe('the status', () => {
  test('counts the rows of other sources, and says that the API is off', async () => {
    expect(await send('syncStatus', undefined, ownPage)).toMatchObject({
      phase: { state: 'idle' },
      otherRows: 3,
    });
    isApiOn = false;
    expect(await send('syncStatus', undefined, ownPage)).toMatchObject({
      phase: { state: 'off' },
      otherRows: 5,
    });
  });
});

describe('settings', () => {
  test('a change of the account starts the sync anew, another one does not', async () => {
    await send('setSettings', { sitesOff: ['a.example'] }, ownPage);
    expect(reconfigured).toBe(0);
    await send('setSettings', { baseUrl: 'https://feed.example' }, ownPage);
    expect(reconfigured).toBe(1);
  });

  test('a refused change says why and changes nothing', async () => {
    const answer = await send('setSettings', { baseUrl: 'http://feed.example' }, ownPage);
    expect(inEnglish(answer)).toEqual({
      ok: false,
      reason: 'The address must start with https://, because the API key is sent to it.',
    });
    expect((await user.settings()).baseUrl).toBe('https://socdefenders.ai');
    expect(reconfigured).toBe(0);
  });
});
