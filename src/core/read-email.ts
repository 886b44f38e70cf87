import { GLUED_LETTERS } from './any-script.ts';
import { classAt, HOST, JOINER, LOCAL, LOST, WORD } from './characters.ts';
import { canonicalHost, isLocalPart } from './normalize.ts';
import type { Tokens } from './tokens.ts';

const MAX_LOCAL = 64;

/** Reads the mailbox whose sign stands at `at`, behind a run that begins at `start`; returns where reading goes on, `at` if there is none. */
export function readEmail(found: Tokens, start: number, at: number, floor: number, end: number): number {
  const { text } = found;
  let first = start;
  while (first > floor && at - first <= MAX_LOCAL && classAt(text, first - 1) & (WORD | JOINER | LOCAL))
    first--;
  // "user@evil.example----password", as stolen ones are listed: nothing reaches across.
  const dashesBefore = text.slice(first, at).lastIndexOf('----');
  if (dashesBefore >= 0) first += dashesBefore + 4;
  while (first < at && !(classAt(text, first) & WORD) && text.charAt(first) !== '_') first++;
  if (at - first > MAX_LOCAL || at === first) return at;
  let stop = at + 1;
  while (stop < end && classAt(text, stop) & HOST) stop++;
  let last = stop;
  while (last > at && (classAt(text, last - 1) === JOINER || text.charAt(last - 1) === LOST)) last--;
  let host = canonicalHost(text.slice(at + 1, last));
  if (host?.includes('----')) {
    stop = last = text.indexOf('----', at);
    host = canonicalHost(text.slice(at + 1, last));
  }
  if (!host || !isLocalPart(text.slice(first, at))) return at;
  addEmail(found, first, at, last, host);
  const bare = startOfBareLocal(text, first, at);
  if (bare > first) addEmail(found, bare, at, last, host);
  const glued = text.slice(at + 1, last).search(GLUED_LETTERS);
  const shorter = glued > 0 && canonicalHost(text.slice(at + 1, at + 1 + glued));
  if (shorter) addEmail(found, bare, at, at + 1 + glued, shorter);
  // "sales @ evil.example", "hosted AT evil.example": where the sign stood apart, it may not have been one.
  if (found.wasApart(at, at + 1)) found.add('domain', host, at + 1, last);
  // "user@evil.example和user@bad.example"
  return shorter ? at + 1 + glued : stop;
}

function addEmail(found: Tokens, first: number, at: number, last: number, host: string): void {
  found.add('email', `${found.text.slice(first, at).toLowerCase()}@${host}`, first, last);
}

/** "from=user@evil.example": a local part may hold a "=", a more often means a field's name. */
function startOfBareLocal(text: string, first: number, at: number): number {
  let bare = at;
  while (bare > first && /[\w.+\-\xc0-\u0dff]/.test(text.charAt(bare - 1))) bare--;
  while (bare < at && !(classAt(text, bare) & WORD)) bare++;
  return bare === at ? first : bare;
}
