import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { waitUntil } from './wait-until.ts';

const TOOLS = ['Xvfb', 'openbox', 'xdotool'];

/** A display without a screen, with a window manager and a pointer and keys that no page can tell from a person's. */
export interface Desktop {
  /** ":99" */
  display: string;
  /** Opens the context menu there. */
  rightClick(at: { x: number; y: number }): Promise<void>;
  /** Names as xdotool has them: "Up", "Return". */
  press(...keys: string[]): void;
  close(): void;
}

/** The tools that are missing here; empty where a desktop can be started. */
export function missingDesktopTools(): string[] {
  const folders = (process.env.PATH ?? '').split(':');
  return TOOLS.filter((tool) => !folders.some((folder) => existsSync(`${folder}/${tool}`)));
}

/** Two that start at the same moment may choose the same display; the loser tries again. */
export async function startDesktop(size = { width: 1280, height: 900 }, tries = 3): Promise<Desktop> {
  const screen = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', `${size.width}x${size.height}x24`, '-nolisten', 'tcp'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const running = [screen];
  const close = () => running.toReversed().forEach((child) => child.kill());
  process.once('exit', close);
  try {
    const display = `:${await numberFrom(screen)}`;
    const env = { ...process.env, DISPLAY: display };
    running.push(spawn('openbox', [], { env, stdio: 'ignore' }));
    await waitUntil(
      'the window manager manages windows',
      async () => spawnSync('xdotool', ['get_desktop'], { env }).status === 0,
      5,
    );
    return { display, close, ...pointerAndKeys(env) };
  } catch (error) {
    close();
    if (tries <= 1) throw error;
    return startDesktop(size, tries - 1);
  }
}

function pointerAndKeys(env: NodeJS.ProcessEnv): Pick<Desktop, 'rightClick' | 'press'> {
  const xdotool = (...args: string[]) => {
    const { status, stderr } = spawnSync('xdotool', args, { env, encoding: 'utf8' });
    if (status !== 0) throw new Error(`xdotool ${args.join(' ')}: ${stderr}`);
  };
  const windows = () =>
    spawnSync('xdotool', ['search', '--onlyvisible', '--name', ''], { env, encoding: 'utf8' }).stdout.split(
      '\n',
    ).length;
  return {
    rightClick: async ({ x, y }) => {
      const before = windows();
      xdotool('mousemove', '--sync', String(x), String(y), 'click', '3');
      // A menu is a window of its own; keys that come before it would go to the page.
      await waitUntil('the menu is open', async () => windows() > before);
    },
    press: (...keys) => xdotool('key', '--delay', '60', ...keys),
  };
}

/** Xvfb writes the number of the display it chose, and a line feed, once it takes clients. */
async function numberFrom(screen: ChildProcess): Promise<string> {
  let written = '';
  screen.stdio[3]?.on('data', (chunk: Buffer) => (written += chunk.toString()));
  return waitUntil('Xvfb has a display', async () => /^(\d+)\n/.exec(written)?.[1], 5);
}
