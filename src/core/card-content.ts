import type { Explanation, LinkMismatch, Observable, Verdict } from './indicator.ts';
import type { Value } from './words.ts';

/** What the in-page card shows; the page places the card, the ui draws it. */
export interface CardContent {
  observable: Observable;
  verdict?: Verdict;
  /** The marked text is a link that leads to the value; it need not say so. */
  link?: CardLink;
  /** The link says one thing and leads to another. */
  warning?: LinkMismatch;
  facts:
    /** Nothing is known, and nothing was asked: there is only the warning. */
    | { state: 'none' }
    | { state: 'asking' }
    | { state: 'known'; explanation: Explanation }
    /** Known when the page was marked, and no longer. */
    | { state: 'forgotten' }
    /** The worker did not answer, twice. */
    | { state: 'unreachable' };
  /** Set after the browser refused to open the panel from a page: how the user can. */
  panelRefused?: Value;
  /** A pinned card can be closed by a button; a hover card goes by itself. */
  pinned: boolean;
  size: CardSize;
  /** Milliseconds since the epoch. */
  now: number;
}
export interface CardLink {
  /** Canonical URL, e-mail address, or bare host. */
  target: string;
  /** Names of the rewriters that were taken off. */
  unwrapped?: readonly Value[];
}
export type CardSize = 'full' | 'compact';

/** All that a control in the page may do: nothing with a consequence. */
export interface CardActions {
  copy(text: string): Promise<boolean>;
  openPanel(): void;
  close(): void;
}
