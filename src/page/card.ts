import type { CardActions, CardContent, CardLink, CardSize } from '@/core/card-content.ts';
import { defang } from '@/core/defang.ts';
import type { Explanation, LinkMismatch, Observable, PageIdentity, Verdict } from '@/core/indicator.ts';
import type { PanelAnswer, Question } from '@/extension/messages.ts';
import { message, type Speech } from '@/core/words.ts';
import { type Box, MARGIN, placeCard } from './card-placement.ts';
import { type CardSurface, createSurface } from './card-surface.ts';
import { shownIn, unmasked } from './unmasked.ts';

/** A marked value, and where it stands now; `rects` is asked again after every scroll. */
export interface CardTarget {
  observable: Observable;
  /** Absent where nothing is known of it: then the card has only a warning. */
  verdict?: Verdict;
  rects(): DOMRect[];
  /** The element it stands in. */
  holder(): Element | undefined;
  /** The page it stands on. */
  page: PageIdentity;
  /** Ports written with it. */
  ports?: number[];
  /** It is where a link leads. */
  link?: CardLink;
  /** It stands in a link, or is the target of one, that does not lead where it says. */
  warning?: LinkMismatch | undefined;
}

export interface CardOptions {
  /** Stays until Esc or a click elsewhere; a card that is not pinned goes when the pointer does. */
  pinned: boolean;
  /** Moves the keyboard focus into the card. */
  focus: boolean;
}

export interface Card {
  show(target: CardTarget, options: CardOptions): void;
  hide(): void;
  /** Whether an event happened on the card. */
  contains(event: Event): boolean;
}

interface Dependencies {
  document: Document;
  /** The whole style sheet of the card's root. */
  styles: string;
  /** The reader's language. */
  speech: Speech;
  /** Undefined: not known any more. Rejects when the worker went away. */
  explain(question: Question): Promise<Explanation | undefined>;
  /** Draws content into the card; called again for every change. */
  render(box: HTMLElement, content: CardContent, actions: CardActions): void;
  /** `how`: how the user can open it where the browser does not let a page's card do so. */
  openPanel(observable: Observable): Promise<PanelAnswer>;
  copy(text: string): Promise<boolean>;
  /** Calls back when answers given before may be out of date. */
  onEpoch(listener: () => void, signal: AbortSignal): void;
  now(): number;
  signal: AbortSignal;
}

interface Shown {
  target: CardTarget;
  content: CardContent;
  /** Ends every listener of this card. */
  closing: AbortController;
  /** Had the focus before the card took it. */
  focusBefore: Element | null;
}

const GRACE_MS = 200;
/**
 * The card on a page: one at a time, in a closed root in the top layer, at the value it explains. It reads, copies and
 * opens the panel; nothing else, since a page can make a user click anywhere. Only trusted events act.
 */
export function createCard(dependencies: Dependencies): Card {
  const { document, signal } = dependencies;
  let surface: CardSurface | undefined;
  let shown: Shown | undefined;

  function show(target: CardTarget, options: CardOptions): void {
    if (signal.aborted || target.rects().length === 0) return;
    if (shown && isSamePlace(shown.target, target)) return keep(shown, options);
    // What the user opened is not swept away by the pointer on its way across other marks.
    if (shown?.content.pinned && !options.pinned) return;
    const focusBefore = shown?.focusBefore ?? deepActiveElement(document);
    shown?.closing.abort();
    surface ??= createSurface(document, dependencies.styles);
    surface.box.lang = dependencies.speech.language;
    const mine: Shown = {
      target,
      content: firstContent(target, options.pinned),
      closing: new AbortController(),
      focusBefore,
    };
    shown = mine;
    surface.box.setAttribute('aria-label', nameOf(target, dependencies.speech));
    surface.open(parentFor(target, document));
    listen(mine, surface);
    draw(mine, surface);
    if (options.focus) surface.box.focus({ preventScroll: true });
    void fill(mine);
    dependencies.onEpoch(() => void fill(mine), AbortSignal.any([mine.closing.signal, signal]));
  }

  function hide(): void {
    if (!shown || !surface) return;
    const { closing, focusBefore } = shown;
    const hadFocus = surface.focused() !== null;
    shown = undefined;
    closing.abort();
    surface.close();
    // Whatever had the focus before could be focused.
    if (hadFocus && focusBefore?.isConnected) (focusBefore as HTMLElement).focus({ preventScroll: true });
  }

  function keep(mine: Shown, { pinned, focus }: CardOptions): void {
    if (pinned && !mine.content.pinned) update(mine, { pinned });
    if (focus) surface?.box.focus({ preventScroll: true });
  }

  function firstContent({ observable, verdict, link, warning }: CardTarget, pinned: boolean): CardContent {
    const size = sizeFor(document);
    const now = dependencies.now();
    return {
      observable,
      ...(verdict && { verdict }),
      ...(link && { link }),
      ...(warning && { warning }),
      facts: { state: verdict ? 'asking' : 'none' },
      pinned,
      size,
      now,
    };
  }

  async function fill(mine: Shown): Promise<void> {
    const { observable, verdict, page, ports } = mine.target;
    if (!verdict) return;
    const question = { observable, page, ...(ports && { ports }) };
    const facts = await askTwice(() => dependencies.explain(question));
    update(mine, { facts });
  }

  function update(mine: Shown, change: Partial<CardContent>): void {
    if (shown !== mine || !surface) return;
    mine.content = { ...mine.content, ...change, now: dependencies.now() };
    draw(mine, surface);
  }

  function draw(mine: Shown, { box, fit }: CardSurface): void {
    const { left, right } = viewOf(document);
    box.dataset.size = mine.content.size;
    fit(right - left - 2 * MARGIN);
    dependencies.render(box, mine.content, actionsFor(mine));
    place();
  }

  function actionsFor(mine: Shown): CardActions {
    return { copy: dependencies.copy, openPanel: () => void openPanel(mine), close: hide };
  }

  async function openPanel(mine: Shown): Promise<void> {
    const reply = await dependencies.openPanel(mine.target.observable).catch(() => undefined);
    if (reply?.ok) return hide();
    update(mine, {
      panelRefused: reply ? (reply.how ?? message('panelRefused')) : message('noAnswer'),
    });
  }

  function place(): void {
    if (!shown || !surface) return;
    const { box } = surface;
    // The height it would have if there were room for all of it.
    const height = box.scrollHeight + box.offsetHeight - box.clientHeight;
    const placement = placeCard(shown.target.rects(), { width: box.offsetWidth, height }, viewOf(document));
    if (placement) surface.move(placement);
    else hide();
  }

  function listen(mine: Shown, { box, host }: CardSurface): void {
    const view = document.defaultView;
    const ends = AbortSignal.any([mine.closing.signal, signal]);
    const capture = { capture: true, signal: ends };
    const follow = onNextFrame(place, view, ends);
    view?.addEventListener('scroll', follow, { ...capture, passive: true });
    const window = view?.visualViewport;
    window?.addEventListener('scroll', follow, { signal: ends });
    window?.addEventListener('resize', () => update(mine, { size: sizeFor(document) }), { signal: ends });
    view?.addEventListener('keydown', (event) => onKey(event, box), capture);
    view?.addEventListener('pointerdown', (event) => onPress(event, mine), capture);
    leaveWithPointer(mine, ends);
    const resized = new ResizeObserver(follow);
    resized.observe(box);
    ends.addEventListener('abort', () => resized.disconnect(), { once: true });
    // The page may close or remove the popover; then there is no card.
    host.addEventListener('toggle', () => !host.matches(':popover-open') && shown === mine && hide(), {
      signal: ends,
    });
  }

  function onKey(event: KeyboardEvent, box: HTMLElement): void {
    if (!event.isTrusted) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopImmediatePropagation();
      hide();
    } else if (event.key === 'Tab' && surface?.focused()) {
      cycleFocus(event, box, surface.focused());
    }
  }

  /** A press on the card pins it, so that its text can be selected; a press elsewhere closes it. */
  function onPress(event: PointerEvent, mine: Shown): void {
    if (!event.isTrusted) return;
    if (contains(event)) {
      if (!mine.content.pinned) update(mine, { pinned: true });
    } else if (!isOver(mine.target.rects(), event)) hide();
  }

  function leaveWithPointer(mine: Shown, ends: AbortSignal): void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stay = () => {
      clearTimeout(timer);
      timer = undefined;
    };
    const leave = () => {
      timer ??= setTimeout(() => !mine.content.pinned && shown === mine && hide(), GRACE_MS);
    };
    const move = (event: PointerEvent) => {
      if (event.isTrusted && !mine.content.pinned)
        (contains(event) || isOver(mine.target.rects(), event) ? stay : leave)();
    };
    document.addEventListener('pointermove', move, { capture: true, passive: true, signal: ends });
    document.documentElement.addEventListener('pointerleave', (event) => event.isTrusted && leave(), {
      signal: ends,
    });
    ends.addEventListener('abort', stay, { once: true });
  }

  function contains(event: Event): boolean {
    return surface !== undefined && event.composedPath().includes(surface.host);
  }

  signal.addEventListener('abort', hide, { once: true });
  return { show, hide, contains };
}

function nameOf({ observable, verdict }: CardTarget, { say }: Speech): string {
  const value = defang(observable);
  if (!verdict) return say('cardLabelLink', { value });
  const type = message(`type_${observable.type}`);
  return say('cardLabel', { value, type, level: message(`level_${verdict.confidence}`) });
}

function isSamePlace(a: CardTarget, b: CardTarget): boolean {
  if (a.observable.type !== b.observable.type || a.observable.value !== b.observable.value) return false;
  const [first, second] = [a.rects()[0], b.rects()[0]];
  return first?.left === second?.left && first?.top === second?.top;
}

type Facts = CardContent['facts'];

/** The browser may have stopped the worker in the middle of an answer; asking again wakes it. */
async function askTwice(explain: () => Promise<Explanation | undefined>): Promise<Facts> {
  try {
    const explanation = await explain().catch(explain);
    return explanation ? { state: 'known', explanation } : { state: 'forgotten' };
  } catch {
    return { state: 'unreachable' };
  }
}

/**
 * Inside of the modal dialog: all outside of it is inert, the card would be too. Inside of the popover that the value stands in: a press
 * outside of it closes it.
 */
function parentFor(target: CardTarget, document: Document): Element {
  for (let at = target.holder(); at; at = shownIn(at)) if (unmasked(at).matches(ON_TOP)) return at;
  const modal = [...unmasked(document).querySelectorAll(MODAL)].at(-1);
  return modal ?? document.documentElement;
}

const MODAL = 'dialog:modal';
const ON_TOP = `${MODAL}, :popover-open:is([popover=""], [popover="auto" i], [popover="hint" i])`;

/** What is seen of the page, scroll bars aside: of one that two fingers pulled larger, a part. Nothing where it has gone. */
function viewOf({ defaultView }: Document): Box {
  const view = defaultView?.visualViewport;
  if (!view) return { left: 0, top: 0, right: 0, bottom: 0 };
  const { offsetLeft: left, offsetTop: top, width, height } = view;
  return { left, top, right: left + width, bottom: top + height };
}

function sizeFor(document: Document): CardSize {
  const { left, top, right, bottom } = viewOf(document);
  return right - left < 320 || bottom - top < 240 ? 'compact' : 'full';
}

function isOver(rects: DOMRect[], { clientX, clientY }: PointerEvent): boolean {
  return rects.some(
    ({ left, right, top, bottom }) =>
      clientX >= left && clientX <= right && clientY >= top && clientY <= bottom,
  );
}

function onNextFrame(act: () => void, view: Window | null, signal: AbortSignal): () => void {
  let pending = false;
  return () => {
    if (pending) return;
    pending = true;
    view?.requestAnimationFrame(() => {
      pending = false;
      if (!signal.aborted) act();
    });
  };
}

const FOCUSABLE = 'a[href], button:not(:disabled), summary, [tabindex="0"]';

function cycleFocus(event: KeyboardEvent, box: HTMLElement, focused: Element | null): void {
  const stops = [...box.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((stop) => stop.checkVisibility());
  const at = stops.findIndex((stop) => stop === focused);
  const next = stops.at(event.shiftKey ? Math.max(at, 0) - 1 : (at + 1) % stops.length);
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function deepActiveElement(document: Document): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}
