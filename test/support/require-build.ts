import { access } from 'node:fs/promises';
import { extensionBuild } from './paths.ts';

/** Playwright's global set-up: the specs drive the production build, and a missing one is a confusing way to fail. */
export default async function requireBuild(): Promise<void> {
  const manifest = `${extensionBuild('chrome')}/manifest.json`;
  await access(manifest).catch(() => {
    throw new Error(
      `${manifest} is missing. Run \`npm run build\` first, or \`npm test\`, which builds by itself.`,
    );
  });
}
