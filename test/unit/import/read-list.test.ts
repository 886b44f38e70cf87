import { createReadStream, existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseEnvelope, parseRow } from '@/api/wire.ts';
import type { ListFormat } from '@/core/source.ts';
import { ListError, readList } from '@/import/read-list.ts';
import { readFileSync } from 'node:fs';
import { fixture, inPieces, OPTIONS, readAll } from './read-text.ts';
import { inEnglish } from '../../words/speech.ts';

/** Type and value, with the port. */
async function valuesOf(name: string, format: ListFormat): Promise<string[]> {
  const { rows } = await readAll(fixture(name), format);
  return rows.map(({ type, value, port }) => `${type} ${value}${port === undefined ? '' : ` ${port}`}`);
}

describe('what stands in a file of every format', () => {
  const FILES: [file: string, format: ListFormat, values: string[]][] = [
    [
      'api.csv',
      'csv',
      [
        'ipv4 192.0.2.1',
        'domain evil.example',
        'sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
        'url https://wick.example/a?b=1',
        'mitre_attack T1059.001',
      ],
    ],
    ['any.csv', 'csv', ['ipv4 192.0.2.1 4443', 'domain wick.example', 'ipv4 198.51.100.0/24']],
    ['headerless.tsv', 'csv', ['url http://192.0.2.7', 'ipv4 192.0.2.8', 'domain wick.example']],
    ['commented.csv', 'csv', ['url http://wick.example/a,b', 'url http://wick.example/c']],
    [
      'plain.txt',
      'txt',
      [
        'ipv4 192.0.2.1',
        'url http://wick.example/a#part',
        'domain wick.example',
        'ipv4 198.51.100.0/24',
        'ipv6 2001:db8::/32',
        'domain lamp.example',
        'domain oil.example',
        'domain sink.example',
        'domain other.example',
        'ipv6 2001:db8::7 8080',
        'ipv4 192.0.2.9 4443',
        'domain all.example',
        'email a@evil.example',
        'cve CVE-2099-0001',
        'mitre_attack T1059',
        'md5 d41d8cd98f00b204e9800998ecf8427e',
      ],
    ],
    ['api.json', 'json', ['ipv4 192.0.2.1', 'domain evil.example', 'domain wick.example']],
    ['rows.jsonl', 'json', ['ipv4 192.0.2.1', 'url http://evil.example/a']],
    [
      'bundle.json',
      'stix',
      [
        'ipv4 192.0.2.1 4443',
        'sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
        'md5 d41d8cd98f00b204e9800998ecf8427e',
        'domain wick.example',
        'domain oil.example',
        'ipv4 198.51.100.0/24',
        'cve CVE-2099-0001',
      ],
    ],
    [
      'event.json',
      'misp',
      [
        'ipv4 192.0.2.1 4443',
        'domain wick.example',
        'ipv4 192.0.2.2',
        'md5 d41d8cd98f00b204e9800998ecf8427e',
      ],
    ],
    ['urlhaus.csv', 'urlhaus', ['url http://192.0.2.150:58801/i', 'url http://wick.example/a,b?c=%22d']],
    ['urlhaus.json', 'urlhaus', ['url http://192.0.2.150:58801/i', 'url http://wick.example/a,b?c=%22d']],
    [
      'threatfox.csv',
      'threatfox',
      [
        'ipv4 192.0.2.40 4444',
        'domain oil.example',
        'url https://oil.example/a,%20b',
        'md5 d41d8cd98f00b204e9800998ecf8427e',
      ],
    ],
    ['threatfox.json', 'threatfox', ['ipv4 192.0.2.40 4444', 'domain oil.example']],
    ['feodo.csv', 'feodo', ['ipv4 192.0.2.10 443', 'ipv4 192.0.2.11 8080']],
    ['feodo.json', 'feodo', ['ipv4 192.0.2.10 443', 'ipv4 192.0.2.11 8080']],
    ['feodo.txt', 'feodo', ['ipv4 192.0.2.10', 'ipv4 192.0.2.11']],
  ];

  test.each(FILES)('%s as %s', async (file, format, values) => {
    expect(await valuesOf(file, format)).toEqual(values);
  });

  const CASES = FILES.map(([file, format]) => ({ format, text: fixture(file) }));

  test('is the same however the text was cut, with other line ends, and behind a byte order mark', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...CASES),
        fc.integer({ min: 1, max: 400 }),
        fc.boolean(),
        async (file, length, isDos) => {
          const text = isDos ? file.text.replaceAll('\n', '\r\n') : file.text;
          const [whole, cut] = [
            await readAll(file.text, file.format),
            await readAll(`\uFEFF${text}`, file.format, {}, length),
          ];
          expect(cut).toEqual(whole);
        },
      ),
      { numRuns: 60, seed: 7 },
    );
  });

  test.each(CASES)('gives each row of it an id of its own: $format', async ({ format, text }) => {
    const { rows } = await readAll(text, format);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    for (const row of rows) expect(row).toMatchObject({ source: 'made-up', added: 1000 });
  });
});

describe('all that a row keeps', () => {
  test('of the CSV of the API', async () => {
    const [row, quoted, , linked] = (await readAll(fixture('api.csv'), 'csv')).rows;
    expect(row).toEqual({
      id: '11111111-1111-4111-8111-000000000001',
      type: 'ipv4',
      value: '192.0.2.1',
      confidence: 'high',
      firstSeen: '2026-05-01T10:00:00Z',
      lastSeen: '2026-05-16T08:15:00Z',
      article: { title: 'Made-up campaign' },
      feed: 'Made-up feed',
      category: 'news',
      tags: ['c2', 'wick'],
      techniques: [],
      added: 1000,
      source: 'made-up',
    });
    expect(quoted?.article).toEqual({ title: 'Lamps, wicks and "oil"' });
    expect(linked?.article).toEqual({ url: 'https://news.example/item/1' });
  });

  test('of any CSV, with the reason why a line is none', async () => {
    const { rows, bad } = await readAll(fixture('any.csv'), 'csv');
    expect(rows[0]).toMatchObject({
      confidence: 'high',
      tlp: 'amber',
      tags: ['wick'],
      context: 'made-up C2',
      article: { url: 'https://news.example/1' },
    });
    expect(rows.map(({ confidence }) => confidence)).toEqual(['high', 'medium', 'low']);
    expect(rows[1]).not.toHaveProperty('article');
    expect(inEnglish(bad)).toEqual([
      { line: 5, reason: '"filename" is not a type that is looked for', text: 'evil.exe;filename;5;;;;;' },
    ]);
  });

  test('of a corrected CSV', async () => {
    const columns = { value: 2, context: 0 };
    const { rows } = await readAll(
      'note,wrong,right\nfirst,192.0.2.1,192.0.2.2\nsecond,192.0.2.3,192.0.2.4\n',
      'csv',
      { columns },
    );
    expect(rows.map(({ value, context }) => `${value} ${context}`)).toEqual([
      '192.0.2.2 first',
      '192.0.2.4 second',
    ]);
  });

  test('of a line of text: its note; of its bad lines where they stand', async () => {
    const { rows, bad, ignored } = await readAll(fixture('plain.txt'), 'txt');
    expect(rows.flatMap(({ context }) => context ?? [])).toEqual([
      'SBL000001',
      'seen in a made-up campaign',
      'with a note behind a tab',
    ]);
    expect(inEnglish(bad)).toEqual([
      { line: 23, reason: 'not a value of any type that is looked for', text: 'setup.exe' },
      { line: 24, reason: 'not a value of any type that is looked for', text: 'two words' },
      { line: 25, reason: 'a range wider than /8 says nothing of its addresses', text: '10.0.0.0/4' },
    ]);
    expect(ignored).toBe(2);
  });

  test('of the JSON of the API the same as when it comes from the API', async () => {
    const text = readFileSync(new URL('../../fixtures/sample/feed.json', import.meta.url), 'utf8');
    const envelope = parseEnvelope(JSON.parse(text));
    if (!envelope.ok) throw new Error(envelope.problem.key);
    const fromApi = envelope.rows
      .map((row) => parseRow(row, 'made-up', 1000))
      .flatMap((row) => (row.ok ? [row.indicator] : []));
    expect(fromApi.length).toBeGreaterThan(30);
    expect((await readAll(text, 'json')).rows).toEqual(fromApi);
  });

  test('of the JSON of the API what is wrong with a record', async () => {
    const { bad } = await readAll(fixture('api.json'), 'json');
    expect(inEnglish(bad).map(({ line, reason }) => `${line}: ${reason}`)).toEqual([
      '3: not a domain name',
      '4: "colour" is not a type that is looked for',
      '5: no value',
      '7: not a record',
    ]);
  });

  test('of JSON Lines, also where the first line is the broken one', async () => {
    const good = (name: string) => `{"type":"domain","value":"${name}.example"}`;
    const { rows, bad } = await readAll(
      [good('a').slice(0, -3), good('b'), '', good('c')].join('\n'),
      'json',
    );
    expect(rows.map(({ value }) => value)).toEqual(['b.example', 'c.example']);
    expect(inEnglish(bad)).toMatchObject([{ line: 1, reason: 'the line is no JSON' }]);
    expect((await readAll(good('a'), 'json')).rows).toHaveLength(1);
  });

  test('of an envelope that has a record a line', async () => {
    const text = '{"data":[\n{"value":"a.example"},\n{"value":"b.example"}\n]}';
    expect((await readAll(text, 'json')).rows).toHaveLength(2);
  });

  test('and nothing that its names reach for', async () => {
    const text =
      '[{"__proto__":{"confidence":"high"},"constructor":1,"value":"a.example","tags":["__proto__"]}]';
    expect((await readAll(text, 'json')).rows).toMatchObject([{ value: 'a.example', tags: ['__proto__'] }]);
    expect((await readAll(text, 'json')).rows[0]).not.toHaveProperty('confidence');
  });

  test('of URLhaus, the same as CSV and as JSON', async () => {
    const fromCsv = await readAll(fixture('urlhaus.csv'), 'urlhaus');
    expect(await readAll(fixture('urlhaus.json'), 'urlhaus')).toEqual(fromCsv);
    expect(fromCsv.rows[0]).toMatchObject({
      id: '9000002',
      feed: 'URLhaus',
      origin: 'feed',
      category: 'threat-intel',
      firstSeen: '2026-05-16T12:05:20Z',
      lastSeen: '2026-05-16T12:05:20Z',
      article: { url: 'https://urlhaus.example/url/9000002/' },
      context: 'malware download, online',
      tags: ['32-bit', 'elf', 'mips', 'malware_download'],
    });
    expect(fromCsv.rows[1]).not.toHaveProperty('lastSeen');
  });

  test('of ThreatFox, the same as CSV and as JSON', async () => {
    const { rows } = await readAll(fixture('threatfox.csv'), 'threatfox');
    expect((await readAll(fixture('threatfox.json'), 'threatfox')).rows).toEqual(rows.slice(0, 2));
    expect(rows[0]).toMatchObject({
      id: '8000004',
      confidence: 'high',
      context: 'Wick RAT, botnet cc',
      tags: ['wick', 'rat', 'Wick RAT', 'botnet_cc'],
      article: { url: 'https://news.example/wick' },
    });
    expect(rows[1]).toMatchObject({
      confidence: 'medium',
      lastSeen: '2026-05-16T05:00:00Z',
      context: 'Wick RAT, botnet cc, compromised host',
    });
    expect(rows[2]).toMatchObject({ confidence: 'low' });
  });

  test('of ThreatFox an IPv6 address without brackets, from its port', async () => {
    const record = { ioc_value: '2001:db8:1::5:40669', ioc_type: 'ip:port', malware_printable: 'Wick RAT' };
    const { rows, bad } = await readAll(JSON.stringify({ 8000009: [record] }), 'threatfox');
    expect(bad).toEqual([]);
    expect(rows).toMatchObject([{ type: 'ipv6', value: '2001:db8:1::5', port: 40_669 }]);
  });

  test('of Feodo Tracker, the same as CSV and as JSON', async () => {
    const fromCsv = await readAll(fixture('feodo.csv'), 'feodo');
    expect(await readAll(fixture('feodo.json'), 'feodo')).toEqual(fromCsv);
    expect(fromCsv.rows[0]).toMatchObject({
      context: 'WickBot, botnet C2, online',
      lastSeen: '2026-05-16T00:00:00Z',
      tags: ['WickBot', 'botnet_cc'],
    });
  });

  test('of the payloads of URLhaus the URL and its hashes', async () => {
    const text =
      '# firstseen,url,filetype,md5_hash,sha256_hash,signature\n' +
      `"2026-05-01 10:00:00","http://wick.example/a","exe","${'a1'.repeat(16)}","${'b2'.repeat(32)}","None"\n`;
    const { rows } = await readAll(text, 'urlhaus');
    expect(rows.map(({ type }) => type)).toEqual(['url', 'md5', 'sha256']);
  });

  test('is cut where it is longer than a card shows', async () => {
    const record = {
      type: 'domain',
      value: 'evil.example',
      context: 'x'.repeat(5000),
      tags: Array.from({ length: 80 }, (_, at) => `${at}${'t'.repeat(200)}`),
    };
    const [row] = (await readAll(JSON.stringify([record]), 'json')).rows;
    expect(row?.context).toHaveLength(2000);
    expect(row?.tags).toHaveLength(50);
    expect(row?.tags[0]).toHaveLength(100);
  });
});

describe('what is no list', () => {
  const zip = 'PK\u0003\u0004\u0014\0\0\0\u0008\0';
  test.each<[what: string, text: string, format: ListFormat, message: RegExp]>([
    ['nothing', '', 'txt', /empty/],
    ['white space', ' \n\n', 'csv', /empty/],
    ['a login page', '<!DOCTYPE html>\n<html><form>Password</form></html>', 'csv', /web page/],
    ['a page behind a comment', '<!-- x --><html lang="en">', 'stix', /web page/],
    ['XML', '<?xml version="1.0"?><stix:STIX_Package>', 'stix', /XML/],
    ['an archive', zip, 'csv', /ZIP/],
    ['gzip', '\u001F\uFFFD\u0008\0\0', 'txt', /gzip/],
    ['a document', '%PDF-1.7\n', 'txt', /PDF/],
    ['UTF-16 behind its mark', '\uFFFD\uFFFDe\0v\0i\0l\0.\0', 'txt', /UTF-16/],
    ['UTF-16, big end first', '\0e\0v\0i\0l\0.', 'txt', /UTF-16/],
    ['bytes', '\u0001\u0002\uFFFD\uFFFD\u0007\u0003\u0004abc', 'txt', /not a text/],
    ['JSON as one value a line', '{"data":[]}', 'txt', /not a list of one value a line; it looks like JSON/],
    ['a STIX bundle as CSV', '{"type":"bundle","objects":[]}', 'csv', /looks like a STIX bundle/],
    ['CSV as JSON', 'type,value\ndomain,evil.example\n', 'json', /looks like CSV/],
    ['JSON of something else', '{"results":[{"type":"domain","value":"evil.example"}]}', 'json', /"data"/],
    ['an error of an API', '{"query_status":"unknown_auth_key"}', 'threatfox', /unknown_auth_key/],
    ['a bundle without objects', '{"type":"bundle","spec_version":"2.0"}', 'stix', /"objects"/],
    ['a manifest of MISP', fixture('manifest.json'), 'misp', /manifest/],
    ['no event of MISP', '{"errors":"no"}', 'misp', /no MISP event/],
    ['CSV without values', 'name,age\nAda,36\nBob,40\n', 'csv', /No column/],
    ['prose', 'These are not\nthe values that\nyou look for.\n', 'txt', /None of 3 lines.*Line 1/],
    [
      'JSON that is cut off',
      '{"data":[{"type":"domain","value":"evil.example"},{"type":"dom',
      'json',
      /breaks off after 1 records/,
    ],
    ['STIX that is cut off', fixture('bundle.json').slice(0, -3), 'stix', /breaks off after 15 records/],
    ['JSON with a slip', '{"data":[{"type":"domain","value":"evil.example"},{"type":]}', 'json', /no JSON/],
    ['JSON as deep as no list', `{"data":${'['.repeat(200)}`, 'json', /nested deeper/],
    ['two documents', '[{"value":"evil.example"}] x', 'json', /no JSON/],
  ])('%s', async (_, text, format, message) => {
    const refused = await readAll(text, format, {}, 7).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ListError);
    expect(inEnglish((refused as ListError).said)).toMatch(message);
    await expect(readAll(text, format)).rejects.toMatchObject({ name: 'ListError' });
  });

  test.each<[text: string, format: ListFormat]>([
    ['# nothing today\n', 'txt'],
    ['id,type,value\n', 'csv'],
    ['{"data": []}', 'json'],
    ['[]', 'json'],
    ['[]', 'feodo'],
    ['{}', 'urlhaus'],
    ['{"type":"bundle","id":"bundle--1","objects": []}', 'stix'],
    ['{"Event":{"Attribute":[]}}', 'misp'],
  ])('but a list without rows is one: %s', async (text, format) => {
    expect(await readAll(text, format)).toEqual({ rows: [], bad: [], ignored: 0 });
  });
});

test('a list of which every twentieth line is broken gives the others, and tells of each', async () => {
  const BREAKS = ['no value here', '"never closed', '999.0.2.1,x', ',', '"a"b,c'];
  const lines = Array.from({ length: 20_000 }, (_, at) =>
    at % 20 === 19 ? BREAKS[at % BREAKS.length] : `a${at}.evil.example,note ${at}`,
  );
  const { rows, bad } = await readAll(`value,comment\n${lines.join('\n')}\n`, 'csv');
  expect(rows).toHaveLength(19_000);
  expect(bad).toHaveLength(1000);
  expect(bad.map(({ line }) => line)).toEqual(Array.from({ length: 1000 }, (_, at) => at * 20 + 21));
  expect(new Set(rows.map(({ value }) => value)).size).toBe(19_000);
});

describe('50 MB', () => {
  const context = 'made up '.repeat(18);
  async function* csv(): AsyncGenerator<string> {
    yield 'id,type,value,context\n';
    for (let at = 0; at < 250_000; at++)
      yield `x${at},ipv4,192.0.2.${at % 250}:${(at % 60_000) + 1},${context}${at}\n`;
  }
  async function* json(): AsyncGenerator<string> {
    yield '{"meta":{"total":1},"data":[';
    for (let at = 0; at < 250_000; at++)
      yield `${at === 0 ? '' : ','}{"id":"x${at}","type":"ipv4","value":"192.0.2.${at % 250}","context":"${context}${at}"}`;
    yield ']}';
  }

  test.each<[ListFormat, () => AsyncGenerator<string>]>([
    ['csv', csv],
    ['json', json],
  ])(
    'of %s pass in batches that hold no more than 5,000 rows, while the text is read no further than that',
    async (format, make) => {
      let arrived = 0;
      let bytes = 0;
      async function* counted(): AsyncGenerator<string> {
        for await (const piece of make()) {
          arrived += 1;
          bytes += piece.length;
          yield piece;
        }
      }
      let rows = 0;
      let furthest = 0;
      let longest = 0;
      for await (const batch of readList(counted(), format, OPTIONS)) {
        rows += batch.rows.length;
        longest = Math.max(longest, batch.rows.length + batch.bad.length);
        furthest = Math.max(furthest, arrived - rows);
      }
      expect(rows).toBe(250_000);
      expect(bytes).toBeGreaterThan(45_000_000);
      expect(longest).toBeLessThanOrEqual(5000);
      expect(furthest).toBeLessThan(6000);
    },
    60_000,
  );
});

test('whoever stops reading stops the source', async () => {
  let isClosed = false;
  async function* endless(): AsyncGenerator<string> {
    try {
      for (let at = 0; ; at++) yield `a${at}.evil.example\n`;
    } finally {
      isClosed = true;
    }
  }
  for await (const { rows } of readList(endless(), 'txt', OPTIONS)) {
    expect(rows).toHaveLength(5000);
    break;
  }
  expect(isClosed).toBe(true);
});

test('an error of the source is the caller’s to see', async () => {
  async function* broken(): AsyncGenerator<string> {
    yield* inPieces('evil.example\n');
    throw new TypeError('network');
  }
  await expect(async () => {
    for await (const _ of readList(broken(), 'txt', OPTIONS));
  }).rejects.toThrow(TypeError);
});

const feed = fileURLToPath(new URL('../../../../shared/feeds/maltrail.tsv.gz', import.meta.url));

test.skipIf(!existsSync(feed))(
  'a published feed is read to the last line (skipped where ../shared/feeds is not)',
  async () => {
    const text = createReadStream(feed).pipe(createGunzip()).setEncoding('utf8') as AsyncIterable<string>;
    let rows = 0;
    for await (const batch of readList(text, 'csv', OPTIONS)) {
      rows += batch.rows.length;
      expect(batch.bad).toEqual([]);
      if (rows >= 200_000) break;
    }
    expect(rows).toBeGreaterThanOrEqual(200_000);
  },
  60_000,
);
