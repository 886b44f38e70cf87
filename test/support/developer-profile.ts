import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Chromium begins an unpacked extension again in the developer's mode only. */
export async function makeDeveloperProfile(): Promise<string> {
  const userDataDir = await mkdtemp(join(tmpdir(), 'telltale-developer-'));
  await mkdir(join(userDataDir, 'Default'));
  const preferences = { extensions: { ui: { developer_mode: true } } };
  await writeFile(join(userDataDir, 'Default', 'Preferences'), JSON.stringify(preferences));
  return userDataDir;
}
