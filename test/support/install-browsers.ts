import { existsSync } from 'node:fs';
import {
  findChromium,
  findFirefox,
  findHeadlessShell,
  puppeteerCache,
  type FoundBrowser,
} from './find-browsers.ts';
import { runCommand } from './command.ts';

/** Tools of the right-click spec: a display without a screen, a window manager, and real key presses. */
const DESKTOP_TOOLS = ['xvfb', 'openbox', 'xdotool'];
const FONTS = ['fonts-liberation', 'fonts-dejavu-core'];

/**
 * Finds a Chromium that takes unpacked extensions, or installs one: as root on Debian from its packages (Playwright's
 * build lacks the system's libraries there), elsewhere Playwright's. Throws with what to install.
 */
export async function provideChromium(say: (text: string) => void): Promise<FoundBrowser> {
  const found =
    findChromium() ??
    (await aptInstall(['chromium', ...FONTS], findChromium, say)) ??
    (await playwrightInstall(say));
  if (found) return found;
  throw new Error(
    'No Chromium that can load an unpacked extension was found or could be installed. Install Chromium 128 or newer, ' +
      'or Chrome for Testing (branded Google Chrome stopped loading unpacked extensions in 137), ' +
      'or name its executable in TELLTALE_CHROMIUM.',
  );
}

/** Best effort: where there is none, Chromium itself shows the pages that need no extension, and takes longer. */
export async function provideHeadlessShell(say: (text: string) => void): Promise<void> {
  if (!findHeadlessShell()) await aptInstall(['chromium-headless-shell'], findHeadlessShell, say);
}

/** Finds Firefox or installs it; absent where neither works: the tests that need it then count as skipped. */
export async function provideFirefox(say: (text: string) => void): Promise<FoundBrowser | undefined> {
  return (
    findFirefox() ??
    (await aptInstall(['firefox-esr', ...FONTS], findFirefox, say)) ??
    (await puppeteerInstall(say))
  );
}

/** Best effort: the right-click spec says that it was skipped where these are absent. */
export async function provideDesktopTools(say: (text: string) => void): Promise<void> {
  const areThere = () => (['Xvfb', 'openbox', 'xdotool'].every(isCommand) ? true : undefined);
  if (!areThere()) await aptInstall(DESKTOP_TOOLS, areThere, say);
}

function isCommand(name: string): boolean {
  return (process.env.PATH ?? '').split(':').some((folder) => existsSync(`${folder}/${name}`));
}

async function aptInstall<T>(
  packages: string[],
  find: () => T | undefined,
  say: (text: string) => void,
): Promise<T | undefined> {
  const isRootOnDebian = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (!isRootOnDebian) return undefined;
  say(`apt-get install ${packages.join(' ')} ...`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await runCommand('apt-get', ['update', '-qq'], { minutes: 5, env });
  const install = ['install', '-y', '-qq', '--no-install-recommends', ...packages];
  const { code, output } = await runCommand('apt-get', install, { minutes: 10, env });
  if (code !== 0) say(`apt-get failed:\n${lastLines(output)}`);
  return find();
}

async function playwrightInstall(say: (text: string) => void): Promise<FoundBrowser | undefined> {
  say('playwright install chromium ...');
  const { code, output } = await runCommand('playwright', ['install', 'chromium', '--no-shell'], {
    minutes: 5,
  });
  if (code !== 0) say(`playwright install failed:\n${lastLines(output)}`);
  return findChromium();
}

async function puppeteerInstall(say: (text: string) => void): Promise<FoundBrowser | undefined> {
  say('browsers install firefox@stable ...');
  const args = ['install', 'firefox@stable', '--path', puppeteerCache()];
  const { code, output } = await runCommand('browsers', args, { minutes: 5 });
  if (code !== 0) say(`browsers install failed:\n${lastLines(output)}`);
  return findFirefox();
}

function lastLines(output: string): string {
  return output.trim().split('\n').slice(-5).join('\n');
}
