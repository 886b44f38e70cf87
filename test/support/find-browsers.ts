import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

export interface FoundBrowser {
  executable: string;
  /** As it says itself: "Chromium 156.0.7444.0". */
  version: string;
}

/** The annotator needs caretPositionFromPoint with shadow roots, and Custom Highlights. */
const OLDEST_CHROMIUM = 128;
const OLDEST_FIREFOX = 140;
/** Google Chrome ignores --load-extension from this version on; Chromium and Chrome for Testing do not. */
const FIRST_CHROME_WITHOUT_LOAD = 137;

/** TELLTALE_CHROMIUM, else one of the system's, else one that Playwright downloaded. */
export function findChromium(): FoundBrowser | undefined {
  return firstUsable(
    process.env.TELLTALE_CHROMIUM,
    [
      ...onPath('chromium', 'chromium-browser', 'google-chrome-for-testing', 'google-chrome', 'chrome'),
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
      join(process.env.LOCALAPPDATA ?? '', 'Chromium', 'Application', 'chrome.exe'),
      ...downloaded(playwrightCache(), 'chromium-*/chrome-*', [
        'chrome',
        'chrome.exe',
        '*.app/Contents/MacOS/*',
      ]),
    ],
    isUsableChromium,
  );
}

/**
 * Chromium's engine without its windows, if one of the same version as `findChromium` is there. It takes no extensions; a page in
 * it costs less than half.
 */
export function findHeadlessShell(): FoundBrowser | undefined {
  const version = numberOf(findChromium()?.version ?? '');
  return firstUsable(
    undefined,
    [
      ...onPath('chromium-headless-shell'),
      ...downloaded(playwrightCache(), 'chromium_headless_shell-*/*', [
        'headless_shell',
        'chrome-headless-shell',
        'chrome-headless-shell.exe',
      ]),
    ],
    (other) => version !== undefined && numberOf(other) === version,
  );
}

/** TELLTALE_FIREFOX, else one of the system's, else one that @puppeteer/browsers downloaded. */
export function findFirefox(): FoundBrowser | undefined {
  return firstUsable(
    process.env.TELLTALE_FIREFOX,
    [
      ...onPath('firefox-esr', 'firefox'),
      '/Applications/Firefox.app/Contents/MacOS/firefox',
      join(process.env.PROGRAMFILES ?? '', 'Mozilla Firefox', 'firefox.exe'),
      ...downloaded(puppeteerCache(), 'firefox/*', [
        'firefox/firefox',
        'core/firefox.exe',
        '*.app/Contents/MacOS/firefox',
      ]),
    ],
    (version) => majorOf(version) >= OLDEST_FIREFOX,
  );
}

export function puppeteerCache(): string {
  return process.env.PUPPETEER_CACHE_DIR ?? join(homedir(), '.cache', 'puppeteer');
}

function firstUsable(
  named: string | undefined,
  candidates: string[],
  isUsable: (version: string) => boolean,
): FoundBrowser | undefined {
  if (named) return { executable: named, version: versionOf(named) ?? 'version unknown' };
  for (const executable of candidates) {
    const version = versionOf(executable);
    if (version !== undefined && isUsable(version)) return { executable, version };
  }
  return undefined;
}

function isUsableChromium(version: string): boolean {
  const major = majorOf(version);
  const isBranded = version.startsWith('Google Chrome') && !version.includes('for Testing');
  return major >= OLDEST_CHROMIUM && !(isBranded && major >= FIRST_CHROME_WITHOUT_LOAD);
}

/** "156.0.7444.0" of "Chromium 156.0.7444.0 built on Debian". */
function numberOf(version: string): string | undefined {
  return /\d+(?:\.\d+){3}/.exec(version)?.[0];
}

function majorOf(version: string): number {
  return Number(/(\d+)\./.exec(version)?.[1] ?? 0);
}

/** Absent where it does not start, e.g. a download without the system's libraries, or a stub that only asks for a snap. */
function versionOf(executable: string): string | undefined {
  // chrome.exe --version opens a window instead of answering.
  if (process.platform === 'win32') return globSync(executable).length > 0 ? 'Chromium 999.0' : undefined;
  const { status, stdout } = spawnSync(executable, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  return status === 0 ? stdout.trim() : undefined;
}

function onPath(...names: string[]): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const endings = process.platform === 'win32' ? ['.exe'] : [''];
  return names.flatMap((name) =>
    folders.flatMap((folder) => endings.flatMap((ending) => globSync(join(folder, name + ending)))),
  );
}

function playwrightCache(): string {
  if (process.env.PLAYWRIGHT_BROWSERS_PATH) return process.env.PLAYWRIGHT_BROWSERS_PATH;
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'ms-playwright');
  if (process.platform === 'win32') return join(process.env.LOCALAPPDATA ?? homedir(), 'ms-playwright');
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'ms-playwright');
}

/** Newest first. */
function downloaded(cache: string, folder: string, executables: string[]): string[] {
  return executables
    .flatMap((executable) => globSync(join(cache, folder, executable)))
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
}
