import { fileURLToPath } from 'node:url';
import { type Rolldown, build } from 'vite';

const fromHere = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The stage (stage.tsx) with the real components, as one script for a page. */
export async function bundleStage({ minify = false } = {}): Promise<string> {
  const [result] = (await build({
    configFile: false,
    logLevel: 'silent',
    publicDir: false,
    resolve: { alias: { '@': fromHere('../../../src') } },
    build: {
      write: false,
      minify,
      target: 'esnext',
      lib: { entry: fromHere('stage.tsx'), formats: ['iife'], name: 'unused' },
    },
  })) as Rolldown.RolldownOutput[];
  return result?.output[0].code ?? '';
}
