import { holdsUnusual, isWordAt } from './characters.ts';
import { Edits } from './edits.ts';
import { createFinder, createFinderOfAny, isAt, isOneOf, matchAt, placesOf } from './finder.ts';
import { parseIpv6 } from './ip.ts';
import { loggedNames, packets, ruleContents } from './logged-forms.ts';
import { canonicalHost } from './normalize.ts';
import { mayHoldRareForms } from './rare-signs.ts';
import { dotsApart, ligatures, quotedLinks, quotedPrintable } from './printed-forms.ts';
import type { Refanged } from './refang.ts';

/**
 * Undoes what hardly any page shows, but logs and texts that people paste do: spellings that would be prose elsewhere, each told by
 * what stands around it. For readers of whole texts; hardly any page shows it, and all would wait for it. Undefined where there is nothing of the kind.
 *
 * @param isUnusual whether the text holds unusual characters (characters.ts)
 */
export function undoRareForms(text: string, isUnusual = holdsUnusual(text)): Refanged | undefined {
  const forms = isUnusual ? [...FORMS, wideLetters] : mayHoldRareForms(text) ? FORMS : UNTOLD;
  const found = forms.flatMap((form) => form(text)).sort((a, b) => a.at - b.at);
  if (found.length === 0) return undefined;
  const edits = new Edits(text);
  for (const { at, length, meant } of found) {
    if (at < edits.done) continue;
    edits.at = at;
    edits.replace(length, meant);
  }
  return edits.finish();
}

export interface Rewrite {
  at: number;
  length: number;
  meant: string;
}

/** Each looks for its rarest piece first, by searches for single characters: patterns that pass over a whole text are slow. */
const FORMS: ((text: string) => Rewrite[])[] = [
  quotedPrintable,
  ligatures,
  splitUrls,
  quotedLinks,
  packets,
  loggedNames,
  ruleContents,
  dotsApart,
  escapedDots,
  bracketForms,
  slashedSigns,
  wordedSigns,
  closedSigns,
  blanksInCves,
  commasInAddresses,
];

/** Forms that mayHoldRareForms() does not know of: to search for them is as quick. */
const UNTOLD = [blanksInCves, commasInAddresses];

/** "http://192,0,2,1/" */
const COMMAS = /\d{1,3}(?:,\d{1,3}){3}(?![\w.,])/y;
/** "http://[[2001:db8::1]]/" */
const BRACKETED_TWICE = /\[(\[[\da-f:.]{3,45}\])\]/iy;
const DOT = '(?:\\.|\\[\\.\\])';
/** "http://[192.0.2.1]/", "hxxp://[evil[.]example]/": brackets are for the other kind of address. */
const BRACKETED = new RegExp(
  `\\[(\\d{1,3}(?:${DOT}\\d{1,3}){3}|(?:[a-z\\d-]{1,63}${DOT}){1,9}[a-z][a-z\\d-]{1,62})\\]`,
  'iy',
);
/** "http://2001:db8::1/" lacks them. */
const BARE_IPV6 = /(?:[\da-f]{0,4}:){2,7}[\da-f]{0,4}(?![\w:.-])/iy;
/** "http://\u263a.evil.example/": a symbol may begin a label of a host. What follows a label is no part of it: "evil.example \u2192". */
const SYMBOLS = /(?:[\w-]{1,63}\.){0,3}[\u2190-\u2bff][^\s/:?#"'<>()[\]]{1,63}/y;
/** "http://evil .example /a", "http:// www . evil . example / a": blanks that should keep the link from being followed. */
const SPLIT_HOST =
  / ?[\w-]{1,63}(?:(?: \. | \.|\.| ?[[({] ?\. ?[\])}]? ?)[\w-]{1,63}){1,9}(?::\d{1,5})?(?: \/ ?(?=[\w-]))?/y;
/** Most hosts are none of these: told by what stands behind them. */
const ORDINARY = /[a-z\d_-]{1,63}\.[\w.[\](){}:-]{1,253}(?=[/?#"'<>,;|\r\n\t]|$)/iy;
const SCHEME_SIGNS = ['://', '__', ':\\\\'];
const SCHEME_END = /(?:h(?:tt|xx|\*\*)ps?|s?ft[px]s?|tcp|udp):?\s?$/i;

/** Whether a look at the name is worth it: nearly none holds a blank. */
const MAY_BE_SPLIT = / |[\w.[\](){}:-]{1,253} [./]/y;

function splitUrls(text: string): Rewrite[] {
  const found: Rewrite[] = [];
  for (const sign of SCHEME_SIGNS) {
    const next = createFinder(text, sign);
    for (let start = next(0); start < text.length; start = next(start + 1)) {
      const at = start + sign.length;
      if (isAt(ORDINARY, text, at)) continue;
      const address = addressAt(text, at);
      if (address) found.push({ at, ...address });
      else if (isAt(MAY_BE_SPLIT, text, at) && SCHEME_END.test(text.slice(Math.max(0, start - 6), start)))
        found.push(...blanksIn(text, at));
      if (sign === ':\\\\') found.push(...backslashesIn(text, at));
    }
  }
  return found;
}

/** "hxxp:\\\\evil[.]example\\a\\b" */
const BACKSLASHED = /[\w.[\](){}:-]{1,253}(?:\\(?![nrt"'\\])[\w.[\](){}?=&%-]{1,253}){1,16}/y;

function backslashesIn(text: string, at: number): Rewrite[] {
  const path = matchAt(BACKSLASHED, text, at)?.[0] ?? '';
  return Array.from(path.matchAll(/\\/g), ({ index }) => ({ at: at + index, length: 1, meant: '/' }));
}

/** A host that takes another spelling to be read. */
function addressAt(text: string, at: number): Omit<Rewrite, 'at'> | undefined {
  const twice = matchAt(BRACKETED_TWICE, text, at);
  if (twice) return { length: twice[0].length, meant: twice[1] ?? '' };
  const bracketed = matchAt(BRACKETED, text, at);
  if (bracketed) return { length: bracketed[0].length, meant: (bracketed[1] ?? '').replaceAll('[.]', '.') };
  const commas = matchAt(COMMAS, text, at)?.[0];
  if (commas) return { length: commas.length, meant: commas.replaceAll(',', '.') };
  const bare = matchAt(BARE_IPV6, text, at)?.[0];
  if (bare && parseIpv6(bare)) return { length: bare.length, meant: `[${bare}]` };
  const symbols = matchAt(SYMBOLS, text, at)?.[0];
  const host = symbols && canonicalHost(symbols);
  return host ? { length: symbols.length, meant: host } : undefined;
}

function blanksIn(text: string, at: number): Rewrite[] {
  const host = matchAt(SPLIT_HOST, text, at)?.[0] ?? '';
  // "http://evil.example . Then": a sentence may end there, unless the blanks begin before the name.
  if (/ [./] /.test(host) && !host.startsWith(' ')) return [];
  return Array.from(host.matchAll(/ /g), ({ index }) => ({ at: at + index, length: 1, meant: '' }));
}

/** "evil \\. example", "192\\.)0": the usual form has no blank and no bracket. */
const ESCAPED_DOT = / \\{1,4}\. ?(?=\w)|\\\.[\])}](?=\d)/y;

function escapedDots(text: string): Rewrite[] {
  const found: Rewrite[] = [];
  for (const at of placesOf(text, '\\')) {
    const start = text.charAt(at - 1) === ' ' ? at - 1 : at;
    const length = isWordAt(text, start - 1) ? matchAt(ESCAPED_DOT, text, start)?.[0].length : undefined;
    if (length !== undefined) found.push({ at: start, length, meant: '[.]' });
  }
  return found;
}

const OPENINGS = ['[', '(', '{'];
/** Of ASCII, in the forms below. */
const MAY_STAND_BEHIND = ' \t\r\n\f\v[({)]}cdD';

/** What is told by an opening bracket and what stands behind it; "[.]" is by far the most frequent, and none of them. */
function bracketForms(text: string): Rewrite[] {
  const found: Rewrite[] = [];
  let done = 0;
  let isEmptyInAddress = false;
  const next = createFinderOfAny(text, OPENINGS);
  for (let at = next(0); at < text.length; at = next(at + 1)) {
    const behind = text.charAt(at + 1);
    if (!MAY_STAND_BEHIND.includes(behind) && behind < '\x80') continue;
    if (EMPTY.test(text.slice(at, at + 2))) {
      if (/\d/.test(text.charAt(at - 1)) && /\d/.test(text.charAt(at + 2))) isEmptyInAddress = true;
      if (/\w/.test(text.charAt(at - 1)) && isAt(EMPTY_IN_NAME, text, at))
        found.push({ at, length: 2, meant: '[.]' });
    } else if (behind === 'c' && isAt(COLON, text, at)) {
      found.push({ at, length: 7, meant: '[:]' });
    } else if (/[\s[({d]/i.test(behind)) {
      const mailbox = mailboxAt(text, at);
      if (mailbox) found.push(mailbox);
      const brackets = at >= done ? matchAt(MANY_BRACKETS, text, at)?.[0] : undefined;
      if (brackets === undefined || !ARE_MANY.test(brackets)) continue;
      done = at + brackets.length;
      const before = /\s*$/.exec(text.slice(Math.max(0, at - 4), at))?.[0].length ?? 0;
      found.push({ at: at - before, length: before + brackets.length, meant: '[.]' });
    }
  }
  return isEmptyInAddress ? [...found, ...emptyInAddresses(text)] : found;
}

const COLON = /[[({]colon[\])}]/y;

/** "evil  [  .  ]  example", "evil [[[ dot )]) example": more blanks or brackets than anybody means. */
const MANY_BRACKETS =
  /(?<=\w\s{0,4})(?:[[({]\s{2}|[[({]\s?[[({])[\s[({]{0,12}(?:\.|dot)[\s\])}]{0,12}(?=\w)/iuy;
/** Lines of code end in brackets, too. */
const ARE_MANY = /[[({]{2}|[[({] {2}/;

/** "192()0()2()1", "evil[]com": what the brackets held was lost. */
const EMPTY_IN_ADDRESS = /(?<![\w.])\d{1,3}(?:(?:\(\)|\[\]|\{\})\d{1,3}){3}(?![\w.])/g;
const EMPTY = /^(?:\(\)|\[\]|\{\})/;
const EMPTY_IN_NAME = /\[\](?=(?:com|net|org|info|biz|ru|cn|test|example)(?![\w.-]))/y;

function emptyInAddresses(text: string): Rewrite[] {
  return Array.from(text.matchAll(EMPTY_IN_ADDRESS)).flatMap(({ 0: address, index }) =>
    Array.from(address.matchAll(/\D{2}/g), (empty) => ({ at: index + empty.index, length: 2, meant: '[.]' })),
  );
}

/** "user at evil[dot]example", but not "hosted at evil[dot]example". */
const BRACKETED_DOT = /[[({][[({\s]{0,12}dot[\])}\s]{1,12}\w/iy;
const AT_BEFORE = /(?<=[\w.+-]) at (?=[\w-]{1,63}\s{0,3}$)/i;
const AT_REACH = 71;
const PLACED =
  /(?<!\w)(?:(?:host|locat|observ|point|direct|redirect|aim)(?:ed|ing|s)?|servers?|domains?|(?:web)?sites?|pages?|panels?|c2s?|urls?|links?|found|seen|available|live|look|see|is|was|are|were|and|or)$/i;

function mailboxAt(text: string, dot: number): Rewrite | undefined {
  if (!isAt(BRACKETED_DOT, text, dot)) return undefined;
  const from = Math.max(0, dot - AT_REACH);
  const sign = AT_BEFORE.exec(text.slice(from, dot));
  const at = from + (sign?.index ?? 0);
  return sign && !PLACED.test(text.slice(Math.max(0, at - 16), at))
    ? { at, length: 4, meant: ' @ ' }
    : undefined;
}

/** "user/AT/evil.example", "user/at/evil/dot/example" */
const SLASHED_AT = /\/at\/(?=[\w-]{1,63}(?:\.|\/dot\/)\w)/iy;
const SLASHED = [
  ['/at/', 0],
  ['/AT/', 1],
] as const;
const SLASHED_DOT = /\/dot\/(?=\w)/iy;
const LOCAL_ALONE = /(?:^|[\s(<"':,;])[\w.+-]{1,64}$/;

function slashedSigns(text: string): Rewrite[] {
  const found: Rewrite[] = [];
  for (const [sign, rarest] of SLASHED)
    for (const at of placesOf(text, sign, rarest)) {
      if (!matchAt(SLASHED_AT, text, at) || !LOCAL_ALONE.test(text.slice(Math.max(0, at - 65), at))) continue;
      found.push({ at, length: 4, meant: '[@]' });
      for (let dot = text.indexOf('/', at + 4); dot >= 0 && dot < at + 70; dot = text.indexOf('/', dot + 1))
        if (matchAt(SLASHED_DOT, text, dot)) found.push({ at: dot, length: 5, meant: '[.]' });
    }
  return found;
}

/** "user_at_evil_dot_example" */
const WORDED = /_at_(?:[a-z\d-]{1,63}_dot_){1,5}[a-z]{2,18}(?![\w-])/iy;

function wordedSigns(text: string): Rewrite[] {
  const found: Rewrite[] = [];
  for (const at of placesOf(text, '_at_')) {
    const host = isWordAt(text, at - 1) ? (matchAt(WORDED, text, at)?.[0] ?? '') : '';
    if (!host) continue;
    found.push({ at, length: 4, meant: '[@]' });
    for (const { index } of host.matchAll(/_dot_/gi)) found.push({ at: at + index, length: 5, meant: '[.]' });
  }
  return found;
}

/** "userat]evil.example", "evilpunkt]example": the opening bracket was lost. */
const SIGN_BEFORE = /(?<=\w)(?:([ae]t|arroba)|punkt|p[ou]nto)$/i;
const LONGEST_SIGN = 7;
const MAILBOX_FOLLOWS = /.[\w-]{1,63}\.[a-z]/iy;
const NAME_FOLLOWS = /.[a-z]/iy;
const ENDS_OF_SIGNS = 'taoTAO';

function closedSigns(text: string): Rewrite[] {
  const found: Rewrite[] = [];
  for (const bracket of '])}')
    for (let end = text.indexOf(bracket); end >= 0; end = text.indexOf(bracket, end + 1)) {
      if (!isOneOf(ENDS_OF_SIGNS, text.charAt(end - 1))) continue;
      const [sign, mailbox] = SIGN_BEFORE.exec(text.slice(Math.max(0, end - LONGEST_SIGN), end)) ?? [];
      if (sign === undefined || !isAt(mailbox ? MAILBOX_FOLLOWS : NAME_FOLLOWS, text, end)) continue;
      const at = end - sign.length;
      if (/[[({]/.test(text.slice(Math.max(0, at - 80), at))) continue;
      found.push({ at, length: sign.length + 1, meant: mailbox ? '[@]' : '[.]' });
    }
  return found;
}

/** "192,0,2,1", alone or in a list: a text of nothing but numbers. */
const NUMBERS = /^[\d,\s]+$/;
const ADDRESS = /(?<!\S)\d{1,3}(?:,\d{1,3}){3}(?!\S)/g;

function commasInAddresses(text: string): Rewrite[] {
  if (!NUMBERS.test(text)) return [];
  return Array.from(text.matchAll(ADDRESS), ({ 0: address, index }) => ({
    at: index,
    length: address.length,
    meant: address.replaceAll(',', '.'),
  }));
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

/** "CVE 2026 12345", "CVE_2026_12345", "CVE - 2026 - 12345"; "CVE-2026-" and the number on the next line. */
const CVE = /cve([ _:-]| - )?(?:19|20)\d\d([ _]| ?- ?|-\r?\n)\d{4,7}(?![\w-])/iy;

function blanksInCves(text: string): Rewrite[] {
  const found: Rewrite[] = [];
  for (const letters of ['CVE', 'cve'])
    for (const start of placesOf(text, letters, 1)) {
      const [whole = '', first = '', second = ''] = matchAt(CVE, text, start) ?? [];
      if (second === '' || second === '-') continue;
      if (first.length > 1) found.push({ at: start + 3, length: first.length, meant: '-' });
      const at = start + whole.lastIndexOf(second);
      found.push({ at, length: second.length, meant: '-' });
    }
  return found;
}
