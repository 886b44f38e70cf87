import { spawn } from 'node:child_process';
import { ROOT } from './paths.ts';

export interface Outcome {
  /** Exit code; 1 where the command could not be started, was killed or ran out of time. */
  code: number;
  /** Standard output and error as they came. */
  output: string;
}

/** Runs a command in the checkout and waits for it, at most `minutes`; then it and everything it started are killed. */
export function runCommand(
  command: string,
  args: string[],
  { minutes = 5, env = {}, show = false }: { minutes?: number; env?: NodeJS.ProcessEnv; show?: boolean } = {},
): Promise<Outcome> {
  const windows = process.platform === 'win32';
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, so that browsers and servers it started end with it.
    detached: !windows,
    shell: windows,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (show) process.stdout.write(text);
    });
  const killTree = () => {
    if (child.pid !== undefined) kill(windows ? child.pid : -child.pid);
  };
  const deadline = setTimeout(() => {
    output += `\n${command} did not end within ${minutes} minutes and was stopped.\n`;
    killTree();
  }, minutes * 60_000);
  process.once('exit', killTree);
  return new Promise((resolve) => {
    const finish = (code: number) => {
      clearTimeout(deadline);
      process.off('exit', killTree);
      resolve({ code, output });
    };
    child.once('error', (error) => {
      output += `${command}: ${error.message}\n`;
      finish(1);
    });
    child.once('close', (code) => finish(code ?? 1));
  });
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
