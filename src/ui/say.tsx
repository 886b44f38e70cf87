import { type ComponentChildren, Fragment, type VNode, h } from 'preact';
import type { Blanks, Key, Speech, Value } from '@/core/words.ts';

let speech: Speech | undefined;

/** Sets the language of everything that is drawn from here on; once, before anything is. */
export function speak(spoken: Speech): void {
  speech = spoken;
}

/** The same for a page of ours: screen readers are told its language, too. */
export function speakOn(document: Document, spoken: Speech, title?: 'optionsTitle' | 'welcomeTitle'): void {
  speak(spoken);
  document.documentElement.lang = spoken.language;
  if (title) document.title = spoken.say(title);
}

/** A message of the catalogue: `say('valuesKnown', { count: 3 })`. In what is drawn only: nothing is known when a module is loaded. */
export function say<K extends Key>(key: K, ...values: Blanks<K>): string {
  return language().say(key, ...values);
}

/** Whatever can be said, as text: a number, a time, a sentence that the worker made. */
export function inWords(value: Value): string {
  return language().inWords(value);
}

/** A message in which elements stand, e.g. a host in bold: each language puts them where they belong. */
export function sayWith<K extends Key>(key: K, ...[parts]: Blanks<K, Value | VNode>): ComponentChildren {
  const elements: VNode[] = [];
  const values = Object.entries<Value | VNode>({ ...parts }).map(([name, part]): [string, Value] => {
    if (!isElement(part)) return [name, part];
    elements.push(part);
    return [name, `${OPEN}${elements.length - 1}${CLOSE}`];
  });
  const text = language().inWords({ key, values: Object.fromEntries(values) });
  // oxlint-disable-next-line react/no-array-index-key -- the pieces of a sentence have no other identity, and their number is the message's
  return text
    .split(MARKED)
    .map((piece, at) => h(Fragment, { key: at }, at % 2 ? elements[Number(piece)] : piece));
}

/** Private-use characters, which no catalogue holds, around an element's number. */
const [OPEN, CLOSE] = ['\u{F0000}', '\u{F0001}'];
const MARKED = new RegExp(`${OPEN}(\\d+)${CLOSE}`, 'u');

function isElement(part: Value | VNode): part is VNode {
  return typeof part === 'object' && 'props' in part;
}

function language(): Speech {
  if (!speech) throw new Error('Nothing was said which language is spoken.');
  return speech;
}
