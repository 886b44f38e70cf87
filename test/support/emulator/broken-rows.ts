const SCRIPT = '<img src=x onerror="window.hacked=1">';

/**
 * Rows that are wrong in every way a feed can be, by what is wrong with them. Insert them with `emulator.rows.insert`.
 * Each value is its own, so that a test can say which of them got through.
 */
export function brokenRows(): Record<string, unknown> {
  const dates = { first_seen: '-PT2H', last_seen: '-PT1H' };
  return {
    'no type': { value: 'no-type.example' },
    'unknown type': { type: 'mutex', value: 'unknown-type.example' },
    'type not a string': { type: 7, value: 'odd-type.example' },
    'no value': { type: 'domain' },
    'value not a string': { type: 'domain', value: { nested: 'odd-value.example' } },
    'empty value': { type: 'domain', value: '' },
    'value of another type': { type: 'ipv4', value: 'not-an-address.example' },
    'value of a million characters': { type: 'domain', value: `${'a'.repeat(1_000_000)}.example` },
    'dates that are none': {
      type: 'domain',
      value: 'odd-dates.example',
      first_seen: 'NaN',
      last_seen: '9999-99-99T99:99:99Z',
    },
    'dates of other types': {
      type: 'domain',
      value: 'odder-dates.example',
      first_seen: 17,
      last_seen: [null],
    },
    'unknown confidence': {
      type: 'domain',
      value: 'odd-confidence.example',
      confidence: 'certain',
      ...dates,
    },
    'lists that are none': { type: 'domain', value: 'odd-lists.example', tags: 'tag', mitre_techniques: {} },
    'lists of odd things': { type: 'domain', value: 'odder-lists.example', tags: [1, null, { a: 1 }, 'tag'] },
    'source not an object': { type: 'domain', value: 'odd-source.example', source: 'a feed' },
    'everything null': { id: null, type: null, value: null, source: null, tags: null },
    'keys of Object.prototype': JSON.parse(
      '{"type":"domain","value":"prototype.example","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"tags":[{"__proto__":{"polluted":true}}]}',
    ) as unknown,
    'a script in every string': scriptRow('script.example', 'https://example.com/'),
    'a link that runs': scriptRow('link.example', ' jAvAsCrIpT:window.hacked=1'),
    null: null,
    'a string': 'string-row.example',
    'a number': 12,
    'a list': ['domain', 'list-row.example'],
  };
}

function scriptRow(value: string, link: string): object {
  return {
    id: `${SCRIPT}${value}`,
    type: 'domain',
    value,
    confidence: 'high',
    first_seen: '-PT2H',
    last_seen: '-PT1H',
    source: {
      origin: 'article',
      article_id: SCRIPT,
      article_title: SCRIPT,
      article_url: link,
      reference_url: link,
      feed_name: SCRIPT,
      category: SCRIPT,
    },
    context: SCRIPT,
    tags: [SCRIPT],
    mitre_techniques: [SCRIPT],
  };
}
