import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { buildReport, MEDIANS } from '@@/test/bench/report-page/build.ts';

/** A page that is larger than most would make what reads along look cheaper than it is. */
test('the report that loading is measured on is in no part larger than the median page', async () => {
  const files = Object.entries(await buildReport(['## First part', 'Some text. '.repeat(5000)]));
  const weigh = (ending: string) =>
    files.filter(([path]) => path.endsWith(ending)).reduce((sum, [, file]) => sum + gzipSync(file).length, 0);
  expect(weigh('.js')).toBeLessThan(MEDIANS.script);
  expect(weigh('.css')).toBeLessThan(MEDIANS.style);
  expect(weigh('.png')).toBeLessThan(MEDIANS.images);
  const style = String(Object.fromEntries(files)['/report/style.css']);
  expect(style.match(/\{[^{}]*\}/g)?.length).toBeLessThan(MEDIANS.rules);
});

test('the server renders the texts that the browser takes over', async () => {
  const files = await buildReport(['## First part', 'What was <seen> in loader.exe', '- one\n- two']);
  const page = String(files['/report']);
  expect(page).toContain('<h2 id="part-1" class="text-2xl font-semibold">First part</h2>');
  expect(page).toContain('What was &lt;seen&gt; in <code>loader.exe</code>');
  expect(page).toContain('<li>one</li><li>two</li>');
});
