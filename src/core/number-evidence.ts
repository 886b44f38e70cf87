import { classAt, codeAt, isWordAt, WORD } from './characters.ts';
import type { Token } from './tokens.ts';

// Versions, headings and numbers of other things, which look like addresses and hashes.

const VERSION_BEFORE =
  /(?:(?:\b|file|product|assembly|app|min|max)(?:versions?|ver|v|release|build|firmware|rev(?:ision)?|sec(?:tions?)?|chapter|clause|fig(?:ure)?|appendix|paragraph|step|item|kernel|oid)\.?(?:[\s_-]?(?:is|was|name|number|string))?|§)["']?[\s\0]{0,2}[:=#>(]?[\s\0]{0,2}["']?$/i;
/** "TOOL_VERSION=1.2.3.4", "<UICultureVersion>1.2.3.4" */
const NAMED_VERSION_BEFORE = /(?:[a-z]Version|_[Vv]ersion|_VERSION)["']?\s?[:=>]?\s?["']?$/;
/** "Chrome/106.0.0.0", "download/106.0.0.1" */
const PRODUCT_BEFORE = /(?<![.A-Za-z])([A-Za-z]{3,})(?<!addr|address|hosts?)\/$/i;
/** "FortiOS 7.0.1.2", "Oracle 12.2.0.1": systems and programs that are told apart by four numbers. */
const PROGRAM_BEFORE =
  /(?:[A-Za-z]OS(?: X[ER])?|\b(?:Acrobat|Android|BIG-IP|Bluetooth|Chrome|Citrix|Confluence|ESXi|Exchange|Firefox|Flash|GitLab|Java|JBoss|Jenkins|Jira|MOVEit|NetScaler|Office|OpenSSL|OpenVPN|Opera|Oracle|PHP|Python|Safari|SAP|Secure|SharePoint|Silverlight|Skype|Slack|Splunk|Teams|Tomcat|vCenter|VMware|vSphere|WebLogic|WebSphere|WordPress|Zoom))[ /]$/;
/** "Theorem 2.1.3.4", "PCI DSS 8.3.1.2", "EC 3.4.21.4" (enzymes), "Kapitel 2.4.1.3", "fixed in 8.5.1.8": of small numbers all of them. */
const NUMBERED_BEFORE =
  /\b(?:tab(?:le|\.)|eq(?:uation|s?\.)|theorem|thm\.|lemma|proposition|prop\.|corollary|definition|remark|requirements?|annex|article|art\.|dss|cis|ec|abs(?:chnitt|\.)|kap(?:itel|\.)|ziff(?:er|\.)|punkt|nr\.|rn\.|pt\.|no\.|cap[ií]tulo|secci[oó]n|art[ií]culo|chapitre|DirectX|Sendmail|Unreal|EMUI|MIUI|affects|fixed|patched|(?:fixed|found|introduced|patched|resolved) in|prior to|versions? (?:to|from|before|below|earlier than|up to|through|until))[:\s]{0,2}\(?$|\b(?:vers(?:i[oó]n|[aã]o|ione|ie)|wersj[aię]|verze|s[uü]r[uü]m)[:\s]{1,2}$|(?:глава|раздел|пункт|п\.|верси[ийюяей]{1,2})\s$|(?:第|版本号?[:：]?|バージョン|버전)\s?$/i;
/** "upgrade from 1.2.3.4 to version 1.2.3.5", "Bump package from 1.2.3 to 1.2.3.1" */
const CHANGE_BEFORE =
  /\b(?:(?:up|down)grad|migrat)\w*\s(?:\w+\s)?(?:from|to)\s$|\bfrom v?\d+(?:\.\d+){1,2} to v?$/i;
/** "Bump package from 1.2.3.4 to 1.2.3.5", "Bump `Package.Name` from `1.2.3.4`": in lists of changes. */
const BUMP_BEFORE = /\bbump\w*\s[^\n]{1,60}\sfrom [`"]?v?(?:[\d.]+[`"]? to [`"]?v?)?$/i;
const LONGEST_BUMP = 110;
/** "2.3.0.0 or later", "6.2.10.0 and prior" */
const VERSION_BEHIND = /^,? (?:and|or) (?:above|below|earlier|later|lower|newer|older|prior)\b/;
const LONGEST_BEHIND = 16;
/** "package==1.2.3.4" */
const PINNED_BEFORE = /(?:^|\s)([a-z][a-z\d_.-]*)(?:\[\w+\])?[=~><]=$/;

/** Object identifiers of certificates, and what no address begins with. */
export function startsIdentifier(address: string): boolean {
  return address.charAt(1) === '.' && IDENTIFIER.test(address);
}

const IDENTIFIER = /^(?:2\.5\.(?:4|29)|1\.3\.(?:6|101))\.|^0\.(?!0\.0\.0$)/;
/** "1.2.3.4-g0a1b2c3" is what git calls a revision behind version 1.2.3.4; "1.2.3.4-beta", "1.2.3.4rc1". */
const REVISION = /-g[0-9a-f]{7}|-?(?:alpha|beta|dev|final|pre|rc|release|snapshot|stable)(?![a-z])/iy;

const IN_FILE_NAME = /^[a-z]_(?:[0-2]?\d[._-]){4}[a-z]$/i;
/** "~1.2.3.4", ">=1.2.3.4", "~> 1.2.3.4", "(<< 1.2.3.4)" */
const RANGE_BEFORE = /[~^]$|(?:~>|[<>]=|<<|>>) ?$/;
/** How names of products begin (CPE). */
const CPE_BEFORE = /\bcpe:\/?(?:v?2\.3:)?[aoh]:\S*$/i;

/** "version 1.2.3.4", "Chrome/106.0.0.0" */
export function isVersion(text: string, start: number, end: number): boolean {
  REVISION.lastIndex = end;
  if ((text.charAt(end) === '-' || isWordAt(text, end)) && REVISION.test(text)) return true;
  if (
    end - start <= LONGEST_OF_SMALL &&
    SMALL_NUMBERS.test(text.slice(start, end)) &&
    isOfSmallNumbers(text, start, end)
  )
    return true;
  if (codeAt(text, start - 1) === COLON && CPE_BEFORE.test(text.slice(Math.max(0, start - 120), start)))
    return true;
  const isPinned = codeAt(text, start - 1) === EQUALS && '=~><'.includes(text.charAt(start - 2) || ' ');
  if (!isPinned && !endsIn(ENDS_OF_VERSIONS, text, start)) return false;
  const before = text.slice(Math.max(0, start - 30), start);
  const pinned = isPinned ? PINNED_BEFORE.exec(before)?.[1] : undefined;
  if (pinned !== undefined) return !/ip|addr|host|src|dst|remote|server|dest/.test(pinned);
  if (VERSION_BEFORE.test(before) || NAMED_VERSION_BEFORE.test(before)) return true;
  const product = PRODUCT_BEFORE.exec(before);
  if (!product) return false;
  // "GET /check/203.0.113.50": in a path stands anything, and no version is made of such numbers.
  return before.charAt(product.index - 1) !== '/' || !isSpread(text.slice(start, end));
}

/** Versions count from 1 on in all their numbers but one. */
function isSpread(address: string): boolean {
  return address.split('.').filter((number) => Number(number) >= HIGHEST_FIRST).length > 1;
}

/** "v2.10.0.1: as it was in 2.10.0.0" */
function isOfSeries(text: string, start: number, end: number): boolean {
  const dot = text.indexOf('.', text.indexOf('.', start) + 1);
  if (dot > end) return false;
  const near = text.slice(Math.max(0, start - SERIES_REACH), start).toLowerCase();
  return near.includes(`v${text.slice(start, dot + 1)}`);
}

/** "13.1.5.1, 14.1.5.6 and 15.1.10.3", "8.5.1.2 through 8.5.1.7": what joins versions to a list. */
const JOINED = /^(?:,?\s(?:and|or|to|through|until|und|et|y)\s|\s?[,/\u2013-]\s?)$/;
const SERIES_REACH = 600;
/** Systems number their versions from 1 on; an address may begin with anything. */
const HIGHEST_FIRST = 40;

/** Whether an address is one more version behind another: the next of a list, or of its series ("v2.10.0.1: as in 2.10.0.0"). */
export function isNextVersion(
  version: Token,
  { value, start, end, defanged, port }: Token,
  text: string,
): boolean {
  if (defanged || port !== undefined || start - version.end > SERIES_REACH) return false;
  if (Number.parseInt(value, 10) >= HIGHEST_FIRST) return false;
  const series = value.slice(0, value.indexOf('.', value.indexOf('.') + 1) + 1);
  if (version.value.startsWith(series)) return true;
  return SMALL_NUMBERS.test(text.slice(start, end)) && JOINED.test(text.slice(version.end, start));
}

/** Four numbers below 30: hardly any address is made of such, and most versions are. */
function isOfSmallNumbers(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 30), start);
  // "app_1.2.3.4_amd64.deb"
  if (before.endsWith('_')) return IN_FILE_NAME.test(text.slice(start - 2, end + 2));
  return (
    VERSION_BEHIND.test(text.slice(end, end + LONGEST_BEHIND)) ||
    isOfSeries(text, start, end) ||
    RANGE_BEFORE.test(before) ||
    PROGRAM_BEFORE.test(before) ||
    CHANGE_BEFORE.test(before) ||
    BUMP_BEFORE.test(text.slice(Math.max(0, start - LONGEST_BUMP), start)) ||
    NUMBERED_BEFORE.test(before)
  );
}

/**
 * "2.3.1.4 Related work": a line that begins with small numbers, none of them 0, and goes on as a title does. "1.1.1.1 Resolver" is
 * an address: nobody has a first of a first of a first.
 */
export function isHeading(address: string, text: string, start: number, end: number): boolean {
  if (address.length > 9 || !/^[ \t#]*$/.test(lineBefore(text, start))) return false;
  const numbers = address.split('.').map(Number);
  if (numbers.some((number) => number < 1 || number > 20) || new Set(numbers).size === 1) return false;
  return TITLE.test(text.slice(end, end + 100));
}

const TITLE = /^\.?[ \t]+[A-Z][a-z]+(?:[ \t]+[\w(),&/:-]+){0,10}[ \t]*(?:\r?\n|<|$)/;

/** In the source of a page a line begins behind a tag, too. */
function lineBefore(text: string, at: number): string {
  const near = text.slice(Math.max(0, at - 12), at);
  return near.slice(Math.max(near.lastIndexOf('\n'), near.lastIndexOf('>')) + 1);
}

/** "package@1.2.3.4": mailboxes and logins of addresses that begin with such small numbers are rarer than versions. */
export function isOfPackage(host: string, text: string, start: number): boolean {
  if (codeAt(text, start - 1) !== AT || !SMALL_NUMBERS.test(host)) return false;
  const before = /[\w./-]{5,64}@$/.exec(text.slice(Math.max(0, start - 65), start))?.[0] ?? '';
  return before !== '' && !LOGINS.test(before);
}

const LONGEST_OF_SMALL = 11;
const SMALL_NUMBERS = /^[0-2]?\d(?:\.[0-2]?\d){3}$/;
const LOGINS = /^(?:root|admin\w*|user\w*|guest|test|me|info|postmaster|webmaster|ubuntu|pi)@$/i;

const OTHER_NUMBER_BEFORE =
  /\b(?:imp-?hash|import hash|btih|etag|nonce|authentihash|pe-?hash|rich(?: header| pe)? hash|vhash|icon hash|serial(?: number| no\.?)?|u?uid|guid)\s{0,3}["']?\s{0,2}(?:[:=-]|is)?\s{0,8}["']?$/i;

/** Hashes of a part of a file, and numbers that are as long as a hash. */
export function isOtherNumber(text: string, start: number): boolean {
  return (
    endsIn(ENDS_OF_NUMBERS, text, start) &&
    OTHER_NUMBER_BEFORE.test(text.slice(Math.max(0, start - 40), start))
  );
}

/** How the words above end, each of them: nearly every value is told to stand behind none without a slow pattern. */
const ENDS_OF_VERSIONS = endings('on ns er v se ld re ev ec ig ix ph el ep em me ng id is as \u00a7 /');
const ENDS_OF_NUMBERS = endings('sh ih ag ce al er no id is');
/** So many blanks and signs stand between such a word and the value at most. */
const MOST_SIGNS = 16;

/** By the last letter, in small ones and capitals: those before it, or ' ' where none need be. */
function endings(list: string): ReadonlyMap<string, string> {
  const before = new Map<string, string>();
  for (const ending of list.split(' ')) {
    const known = before.get(ending.slice(-1)) ?? '';
    const letters = known + (ending.slice(0, -1) || ' ');
    before.set(ending.slice(-1), letters).set(ending.slice(-1).toUpperCase(), letters);
  }
  return before;
}

/** Whether the last letter, paragraph sign or slash before the value, near by, ends one of the words. */
function endsIn(words: ReadonlyMap<string, string>, text: string, start: number): boolean {
  for (let at = start - 1; at >= 0 && at >= start - MOST_SIGNS; at--) {
    const code = text.charCodeAt(at);
    if (!(classAt(text, at) & WORD) && code !== SLASH && code !== PARAGRAPH) continue;
    const before = words.get(text.charAt(at));
    if (before === undefined) return false;
    return before.includes(' ') || before.includes(text.charAt(at - 1).toLowerCase());
  }
  return false;
}

const [SLASH, COLON, EQUALS, AT, PARAGRAPH] = [0x2f, 0x3a, 0x3d, 0x40, 0xa7];

/**
 * "0000…0000", "ffff…ffff", "abab…abab", "4d5a…0000": what stands where there is no hash, or bytes of a file. One digit in more than
 * half of a real one's places would be an accident of one in 10⁹. "aaaa…aaaa" is how people write a sample of one, standing free.
 */
export function isFiller({ value, start, end }: Token, text: string): boolean {
  // The text is quicker to read than a piece of it is, and counting does not care about capitals.
  const isPlain = end - start === value.length;
  const [from, where] = isPlain ? [start, text] : [0, value];
  const { length } = value;
  const half = length >> 1;
  if (isVaried(where, from, length)) return false;
  counts.fill(0);
  let digits = 0;
  let most = 0;
  for (let at = 0; at < length; at++) {
    const count = ++counts[where.charCodeAt(from + at) & 31]!;
    if (count === 1) digits++;
    if (count > most) most = count;
  }
  if (digits === 1)
    return value.startsWith('0') || value.startsWith('f') || isWordAt(text, start - 1) || isWordAt(text, end);
  return digits === 2 || most > half;
}

/** Of digits and letters, which differ in their lowest five bits. */
const counts = new Uint8Array(32);

const GROUP = 8;

/** Told by groups without counting, as nearly every real one can be: of a group with five different digits, at least four are not the most frequent one. */
function isVaried(text: string, start: number, length: number): boolean {
  let others = 0;
  for (let group = start; group + GROUP <= start + length; group += GROUP) {
    let seen = 0;
    for (let at = group; at < group + GROUP; at++) {
      const bit = text.charCodeAt(at) & 31;
      others += ((seen >>> bit) & 1) ^ 1;
      seen |= 1 << bit;
    }
    others -= 1;
    if (others >= length >> 1) return true;
  }
  return false;
}
