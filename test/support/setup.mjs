/**
 * `node test/support/setup.mjs demo|test|bench|soak|extract|pictures [arguments]`: everything between a fresh clone and the demo, the
 * tests, the benchmark, the long run, the reader's command line or the README's pictures, on a machine that has Node >= 20 and npm. Plain JavaScript without
 * dependencies, because it runs before there are any. Once the dependencies and Node 24 are there, it hands over to the
 * TypeScript that does the rest. Standard input and output belong to that: setting up reads nothing, and talks on
 * standard error.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const MODULES = join(ROOT, 'node_modules');
const BIN = join(MODULES, '.bin');
const WINDOWS = process.platform === 'win32';
const NODE_MAJOR = 24;
/** What each hands over to, and whether that needs the types that WXT generates. */
const TASKS = {
  demo: { script: 'test/support/demo.ts', needsTypes: true },
  test: { script: 'test/support/run-tests.ts', needsTypes: true },
  bench: { script: 'test/bench/main.ts', needsTypes: false },
  soak: { script: 'test/support/soak.ts', needsTypes: true },
  extract: { script: 'test/support/extract.ts', needsTypes: false },
  pictures: { script: 'test/support/pictures.ts', needsTypes: true },
};

process.chdir(ROOT);
const [task = '', ...args] = process.argv.slice(2);
if (!Object.hasOwn(TASKS, task))
  fail(`Usage: node test/support/setup.mjs ${Object.keys(TASKS).join('|')} [arguments]`);
if (Number.parseInt(process.versions.node, 10) < 20)
  fail(`Node ${process.versions.node} is too old: install Node 20 or newer.`);

if (!dependenciesAreCurrent()) installDependencies();
const node = findNode() ?? installNode();
if (TASKS[task].needsTypes) prepareTypes();
process.exit(run(node, [TASKS[task].script, ...args], { PATH: binFirst() }, { stdio: 'inherit' }));

/** npm writes node_modules/.package-lock.json last, and only when an install was finished: it says what is really there. */
function dependenciesAreCurrent() {
  const wanted = readPackages(join(ROOT, 'package-lock.json'));
  const installed = readPackages(join(MODULES, '.package-lock.json'));
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(
    ([path, { version, integrity, optional }]) =>
      path === '' ||
      (installed[path]
        ? installed[path].version === version && installed[path].integrity === integrity
        : optional === true),
  );
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

function installDependencies() {
  say('dependencies: installing what package-lock.json names (npm ci) ...');
  // The npm to use must not be run by the Node inside the folder that `npm ci` is about to delete.
  const status = run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], { PATH: pathWithoutBin() });
  if (status !== 0)
    fail('`npm ci` failed (see above). It needs the npm registry, or a mirror set as `registry` in .npmrc.');
}

/** The Node of node_modules, or the one that runs this if it will do. */
function findNode() {
  const candidates = [join(BIN, WINDOWS ? 'node.cmd' : 'node'), join(MODULES, 'node', 'bin', nodeName())];
  return [...candidates, process.execPath].find((file) => existsSync(file) && isRecentNode(file));
}

function isRecentNode(file) {
  const { stdout } = spawnSync(file, ['--version'], { encoding: 'utf8', shell: file.endsWith('.cmd') });
  return Number.parseInt(String(stdout).slice(1), 10) >= NODE_MAJOR;
}

/** npm 11 may leave out the install script that fetches the binary, with no more than a warning. */
function installNode() {
  say(`node: fetching Node ${NODE_MAJOR} (the install script of the package "node" did not run) ...`);
  const folder = join(MODULES, 'node');
  run(process.execPath, ['installArchSpecificPackage.js'], { PATH: pathWithoutBin() }, { cwd: folder });
  linkNode();
  return (
    findNode() ??
    fail(
      `Node ${NODE_MAJOR} could not be fetched from the npm registry. Install Node ${NODE_MAJOR} yourself and run this again.`,
    )
  );
}

/** npm makes no link to a binary that is not there yet; npm scripts that are called by hand find Node 24 by it. */
function linkNode() {
  const link = join(BIN, 'node');
  if (WINDOWS || existsSync(link) || !existsSync(join(MODULES, 'node', 'bin', 'node'))) return;
  symlinkSync(join('..', 'node', 'bin', 'node'), link);
}

function nodeName() {
  return WINDOWS ? 'node.exe' : 'node';
}

/** tsc, vitest and the editor read the aliases from .wxt/tsconfig.json, which git does not keep. */
function prepareTypes() {
  say('types: generating .wxt (wxt prepare) ...');
  const wxt = join(MODULES, 'wxt', 'bin', 'wxt.mjs');
  if (run(node, [wxt, 'prepare', '--level', 'warn'], { PATH: binFirst() }) !== 0)
    fail('`wxt prepare` failed (see above).');
}

function binFirst() {
  return [dirname(node), BIN, pathWithoutBin()].join(delimiter);
}

function pathWithoutBin() {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.startsWith(MODULES))
    .join(delimiter);
}

function run(command, commandArgs, env, { cwd = ROOT, stdio = ['ignore', 2, 2] } = {}) {
  const { status, error } = spawnSync(command, commandArgs, {
    cwd,
    stdio,
    env: { ...process.env, ...env },
    shell: WINDOWS && command === 'npm',
  });
  if (error) console.error(`${command}: ${error.message}`);
  return status ?? 1;
}

function say(text) {
  console.error(`[set-up] ${text}`);
}

function fail(text) {
  console.error(`[set-up] ${text}`);
  process.exit(1);
}
