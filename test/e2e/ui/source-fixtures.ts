import { API_SOURCE, type Source } from '@/core/source.ts';
import type { ListLook, SourceView } from '@/extension/messages.ts';

/** One of each kind, and of each trouble. All names are made up. */
export function apiView(change: Partial<Source> = {}): SourceView {
  return { source: { ...API_SOURCE, ...change }, rows: 48_210, bytes: 3_140_000, isStored: true };
}

export function fileView(change: Partial<SourceView> = {}, source: Partial<Source> = {}): SourceView {
  return {
    source: {
      id: 'file-1',
      name: 'Phishing domains of the made-up bank',
      kind: 'file',
      on: true,
      tlp: 'amber',
      maxAgeDays: 365,
      format: 'csv',
      columns: { value: 1 },
      addedAt: '2026-10-01T09:00:00Z',
      ...source,
    },
    rows: 8124,
    bytes: 212_000,
    isStored: true,
    list: {
      failures: 0,
      taken: {
        at: '2026-11-20T09:00:00Z',
        rows: 8124,
        bad: 24,
        ignored: 0,
        old: 0,
        examples: [
          { line: 17, reason: 'not a value that can be matched', text: '"see the annex",high' },
          { line: 204, reason: 'a private address', text: '10.0.0.5,medium' },
        ],
      },
    },
    ...change,
  };
}

export function subscriptionView(change: Partial<SourceView> = {}, source: Partial<Source> = {}): SourceView {
  return {
    source: {
      id: 'list-1',
      name: 'Made-up tracker',
      kind: 'subscription',
      on: true,
      maxAgeDays: 730,
      url: 'https://lists.example.com/exports/{key}/recent.csv',
      everyMinutes: 60,
      format: 'csv',
      addedAt: '2026-10-01T09:00:00Z',
      ...source,
    },
    rows: 19_004,
    bytes: 450_300,
    isStored: true,
    nextRun: Date.parse('2026-11-23T12:31:00Z'),
    list: {
      failures: 0,
      checked: '2026-11-23T11:31:00Z',
      taken: { at: '2026-11-21T11:31:00Z', rows: 19_004, bad: 0, ignored: 12, old: 0, examples: [] },
    },
    ...change,
  };
}

export const LOOK: ListLook = {
  format: 'csv',
  header: ['id', 'indicator', 'kind of thing', 'added', 'reporter', 'remarks'],
  sample: [
    [
      '1',
      'hxxp://evil[.]example/a',
      'url',
      '2026-05-16 08:15:00',
      'a made-up team',
      'loader, asks every ten minutes',
    ],
    ['2', '203.0.113.77', 'ip', '2026-05-17 10:00:00', 'a made-up team', ''],
    ['3', 'night-post.example', 'domain', '2026-05-18 10:00:00', 'somebody else', 'lure'],
  ],
  columns: { value: 1, firstSeen: 3, id: 0 },
};
