import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/**
 * The script of one of the applications under test/fixtures/apps, e.g. "react-mail.tsx", made from its sources and from npm
 * packages. React's development build, since that is the one which says what is wrong.
 */
export async function buildApp(file: string): Promise<string> {
  return bundleReact(fileURLToPath(new URL(`../fixtures/apps/${file}`, import.meta.url)), {
    environment: 'development',
  });
}

interface Bundling {
  /** Production code comes minified, as it is published. */
  environment: 'development' | 'production';
  /** Only a module exports anything. */
  format?: 'iife' | 'esm';
}

/** One script of a source file that may use React, with all that it imports. */
export async function bundleReact(
  input: string,
  { environment, format = 'iife' }: Bundling,
): Promise<string> {
  const build = await rolldown({
    input,
    // The repository's own tsconfig says preact.
    tsconfig: false,
    transform: {
      define: { 'process.env.NODE_ENV': JSON.stringify(environment) },
      jsx: { runtime: 'automatic', importSource: 'react' },
    },
    logLevel: 'silent',
  });
  const { output } = await build.generate({ format, minify: environment === 'production' });
  await build.close();
  return output[0].code;
}

/** The page it runs in. It has a style sheet and an element #app, and nothing else. */
export function appPage(script: string, style: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>A made-up application</title>
<style>${style}</style><body><div id="app"></div><script src="${script}"></script></body></html>`;
}
