import { between, matchAt, placesOf } from './finder.ts';
import type { Rewrite } from './rare-forms.ts';

/** "192.0.2.1.5555 > 198.51.100.1.80: Flags": how tcpdump writes ports. */
const SOURCE = /(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}\.(\d{1,5})$/;
const DESTINATION = /\d{1,3}(?:\.\d{1,3}){3}(\.)\d{1,5}(?=: |\s|$)/y;

export function packets(text: string): Rewrite[] {
  const found: Rewrite[] = [];
  for (const at of between(text, '> ')) {
    const port = SOURCE.exec(text.slice(Math.max(0, at - 22), at))?.[1];
    if (port === undefined) continue;
    found.push({ at: at - port.length - 1, length: 1, meant: ':' });
    const destination = matchAt(DESTINATION, text, at + 3)?.[0];
    if (destination) found.push({ at: at + 3 + destination.lastIndexOf('.'), length: 1, meant: ':' });
  }
  return found;
}

/** "(4)evil(7)example(0)": each label behind its length, as the DNS server of Windows logs questions. */
const LABELS = /(?:\(\d{1,2}\)[\w-]{1,63}){2,16}\(0\)/g;
const LENGTH = /\(\d{1,2}\)/g;
const LAST_LABEL = /\(\d{1,2}\)[\w-]{1,63}$/;

export function loggedNames(text: string): Rewrite[] {
  if (!holdsLoggedName(text)) return [];
  return [...text.matchAll(LABELS)].flatMap(({ 0: labels, index }) =>
    [...labels.matchAll(LENGTH)].map(({ 0: length, index: behind }) => ({
      at: index + behind,
      length: length.length,
      meant: behind === 0 || length === '(0)' ? '' : '.',
    })),
  );
}

function holdsLoggedName(text: string): boolean {
  for (const at of placesOf(text, '(0)'))
    if (LAST_LABEL.test(text.slice(Math.max(0, at - 67), at))) return true;
  return false;
}

/** "|04|evil|07|example|00|": each label behind its length in hexadecimal; "evil|2e|example". So do rules of Snort write bytes. */
const CONTENT = /(?:\|[0-3][0-9a-f]\|[\w-]{1,63}){2,16}\|00$/i;
const BYTE = /\|[0-3][0-9a-f](?:\||$)/gi;
const LONGEST_CONTENT = 300;

export function ruleContents(text: string): Rewrite[] {
  const found: Rewrite[] = [];
  for (const end of placesOf(text, '|00')) {
    const from = Math.max(0, end - LONGEST_CONTENT);
    const name = CONTENT.exec(text.slice(from, end + 3));
    for (const { 0: byte, index } of name?.[0].matchAll(BYTE) ?? [])
      found.push({
        at: from + name!.index + index,
        length: byte.length,
        meant: index === 0 || byte.length < 4 ? '' : '.',
      });
  }
  for (const sign of ['|2e|', '|2E|'])
    for (const at of placesOf(text, sign))
      if (/^\w\|..\|\w/.test(text.slice(at - 1, at + 5))) found.push({ at, length: 4, meant: '[.]' });
  return found;
}
