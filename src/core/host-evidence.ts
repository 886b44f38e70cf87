import { classAt, DIGIT, isOfHost, isWordAt } from './characters.ts';
import { FILE_ENDINGS } from './file-endings.ts';
import type { Token } from './tokenize.ts';

// What looks like a host and is a file, a member of an object in code, a package, the end of one sentence glued to the next.

const [TAB, BLANK, FULL_STOP, SLASH, COLON, BACKSLASH, UNDERSCORE, SMALL_E] = [
  0x09, 0x20, 0x2e, 0x2f, 0x3a, 0x5c, 0x5f, 0x65,
];

// Top-level domains that are also something else. Each list holds real ones only (IANA's root zone, as of 2026-11); a test says so.

/** Endings of files first, and of hosts hardly ever. */
export const FILE_DOMAINS = words('cab do dot java md mov mo pm properties pub py tf zip');
/** Endings of files, and of countries or communities that many hosts are in: the name decides. */
export const FILE_OR_HOST_DOMAINS = words('ac ai am bar bz cc la ml mm nf pl ps rs sc sh so st');
const FILE_NAMES =
  /^(?:(?:a|app|backup|bar|baz|build|checks?|client|cmd|colou?rs?|common|compile|conf|config(?:ure)?|deploy|download|entrypoint|errors?|exploit|files?|foo|functions?|hello|helpers?|index|init|initiali[sz]e|install(?:er)?|lexer|lib\w*|lint|loader|login|macros|main|makefile|malware|mman|mod|module|numbers?|parser|payload|poc|post\w*|pre\w*|reader|readme|run|sample|script|server|settings|setup|shell|start|stop|strings?|tests?|test_\w*|types|update|upload|util(?:s|ity)?|version|worker|writer)\d*|.*[_A-Z].*)$/;
/** "MANIFEST.in", "Makefile.win", "config.h.in": what build tools make other files of. */
const TEMPLATE = /^(?:manifest|makefile|configure|.*\.(?:h|py|sh|xml))\.(?:in|win)$/;
/** What programs call their objects, and what such objects have that is a top-level domain too. */
const OBJECTS = words(
  'graphical multi-user network network-online ' +
    'activedocument activesheet activeworkbook adodb app application args array asyncio body btn button classifier client cls cluster component config conn connection console content context ctx current data date document df dom e el elem element email entry env err error ev event evt ' +
    'estimator exports file form handler hello history host http image input instance io item job json key label link list local location log logger logging map match math message mem meta model module mouse my name ' +
    'navigator node obj object options os package page params parent path performance pd player plt plugin pod process product prop props query record ref regex req request res response result ' +
    'results root row screen script select self server session settings shell socket state static status store str string sys system tab table target task tf this thread time token torch torch tree type ui url ' +
    'user util utils value var variable video view vpc widget window wscript wshshell',
);
export const MEMBER_DOMAINS = words(
  'abc ai app at audio author auto band bar be bid black blue box build business by call cam cards case cash cat center channel chrome click cloud codes coffee community company compare contact cool country data date day dev direct directory domains eat ' +
    'download eat email events exchange express fail family fashion feedback film final fire fit foo foundation fun fund game global golf gold green group guide help host id in info ink int international is it like limited link live loan ' +
    'management map market me media menu monster my name network new news next no now one open page parts photo pics pid ping pink place play plus post press prod properties property pub pw py quest read red ' +
    'rent report rest review run safe sale save science search secure security seek select services shell show site so social software solutions space star store stream studio study style support systems tab target team tech to tools top total ' +
    'town trade training ventures video vision watch web win work works world zero zone',
);
/** Of these the ones that are members nearly always: nobody sells names there, or hardly anybody buys them. */
export const PURE_MEMBER_DOMAINS = words(
  'author call chrome foo like map now open prod property read safe save seek shell',
);
/** Domains that are words of a sentence: "the end.It was late". */
export const WORD_DOMAINS = words(
  'am as at be best by call do free got here hot how in is it me my new next no now one open read show so talk to today us you',
);
/** How names of packages begin in Java and its kin: "com.example.app.name". */
const PACKAGES = words('android androidx com edu io java javax kotlin kotlinx net org scala sun');
/** What has a name, in code and in tables; other hosts below "name" are hosts. */
const NAMED = words(
  'actor agent answer artist attr author binding brand category channel city class column command company container cookie country course customer db department device district domain employee entity env ext feature field fn font fp func function game header host image index job layer library mapping mark member method metric museum opcode option org original other owner param parameter parsed partner pattern permission pod policy product project proposal question region repo report resource role rule schema service set sheet skill spec species street sub subject tag task team template test tool topic track var variable vendor worker worksheet',
);
/** What such a sentence is about: "as it.is written". */
const PRONOUNS = words('he it she that there these they this those true we what which who yes');
/** What no registrant would call a host that is spoken of without "www". */
const LANGUAGES = words('android androidx java javax kotlin kotlinx scala');

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}

export function isNoDomain({ value, start, end, port, defanged }: Token, text: string): boolean {
  if (defanged)
    return (
      isTalkOfDots(text.slice(start, end), value, text.slice(end, end + 4)) || isHiddenFile(text, start, end)
    );
  if (port !== undefined) return isLineOfFile(value, port);
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

/** "HKCU\\Software\\Classes\\.app": the dot begins the last name of a path. */
function isHiddenFile(text: string, start: number, end: number): boolean {
  return (
    text.charAt(start - 1) === '\\' &&
    text.charAt(start - 2) !== '\\' &&
    text.slice(start, end).includes('\\.')
  );
}

const SIGN_APART = /\s(?:[[({<]\s?(?:\.|dot)\s?[\])}>]|dot)\s/i;
const DETERMINERS = words('a an and each every no one or that the this with');

/** "main.rs:12": where a compiler stopped. */
function isLineOfFile(value: string, port: number): boolean {
  const [name = '', ending = '', ...others] = value.split('.');
  if (others.length > 0 || !(FILE_DOMAINS.has(ending) || FILE_OR_HOST_DOMAINS.has(ending))) return false;
  return name.length > 0 && port < 10_000 && !COMMON_PORTS.has(port);
}

const COMMON_PORTS = new Set([
  21, 22, 23, 25, 53, 80, 81, 110, 143, 443, 445, 587, 993, 995, 3389, 4443, 4444, 8000, 8080, 8443, 8888,
  9001,
]);

/**
 * What no rule below could be about, as most hosts: in small letters, where no path and no import stands, with an ending that is nothing
 * else; or else with a first label that no rule knows, and no sign of code around.
 */
function isBeyondDoubt(text: string, start: number, end: number, host: string): boolean {
  const dot = lastDotOfSmall(text, start, end);
  if (end - start !== host.length || dot < start) return false;
  const before = text.charCodeAt(start - 1);
  const behind = text.charCodeAt(end);
  if (
    before === SLASH ||
    before === BACKSLASH ||
    before === UNDERSCORE ||
    behind === BACKSLASH ||
    behind === COLON
  )
    return false;
  if (before === FULL_STOP && text.charAt(start - 2) === '?') return false;
  if (mayBeImport(text, start)) return false;
  // "5.5.de", "i.e.de", "this.de", "asp.net", "Array.prototype.de"
  if (
    classAt(text, start) & DIGIT ||
    text.charCodeAt(start + 1) === FULL_STOP ||
    (text.charCodeAt(start + 4) === FULL_STOP && OBJECTS_OF_CODE.has(text.slice(start, start + 4))) ||
    text.startsWith('cls.', start) ||
    (text.charCodeAt(dot - 1) === SMALL_E && text.startsWith('prototype', dot - 9))
  )
    return false;
  const doubt = DOUBTFUL_DOMAINS.get(text.slice(dot + 1, end));
  if (doubt === undefined) return true;
  // "sh evil.pl"
  if (doubt === 'file name' && (before === BLANK || before === TAB)) return false;
  return isOutOfCode(text, start, end) && isUncommonName(host, doubt);
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
/** First labels that some rule knows. */
const COMMON_NAMES = new Set([
  ...OBJECTS,
  ...NAMED,
  ...PRONOUNS,
  ...PACKAGES,
  ...words('ado asp manifest microsoft socket vb'),
]);

/** It is not called, set or handed over, as in "items.map(", "count.total += " and "print(seg.data)". */
function isOutOfCode(text: string, start: number, end: number): boolean {
  if ('(>'.includes(text[start - 1] ?? ' ')) return false;
  const behind = text[end] ?? '\n';
  return behind === ' '
    ? isWordAt(text, end + 1) || text.startsWith('| ', end + 1)
    : !'(-+*/|&?=!'.includes(behind);
}

/** None of the rules knows the first label, and all of them ask for it that need no sign around. */
function isUncommonName(host: string, doubt: Doubt): boolean {
  if (doubt === 'always') return false;
  const name = host.slice(0, host.indexOf('.'));
  if (COMMON_NAMES.has(name)) return false;
  return doubt === 'name' || !(FILE_NAMES.test(name) || TEMPLATE.test(host));
}

export function isNoHost(text: string, start: number, end: number, host: string): boolean {
  if (isBeyondDoubt(text, start, end, host)) return false;
  const written = text.slice(start, end);
  const labels = host.split('.');
  const ending = labels.at(-1) ?? '';
  if (labels[0] === 'www') return false;
  const isSmall = written === host;
  return (
    ABBREVIATION.test(written) ||
    // "package.module.data\\_types": an underscore as texts of documentation write it.
    text.startsWith('\\_', end) ||
    isInPath(text, start, end, ending) ||
    isEndOfFileName(text, start, ending) ||
    isOfCommand(text, start, ending) ||
    isFile(written, labels, ending) ||
    (!isSmall && isRandom(written)) ||
    isDetection(text, start, written) ||
    isMember(written, labels, ending, text, start, isSmall) ||
    isImport(text, start, end) ||
    isGluedSentence(written, labels, ending) ||
    isPackage(text, start, labels, ending)
  );
}

/** "com.example.app.info": names of packages end in words of code, names of phishing ("com.bank.example.top") do not. */
function isPackage(text: string, start: number, labels: readonly string[], ending: string): boolean {
  const [first = ''] = labels;
  if (!PACKAGES.has(first) || text.charAt(start - 1) === '@') return false;
  // "java.net", "kotlin.io", "org.example.commons.io"
  if (ending === 'io' || ending === 'net')
    return LANGUAGES.has(first) || (first === 'org' && labels.length > 3);
  if (labels.length === 2) return first === 'com' && MEMBER_DOMAINS.has(ending);
  return (MEMBER_DOMAINS.has(ending) || FILE_OR_HOST_DOMAINS.has(ending)) && !COMMON_DOMAINS.has(ending);
}

/** "i.e.in", "e.g.my": the blank behind it is missing. */
const ABBREVIATION = /^(?:i\.e|e\.g|a\.k\.a|[ap]\.m)\.[a-z]+$/i;

/** "import importlib.abc", "from package.module.web import name": at the beginning of a line. */
function isImport(text: string, start: number, end: number): boolean {
  if (!mayBeImport(text, start)) return false;
  const word = IMPORT_BEFORE.exec(text.slice(Math.max(0, start - 40), start))?.[1];
  return word !== undefined && (word !== 'from' || text.startsWith(' import ', end));
}

/** Such a word stands before it, by its last letter. */
function mayBeImport(text: string, start: number): boolean {
  const before = text.charCodeAt(start - 1);
  return (before === BLANK || before === TAB) && ENDS_OF_IMPORTS.includes(text.charAt(start - 2) || '\n');
}

const ENDS_OF_IMPORTS = ' \tmtgec';
const IMPORT_BEFORE = /(?:^|\n)[ \t]*(from|import|using|namespace|package)[ \t]+(?:static[ \t]+)?$/;

/** "C:\Windows\command.com", "/var/run/sshd.pid"; a host of a share stands behind two backslashes. */
function isInPath(text: string, start: number, end: number, ending: string): boolean {
  const before = text.charAt(start - 1);
  if (before === '\\') return text.charAt(start - 2) !== '\\';
  if (before !== '/' || text.charAt(start - 2) === '/') return false;
  // "address=/evil.example/": dnsmasq.
  if (text.charAt(start - 2) === '=' && text.charAt(end) === '/') return false;
  if (FILE_DOMAINS.has(ending) || FILE_OR_HOST_DOMAINS.has(ending)) return true;
  return ABSOLUTE_PATH.test(text.slice(Math.max(0, start - LONGEST_PATH), start));
}

const LONGEST_PATH = 120;
const ABSOLUTE_PATH = /(?:^|[\s"'`(=:])(?:~|\.{1,2})?\/(?:[\w.@+-]+\/)*$/;

/** "mod_dir.so", "data.aws_ami.id" */
function isEndOfFileName(text: string, start: number, ending: string): boolean {
  return (
    text.charAt(start - 1) === '_' &&
    (FILE_DOMAINS.has(ending) || FILE_OR_HOST_DOMAINS.has(ending) || MEMBER_DOMAINS.has(ending))
  );
}

/** "chmod 777 bins.sh; ./bins.sh" */
function isOfCommand(text: string, start: number, ending: string): boolean {
  if (!FILE_DOMAINS.has(ending) && !FILE_OR_HOST_DOMAINS.has(ending)) return false;
  return COMMAND_BEFORE.test(text.slice(Math.max(0, start - 40), start));
}

const COMMAND_BEFORE =
  /(?<![\w./-])(?:(?:chmod(?:[ \t]\S{1,9})?|(?:ba|da|z|c|k)?sh|python[\d.]*|perl|rm(?:[ \t]-\w{1,4})?|cp|mv|cat|nohup|source|sudo|exec)[ \t]|-[oO][ \t]|>[ \t]?|\.\/)$/;

/** "Win64/Emotet.AL", "VBS/PSW.Agent.AW": how scanners name malware, platform, family, variant (CARO). */
function isDetection(text: string, start: number, written: string): boolean {
  if (text.charAt(start - 1) !== '/' || !/^(?:[A-Z][A-Za-z0-9-]*\.)+[A-Za-z]{1,12}$/.test(written))
    return false;
  return /\.[A-Z]{2}$/.test(written) || PLATFORM.test(text.slice(Math.max(0, start - 24), start));
}

/** What stands first in such a name: the platform, or the kind of malware behind it. */
const PLATFORM =
  /\b(?:W(?:in)?(?:16|32|64)|WinNT|MSIL|Linux|Unix|OSX|MacOS|iOS|Android(?:OS)?|Java|JS|HTML|PHP|Python|Perl|BAT|VBS|VBA|VB|PowerShell|PDF|SWF|LNK|XML|[A-Z]\d{2}M|AutoIt|ASP|Boot|DOS|Trojan[\w-]*|Backdoor|Worm|Ransom|Virus|Exploit|PUA|PSW|Spy|Downloader|Dropper)\/$/;

/** "setup.zip", "report.pdf.zip", "tool-1.2.zip", "install.sh" */
function isFile(written: string, labels: readonly string[], ending: string): boolean {
  if (FILE_DOMAINS.has(ending))
    return labels.length === 2 || /^\d+$/.test(labels.at(-2) ?? '') || FILE_ENDINGS.has(labels.at(-2) ?? '');
  if ((ending === 'in' || ending === 'win') && TEMPLATE.test(labels.join('.'))) return true;
  if (!FILE_OR_HOST_DOMAINS.has(ending) || labels.length > 2) return false;
  return FILE_NAMES.test(written.slice(0, written.lastIndexOf('.')));
}

/** "K.cA", "xQz.rE": hosts are written in small letters, or in capitals as a whole; this is a piece of something encoded. */
function isRandom(written: string): boolean {
  return /\.[a-z]+[A-Z][A-Za-z]*$/.test(written);
}

/** "process.name", "event.target", "items.map(": code; "System.Net", "ASP.NET": names of products. */
function isMember(
  written: string,
  labels: readonly string[],
  ending: string,
  text: string,
  start: number,
  isSmall: boolean,
): boolean {
  const behind = text.slice(start + written.length, start + written.length + 9);
  const objects = labels.slice(0, -1);
  // "Array.prototype.map", "this.it.next"
  if (
    ((!isSmall || ending === 'net' || ending === 'io') && PRODUCT.test(written)) ||
    objects.at(-1) === 'prototype' ||
    objects[0] === 'this'
  )
    return true;
  // "order?.client.id", "a.link:hover"
  if (text.startsWith('?.', start - 2) || (behind.startsWith(':') && PSEUDO_CLASS.test(behind))) return true;
  // "5.5.in": a number, and what it counts.
  if (/^\d{1,3}\.\d{1,3}\.[a-z]{2}$/.test(written)) return true;
  if ((objects[0] === 'self' || objects[0] === 'cls') && !PACKAGES.has(ending)) return true;
  if (objects.length === 1 && objects[0]?.length === 1 && isInCode(text, start, behind)) return true;
  const isOfObject = objects.every((label) => OBJECTS.has(label));
  // "process.env.CI", "page.CC"
  if (!isSmall && /^[a-z.]+\.[A-Z]{2,}$/.test(written) && (isOfObject || FILE_OR_HOST_DOMAINS.has(ending)))
    return true;
  // "regex.test(text)": what is reserved for samples is a method more often.
  if (!MEMBER_DOMAINS.has(ending)) return behind.startsWith('(') && /^(?:test|example|invalid)$/.test(ending);
  return (
    PURE_MEMBER_DOMAINS.has(ending) ||
    isOfObject ||
    // "actor.name", "container.image.name", "microsoft.powershell.security"
    (ending === 'name' && objects.every((label) => OBJECTS.has(label) || NAMED.has(label))) ||
    PRODUCT_IN_SMALL.test(written) ||
    CALLED_OR_SET.test(behind) ||
    isArgument(text, start, ending, behind) ||
    // "itemList.target", "Worksheet.Parent", "TokenKind.PLUS", "proposal.ID"
    (!isSmall && MEMBER_CASE.test(written)) ||
    // "e.business": the blank behind a shortened word is missing; "a.name".
    (/^(?:[a-z]{5,}|id|info|name)$/.test(ending) && objects.length === 1 && objects[0]?.length === 1)
  );
}

/** Members that are domains of phishing as often. */
const COMMON_DOMAINS = words(
  'click cloud download email fun host link live monster network news plus quest rest run site solutions space store support systems tech today tools top website win work works world zone',
);

/** "print(seg.data)", "isinstance(node.id, Name)": between the brackets of a call. */
function isArgument(text: string, start: number, ending: string, behind: string): boolean {
  return !COMMON_DOMAINS.has(ending) && /^[,)]/.test(behind) && /\w\($/.test(text.slice(start - 2, start));
}

/** "for(i=t.next();", "e.ch===t.ch", "s.data[i] = 1": signs of a program on one side at least, with no blank between. */
function isInCode(text: string, start: number, behind: string): boolean {
  return (
    /^(?:\(\)|[[={+&|])/.test(behind) ||
    (/[=!+*&|?{[]/.test(text.charAt(start - 1)) && /^[,):;]/.test(behind))
  );
}

const PSEUDO_CLASS = /^::?(?:hover|active|focus|visited|before|after|first|last|nth|not)\b/;
/** "items.map(", "node.style = ", "count.total += " */
const CALLED_OR_SET = /^(?:\(| ?(?:[-+*/|&?]{0,2}=|===?|!==?)[ \n])/;
const MEMBER_CASE =
  /^(?:[a-z]+[A-Z]\w*\.|(?:[A-Z][a-z\d]+){1,6}\.(?:[A-Z][a-z]+|[A-Z]{2,})$|[a-z]+\.[A-Z]{2,}$)/;
const PRODUCT =
  /^[Ss]ocket\.io$|^(?:System|Microsoft|Windows|[A-Z]{2,3}|VB|ML)\.(?:NET|Net|IO|Web)$|^[A-Z][a-z]+\.(?:NET|IO)$|^(?:asp|ado|vb)\.net$|^(?:System|Microsoft|Windows)(?:\.[A-Z]\w+){2,}$/;
const PRODUCT_IN_SMALL = /^microsoft(?:\.[a-z]+){2,}$/;

/** "the end.It was", "B.Sc": a capital behind the dot and none before, or hardly a word before. */
function isGluedSentence(written: string, labels: readonly string[], ending: string): boolean {
  const behind = written.slice(written.lastIndexOf('.') + 1);
  if (labels.length > 2) return false;
  // "as it.is written"
  if (WORD_DOMAINS.has(ending) && PRONOUNS.has(labels[0] ?? '')) return true;
  if (!/^[A-Z][a-z]*$/.test(behind)) return false;
  return WORD_DOMAINS.has(ending) || (labels[0] ?? '').length === 1;
}
