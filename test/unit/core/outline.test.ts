import { expect, test } from 'vitest';
import type { Level, SourceReport } from '@/core/indicator.ts';
import { outlineOf } from '@/core/outline.ts';
import { known } from '../export/rows.ts';

const says = (label: string, confidence: Level): SourceReport => ({
  label,
  via: 'A made-up list',
  value: 'evil.example',
  confidence,
  added: '2026-05-20T00:00:00.000Z',
});

test('a source that rates the value as it is shown stands first, and each is named once', () => {
  const sources = [
    says('Weak', 'low'),
    says('Strong', 'high'),
    says('Weak', 'low'),
    says('Also strong', 'high'),
  ];
  const { explanation } = known('domain', 'evil.example', { sources });
  expect(explanation && outlineOf(explanation)).toEqual({
    lastReported: '2026-05-16T08:15:00.000Z',
    sources: ['Strong', 'Also strong', 'Weak'],
  });
});
