import type {
  BadgeReport,
  FromFrame,
  Instructions,
  PageAnswer,
  PageQuestion,
  ToFrames,
} from '@/extension/messages.ts';
import type { Card } from './card.ts';
import type { MarkerLoader } from './marker-loader.ts';
import { onAbort } from './on-abort.ts';
import { type BrowserEvent, listenTo, type PagePort, servePagePorts } from './page-port.ts';
import { askPatiently } from './patience.ts';
import { type Session, type SessionDependencies, startSession } from './session.ts';
import { sleep } from './slices.ts';
import { clearStale } from './stale-sheets.ts';

export interface AnnotatorDependencies {
  document: Document;
  /** The worker's routes for annotators. Each may reject, when the worker went away before it answered. */
  worker: {
    hello(from: { first: boolean; isOld?: boolean }): Promise<Instructions>;
    read(question: PageQuestion): Promise<PageAnswer>;
    report(report: BadgeReport): Promise<void>;
  };
  marker: MarkerLoader;
  card: Card;
  /** False once the extension was updated or removed, and this script is an orphan. */
  isAlive(): boolean;
  /** Calls back when answers given before may be out of date. */
  onEpoch(listener: () => void, signal: AbortSignal): void;
  onConnect: BrowserEvent<[port: PagePort]>;
  onMessage: BrowserEvent<[message: unknown]>;
}

const NOTHING_READ = { items: [], suspects: [], page: { titles: [] } };

/** While a sync runs, the epoch changes with every page of rows; each change means reading the document again. */
const BETWEEN_EPOCHS_MS = 2000;
const BETWEEN_REPORTS_MS = 300;
const TEND_EVERY_MS = 500;

/**
 * Reads this frame and marks what is known, for as long as the site is on. Says nothing to the page: what it can see of
 * us is what is painted. `life` ends with the extension's, of which a content script is not told.
 */
export function startAnnotator(dependencies: AnnotatorDependencies, life: AbortController): void {
  const { document, worker } = dependencies;
  const { signal } = life;
  // Only documents with a window get here: a content script runs in one.
  const view = document.defaultView!;
  const frame = Array.from(crypto.getRandomValues(new Uint32Array(2)), (part) => part.toString(36)).join('');
  /** The worker does not know of this page yet, or has forgotten it for the one that came between. */
  let first = true;
  /** Access to this page may have been taken since the browser gave it. */
  let isOld = false;
  let session: Session | undefined;
  /** The epoch of what the worker said last. */
  let told: number | undefined;
  let ending: AbortController | undefined;
  /** Of the rest that follows each hello. */
  let endRest: (() => void) | undefined;

  const report = createReporter(() => session?.badge() ?? { counted: [] }, worker, signal);
  const ports = servePagePorts(dependencies.onConnect, list, signal);

  function list(): FromFrame {
    return { kind: 'items', frame, frameUrl: document.URL, ...(session?.list() ?? NOTHING_READ) };
  }

  function changed(): void {
    ports.changed();
    report.soon();
  }

  const refresh = oneAtATime(async () => {
    await untilShown(document, signal);
    const isFirst = first;
    first = false;
    const instructions = await askPatiently(
      () => worker.hello({ first: isFirst, ...(isOld && { isOld }) }),
      signal,
    );
    if (!instructions) first ||= isFirst;
    if (!instructions || signal.aborted) return;
    told = instructions.epoch;
    // A first hello begins the badge anew, so what was reported before it is forgotten.
    if (isFirst) report.again();
    if (!instructions.active) end();
    else if (session) session.renew(instructions);
    else {
      ending = new AbortController();
      const both = AbortSignal.any([signal, ending.signal]);
      const read: SessionDependencies['read'] = async (question) => {
        const answer = await askPatiently(() => worker.read(question), both);
        if (answer && answer.epoch !== told) refresh();
        return answer;
      };
      const { marker, card } = dependencies;
      session = startSession({ document, marker, card, read, changed }, instructions, both);
    }
    await Promise.race([sleep(BETWEEN_EPOCHS_MS, signal), new Promise<void>((done) => (endRest = done))]);
  });

  function end(): void {
    ending?.abort();
    session = undefined;
    dependencies.card.hide();
    changed();
  }

  function tend(): void {
    if (!dependencies.isAlive()) life.abort();
    else if (document.visibilityState === 'visible') session?.tend();
  }

  function obey(message: unknown): void {
    const { wanted } = message as ToFrames;
    if (wanted === 'report') report.again();
    else if (wanted === 'rest') session?.askRest();
    else askAccess();
  }

  function askAccess(): void {
    isOld = true;
    // What was told before does not hold any more.
    endRest?.();
    refresh();
  }

  clearStale(document);
  listenTo(dependencies.onMessage, obey, signal);
  dependencies.onEpoch(refresh, signal);
  // Back from the back/forward cache: what changed meanwhile was not told.
  view.addEventListener(
    'pageshow',
    (event) => {
      if (!event.persisted) return;
      first = true;
      // Till then the badge counts what the other page's frames had.
      askAccess();
    },
    { signal },
  );
  // A mail that is closed takes its frame along; the badge must not go on counting what stood there. A tab's own
  // page is followed by another, which starts the count anew.
  if (view !== view.top)
    view.addEventListener('pagehide', () => void worker.report({ counted: [] }).catch(() => undefined), {
      signal,
    });
  atTheSameTime(tend, signal);
  refresh();
}

/** By the clock, so that the frames of a page wake together: each by itself, they would leave it no time in which it is idle. */
function atTheSameTime(tend: () => void, signal: AbortSignal): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const next = (): void => {
    timer = setTimeout(next, TEND_EVERY_MS - (Date.now() % TEND_EVERY_MS));
    tend();
  };
  onAbort(signal, () => clearTimeout(timer));
  next();
}

/**
 * The controller of this document's one annotator. A script that is injected again, into the world where it runs
 * already, ends the former one.
 */
export function claimDocument(world: typeof globalThis): AbortController {
  const claims = world as { [CLAIM]?: AbortController };
  claims[CLAIM]?.abort();
  return (claims[CLAIM] = new AbortController());
}

const CLAIM = Symbol.for('telltale.annotator');

/**
 * A page that the browser makes ready ahead of a click is none of its tab's yet: the worker would take it for a frame of
 * the page before. Until then it asks nothing, since most such pages are never seen.
 */
async function untilShown(
  document: Document & { prerendering?: boolean },
  signal: AbortSignal,
): Promise<void> {
  if (document.prerendering)
    await new Promise((done) =>
      document.addEventListener('prerenderingchange', done, { once: true, signal }),
    );
}

/** Runs the task again after its end if it was asked for meanwhile, however often. */
function oneAtATime(task: () => Promise<void>): () => void {
  let running = false;
  let again = false;
  async function run(): Promise<void> {
    running = true;
    while (again) {
      again = false;
      await task();
    }
    running = false;
  }
  return () => {
    again = true;
    if (!running) void run();
  };
}

interface Reporter {
  soon(): void;
  /** The worker may have forgotten what it was told. */
  again(): void;
}

/** Tells the badge, and only what it has not been told. */
function createReporter(
  badge: () => BadgeReport,
  worker: AnnotatorDependencies['worker'],
  signal: AbortSignal,
): Reporter {
  const nothing = JSON.stringify({ counted: [] });
  let told = nothing;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function tell(): void {
    timer = undefined;
    const report = badge();
    const text = JSON.stringify(report);
    if (text === told) return;
    told = text;
    // A lost report is told again with the next change.
    worker.report(report).catch(() => (told = nothing));
  }

  const soon = (): void => {
    timer ??= setTimeout(tell, BETWEEN_REPORTS_MS);
  };
  onAbort(signal, () => clearTimeout(timer));
  return {
    soon,
    again() {
      told = nothing;
      soon();
    },
  };
}
