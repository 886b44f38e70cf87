/**
 * Runs in the page under test, in the place of the content script: the real page modules, with a worker that knows
 * what the test tells it.
 */
import {
  keyOf,
  type Explanation,
  type Level,
  type Observable,
  type PageIdentity,
  type Verdict,
} from '@/core/indicator.ts';
import { leadsTo } from '@/core/leads-to.ts';
import { around, readingOrder, type Wanted } from '@/core/reading-order.ts';
import { tokenize } from '@/core/tokenize.ts';
import { candidatesIn, knownOf } from '@/core/page-reading.ts';
import type { BadgeReport, FromFrame, PageAnswer, PageQuestion } from '@/extension/messages.ts';
import { claimDocument, startAnnotator } from '@/page/annotator.ts';
import type { CardTarget } from '@/page/card.ts';
import { createMarker } from '@/page/marker.ts';
import { createMarkerLoader, offerMarker } from '@/page/marker-loader.ts';
import type { PagePort } from '@/page/page-port.ts';
import { sharedSession } from '@/page/shared-session.ts';
import { createWalker } from '@/page/walker.ts';
import { isInShareLink } from '@/page/eligible.ts';
import { NO_FINDS, regionOf } from '@/page/text-index.ts';
import { readRuns } from '@/page/walk.ts';

export interface WorkerSetup {
  /** Values as written in text -> level. Hosts, hashes, addresses, URLs: what the tokenizer makes of them. */
  known?: Record<string, Level | Partial<Verdict>>;
  /** How many values the worker answers about. */
  budget?: number;
  /** Fails this many times first, as Firefox's does when it is stopped. */
  failures?: number;
  /** Stopped each time between an answer and the script that should have come beside it. */
  forgetsMarker?: boolean;
  active?: boolean;
  references?: { cve: boolean; mitre_attack: boolean };
}

export interface ShownCard {
  value: string;
  ports?: number[];
  link?: CardTarget['link'];
  pinned: boolean;
  focus: boolean;
}

const cards: ShownCard[] = [];
const reports: BadgeReport[] = [];
const lists: FromFrame[] = [];
const asked: string[] = [];
const identities: PageIdentity[] = [];
/** Characters a question. */
const questions: number[] = [];
const granted = new Set<string>();
const refused = new Set<string>();
let epoch = 1;
let firstHellos = 0;
let alive = true;
/** While it is set, nothing is answered until it resolves. */
let busy: { until: Promise<void>; end: () => void } | undefined;
let setup: WorkerSetup = {};
let verdicts = new Map<string, Verdict>();
let life: AbortController | undefined;

const emitter = <Args extends unknown[]>() => {
  const listeners = new Set<(...args: Args) => void>();
  return {
    addListener: (listener: (...args: Args) => void) => void listeners.add(listener),
    removeListener: (listener: (...args: Args) => void) => void listeners.delete(listener),
    fire: (...args: Args) => listeners.forEach((listener) => listener(...args)),
  };
};
const connections = emitter<[PagePort]>();
const messages = emitter<[unknown]>();
const epochs = emitter<[]>();

function learn(next: WorkerSetup): void {
  setup = next;
  verdicts = new Map();
  for (const [text, given] of Object.entries(next.known ?? {})) {
    const [first] = tokenize(text).sort((a, b) => b.end - b.start - (a.end - a.start));
    if (!first) throw new Error(`not an indicator: ${text}`);
    const change = typeof given === 'string' ? { confidence: given, level: given } : given;
    const isReference = first.type === 'cve' || first.type === 'mitre_attack';
    verdicts.set(keyOf(first), {
      matchClass: isReference ? 'reference' : 'exact',
      matched: first.value,
      confidence: 'high',
      level: 'high',
      faded: false,
      ...change,
    });
  }
}

function answer({ texts, links }: PageQuestion): PageAnswer {
  questions.push([...texts, ...links.map(({ href }) => href)].reduce((sum, { length }) => sum + length, 0));
  const candidates = candidatesIn(texts, links);
  const told = new Map<string, Verdict | undefined>();
  for (const [key, observable] of candidates.values) {
    if (!granted.has(key) && granted.size >= (setup.budget ?? Infinity)) {
      refused.add(key);
      continue;
    }
    granted.add(key);
    asked.push(key);
    told.set(key, verdictOn(observable));
  }
  const capped = { asked: granted.size, total: granted.size + refused.size };
  return { ...knownOf(candidates, (key) => told.get(key)), epoch, ...(refused.size > 0 && { capped }) };
}

/** As the worker does: of a rewritten link, what is known of its target. */
function verdictOn(observable: Observable): Verdict | undefined {
  const lead = observable.type === 'url' ? leadsTo(observable.value) : undefined;
  const verdict = verdicts.get(keyOf(lead?.observable ?? observable));
  return verdict && lead ? { ...verdict, leadsTo: lead } : verdict;
}

async function flaky<T>(reply: () => T): Promise<T> {
  if ((setup.failures ?? 0) > 0) {
    setup.failures = (setup.failures ?? 0) - 1;
    throw new Error('Could not establish connection. Receiving end does not exist.');
  }
  return Promise.resolve(reply());
}

function start(given: WorkerSetup): void {
  learn(given);
  life = claimDocument(globalThis);
  startAnnotator(
    {
      document,
      worker: {
        hello: ({ first }) =>
          flaky(() => {
            // A first hello begins a page's count anew, as the worker's does.
            if (first) reports.length = 0;
            if (first) firstHellos += 1;
            return {
              active: setup.active ?? true,
              epoch,
              references: setup.references ?? { cve: true, mitre_attack: true },
            };
          }),
        read: async (question) => {
          // What is known is known when the question comes, whenever it is answered.
          const reply = await flaky(() => {
            identities.push(question.page);
            const found = answer(question);
            if (question.unmarked && found.known.length > 0 && !setup.forgetsMarker)
              offerMarker(globalThis, createMarker);
            return found;
          });
          await busy?.until;
          return reply;
        },
        report: (report) => flaky(() => void reports.push(report)),
      },
      marker: createMarkerLoader(
        { world: globalThis, ask: () => flaky(() => offerMarker(globalThis, createMarker)) },
        life.signal,
      ),
      card: {
        show: ({ observable, ports, link }: CardTarget, { pinned, focus }) =>
          void cards.push({
            value: observable.value,
            pinned,
            focus,
            ...(ports && { ports }),
            ...(link && { link }),
          }),
        hide: () => {},
        contains: () => false,
      },
      isAlive: () => alive,
      onEpoch: (listener, signal) => {
        epochs.addListener(listener);
        signal.addEventListener('abort', () => epochs.removeListener(listener));
      },
      onConnect: connections,
      onMessage: messages,
    },
    life,
  );
}

/** Opens a port as the popup does. */
function connect(): void {
  connections.fire({
    name: 'page-items',
    postMessage: (message) => void lists.push(structuredClone(message)),
    disconnect: () => {},
    onDisconnect: emitter<[]>(),
  });
}

/** As the worker does, where there is but one frame. */
function go(wanted: Wanted, direction: 'next' | 'previous', focus: boolean): boolean {
  const walker = createWalker(globalThis);
  const stops = { frameId: 0, ...walker.survey(wanted) };
  const first = walker.firstBelow(0);
  const inSight = first === undefined ? undefined : { frameId: 0, at: first, isNew: true as const };
  const anchor = stops.visited ? { frameId: 0, at: stops.visited.at } : inSight;
  const ranges = around(readingOrder([stops]).stretches, anchor, direction);
  return ranges.some((range) => walker.go({ ...range, isBack: direction === 'previous', focus }));
}

/** The text of every painted range, whatever the highlight: what the browser has in its registry. */
function painted(): { text: string; style: string }[] {
  const found: { text: string; style: string; node: Node; at: number }[] = [];
  CSS.highlights.forEach((highlight, name) =>
    highlight.forEach((range) => {
      const text = (range.startContainer as Text).data?.slice(range.startOffset, range.endOffset) ?? '';
      const { textDecorationStyle, textDecorationThickness } = getComputedStyle(
        document.documentElement,
        `::highlight(${name})`,
      );
      const style = `${textDecorationStyle} ${textDecorationThickness}`;
      if (range.startContainer.isConnected)
        found.push({ text, style, node: range.startContainer, at: range.startOffset });
    }),
  );
  found.sort((a, b) =>
    a.node === b.node
      ? a.at - b.at
      : a.node.compareDocumentPosition(b.node) & Node.DOCUMENT_POSITION_FOLLOWING
        ? -1
        : 1,
  );
  return found.map(({ text, style }) => ({ text, style }));
}

function readAll(): { text: string; inNavigation: boolean }[] {
  const runs: { text: string; inNavigation: boolean }[] = [];
  for (const run of readRuns(regionOf(document), NO_FINDS))
    if (run?.text)
      runs.push({
        text: run.text.replace(/\s+/g, ' ').trim(),
        inNavigation: run.inNavigation || run.nodes.some(isInShareLink),
      });
  return runs;
}

export const inPage = {
  start,
  stop: () => life?.abort(),
  orphan: () => void (alive = false),
  connect,
  painted,
  /** How many marks there are, and how many of them are painted. */
  counts: () => ({
    marks: sharedSession(globalThis)?.marker?.marks.all.size ?? 0,
    painted: [...CSS.highlights.values()].reduce((sum, { size }) => sum + size, 0),
  }),
  readAll,
  cards: () => cards,
  reports: () => reports,
  firstHellos: () => firstHellos,
  asked: () => asked,
  identities: () => identities,
  questions: () => questions,
  list: () => lists.at(-1),
  /** Questions that come from now on are not answered before `answer`. */
  keepWaiting() {
    busy?.end();
    const { promise, resolve } = Promise.withResolvers<void>();
    busy = { until: promise, end: resolve };
  },
  answer() {
    busy?.end();
    busy = undefined;
  },
  show: (observable: Observable) =>
    go({ observable }, 'next', false) || go({ observable, unpainted: true }, 'next', false),
  walk: (direction: 'next' | 'previous') => go({}, direction, true),
  /** Other indicators or settings, as after a sync. `unheard`: between the page's hello and its listening. */
  renew: (next: WorkerSetup, { unheard = false } = {}) => {
    learn(next);
    epoch += 1;
    if (!unheard) epochs.fire();
  },
};
export type InPage = typeof inPage;
export type { Explanation };
(globalThis as { inPage?: InPage }).inPage = inPage;
