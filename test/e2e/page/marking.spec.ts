import { expect, paintedTexts, test } from './harness.ts';

test('gives each class of match its own line', async ({ open, annotate }) => {
  const page = await open(`<!doctype html><p>high.example medium.example low.example unrated.example
    child.example faded.example CVE-2099-12345`);
  await annotate({
    known: {
      'high.example': 'high',
      'medium.example': 'medium',
      'low.example': 'low',
      'unrated.example': 'unrated',
      'child.example': { matchClass: 'child', level: 'medium' },
      'faded.example': { faded: true, level: 'medium' },
      'CVE-2099-12345': { level: 'unrated' },
    },
  });
  await expect
    .poll(() => page.evaluate(() => inPage.painted()))
    .toEqual([
      { text: 'high.example', style: 'solid 3px' },
      { text: 'medium.example', style: 'double 1.5px' },
      { text: 'low.example', style: 'dashed 2px' },
      { text: 'unrated.example', style: 'dashed 1px' },
      { text: 'child.example', style: 'wavy 1px' },
      { text: 'faded.example', style: 'dotted 2px' },
      { text: 'CVE-2099-12345', style: 'solid 1px' },
    ]);
});

test('with forced colours the lines stand inside of the box that the system paints, where they can be seen', async ({
  open,
  annotate,
}) => {
  const page = await open('<!doctype html><p>high.example low.example unrated.example');
  await annotate({ known: { 'high.example': 'high', 'low.example': 'low', 'unrated.example': 'unrated' } });
  await expect.poll(() => paintedTexts(page)).toHaveLength(3);
  const offsets = () =>
    page.evaluate(() =>
      [...CSS.highlights.keys()].map(
        (name) => getComputedStyle(document.body, `::highlight(${name})`).textUnderlineOffset,
      ),
    );
  expect(await offsets()).toEqual(['3px', '3px', '3px']);
  await page.emulateMedia({ forcedColors: 'active' });
  expect(await offsets()).toEqual(['0px', '0px', '0px']);
});

test('keeps the longest of overlapping known values', async ({ open, annotate }) => {
  const page = await open('<!doctype html><p>http://evil.example/a');
  await annotate({ known: { 'http://evil.example/a': 'low', 'evil.example': 'high' } });
  await expect.poll(() => paintedTexts(page)).toEqual(['http://evil.example/a']);
});

test('marks a known host in the path of an unknown URL', async ({ open, annotate }) => {
  const page = await open('<!doctype html><p>https://wrapper.test/to/evil.example/x');
  await annotate({ known: { 'evil.example': 'high' } });
  await expect.poll(() => paintedTexts(page)).toEqual(['evil.example']);
});

test('lists what it does not paint', async ({ open, annotate }) => {
  const page = await open(`<!doctype html><nav>nav.example</nav><p>CVE-2099-12345 and 10.0.0.1, then
    shown.example and again shown.example</p><footer>shown.example</footer>`);
  await annotate({
    known: {
      'nav.example': 'high',
      'CVE-2099-12345': 'unrated',
      '10.0.0.1': { quiet: { kind: 'impossible', reason: 'private' } },
      'shown.example': 'medium',
    },
    references: { cve: false, mitre_attack: true },
  });
  await expect.poll(() => paintedTexts(page)).toEqual(['shown.example', 'shown.example']);
  // What is far down may be read after the first marks are painted.
  const listed = () => page.evaluate(() => (inPage.connect(), inPage.list()?.items ?? []));
  await expect
    .poll(async () =>
      (await listed()).map(({ value, count, painted, onlyInNavigation }) => [
        value,
        count,
        painted,
        onlyInNavigation,
      ]),
    )
    .toEqual([
      ['nav.example', 1, 0, true],
      ['CVE-2099-12345', 1, 0, false],
      ['10.0.0.1', 1, 0, false],
      ['shown.example', 3, 2, false],
    ]);
  expect((await listed())[3]?.quote).toBe(
    'CVE-2099-12345 and 10.0.0.1, then shown.example and again shown.example',
  );
  await expect
    .poll(() => page.evaluate(() => inPage.reports().at(-1)))
    .toEqual({ counted: ['domain:shown.example'], highest: 'medium' });
});

test('puts its marks back when the page takes them away', async ({ open, annotate }) => {
  const page = await open('<!doctype html><p>evil.example 192.0.2.1');
  await annotate({ known: { 'evil.example': 'high', '192.0.2.1': 'high' } });
  const both = ['evil.example', '192.0.2.1'];
  const looks = () =>
    page.evaluate(() =>
      inPage
        .painted()
        .filter(({ style }) => style === 'solid 3px')
        .map(({ text }) => text),
    );
  await expect.poll(looks).toEqual(both);
  const attacks = {
    'clears the registry': () => CSS.highlights.clear(),
    'resets the sheets': () => void (document.adoptedStyleSheets = []),
    'empties the highlight': () => CSS.highlights.forEach((highlight) => highlight.clear()),
    'edits the sheet': () => document.adoptedStyleSheets.at(-1)?.replaceSync(''),
    'disables the sheet': () => void (document.adoptedStyleSheets.at(-1)!.disabled = true),
  };
  for (const [name, attack] of Object.entries(attacks)) {
    await page.evaluate(attack);
    await expect.poll(looks, { message: name }).toEqual(both);
  }
});

test("keeps the page's own sheets", async ({ open, annotate }) => {
  const page = await open('<!doctype html><p>evil.example');
  await page.evaluate(() => {
    const own = new CSSStyleSheet();
    own.replaceSync('p { color: rgb(1, 2, 3) }');
    document.adoptedStyleSheets = [own];
  });
  await annotate({ known: { 'evil.example': 'high' } });
  await expect.poll(() => paintedTexts(page)).toEqual(['evil.example']);
  expect(await page.evaluate(() => document.adoptedStyleSheets.length)).toBe(2);
  await page.evaluate(() => inPage.stop());
  expect(await page.evaluate(() => [document.adoptedStyleSheets.length, CSS.highlights.size])).toEqual([
    1, 0,
  ]);
});

test('shows nothing of itself on a page without known values', async ({ open, annotate }) => {
  const page = await open('<!doctype html><p>fine.example');
  await annotate({ known: { 'evil.example': 'high' } });
  await expect.poll(() => page.evaluate(() => inPage.asked())).toEqual(['domain:fine.example']);
  expect(await page.evaluate(() => [document.adoptedStyleSheets.length, CSS.highlights.size])).toEqual([
    0, 0,
  ]);
});

test('clears the marks of a former instance, whose names it does not know', async ({ open, annotate }) => {
  const page = await open('<!doctype html><p>evil.example');
  await annotate({ known: { 'evil.example': 'high' } });
  await expect.poll(() => paintedTexts(page)).toEqual(['evil.example']);
  // What is left when Firefox stops a script dead: its highlight and its sheet.
  await page.evaluate(() => {
    const [[name, highlight]] = [...CSS.highlights.entries()] as [[string, Highlight]];
    const sheet = document.adoptedStyleSheets.at(-1)!;
    inPage.stop();
    CSS.highlights.set(name, highlight);
    document.adoptedStyleSheets = [sheet];
  });
  expect(await paintedTexts(page)).toEqual(['evil.example']);
  await annotate({ known: {} });
  expect(await paintedTexts(page)).toEqual([]);
  expect(await page.evaluate(() => document.adoptedStyleSheets.length)).toBe(0);
});

test('stops quietly when the extension is gone', async ({ open, annotate }) => {
  const page = await open('<!doctype html><p>evil.example');
  const errors: string[] = [];
  page.on('console', (message) => errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(error.message));
  await annotate({ known: { 'evil.example': 'high' } });
  await expect.poll(() => paintedTexts(page)).toEqual(['evil.example']);
  await page.evaluate(() => inPage.orphan());
  await expect.poll(() => paintedTexts(page)).toEqual([]);
  expect(errors).toEqual([]);
});

test('does nothing where the site is off, until it is on', async ({ open, annotate }) => {
  const page = await open('<!doctype html><p>evil.example');
  await annotate({ known: { 'evil.example': 'high' }, active: false });
  await page.evaluate(() => inPage.renew({ known: { 'evil.example': 'high' } }));
  await expect.poll(() => paintedTexts(page)).toEqual(['evil.example']);
  await page.evaluate(() => inPage.renew({ known: { 'evil.example': 'high' }, active: false }));
  await expect.poll(() => paintedTexts(page)).toEqual([]);
  await expect.poll(() => page.evaluate(() => inPage.reports().at(-1))).toEqual({ counted: [] });
});

test('asks again when indicators changed', async ({ open, annotate }) => {
  const page = await open('<!doctype html><p>one.example two.example three.example');
  await annotate({ known: { 'one.example': 'high', 'two.example': 'high' } });
  await expect.poll(() => paintedTexts(page)).toEqual(['one.example', 'two.example']);
  await page.evaluate(() => inPage.renew({ known: { 'two.example': 'high', 'three.example': 'low' } }));
  await expect.poll(() => paintedTexts(page)).toEqual(['two.example', 'three.example']);
});

test('asks again when an answer tells of a change that it did not hear of', async ({ open, annotate }) => {
  const page = await open('<!doctype html><p>one.example two.example');
  await annotate({ known: { 'one.example': 'high' } });
  await expect.poll(() => paintedTexts(page)).toEqual(['one.example']);
  await page.evaluate(() => inPage.renew({ known: { 'two.example': 'high' } }, { unheard: true }));
  await page.evaluate(() => document.body.append('three.example'));
  await expect.poll(() => paintedTexts(page)).toEqual(['two.example']);
  // The site was switched off.
  await page.evaluate(() => inPage.renew({ active: false }, { unheard: true }));
  await page.evaluate(() => document.body.append('four.example'));
  await expect.poll(() => paintedTexts(page)).toEqual([]);
});

test('reports its count anew when the page comes back from the back/forward cache', async ({
  open,
  annotate,
}) => {
  const page = await open('<!doctype html><p>evil.example');
  await annotate({ known: { 'evil.example': 'high' } });
  const report = { counted: ['domain:evil.example'], highest: 'high' };
  const last = () => page.evaluate(() => inPage.reports().at(-1));
  await expect.poll(last).toEqual(report);
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  await expect.poll(() => page.evaluate(() => inPage.firstHellos())).toBe(2);
  await expect.poll(last).toEqual(report);
});

test('asks again when the worker went away', async ({ open, annotate }) => {
  const page = await open('<!doctype html><p>evil.example');
  await annotate({ known: { 'evil.example': 'high' }, failures: 3 });
  await expect.poll(() => paintedTexts(page)).toEqual(['evil.example']);
});

test('asks for the marker that did not come beside the answer', async ({ open, annotate }) => {
  const page = await open('<!doctype html><p>evil.example');
  await annotate({ known: { 'evil.example': 'high' }, forgetsMarker: true });
  await expect.poll(() => paintedTexts(page)).toEqual(['evil.example']);
  expect(await page.evaluate(() => inPage.asked())).toEqual(['domain:evil.example']);
});

test('asks in parts, and does not ask again about what it read before', async ({ open, annotate }) => {
  const lines = Array.from({ length: 40_000 }, (_, i) => `<p>host${i}.example host${i}.example</p>`);
  const page = await open(`<!doctype html>${lines.join('')}`);
  await annotate({ known: { 'host39999.example': 'high' } });
  await expect
    .poll(() => page.evaluate(() => new Set(inPage.asked()).size), { timeout: 60_000 })
    .toBe(40_000);
  const questions = await page.evaluate(() => inPage.questions());
  expect(questions.length).toBeGreaterThan(2);
  expect(Math.max(...questions)).toBeLessThan(300_000);
  // An app that shows the same rows in turn.
  const show = (text: string) =>
    page.evaluate((given) => (document.querySelector('p')!.textContent = given), text);
  for (const text of ['one.example', 'two.example', 'one.example', 'two.example']) {
    const before = await page.evaluate(() => inPage.questions().length);
    await show(text);
    await expect.poll(() => page.evaluate(() => inPage.asked())).toContain(`domain:${text}`);
    expect((await page.evaluate(() => inPage.questions().length)) - before).toBeLessThanOrEqual(1);
  }
  const times = await page.evaluate(
    () => inPage.asked().filter((key) => key === 'domain:one.example').length,
  );
  expect(times).toBe(1);
});

test('says so when its budget of questions is used up', async ({ open, annotate }) => {
  const lines = Array.from({ length: 5000 }, (_, i) => `host${i}.example`);
  const page = await open(`<!doctype html><p>${lines.join(' ')}`);
  await annotate({ known: { 'host0.example': 'high', 'host4999.example': 'high' }, budget: 2000 });
  await expect.poll(() => paintedTexts(page)).toEqual(['host0.example']);
  const capped = () =>
    page.evaluate(() => {
      inPage.connect();
      return inPage.list()?.capped;
    });
  await expect.poll(capped).toEqual({ asked: 2000, total: 5000 });
});

test('reads a text of megabytes by parts, and again where it changes', async ({ open, annotate }) => {
  const page = await open('<!doctype html><p></p>');
  const texts = await page.evaluate(() => {
    const line = 'nothing to see here, nor in this hxxp://fine[.]example/path line \n';
    const text = document.createTextNode(`${line.repeat(400)}192.0.2.1 ${line.repeat(20_000)}evil.example`);
    document.querySelector('p')!.append(text);
    return document.querySelector('p')!.childNodes.length;
  });
  expect(texts).toBe(1);
  await annotate({ known: { 'evil.example': 'high', '192.0.2.1': 'high' } });
  await page.evaluate(() => inPage.connect());
  const found = () => page.evaluate(() => inPage.list()?.items.map(({ value, count }) => [value, count]));
  await expect.poll(found).toEqual([
    ['192.0.2.1', 1],
    ['evil.example', 1],
  ]);
  await page.evaluate(() => (document.querySelector('p')!.firstChild as Text).appendData(' evil.example'));
  await expect.poll(found).toEqual([
    ['192.0.2.1', 1],
    ['evil.example', 2],
  ]);
});

test('a long text with many values is not read as a whole for each of them', async ({ open, annotate }) => {
  const page = await open(`<!doctype html><p>${'evil.example and '.repeat(5000)}`);
  // Firefox copies the text each time: fifty thousand values in one kept it busy for a minute.
  await page.evaluate(() => {
    const { get } = Object.getOwnPropertyDescriptor(CharacterData.prototype, 'data')!;
    const whole = { reads: 0 };
    Object.assign(window, { whole });
    Object.defineProperty(CharacterData.prototype, 'data', {
      configurable: true,
      get(this: CharacterData) {
        if (this.length > 10_000) whole.reads++;
        return get!.call(this) as string;
      },
    });
  });
  await annotate({ known: { 'evil.example': 'high' } });
  await expect.poll(() => page.evaluate(() => inPage.counts().marks), { timeout: 30_000 }).toBe(5000);
  const { reads } = await page.evaluate(() => (window as unknown as { whole: { reads: number } }).whole);
  expect(reads).toBeLessThan(50);
});
