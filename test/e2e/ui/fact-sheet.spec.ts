import { coverage, explanation, NOW, source, verdict } from './fixtures.ts';
import { calls, expect, test } from './harness.ts';

test('tells what is known, who says so, and when', async ({ open, draw }) => {
  const page = await open();
  await draw('facts', { explanation: explanation(), now: NOW });
  const facts = page.getByRole('article');
  await expect(facts).toContainText('hxxps://update[.]example[.]net/cdn/assets/loader.php?id=4f2a');
  await expect(facts).toContainText('source confidence: high, says Loader campaign against made-up banks');
  await expect(facts).toContainText('It rates source and extraction, not maliciousness.');
  await expect(facts).toContainText('Exact match: this very value is listed.');
  await expect(facts.getByText('2026-05-16 08:15Z, 6 months ago')).toHaveAttribute('title', /local time/);
  await expect(facts).toContainText('Last reported2026-11-21 10:40Z, 2 days ago');
  await expect(facts.getByRole('heading', { name: 'Sources (2)' })).toBeVisible();
  await expect(facts).toContainText('port 8443');
  await expect(facts).toContainText('via SOC Defenders');
  await expect(facts.getByRole('link', { name: 'T1071.001' })).toHaveAttribute(
    'href',
    'https://attack.mitre.org/techniques/T1071/001/',
  );
});

test('links https sources only, and lends them nothing of the page', async ({ open, draw }) => {
  const page = await open();
  const urls = [
    'https://a.example/x',
    'http://b.example/x',
    'javascript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:,x',
  ];
  const sources = urls.map((url, at) => source({ label: `source ${at}`, url }));
  await draw('facts', { explanation: explanation({ sources, techniques: [] }), now: NOW });
  const links = page.getByRole('link');
  await expect(links).toHaveCount(1);
  await expect(links).toHaveAttribute('rel', 'noopener noreferrer');
  await expect(page.getByText('http://b.example/x')).toBeVisible();
});

test('says beside the type how a value is related, and what to know of it first', async ({ open, draw }) => {
  const page = await open();
  const facts = page.getByRole('article');
  for (const [change, words] of [
    [{ matchClass: 'child' }, ['below a listed domain']],
    [{ matchClass: 'range' }, ['inside a listed range']],
    [{ matchClass: 'same-host', listedOnly: true }, ['host of a listed URL']],
    [{ matchClass: 'mail-domain', listedOnly: true }, ['mail of a listed domain']],
    [{ sinkhole: true, onlyHere: true }, ['sinkhole', 'only reported here']],
    [{}, []],
  ] as const) {
    const given = verdict({ ...change, level: 'medium' });
    await draw('facts', { explanation: explanation({ verdict: given }), now: NOW });
    await expect(facts.locator('.flag')).toHaveText([...words]);
    const isMarked = !given.listedOnly;
    await expect(facts.getByText(/one level lower/)).toHaveCount(isMarked ? 1 : 0);
  }
});

test('an undated value says when it was added', async ({ open, draw }) => {
  const page = await open();
  const { firstReported: _first, lastReported: _last, ...undated } = explanation();
  await draw('facts', { explanation: undated, now: NOW });
  await expect(page.getByText('undated, added 2026-11-22')).toBeVisible();
});

test('copies defanged and raw, and says whether it could', async ({ open, draw }) => {
  const page = await open();
  await draw('facts', { explanation: explanation({ type: 'ipv4', value: '203.0.113.7' }), now: NOW });
  await page.getByRole('button', { name: 'Copy defanged' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  await page.evaluate(() => (stage.answers.copy = false));
  await page.getByRole('button', { name: 'Copy raw' }).click();
  await expect(page.getByRole('button', { name: 'Could not copy' })).toBeVisible();
  expect(await calls(page)).toEqual([
    { name: 'copy', args: ['203.0.113[.]7'] },
    { name: 'copy', args: ['203.0.113.7'] },
  ]);
});

test('says why it is not marked, and why it is marked lower', async ({ open, draw }) => {
  const page = await open();
  const quiet = {
    kind: 'allowed',
    reason: 'listed by Example Tracker, allowed by you: our own gateway',
  } as const;
  await draw('facts', { explanation: explanation({ verdict: verdict({ quiet }) }), now: NOW });
  await expect(
    page.getByText('Allowed by you, not marked on the page: listed by Example Tracker'),
  ).toBeVisible();
  const shared = { kind: 'shared', reason: 'Shared service: cdn.example is one of many.' } as const;
  await draw('facts', { explanation: explanation({ verdict: verdict({ quiet: shared }) }), now: NOW });
  await expect(page.getByText(/^Marked in grey only\. Shared service: cdn\.example/)).toBeVisible();
  await draw('facts', {
    explanation: explanation({ verdict: verdict({ matchClass: 'child', level: 'medium' }) }),
    now: NOW,
  });
  await expect(page.getByText('marked medium on the page, one level lower')).toBeVisible();
});

test('markup in any field stays text', async ({ open, draw }) => {
  const page = await open();
  const hostile = '<img src=x onerror="document.title=1"><script>document.title=1</script>';
  const one = explanation({
    type: 'domain',
    value: hostile,
    why: hostile,
    confidenceFrom: [hostile],
    tags: [hostile],
    techniques: [hostile],
    notes: [hostile],
    sources: [source({ label: hostile, context: hostile, via: hostile, category: hostile, url: hostile })],
  });
  await draw('facts', { explanation: one, now: NOW });
  await draw('facts', { explanation: one, now: NOW, compact: true });
  await draw('unknown', { item: { type: 'domain', value: hostile }, coverage: coverage(), now: NOW });
  await draw('facts', { explanation: one, now: NOW });
  await expect(page.getByRole('article').locator('img, script')).toHaveCount(0);
  await expect(page).toHaveTitle('');
  await expect(page.getByRole('article').getByText(hostile)).not.toHaveCount(0);
});

test('nothing hides in a value or a label', async ({ open, draw }) => {
  const page = await open();
  const spoofed = source({ label: 'invoice\u202Efdp.exe', context: 'zero\u200Bwidth' });
  await draw('facts', {
    explanation: explanation({ type: 'domain', value: 'xn--80ak6aa92e.example', sources: [spoofed] }),
    now: NOW,
  });
  await expect(page.getByText('xn--80ak6aa92e[.]example')).toBeVisible();
  await expect(page.getByText('in Unicode аррӏе[.]example')).toBeVisible();
  await expect(page.getByText('U+202E')).toBeVisible();
  await expect(page.getByText('U+200B')).toBeVisible();
});

for (const width of [380, 1280])
  test(`a value of ten thousand characters stays inside ${width} px`, async ({ open, draw, page }) => {
    await page.setViewportSize({ width, height: 700 });
    await open();
    const value = `https://update.example.net/${'a'.repeat(10_000)}`;
    const context = 'W'.repeat(10_000);
    for (const compact of [false, true]) {
      await draw('facts', {
        explanation: explanation({ value, sources: [source({ context, label: context })], tags: [context] }),
        now: NOW,
        compact,
      });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
    }
  });

test('forty sources are all there, five at first', async ({ open, draw }) => {
  const page = await open();
  const sources = Array.from({ length: 40 }, (_, at) => source({ label: `Feed ${at}` }));
  await draw('facts', { explanation: explanation({ sources }), now: NOW });
  await expect(page.getByText('Feed 4', { exact: true })).toBeVisible();
  await expect(page.getByText('Feed 39', { exact: true })).toBeHidden();
  await page.getByText('35 more').click();
  await expect(page.getByText('Feed 39', { exact: true })).toBeVisible();
});

test('unknown is never "safe": it says what was searched and how fresh that is', async ({ open, draw }) => {
  const page = await open();
  const item = { type: 'ipv4', value: '198.51.100.99' } as const;
  await draw('unknown', { item, coverage: coverage(), now: NOW });
  await expect(page.getByRole('article')).toContainText(
    'Not in your indicators: searched 48,210 values from 1 source, SOC Defenders reaching back 1 day, last synced 14 minutes ago. This does not mean safe.',
  );
  await expect(page.locator('.warning')).toHaveCount(0);

  const old = { name: 'SOC Defenders', rows: 5, lastSync: '2026-11-22T11:00:00Z' };
  await draw('unknown', { item, coverage: coverage({ sources: [old] }), now: NOW });
  await expect(page.locator('.warning')).toContainText('last synced 1 day ago');

  await draw('unknown', {
    item,
    coverage: coverage({ sources: [{ name: 'SOC Defenders', rows: 0 }] }),
    now: NOW,
  });
  await expect(page.locator('.warning')).toContainText('SOC Defenders never synced');
});
