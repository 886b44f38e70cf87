import { describe, expect, test } from 'vitest';
import { parseEnvelope, parseRow } from '@/api/wire.ts';
import { brokenRows } from '../../support/emulator/broken-rows.ts';

const parse = (row: unknown) => parseRow(row, 'made-up', 1000);

function indicatorOf(row: unknown) {
  const parsed = parse(row);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.indicator;
}
const idOf = (row: object) => indicatorOf({ type: 'domain', value: 'evil.example', ...row }).id;

describe('parseRow', () => {
  test('reads a whole row', () => {
    const row = {
      id: '123e4567-e89b-12d3-a456-426614174000',
      type: 'ipv4',
      value: '192.0.2.1',
      confidence: 'high',
      first_seen: '2024-12-08T14:30:00Z',
      last_seen: '2024-12-09T08:15:00Z',
      source: {
        article_id: 'abc123',
        article_title: 'Made-up campaign',
        article_url: 'https://news.example/item/abc123',
        feed_name: 'Made-up feed',
        category: 'news',
        origin: 'article',
      },
      context: 'C2 server',
      tags: ['c2', 'financial'],
      mitre_techniques: ['T1071', 't1059.001'],
    };
    expect(indicatorOf(row)).toEqual({
      id: '123e4567-e89b-12d3-a456-426614174000',
      type: 'ipv4',
      value: '192.0.2.1',
      confidence: 'high',
      firstSeen: '2024-12-08T14:30:00Z',
      lastSeen: '2024-12-09T08:15:00Z',
      article: { id: 'abc123', title: 'Made-up campaign', url: 'https://news.example/item/abc123' },
      feed: 'Made-up feed',
      category: 'news',
      origin: 'article',
      context: 'C2 server',
      tags: ['c2', 'financial'],
      techniques: ['T1071', 'T1059.001'],
      added: 1000,
      source: 'made-up',
    });
  });

  test('needs type and value only, and leaves out what is not there', () => {
    expect(parse({ type: 'domain', value: 'evil.example' })).toEqual({
      ok: true,
      indicator: {
        id: expect.stringMatching(/^~/) as string,
        type: 'domain',
        value: 'evil.example',
        tags: [],
        techniques: [],
        added: 1000,
        source: 'made-up',
      },
    });
  });

  test.each([
    ['mitre-attack', 'T1071', 'mitre_attack', 'T1071'],
    ['DOMAIN', ' EVIL[.]example. ', 'domain', 'evil.example'],
    ['url', 'hxxps://evil[.]example/a', 'url', 'https://evil.example/a'],
    ['ipv4', '198.51.100.0/24', 'ipv4', '198.51.100.0/24'],
    ['ipv6', '2001:DB8::/32', 'ipv6', '2001:db8::/32'],
  ])('reads %s %j', (type, value, readType, readValue) => {
    expect(indicatorOf({ type, value })).toMatchObject({ type: readType, value: readValue });
  });

  test('keeps a port beside the value', () => {
    expect(indicatorOf({ type: 'ipv4', value: '192.0.2.1:4443' })).toMatchObject({
      value: '192.0.2.1',
      port: 4443,
    });
  });

  test.each([
    [null, 'rowNotRecord'],
    ['evil.example', 'rowNotRecord'],
    [[], 'rowNotRecord'],
    [{}, 'rowNoType'],
    [{ type: 7, value: 'evil.example' }, 'rowNoType'],
    [{ type: 'mutex', value: 'evil' }, 'rowUnknownType'],
    [{ type: 'x'.repeat(1e6), value: 'evil' }, 'rowUnknownType'],
    [{ type: 'domain' }, 'rowNoValue'],
    [{ type: 'domain', value: '' }, 'rowNoValue'],
    [{ type: 'domain', value: ['evil.example'] }, 'rowNoValue'],
    [{ type: 'domain', value: 'a'.repeat(4097) }, 'rowLongValue'],
    [{ type: 'ipv4', value: 'evil.example' }, 'rowBadValue'],
    [{ type: 'domain', value: '   ' }, 'rowBadValue'],
    [{ type: 'ipv4', value: '96.0.0.0/4' }, 'rowBadRange'],
    [{ type: 'ipv4', value: '198.51.100.0/33' }, 'rowBadRange'],
    [{ type: 'ipv6', value: '2000::/3' }, 'rowBadRange'],
  ])('refuses %j: %s', (row, reason) => {
    expect(parse(row)).toEqual({ ok: false, reason });
  });

  test.each([
    ['2024-12-08T14:30:00Z', '2024-12-08T14:30:00Z'],
    ['2024-12-08T14:30:00.250+02:00', '2024-12-08T12:30:00.250Z'],
    ['2024-12-08T14:30:00-0130', '2024-12-08T16:00:00Z'],
    ['2024-12-08 14:30:00', '2024-12-08T14:30:00Z'],
    ['2024-12-08', '2024-12-08T00:00:00Z'],
    ['2024-02-29T23:59:59Z', '2024-02-29T23:59:59Z'],
    ['2024-12-08T24:00:01Z', undefined],
    ['05/06/2024', undefined],
    ['NaN', undefined],
    ['2024-13-40T00:00:00Z', undefined],
    ['9999-99-99T99:99:99Z', undefined],
    [`2024-12-08T14:30:00.${'1'.repeat(1e6)}Z`, undefined],
    [17, undefined],
    [null, undefined],
  ])('reads the date %j as %s, whatever the local time zone', (first_seen, expected) => {
    expect(indicatorOf({ type: 'domain', value: 'evil.example', first_seen }).firstSeen).toBe(expected);
  });

  test.each([
    'javascript:alert(1)',
    ' jAvAsCrIpT:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://evil.example/1',
    '//evil.example',
    'evil',
    `https://evil.example/${'a'.repeat(3000)}`,
    7,
  ])('makes no link of %j', (article_url) => {
    const { article } = indicatorOf({ type: 'domain', value: 'evil.example', source: { article_url } });
    expect(article).toBeUndefined();
  });

  test('takes reference_url where there is no article, in the source or beside it', () => {
    const url = 'https://feed.example/1';
    const row = { type: 'domain', value: 'evil.example' };
    expect(indicatorOf({ ...row, source: { article_url: null, reference_url: url } }).article).toEqual({
      url,
    });
    expect(indicatorOf({ ...row, source: null, reference_url: url }).article).toEqual({ url });
  });

  test('cuts what is too long and drops what is of the wrong kind', () => {
    const tags = [...Array.from({ length: 80 }, (_, n) => `tag ${n}`), 1];
    const row = indicatorOf({
      type: 'domain',
      value: 'evil.example',
      id: 'i'.repeat(1000),
      confidence: 'certain',
      context: 'c'.repeat(5000),
      tags: ['t'.repeat(500), ' twice ', 'twice', '', 7, null, { a: 1 }, ...tags],
      mitre_techniques: ['T1071', 'DROP TABLE', 'T1', 'TA0001', 12],
      source: { article_title: 't'.repeat(5000), feed_name: {}, category: 3, origin: 'rumour' },
    });
    expect(row.id).toHaveLength(128);
    expect(row.context).toHaveLength(2000);
    expect(row.tags.length).toBeLessThanOrEqual(50);
    expect(row.tags.slice(0, 3)).toEqual(['t'.repeat(100), 'twice', 'tag 0']);
    expect(row.techniques).toEqual(['T1071', 'TA0001']);
    expect(row.article?.title).toHaveLength(300);
    for (const dropped of ['confidence', 'feed', 'category', 'origin'])
      expect(row).not.toHaveProperty(dropped);
  });

  test('gives a row without an id the same one each time, by what it says and who says it', () => {
    expect(idOf({})).toBe(idOf({ last_seen: '2024-12-08T14:30:00Z', confidence: 'high', tags: ['new'] }));
    const ids = [
      idOf({}),
      idOf({ value: 'other.example' }),
      idOf({ type: 'url' }),
      idOf({ value: 'evil.example:8080' }),
      idOf({ source: { feed_name: 'one' } }),
      idOf({ source: { feed_name: 'two' } }),
      idOf({ source: { article_url: 'https://news.example/' } }),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    expect(idOf({ id: 42 })).toBe('42');
    expect(idOf({ id: '' })).toMatch(/^~/);
  });

  test('every broken row is refused or read, and none reaches Object.prototype', () => {
    for (const row of Object.values(brokenRows())) {
      const parsed = parse(row);
      if (parsed.ok) expect(Object.keys(parsed.indicator)).not.toContain('constructor');
    }
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    const polluted = parse(JSON.parse('{"__proto__":{"type":"domain","value":"evil.example"}}'));
    expect(polluted).toEqual({ ok: false, reason: 'rowNoType' });
  });
});

describe('parseEnvelope', () => {
  test('reads what the answer says of itself', () => {
    const meta = {
      total: 1523,
      limit: 100,
      generated_at: '2024-12-09T10:30:00+00:00',
      filters: { type: 'all', since: '2024-12-08T00:00:00Z' },
    };
    expect(parseEnvelope({ meta, data: [1], links: { next: 'https://evil.example' } })).toEqual({
      ok: true,
      rows: [1],
      meta: { total: 1523, limit: 100, generatedAt: '2024-12-09T10:30:00Z', since: '2024-12-08T00:00:00Z' },
    });
  });

  test.each([
    [{ data: [] }],
    [{ data: [], meta: null }],
    [{ data: [], meta: 'none' }],
    [{ data: [], meta: { total: -1, limit: '100', generated_at: 'never', filters: [] } }],
    [{ data: [], meta: { total: 1.5, filters: { since: 7 } } }],
  ])('takes %j as an answer that says nothing', (body) => {
    expect(parseEnvelope(body)).toEqual({ ok: true, rows: [], meta: {} });
  });

  test.each([
    [null],
    ['text'],
    [7],
    [[]],
    [{}],
    [{ data: {} }],
    [{ data: null }],
    [{ error: { code: 'x' } }],
  ])('refuses %j', (body) => {
    expect(parseEnvelope(body)).toMatchObject({ ok: false });
  });
});
