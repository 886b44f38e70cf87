import { fileURLToPath } from 'node:url';
import { bundleReact } from '../../support/build-app.ts';
import { createRandom } from '../random.ts';
import { createWords } from '../words.ts';
import { arrange, PICTURES } from './content.ts';
import { picture } from './picture.ts';
import { styleSheet } from './style.ts';

/*
 * A report as vendors publish them: React renders it on the server and takes it over in the browser; there are a menu, a table of contents,
 * code, tables, pictures, a style sheet of utilities, a highlighter, a script that measures its readers, and a third party's bar about cookies.
 * It is to be an ordinary page, so that nothing that reads along hides behind a heavy one: no part of it is larger than the median page's of the
 * same kind (below), and its script is about a seventh of that.
 */

/**
 * Medians of the HTTP Archive's Web Almanac for pages on a desktop, bytes as transferred: script, style and images of inner pages (2025, "Page
 * Weight"), the document (2024, "Markup"); style rules (2022, "CSS") and elements (2024, "Markup"), which it gives for phones, and for
 * desktops as much the same. Its 138 kB of fonts are left out: nothing in here needs a network.
 */
export const MEDIANS = {
  document: 33_000,
  script: 719_000,
  style: 85_000,
  images: 442_000,
  rules: 613,
  elements: 594,
};

/** Every file of it by the path it is served under: "/report" is the page. */
export async function buildReport(texts: readonly string[]): Promise<Record<string, string | Buffer>> {
  const random = createRandom(5);
  const report = arrange(texts, { random, words: createWords(random) });
  const production = { environment: 'production' } as const;
  const [server, client, consent, analytics] = await Promise.all([
    bundleReact(source('server.tsx'), { ...production, format: 'esm' }),
    bundleReact(source('client.tsx'), production),
    bundleReact(source('consent.ts'), production),
    bundleReact(source('analytics.ts'), production),
  ]);
  const { render } = (await import(
    `data:text/javascript;base64,${Buffer.from(server).toString('base64')}`
  )) as typeof import('./server.tsx');
  return {
    '/report': page(report.title, render(report)),
    '/report/content.js': `globalThis.report = ${JSON.stringify(report)};`,
    '/report/client.js': client,
    '/report/consent.js': consent,
    '/report/analytics.js': analytics,
    '/report/style.css': styleSheet(),
    ...Object.fromEntries(PICTURES.map((size, at) => [`/report/${at}.png`, picture(random, size)])),
  };
}

function source(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/report/style.css">
<script defer src="/report/content.js"></script><script defer src="/report/client.js"></script>
<script async src="/report/analytics.js"></script></head>
<body><div id="root">${body}</div><script async src="/report/consent.js"></script></body></html>`;
}
