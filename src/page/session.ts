import { isPaintable, type Observable, type PageIdentity, type Verdict } from '@/core/indicator.ts';
import type { BadgeReport, FromFrame, Instructions, MatchReply } from '@/extension/messages.ts';
import { createAnswers, keyOf } from './answers.ts';
import type { Card, CardTarget } from './card.ts';
import { watchChanges } from './changes.ts';
import { createHitTester } from './hit-test.ts';
import { createIdentity } from './identity.ts';
import { badgeReport, listItems } from './inventory.ts';
import { createLinks } from './links.ts';
import { createMarks, holderOf, type Mark, rectsOf } from './marks.ts';
import { onAbort } from './on-abort.ts';
import { createPainter } from './paint.ts';
import { createPalette } from './palette.ts';
import { watchPointer } from './pointer.ts';
import { createRoots } from './roots.ts';
import { createScanner } from './scanner.ts';
import { type SharedSession, shareSession } from './shared-session.ts';
import { sleep } from './slices.ts';
import { type Region, regionOf } from './text-index.ts';
import { unmasked } from './unmasked.ts';

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
  match(question: { observables: Observable[]; page: PageIdentity }): Promise<MatchReply | undefined>;
  card: Card;
  /** Marks came or went; called often. */
  changed(): void;
}

export function startSession(
  { document, match, card, changed }: SessionDependencies,
  first: Instructions,
  signal: AbortSignal,
): Session {
  let instructions = first;
  const palette = createPalette(document, signal);
  const painter = createPainter(document, palette, signal);
  const marks = createMarks(painter, changed);
  const identity = createIdentity(document);
  const answers = createAnswers((observables) =>
    // How many were asked about is told, too.
    match({ observables, page: identity.read() }).finally(changed),
  );
  const quotes = new Map<string, string>();
  const shared = {
    document,
    marks,
    answers,
    isPainted: (observable: Observable, verdict: Verdict) =>
      isPaintable(verdict, observable.type, instructions.references),
    quote(observable: Observable, text: () => string) {
      const key = keyOf(observable);
      if (!quotes.has(key)) quotes.set(key, text());
    },
  };
  const links = createLinks({ ...shared, changed });
  const bell = createBell(signal);
  let whole = true;
  let removed = false;
  let designed = false;

  const changes = watchChanges(
    {
      changed: bell.ring,
      rewritten: marks.verify,
      removed: () => (removed = true),
      editingSwitched: (element) => {
        const editor = unmasked(element);
        marks.sweep((mark) => editor.contains(holderOf(mark) ?? null));
        links.sweep((link) => editor.contains(link));
      },
      retargeted: (link) => {
        marks.replaceLink(link, undefined);
        links.sweep((other) => other === link);
      },
    },
    signal,
  );
  const roots = createRoots(changes.observe);
  const scanner = createScanner({ ...shared, links, finds: roots }, signal);
  const pointer = watchPointer(
    document,
    createHitTester(document, marks),
    {
      rest: (mark) => card.show(targetOf(mark), { pinned: false, focus: false }),
      click: (mark) => card.show(targetOf(mark), { pinned: true, focus: false }),
      isOnCard: card.contains,
      passed: roots.notePath,
    },
    signal,
  );

  async function readOn(): Promise<void> {
    while (!signal.aborted) {
      const isWhole = whole;
      const busyMs = await scanner.read(nextRegions(), isWhole);
      // It may have ended meanwhile, and what was taken off the page is not to be put back.
      if (signal.aborted) return;
      palette.guard();
      await sleep(restAfter(busyMs), signal);
      await bell.rung();
    }
  }

  function nextRegions(): Region[] {
    if (removed) {
      marks.sweep(isGone);
      links.sweep((link) => !link.isConnected);
    }
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
    if (!isOn) whole = true;
    else {
      marks.sweep(() => true);
      links.sweep(() => true);
    }
  }

  /** An app shows another article: a source that was this very page may be another one now. */
  function followIdentity(): void {
    // To the unknown it makes no difference.
    if (!answers.knowsAny() || !identity.hasChanged()) return;
    answers.reconsider();
    whole = true;
  }

  function targetOf(mark: Mark): CardTarget {
    const { observable, verdict, port } = mark;
    const link = linkFacts(mark);
    return {
      observable,
      verdict,
      rects: () => rectsOf(mark),
      page: identity.read(),
      ...(port !== undefined && { ports: [port] }),
      ...(link && { link }),
      warning: session.warn?.(mark),
    };
  }

  const session: SharedSession = {
    marks,
    suspects: links.suspects,
    card,
    epoch: () => instructions.epoch,
    open: (mark, { focus }) => card.show(targetOf(mark), { pinned: true, focus }),
    signal,
  };
  shareSession(globalThis, session);
  changes.observe(document);
  void readOn();
  return {
    renew(next) {
      if (JSON.stringify(next) === JSON.stringify(instructions)) return;
      instructions = next;
      answers.forget();
      quotes.clear();
      whole = true;
      bell.ring();
    },
    list() {
      const items = listItems(marks.all, (observable) => quotes.get(keyOf(observable)) ?? '');
      const capped = answers.capped();
      return {
        items,
        page: identity.read(),
        suspects: [...links.suspects.values()],
        moreMismatches: links.hasMore() || undefined,
        ...(capped && { capped }),
      };
    },
    badge: () => {
      const { size } = links.suspects;
      return { ...badgeReport(listItems(marks.all, () => '')), suspects: size || undefined };
    },
    askRest() {
      answers.retry();
      whole = true;
      bell.ring();
    },
    tend() {
      followDesignMode();
      followIdentity();
      palette.guard();
      painter.tend();
      whole ||= painter.isDisordered();
      pointer.listen();
      if (whole || roots.mayBeLate()) bell.ring();
      session.tended?.();
    },
  };
}

/** At most a fifth of the page's time goes into reading changes, however often it changes. */
function restAfter(busyMs: number): number {
  return Math.min(2000, Math.max(60, busyMs * 4));
}

function isGone({ pieces, link }: Mark): boolean {
  return (link && !link.isConnected) || !pieces.every(({ node }) => node.isConnected);
}

/** A rewritten link leads elsewhere also where it stands as text. */
function linkFacts({ observable, verdict: { leadsTo }, link }: Mark): CardTarget['link'] {
  if (!link && !leadsTo) return undefined;
  return { target: observable.value, ...(leadsTo && { unwrapped: leadsTo.unwrapped }) };
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
