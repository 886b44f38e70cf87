import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** A lint rule sees one import at a time; what a page gets is everything that those files import in their turn. */
test('nothing that the content script reaches imports the store, the API or a heavy package', async () => {
  const reached = await reach(join(ROOT, 'entrypoints', 'annotate.ts'));
  const names = [...reached].map((each) => relative(ROOT, each));
  expect(names).toContain(join('src', 'page', 'annotator.ts'));
  expect(names.filter((name) => /^src.(store|api|worker|import)\b/.test(name))).toEqual([]);
  expect([...reached].filter((each) => /^(zod|idb|tldts)\b/.test(each))).toEqual([]);
});

/** Every file and package that is imported for its values, type imports left out. */
async function reach(entry: string): Promise<Set<string>> {
  const reached = new Set<string>([entry]);
  // A Set hands out what is added to it while it is being walked.
  for (const file of reached) {
    if (!existsSync(file)) continue;
    for (const specifier of valueImports(await readFile(file, 'utf8'))) reached.add(resolve(specifier, file));
  }
  return reached;
}

function valueImports(source: string): string[] {
  const statements = source.matchAll(
    /^(?:import|export)\s+(?!type\b)(?:[^'"]*?\bfrom\s*)?['"]([^'"]+)['"]/gm,
  );
  return [...statements].flatMap(([, specifier]) => specifier ?? []);
}

function resolve(specifier: string, from: string): string {
  const path = specifier.replace(/\?.*$/, '');
  if (path.startsWith('@/')) return join(ROOT, 'src', path.slice(2));
  if (path.startsWith('@@/')) return join(ROOT, path.slice(3));
  return path.startsWith('.') ? join(dirname(from), path) : path;
}
