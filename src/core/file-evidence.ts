import { FILE_ENDINGS } from './file-endings.ts';

// Names of files, whose endings are top-level domains too. Each list holds real ones only (IANA's root zone, as of 2026-11); a test says so.

/** Endings of files first, and of hosts hardly ever. */
export const FILE_DOMAINS = words('cab do dot java man md mov mo pm properties pub py tf zip');
/** Endings of files, and of countries or communities that many hosts are in: the name decides. */
export const FILE_OR_HOST_DOMAINS = words('ac ai am bar bz cc inc la mk ml mm nf pl ps rs sc sh so st');
const FILE_NAMES =
  /^(?:(?:a|app|backup|bar|baz|build|checks?|client|cmd|colou?rs?|common|compile|conf|config(?:ure)?|deploy|download|entrypoint|errors?|exploit|files?|foo|functions?|hello|helpers?|index|init|initiali[sz]e|install(?:er)?|lexer|lib\w*|lint|loader|login|macros|main|makefile|malware|mman|mod|module|numbers?|parser|payload|poc|post\w*|pre\w*|reader|readme|run|sample|script|server|settings|setup|shell|start|stop|strings?|tests?|test_\w*|types|update|upload|util(?:s|ity)?|version|worker|writer)\d*|.*[_A-Z].*)$/;
/** "MANIFEST.in", "Makefile.win", "config.h.in", "libevil.pc.in": what build tools make other files of. */
const TEMPLATE =
  /^(?:manifest|makefile|configure|.*\.(?:cmake|conf|desktop|h|pc|py|service|sh|spec|symbols|xml))\.(?:in|win)$/;
/** "install-tool.sh", "docker-entrypoint.sh" */
const SCRIPT =
  /^(?:(?:build|check|deploy|docker|install|run|setup|start|stop|test|update)[a-z]*-.*|.*-(?:build|check|deploy|entrypoint|init|install|run|setup|start|stop|test|update))\.sh$/;
/** "libevil-1.2.so", "python3.9.so" */
const LIBRARY = /^(?:lib[\w.+-]*|.*\.\d+)\.so$/;
/** "README.de", "LICENSE.at", "Dockerfile.dev", "meson.build": whatever they end in. */
const ALWAYS_FILES =
  /^(?:lcov\.info|.*\.(?:conf|env|ini|json|toml|xml|ya?ml)\.example|(?:README|CHANGE(?:S|LOG)|LICEN[CS]E|COPYING|INSTALL|TODO|AUTHORS|NOTICE|(?:GNUm|M)akefile|Dockerfile|Jenkinsfile|Vagrantfile)\.[A-Za-z]+|(?:meson|moz)\.build)$/;

export function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}

/** "HKCU\\Software\\Classes\\.app": the dot begins the last name of a path. */
export function isHiddenFile(text: string, start: number, end: number): boolean {
  return (
    text.charAt(start - 1) === '\\' &&
    text.charAt(start - 2) !== '\\' &&
    text.slice(start, end).includes('\\.')
  );
}

/** "main.rs:12": where a compiler stopped. */
export function isLineOfFile(value: string, port: number): boolean {
  const [name = '', ending = '', ...others] = value.split('.');
  if (others.length > 0 || !(FILE_DOMAINS.has(ending) || FILE_OR_HOST_DOMAINS.has(ending))) return false;
  return name.length > 0 && port < 10_000 && !COMMON_PORTS.has(port);
}

const COMMON_PORTS = new Set([
  21, 22, 23, 25, 53, 80, 81, 110, 143, 443, 445, 587, 993, 995, 3389, 4443, 4444, 8000, 8080, 8443, 8888,
  9001,
]);

/** "C:\Windows\command.com", "/var/run/sshd.pid"; a host of a share stands behind two backslashes. */
export function isInPath(text: string, start: number, ending: string): boolean {
  const before = text.charAt(start - 1);
  if (before === '\\') return text.charAt(start - 2) !== '\\';
  if (before !== '/' || text.charAt(start - 2) === '/') return false;
  if (FILE_DOMAINS.has(ending) || FILE_OR_HOST_DOMAINS.has(ending)) return true;
  return ABSOLUTE_PATH.test(text.slice(Math.max(0, start - LONGEST_PATH), start));
}

/** "address=/evil.example/", "server=/evil.example/bad.example/": dnsmasq. */
export function isRuleOfResolver(text: string, start: number, end: number): boolean {
  return (
    text.charAt(end) === '/' &&
    text.charAt(start - 1) === '/' &&
    RULE_BEFORE.test(text.slice(Math.max(0, start - LONGEST_PATH), start))
  );
}

const RULE_BEFORE = /(?:^|\s)(?:address|local|server)=\/(?:[\w.-]+\/)*$/;

const LONGEST_PATH = 120;
const ABSOLUTE_PATH = /(?:^|[\s"'`(=:]|\bfile:\/\/(?:localhost)?)(?:~|\.{1,2})?\/(?:[\w.@+-]+\/)*$/;

/** "chmod 777 bins.sh; ./bins.sh" */
export function isOfCommand(text: string, start: number, ending: string): boolean {
  if (!FILE_DOMAINS.has(ending) && !FILE_OR_HOST_DOMAINS.has(ending)) return false;
  return COMMAND_BEFORE.test(text.slice(Math.max(0, start - 40), start));
}

const COMMAND_BEFORE =
  /(?<![\w./-])(?:(?:chmod(?:[ \t]\S{1,9})?|(?:ba|da|z|c|k)?sh|python[\d.]*|perl|rm(?:[ \t]-\w{1,4})?|cp|mv|cat|nohup|source|sudo|exec)[ \t]|-[oO][ \t]|>[ \t]?|\.\/)$/;

/** "setup.zip", "report.pdf.zip", "tool-1.2.zip", "install.sh" */
export function isFile(written: string, labels: readonly string[], ending: string): boolean {
  if (ALWAYS_FILES.test(written)) return true;
  if (FILE_DOMAINS.has(ending))
    return (
      labels.length === 2 ||
      /^\d+$|^[a-z]{2}-[a-z]{2}$/.test(labels.at(-2) ?? '') ||
      FILE_ENDINGS.has(labels.at(-2) ?? '')
    );
  if (ending === 'so' && LIBRARY.test(written)) return true;
  if (ending === 'sh' && labels.length === 2 && SCRIPT.test(written)) return true;
  if ((ending === 'in' || ending === 'win') && TEMPLATE.test(labels.join('.'))) return true;
  if (!FILE_OR_HOST_DOMAINS.has(ending) || labels.length > 2) return false;
  return FILE_NAMES.test(written.slice(0, written.lastIndexOf('.')));
}

/** Whether such a name, the first label of the host, could be one of a file for that name alone. */
export function mayNameFile(name: string, host: string): boolean {
  return FILE_NAMES.test(name) || TEMPLATE.test(host) || LIBRARY.test(host);
}

/** "main.c util.sh test.py": in a line of files, with a file on one side and on the other one more or the line's end. */
export function isAmongFiles(
  text: string,
  start: number,
  end: number,
  labels: readonly string[],
  ending: string,
): boolean {
  if (labels.length > 2 || !FILE_OR_HOST_DOMAINS.has(ending)) return false;
  const before = FILE_BEFORE.exec(text.slice(Math.max(0, start - 60), start));
  const behind = FILE_BEHIND.exec(text.slice(end, end + 60));
  if (!before || !behind) return false;
  const endings = [before[1], behind[1]].filter((each) => each !== undefined);
  const isFileEnding = (each: string) =>
    FILE_ENDINGS.has(each) || FILE_DOMAINS.has(each) || SOURCE_ENDINGS.has(each);
  return (
    endings.some(isFileEnding) &&
    endings.every((each) => isFileEnding(each) || FILE_OR_HOST_DOMAINS.has(each))
  );
}

const SOURCE_ENDINGS = words(
  'bat c cfg conf cpp exe go gz h hpp ini jar kt log lua m4 o rb scss sql swift tar toml ts tsx vue yaml yml',
);
const FILE_BEFORE = /(?:^|\n|[\w-]\.([a-z\d]{1,5}),?[ \t])[ \t]*$/;
const FILE_BEHIND = /^(?:$|\r?\n|,?[ \t]+[\w-]{1,40}\.([a-z\d]{1,5})(?![\w.]))/;
