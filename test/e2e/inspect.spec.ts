import { expect, test } from '@playwright/test';
import { inspectPage } from './page/inspect-page.ts';
import { painted, row, SITE, startRealBuild, type RealBuild } from './page/real-build.ts';

// All names, addresses and hashes are made up.
const MD5 = '0123456789abcdef0123456789abcdef';
const SHA256 = MD5 + MD5;

const REPORT = `<!doctype html><title>A made-up report</title><h1>A made-up report</h1>
<nav><a href="https://menu.example/x">menu.example</a></nav>
<p>The loader asks evil.test for its configuration. Then it fetches hxxp://new[.]example/a.php, twice: http://new.example/a.php.</p>
<p>It reads readme.md and process.name on 192.168.1.1, and links to ${SITE.replace('http://', '')}/other and mail.pages.test.</p>
<table><tr><td>loader.exe</td><td>${MD5}</td><td>${SHA256}</td></tr></table>
<div style="display:none">hidden.example is not shown</div>
<p style="position:absolute;left:-9999px">offscreen.example</p>
<p style="color:#fff;background:#fff">white.example</p>
<p><span style="position:absolute;clip:rect(0,0,0,0)">Note:</span> after.example; <span style="font-size:0">within.example</span> is not shown</p>
<p><a href="https://leads.example/login">https://bank.example/login</a></p>
<div id="host"></div><script>document.getElementById('host').attachShadow({ mode: 'open' }).innerHTML = '<p>shadow.example</p>';</script>
<iframe srcdoc="<p>framed.example</p>"></iframe>`;

let build: RealBuild;
test.beforeAll(async () => {
  build = await startRealBuild([row('domain', 'evil.test')], { '/report': REPORT });
});
test.afterAll(async () => build?.close());

test('an inspection tells what stands in every frame, what is hidden and where links lead', async () => {
  const page = await build.context.newPage();
  await page.goto(`${SITE}/report`);
  await painted(page, 'evil.test');
  const before = await page.content();
  const frames = await inspectPage(build, page);
  expect(await page.content()).toBe(before);
  expect(frames).toHaveLength(2);
  const [top, framed] = frames;
  const values = new Map(top?.values.map((value) => [`${value.type}:${value.value}`, value]));
  expect(values.get('domain:evil.test')?.sentences).toEqual([
    'The loader asks evil.test for its configuration.',
  ]);
  expect(values.get('url:http://new.example/a.php')).toMatchObject({
    count: 2,
    asWritten: 'hxxp://new[.]example/a.php',
  });
  expect(values.get(`md5:${MD5}`)?.row).toBe(values.get(`sha256:${SHA256}`)?.row);
  expect(values.get('domain:menu.example')).toMatchObject({ onlyInNavigation: true });
  expect(values.has('domain:shadow.example')).toBe(true);
  expect(values.has('domain:after.example')).toBe(true);
  for (const hidden of ['hidden.example', 'offscreen.example', 'white.example', 'within.example'])
    expect(values.has(`domain:${hidden}`)).toBe(false);
  expect(top?.hidden.map(({ how, values: [value] }) => `${value?.value}: ${how.key}`)).toEqual([
    'hidden.example: hiddenUndisplayed',
    'offscreen.example: hiddenOffScreen',
    'white.example: hiddenColour',
    'within.example: hiddenLetters',
  ]);
  expect(top?.links).toContainEqual({
    text: 'https://bank.example/login',
    href: 'https://leads.example/login',
    count: 1,
  });
  expect(framed?.values.map(({ value }) => value)).toEqual(['framed.example']);
  await page.close();
});
