import type { Page } from '@playwright/test';
import { expect, paintedTexts, test } from './harness.ts';
import { pictureOf } from '../../support/picture.ts';

declare global {
  var mixed: () => Element[];
}

const COUNT = 20_000;
/** Made-up values in a documentation range, each of which stands more than once. */
const address = (i: number): string => `198.51.100.${i % 256}`;
const known = Object.fromEntries(Array.from({ length: 256 }, (_, i) => [address(i), 'high' as const]));
const numbers = Array.from({ length: COUNT }, (_, i) => i);

const PAGES: Record<string, string> = {
  'a table': `<table>${numbers.map((i) => `<tr><td>${i}<td><code>${address(i)}</code>`).join('')}</table>`,
  'a plain text': `<pre>${numbers.map((i) => `${i} ${address(i)} and more`).join('\n')}</pre>`,
  'list items without boxes of their own': `<ul>${numbers.map((i) => `<li><b style="display:contents">${address(i)}</b>`).join('')}</ul>`,
  'a scroller': `<div style="height:90vh;overflow:auto">${numbers.map((i) => `<p>${address(i)}</p>`).join('')}</div>`,
};

for (const [name, body] of Object.entries(PAGES))
  test(`of ${COUNT} marks in ${name} only those near the viewport are painted`, async ({
    open,
    annotate,
  }) => {
    const page = await open(`<!doctype html><body>${body}`);
    await annotate({ known });
    await page.evaluate(() => inPage.connect());
    await expect
      .poll(() => page.evaluate(() => inPage.list()?.items.reduce((sum, item) => sum + item.count, 0)))
      .toBe(COUNT);
    for (const share of [0, 0.5, 1, 0.25]) {
      await page.evaluate((to) => {
        const scroller = document.querySelector('div') ?? document.scrollingElement!;
        scroller.scrollTop = to * scroller.scrollHeight;
      }, share);
      await expect.poll(() => unpaintedInView(page), { message: `at ${share}` }).toEqual([]);
      expect(await page.evaluate(() => inPage.painted().length)).toBeLessThan(1000);
    }
  });

const COLUMNS: Record<string, string> = {
  'of one text': `<pre style="margin:0">${numbers
    .slice(0, 3000)
    .map((i) => `${i} ${address(i)}`)
    .join('\n')}</pre>`,
  'of paragraphs': numbers
    .slice(0, 3000)
    .map((i) => `<p style="margin:0">${address(i)}</p>`)
    .join(''),
};

for (const [name, body] of Object.entries(COLUMNS))
  test(`paints every one of several columns ${name}`, async ({ open, annotate }) => {
    const page = await open(
      `<!doctype html><body style="margin:0;font:12px/14px monospace"><div style="columns:4">${body}</div>`,
    );
    await annotate({ known });
    await page.evaluate(() => inPage.connect());
    await expect
      .poll(() => page.evaluate(() => inPage.list()?.items.reduce((sum, item) => sum + item.count, 0)))
      .toBe(3000);
    for (const share of [0, 0.5, 1]) {
      await page.evaluate((to) => scrollTo(0, to * document.body.scrollHeight), share);
      await expect
        .poll(() => columnsPainted(page), { message: `at ${share}` })
        .toEqual([true, true, true, true]);
    }
  });

/** Where an element's look may not come from those around it. */
const PLACES: Record<string, string> = {
  'a shadow tree': '<div><template shadowrootmode="open"><p>198.51.100.1</p></template></div>',
  'a shadow tree in another':
    '<div><template shadowrootmode="open"><div><template shadowrootmode="open"><p>198.51.100.1</p></template></div></template></div>',
  'a slot': '<div><template shadowrootmode="open"><p><slot></slot></p></template><b>198.51.100.1</b></div>',
  'an element that inherits nothing':
    '<div style="all:initial"><p style="all:initial">198.51.100.1</p></div>',
  'elements without boxes':
    '<div style="display:contents"><b style="display:contents">198.51.100.1</b></div>',
  'a first line with a look of its own': '<style>p::first-line { color: green }</style><p>198.51.100.1</p>',
  'a container that is asked for its width':
    '<style>@container (width > 1px) { p { color: green } }</style><div style="container-type:inline-size"><p>198.51.100.1</p></div>',
  'a drawing': '<svg><text y="20">198.51.100.1</text></svg>',
  'a dialog': '<dialog open>198.51.100.1</dialog>',
};

for (const [name, body] of Object.entries(PLACES))
  test(`what is painted can be seen in ${name}`, async ({ open, annotate }) => {
    const page = await open(`<!doctype html>${body}`);
    const before = await pictureOf(page);
    await annotate({ known });
    await expect.poll(async () => before.equals(await pictureOf(page))).toBe(false);
    await page.evaluate(() => inPage.stop());
    await expect.poll(async () => before.equals(await pictureOf(page))).toBe(true);
  });

const FLOWING: Record<string, string> = {
  'far to the right of its box': `<pre>${'words '.repeat(2000)}evil.example</pre>`,
  'far below its box': `<div style="height:100px">${'<br>'.repeat(400)}evil.example</div>`,
  'in a body that is as high as the window': `<style>html,body{height:100%}</style>${'<p>evil.example</p>'.repeat(1500)}`,
};
for (const [name, body] of Object.entries(FLOWING))
  test(`paints what stands ${name}`, async ({ open, annotate }) => {
    const page = await open(`<!doctype html><body><p>top.example</p>${body}`);
    await annotate({ known: { 'evil.example': 'high', 'top.example': 'high' } });
    await expect.poll(() => paintedTexts(page)).toContain('top.example');
    await page.evaluate(() => {
      for (const scroller of [document.scrollingElement!, document.body]) scroller.scrollTo(1e6, 1e6);
    });
    // What is far away now is not painted any more.
    await expect.poll(() => paintedTexts(page)).not.toContain('top.example');
    await expect.poll(() => page.evaluate(isPaintedInView)).toBe(true);
  });

function isPaintedInView(): boolean {
  const range = document.createRange();
  return [...CSS.highlights.values()].some((highlight) =>
    [...highlight].some(({ startContainer, startOffset, endOffset }) => {
      range.setStart(startContainer, startOffset);
      range.setEnd(startContainer, endOffset);
      const { left, top } = range.getBoundingClientRect();
      return left >= 0 && top >= 0 && left < innerWidth && top < innerHeight;
    }),
  );
}

test('paints what comes into view without a scroll', async ({ open, annotate }) => {
  const page = await open(
    `<!doctype html><p hidden>198.51.100.1</p><details><summary>more</summary>198.51.100.2</details>`,
  );
  await annotate({ known });
  await page.evaluate(() => inPage.connect());
  await expect.poll(() => page.evaluate(() => inPage.list()?.items.length)).toBe(2);
  await page.evaluate(() => {
    document.querySelector('p')!.hidden = false;
    document.querySelector('details')!.open = true;
  });
  await expect
    .poll(() => page.evaluate(() => inPage.painted().map(({ text }) => text)))
    .toEqual(['198.51.100.1', '198.51.100.2']);
});

test('paints rows that a page adds in large numbers', async ({ open, annotate }) => {
  const page = await open('<!doctype html><ul></ul>');
  await annotate({ known });
  for (let batch = 0; batch < 5; batch += 1)
    await page.evaluate((from) => {
      for (let i = 0; i < 1000; i += 1) {
        const item = document.createElement('li');
        item.textContent = `198.51.100.${(from + i) % 256}`;
        document.querySelector('ul')!.prepend(item);
      }
    }, batch * 1000);
  for (const share of [0, 0.5, 1]) {
    await page.evaluate((to) => scrollTo(0, to * document.body.scrollHeight), share);
    await expect.poll(() => unpaintedInView(page), { message: `at ${share}` }).toEqual([]);
  }
});

const REWRITTEN: [name: string, from: number, to: number, step: number][] = [
  ['some rows in view', 0, 200, 7],
  ['all rows in view', 0, 200, 1],
  ['rows everywhere', 0, COUNT, 50],
  ['rows out of view', COUNT / 2 - 300, COUNT / 2 + 300, 1],
];

for (const [name, from, to, step] of REWRITTEN)
  test(`paints what is written in the place of other marks in a long list: ${name}`, async ({
    open,
    annotate,
  }) => {
    const page = await open(
      `<!doctype html><ul>${numbers.map((i) => `<li>${address(i)}</li>`).join('')}</ul>`,
    );
    await annotate({ known });
    await expect.poll(() => unpaintedInView(page)).toEqual([]);
    const rewrite = (text: string) =>
      page.evaluate(
        (given) => {
          const rows = document.querySelectorAll('li');
          for (let row = given.from; row < given.to; row += given.step)
            rows[row]!.firstChild!.nodeValue = given.text;
        },
        { from, to, step, text },
      );
    const seesAllAt = async (share: number) => {
      await page.evaluate((at) => scrollTo(0, at * document.body.scrollHeight), share);
      await expect.poll(() => unpaintedInView(page), { message: `at ${share}` }).toEqual([]);
    };
    await rewrite('198.51.100.9');
    await seesAllAt(0);
    await rewrite('nothing at all');
    // What to paint is chosen anew meanwhile, so that nobody remembers what was painted there.
    await seesAllAt(0.75);
    await page.evaluate(() => scrollTo(0, 0));
    await rewrite('198.51.100.10');
    for (const share of [0, 0.5, 0]) await seesAllAt(share);
    expect(await page.evaluate(() => inPage.painted().length)).toBeLessThan(1000);
  });

/** Run in the page, whose `mixed` answers with its rows in another order. */
const REARRANGED: Record<string, () => void | Promise<void>> = {
  sorted: () => document.querySelector('ul')!.append(...mixed()),
  'put into another list': () => {
    const other = document.createElement('ul');
    other.append(...mixed());
    document.querySelector('ul')!.replaceWith(other);
  },
  'taken out and put back later': async () => {
    const rows = mixed();
    document.querySelector('ul')!.replaceChildren();
    while (inPage.counts().marks > 0) await new Promise(requestAnimationFrame);
    document.querySelector('ul')!.append(...rows);
  },
  'moved one by one': async () => {
    const rows = document.querySelectorAll('li');
    for (let at = 1000; at < 1020; at += 1) {
      document.querySelector('ul')![at % 2 ? 'prepend' : 'append'](rows[at]!);
      await new Promise(requestAnimationFrame);
    }
  },
};

for (const [name, rearrange] of Object.entries(REARRANGED))
  test(`paints the rows of a long list that were ${name}`, async ({ open, annotate }) => {
    const rows = numbers.slice(0, 3000);
    const page = await open(`<!doctype html><ul>${rows.map((i) => `<li>${address(i)}</li>`).join('')}</ul>`);
    await annotate({ known });
    const isMarked = () => expect.poll(() => page.evaluate(() => inPage.counts().marks)).toBe(rows.length);
    await isMarked();
    await page.evaluate(() => {
      globalThis.mixed = () => {
        const all = document.querySelectorAll('li');
        return Array.from(all, (_, at) => all[(at * 1009) % all.length]!);
      };
    });
    await page.evaluate(rearrange);
    await isMarked();
    for (const share of [0, 0.25, 0.5, 0.75, 1, 0]) {
      await page.evaluate((to) => scrollTo(0, to * document.body.scrollHeight), share);
      await expect.poll(() => unpaintedInView(page), { message: `at ${share}` }).toEqual([]);
    }
    expect(await page.evaluate(() => inPage.painted().length)).toBeLessThan(1000);
  });

/** Addresses that the user sees and that are not painted; at least one address must be in view. */
async function unpaintedInView(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const painted = new Set<string>();
    const place = (node: Node, start: number): string => {
      const range = document.createRange();
      range.setStart(node, start);
      range.setEnd(node, start + 1);
      const { x, y } = range.getBoundingClientRect();
      return `${Math.round(x)},${Math.round(y)}`;
    };
    CSS.highlights.forEach((highlight) =>
      highlight.forEach((range) => painted.add(place(range.startContainer, range.startOffset))),
    );
    const missing: string[] = [];
    let seen = 0;
    // A caret position takes milliseconds on these pages: a few lines tell as much as all.
    for (let y = 5; y < innerHeight; y += 40) {
      const caret = document.caretPositionFromPoint(80, y);
      if (caret?.offsetNode.nodeType !== Node.TEXT_NODE) continue;
      const { data } = caret.offsetNode as Text;
      const lineStart = data.lastIndexOf('\n', Math.max(0, caret.offset - 1)) + 1;
      const start = data.indexOf('198.51.100.', lineStart);
      if (start < 0) continue;
      const at = place(caret.offsetNode, start);
      const top = Number(at.split(',')[1]);
      if (top < 0 || top > innerHeight) continue;
      seen += 1;
      if (!painted.has(at)) missing.push(at);
    }
    return seen === 0 ? ['nothing in view'] : [...new Set(missing)];
  });
}

/** Whether something is painted in the upper and the lower half of each of four columns. */
async function columnsPainted(page: Page): Promise<boolean[]> {
  return page.evaluate(() => {
    const measure = document.createRange();
    const places = new Set<string>();
    CSS.highlights.forEach((highlight) =>
      highlight.forEach(({ startContainer, startOffset, endOffset }) => {
        measure.setStart(startContainer, startOffset);
        measure.setEnd(startContainer, endOffset);
        const { x, y } = measure.getBoundingClientRect();
        const isSeen = y >= 0 && y < innerHeight;
        if (isSeen) places.add(`${Math.floor((4 * x) / innerWidth)} ${y < innerHeight / 2}`);
      }),
    );
    return [0, 1, 2, 3].map((column) => places.has(`${column} true`) && places.has(`${column} false`));
  });
}

for (const [name, head] of [
  ['in its head', '<meta name="color-scheme" content="light dark">'],
  ['in a style', '<style>:root { color-scheme: light dark }</style>'],
  ['in its head, of which one is all that it knows', '<meta name="color-scheme" content="dark">'],
] as const)
  test(`paints a page that is dark because the user prefers that, and says so ${name}`, async ({
    open,
    annotate,
    page,
  }) => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await open(`<!doctype html>${head}<p>evil.example</p><p style="color:rgb(18,18,18)">hidden.example</p>`);
    await annotate({ known: { 'evil.example': 'high', 'hidden.example': 'high' } });
    await expect.poll(() => paintedTexts(page)).toEqual(['evil.example']);
  });
