import { codeAt } from './characters.ts';
import { FILE_DOMAINS, FILE_OR_HOST_DOMAINS, words } from './file-evidence.ts';

// Members of objects, packages and imports in code, whose endings are top-level domains too, as of 2026-11.

/** What programs call their objects, and what such objects have that is a top-level domain too. */
const OBJECTS = words(
  'graphical multi-user network network-online ' +
    'activedocument activesheet activeworkbook adodb app application args array asyncio audio axis body btn button camera cell chart classifier client cls cluster component config conn connection console content context ctx current data date document df dom e el elem element email entry env err error ev event evt ' +
    'dataset estimator exports file form handler hello history host http image input instance io it item job json key label layout link list local location log logger logging map match math message mem meta metadata model module mouse my name ' +
    'navigator node obj object options os package page params parent path performance pd player plt plugin pod process product prop props query record ref regex req request res response result ' +
    'results root row schema screen script select self series server session settings shell slide socket state static status store str string subprocess sys system tab table target task tf this thread time token torch torch tree type ui url ' +
    'user util utils value var variable video view vpc widget window wscript wshshell',
);
export const MEMBER_DOMAINS = words(
  'abc ai app at audio author auto band bar be bid black blue box build business by call cam cards case cash cat center channel chrome click cloud codes coffee community company compare contact cool country data date day dev direct directory domains eat ' +
    'download eat email events exchange express fail family fashion feedback film final fire fit foo foundation fun fund game global golf gold green group guide help host id in info ink int international is it like limited link live loan ' +
    'management map market me media menu monster my name network new news next no now one open page parts photo pics pid ping pink place play plus post press prod properties property pub pw py quest read red ' +
    'rent report rest review run safe sale save science search secure security seek select services shell show site so social software solutions space star store stream studio study style support systems tab target team tech to tools top total ' +
    'town trade training ventures video vision watch web win work works world zero zone windows docs',
);
/** Of these the ones that are members nearly always: nobody sells names there, or hardly anybody buys them. */
export const PURE_MEMBER_DOMAINS = words(
  'author call chrome data docs foo like map new next now open prod property read safe save seek shell tab target windows',
);
/** What nobody calls a member. */
export const OLD_DOMAINS = words('com edu gov net org');
/** How names of packages begin in Java and its kin: "com.example.app.name". */
const PACKAGES = words('android androidx com edu io java javax kotlin kotlinx net org scala sun');
/** What no registrant would call a host that is spoken of without "www". */
const LANGUAGES = words('android androidx java javax kotlin kotlinx scala');

/** "process.name", "event.target", "items.map(": code; "System.Net", "ASP.NET": names of products. */
export function isMember(
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
  // "$object.Properties.Name", "${project.build.directory}", "list->item.id", "= element.dataset.target;", "key={folder.id}", "#{@user.name}", ".modal.show"
  if (MEMBER_DOMAINS.has(ending) && !COMMON_DOMAINS.has(ending)) {
    const before = text.slice(Math.max(0, start - 2), start);
    if (
      before.endsWith('$') ||
      (ending.length > 2 && /^[\s"'({[,]?[@.]$/.test(before)) ||
      before === '->' ||
      before === '${' ||
      before === '#{' ||
      (before === '= ' && behind.startsWith(';')) ||
      (before.endsWith('{') && behind.startsWith('}'))
    )
      return true;
    if (OBJECTS.has(labels[0] ?? '') && labels.some((label) => label.includes('_'))) return true;
  }
  // "order?.client.id", "a.link:hover", "div.active.show {"
  if (text.startsWith('?.', start - 2) || (behind.startsWith(':') && PSEUDO_CLASS.test(behind))) return true;
  if (/^ ?\{/.test(behind) && (text.charAt(start - 1) === '.' || ELEMENTS.has(labels[0] ?? ''))) return true;
  // "rows.select { |row|", "rows.select do |row|", "<%= user.email %>", "record.tr(':', '')"
  if (!OLD_DOMAINS.has(ending) && IN_SCRIPT.test(behind)) return true;
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
    // "actor.name", "container.image.id", "k8s.pod.name", "microsoft.powershell.security"
    (OF_NAMED.has(ending) &&
      (objects.every(isNamed) || (ending !== 'id' && objects.length > 1 && NAMED.has(objects.at(-1)!)))) ||
    PRODUCT_IN_SMALL.test(written) ||
    CALLED_OR_SET.test(behind) ||
    isArgument(text, start, ending, behind) ||
    (!isSmall && (MEMBER_CASE.test(written) || (!COMMON_DOMAINS.has(ending) && CLASS_CASE.test(written)))) ||
    // "e.business": the blank behind a shortened word is missing; "a.name".
    (/^(?:[a-z]{5,}|id|info|name)$/.test(ending) && objects.length === 1 && objects[0]?.length === 1)
  );
}

/** "r.origin.name": programs call what they look at by one letter. */
function isNamed(label: string, index: number, objects: readonly string[]): boolean {
  return OBJECTS.has(label) || NAMED.has(label) || (index === 0 && objects.length > 1 && label.length === 1);
}

const OF_NAMED = words('data id name');
/** What has such, in code and in tables; other hosts below "name" are hosts. */
const NAMED = words(
  'actor adapter agent alert answer answers arg article artifact artist attachment attr attribute author balancer binding block blueprint bot brand bundle category channel city class client cloud column command company container cookie country course cronjob customer daemonset db department deployment destination developer device district dns domain employee entity entry env environment ext feature field fields file files fileset fn folder font fp func function game header host image index indicator investigation issuer job kubernetes launcher layer lhs library links loop mapping mark member method metric museum namespace network observer opcode option order org origin original other output owner param parameter parsed partner pattern payload permission person playbook pod policy product profile project property proposal question reference region registration replicaset repo report resource rhs role rule schema segment service set sheet signature skill source spec species statefulset step steps street sub subject subscriber tactic tag task tasks team technique template test threat ticket timeline tls tool topic track trait transaction trigger var variable vendor volume webhook worker workflow worksheet',
);

/** First labels that some rule here knows; all rules ask for it that need no sign around. */
export const NAMES_IN_CODE = new Set([
  ...OBJECTS,
  ...NAMED,
  ...PACKAGES,
  ...words('ado asp meson microsoft moz socket vb'),
]);

/** Members that are domains of phishing as often. */
const COMMON_DOMAINS = words(
  'click cloud download email fun host link live monster network news plus quest rest run site solutions space store support systems tech today tools top website win work works world zone',
);

/** "print(seg.data)", "isinstance(node.id, Name)": between the brackets of a call. */
function isArgument(text: string, start: number, ending: string, behind: string): boolean {
  return !COMMON_DOMAINS.has(ending) && /^[,)]/.test(behind) && /\w\($/.test(text.slice(start - 2, start));
}

/**
 * "for(i=t.next();", "e.ch===t.ch", "s.data[i] = 1", "{id:s.box}": signs of a program on one side at least, with no blank between; or "a.is && b.it",
 * "(r) => r.data".
 */
function isInCode(text: string, start: number, behind: string): boolean {
  return (
    /^(?:\(\)|[[={+&|])/.test(behind) ||
    (/[=!+*&|?{[]/.test(text.charAt(start - 1)) && /^[,):;]/.test(behind)) ||
    (text.charAt(start - 1) === ':' && behind.startsWith('}')) ||
    /^ (?:&&|\|\|) /.test(behind) ||
    (/^[,);]/.test(behind) && /(?:&&|\|\||=>) $/.test(text.slice(Math.max(0, start - 3), start)))
  );
}

const IN_SCRIPT = /^(?: ?(?:\{|do) ?\||\((?:["']|\))| %>)/;
const ELEMENTS = words('a body button div form img input li nav p span table td th tr ul');
const PSEUDO_CLASS = /^::?(?:hover|active|focus|visited|before|after|first|last|nth|not)\b/;
/** "items.map(", "node.style = ", "count.total += ", 'form.action="', "event.target?.id", "reply.data ?? " */
const CALLED_OR_SET = /^(?:\(| ?(?:[-+*/|&?]{0,2}=|===?|!==?)[ \n]|=["']|\?\.| \?\? )/;
/** "itemList.target", "folder.Name", "r.URL.Host", "Worksheet.Parent", "TokenKind.PLUS", "proposal.ID" */
const MEMBER_CASE =
  /^(?:[a-z]+[A-Z]\w*\.|[a-z]\w*(?:\.[A-Z]\w*)+$|[A-Z]*(?:[A-Z][a-z\d]+){1,6}\.(?:[A-Z][a-z]+|[A-Z]{2,})$)/;
/** "COLORS.one", "System.Sinks.Artifact.Id"; but "EVIL.BAD.ONE" is a host in capitals. */
const CLASS_CASE = /^(?:[A-Z]{3,}\.(?!app$|dev$)[a-z]+|(?=.*[a-z])(?:[A-Z]\w*\.){2,}[A-Z]\w*)$/;
const PRODUCT =
  /^[Ss]ocket\.io$|^(?:System|Microsoft|Windows|[A-Z]{2,3}|VB|ML)\.(?:NET|Net|IO|Web)$|^(?:[A-Z][a-z]+\.)+(?:NET|IO)$|^(?:asp|ado|vb)\.net$|^(?:System|Microsoft|Windows)(?:\.[A-Z]\w+){2,}$/;
const PRODUCT_IN_SMALL = /^microsoft(?:\.[a-z]+){2,}$/;

/** "com.example.app.info": names of packages end in words of code, names of phishing ("com.bank.example.top") do not. */
export function isPackage(
  text: string,
  start: number,
  written: string,
  labels: readonly string[],
  ending: string,
): boolean {
  const [first = ''] = labels;
  if (!PACKAGES.has(first) || text.charAt(start - 1) === '@') return false;
  if (CLASS.test(written)) return true;
  // "java.net", "kotlin.io", "org.example.commons.io"
  if (ending === 'io' || ending === 'net')
    return LANGUAGES.has(first) || (first === 'org' && labels.length > 3);
  if (labels.length === 2) return first === 'com' && MEMBER_DOMAINS.has(ending);
  return (MEMBER_DOMAINS.has(ending) || FILE_OR_HOST_DOMAINS.has(ending)) && !COMMON_DOMAINS.has(ending);
}

/** "org.example.Test" */
const CLASS = /^(?:[a-z][a-z\d_]*\.){2,}[A-Z][A-Za-z]*[a-z]$/;

/** "import importlib.abc", "from package.module.web import name": at the beginning of a line. */
export function isImport(text: string, start: number, end: number): boolean {
  if (!mayBeImport(text, start)) return false;
  const word = IMPORT_BEFORE.exec(text.slice(Math.max(0, start - 40), start))?.[1];
  return word !== undefined && (word !== 'from' || text.startsWith(' import ', end));
}

/** Such a word stands before it, by its last letter. */
export function mayBeImport(text: string, start: number): boolean {
  const before = codeAt(text, start - 1);
  return (before === BLANK || before === TAB) && ENDS_OF_IMPORTS.includes(text.charAt(start - 2) || '\n');
}

const ENDS_OF_IMPORTS = ' \tmtgec';
const IMPORT_BEFORE = /(?:^|\n)[ \t]*(from|import|using|namespace|package)[ \t]+(?:static[ \t]+)?$/;

/** "mod_dir.so", "data.aws_ami.id" */
export function isEndOfFileName(text: string, start: number, ending: string): boolean {
  return (
    text.charAt(start - 1) === '_' &&
    (FILE_DOMAINS.has(ending) || FILE_OR_HOST_DOMAINS.has(ending) || MEMBER_DOMAINS.has(ending))
  );
}

const [TAB, BLANK] = [0x09, 0x20];
