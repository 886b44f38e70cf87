import { expect, paintedTexts, test } from './harness.ts';

const KNOWN = { 'evil.example': 'high', '192.0.2.1': 'high' } as const;
const STYLE = '<style>body { margin: 0; font: 20px/30px monospace } p { margin: 0 }</style>';

test('opens the card where the pointer rests, and pins it with a click', async ({ open, annotate }) => {
  const page = await open(`<!doctype html>${STYLE}<p><a href="#there">evil.example</a></p>`);
  await annotate({ known: KNOWN });
  await expect.poll(() => paintedTexts(page)).toEqual(['evil.example']);
  await page.mouse.move(60, 15);
  await expect
    .poll(() => page.evaluate(() => inPage.cards()))
    .toEqual([{ value: 'evil.example', pinned: false, focus: false }]);
  await page.mouse.click(60, 15);
  await expect
    .poll(() => page.evaluate(() => inPage.cards().at(-1)))
    .toEqual({ value: 'evil.example', pinned: true, focus: false });
  expect(new URL(page.url()).hash).toBe('#there');
});

test('a point beside the text is not on the mark', async ({ open, annotate }) => {
  const page = await open(`<!doctype html>${STYLE}<p>evil.example</p><p>192.0.2.1</p>`);
  await annotate({ known: KNOWN });
  await expect.poll(() => paintedTexts(page)).toEqual(['evil.example', '192.0.2.1']);
  for (const [x, y] of [
    [400, 15],
    [700, 45],
    [60, 300],
  ] as const)
    await page.mouse.click(x, y);
  await page.mouse.click(60, 45);
  await expect
    .poll(() =>
      page.evaluate(() =>
        inPage
          .cards()
          .filter((card) => card.pinned)
          .map((card) => card.value),
      ),
    )
    .toEqual(['192.0.2.1']);
});

test('finds marks in nested shadow roots and in text that cannot be selected', async ({ open, annotate }) => {
  const page = await open(`<!doctype html>${STYLE}<div><template shadowrootmode="open"><section>
    <template shadowrootmode="open"><p style="margin:0">evil.example</p></template></section></template></div>
    <p style="user-select: none">192.0.2.1</p>`);
  await annotate({ known: KNOWN });
  await expect.poll(() => paintedTexts(page)).toHaveLength(2);
  await page.mouse.click(60, 15);
  await page.mouse.click(60, 45);
  await expect
    .poll(() =>
      page.evaluate(() =>
        inPage
          .cards()
          .filter((card) => card.pinned)
          .map((card) => card.value),
      ),
    )
    .toEqual(['evil.example', '192.0.2.1']);
});

test("ignores the page's own events", async ({ open, annotate }) => {
  const page = await open(`<!doctype html>${STYLE}<p>evil.example</p>`);
  await annotate({ known: KNOWN });
  await expect.poll(() => paintedTexts(page)).toEqual(['evil.example']);
  await page.evaluate(() => {
    const at = { clientX: 60, clientY: 15, bubbles: true, detail: 1 };
    document.querySelector('p')!.dispatchEvent(new PointerEvent('pointermove', at));
    document.querySelector('p')!.dispatchEvent(new MouseEvent('click', at));
  });
  await page.mouse.click(60, 15);
  await expect.poll(() => page.evaluate(() => inPage.cards().length)).toBeGreaterThan(0);
  expect(await page.evaluate(() => inPage.cards().filter(({ pinned }) => pinned).length)).toBe(1);
});

test('walks from mark to mark in reading order, around the end, scrolling there', async ({
  open,
  annotate,
}) => {
  const gap = '<div style="height: 3000px"></div>';
  const page = await open(`<!doctype html>${STYLE}<p>192.0.2.1</p>${gap}
    <div style="height:100px;overflow:auto;zoom:3"><div style="height:500px"></div><p id="scrolled">evil.example</p><div style="height:500px"></div></div>
    <p hidden>evil.example</p>${gap}<p>192.0.2.1</p>`);
  await annotate({ known: KNOWN });
  await expect.poll(() => paintedTexts(page)).not.toEqual([]);
  await page.bringToFront();
  await page.mouse.click(300, 300);
  const walk = async (direction: 'next' | 'previous') => {
    const before = await page.evaluate(() => inPage.cards().length);
    await page.evaluate((way) => inPage.walk(way), direction);
    await expect.poll(() => page.evaluate(() => inPage.cards().length)).toBe(before + 1);
    return page.evaluate(() => ({ ...inPage.cards().at(-1)!, top: Math.round(scrollY / 1000) }));
  };
  expect(await walk('next')).toEqual({ value: '192.0.2.1', pinned: true, focus: true, top: 0 });
  expect(await walk('next')).toEqual({ value: 'evil.example', pinned: true, focus: true, top: 3 });
  await expect(page.locator('#scrolled')).toBeInViewport();
  expect((await walk('next')).value).toBe('192.0.2.1');
  expect(await walk('next')).toMatchObject({ value: '192.0.2.1', top: 0 });
  expect(await walk('previous')).toMatchObject({ value: '192.0.2.1', top: 6 });
});

test('of a page of which a part fills the screen, goes to the marks in that', async ({ open, annotate }) => {
  const page = await open(`<!doctype html>${STYLE}<p>192.0.2.1</p>
    <section style="background:white" onclick="this.requestFullscreen()"><p>evil.example</p></section><p>192.0.2.1</p>`);
  await annotate({ known: KNOWN });
  await expect.poll(() => paintedTexts(page)).toContain('evil.example');
  await page.locator('section').click({ position: { x: 300, y: 5 } });
  await expect.poll(() => page.evaluate(() => document.fullscreenElement?.localName)).toBe('section');
  for (let step = 1; step <= 2; step += 1) {
    await page.evaluate(() => inPage.walk('next'));
    await expect.poll(() => page.evaluate(() => inPage.cards().length)).toBe(step);
  }
  expect(await page.evaluate(() => inPage.cards().map(({ value }) => value))).toEqual([
    'evil.example',
    'evil.example',
  ]);
});

test('goes to a mark on a page that calls a form or a picture "host"', async ({ open, annotate }) => {
  const page = await open('<!doctype html><p>evil.test</p><form name="host"><p>plain.example</p></form>');
  await annotate({ known: { 'evil.test': 'high', 'plain.example': 'high' } });
  await expect.poll(() => paintedTexts(page)).toEqual(['evil.test', 'plain.example']);
  for (const value of ['evil.test', 'plain.example'])
    expect(await page.evaluate((shown) => inPage.show({ type: 'domain', value: shown }), value)).toBe(true);
});

test("a panel's item leads to the value's next occurrence", async ({ open, annotate }) => {
  const gap = '<div style="height: 3000px"></div>';
  const page = await open(
    `<!doctype html>${STYLE}<nav>evil.example</nav><p>evil.example 192.0.2.1</p>${gap}<p>evil.example</p>`,
  );
  await annotate({ known: KNOWN });
  await expect.poll(() => paintedTexts(page)).toContain('192.0.2.1');
  await page.evaluate(() => inPage.connect());
  const isFarDown: boolean[] = [];
  for (let i = 0; i < 3; i += 1) {
    await page.evaluate(() => inPage.show({ type: 'domain', value: 'evil.example' }));
    isFarDown.push(await page.evaluate(() => scrollY > 2000));
  }
  expect(isFarDown).toEqual([false, true, false]);
  expect(await page.evaluate(() => inPage.cards())).toEqual(
    [1, 2, 3].map(() => ({ value: 'evil.example', pinned: true, focus: false })),
  );
});
