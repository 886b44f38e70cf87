import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ask } from '../../support/emulator/ask.ts';
import type { EmulatorOptions } from '../../support/emulator/emulator.ts';
import { startEmulator } from '../../support/emulator/emulator.ts';
import { expectedRows } from '../../support/emulator/expected-rows.ts';
import { resolveDate } from '../../support/emulator/relative-date.ts';

const NOW = Date.parse('2026-05-16T10:30:00Z');
const DAY = 86_400_000;
const SAMPLE = new URL('../../fixtures/sample/', import.meta.url);

async function start(options: EmulatorOptions) {
  const emulator = await startEmulator({ now: () => NOW, ...options });
  onTestFinished(() => emulator.close());
  return emulator;
}

async function folder(files: Record<string, string | Buffer>): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'telltale-feed-'));
  onTestFinished(() => rm(path, { recursive: true }));
  for (const [name, content] of Object.entries(files)) await writeFile(join(path, name), content);
  return path;
}

async function readAll(options: EmulatorOptions) {
  return (await ask(await start(options), { limit: 10_000 })).body.data;
}

test.each([
  ['-PT3H', '2026-05-16T07:30:00Z'],
  ['-P12D', '2026-05-04T10:30:00Z'],
  ['-P1W2DT1H30M5S', '2026-05-07T08:59:55Z'],
  ['2024-12-09T10:30:00Z', '2024-12-09T10:30:00Z'],
  ['-PT', '-PT'],
  ['NaN', 'NaN'],
])('resolves the date %s to %s', (text, expected) => {
  expect(resolveDate(text, NOW)).toBe(expected);
});

describe('TSV', () => {
  const TSV =
    'domain\tone.example\tmadeup_family\tmalware\t1\n' +
    'ipv4\t192.0.2.1\tmadeup_family\tscanner\t0\n' +
    'url\thttp://two.example/a\tother\tmalicious\t2\n';
  const REFERENCES = 'https://reports.example/0\nhttps://reports.example/1\n\n';

  test('gains what a feed of the API has', async () => {
    const path = await folder({
      'madeup.tsv.gz': gzipSync(TSV),
      'madeup-references.txt.gz': gzipSync(REFERENCES),
    });
    const rows = await readAll({ feed: join(path, 'madeup.tsv.gz') });
    expect(rows).toHaveLength(3);
    expect(rows[0]).toEqual({
      id: expect.stringMatching(
        /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/,
      ) as unknown,
      type: 'domain',
      value: 'one.example',
      confidence: expect.stringMatching(/^(high|medium|low)$/) as unknown,
      first_seen: expect.any(String) as unknown,
      last_seen: expect.any(String) as unknown,
      source: {
        origin: 'feed',
        feed_name: 'madeup',
        category: 'threat-intel',
        reference_url: 'https://reports.example/1',
      },
      context: 'madeup_family (malware)',
      tags: ['madeup_family', 'malware'],
      mitre_techniques: [],
    });
    expect(rows[2]?.['source']).toMatchObject({ reference_url: null });
  });

  test('needs neither compression nor references nor a last line end', async () => {
    const path = await folder({ 'madeup.tsv': TSV.trimEnd() });
    const rows = await readAll({ feed: join(path, 'madeup.tsv') });
    expect(rows.map(({ value }) => value)).toEqual(['one.example', '192.0.2.1', 'http://two.example/a']);
    expect(rows[0]?.['source']).toMatchObject({ reference_url: null });
  });

  test('invents the same each time, spread over confidences and the last 20 days', async () => {
    const lines = Array.from(
      { length: 3000 },
      (_, index) => `domain\td${index}.example\tfamily\tmalware\t0\n`,
    );
    const feed = join(await folder({ 'many.tsv': lines.join('') }), 'many.tsv');
    const rows = await readAll({ feed });
    expect(await readAll({ feed })).toEqual(rows);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(3000);
    for (const level of ['high', 'medium', 'low'])
      expect(rows.filter(({ confidence }) => confidence === level).length).toBeGreaterThan(800);
    for (const row of rows) {
      const [first, last] = [Date.parse(String(row['first_seen'])), Date.parse(String(row['last_seen']))];
      expect(first).toBeGreaterThanOrEqual(NOW - 20 * DAY - 1000);
      expect(first).toBeLessThanOrEqual(last);
      expect(last).toBeLessThan(NOW);
    }
  });

  test('is taken in over the same days: a shorter window holds fewer rows', async () => {
    const lines = Array.from(
      { length: 2000 },
      (_, index) => `domain\td${index}.example\tfamily\tmalware\t0\n`,
    );
    const emulator = await start({
      feed: join(await folder({ 'many.tsv': lines.join('') }), 'many.tsv'),
      spreadDays: 10,
    });
    const { total } = (await ask(emulator, { since: new Date(NOW - 5 * DAY).toISOString() })).body.meta;
    expect(total).toBeGreaterThan(850);
    expect(total).toBeLessThan(1150);
    expect((await ask(emulator, { type: 'domain' })).body.meta.total).toBe(2000);
    expect((await ask(emulator, { type: 'ipv4' })).body.meta.total).toBe(0);
  });
});

describe('JSON', () => {
  const row = { type: 'domain', value: 'one.example' };

  test.each([
    ['an envelope', { meta: {}, data: [row] }],
    ['a list', [row]],
  ])('may be %s', async (_, json) => {
    const path = await folder({ 'feed.json': JSON.stringify(json) });
    expect(await readAll({ feed: join(path, 'feed.json') })).toEqual([row]);
  });

  test('may be the expected values of a report', async () => {
    const path = await folder({ 'a.json': JSON.stringify({ origin: 'made-up', expected: [row] }) });
    const rows = await readAll({ feed: join(path, 'a.json') });
    expect(rows).toMatchObject([{ ...row, confidence: 'high', source: { feed_name: 'made-up' } }]);
  });

  test('says what is wrong with anything else', async () => {
    const path = await folder({ 'feed.json': '{"rows":[]}' });
    await expect(startEmulator({ feed: join(path, 'feed.json') })).rejects.toThrow('neither a list of rows');
  });
});

test('makes rows of expected values, recent and each with an id of its own', async () => {
  const expected = [
    { type: 'domain', value: 'one.example' },
    { type: 'domain', value: 'two.example' },
  ];
  const rows = await readAll({ rows: expectedRows(expected, 'made-up') });
  expect(rows[0]).toMatchObject({ ...expected[0], last_seen: '2026-05-16T09:30:00Z' });
  expect(rows[0]?.['id']).not.toBe(rows[1]?.['id']);
});

describe('the sample feed', () => {
  /** RFC 2606, 6761, 5737, 3849, and one private address on purpose. */
  const RESERVED =
    /(^|[./@])([a-z0-9-]+\.)*([a-z0-9-]+\.(example|test|invalid)|example\.(com|net|org))(:\d+)?(\/|$)|\b(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+|^2001:0?db8:|^192\.168\.1\.1$/i;
  const NETWORK = new Set(['ipv4', 'ipv6', 'domain', 'url', 'email']);

  test('covers every type, confidence and origin, old rows and undated ones', async () => {
    const rows = await readAll({});
    const kinds = (name: string) => new Set(rows.map((row) => row[name]));
    const types = 'ipv4 ipv6 domain url email md5 sha1 sha256 sha512 cve mitre_attack mitre-attack';
    expect(kinds('type')).toEqual(new Set(types.split(' ')));
    expect(kinds('confidence')).toEqual(new Set(['high', 'medium', 'low', undefined]));
    const origins = new Set(rows.map((row) => (row['source'] as { origin?: string }).origin));
    expect(origins).toEqual(new Set(['feed', 'article', undefined]));
    expect(kinds('last_seen')).toContain(undefined);
    expect(rows.filter((row) => Date.parse(String(row['last_seen'])) < NOW - 90 * DAY)).not.toEqual([]);
    expect(rows.filter((row) => row['value'] === '198.51.100.23').map((row) => row['confidence'])).toEqual([
      'high',
      'low',
    ]);
  });

  test('names only what is reserved for documentation', async () => {
    const named = (await readAll({})).filter(({ type }) => NETWORK.has(String(type)));
    const clear = named.map(({ value }) => String(value).trim().replaceAll('[.]', '.'));
    expect(clear.filter((value) => !RESERVED.test(value))).toEqual([]);
  });

  test('knows every value that is expected on the sample report, except names below a listed one', async () => {
    const file = await readFile(new URL('report.expected.json', SAMPLE), 'utf8');
    const { expected } = JSON.parse(file) as { expected: { type: string; value: string }[] };
    const listed = new Set((await readAll({})).map(({ value }) => clearText(String(value))));
    const unlisted = expected.filter(({ value }) => !listed.has(clearText(value)));
    expect(unlisted).toEqual([
      { type: 'domain', value: 'mx7.night-post.example' },
      { type: 'url', value: 'http://lantern-invoices.example/pay?id=2291' },
    ]);
  });

  /** Lower case without scheme, "www.", default port, defanging and padding; an address without its port. */
  function clearText(value: string): string {
    return value
      .trim()
      .toLowerCase()
      .replaceAll('[.]', '.')
      .replace(/^h(tt|xx)ps?:\/\//, '')
      .replace(/^www\./, '')
      .replace(/:443(?=\/)|^([\d.]+):\d+$/, '$1');
  }
});

test('runs from the command line and prints its address and key', async () => {
  const main = fileURLToPath(new URL('../../support/emulator/main.ts', import.meta.url));
  const child = spawn(process.execPath, [main, '--tier', 'free', '--key', 'sk_cli', '--max-limit', '3']);
  onTestFinished(() => void child.kill());
  const lines: string[] = [];
  const output = createInterface(child.stdout).on('line', (line) => lines.push(line));
  await expect.poll(() => lines.length, { timeout: 10_000 }).toBe(2);
  expect(lines[0]).toMatch(/^API emulator: http:\/\/127\.0\.0\.1:\d+ {2}\(60 rows\)$/);
  expect(lines[1]).toBe('Key: sk_cli');

  const url = /http:\S+/.exec(lines[0] ?? '')?.[0];
  const response = await fetch(`${url}/api/v1/iocs?limit=50`, { headers: { 'X-API-Key': 'sk_cli' } });
  expect(((await response.json()) as { data: unknown[] }).data).toHaveLength(3);
  await expect.poll(() => lines[2]).toBe('GET /api/v1/iocs?limit=50  200, 3 rows, x-api-key, key valid');

  child.kill();
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code).toBe(0);
  output.close();
});
