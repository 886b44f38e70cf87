import { expect, paintedTexts, test } from './harness.ts';

const KNOWN = { 'evil.example': 'high', '192.0.2.1': 'high' } as const;

test('marks what is added, in whatever way', async ({ open, annotate }) => {
  const page = await open('<!doctype html><div id="a">evil</div><p id="b">one<i></i>two</p>');
  await annotate({ known: KNOWN });
  const steps: [change: () => void, painted: string[]][] = [
    [() => document.getElementById('a')!.append('.exa', 'mple'), ['evil', '.exa', 'mple']],
    [() => document.querySelector('i')!.append(' 192.0.2.1 '), ['evil', '.exa', 'mple', '192.0.2.1']],
    [
      () => document.body.insertAdjacentHTML('beforeend', '<ul><li>evil.example</ul>'),
      ['evil', '.exa', 'mple', '192.0.2.1', 'evil.example'],
    ],
    // An unknown word now: evil.examplex
    [() => document.getElementById('a')!.append('x'), ['192.0.2.1', 'evil.example']],
    [() => document.querySelector('ul')!.remove(), ['192.0.2.1']],
    [() => void (document.querySelector('i')!.firstChild!.nodeValue = ' 192.0.2.11 '), []],
    [() => void (document.querySelector('i')!.firstChild!.nodeValue = ' 192.0.2.1 '), ['192.0.2.1']],
    // A block between them parts the words.
    [() => void (document.getElementById('a')!.textContent = 'evil.example'), ['evil.example', '192.0.2.1']],
    [
      () => (document.getElementById('a')!.firstChild as Text).splitText(6),
      ['evil.e', 'xample', '192.0.2.1'],
    ],
    [() => document.getElementById('a')!.firstChild!.after(document.createElement('hr')), ['192.0.2.1']],
    [() => document.querySelector('hr')!.remove(), ['evil.e', 'xample', '192.0.2.1']],
  ];
  for (const [change, painted] of steps) {
    await page.evaluate(change);
    await expect.poll(() => paintedTexts(page), { message: change.toString() }).toEqual(painted);
  }
});

test('takes a mark away before the next frame when its text is replaced', async ({ open, annotate }) => {
  const page = await open('<!doctype html><p>evil.example');
  await annotate({ known: KNOWN });
  await expect.poll(() => paintedTexts(page)).toEqual(['evil.example']);
  const left = await page.evaluate(async () => {
    document.querySelector('p')!.firstChild!.nodeValue = 'good.example';
    await Promise.resolve();
    return inPage.painted();
  });
  expect(left).toEqual([]);
});

test('follows shadow roots, those attached later included', async ({ open, annotate }) => {
  const page = await open('<!doctype html><late-one></late-one>');
  await annotate({ known: KNOWN });
  await page.evaluate(() => {
    customElements.define(
      'late-one',
      class extends HTMLElement {
        constructor() {
          super();
          this.attachShadow({ mode: 'open' }).append('192.0.2.1');
        }
      },
    );
  });
  await expect.poll(() => paintedTexts(page)).toEqual(['192.0.2.1']);
  await page.evaluate(() => document.querySelector('late-one')!.shadowRoot!.append(' evil.example'));
  await expect.poll(() => paintedTexts(page)).toEqual(['192.0.2.1', 'evil.example']);
});

test('follows what is moved, also to where nothing is read', async ({ open, annotate }) => {
  const page = await open(`<!doctype html><div id="a"><b>evil.example</b></div><div id="b"></div>
    <div id="editor" contenteditable></div>`);
  await annotate({ known: KNOWN });
  await expect.poll(() => paintedTexts(page)).toEqual(['evil.example']);
  // Out of an element that then is gone: its text stays what it was.
  await page.evaluate(() => {
    document.getElementById('b')!.append(document.querySelector('b')!.firstChild!);
    document.getElementById('a')!.remove();
  });
  await page.evaluate(() => document.body.append('192.0.2.1'));
  await expect.poll(() => paintedTexts(page)).toEqual(['evil.example', '192.0.2.1']);
  // What is no longer there is nowhere near, as the browser tells before the next frames.
  await page.evaluate(async () => {
    for (let frames = 0; frames < 30; frames += 1) await new Promise(requestAnimationFrame);
  });
  expect(await paintedTexts(page)).toEqual(['evil.example', '192.0.2.1']);
  await page.evaluate(() =>
    document.getElementById('editor')!.append(document.getElementById('b')!.firstChild!),
  );
  await expect.poll(() => paintedTexts(page)).toEqual(['192.0.2.1']);
});

test('leaves what is moved into a frame to who reads that', async ({ open, annotate }) => {
  const page = await open('<!doctype html><p>evil.example</p><p>192.0.2.1</p><iframe srcdoc=""></iframe>');
  await annotate({ known: KNOWN });
  await expect.poll(() => paintedTexts(page)).toEqual(['evil.example', '192.0.2.1']);
  const move = (isBack: boolean) =>
    page.evaluate((back) => {
      const other = document.querySelector('iframe')!.contentDocument!;
      (back ? document : other).body.append((back ? other : document).querySelector('p')!);
    }, isBack);
  await move(false);
  await expect.poll(() => page.evaluate(() => inPage.counts())).toEqual({ marks: 1, painted: 1 });
  await move(true);
  await expect.poll(() => paintedTexts(page)).toEqual(['192.0.2.1', 'evil.example']);
});

test('marks more of a sentence when it is shown, though it goes on without a blank', async ({
  open,
  annotate,
}) => {
  const page = await open(`<!doctype html><p>It asked 192.0.2.1<span id="dots">...</span><span id="more"
    style="display:none">, evil.example and others</span></p>`);
  await annotate({ known: KNOWN });
  await expect.poll(() => paintedTexts(page)).toEqual(['192.0.2.1']);
  await page.evaluate(() => {
    document.getElementById('dots')!.style.display = 'none';
    document.getElementById('more')!.style.display = 'inline';
  });
  await expect.poll(() => paintedTexts(page)).toEqual(['192.0.2.1', 'evil.example']);
});

test('leaves text alone from the moment it is edited', async ({ open, annotate }) => {
  const page = await open('<!doctype html><div><p>evil.example</p></div>');
  await annotate({ known: KNOWN });
  await expect.poll(() => paintedTexts(page)).toEqual(['evil.example']);
  await page.evaluate(() => document.querySelector('div')!.setAttribute('contenteditable', ''));
  await expect.poll(() => paintedTexts(page)).toEqual([]);
  await page.evaluate(() => document.querySelector('div')!.removeAttribute('contenteditable'));
  await expect.poll(() => paintedTexts(page)).toEqual(['evil.example']);
});

test('leaves a page alone for as long as all of it is an editor', async ({ open, annotate }) => {
  const page = await open('<!doctype html><p>evil.example</p>');
  await annotate({ known: KNOWN });
  await expect.poll(() => paintedTexts(page)).toEqual(['evil.example']);
  await page.evaluate(() => (document.designMode = 'on'));
  await expect.poll(() => paintedTexts(page)).toEqual([]);
  await page.evaluate(() => (document.designMode = 'off'));
  await expect.poll(() => paintedTexts(page)).toEqual(['evil.example']);
});

test('a page that rewrites itself at every frame goes on doing so, and is marked all the same', async ({
  open,
  annotate,
}) => {
  const page = await open('<!doctype html><p>evil.example</p><ul></ul>');
  await page.evaluate(() => {
    const busy = { frames: 0, isOver: false };
    Object.assign(globalThis, { busy });
    const rewrite = (): void => {
      busy.frames += 1;
      const items = Array.from({ length: 300 }, (_, i) => {
        const item = document.createElement('li');
        item.textContent = i === 7 ? '192.0.2.1' : `host${i}-${busy.frames}.example`;
        return item;
      });
      document.querySelector('ul')!.replaceChildren(...items);
      if (!busy.isOver) requestAnimationFrame(rewrite);
    };
    requestAnimationFrame(rewrite);
  });
  await annotate({ known: KNOWN });
  await expect.poll(() => paintedTexts(page)).toContain('evil.example');
  const before = await page.evaluate(() => busy.frames);
  await expect
    .poll(() => page.evaluate(() => busy.frames), { timeout: 30_000 })
    .toBeGreaterThan(before + 100);
  expect(await paintedTexts(page)).toContain('evil.example');
  await page.evaluate(() => void (busy.isOver = true));
  await expect.poll(() => paintedTexts(page)).toEqual(['evil.example', '192.0.2.1']);
});

declare global {
  /** The busy page's own count. */
  var busy: { frames: number; isOver: boolean };
}
