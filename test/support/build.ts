import { runCommand, type Outcome } from './command.ts';

/** The production build, as users get it. */
export function buildExtension(browser: 'chrome' | 'firefox'): Promise<Outcome> {
  const args = browser === 'firefox' ? ['build', '-b', 'firefox', '--mv3'] : ['build'];
  return runCommand('wxt', args, { minutes: 5 });
}
