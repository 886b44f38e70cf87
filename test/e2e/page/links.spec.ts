import type { Page } from '@playwright/test';
import { mismatchesIn } from '../../../src/core/link-mismatch.ts';
import { expect, paintedTexts, test } from './harness.ts';

const encoded = encodeURIComponent;
const safeLink = (target: string) =>
  `https://eur01.safelinks.protection.outlook.com/?url=${encoded(target)}&data=x`;
const KNOWN = {
  'https://evil.test/a': 'high',
  'other.test': 'medium',
  'seller@evil.test': 'low',
  'plain.example': 'high',
  // Each on a listed host, which the worker knows of a URL.
  'http://other.test': 'medium',
  'http://other.test:81/x': 'medium',
  'http://other.test:8443/a': 'medium',
} as const;

async function items(page: Page): Promise<Record<string, [count: number, painted: number, links: number]>> {
  const list = await page.evaluate(() => (inPage.connect(), inPage.list()?.items ?? []));
  return Object.fromEntries(
    list.map(({ value, count, painted, links }) => [value, [count, painted, links]] as const),
  );
}

/** What is painted of each link, by the link's id. */
const MARKED: [name: string, html: string, painted: string[]][] = [
  ['a plain link', '<a href="https://evil.test/a">Sign in here</a>', ['Sign in here']],
  ['all of its text', '<a href="https://evil.test/a">Sign <b>in</b> here</a>', ['Sign ', 'in', ' here']],
  ['no blanks around it', '<p>To <a href="https://evil.test/a"> sign in </a> now</p>', ['sign in']],
  [
    'text in blocks',
    '<a href="https://evil.test/a"><h3>Sign in</h3><p>to go on</p></a>',
    ['Sign in', 'to go on'],
  ],
  ['short text', '<p><a href="https://evil.test/a">Go</a></p>', ['Go']],
  ['a URL on a listed host', '<a href="http://other.test:81/x">Sign in</a>', ['Sign in']],
  ['a rewritten link', `<a href="${safeLink('https://evil.test/a')}">Sign in</a>`, ['Sign in']],
  [
    'a link rewritten twice',
    `<a href="${safeLink(`https://www.google.com/url?q=${encoded('https://evil.test/a')}`)}">Sign in</a>`,
    ['Sign in'],
  ],
  [
    'Proofpoint v3',
    '<a href="https://urldefense.com/v3/__https://evil.test/a__;!!abc!def$">Sign in</a>',
    ['Sign in'],
  ],
  [
    'a rewritten link as text, once',
    `<p><a href="${safeLink('https://evil.test/a')}">${safeLink('https://evil.test/a')}</a></p>`,
    [safeLink('https://evil.test/a')],
  ],
  ['a mail', '<a href="mailto:seller@evil.test?subject=Hi">Write to us</a>', ['Write to us']],
  [
    'a link in a shadow root',
    '<div><template shadowrootmode="open"><a href="https://evil.test/a">Sign in</a></template></div>',
    ['Sign in'],
  ],
  [
    'a link in svg',
    '<svg width="99" height="30"><a href="https://evil.test/a"><text y="20">Sign in</text></a></svg>',
    ['Sign in'],
  ],
  [
    'one mark where the text says the same',
    '<a href="https://evil.test/a">https://evil.test/a</a>',
    ['https://evil.test/a'],
  ],
  [
    'only what marks of the text leave free',
    '<a href="https://evil.test/a">See plain.example now</a>',
    ['See', 'plain.example', 'now'],
  ],
  [
    'nothing where the text is all marked',
    '<a href="https://evil.test/a">plain.example</a>',
    ['plain.example'],
  ],
  ['no picture', '<a href="https://evil.test/a"><img alt="Sign in"></a>', []],
  ['nothing in navigation', '<nav><a href="https://evil.test/a">Sign in</a></nav>', []],
  ['no share link', '<a href="https://x.com/intent/post?url=https://evil.test/a">Share</a>', []],
  ['no rewritten share link', `<a href="${safeLink('https://x.com/intent/post?url=x')}">Share</a>`, []],
  ['nothing in an editor', '<div contenteditable><a href="https://evil.test/a">Sign in</a></div>', []],
  ['no script', '<a href="javascript:evil.test">Sign in</a>', []],
  ['no anchor without href', '<a name="x">Sign in</a>', []],
];

test('marks the text of a link that leads to a known value', async ({ open, annotate }) => {
  const page = await open('<!doctype html>');
  await annotate({ known: { ...KNOWN, 'https://x.com/intent/post?url=x': 'high' } });
  for (const [name, html, painted] of MARKED) {
    // The last one tells when all of it has been read.
    await page.evaluate((body) => document.body.setHTMLUnsafe(`${body}<hr><p>plain.example</p>`), html);
    await expect.poll(() => paintedTexts(page), { message: name }).toEqual([...painted, 'plain.example']);
  }
});

test('lists links without text, in navigation and in maps, and counts them apart', async ({
  open,
  annotate,
}) => {
  const page = await open(`<!doctype html><nav><a href="http://other.test/">Partner</a></nav>
    <p>other.test <a href="https://evil.test/a">one</a> <a href="https://evil.test/a"><img alt="two"></a></p>
    <img usemap="#m"><map name="m"><area href="mailto:seller@evil.test" alt="three" shape="default"></map>`);
  await annotate({ known: KNOWN });
  await expect
    .poll(() => items(page))
    .toEqual({
      'http://other.test': [1, 0, 1],
      'other.test': [1, 1, 0],
      'https://evil.test/a': [2, 1, 2],
      'seller@evil.test': [1, 0, 1],
    });
  const quotes = await page.evaluate(() => inPage.list()?.items.map(({ value, quote }) => [value, quote]));
  expect(Object.fromEntries(quotes ?? [])).toMatchObject({
    'https://evil.test/a': 'one',
    'seller@evil.test': 'three',
  });
});

test("leaves out links within the page's own site", async ({ open, annotate }) => {
  const page = await open(`<!doctype html><a href="/a">aaaa</a> <a href="#b">bbbb</a>
    <a href="http://127.0.0.1:1/">cccc</a> <a href="https://fine.example/">dddd</a>`);
  await annotate({ known: KNOWN });
  await expect.poll(() => page.evaluate(() => inPage.asked())).toEqual(['url:https://fine.example']);
});

test("asks about links of the page's own site that may lead away from it", async ({ open, annotate }) => {
  const page = await open('<!doctype html>');
  const through = (target: string, text: string) => `<a href="/url?q=${encoded(target)}">${text}</a>`;
  const body = `<!doctype html><p>${through('https://evil.test/a', 'Sign in')} <a href="/maps">Maps</a>
    ${through('https://www.google.com/maps', 'There')} ${through('https://fine.example/', 'Fine')}`;
  await page.route('https://www.google.com/', (route) => route.fulfill({ contentType: 'text/html', body }));
  await page.goto('https://www.google.com/');
  await annotate({ known: { ...KNOWN, 'https://www.google.com/maps': 'high' } });
  await expect.poll(() => paintedTexts(page)).toEqual(['Sign in']);
  expect(await page.evaluate(() => inPage.asked())).not.toContain('url:https://www.google.com/maps');
});

test('follows links that change', async ({ open, annotate }) => {
  const page = await open(`<!doctype html><p><a href="https://fine.example/">Sign in</a></p>
    <div><a id="blocks" href="https://evil.test/a"><p>one</p><p>two</p></a></div>`);
  await annotate({ known: KNOWN });
  const blocks = ['one', 'two'];
  const steps: [change: () => void, painted: string[]][] = [
    [() => {}, blocks],
    [() => document.querySelector('a')!.setAttribute('href', 'https://evil.test/a'), ['Sign in', ...blocks]],
    [() => document.querySelector('a')!.append(' now'), ['Sign in', ' now', ...blocks]],
    [() => document.querySelector('a')!.removeAttribute('href'), blocks],
    [
      () => void (document.querySelector('a')!.href = 'mailto:seller@evil.test'),
      ['Sign in', ' now', ...blocks],
    ],
    [() => document.querySelector('a')!.replaceWith('Sign in'), blocks],
    [() => document.querySelector('#blocks p')!.append('!'), ['one', '!', 'two']],
    [() => document.querySelector('#blocks p')!.remove(), ['two']],
    [
      () => document.getElementById('blocks')!.replaceWith(...document.getElementById('blocks')!.childNodes),
      [],
    ],
  ];
  for (const [change, painted] of steps) {
    await page.evaluate(change);
    await expect.poll(() => paintedTexts(page), { message: change.toString() }).toEqual(painted);
  }
});

test('takes the mark off before the next frame when a link leads elsewhere', async ({ open, annotate }) => {
  const page = await open('<!doctype html><p><a href="https://evil.test/a">Sign in</a></p>');
  await annotate({ known: KNOWN });
  await expect.poll(() => paintedTexts(page)).toEqual(['Sign in']);
  const left = await page.evaluate(async () => {
    document.querySelector('a')!.href = 'https://fine.example/';
    await Promise.resolve();
    return inPage.painted();
  });
  expect(left).toEqual([]);
});

/** What may become of a link while the worker is asked about it; nothing of the answer is true of it then. */
const MEANWHILE: [name: string, change: () => void][] = [
  ['leads nowhere', () => document.querySelector('a')!.removeAttribute('href')],
  ['leads to a place on the page', () => document.querySelector('a')!.setAttribute('href', '#here')],
  ['leads elsewhere', () => document.querySelector('a')!.setAttribute('href', 'https://plain.test/')],
  ['is part of an editor', () => document.querySelector('p')!.setAttribute('contenteditable', '')],
  ['is gone', () => document.querySelector('a')!.remove()],
];
for (const [name, change] of MEANWHILE)
  test(`no mark or warning comes to a link that ${name} before the answer`, async ({ open, annotate }) => {
    const page = await open(
      '<!doctype html><p>other.test <a href="https://fine.example/">bank.example</a></p>',
    );
    await annotate({ known: KNOWN });
    await expect.poll(() => paintedTexts(page)).toEqual(['other.test']);
    await page.evaluate(() => {
      inPage.keepWaiting();
      document.querySelector('a')!.href = 'https://evil.test/a';
    });
    await expect.poll(() => page.evaluate(() => inPage.asked())).toContain('url:https://evil.test/a');
    await page.evaluate(change);
    // The change has been read by then, as far as it can be before the answer.
    await page.waitForTimeout(300);
    await page.evaluate(() => (inPage.answer(), document.body.append('plain.example')));
    const others = name === 'is part of an editor' ? [] : ['other.test'];
    await expect.poll(() => paintedTexts(page)).toEqual([...others, 'plain.example']);
    const { suspects, items: listed } = await page.evaluate(() => (inPage.connect(), inPage.list()!));
    expect(suspects.filter(({ href }) => href === 'https://evil.test/a')).toEqual([]);
    expect(listed.map(({ value }) => value)).not.toContain('https://evil.test/a');
  });

test('a link that is gone before the answer about its text takes no other marks along', async ({
  open,
  annotate,
}) => {
  const page = await open('<!doctype html><p>other.test <a href="https://fine.example/">Sign in</a></p>');
  await annotate({ known: KNOWN });
  await expect.poll(() => paintedTexts(page)).toEqual(['other.test']);
  await page.evaluate(() => {
    inPage.keepWaiting();
    document.querySelector('a')!.textContent = 'plain.example';
    document.body.append('seller@evil.test');
  });
  await expect.poll(() => page.evaluate(() => inPage.asked())).toContain('email:seller@evil.test');
  await page.evaluate(() => (document.querySelector('a')!.remove(), inPage.answer()));
  await expect.poll(() => paintedTexts(page)).toEqual(['other.test', 'seller@evil.test']);
});

test('tells the card where the link leads, and through what', async ({ open, annotate }) => {
  const page = await open(`<!doctype html><body style="margin:40px">
    <p><a href="${safeLink('http://other.test:8443/a')}">Sign in</a></p><p>192.0.2.1:4443</p>`);
  await annotate({ known: { ...KNOWN, '192.0.2.1': 'high' } });
  await expect.poll(() => paintedTexts(page)).toContain('Sign in');
  await page.getByText('Sign in').hover();
  await expect
    .poll(() => page.evaluate(() => inPage.cards()))
    .toEqual([
      {
        value: 'http://other.test:8443/a',
        pinned: false,
        focus: false,
        link: { target: 'http://other.test:8443/a', unwrapped: ['Microsoft Safe Links'] },
      },
    ]);
});

test("a panel's item leads to a picture that links to it", async ({ open, annotate }) => {
  const page = await open(`<!doctype html><p style="height:3000px">text</p>
    <a href="https://evil.test/a"><img style="width:40px;height:40px"></a>`);
  await annotate({ known: KNOWN });
  await expect.poll(() => items(page)).toEqual({ 'https://evil.test/a': [1, 0, 1] });
  await page.evaluate(() => inPage.show({ type: 'url', value: 'https://evil.test/a' }));
  await expect(page.locator('img')).toBeInViewport();
  expect((await page.evaluate(() => inPage.cards()))[0]?.value).toBe('https://evil.test/a');
});

test('reports links that say one thing and lead to another', async ({ open, annotate }) => {
  const page = await open(`<!doctype html>
    <a href="https://login.evil.test/">https://bank.example/login</a>
    <a href="${safeLink('https://evil.test/b')}">shop[.]example</a>
    <a href="mailto:x@evil.test">help@bank.example</a>
    <a href="https://www.bank.example/">bank.example</a>
    <a href="https://evil.test/c">Sign in at bank.example</a>
    <a href="https://x.com/intent/post?url=a">share.example</a>`);
  await annotate({ known: {} });
  const found = async () => {
    const suspects = await page.evaluate(() => (inPage.connect(), inPage.list()?.suspects ?? []));
    return mismatchesIn(suspects).map(({ shown, leadsTo, unwrapped }) => [shown, leadsTo, unwrapped?.join()]);
  };
  await expect.poll(found).toEqual([
    ['bank.example', 'login.evil.test', undefined],
    ['shop.example', 'evil.test', 'Microsoft Safe Links'],
    ['bank.example', 'evil.test', undefined],
  ]);
  await page.evaluate(() => document.querySelector('a')!.remove());
  await page.evaluate(() => document.querySelector('a')!.setAttribute('href', 'https://shop.example/'));
  await expect.poll(found).toEqual([['bank.example', 'evil.test', undefined]]);
});

test('keeps 200 suspected links and says that there are more', async ({ open, annotate }) => {
  const links = Array.from(
    { length: 300 },
    (_, i) => `<a href="https://evil.test/${i}">bank${i}.example</a> `,
  );
  const page = await open(`<!doctype html>${links.join('')}`);
  await annotate({ known: {} });
  await expect
    .poll(() =>
      page.evaluate(() => {
        inPage.connect();
        return [inPage.list()?.suspects.length, inPage.list()?.moreMismatches];
      }),
    )
    .toEqual([200, true]);
});

test('says with every question and list what page it stands on', async ({ open, annotate }) => {
  const page = await open(`<!doctype html><title> A   report </title><h1>On <b>evil</b></h1><p>evil.test`);
  await annotate({ known: { 'evil.test': 'high' } });
  await expect.poll(() => paintedTexts(page)).toEqual(['evil.test']);
  const titles = ['A report', 'On evil'];
  expect(await page.evaluate(() => inPage.identities())).toEqual([{ url: page.url(), titles }]);
  // An app that shows another article: what it is known by may explain a value away, so the known are asked again.
  await page.evaluate(() => (document.title = 'Another report'));
  await expect
    .poll(() => page.evaluate(() => inPage.identities().at(-1)?.titles))
    .toEqual([...titles, 'Another report']);
  expect(await page.evaluate(() => inPage.asked())).toEqual(['domain:evil.test', 'domain:evil.test']);
  await expect.poll(() => paintedTexts(page)).toEqual(['evil.test']);
});

test('a title that blinks is answered for once', async ({ open, annotate }) => {
  const page = await open('<!doctype html><title>Inbox</title><p>evil.test');
  await annotate({ known: { 'evil.test': 'high' } });
  await expect.poll(() => paintedTexts(page)).toEqual(['evil.test']);
  await page.evaluate(() => {
    let blinks = 0;
    setInterval(() => (document.title = ++blinks % 2 ? 'New message!' : 'Inbox'), 40);
    Object.assign(globalThis, { blinked: () => blinks });
  });
  await expect.poll(() => page.evaluate('blinked()'), { timeout: 30_000 }).toBeGreaterThan(60);
  const times = await page.evaluate(() => inPage.asked().length);
  expect(times).toBeGreaterThanOrEqual(1);
  expect(times).toBeLessThanOrEqual(2);
});

test('leaves the serialised document as it was', async ({ open, annotate }) => {
  const page = await open(`<!doctype html><body>${MARKED.map(([, html]) => html).join('')}`);
  const serialise = () => page.evaluate(() => new XMLSerializer().serializeToString(document));
  const before = await serialise();
  await annotate({ known: KNOWN });
  await expect.poll(() => paintedTexts(page)).toContain('Write to us');
  expect(await serialise()).toBe(before);
});

test('reads a page of 20,000 links, and asks about each value once', async ({ open, annotate }) => {
  const links = Array.from({ length: 20_000 }, (_, i) => {
    const target = `https://h${i % 4000}.example/${i}`;
    return `<p>words <a href="${i % 2 ? target : safeLink(target)}">link ${i}</a> words`;
  });
  const page = await open(`<!doctype html>${links.join('')}`);
  await annotate({ known: { 'https://h3999.example/19999': 'high' } });
  await expect
    .poll(() => items(page), { timeout: 60_000 })
    .toEqual({ 'https://h3999.example/19999': [1, 1, 1] });
  const asked = await page.evaluate(() => inPage.asked());
  expect([asked.length, new Set(asked).size]).toEqual([20_000, 20_000]);
});

test('a paragraph of 50,000 equal links is asked about once, and the page goes on meanwhile', async ({
  open,
  annotate,
}) => {
  const page = await open(`<!doctype html><p>${'<a href="https://evil.example/a">here</a> '.repeat(50_000)}`);
  // What comes between two turns of the page's own.
  await page.evaluate(() => {
    const most = { marks: 0, painted: 0, atOnce: 0 };
    Object.assign(window, { most });
    let before = { marks: 0, painted: 0 };
    const look = () => {
      const now = globalThis.inPage?.counts() ?? before;
      most.marks = Math.max(most.marks, now.marks - before.marks);
      most.painted = Math.max(most.painted, now.painted - before.painted);
      most.atOnce = Math.max(most.atOnce, now.painted);
      before = now;
      setTimeout(look);
    };
    look();
  });
  await annotate({ known: { 'https://evil.example/a': 'high' } });
  await expect.poll(() => page.evaluate(() => inPage.counts().marks), { timeout: 60_000 }).toBe(50_000);
  await expect.poll(() => page.evaluate(() => inPage.counts().painted)).toBeGreaterThan(3000);
  const most = await page.evaluate(
    () => (window as unknown as { most: Record<'marks' | 'painted' | 'atOnce', number> }).most,
  );
  expect(most.marks).toBeLessThan(2500);
  expect(most.painted).toBeLessThan(2500);
  // What is far away is not painted, either.
  expect(most.atOnce).toBeLessThan(10_000);
  const questions = await page.evaluate(() => inPage.questions());
  // The text itself has a quarter of a million characters.
  expect(questions.reduce((sum, length) => sum + length, 0)).toBeLessThan(260_000);
});
