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
  isGluedSentence,
  isGluedShort,
  isTalkOfDots,
  SENTENCE_BEGINS,
  WORD_DOMAINS,
} from './sentence-evidence.ts';
import type { Token } from './tokens.ts';

const [OPENING, FULL_STOP, SLASH, COLON, BACKSLASH, UNDERSCORE, SMALL_E] = [
  0x28, 0x2e, 0x2f, 0x3a, 0x5c, 0x5f, 0x65,
];

/** Whether what stands alone here is no host: a file, a member in code, words of a sentence, a detection's name. */
export function isNoDomain({ value, start, end, port, defanged }: Token, text: string): boolean {
  if (defanged)
    return (
      isTalkOfDots(text.slice(start, end), value, text.slice(end, end + 4)) ||
      isHiddenFile(text, start, end) ||
      isSelector(text, start, end)
    );
  if (port !== undefined) return isLineOfFile(value, port) && !isAloneWithPort(text, start, end);
  return isNoHost(text, start, end, value);
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

/** The same of a name that is not defanged, alone or with a path behind it; `host` is its canonical form. */
export function isNoHost(text: string, start: number, end: number, host: string): boolean {
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
    isGluedShort(written, text, end) ||
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
