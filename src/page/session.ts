import { isPaintable } from '@/core/indicator.ts';
import type { BadgeReport, FromFrame, Instructions, PageAnswer, PageQuestion } from '@/extension/messages.ts';
import { createAnswers } from './answers.ts';
import type { Card } from './card.ts';
import { watchChanges } from './changes.ts';
import { createIdentity } from './identity.ts';
import { createLinks } from './links.ts';
import type { MarkerLoader, Marking } from './marker-loader.ts';
import { holderOf, type Mark } from './marks.ts';
import { onAbort } from './on-abort.ts';
import { createRoots } from './roots.ts';
import { createScanner } from './scanner.ts';
import { type SharedSession, shareSession } from './shared-session.ts';
import { sleep } from './slices.ts';
import { type Finds, type Region, regionOf } from './text-index.ts';
import { elementAbove, hostOf, unmasked } from './unmasked.ts';

/** The annotator at work on one document, from the moment it may read it until it may not. */
export interface Session {
  /** Indicators or settings changed: every answer is asked again. Marks stay until their text is read anew. */
  renew(instructions: Instructions): void;
  list(): Omit<FromFrame, 'kind' | 'frame' | 'frameUrl'>;
  badge(): BadgeReport;
  /** Asks what there was no budget for. */
  askRest(): void;
  /** Repairs what pages do to us; to be called about once a second. */
  tend(): void;
}

export interface SessionDependencies {
  document: Document;
  read(question: PageQuestion): Promise<PageAnswer | undefined>;
  marker: MarkerLoader;
  card: Card;
  /** Marks came or went; called often. */
  changed(): void;
}

export function startSession(
  { document, read, marker, card, changed }: SessionDependencies,
  first: Instructions,
  signal: AbortSignal,
): Session {
  let instructions = first;
  const identity = createIdentity(document);
  const answers = createAnswers((question) =>
    // How many were asked about is told, too.
    read({
      ...question,
      page: identity.read(),
      ...(marker.isMissing() && { unmarked: true }),
    }).finally(changed),
  );
  const links = createLinks({ document, changed, unlink: (link) => session.marker?.unlink(link) });
  const marking: Marking = {
    now: () => session.marker,
    async ready() {
      const make = await marker.load(signal);
      if (!make || signal.aborted) return;
      session.marker = make(
        {
          document,
          isPainted: ({ type }, verdict) => isPaintable(verdict, type, instructions.references),
          isOwn: links.isOwn,
          card,
          page: identity.read,
          warningAt: (place) => session.warn?.(place),
          changed,
        },
        signal,
      );
    },
  };
  const bell = createBell(signal);
  let whole = true;
  let removed = false;
  /** Of what is read, some may have been moved, perhaps to where nothing is read: into an editor. */
  let isMoving = false;
  const closed = new Set<Node>();
  let designed = false;
  let watched: Element | null | undefined;

  const changes = watchChanges(
    {
      changed: bell.ring,
      rewritten: (node) => session.marker?.marks.verify(node),
      removed: () => (removed = true),
      editingSwitched: (element) => sweepWithin(new Set([element])),
      retargeted: (link) => {
        session.marker?.unlink(link);
        links.sweep((other) => other === link);
      },
    },
    signal,
  );
  const roots = createRoots(changes.observe);
  const finds: Finds = {
    ...roots,
    closed: (node) => isMoving && closed.add(hostOf(node) ?? node),
  };
  const scanner = createScanner(
    { document, marking, links, answers, finds, changeCount: changes.count },
    signal,
  );

  function sweep(isGoneMark: (mark: Mark) => boolean, isGoneLink: (link: Element) => boolean): void {
    session.marker?.marks.sweep(isGoneMark);
    links.sweep(isGoneLink);
  }

  function isGone({ pieces, link }: Mark): boolean {
    return (link && !isHere(link)) || !pieces.every(({ node }) => isHere(node));
  }

  /** What was moved into a frame, or a window that the page opened, is for who reads that. */
  function isHere(node: Node): boolean {
    return node.isConnected && node.ownerDocument === document;
  }

  /** In shadow roots that are in there, too. */
  function sweepWithin(parents: ReadonlySet<Node>): void {
    const isWithin = (element: Element | undefined): boolean => {
      for (let at = element; at; at = elementAbove(at)) if (parents.has(at)) return true;
      return false;
    };
    sweep((mark) => isWithin(holderOf(mark)), isWithin);
  }

  async function readOn(): Promise<void> {
    while (!signal.aborted) {
      const isWhole = whole;
      const busyMs = await scanner.read(nextRegions(), isWhole);
      // It may have ended meanwhile, and what was taken off the page is not to be put back.
      if (signal.aborted) return;
      if (closed.size > 0) sweepWithin(closed);
      closed.clear();
      session.marker?.guard();
      await sleep(restAfter(busyMs), signal);
      await bell.rung();
    }
  }

  function nextRegions(): Region[] {
    if (removed) sweep(isGone, (link) => !isHere(link));
    isMoving = removed;
    removed = false;
    const rewritten = changes.take();
    const late = roots.takeLate().map(regionOf);
    if (!whole) return [...rewritten, ...late];
    whole = false;
    return document.designMode === 'on' ? [] : [regionOf(document)];
  }

  /** Makes the whole page an editor, or none, and nothing tells us. */
  function followDesignMode(): void {
    const isOn = document.designMode === 'on';
    if (isOn === designed) return;
    designed = isOn;
    if (isOn) sweep(always, always);
    else whole = true;
  }

  /** An app shows another article: a source that was this very page may be another one now. */
  function followIdentity(): void {
    // To the unknown it makes no difference.
    if (!answers.knowsAny() || !identity.hasChanged()) return;
    answers.reconsider();
    whole = true;
  }

  /** A root that was attached later is on the way to what the pointer comes over. To be said again when `document.open()` has dropped every listener. */
  function watchForRoots(): void {
    const { documentElement } = unmasked(document);
    if (documentElement === watched) return;
    watched = documentElement;
    document.defaultView?.addEventListener('pointerover', noteRoots, {
      capture: true,
      passive: true,
      signal,
    });
  }
  const noteRoots = (event: Event): void => roots.notePath(event.composedPath());

  const session: SharedSession = {
    suspects: links.suspects,
    card,
    epoch: () => instructions.epoch,
    signal,
  };
  shareSession(globalThis, session);
  changes.observe(document);
  watchForRoots();
  void readOn();
  return {
    renew(next) {
      if (JSON.stringify(next) === JSON.stringify(instructions)) return;
      instructions = next;
      answers.forget();
      session.marker?.renew();
      whole = true;
      bell.ring();
    },
    list() {
      const capped = answers.capped();
      return {
        items: session.marker?.items() ?? [],
        page: identity.read(),
        suspects: [...links.suspects.values()],
        moreMismatches: links.hasMore() || undefined,
        ...(capped && { capped }),
      };
    },
    badge: () => ({
      ...(session.marker?.badge() ?? { counted: [] }),
      suspects: links.suspects.size || undefined,
    }),
    askRest() {
      answers.uncap();
      whole = true;
      bell.ring();
    },
    tend() {
      followDesignMode();
      followIdentity();
      session.marker?.tend();
      whole ||= session.marker?.isDisordered() ?? false;
      watchForRoots();
      if (whole || roots.areLate()) bell.ring();
      session.tended?.();
    },
  };
}

const always = (): boolean => true;

/** At most a fifth of the page's time goes into reading changes, however often it changes. */
function restAfter(busyMs: number): number {
  return Math.min(2000, Math.max(60, busyMs * 4));
}

interface Bell {
  ring(): void;
  /** Resolves at the next ring, at once if it rang since the last time, and when the signal ends. */
  rung(): Promise<void>;
}

function createBell(signal: AbortSignal): Bell {
  let rang = false;
  let wake: (() => void) | undefined;
  const ring = (): void => {
    rang = true;
    wake?.();
  };
  onAbort(signal, ring);
  return {
    ring,
    async rung() {
      if (!rang && !signal.aborted) await new Promise<void>((resolve) => (wake = resolve));
      rang = false;
    },
  };
}
