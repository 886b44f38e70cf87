import { describe, expect, onTestFinished, test } from 'vitest';
import { ask, askRefused, askText } from '../../support/emulator/ask.ts';
import type { Behaviour } from '../../support/emulator/behaviour.ts';
import type { EmulatorOptions } from '../../support/emulator/emulator.ts';
import { startEmulator } from '../../support/emulator/emulator.ts';

const NOW = Date.parse('2026-05-16T10:30:00Z');
const now = () => NOW;

async function start(options: EmulatorOptions = {}) {
  const emulator = await startEmulator({ now, ...options });
  onTestFinished(() => emulator.close());
  return emulator;
}

function domains(count: number) {
  return Array.from({ length: count }, (_, index) => ({ type: 'domain', value: `d${index}.example` }));
}

/** Values that are `-P${n}D` old, by name. */
const AGED = ['-PT1H', '-PT23H', '-PT30H', '-P20D', '-P100D', '-P400D'].map((age) => ({
  type: 'domain',
  value: age,
  extracted_at: age,
}));

async function values(
  emulator: Awaited<ReturnType<typeof start>>,
  parameters: Record<string, string | number>,
) {
  return (await ask(emulator, parameters)).body.data.map(({ value }) => value);
}

describe('limit', () => {
  test.each<[string, Behaviour['tier'], number, number]>([
    ['free gives 100', 'free', 10_000, 100],
    ['free gives fewer', 'free', 7, 7],
    ['pro gives 10,000', 'pro', 20_000, 10_000],
  ])('%s', async (_, tier, limit, expected) => {
    const { body } = await ask(await start({ rows: domains(10_001), tier }), { limit });
    expect([body.data.length, body.meta.limit, body.meta.total]).toEqual([expected, expected, 10_001]);
  });

  test('echoes an oversize limit and gives less where told to', async () => {
    const emulator = await start({ rows: domains(150), tier: 'free', oversizeLimit: 'echo' });
    const { body } = await ask(emulator, { limit: 500 });
    expect([body.meta.limit, body.data.length]).toEqual([500, 100]);
  });

  test('refuses an oversize limit where told to', async () => {
    const emulator = await start({ rows: domains(5), tier: 'free', oversizeLimit: 'refuse' });
    const { status, body } = await askRefused(emulator, { limit: 101 });
    expect([status, body.error.code]).toEqual([400, 'invalid_parameter']);
    expect((await ask(emulator, { limit: 100 })).status).toBe(200);
  });

  test('takes another cap and another default', async () => {
    const emulator = await start({ rows: domains(9), maxLimit: 4, defaultLimit: 2 });
    expect((await ask(emulator)).body.data).toHaveLength(2);
    expect((await ask(emulator, { limit: 9 })).body.data).toHaveLength(4);
  });
});

describe('lookback', () => {
  test.each<[string, EmulatorOptions, string, number]>([
    ['free reaches back 24 hours', { tier: 'free' }, '2026-05-15T10:30:00Z', 2],
    [
      'free reaches back to a midnight',
      { tier: 'free', lookback: 'utc-midnight' },
      '2026-05-15T00:00:00Z',
      3,
    ],
    ['pro reaches back a year', {}, '2025-05-16T10:30:00Z', 5],
    ['pro may reach back 30 days', { lookbackDays: 30 }, '2026-04-16T10:30:00Z', 4],
    ['enterprise reaches back a year', { tier: 'enterprise' }, '2025-05-16T10:30:00Z', 5],
  ])('%s, whatever was asked', async (_, options, since, count) => {
    const emulator = await start({ rows: AGED, ...options });
    for (const parameters of [{}, { since: '2020-01-01' }]) {
      const { body } = await ask(emulator, parameters);
      expect([body.meta.filters['since'], body.data.length]).toEqual([since, count]);
    }
  });

  test('keeps a later since, and a time that hides rows is a time the row does not show', async () => {
    const { body } = await ask(await start({ rows: AGED }), { since: '2026-05-16T00:00:00Z' });
    expect(body.meta.filters['since']).toBe('2026-05-16T00:00:00Z');
    expect(body.data).toEqual([{ type: 'domain', value: '-PT1H' }]);
  });

  test.each<[boolean, boolean, string[]]>([
    [true, true, ['-PT3H', '-PT2H', '-PT1H']],
    [true, false, ['-PT3H', '-PT2H']],
    [false, true, ['-PT2H', '-PT1H']],
    [false, false, ['-PT2H']],
  ])('bounds: since inclusive %s, until inclusive %s', async (sinceInclusive, untilInclusive, expected) => {
    const rows = ['-PT3H', '-PT2H', '-PT1H'].map((age) => ({
      type: 'domain',
      value: age,
      extracted_at: age,
    }));
    const emulator = await start({ rows, sinceInclusive, untilInclusive });
    const window = { since: '2026-05-16T07:30:00Z', until: '2026-05-16T09:30:00+00:00' };
    expect(await values(emulator, window)).toEqual(expected);
  });
});

describe('filters', () => {
  const rows = [
    { type: 'ipv4', value: 'a', confidence: 'high', source: { category: 'news' }, industry: 'finance' },
    {
      type: 'mitre-attack',
      value: 'b',
      confidence: 'low',
      source: { category: 'news' },
      industry: ['water', 'energy'],
    },
    { type: 'ipv4', value: 'c', source: { category: 'threat-intel' } },
  ];
  test.each<[Record<string, string>, string[]]>([
    [{ type: 'ipv4' }, ['a', 'c']],
    [{ type: 'mitre_attack' }, ['b']],
    [{ type: 'mitre-attack' }, ['b']],
    [{ confidence: 'low' }, ['b']],
    [{ category: 'news' }, ['a', 'b']],
    [{ industry: 'energy' }, ['b']],
    [{ type: 'ipv4', category: 'news' }, ['a']],
    [{ type: 'sha256' }, []],
  ])('%o selects %o', async (filters, expected) => {
    const emulator = await start({ rows });
    const { body } = await ask(emulator, filters);
    expect(body.data.map(({ value }) => value)).toEqual(expected);
    expect(body.meta.total).toBe(expected.length);
  });

  test('are echoed, "all" where none was asked for', async () => {
    const { body } = await ask(await start({ rows }), { type: 'ipv4' });
    expect(body.meta.filters).toEqual({
      type: 'ipv4',
      category: 'all',
      confidence: 'all',
      since: '2025-05-16T10:30:00Z',
      until: '2026-05-16T10:30:00Z',
    });
  });

  test('refuse "all" unless told to ignore it', async () => {
    const emulator = await start({ rows });
    expect((await askRefused(emulator, { type: 'all' })).status).toBe(400);
    emulator.set({ allFilter: 'ignore' });
    expect((await ask(emulator, { type: 'all' })).body.data).toHaveLength(3);
  });
});

test.each([
  { type: 'ipv4,domain' },
  { confidence: 'certain' },
  { limit: '0' },
  { limit: '-5' },
  { limit: 'many' },
  { offset: '1.5' },
  { since: 'yesterday' },
  { until: '2026-05-16T10:30:00' },
  { format: 'xml' },
])('refuses %o and names the parameter', async (parameters) => {
  const { status, body } = await askRefused(await start({ rows: [] }), parameters);
  expect(status).toBe(400);
  expect(body.error).toMatchObject({
    code: 'invalid_parameter',
    details: { parameter: Object.keys(parameters)[0] },
  });
});

test('refuses a parameter that is given twice', async () => {
  const emulator = await start({ rows: [] });
  const url = `${emulator.url}/api/v1/iocs?type=ipv4&type=domain`;
  expect((await fetch(url, { headers: { 'X-API-Key': emulator.key } })).status).toBe(400);
});

describe('shape', () => {
  const row = {
    id: 'one',
    type: 'url',
    value: 'http://one.example/Path',
    confidence: 'high',
    first_seen: '-P2D',
    last_seen: '-PT90M',
    source: { article_title: 'A "made-up" title, with commas', feed_name: 'Made-up feed', category: 'news' },
    context: 'A context',
    tags: ['a', 'b'],
    industry: 'finance',
    extracted_at: '-PT1H',
  };

  test('is the envelope of the reference, without the emulator’s own fields', async () => {
    const { body } = await ask(await start({ rows: [row] }), { limit: 5 });
    expect(body.meta).toMatchObject({
      total: 1,
      limit: 5,
      offset: 0,
      generated_at: '2026-05-16T10:30:00Z',
      feed_version: '1.0',
      source: expect.any(String) as unknown,
    });
    const { industry: _industry, extracted_at: _extractedAt, ...sent } = row;
    expect(body.data).toEqual([
      { ...sent, first_seen: '2026-05-14T10:30:00Z', last_seen: '2026-05-16T09:00:00Z' },
    ]);
  });

  test('links carry limit and offset and nothing else', async () => {
    const emulator = await start({ rows: [row, row, row] });
    const page = async (offset: number) =>
      (await ask(emulator, { type: 'url', limit: 2, offset })).body.links;
    const link = (offset: number) => `${emulator.url}/api/v1/iocs?limit=2&offset=${offset}`;
    expect(await page(0)).toEqual({ self: link(0), next: link(2) });
    expect(await page(2)).toEqual({ self: link(2), next: null });
    emulator.set({ lastNext: 'absent' });
    expect(await page(2)).toEqual({ self: link(2) });
    emulator.set({ lastNext: 'present' });
    expect(await page(2)).toEqual({ self: link(2), next: link(4) });
  });

  test('leaves the context out on request, under the name that is set', async () => {
    const emulator = await start({ rows: [row] });
    const first = async (parameters: Record<string, string>) =>
      (await ask(emulator, parameters)).body.data[0];
    expect(await first({})).toHaveProperty('context');
    expect(await first({ include_context: 'false' })).not.toHaveProperty('context');
    emulator.set({ contextParameter: 'context' });
    expect(await first({ include_context: 'false' })).toHaveProperty('context');
    expect(await first({ context: 'false' })).not.toHaveProperty('context');
  });

  test.each<[Partial<Behaviour>, Record<string, unknown>]>([
    [{ spelling: 'defanged' }, { value: 'hxxp://one[.]example/Path' }],
    [{ spelling: 'upper' }, { value: 'HTTP://ONE.EXAMPLE/Path' }],
    [{ spelling: 'padded' }, { value: '  http://one.example/Path\t\n' }],
  ])('spells values as told: %o', async (change, expected) => {
    expect((await ask(await start({ rows: [row], ...change }))).body.data[0]).toMatchObject(expected);
  });

  test('spells the type of ATT&CK ids as told', async () => {
    const emulator = await start({
      rows: [{ type: 'mitre_attack', value: 'T1059' }],
      mitreType: 'mitre-attack',
    });
    expect((await ask(emulator)).body.data[0]?.['type']).toBe('mitre-attack');
  });

  test('gives short rows where told to', async () => {
    const { body } = await ask(await start({ rows: [row], rowShape: 'short' }));
    expect(body.data).toEqual([
      { type: 'url', value: 'http://one.example/Path', confidence: 'high', tags: ['a', 'b'] },
    ]);
  });

  test('is CSV of ten columns on paying plans', async () => {
    const { headers, body } = await askText(await start({ rows: [row] }), { format: 'csv' });
    expect(headers.get('Content-Type')).toContain('text/csv');
    expect(body).toBe(
      'id,type,value,confidence,first_seen,last_seen,source_article,source_feed,category,tags\r\n' +
        'one,url,http://one.example/Path,high,2026-05-14T10:30:00Z,2026-05-16T09:00:00Z,' +
        '"A ""made-up"" title, with commas",Made-up feed,news,a;b\r\n',
    );
  });

  test('is one value a line as text', async () => {
    const { body } = await askText(await start({ rows: domains(2) }), { format: 'txt' });
    expect(body).toBe('d0.example\nd1.example\n');
  });

  test.each(['csv', 'txt'])('refuses %s to the free tier', async (format) => {
    const { status, body } = await askRefused(await start({ rows: [row], tier: 'free' }), { format });
    expect([status, body.error.code]).toEqual([403, 'forbidden']);
  });
});

test('runs on its own clock', async () => {
  const emulator = await start({ rows: [], skewMs: 3_600_000 });
  const { headers, body } = await ask(emulator);
  expect(body.meta.generated_at).toBe('2026-05-16T11:30:00Z');
  expect(headers.get('Date')).toBe('Sat, 16 May 2026 11:30:00 GMT');
  expect(headers.get('X-RateLimit-Reset')).toBe(String(NOW / 1000 + 3660));
});
