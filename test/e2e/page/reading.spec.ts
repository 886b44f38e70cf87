import type { Page } from '@playwright/test';
import { expect, paintedTexts, test } from './harness.ts';

/** What is read as one stretch of text: [name, body, the runs]. */
const READINGS: [name: string, body: string, runs: string[]][] = [
  [
    'reads on in a form whose fields are named like its properties',
    `<p>before</p><form>${['parentNode', 'nodeType', 'localName', 'firstChild', 'nextSibling', 'getAttribute', 'shadowRoot'].map((name) => `<input name="${name}">`).join('')}
      inside</form><p>after</p>`,
    ['before', 'inside', 'after'],
  ],
  [
    "reads a page whose forms are named like its document's properties",
    `<p>before</p>${['firstChild', 'lastChild', 'nodeType', 'localName', 'querySelector'].map((name) => `<form name="${name}"></form>`).join('')}<p>after</p>`,
    ['before', 'after'],
  ],
  ['joins inline elements', '<p><b>evil</b>[.]<i>example</i></p>', ['evil[.]example']],
  ['joins across wbr', '<p>evil.<wbr>example</p>', ['evil.example']],
  ['joins across comments', '<p>evil<!-- -->.example</p>', ['evil.example']],
  ['joins across empty inline elements', '<p>evil<span></span>.example</p>', ['evil.example']],
  ['joins across scripts', '<p>evil<script>0</script>.example</p>', ['evil.example']],
  ['parts blocks', '<div>evil</div><div>.example</div>', ['evil', '.example']],
  [
    'parts text around a block',
    '<div>evil<p>one.example</p>.example</div>',
    ['evil', 'one.example', '.example'],
  ],
  ['parts at br', '<p>one.example<br>two.example</p>', ['one.example', 'two.example']],
  [
    'parts cells',
    '<table><tr><td>192.0.2.1</td><td>2001:db8::1</td></tr></table>',
    ['192.0.2.1', '2001:db8::1'],
  ],
  ['parts at a button', '<p>192.0.2.1<button>copy</button></p>', ['192.0.2.1', 'copy']],
  ['parts at an image', '<p>one.example<img alt="">two.example</p>', ['one.example', 'two.example']],
  ['parts at a footnote mark', '<p>evil.example<sup>1234</sup></p>', ['evil.example', '1234']],
  [
    'joins boxes in a line that touch, as terminals colour half a word',
    '<p><span style="display:inline-block">evil</span><b style="display:inline-block">.ex</b>ample</p>',
    ['evil.example'],
  ],
  [
    'parts boxes in a line that stand apart',
    '<p><span style="display:inline-block">one.example</span><b style="display:inline-block;margin:4px">more</b></p>',
    ['one.example', 'more'],
  ],
  [
    'joins the pieces of a line that were put in their places, as viewers of PDF do',
    `<div style="position:relative;font:20px monospace">
      <span style="position:absolute;top:9px;left:40px">evil</span><span style="position:absolute;top:8px;left:88px;transform:scaleX(1.5);transform-origin:0 0">.ex</span><i><span style="position:absolute;top:9px;left:142px">ample</span></i></div>`,
    ['evil.example'],
  ],
  [
    'parts those that stand apart, or in another line',
    `<div style="position:relative;font:20px monospace">
      <span style="position:absolute;top:9px;left:40px">evil</span><span style="position:absolute;top:9px;left:93px">.example</span><span style="position:absolute;top:33px;left:189px">.more</span></div>`,
    ['evil', '.example', '.more'],
  ],
  [
    'parts spans shown as blocks',
    '<p>evil<span style="display:block">.example</span></p>',
    ['evil', '.example'],
  ],
  [
    'parts flex items',
    '<div style="display:flex"><span>evil</span><b>.example</b></div>',
    ['evil', '.example'],
  ],
  ['parts floats', '<p>evil<span style="float:right">.example</span></p>', ['evil', '.example']],
  ['joins display: contents', '<p>evil<span style="display:contents">.example</span></p>', ['evil.example']],
  [
    'reads what is hidden inside a word by itself',
    '<p>evil<span style="display:none"><b>hidden</b><i>.example</i></span>.example<span style="display:none">more</span>, <b>yes</b></p>',
    ['evil.example, yes', 'hidden.example', 'more'],
  ],
  [
    'reads lists, details and labels',
    '<ul><li>aaaa</li></ul><details><summary>bbbb</summary>cccc</details>',
    ['aaaa', 'bbbb', 'cccc'],
  ],
  ['reads svg text', '<svg><title>no</title><text>aaaa</text></svg>', ['aaaa']],
  ['skips what shows no text', '<style>aaaa{}</style><noscript>bbbb</noscript><template>cccc</template>', []],
  ['skips fields', '<textarea>aaaa</textarea><select><option>bbbb</option></select><input value="cccc">', []],
  ['skips editors', '<div contenteditable><p>aaaa</p></div><p contenteditable="PLAINTEXT-ONLY">bbbb</p>', []],
  ['reads what is not an editor', '<p contenteditable="false">aaaa</p>', ['aaaa']],
];

test('reads text as a reader sees it', async ({ open, annotate }) => {
  const page = await open('<!doctype html>');
  await annotate({});
  for (const [name, body, runs] of READINGS)
    expect
      .soft(
        (await readBody(page, body)).map(({ text }) => text),
        name,
      )
      .toEqual(runs);
});

/** Whether the text is read as navigation: [name, body, inNavigation]. */
const ZONES: [name: string, body: string, inNavigation: boolean][] = [
  ['nav', '<nav><div><p>evil.example</p></div></nav>', true],
  ['role=navigation', '<ul role="navigation"><li>evil.example</li></ul>', true],
  ["the page's footer", '<footer><p>evil.example</p></footer>', true],
  ['role=contentinfo', '<div role="contentinfo">evil.example</div>', true],
  ["an article's footer", '<article><div><footer>evil.example</footer></div></article>', false],
  ["main's footer", '<main><footer>evil.example</footer></main>', false],
  ["a region's footer", '<div role="region"><footer>evil.example</footer></div>', false],
  ['nav in an article', '<article><nav>evil.example</nav></article>', true],
  ['a footer shown as a list', '<footer role="list">evil.example</footer>', false],
  ['a header', '<header>evil.example</header>', false],
  ['a share link', '<p><a href="https://twitter.com/intent/tweet?url=x">evil.example</a></p>', true],
  [
    'a protocol-relative share link',
    '<a href="//www.facebook.com/sharer/sharer.php?u=x">evil.example</a>',
    true,
  ],
  ['a mail without an address', '<a href="mailto:?subject=x">evil.example</a>', true],
  ['a mail to someone', '<a href="mailto:someone@example.com">evil.example</a>', false],
  ['a link to a profile', '<a href="https://twitter.com/someone">evil.example</a>', false],
  ['a link to a look-alike', '<a href="https://nottwitter.com/intent/tweet">evil.example</a>', false],
];

test("tells navigation, footers and share links from the page's own content", async ({ open, annotate }) => {
  const page = await open('<!doctype html>');
  await annotate({});
  for (const [name, body, inNavigation] of ZONES)
    expect.soft(await readBody(page, body), name).toEqual([{ text: 'evil.example', inNavigation }]);
});

test('reads nested shadow roots where their hosts stand, and slotted text once', async ({
  open,
  annotate,
}) => {
  const page = await open(`<!doctype html><body><p>first</p>
    <div><template shadowrootmode="open"><p>outer</p><section>
      <template shadowrootmode="open"><p>inner</p></template></section>
      <slot>fallback</slot><slot name="free">shown fallback</slot></template>slotted</div>
    <p>last</p>`);
  await annotate({});
  const runs = await page.evaluate(() => inPage.readAll().map(({ text }) => text));
  expect(runs).toEqual(['first', 'outer', 'inner', 'shown fallback', 'slotted', 'last']);
});

test('marks a value split over inline elements, piece by piece', async ({ open, annotate }) => {
  const page = await open('<!doctype html><p>see <b>evil</b>[.]<wbr><i>exa</i>mple now</p>');
  await annotate({ known: { 'evil.example': 'high' } });
  await expect.poll(() => paintedTexts(page)).toEqual(['evil', '[.]', 'exa', 'mple']);
});

test('leaves the serialised document as it was', async ({ open, annotate }) => {
  const page = await open(
    '<!doctype html><html lang="en"><body class="a"><p id=x>evil.example <b>192.0.2.1</b></p>',
  );
  const before = await page.evaluate(() => document.documentElement.outerHTML);
  await annotate({ known: { 'evil.example': 'high', '192.0.2.1': 'low' } });
  await expect.poll(() => paintedTexts(page)).toEqual(['evil.example', '192.0.2.1']);
  expect(await page.evaluate(() => document.documentElement.outerHTML)).toBe(before);
});

async function readBody(page: Page, html: string): Promise<{ text: string; inNavigation: boolean }[]> {
  return page.evaluate((body) => {
    document.body.setHTMLUnsafe(body);
    return inPage.readAll();
  }, html);
}
