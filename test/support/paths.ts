import { fileURLToPath } from 'node:url';

/** The checkout. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** Folder of the production build. TELLTALE_OUTPUT names another `.output` folder. */
export function extensionBuild(browser: 'chrome' | 'firefox'): string {
  return `${process.env.TELLTALE_OUTPUT ?? `${ROOT}/.output`}/${browser}-mv3`;
}
