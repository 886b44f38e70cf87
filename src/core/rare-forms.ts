import { Edits } from './edits.ts';
import { between, createFinder, matchAt, placesOf } from './finder.ts';
import { parseIpv6 } from './ip.ts';
import { loggedNames, packets, ruleContents } from './logged-forms.ts';
import { canonicalHost } from './normalize.ts';
import type { Refanged } from './refang.ts';

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

export interface Rewrite {
  at: number;
  length: number;
  meant: string;
}

/** Each looks for its rarest piece first. */
const FORMS: ((text: string) => Rewrite[])[] = [
  splitUrls,
  packets,
  loggedNames,
  ruleContents,
  dotsApart,
  escapedDots,
  manyBrackets,
  emptyBrackets,
  mailboxes,
  slashedSigns,
  closedSigns,
  wideLetters,
  blanksInCves,
];

/** "http://192,0,2,1/" */
const COMMAS = /\d{1,3}(?:,\d{1,3}){3}(?![\w.,])/y;
/** "http://[192.0.2.1]/": brackets are for the other kind of address. "http://[[2001:db8::1]]/" */
const BRACKETED = /\[(\d{1,3}(?:\.\d{1,3}){3})\]|\[(\[[\da-f:.]{3,45}\])\]/iy;
/** "http://2001:db8::1/" lacks them. */
const BARE_IPV6 = /(?:[\da-f]{0,4}:){2,7}[\da-f]{0,4}(?![\w:.-])/iy;
/** "http://\u263a.evil.example/": a symbol may begin a label of a host. What follows a label is no part of it: "evil.example \u2192". */
const SYMBOLS = /(?:[\w-]{1,63}\.){0,3}[\u2190-\u2bff][^\s/:?#"'<>()[\]]{1,63}/y;
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
      const address = addressAt(text, at);
      if (address) found.push({ at, ...address });
      else if (SCHEME_END.test(text.slice(Math.max(0, start - 6), start)) && matchAt(MAY_BE_SPLIT, text, at))
        found.push(...blanksIn(text, at));
    }
  }
  return found;
}

/** A host that takes another spelling to be read. */
function addressAt(text: string, at: number): Omit<Rewrite, 'at'> | undefined {
  const bracketed = matchAt(BRACKETED, text, at);
  if (bracketed) return { length: bracketed[0].length, meant: bracketed[1] ?? bracketed[2] ?? '' };
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

/** "evil . com", "192.0.2 . 1" */
const DOT_APART =
  /(?<=(?<![\w@.-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}) \. (?=(?:com|net|org|info|biz|ru|cn|test|example)(?![\w.-]))|(?<=(?<![\w.])\d{1,3}\.\d{1,3}\.\d{1,3}) \. (?=\d{1,3}(?![\w.]))/y;

function dotsApart(text: string): Rewrite[] {
  const found: Rewrite[] = [];
  for (const at of between(text, '. '))
    if (matchAt(DOT_APART, text, at)) found.push({ at, length: 3, meant: '.' });
  return found;
}

/** "evil \\. example", "192\\.)0": the usual form has no blank and no bracket. */
const ESCAPED_DOT = / \\{1,4}\. ?(?=\w)|\\\.[\])}](?=\d)/y;

function escapedDots(text: string): Rewrite[] {
  const found: Rewrite[] = [];
  for (const at of placesOf(text, '\\')) {
    const start = text.charAt(at - 1) === ' ' ? at - 1 : at;
    const length = /\w/.test(text.charAt(start - 1))
      ? matchAt(ESCAPED_DOT, text, start)?.[0].length
      : undefined;
    if (length !== undefined) found.push({ at: start, length, meant: '[.]' });
  }
  return found;
}

/** "evil  [  .  ]  example", "evil [[[ dot )]) example": more blanks or brackets than anybody means. */
const MANY_BRACKETS =
  /(?<=\w\s{0,4})(?:[[({]\s{2}|[[({]\s?[[({])[\s[({]{0,12}(?:\.|dot)[\s\])}]{0,12}(?=\w)/giu;
const MAY_BE_MANY = /[[({]{2}|[[({] {2}/;

function manyBrackets(text: string): Rewrite[] {
  if (!MAY_BE_MANY.test(text)) return [];
  return Array.from(text.matchAll(MANY_BRACKETS), ({ 0: brackets, index }) => {
    const before = /\s*$/.exec(text.slice(Math.max(0, index - 4), index))?.[0].length ?? 0;
    return { at: index - before, length: before + brackets.length, meant: '[.]' };
  });
}

/** "192()0()2()1", "evil[]com": what the brackets held was lost. */
const EMPTY_IN_ADDRESS = /(?<![\w.])\d{1,3}(?:(?:\(\)|\[\]|\{\})\d{1,3}){3}(?![\w.])/g;
const EMPTY = /\(\)|\[\]|\{\}/g;
const EMPTY_IN_NAME = /\[\](?=(?:com|net|org|info|biz|ru|cn|test|example)(?![\w.-]))/y;

function emptyBrackets(text: string): Rewrite[] {
  const found: Rewrite[] = [];
  for (const at of placesOf(text, '[]'))
    if (/\w/.test(text.charAt(at - 1)) && matchAt(EMPTY_IN_NAME, text, at))
      found.push({ at, length: 2, meant: '[.]' });
  if (!/\d(?:\(\)|\[\]|\{\})\d/.test(text)) return found;
  for (const { 0: address, index } of text.matchAll(EMPTY_IN_ADDRESS))
    for (const empty of address.matchAll(EMPTY))
      found.push({ at: index + empty.index, length: 2, meant: '[.]' });
  return found;
}

/** "user at evil[dot]example", but not "hosted at evil[dot]example". */
const AT = /(?<=[\w.+-]) at (?=[\w-]{1,63}\s{0,3}[[({][[({\s]{0,12}dot[\])}\s]{1,12}\w)/gi;
const BRACKETED_WORD = /[[({]\s?dot/i;
const PLACED =
  /(?<!\w)(?:(?:host|locat|observ|point|direct|redirect|aim)(?:ed|ing|s)?|servers?|domains?|(?:web)?sites?|pages?|panels?|c2s?|urls?|links?|found|seen|available|live|look|see|is|was|are|were|and|or)$/i;

function mailboxes(text: string): Rewrite[] {
  if (!BRACKETED_WORD.test(text)) return [];
  return [...text.matchAll(AT)]
    .filter(({ index }) => !PLACED.test(text.slice(Math.max(0, index - 16), index)))
    .map(({ index }) => ({ at: index, length: 4, meant: ' @ ' }));
}

/** "user/AT/evil.example", "user/at/evil/dot/example" */
const SLASHED_AT = /\/at\/(?=[\w-]{1,63}(?:\.|\/dot\/)\w)/iy;
const SLASHED_DOT = /\/dot\/(?=\w)/iy;
const LOCAL_ALONE = /(?:^|[\s(<"':,;])[\w.+-]{1,64}$/;

function slashedSigns(text: string): Rewrite[] {
  const found: Rewrite[] = [];
  for (const sign of ['/at/', '/AT/'])
    for (const at of placesOf(text, sign)) {
      if (!matchAt(SLASHED_AT, text, at) || !LOCAL_ALONE.test(text.slice(Math.max(0, at - 65), at))) continue;
      found.push({ at, length: 4, meant: '[@]' });
      for (let dot = text.indexOf('/', at + 4); dot >= 0 && dot < at + 70; dot = text.indexOf('/', dot + 1))
        if (matchAt(SLASHED_DOT, text, dot)) found.push({ at: dot, length: 5, meant: '[.]' });
    }
  return found;
}

/** "userat]evil.example": the opening bracket was lost. */
const CLOSED_SIGN = /(at|et)[\])}](?=[\w-]{1,63}\.[a-z])/iy;

function closedSigns(text: string): Rewrite[] {
  const found: Rewrite[] = [];
  for (const bracket of [']', ')'])
    for (const end of placesOf(text, bracket)) {
      const at = end - 2;
      if (!/t/i.test(text.charAt(end - 1)) || !/\w/.test(text.charAt(at - 1))) continue;
      if (!matchAt(CLOSED_SIGN, text, at)) continue;
      if (!/[[({]/.test(text.slice(Math.max(0, at - 80), at))) found.push({ at, length: 3, meant: '[@]' });
    }
  return found;
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

/** "CVE 2026 12345", "CVE_2026_12345" */
const CVE = /cve[ _:-]?(?:19|20)\d\d([ _])\d{4,7}(?![\w-])/iy;

function blanksInCves(text: string): Rewrite[] {
  const found: Rewrite[] = [];
  for (const letters of ['CVE', 'cve'])
    for (const start of placesOf(text, letters)) {
      const cve = matchAt(CVE, text, start);
      if (cve) found.push({ at: start + cve[0].lastIndexOf(cve[1] ?? ' '), length: 1, meant: '-' });
    }
  return found;
}
