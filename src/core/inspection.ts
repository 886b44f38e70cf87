import type { LinkSuspect, Observable, PageIdentity } from './indicator.ts';
import type { Message } from './words.ts';

/**
 * What one frame holds, as the inspector reads it when a panel asks (page/inspect.ts). Plain data: it travels as the result of an
 * injected script, and nothing of it is stored.
 */
export interface FrameInspection {
  frameUrl: string;
  page: PageIdentity;
  /** Every distinct value that has the shape of an indicator, known or not, in reading order. */
  values: SeenValue[];
  links: SeenLink[];
  /** Text that people cannot see, only where it holds something: values or links. */
  hidden: HiddenText[];
  /** Set in a frame that shows a message. */
  mail?: MailContext;
  /** Set when there was more than the inspector tells: how many values there are. */
  cut?: number;
  /** Set where most of the page is drawn and not written, so that its text cannot be read. */
  isCanvas?: true;
}

export interface SeenValue extends Observable {
  count: number;
  /** At its first occurrence. */
  asWritten: string;
  /** The text around its occurrences, one line each; at most 10 of at most 300 characters. */
  sentences: string[];
  /** Values of one table row have the same number: hashes there are of one file. */
  row?: number;
  /** It stands only in navigation, a page footer or share links. */
  onlyInNavigation?: true;
}

export interface SeenLink {
  /** As shown, on one line, at most 300 characters; of a picture its alternative text. */
  text: string;
  /** As the browser resolved it, at most 8,192 characters of it. */
  href: string;
  count: number;
  /** Nobody sees it. */
  hidden?: true;
}

export interface HiddenText {
  /** On one line, at most 300 characters. */
  text: string;
  /** How it is hidden, in words: "display: none", "zero size", "off the screen", "same colour as its background". */
  how: Message;
  values: Observable[];
  links: LinkSuspect[];
}

/** What a message view says of its message; each part absent where it could not be read. */
export interface MailContext {
  from?: MailAddress;
  replyTo?: MailAddress;
  subject?: string;
  /** File names. */
  attachments: string[];
  /** Parts that the page does not show in a way that can be read: "the subject". */
  unread: Message[];
}
export interface MailAddress {
  name?: string;
  /** Canonical. */
  address: string;
}
