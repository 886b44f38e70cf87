import { Edits } from './edits.ts';
import { createFinder } from './finder.ts';
import { normalize } from './normalize.ts';
import type { Refanged } from './refang.ts';
import type { Token } from './tokenize.ts';

/**
 * Undoes what hardly any page shows, but logs and texts that people paste do: spellings that would be prose elsewhere, each told by
 * what stands around it. For readers of whole texts; the content script has no room for it. Undefined where there is nothing of the kind.
 */
export function undoRareForms(text: string): Refanged | undefined {
  const found = FORMS.flatMap((form) => form(text)).sort((a, b) => a.at - b.at);
  if (found.length === 0) return undefined;
  const edits = new Edits(text);
  for (const { at, length, meant } of found) {
    if (at < edits.done) continue;
    edits.at = at;
    edits.replace(length, meant);
  }
  return edits.finish();
}

interface Rewrite {
  at: number;
  length: number;
  meant: string;
}

/** Each looks for its rarest piece first. */
const FORMS: ((text: string) => Rewrite[])[] = [
  splitUrls,
  packets,
  loggedNames,
  dotsApart,
  mailboxes,
  wideLetters,
];

/** "http://192,0,2,1/" */
const COMMAS = /\d{1,3}(?:,\d{1,3}){3}(?![\w.,])/y;
/** "http://[192.0.2.1]/": brackets are for the other kind of address. */
const BRACKETED = /\[(\d{1,3}(?:\.\d{1,3}){3})\]/y;
/** "http://evil .example /a", "http:// www . evil . example / a": blanks that should keep the link from being followed. */
const SPLIT_HOST =
  / ?[\w-]{1,63}(?:(?: \. | \.|\.| ?[[({] ?\. ?[\])}]? ?)[\w-]{1,63}){1,9}(?::\d{1,5})?(?: \/ ?(?=[\w-]))?/y;
const SCHEME_SIGNS = ['://', '__', ':\\\\'];
const SCHEME_END = /(?:h(?:tt|xx|\*\*)ps?|s?ft[px]s?|tcp|udp):?$/i;

/** Whether a look at the name is worth it: nearly none holds a blank. */
const MAY_BE_SPLIT = / |[\w.[\](){}:-]{1,253} [./]/y;

function splitUrls(text: string): Rewrite[] {
  const found: Rewrite[] = [];
  for (const sign of SCHEME_SIGNS) {
    const next = createFinder(text, sign);
    for (let start = next(0); start < text.length; start = next(start + 1)) {
      const at = start + sign.length;
      const address = matchAt(COMMAS, text, at) ?? matchAt(BRACKETED, text, at);
      if (address) {
        const meant = address[1] ?? address[0].replaceAll(',', '.');
        found.push({ at, length: address[0].length, meant });
      } else if (
        SCHEME_END.test(text.slice(Math.max(0, start - 6), start)) &&
        matchAt(MAY_BE_SPLIT, text, at)
      )
        found.push(...blanksIn(text, at));
    }
  }
  return found;
}

function blanksIn(text: string, at: number): Rewrite[] {
  const host = matchAt(SPLIT_HOST, text, at)?.[0] ?? '';
  // "http://evil.example . Then": a sentence may end there, unless the blanks begin before the name.
  if (/ [./] /.test(host) && !host.startsWith(' ')) return [];
  return Array.from(host.matchAll(/ /g), ({ index }) => ({ at: at + index, length: 1, meant: '' }));
}

/** "192.0.2.1.5555 > 198.51.100.1.80: Flags": how tcpdump writes ports. */
const SOURCE = /(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}\.(\d{1,5})$/;
const DESTINATION = /\d{1,3}(?:\.\d{1,3}){3}(\.)\d{1,5}(?=: |\s|$)/y;

function packets(text: string): Rewrite[] {
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

function loggedNames(text: string): Rewrite[] {
  if (!text.includes('(0)')) return [];
  return [...text.matchAll(LABELS)].flatMap(({ 0: labels, index }) =>
    [...labels.matchAll(LENGTH)].map(({ 0: length, index: behind }) => ({
      at: index + behind,
      length: length.length,
      meant: behind === 0 || length === '(0)' ? '' : '.',
    })),
  );
}

/** "evil . com", "192.0.2 . 1" */
const DOT_APART =
  /(?<=(?<![\w@.-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}) \. (?=(?:com|net|org|info|biz|ru|cn|test|example)(?![\w.-]))|(?<=(?<![\w.])\d{1,3}\.\d{1,3}\.\d{1,3}) \. (?=\d{1,3}(?![\w.]))/y;

function dotsApart(text: string): Rewrite[] {
  const found: Rewrite[] = [];
  for (const at of between(text, '. '))
    if (matchAt(DOT_APART, text, at)) found.push({ at, length: 3, meant: '.' });
  return found;
}

/**
 * Where blanks stand on both sides of a sign, which is given with the second: the first one is the most frequent character of all, and a
 * search that begins with it takes four times as long.
 */
function* between(text: string, signAndBlank: string): Generator<number, void> {
  const next = createFinder(text, signAndBlank);
  for (let at = next(1); at < text.length; at = next(at + 1)) if (text.charAt(at - 1) === ' ') yield at - 1;
}

/** "user at evil[dot]example", but not "hosted at evil[dot]example". */
const AT = /(?<=[\w.+-]) at (?=[\w-]{1,63}\s?[[({]\s?dot\s?[\])}]\s?\w)/gi;
const BRACKETED_WORD = /[[({]\s?dot/i;
const PLACED =
  /(?<!\w)(?:(?:host|locat|observ|point|direct|redirect|aim)(?:ed|ing|s)?|servers?|domains?|(?:web)?sites?|pages?|panels?|c2s?|urls?|links?|found|seen|available|live|look|see|is|was|are|were|and|or)$/i;

function mailboxes(text: string): Rewrite[] {
  if (!BRACKETED_WORD.test(text)) return [];
  return [...text.matchAll(AT)]
    .filter(({ index }) => !PLACED.test(text.slice(Math.max(0, index - 16), index)))
    .map(({ index }) => ({ at: index, length: 4, meant: ' @ ' }));
}

/** Letters and digits of Chinese and Japanese width are the ordinary ones 0xFEE0 further on; so are brackets around a dot. */
const WIDE =
  /[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]|[\uff08\uff3b\uff5b][.\uff0e\u3002][\uff09\uff3d\uff5d]/g;

function wideLetters(text: string): Rewrite[] {
  return Array.from(text.matchAll(WIDE), ({ 0: wide, index }) => ({
    at: index,
    length: wide.length,
    meant: wide.length > 1 ? '.' : String.fromCharCode(wide.charCodeAt(0) - 0xfee0),
  }));
}

// --- Second readings ----------------------------------------------------------------------------------------------------

/** What else may be meant where a host or an address stands: "evil.example/" as a URL, "user@192.0.2.1" as a mailbox. */
export function secondReadings(tokens: readonly Token[], text: string): Token[] {
  const found: Token[] = [];
  for (const token of tokens) {
    const second =
      token.type === 'domain' ? (rootOf(token, text) ?? encodedMailbox(token, text)) : mailboxAt(token, text);
    if (second) found.push(second);
  }
  return found;
}

/** Behind the slash nothing goes on; before the name none stands, since "/evil.example/" is a pattern. */
function rootOf({ value, start, end }: Token, text: string): Token | undefined {
  if (text.charAt(end) !== '/' || text.charAt(start - 1) === '/') return undefined;
  return /^[^\s.,;:!?)\]}>'"]/.test(text.slice(end + 1, end + 2))
    ? undefined
    : { type: 'url', value: `http://${value}`, start, end: end + 1 };
}

/** "mailto:user%40evil.example", and the like in queries. */
const ENCODED_LOCAL = /[\w.+-]{1,64}%40$/;

function encodedMailbox({ value, start, end }: Token, text: string): Token | undefined {
  if (text.charAt(start - 3) !== '%') return undefined;
  const [local = ''] = ENCODED_LOCAL.exec(text.slice(Math.max(0, start - 67), start)) ?? [];
  const mailbox = normalize('email', `${local.slice(0, -3)}@${value}`);
  return mailbox.ok ? { type: 'email', value: mailbox.value, start: start - local.length, end } : undefined;
}

/** "user@192.0.2.1", "user@[192.0.2.1]", "user@[IPv6:2001:db8::1]" */
const LOCAL_BEFORE = /[\w.+-]{1,64}@(\[(?:ipv6:)?)?$/i;

function mailboxAt({ type, value, start, end }: Token, text: string): Token | undefined {
  if ((type !== 'ipv4' && type !== 'ipv6') || !'@[:'.includes(text.charAt(start - 1) || ' '))
    return undefined;
  const found = LOCAL_BEFORE.exec(text.slice(Math.max(0, start - 71), start));
  const isBracketed = found?.[1] !== undefined && text.charAt(end) === ']';
  if (!found || isBracketed !== (found[1] !== undefined) || (type === 'ipv6' && !isBracketed))
    return undefined;
  const local = found[0].slice(0, found[0].indexOf('@'));
  const mailbox = normalize('email', `${local}@${isBracketed ? `[${value}]` : value}`);
  return mailbox.ok
    ? {
        type: 'email',
        value: mailbox.value,
        start: start - found[0].length,
        end: isBracketed ? end + 1 : end,
      }
    : undefined;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
