import { classAt, codeAt, DIGIT, isOfHost, isWordAt } from './characters.ts';
import {
  isEndOfFileName,
  isImport,
  isMember,
  isPackage,
  mayBeImport,
  MEMBER_DOMAINS,
  NAMES_IN_CODE,
  OLD_DOMAINS,
  PURE_MEMBER_DOMAINS,
} from './code-evidence.ts';
import {
  FILE_DOMAINS,
  FILE_OR_HOST_DOMAINS,
  isAmongFiles,
  isFile,
  isHiddenFile,
  isInPath,
  isLineOfFile,
  isOfCommand,
  isRuleOfResolver,
  mayNameFile,
  words,
} from './file-evidence.ts';
import {
  isFiller,
  isHeading,
  isOfPackage,
  isOtherNumber,
  isVersion,
  startsIdentifier,
} from './number-evidence.ts';
import type { Token } from './tokens.ts';

const [BLANK, OPENING, FULL_STOP, SLASH, COLON, BACKSLASH, UNDERSCORE, SMALL_E] = [
  0x20, 0x28, 0x2e, 0x2f, 0x3a, 0x5c, 0x5f, 0x65,
];

/**
 * Whether a reading is more likely something else than an indicator: a file, a member of an object in code, a version, the end of
 * one sentence glued to the next, another kind of hash. Such a value counts only when exactly it is known, or asked for.
 * What was defanged, or stands with a scheme or a port, was meant as an indicator.
 */
export function lacksEvidence(token: Token, text: string): boolean {
  switch (token.type) {
    case 'domain':
      return isNoDomain(token, text);
    case 'url':
      return isNoUrl(token, text);
    case 'ipv4':
      return (
        !token.defanged &&
        token.port === undefined &&
        (startsIdentifier(token.value) ||
          isVersion(text, token.start, token.end) ||
          isHeading(token.value, text, token.start, token.end) ||
          isOfPackage(token.value, text, token.start))
      );
    case 'ipv6':
      // "dead::beef" may be an address; "add::cafe", "list[0::2]" and "us-west-2::/path" are code.
      return (
        !/\d/.test(text.slice(token.start, token.end)) ||
        /[\w\])]\[$/.test(text.slice(token.start - 2, token.start)) ||
        (text.charAt(token.start - 1) === '-' && /^[\da-f]{1,3}::$/.test(token.value))
      );
    case 'email':
      return (
        isField(token.value) ||
        isRepository(token.value, text, token.end) ||
        isGluedLocal(token.value) ||
        (token.defanged && isSpelledProse(token.value, text.slice(token.start, token.end))) ||
        isLogin(text, token.start) ||
        (!token.defanged &&
          isOfPackage(
            token.value.slice(token.value.indexOf('@') + 1),
            text,
            token.start + token.value.indexOf('@') + 1,
          ))
      );
    case 'md5':
    case 'sha1':
    case 'sha256':
    case 'sha512':
      return isOtherNumber(text, token.start) || text.startsWith('==', token.end) || isFiller(token, text);
    case 'mitre_attack':
      // "S1100-456" is a number of something else; only techniques make up ranges. "t1450-fsck" is a test.
      return (
        OUT_OF_RANGE.test(token.value) ||
        (!token.value.startsWith('T') && /^-\d/.test(text.slice(token.end, token.end + 2))) ||
        (text.charAt(token.start) === 't' && /^-[a-z]/.test(text.slice(token.end, token.end + 2)))
      );
    default:
      return false;
  }
}

/**
 * What ATT&CK gives out, with room to grow: campaigns to C0099, groups to G0199 and from G1000 to G1199, software and techniques to 1999.
 * "C2065" is a compiler's error, M1911 a pistol, M1000 a road, G1928 the name of a piece of a program, the T-1000 a robot, and "T5793" is in
 * a list of what was mended.
 */
const OUT_OF_RANGE =
  /^(?:C(?:0[1-9]|[1-9])|M1[1-9]|M1000$|G(?:0[2-9]|1[2-9]|[2-9])|S[2-9]|T(?:[01]000$|[2-9])|[CGS]\d{4}\.)/;

// --- Hosts ----------------------------------------------------------------------------------------------------------
// Top-level domains that are also something else. Each list holds real ones only (IANA's root zone, as of 2026-11); a test says so.

/** Domains that are words of a sentence: "the end.It was late". */
export const WORD_DOMAINS = words(
  'am as at be best by call do free got here hot how in is it me my new next no now one open read show so talk to today us you',
);
function isNoDomain({ value, start, end, port, defanged }: Token, text: string): boolean {
  if (defanged)
    return (
      isTalkOfDots(text.slice(start, end), value, text.slice(end, end + 4)) ||
      isHiddenFile(text, start, end) ||
      isSelector(text, start, end)
    );
  if (port !== undefined) return isLineOfFile(value, port) && !isAloneWithPort(text, start, end);
  return isNoHost(text, start, end, value);
}

/** "It uses [.] in names", "the dot in the corner": the sign stands apart, between words of a sentence. */
function isTalkOfDots(written: string, value: string, after: string): boolean {
  if (!SIGN_APART.test(written)) return false;
  const [first = '', ending = '', ...others] = value.split('.');
  if (others.length > 0) return false;
  if (DETERMINERS.has(first)) return true;
  // "evil [.] in" at the end of a line is a host.
  return (WORD_DOMAINS.has(ending) || ending === 'and') && /^[ \t]+[^\s|\u2013\u2014-]/.test(after);
}

/**
 * "select(.id)", "sort_by(.data.time)": what a filter of jq is given; ".font(.blue)": a member in Swift; "a:not(.active)": a class in CSS. Though
 * "evil(.example)" is defanged.
 */
function isSelector(text: string, start: number, end: number): boolean {
  const ending = SELECTOR.exec(text.slice(start, end))?.[1];
  if (ending === undefined) return false;
  return MEMBER_DOMAINS.has(ending) || '.:'.includes(text.charAt(start - 1) || ' ');
}

const SELECTOR = /^[\w-]+\((?:\.[\w-]+)*\.([\w-]+)\)$/;

/** "evil.cc:4581", alone in its line: compilers name the line of a file before they say what is wrong with it. */
function isAloneWithPort(text: string, start: number, end: number): boolean {
  return (
    (start === 0 || text.charAt(start - 1) === '\n') &&
    /^:\d{4,5}[ \t]*(?:\r?\n|$)/.test(text.slice(end, end + 12))
  );
}

const SIGN_APART = /\s(?:[[({<]\s?(?:\.|dot)\s?[\])}>]|dot)\s/i;
const DETERMINERS = words('a an and each every no one or that the this with');

/**
 * What no rule below could be about, as most hosts: in small letters, where no path and no import stands, with an ending that is nothing
 * else; or else with a first label that no rule knows, and no sign of code around.
 */
function isBeyondDoubt(text: string, start: number, end: number, host: string): boolean {
  const dot = lastDotOfSmall(text, start, end);
  if (end - start !== host.length || dot < start) return false;
  const before = codeAt(text, start - 1);
  const behind = codeAt(text, end);
  if (
    before === SLASH ||
    before === BACKSLASH ||
    before === UNDERSCORE ||
    behind === BACKSLASH ||
    behind === COLON ||
    behind === OPENING
  )
    return false;
  if (before === FULL_STOP && text.charAt(start - 2) === '?') return false;
  if (mayBeImport(text, start)) return false;
  // "5.5.de", "i.e.de", "this.de", "asp.net", "Array.prototype.de"
  if (
    classAt(text, start) & DIGIT ||
    text.charCodeAt(start + 1) === FULL_STOP ||
    (codeAt(text, start + 4) === FULL_STOP && OBJECTS_OF_CODE.has(text.slice(start, start + 4))) ||
    text.startsWith('cls.', start) ||
    (text.charCodeAt(dot - 1) === SMALL_E && text.startsWith('prototype', dot - 9))
  )
    return false;
  const doubt = DOUBTFUL_DOMAINS.get(text.slice(dot + 1, end));
  return doubt === undefined || (isOutOfCode(text, start, end, doubt) && isUncommonName(host, doubt));
}

/** Where the last dot stands of a host that is written as the canonical form has it; -1 where it is not. */
function lastDotOfSmall(text: string, start: number, end: number): number {
  let dot = -1;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === FULL_STOP) dot = at;
    else if (!isOfHost(code)) return -1;
  }
  return dot;
}

const OBJECTS_OF_CODE = words('this self');
/** What tells whether a host is meant: the first label, a name or also one of a file; or nothing, since hardly ever one is. */
type Doubt = 'name' | 'file name' | 'always';
const DOUBTFUL_DOMAINS = new Map<string, Doubt>();
for (const ending of [...MEMBER_DOMAINS, ...WORD_DOMAINS, ...words('io net test example invalid')])
  DOUBTFUL_DOMAINS.set(ending, 'name');
for (const ending of [...FILE_OR_HOST_DOMAINS, ...words('in win')]) DOUBTFUL_DOMAINS.set(ending, 'file name');
for (const ending of [...FILE_DOMAINS, ...PURE_MEMBER_DOMAINS]) DOUBTFUL_DOMAINS.set(ending, 'always');

/** It is not called, set or handed over ("items.map(", "count.total += ", "$it.name", "print(seg.data)"), and in no line of files ("sh evil.pl"). */
function isOutOfCode(text: string, start: number, end: number, doubt: Doubt): boolean {
  const before = text[start - 1] ?? '\n';
  const behind = text[end] ?? '\n';
  if ('(>${@.'.includes(before) || '({-+*/|&?=!;'.includes(behind)) return false;
  if (doubt === 'file name') return !' \t'.includes(before) && !' \t,'.includes(behind);
  if (behind !== ' ' || text.startsWith('| ', end + 1)) return true;
  return isWordAt(text, end + 1) && !text.startsWith('do |', end + 1);
}

/** None of the rules knows the first label, and all of them ask for it that need no sign around. */
function isUncommonName(host: string, doubt: Doubt): boolean {
  const name = host.slice(0, host.indexOf('.'));
  if (doubt === 'always' || NAMES_IN_CODE.has(name) || SENTENCE_BEGINS.has(name)) return false;
  // "k8s.pod.name"
  if (host.endsWith('.name') && name.length < host.length - '.name'.length) return false;
  return doubt === 'name' || !mayNameFile(name, host);
}

/** "btn.is-active": in "evil.com-hosted" the ending tells that a host is meant. */
function isBeforeHyphen(text: string, end: number, host: string): boolean {
  if (text.charAt(end) !== '-' || !isWordAt(text, end + 1)) return false;
  const ending = host.slice(host.lastIndexOf('.') + 1);
  return !OLD_DOMAINS.has(ending) && ending !== 'example';
}

function isNoHost(text: string, start: number, end: number, host: string): boolean {
  if (isBeforeHyphen(text, end, host)) return true;
  if (isBeyondDoubt(text, start, end, host) || isRuleOfResolver(text, start, end)) return false;
  const written = text.slice(start, end);
  const labels = host.split('.');
  const ending = labels.at(-1) ?? '';
  if (labels[0] === 'www') return false;
  const isSmall = written === host;
  return (
    // "Foo::Bar.new"
    (text.startsWith('::', start - 2) && isWordAt(text, start - 3)) ||
    ABBREVIATION.test(written) ||
    (NUMBERED.test(written) && /^ \w/.test(text.slice(end, end + 2))) ||
    (!isSmall && SUBJECT.test(written)) ||
    // "package.module.data\\_types": an underscore as texts of documentation write it. "date.today()"
    text.startsWith('\\_', end) ||
    text.startsWith('()', end) ||
    isInPath(text, start, ending) ||
    isEndOfFileName(text, start, ending) ||
    isOfCommand(text, start, ending) ||
    isFile(written, labels, ending) ||
    isAmongFiles(text, start, end, labels, ending) ||
    (!isSmall && isRandom(written, labels, ending)) ||
    (!isSmall && isDetection(text, start, written)) ||
    isMember(written, labels, ending, text, start, isSmall) ||
    isImport(text, start, end) ||
    isGluedSentence(written, labels, ending) ||
    isPackage(text, start, written, labels, ending)
  );
}

/** "i.e.in", "e.g.my", "u.a.in", "U.S.A.is", "Ph.D.in": the blank behind it is missing; "GmbH & Co.KG", "Dr.med", "Art.Nr". */
const ABBREVIATION =
  /^(?:(?:i\.e|e\.g|a\.k\.a|[ap]\.m)\.[a-z]+|(?:(?:[a-z]\.){2,4}|ph\.d\.|[bm]\.sc\.)(?:am|as|at|best|by|in|is|it|my|no|so|to)|co\.kg|dr\.med|(?:art|best|kd|tel)\.nr)$/i;
/** "at 5.in the morning" */
const NUMBERED = /^\d\d?\.(?:am|as|at|best|by|in|is|it|my|so)$/;
/** How arXiv sorts papers. */
const SUBJECT = /^(?:cs|math|stat|eess|econ|physics|nlin|q-bio|q-fin|astro-ph|cond-mat)\.[A-Z]{2}$/;

/** "Win64/Emotet.AL", "VBS/PSW.Agent.AW": how scanners name malware, platform, family, variant (CARO). */
function isDetection(text: string, start: number, written: string): boolean {
  if (FAMILY.test(written)) return true;
  if (text.charAt(start - 1) !== '/' || !/^(?:[A-Z][A-Za-z0-9-]*\.)+[A-Za-z]{1,12}$/.test(written))
    return false;
  return /\.[A-Z]{2}$/.test(written) || PLATFORM.test(text.slice(Math.max(0, start - 24), start));
}

/** "Trojan.Win32.Agent.cc", "JS.Redirector.id" */
const FAMILY =
  /^(?=(?:[A-Z][\w-]*\.){2,}[A-Za-z]{2,}$)(?:[\w-]+\.)*(?:Adware|Agent|AndroidOS|Backdoor|Downloader|Dropper|Exploit|Generic|HEUR|JS|Linux|MSIL|OSX|Packed|PUA|Ransom|Riskware|Script|Trojan|VBS|Virus|W97M|Win(?:16|32|64)?|Worm)\./;

/** What stands first in such a name: the platform, or the kind of malware behind it. */
const PLATFORM =
  /\b(?:W(?:in)?(?:16|32|64)|WinNT|MSIL|Linux|Unix|OSX|MacOS|iOS|Android(?:OS)?|Java|JS|HTML|PHP|Python|Perl|BAT|VBS|VBA|VB|PowerShell|PDF|SWF|LNK|XML|[A-Z]\d{2}M|AutoIt|ASP|Boot|DOS|Trojan[\w-]*|Backdoor|Worm|Ransom|Virus|Exploit|PUA|PSW|Spy|Downloader|Dropper)\/$/;

/**
 * "K.cA", "xQz.rE": hosts are written in small letters, or in capitals as a whole; this is a piece of something encoded. "gut.Im" is where
 * one sentence ends and the next begins, and "de.DE" a language and a country. Resolvers ask for "wWw.eViL.cOm" (0x20 bits): of a name
 * in an old ending nothing encoded has that many letters.
 */
function isRandom(written: string, labels: readonly string[], ending: string): boolean {
  if (OLD_DOMAINS.has(ending) && (labels.at(-2) ?? '').length > 3) return false;
  return (
    /\.[a-z]+[A-Z][A-Za-z]*$|^[a-z]+\.[A-Z][a-z]$|^[a-z]{2}\.[A-Z]{2}$/.test(written) ||
    (!OLD_DOMAINS.has(ending) && OF_CLASS.test(written))
  );
}

/** "user.City", "ShippingAddress.City", "Company.Extensions.Hosting": members, where a capital is not the only one before it. */
const OF_CLASS = /^(?:[a-z]\w*|[A-Z]*[a-z]+[A-Z]\w*|[a-z]?[A-Z]\w*(?:\.[A-Z]\w*)+)\.[A-Z][a-z]{2,}$/;

/** "the end.It was", "B.Sc": a capital behind the dot and none before, or hardly a word before. */
function isGluedSentence(written: string, labels: readonly string[], ending: string): boolean {
  const behind = written.slice(written.lastIndexOf('.') + 1);
  // "as it.is written", "et al.in", "and.then.we.go.to.it"
  if (WORD_DOMAINS.has(ending) && SENTENCE_BEGINS.has(labels[0] ?? ''))
    return labels.length === 2 || labels.filter(isOfSentence).length > labels.length / 2;
  if (labels.length > 2) return false;
  if (!/^[A-Z][a-z]*$/.test(behind)) return false;
  return WORD_DOMAINS.has(ending) || (labels[0] ?? '').length === 1;
}

/** Pronouns and the like, and shortened words, which end with a dot. */
const SENTENCE_BEGINS = words(
  'al and approx but dept etc fig he i inc it no resp she so that there these they this those true vol we what which who yes you',
);

function isOfSentence(label: string): boolean {
  return WORD_DOMAINS.has(label) || SENTENCE_BEGINS.has(label) || DETERMINERS.has(label);
}

// --- URLs -----------------------------------------------------------------------------------------------------------

/** "http://evil.example/a\u{1f448}": the picture points at it. */
const PICTURE_BEHIND = /[\w-](?:[\u{1f000}-\u{1faff}\u2600-\u27bf]|\ufe0f|\u200d)+$/u;
const CUT_ADDRESS = /^[a-z]+:\/\/\d{1,3}(?:\.\d{1,3}){1,2}(?![\w.])/i;
const SCHEME = /^(?:[a-z*]{2,6}|net\.tcp)\W{0,4}[:/]/i;

function isNoUrl({ value, start, end, defanged }: Token, text: string): boolean {
  const written = text.slice(start, end);
  if (isRowOfTable(written) || isColumn(written, text, start) || holdsLinkText(value)) return true;
  if (text.charCodeAt(end - 1) > 0x25ff && PICTURE_BEHIND.test(written)) return true;
  // "http://192.168.1": the URL Standard reads that as 192.168.0.1, who writes it did not finish.
  if (!defanged && CUT_ADDRESS.test(written)) return true;
  if (defanged && SCHEME_SIGN.test(written.slice(0, LONGEST_SCHEME))) return false;
  if (written.startsWith('http://') || written.startsWith('https://') || SCHEME.test(written)) return false;
  // "evil\.example\/[a-z]{5}": what many would match.
  if (CHARACTER_CLASS.test(text.slice(start, end + LONGEST_CLASS))) return true;
  if (defanged) return isListOfTwo(value);
  const slash = written.indexOf('/');
  const host = value.slice('http://'.length).split(/[/:]/)[0] ?? '';
  const endOfHost = start + (slash < 0 ? written.length : slash);
  if (isRuleOfResolver(text, start, endOfHost) || isNoHost(text, start, endOfHost, host)) return true;
  if (/^\d/.test(host) && isVersion(text, start, end)) return true;
  return isListOfTwo(value);
}

/** "evil.example/bad.example", "evil.example/192.0.2.1"; "evil.example/192.0.2.1:8080" is how programs in Java log whom they talk to. */
function isListOfTwo(value: string): boolean {
  const slash = value.indexOf('/', 'http://'.length);
  return slash > 0 && LISTED_HOST.test(value.slice(slash + 1));
}

/** "name,http://evil.example/a,Some/Name", "name;http://evil.example/a;2026-01-02": what parts the columns before it parts it from the next. */
function isColumn(written: string, text: string, start: number): boolean {
  const sign = text.charAt(start - 1);
  if (sign !== ',' && sign !== ';') return false;
  // "&lt;http://evil.example/a;b"
  return (
    written.includes(sign) && (sign === ',' || !ENTITY_BEFORE.test(text.slice(Math.max(0, start - 8), start)))
  );
}

const ENTITY_BEFORE = /&#?\w{1,6};$/;

/** "http://evil.example/a[the text of a link]", as AsciiDoc writes them, and "http://evil.example/a#[the victim's address]"; a query may hold brackets. */
function holdsLinkText(value: string): boolean {
  if (!value.includes('[')) return false;
  const path = value.indexOf('/', value.indexOf('//') + 2);
  return path > 0 && LINK_TEXT.test(value.slice(path));
}

const LINK_TEXT = /^[^?[]*\[[^\]]*\]$|^[^[]*\[[^\]]*$/;

/** Of a scheme that was spelled in any way. */
const SCHEME_SIGN = /\/\/|__|:\W/;
const LONGEST_SCHEME = 16;

const LONGEST_CLASS = 4;
const CHARACTER_CLASS = /\[\^?(?:a-z|A-Z|0-9|\\[dws])/;
const LISTED_HOST =
  /^(?:(?:[a-z0-9-]+\.)+(?:com|net|org|info|biz|ru|cn|top|xyz|test|example)|\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5}(?:[:,].*)?)?)$/i;

/** "http://evil.example/a,malware,high": the columns behind the first comma are plain words, dates or hashes. */
function isRowOfTable(written: string): boolean {
  if (!written.includes(',')) return false;
  const comma = written.indexOf(',', written.indexOf('/', 9));
  if (comma < 0) return false;
  const columns = written.slice(comma + 1).split(',');
  if (columns.every((column) => TELLING_COLUMN.test(column))) return true;
  return (
    columns.some((column) => COLUMN_OF_FEED.test(column)) &&
    columns.every((column) => PLAIN_COLUMN.test(column))
  );
}

const TELLING_COLUMN = /^(?:[A-Za-z][A-Za-z _-]{2,30}|\d{4}-\d\d-\d\d.*|[0-9a-f]{32,128})$/i;
const PLAIN_COLUMN = /^[\w :;|+.-]{0,40}$/;
/** What feeds say of a URL beside it. */
const COLUMN_OF_FEED =
  /^(?:\d{4}-\d\d-\d\d.*|[0-9a-f]{32,128}|(?:on|off)line|malware(?:_download)?|phish(?:ing)?|c2|cnc|url|domain|high|medium|low)$/i;

// --- E-mail addresses ---------------------------------------------------------------------------------------------------

const FIELDS = words(
  'address bcc cc e email emailaddress envelope-from from header.from id login mail mailfrom name rcpt recipient reply-to return-path sender smtp.mailfrom to u user username x-sender',
);

/** "smtp.mailfrom=user@example.org"; "?cc=user@example.org" behind another address. */
function isField(address: string): boolean {
  const equals = address.indexOf('=');
  return equals > 0 && (FIELDS.has(address.slice(0, equals)) || /[?&][\w-]+=[^=]*@/.test(address));
}

/** "メールuser@example.org": the letters before it are of the sentence. */
function isGluedLocal(address: string): boolean {
  return /[\u0e00-\u10ff\u2e80-\ud7ff][a-z\d][^@]*@/.test(address);
}

/** "work AT the DOT office": words of a sentence. */
function isSpelledProse(address: string, written: string): boolean {
  return (
    /\s/.test(written) && DETERMINERS.has(address.slice(address.indexOf('@') + 1).split('.', 1)[0] ?? '')
  );
}

/** "git@example.org:group/project.git" */
function isRepository(address: string, text: string, end: number): boolean {
  return address.startsWith('git@') && text.charAt(end) === ':';
}

/** "ssh root@192.0.2.1", "scp a root@evil.example:/tmp": an account on a machine, not a mailbox. */
export function isLogin(text: string, start: number): boolean {
  return codeAt(text, start - 1) === BLANK && LOGIN_BEFORE.test(text.slice(Math.max(0, start - 60), start));
}

const LOGIN_BEFORE = /(?<![\w-])(?:ssh|scp|sftp|rsync|mosh|sshpass|autossh)[ \t][^\n]*$/;
