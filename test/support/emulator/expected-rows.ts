/**
 * Rows that make a report's list of expected values known, as if extracted from an article other than the report.
 * No dates older than the hour before the emulator started, so nothing is faded.
 */
export function expectedRows(expected: readonly { type: string; value: string }[], origin: string): object[] {
  return expected.map(({ type, value }, index) => ({
    id: `${origin}#${index}`,
    type,
    value,
    confidence: 'high',
    first_seen: '-PT2H',
    last_seen: '-PT1H',
    source: { origin: 'feed', feed_name: origin, category: 'threat-intel' },
    tags: [],
    mitre_techniques: [],
  }));
}
