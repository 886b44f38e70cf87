import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { createArticle } from './article.ts';
import { createRandom } from './random.ts';
import { buildReport } from './report-page/build.ts';
import { createValues } from './values.ts';
import { createWords } from './words.ts';

/** The pages that are measured, each generated alike in every run. */
export const PAGES = [
  'nodes',
  'report',
  'bare',
  'marked',
  'marks',
  'large',
  'ticker',
  'frames',
  'empty',
] as const;
export type PageName = (typeof PAGES)[number];

export interface Site {
  urlOf(page: PageName): string;
  close(): Promise<void>;
}

/** Every one of these is in the store of the extension that is measured. */
export const KNOWN = Array.from({ length: 200 }, (_, at) => `listed-${at}.example`);
export const FRAMES = 20;
const TEXT_NODES = 60_000;
/** About as much text as a page of so many nodes has. */
const NODE_BYTES = 1_900_000;
const MARKS = 20_000;
const LARGE_BYTES = 10_000_000;

/** @param size share of the full amount */
export async function serveSite(size: number): Promise<Site> {
  const made = new Map<string, string | Buffer>([
    ...GENERATED.map((name): [string, string] => [`/${name}`, MAKERS[name](size)]),
    ...Object.entries(await buildReport(reportTexts())),
    // Where the report's own measuring goes.
    ['/collect', ''],
  ]);
  const server = createServer(({ url = '' }, response) => {
    const file = made.get(url);
    const type = TYPES[extname(url)] ?? 'text/html; charset=utf-8';
    response.writeHead(file === undefined ? 404 : 200, { 'content-type': type });
    response.end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    urlOf: (name) => `http://127.0.0.1:${port}/${name}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.png': 'image/png',
};

const GENERATED = PAGES.filter((name) => name !== 'report');
const MAKERS: Record<Exclude<PageName, 'report'>, (size: number) => string> = {
  nodes: (size) => {
    const text = escape(writer(1)(NODE_BYTES * size, 0.02));
    const count = Math.ceil((TEXT_NODES * size) / 6);
    const length = Math.floor(text.length / count);
    return html(
      'Many texts',
      lines(count, (at) => {
        const [first = '', ...rest] = text.slice(at * length, (at + 1) * length).split(' ');
        return `<p>${first} <b>${at}</b> ${rest.join(' ')} <a href="#${at}">more</a> and <i>so on</i></p>`;
      }),
    );
  },
  bare: () => html('A report', `<h1>A report</h1>${paragraphs(writer(2), 60_000, 0)}`),
  marked: (size) =>
    html(
      'Marked',
      lines(Math.ceil(MARKS * size), (at) => `<li>${KNOWN[at % KNOWN.length]} was seen ${at} times</li>`),
    ),
  marks: () => html('Marks', `${MARKED}<h1>A report</h1>${listed(60)}${paragraphs(writer(4), 60_000, 0.02)}`),
  large: (size) => html('Large', paragraphs(writer(3), LARGE_BYTES * size, 0.02)),
  ticker: () => html('Ticker', `<ul>${lines(200, (at) => `<li>${at}</li>`)}</ul>${TICKER}`),
  frames: () =>
    html(
      'Frames',
      lines(FRAMES, () => '<iframe src="/empty"></iframe>'),
    ),
  empty: () => html('Empty', '<p>Nothing.</p>'),
};

function listed(count: number): string {
  return lines(count, (at) => `<p>The loader asked ${KNOWN[at]} and <b>${KNOWN[at + 60]}</b> for more.</p>`);
}

function html(title: string, body: string): string {
  return `<!doctype html><meta charset="utf-8"><title>${title}</title>${body}`;
}

function lines(count: number, write: (at: number) => string): string {
  return Array.from({ length: count }, (_, at) => write(at)).join('\n');
}

/** Made-up text of at least so many characters; `valueShare` of its words are indicators that nobody lists. */
function writer(seed: number): (length: number, valueShare: number) => string {
  const random = createRandom(seed);
  const words = createWords(random);
  const article = createArticle({
    random,
    words,
    values: createValues(random, words),
    plant: (value) => value,
  });
  article.begin();
  return (length, valueShare) => {
    let text = '';
    while (text.length < length) text += article.section(valueShare);
    return text;
  };
}

function paragraphs(write: ReturnType<typeof writer>, length: number, valueShare: number): string {
  return texts(write, length, valueShare)
    .map((text) => `<p>${escape(text)}</p>\n`)
    .join('');
}

function texts(write: ReturnType<typeof writer>, length: number, valueShare: number): string[] {
  const all: string[] = [];
  for (let written = 0; written < length; written += all.at(-1)!.length) all.push(write(200, valueShare));
  return all;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/** What the report says, in both of its shapes. */
function reportTexts(): string[] {
  return texts(writer(2), 60_000, 0);
}

/** Half of its rows get other text at every frame, every fifth of them a listed value. */
const TICKER = `<script>
  const items = [...document.querySelectorAll('li')];
  const listed = ${JSON.stringify(KNOWN.slice(0, 3))};
  globalThis.frames60 = 0;
  (function tick() {
    frames60 += 1;
    for (let row = frames60 % 2; row < items.length; row += 2)
      items[row].firstChild.data = row + ': ' + (row % 5 ? 'host' + ((row * 7 + frames60) % 997) + '.example.net' : listed[row % 3]);
    requestAnimationFrame(tick);
  })();
</script>`;

/**
 * Sets a mark on the page's timeline in the first frame that is about to show every listed value of the viewport marked. Only the text at
 * the page's beginning is looked at, where all such values stand.
 */
const MARKED = `<script>
  addEventListener('DOMContentLoaded', () => {
    const listed = new Set(${JSON.stringify(KNOWN)});
    const wanted = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (walker.nextNode())
      for (const { 0: text, index } of walker.currentNode.data.matchAll(/listed-\\d+\\.example/g)) {
        range.setStart(walker.currentNode, index);
        range.setEnd(walker.currentNode, index + text.length);
        if (listed.has(text) && range.getBoundingClientRect().bottom <= innerHeight) wanted.push([walker.currentNode, index]);
      }
    range.detach();
    if (wanted.length < 20) throw new Error('The viewport holds too little.');
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = look;
    // Behind the frame's own work, what others do in it included.
    const afterFrame = () => requestAnimationFrame(() => port2.postMessage(0));
    afterFrame();
    function look() {
      const painted = new Map();
      for (const highlight of CSS.highlights.values())
        for (const { startContainer, startOffset } of highlight) painted.set(startContainer, startOffset);
      if (wanted.every(([node, start]) => painted.get(node) === start)) performance.mark('marked');
      else afterFrame();
    }
  });
</script>`;
