import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const OUTPUT = process.env.TELLTALE_OUTPUT ?? join(ROOT, '.output');

const PERMISSIONS = ['alarms', 'contextMenus', 'scripting', 'storage', 'tabs', 'unlimitedStorage'];

const BUILDS = [
  { browser: 'chrome', permissions: [...PERMISSIONS, 'sidePanel'] },
  { browser: 'firefox', permissions: PERMISSIONS },
];
const isBuilt = BUILDS.every(({ browser }) => existsSync(join(OUTPUT, `${browser}-mv3`, 'manifest.json')));

describe.skipIf(!isBuilt).each(BUILDS)(
  'the production build for $browser (npm run build)',
  ({ browser, permissions }) => {
    const folder = join(OUTPUT, `${browser}-mv3`);
    let manifest: Manifest;

    beforeAll(async () => {
      manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as Manifest;
    });

    test('is Manifest V3', () => {
      expect(manifest.manifest_version).toBe(3);
    });

    test('shows no file of its own to any page', () => {
      expect(manifest).not.toHaveProperty('web_accessible_resources');
      expect(manifest).not.toHaveProperty('externally_connectable');
    });

    test('asks for these permissions and no others', () => {
      expect(manifest.permissions?.toSorted()).toEqual(permissions.toSorted());
      expect(manifest.host_permissions).toEqual(['<all_urls>']);
      expect(manifest).not.toHaveProperty('optional_permissions');
      expect(manifest).not.toHaveProperty('optional_host_permissions');
    });

    test('runs two content scripts, in every frame, and not through a WXT context', () => {
      const everywhere = {
        matches: ['<all_urls>'],
        all_frames: true,
        match_about_blank: true,
        match_origin_as_fallback: true,
      };
      expect(manifest.content_scripts).toEqual([
        { ...everywhere, js: ['greeter.js'], run_at: 'document_start' },
        { ...everywhere, js: ['annotate.js'], run_at: 'document_idle' },
      ]);
    });

    test('holds up no page: what runs before it is there is below 1 kB', async () => {
      const { size } = await stat(join(folder, 'greeter.js'));
      expect(size).toBeLessThan(1000);
    });

    test("keeps the browser's own content security policy", () => {
      expect(manifest).not.toHaveProperty('content_security_policy');
    });

    test('has a content script below 60 kB', async () => {
      const { size } = await stat(join(folder, 'annotate.js'));
      expect(size).toBeLessThan(60_000);
    });

    test('runs nothing in pages that carries the polyfill', async () => {
      const names = (await readdir(folder)).filter((name) => /(?<!background)\.js$/.test(name));
      expect(names).toContain('annotate.js');
      expect(names).toContain('marker.js');
      const scripts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
      expect(names.filter((_, i) => scripts[i]?.includes('message port closed before'))).toEqual([]);
    });

    test('keeps out of the content script what listens for the WXT start event', async () => {
      const script = await readFile(join(folder, 'annotate.js'), 'utf8');
      expect(script).not.toContain('content-script-started');
    });
  },
);

test.skipIf(!isBuilt)(
  'the manifest for Firefox has the keys that it requires, and none of Chromium',
  async () => {
    const text = await readFile(join(OUTPUT, 'firefox-mv3', 'manifest.json'), 'utf8');
    const manifest = JSON.parse(text) as Manifest;
    expect(manifest.browser_specific_settings?.gecko.id).toContain('@');
    expect(manifest.browser_specific_settings?.gecko.data_collection_permissions).toEqual({
      required: ['none'],
    });
    expect(manifest).not.toHaveProperty('minimum_chrome_version');
    expect(manifest).not.toHaveProperty('side_panel');
  },
);

test('package-lock.json names no registry, so that it works with any mirror', async () => {
  const lock = JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { resolved?: string; integrity?: string }>;
  };
  const entries = Object.entries(lock.packages).filter(([path]) => path !== '');
  expect(entries.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  expect(entries.filter(([, { integrity }]) => integrity === undefined)).toEqual([]);
});

interface Manifest {
  manifest_version: number;
  permissions?: string[];
  host_permissions?: string[];
  content_scripts?: unknown[];
  browser_specific_settings?: { gecko: { id: string; data_collection_permissions?: object } };
}
