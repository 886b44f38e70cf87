import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/**
 * The script of one of the applications under test/fixtures/apps, e.g. "react-mail.tsx", made from its sources and from npm
 * packages. React's development build, since that is the one which says what is wrong.
 */
export async function buildApp(file: string): Promise<string> {
  const build = await rolldown({
    input: fileURLToPath(new URL(`../fixtures/apps/${file}`, import.meta.url)),
    // The repository's own tsconfig says preact.
    tsconfig: false,
    transform: {
      define: { 'process.env.NODE_ENV': '"development"' },
      jsx: { runtime: 'automatic', importSource: 'react' },
    },
    logLevel: 'silent',
  });
  const { output } = await build.generate({ format: 'iife' });
  await build.close();
  return output[0].code;
}

/** The page it runs in. It has a style sheet and an element #app, and nothing else. */
export function appPage(script: string, style: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>A made-up application</title>
<style>${style}</style><body><div id="app"></div><script src="${script}"></script></body></html>`;
}
