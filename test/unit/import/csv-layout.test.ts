import { describe, expect, test } from 'vitest';
import { readHeader, readLayout } from '@/import/csv-layout.ts';
import { fixture } from './read-text.ts';

describe('readHeader', () => {
  test('knows the columns of the API', () => {
    const { header, separator, columns, sample } = readHeader(fixture('api.csv'));
    expect(separator).toBe(',');
    expect(header[6]).toBe('source_article');
    expect(columns).toEqual({
      id: 0,
      type: 1,
      value: 2,
      confidence: 3,
      firstSeen: 4,
      lastSeen: 5,
      feed: 7,
      category: 8,
      tags: 9,
    });
    expect(sample[0]?.[2]).toBe('192.0.2.1');
    expect(sample).toHaveLength(5);
  });

  test('shows at most 20 lines', () => {
    expect(readHeader(`value\n${'evil.example\n'.repeat(100)}`).sample).toHaveLength(20);
  });

  test.each<[what: string, text: string, header: string[], columns: object | undefined]>([
    [
      'a commented header',
      fixture('commented.csv'),
      ['dateadded', 'url', 'tags'],
      { value: 1, firstSeen: 0, tags: 2 },
    ],
    [
      'no header',
      fixture('headerless.tsv'),
      ['column 1', 'column 2', 'column 3', 'column 4', 'column 5'],
      { type: 0, value: 1 },
    ],
    [
      'a header in another language',
      'Wert,Notiz\n192.0.2.1,x\n192.0.2.2,y\n',
      ['Wert', 'Notiz'],
      { value: 0 },
    ],
    [
      'names of the elastic common schema',
      'host.name,threat.score\nwick.example,1\noil.example,2\n',
      ['host.name', 'threat.score'],
      { value: 0 },
    ],
    [
      'a column whose name promises values and that holds none',
      'value,ip\n17,192.0.2.1\n18,192.0.2.2\n',
      ['value', 'ip'],
      { value: 1 },
    ],
    [
      'a URL that is the value, and one that is a reference',
      'url,link\nhttp://wick.example/a,https://news.example/1\n',
      ['url', 'link'],
      { value: 0, url: 1 },
    ],
    [
      'dates and levels without names',
      '192.0.2.1,2026-05-01,2026-05-02,high\n192.0.2.2,2026-05-01,2026-05-03,low\n',
      ['column 1', 'column 2', 'column 3', 'column 4'],
      { value: 0, firstSeen: 1, lastSeen: 2, confidence: 3 },
    ],
    ['one column', 'indicator\nevil.example\n', ['indicator'], { value: 0 }],
    ['no values', 'name,age\nAda,36\n', ['column 1', 'column 2'], undefined],
    ['nothing', '', [], undefined],
  ])('%s', (_, text, header, columns) => {
    const read = readHeader(text);
    expect(read.columns).toEqual(columns);
    expect(read.header).toEqual(header);
  });

  test.each([',', '\t', ';', '|'])('finds the separator %j', (separator) => {
    const text = [
      ['value', 'note'],
      ['192.0.2.1', 'x, y; z'],
      ['192.0.2.2', ''],
    ]
      .map((fields) => fields.map((field) => `"${field}"`).join(separator))
      .join('\n');
    expect(readHeader(text)).toMatchObject({ separator, columns: { value: 0, context: 1 } });
  });

  test('does not take a broken first line for a header', () => {
    expect(readLayout('not a value,17\n192.0.2.1,18\n192.0.2.2,19\n').headerLine).toBeUndefined();
  });
});
