import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

const ROOMS = ['core', 'api', 'import', 'export', 'store', 'extension', 'worker', 'page', 'ui'];
const MAY_IMPORT: Record<string, string[]> = {
  core: [],
  api: ['core'],
  import: ['core'],
  export: ['core'],
  store: ['core'],
  extension: ['core'],
  worker: ['core', 'api', 'import', 'store', 'extension'],
  page: ['core'],
  ui: ['core', 'extension', 'export'],
};

/** Each probe: where it stands, what it says, and the rule that must or must not refuse it. */
interface Probe {
  file: string;
  text: string;
  refused: string | false;
}

const IMPORTS = 'eslint(no-restricted-imports)';
const GLOBALS = 'eslint(no-restricted-globals)';
const PROPERTIES = 'eslint(no-restricted-properties)';
const DEFAULT_EXPORT = 'import(no-default-export)';
const CYCLIC = 'import(no-cycle)';
const RULES = new Set([IMPORTS, GLOBALS, PROPERTIES, DEFAULT_EXPORT, CYCLIC]);

function imports(file: string, from: string, refused: boolean): Probe {
  return { file, text: `import { thing } from '${from}';\nthing();\n`, refused: refused && IMPORTS };
}

function says(file: string, text: string, refused: string | false): Probe {
  return { file, text, refused };
}

const ARROWS = ROOMS.flatMap((room) =>
  ROOMS.filter((other) => other !== room).map((other) =>
    imports(
      `src/${room}/to-${other}.ts`,
      `@/${other}/something.ts`,
      !(MAY_IMPORT[room] ?? []).includes(other),
    ),
  ),
);

const REST: Probe[] = [
  imports('src/page/to-messages.ts', '@/extension/messages.ts', false),
  imports('src/page/to-settings.ts', '@/core/settings.ts', true),
  says(
    'src/page/to-settings-types.ts',
    "import type { Settings } from '@/core/settings.ts';\nexport type Sites = Settings['sitesOff'];\n",
    false,
  ),
  ...['zod', 'idb', 'tldts'].map((name) => imports(`src/page/to-${name}.ts`, name, true)),
  ...['idb', 'preact', 'wxt/utils/storage', 'node:fs'].map((name, at) =>
    imports(`src/core/impure-${at}.ts`, name, true),
  ),
  ...ROOMS.flatMap((room) => [
    imports(`src/${room}/upwards.ts`, '../core/indicator.ts', true),
    imports(`src/${room}/beside.ts`, './neighbour.ts', false),
    imports(`src/${room}/to-entrypoint.ts`, '@@/entrypoints/background.ts', true),
    imports(`src/${room}/to-test.ts`, '@@/test/support/judge.ts', true),
    imports(`src/${room}/to-browser.ts`, 'wxt/browser', room !== 'extension'),
    imports(`src/${room}/to-polyfill.ts`, 'webextension-polyfill', room !== 'extension'),
    says(`src/${room}/fetches.ts`, "void fetch('/');\n", room === 'api' ? false : GLOBALS),
    says(`src/${room}/opens-database.ts`, "indexedDB.open('x');\n", room === 'store' ? false : GLOBALS),
    says(`src/${room}/global-api.ts`, 'chrome.runtime.reload();\n', GLOBALS),
    says(
      `src/${room}/html.ts`,
      "export function show(to: HTMLElement) {\n  to.innerHTML = 'x';\n}\n",
      PROPERTIES,
    ),
    says(`src/${room}/default.ts`, 'export default function f() {}\n', DEFAULT_EXPORT),
  ]),
  imports('entrypoints/upwards.ts', '../src/core/indicator.ts', true),
  imports('entrypoints/popup/to-browser.ts', 'wxt/browser', false),
  says('src/ui/write.ts', "document.write('x');\n", PROPERTIES),
  imports('entrypoints/to-anything.ts', '@/worker/router.ts', false),
  ...['worker', 'extension', 'api', 'store', 'core'].map((room) =>
    says(`src/${room}/timer.ts`, 'setInterval(() => {}, 1);\n', GLOBALS),
  ),
  says('entrypoints/timer.ts', 'setInterval(() => {}, 1);\n', GLOBALS),
  says('src/core/clock.ts', 'export const now = Date.now();\n', PROPERTIES),
  says('src/core/dice.ts', 'export const dice = Math.random();\n', PROPERTIES),
  says('src/core/dom.ts', 'export const { title } = document;\n', GLOBALS),
  says('src/worker/clock.ts', 'export const now = Date.now();\n', false),
  imports('test/support/to-core.ts', '@/core/indicator.ts', true),
  imports('test/support/to-src.ts', '../../src/core/indicator.ts', true),
  imports('test/support/beside.ts', './judge.ts', false),
];

const CYCLE: Probe[] = [
  says('src/core/cycle-a.ts', "import { b } from './cycle-b.ts';\nexport const a = () => b;\n", CYCLIC),
  says('src/core/cycle-b.ts', "import { a } from './cycle-a.ts';\nexport const b = () => a;\n", CYCLIC),
];

let folder: string;
let refusals: Map<string, Set<string>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'telltale-arrows-'));
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  await copyFile(join(ROOT, 'oxlint.config.ts'), join(folder, 'oxlint.config.ts'));
  for (const { file, text } of [...ARROWS, ...REST, ...CYCLE]) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  refusals = await lint(folder);
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('import arrows', () => {
  test.each(ARROWS)('$file', expectRefusal);
});

describe('what a room may say', () => {
  test.each(REST)('$file', expectRefusal);
});

test.each(CYCLE)('a cycle is refused: $file', expectRefusal);

function expectRefusal({ file, refused }: Probe): void {
  const ours = [...(refusals.get(file) ?? [])].filter((rule) => RULES.has(rule));
  expect(ours).toEqual(refused ? [refused] : []);
}

/** File -> names of the rules that complain about it. */
async function lint(cwd: string): Promise<Map<string, Set<string>>> {
  const oxlint = join(ROOT, 'node_modules', 'oxlint', 'bin', 'oxlint');
  const output = await new Promise<string>((resolve) => {
    // Its exit code says that it found something, which is the point.
    execFile(
      process.execPath,
      [oxlint, '--format', 'json', 'src', 'entrypoints', 'test'],
      { cwd, maxBuffer: 50e6 },
      (_error, stdout) => resolve(stdout),
    );
  });
  const { diagnostics } = JSON.parse(output) as { diagnostics: { filename: string; code: string }[] };
  const found = new Map<string, Set<string>>();
  for (const { filename, code } of diagnostics) {
    const file = filename.replaceAll('\\', '/');
    found.set(file, (found.get(file) ?? new Set()).add(code));
  }
  return found;
}
