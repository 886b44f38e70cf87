/** So many rows as the API gives them, the newest a minute old and each a second older than the one before. All names are made up. */
export function madeUpRows(length: number): object[] {
  return Array.from({ length }, (_, index) => ({
    id: `row-${index}`,
    type: 'domain',
    value: `host-${index}.example`,
    confidence: 'high',
    extracted_at: `-PT${60 + index}S`,
    source: { origin: 'feed', feed_name: 'Made up', category: 'threat-intel' },
  }));
}

/** One row of the feed, made up, as the API writes it. */
export function row(type: string, value: string, more: object = {}): object {
  const source = {
    origin: 'feed',
    feed_name: 'Made-up list',
    category: 'threat-intel',
    reference_url: 'https://reports.example/list/',
  };
  return {
    type,
    value,
    confidence: 'high',
    first_seen: '-P2D',
    last_seen: '-PT3H',
    source,
    tags: [],
    ...more,
  };
}
