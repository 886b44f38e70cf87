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
