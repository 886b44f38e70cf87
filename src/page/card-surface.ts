import type { Placement } from './card-placement.ts';

/** The card's own box on the page, and the only thing Telltale ever adds to a page's tree. */
export interface CardSurface {
  /** What the page sees: an element that says nothing. */
  host: HTMLElement;
  /** The dialog inside the closed root; content is drawn into it. */
  box: HTMLElement;
  /** Adds the host to the page and puts it in the top layer, beside or inside what the value stands in. */
  open(within: Element): void;
  /** Takes it off the page again. */
  close(): void;
  move(placement: Placement): void;
  /** The most that it may be wide, px; it has the size of its own, however the page enlarges what is around it. */
  fit(width: number): void;
  focused(): Element | null;
}

/**
 * Everything on the host is `!important` inside the closed root: there it beats the page's own important rules.
 * Direction is set because `all` leaves it out.
 */
const HOST_RULES = `
:host {
  all: initial !important;
  direction: ltr !important;
  display: none !important;
  position: fixed !important;
  inset: auto !important;
}
:host(:popover-open) {
  display: block !important;
}`;

/** Events that stay in the card: the page's shortcuts and "click outside" handlers must not act on them. */
const KEPT_INSIDE = ['click', 'dblclick', 'auxclick', 'pointerdown', 'pointerup', 'mousedown', 'mouseup']
  .concat('keydown', 'keypress', 'keyup', 'input', 'wheel', 'touchstart', 'touchend')
  .concat('focusin', 'focusout');

export function createSurface(document: Document, styles: string): CardSurface {
  const host = document.createElementNS('http://www.w3.org/1999/xhtml', 'div');
  host.popover = 'manual';
  const root = host.attachShadow({ mode: 'closed' });
  const position = new CSSStyleSheet();
  const size = new CSSStyleSheet();
  root.adoptedStyleSheets = [sheetOf(HOST_RULES + styles), size, position];
  const box = root.appendChild(createBox(document));
  for (const type of KEPT_INSIDE) root.addEventListener(type, (event) => event.stopPropagation());
  root.addEventListener('click', refuseUntrusted, true);

  return {
    host,
    box,
    open(within) {
      within.append(host);
      host.showPopover();
    },
    close: () => host.remove(),
    move({ left, top, maxHeight }) {
      position.replaceSync(
        `:host { left: ${left}px !important; top: ${top}px !important; max-height: ${maxHeight}px !important; }`,
      );
    },
    fit(width) {
      // Of a page with a zoom of its own, each length in here would be another one than what the page measures.
      const zoom = 1 / (host.parentElement?.currentCSSZoom ?? 1);
      size.replaceSync(`:host { zoom: ${zoom} !important; --room: ${width}px !important; }`);
    },
    focused: () => root.activeElement,
  };
}

function createBox(document: Document): HTMLElement {
  const box = document.createElementNS('http://www.w3.org/1999/xhtml', 'div');
  box.className = 'telltale card';
  box.setAttribute('role', 'dialog');
  box.tabIndex = -1;
  return box;
}

function sheetOf(styles: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  return sheet;
}

function refuseUntrusted(event: Event): void {
  if (!event.isTrusted) event.stopImmediatePropagation();
}
