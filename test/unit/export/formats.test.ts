import { describe, expect, test } from 'vitest';
import type { Indicator } from '@/core/indicator.ts';
import type { ListFormat } from '@/core/source.ts';
import { tlpOf } from '@/export/export-row.ts';
import { EXPORT_FORMATS, exportRows, fileName, FORMATS } from '@/export/formats.ts';
import { readList } from '@/import/read-list.ts';
import { EVERY_TYPE, known, PAGE, source, unknown } from './rows.ts';

async function readBack(text: string, format: ListFormat): Promise<Indicator[]> {
  const rows: Indicator[] = [];
  async function* pieces() {
    yield await Promise.resolve(text);
  }
  for await (const batch of readList(pieces(), format, { source: 'list-a', added: 0 })) {
    expect(batch.bad).toEqual([]);
    rows.push(...batch.rows);
  }
  return rows;
}

const words = ({ type, value, confidence, firstSeen, lastSeen }: Partial<Indicator>) => ({
  type,
  value,
  confidence,
  firstSeen: firstSeen && new Date(firstSeen).toISOString(),
  lastSeen: lastSeen && new Date(lastSeen).toISOString(),
});
const byValue = (rows: readonly Partial<Indicator>[]) =>
  rows.map(words).toSorted((a, b) => `${a.type}${a.value}`.localeCompare(`${b.type}${b.value}`));

describe('what we import again', () => {
  const expected = EVERY_TYPE.map(({ type, value, explanation }) => {
    const confidence = explanation?.verdict.confidence;
    return {
      type,
      value,
      ...(confidence && confidence !== 'unrated' && { confidence }),
      ...(explanation && {
        firstSeen: explanation.firstReported ?? '',
        lastSeen: explanation.lastReported ?? '',
      }),
    };
  });

  test.each(['csv', 'json'] as const)('%s has every value with its confidence and dates', async (format) => {
    const text = await exportRows(format, EVERY_TYPE, PAGE);
    expect(byValue(await readBack(text, format))).toEqual(byValue(expected));
  });

  test('json has tags, techniques, marking and context, too', async () => {
    const row = known('domain', 'evil.example', {
      sources: [source({ tlp: 'amber+strict', context: 'C2', category: 'news', url: 'https://a.example/x' })],
    });
    const [read] = await readBack(await exportRows('json', [row], PAGE), 'json');
    expect(read).toMatchObject({
      tags: ['loader'],
      techniques: ['T1071'],
      tlp: 'amber+strict',
      context: 'C2',
      category: 'news',
      article: { title: 'A made-up feed', url: 'https://a.example/x' },
    });
  });

  test('stix has every value that it has words for, with confidence, dates, techniques and marking', async () => {
    const text = await exportRows('stix', EVERY_TYPE, PAGE);
    const read = await readBack(text, 'stix');
    // An attack pattern speaks of indicators, and is none; what is unknown has the dates of the page.
    const indicators = expected.filter(({ type }) => type !== 'mitre_attack');
    const sought = byValue(read).map(({ type, value, confidence }) => ({ type, value, confidence }));
    expect(sought).toEqual(
      byValue(indicators).map(({ type, value, confidence }) => ({
        type,
        value,
        // A vulnerability has no confidence of its own.
        confidence: type === 'cve' ? undefined : confidence,
      })),
    );
    const address = read.find(({ value }) => value === '192.0.2.1');
    expect(address).toMatchObject({
      tlp: 'amber',
      techniques: ['T1071'],
      tags: ['loader', 'malicious-activity'],
    });
    expect(words(address ?? {})).toMatchObject({
      firstSeen: '2026-05-01T10:00:00.000Z',
      lastSeen: '2026-05-16T08:15:00.000Z',
    });
  });

  test('misp has every value; what nobody rates is not to raise alarms', async () => {
    const read = await readBack(await exportRows('misp', EVERY_TYPE, PAGE), 'misp');
    const values = read.filter(({ value }) => value !== PAGE.url).map(({ value }) => value);
    expect(values.toSorted()).toEqual(
      EVERY_TYPE.filter(({ type }) => type !== 'mitre_attack')
        .map(({ value }) => value)
        .toSorted(),
    );
    expect(read.find(({ value }) => value === 'new.example')).toMatchObject({ toIds: false });
    expect(read.find(({ value }) => value === '192.0.2.1')).not.toHaveProperty('toIds');
    expect(read.find(({ value }) => value === '192.0.2.1')).toMatchObject({
      tlp: 'amber',
      techniques: expect.arrayContaining(['T1071']) as unknown,
    });
  });
});

test('a cell that begins like a formula is text in a spreadsheet', async () => {
  const row = known('email', '=cmd@evil.example', {
    sources: [source({ label: '@SUM(1)', url: 'https://a.example', category: '-1' })],
    explanation: { tags: ['+x'] },
  });
  const [, line = ''] = (await exportRows('csv', [row], PAGE)).split('\r\n');
  expect(line).toContain(",'=cmd@evil.example,");
  expect(line).toContain(",'@SUM(1),");
  expect(line).toContain(",'-1,'+x");
});

test('text is values and nothing else', async () => {
  expect(await exportRows('txt', [unknown('domain', 'new.example'), known('ipv4', '192.0.2.1')], PAGE)).toBe(
    '192.0.2.1\nnew.example\n',
  );
});

describe('stix', () => {
  interface Bundle {
    id: string;
    objects: ({ id: string; type: string } & Record<string, unknown>)[];
  }
  const bundle = async (rows = EVERY_TYPE, page = PAGE) =>
    JSON.parse(await exportRows('stix', rows, page)) as Bundle;

  test('is the same for the same rows, and each object is there once', async () => {
    const [one, other] = await Promise.all([bundle(), bundle()]);
    expect(one).toEqual(other);
    const ids = one.objects.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const later = await bundle(EVERY_TYPE, { ...PAGE, at: '2026-07-01T00:00:00.000Z' });
    const indicators = ({ objects }: Bundle) => objects.filter(({ type }) => type === 'indicator');
    // What is said of a known value does not hang on when it was exported.
    expect(indicators(later).slice(0, -1)).toEqual(indicators(one).slice(0, -1));
  });

  test('has the required properties of the specification, and no reference leads nowhere', async () => {
    const { objects } = await bundle();
    const ids = new Set(objects.map(({ id }) => id));
    for (const object of objects) {
      expect(object.id).toMatch(
        new RegExp(
          `^${object.type}--[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`,
        ),
      );
      expect(object['spec_version']).toBe('2.1');
      for (const name of REQUIRED[object.type] ?? ['unheard of']) expect(object).toHaveProperty(name);
      for (const name of ['created', 'modified', 'valid_from', 'published', 'first_seen', 'last_seen'])
        if (name in object) expect(object[name]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      if ('modified' in object) expect(String(object['modified']) >= String(object['created'])).toBe(true);
      for (const [name, value] of Object.entries(object))
        if (/_refs?$/.test(name)) for (const ref of [value].flat()) expect(ids).toContain(ref);
    }
  });

  test('escapes what would end a pattern', async () => {
    const { objects } = await bundle([known('url', "http://evil.example/a'b\\c")]);
    expect(objects.find(({ type }) => type === 'indicator')?.['pattern']).toBe(
      "[url:value = 'http://evil.example/a\\'b\\\\c']",
    );
  });

  test('of a lookup has neither report nor sighting', async () => {
    const { title: _, url: __, ...lookup } = PAGE;
    const types = (await bundle(EVERY_TYPE, lookup)).objects.map(({ type }) => type);
    expect(types).not.toContain('report');
    expect(types).not.toContain('sighting');
  });
});

/** STIX 2.1, the "Required Common Properties" and those of each type. */
const COMMON = ['type', 'spec_version', 'id', 'created', 'modified'];
const REQUIRED: Record<string, string[]> = {
  identity: [...COMMON, 'name'],
  indicator: [...COMMON, 'pattern', 'pattern_type', 'valid_from'],
  vulnerability: [...COMMON, 'name'],
  'attack-pattern': [...COMMON, 'name'],
  relationship: [...COMMON, 'relationship_type', 'source_ref', 'target_ref'],
  sighting: [...COMMON, 'sighting_of_ref'],
  report: [...COMMON, 'name', 'published', 'object_refs'],
  'marking-definition': ['type', 'spec_version', 'id', 'created'],
};

describe('hunting', () => {
  const rows = [
    known('ipv4', '192.0.2.1'),
    known('ipv4', '192.0.2.1'),
    known('ipv6', '2001:db8::1'),
    known('ipv4', '198.51.100.0/24'),
    known('url', 'http://evil.example/"a\\b*\''),
    known('cve', 'CVE-2026-12345'),
  ];

  test('KQL asks for each kind in its own table', async () => {
    const text = await exportRows('kql', rows, PAGE);
    expect(text.match(/192\.0\.2\.1/g)).toHaveLength(1);
    expect(text).toContain('  "2001:db8::1"\n]);\nDeviceNetworkEvents\n| where RemoteIP in (values)');
    expect(text).toContain('"http://evil.example/\\"a\\\\b*\'"');
    expect(text).not.toContain('CVE');
    expect(text).not.toContain('/24');
  });

  test('SPL and Lucene are one search', async () => {
    expect(await exportRows('spl', rows, PAGE)).toMatch(
      /^index=\* \(src_ip IN \("192\.0\.2\.1", "2001:db8::1"\)\n {2}OR dest_ip IN .*\n {2}OR url IN .*\)\n$/,
    );
    expect(await exportRows('lucene', rows, PAGE)).toContain(
      'source.ip:("192.0.2.1" OR "2001:db8::1")\n  OR destination.ip:',
    );
  });

  test('Sigma quotes what YAML and Sigma would read otherwise', async () => {
    const text = await exportRows('sigma', rows, { ...PAGE, title: "It's: a #report" });
    expect(text).toContain("- 'http://evil.example/\"a\\b\\*'''");
    expect(text).toContain("description: 'Values from It''s: a #report, https://report.example/post?a=1'");
    expect(text.split('---\n')).toHaveLength(2);
  });

  test('of what stands in no log is nothing', async () => {
    for (const format of ['kql', 'spl', 'lucene', 'sigma'] as const)
      expect(await exportRows(format, [known('cve', 'CVE-2026-12345')], PAGE)).toBe('');
  });
});

test('Markdown is defanged, and no title breaks its table', async () => {
  const row = known('domain', 'evil.example', { sources: [source({ label: 'a | b\n*c* <b>' })] });
  const text = await exportRows('markdown', [row], PAGE);
  expect(text).toContain(
    '| `evil[.]example` | domain | high | a \\| b \\*c\\* \\<b\\> | 2026-05-01 10:00Z |',
  );
  expect(text).toContain('From: A made-up report, with "quotes" \\| bars');
});

test('the strictest marking of the rows goes with all of them', async () => {
  const rows = [
    known('domain', 'a.example', { tlp: 'green' }),
    known('domain', 'b.example', { tlp: 'amber+strict' }),
  ];
  expect(tlpOf(rows)).toBe('amber+strict');
  expect(tlpOf([unknown('domain', 'new.example')])).toBeUndefined();
  expect(await exportRows('markdown', rows, PAGE)).toContain('**TLP:AMBER+STRICT**');
  expect(await exportRows('misp', rows, PAGE)).toContain('"tlp:amber+strict"');
  expect(JSON.parse(await exportRows('json', rows, PAGE))).toMatchObject({ meta: { tlp: 'amber+strict' } });
});

test.each(EXPORT_FORMATS)('%s takes no row and 5,000 rows', async (format) => {
  await exportRows(format, [], PAGE);
  const many = Array.from({ length: 5000 }, (_, n) => known('domain', `host-${n}.example`));
  expect(await exportRows(format, many, PAGE)).toContain(
    format === 'markdown' ? 'host-4999[.]' : 'host-4999.',
  );
});

test('the name of a file is one that every file system takes', () => {
  expect(fileName('stix', PAGE)).toBe('telltale-report-example-2026-06-01T12-00.stix.json');
  expect(fileName('csv', { at: PAGE.at, version: '1' })).toBe('telltale-2026-06-01T12-00.csv');
  expect(Object.keys(FORMATS)).toEqual([...EXPORT_FORMATS]);
});
