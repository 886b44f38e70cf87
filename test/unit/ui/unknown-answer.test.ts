import { expect, test } from 'vitest';
import { coverageText, daysBack } from '@/ui/unknown-answer.tsx';
import { inEnglish } from '../../words/speech.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const SYNCED = { lastSync: '2026-11-23T11:46:00Z', reachesBackTo: '2026-11-22T11:46:00Z' };

test.each([
  [
    { rows: 48_210, sources: [{ name: 'SOC Defenders', rows: 48_210, ...SYNCED }] },
    'searched 48,210 values from 1 source, SOC Defenders reaching back 1 day, last synced 14 minutes ago.',
  ],
  [
    {
      rows: 1,
      sources: [
        { name: 'SOC Defenders', rows: 1, ...SYNCED },
        { name: 'Own list', rows: 0 },
      ],
    },
    'searched 1 value from 2 sources, SOC Defenders reaching back 1 day, last synced 14 minutes ago; Own list never synced.',
  ],
  [{ rows: 0, sources: [] }, 'there is no source to search yet.'],
])('says what was searched', (coverage, text) => {
  expect(inEnglish(coverageText(coverage, NOW))).toBe(text);
});

test.each([
  ['2025-11-23T12:00:00Z', '365 days'],
  ['2026-11-22T01:30:00Z', '1 day'],
  ['2026-11-23T05:00:00Z', '7 hours'],
  ['2026-11-23T11:00:00Z', '1 hour'],
  ['2026-11-24T11:00:00Z', '0 hours'],
])('never overstates the reach back to %s', (iso, reach) => {
  expect(inEnglish(daysBack(iso, NOW))).toBe(reach);
});
