import type {
  Coverage,
  Explanation,
  LinkMismatch,
  PageItem,
  SourceReport,
  Verdict,
} from '@/core/indicator.ts';
import type { Settings } from '@/core/settings.ts';
import type { SyncStatus } from '@/core/sync-status.ts';

/** 2026-11-23 12:00Z; every age below is counted from here. All names, values and reports are made up. */
export const NOW = Date.parse('2026-11-23T12:00:00Z');

export function verdict(change: Partial<Verdict> = {}): Verdict {
  return {
    matchClass: 'exact',
    matched: 'update.example.net',
    confidence: 'high',
    level: 'high',
    faded: false,
    ...change,
  };
}

export function source(change: Partial<SourceReport> = {}): SourceReport {
  return {
    label: 'Loader campaign against made-up banks',
    url: 'https://reports.example.com/item/loader-campaign',
    via: 'SOC Defenders',
    value: 'update.example.net',
    confidence: 'high',
    category: 'research',
    firstSeen: '2026-05-16T08:15:00Z',
    lastSeen: '2026-11-21T10:40:00Z',
    added: '2026-11-22T06:00:00Z',
    context: 'Second-stage server; the loader asks it for a configuration every ten minutes.',
    ...change,
  };
}

export function explanation(change: Partial<Explanation> = {}): Explanation {
  return {
    type: 'url',
    value: 'https://update.example.net/cdn/assets/loader.php?id=4f2a',
    verdict: verdict(),
    why: 'Exact match: this very value is listed.',
    confidenceFrom: ['Loader campaign against made-up banks'],
    firstReported: '2026-05-16T08:15:00Z',
    lastReported: '2026-11-21T10:40:00Z',
    added: '2026-11-22T06:00:00Z',
    sources: [
      source(),
      source({
        label: 'Example Tracker',
        url: 'http://tracker.example.org/export',
        confidence: 'medium',
        category: 'threat-intel',
        port: 8443,
        lastSeen: '2026-11-02T00:00:00Z',
        context: 'payload delivery',
      }),
    ],
    tags: ['loader', 'c2', 'finance'],
    techniques: ['T1071.001', 'T1105'],
    notes: ['Listed with port 8443.'],
    ...change,
  };
}

export function item(change: Partial<PageItem> = {}): PageItem {
  return {
    type: 'domain',
    value: 'update.example.net',
    verdict: verdict(),
    count: 3,
    painted: 3,
    links: 0,
    quote: '… the loader then contacts update[.]example[.]net every ten minutes and …',
    onlyInNavigation: false,
    ...change,
  };
}

/** One of each way to be related to what is listed, and of each flag. */
export function relatedItems(): PageItem[] {
  return [
    item({
      value: 'reports.example.org',
      verdict: verdict({ onlyHere: true, matched: 'reports.example.org' }),
      quote: '… was seen on reports[.]example[.]org …',
    }),
    item({
      value: 'seized.example.net',
      verdict: verdict({ sinkhole: true, matched: 'seized.example.net' }),
      quote: '… still resolves: seized[.]example[.]net …',
    }),
    item({
      type: 'url',
      value: 'https://files.example.com/invoice.iso',
      verdict: verdict({ matched: 'https://files.example.com/invoice.iso' }),
      count: 1,
      links: 1,
      quote: 'Open the invoice',
    }),
    item({
      type: 'ipv4',
      value: '203.0.113.80',
      verdict: verdict({ matchClass: 'range', matched: '203.0.113.0/24', level: 'medium' }),
      count: 1,
      quote: '… answered by 203.0.113[.]80 …',
    }),
    item({
      type: 'url',
      value: 'https://tenant.example.net/other',
      verdict: verdict({
        matchClass: 'same-host',
        matched: 'https://tenant.example.net/kit/login.php',
        level: 'medium',
        listedOnly: true,
      }),
      count: 3,
      painted: 0,
      links: 2,
      quote: 'Their other page',
    }),
    item({
      type: 'email',
      value: 'billing@update.example.net',
      verdict: verdict({ matchClass: 'mail-domain', level: 'medium', listedOnly: true }),
      count: 1,
      painted: 0,
      quote: 'From: billing@update[.]example[.]net',
    }),
  ];
}

export function mismatches(): LinkMismatch[] {
  return [
    {
      text: 'https://bank.example.com/login',
      shown: 'bank.example.com',
      leadsTo: 'login-check.test',
      target: 'https://login-check.test/bank/?s=1',
      unwrapped: ['Microsoft Safe Links', 'Google'],
    },
    {
      text: 'help@example.org',
      shown: 'example.org',
      leadsTo: 'mail.invalid',
      target: 'help@mail.invalid',
    },
  ];
}

/** One of each kind that a page's list can hold. */
export function pageItems(): PageItem[] {
  return [
    item(),
    item({
      type: 'sha256',
      value: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      count: 1,
      quote: 'SHA-256 of the dropped library',
    }),
    item({
      type: 'ipv4',
      value: '203.0.113.77',
      verdict: verdict({ confidence: 'medium', level: 'medium' }),
      count: 2,
      quote: '… traffic to 203.0.113[.]77:4443 was seen in …',
    }),
    item({
      type: 'domain',
      value: 'mail.example.org',
      verdict: verdict({ matchClass: 'child', matched: 'example.org', confidence: 'high', level: 'medium' }),
      count: 1,
      quote: '… lures came from mail.example[.]org …',
    }),
    item({
      type: 'ipv4',
      value: '198.51.100.23',
      verdict: verdict({ confidence: 'medium', level: 'low', faded: true }),
      count: 1,
      quote: '… first seen in 2024 on 198.51.100.23 …',
    }),
    item({
      type: 'email',
      value: 'billing@example.net',
      verdict: verdict({ confidence: 'unrated', level: 'unrated' }),
      count: 1,
      quote: 'Sender: billing@example.net',
    }),
    item({
      type: 'cve',
      value: 'CVE-2026-12345',
      verdict: verdict({ matchClass: 'reference', confidence: 'low', level: 'low' }),
      count: 2,
      quote: '… exploits CVE-2026-12345 in made-up software …',
    }),
    item({
      type: 'mitre_attack',
      value: 'T1059.001',
      verdict: verdict({ matchClass: 'reference', confidence: 'high', level: 'high' }),
      count: 1,
      quote: 'PowerShell (T1059.001)',
    }),
    item({
      type: 'domain',
      value: 'share.example.com',
      painted: 0,
      onlyInNavigation: true,
      quote: 'Share this article',
    }),
    item({
      type: 'ipv4',
      value: '10.0.0.5',
      painted: 0,
      verdict: verdict({
        quiet: { kind: 'impossible', reason: 'Private address: it is another machine in every network.' },
      }),
    }),
  ];
}

export function status(change: Partial<SyncStatus> = {}): SyncStatus {
  return {
    phase: { state: 'idle' },
    rows: 48_210,
    skipped: [],
    lastSuccess: '2026-11-23T11:46:00Z',
    nextRun: '2026-11-23T12:01:00Z',
    reachesBackTo: '2026-11-22T11:46:00Z',
    ...change,
  };
}

export function coverage(change: Partial<Coverage> = {}): Coverage {
  return {
    rows: 48_210,
    sources: [
      {
        name: 'SOC Defenders',
        rows: 48_000,
        reachesBackTo: '2026-11-22T11:46:00Z',
        lastSync: '2026-11-23T11:46:00Z',
      },
    ],
    ...change,
  };
}

export function settings(change: Partial<Settings> = {}): Settings {
  return {
    baseUrl: 'https://socdefenders.ai',
    authHeader: 'bearer',
    lookbackDays: 365,
    syncEveryMinutes: 15,
    filters: { types: [], confidences: [], categories: [], industries: [] },
    withContext: true,
    contextParameter: 'include_context',
    sitesOff: ['bank.example.com', 'wiki.example.org'],
    sitesQuiet: ['portal.example.com'],
    sitesLoud: [],
    lowestMarked: 'unrated',
    allowlist: [
      {
        value: 'mail.example.com',
        scope: 'domain-and-below',
        reason: 'our own mail gateway',
        added: '2026-10-02T09:00:00Z',
      },
      { value: '192.0.2.10', scope: 'value', reason: '', added: '2026-11-01T09:00:00Z' },
      { value: '198.51.100.0/24', scope: 'range', reason: 'our lab', added: '2026-11-02T09:00:00Z' },
    ],
    fadeAfterDays: { ip: 30, url: 30, domain: 90, email: null },
    paintReferences: { cve: true, mitre_attack: true },
    pivots: { own: [], hidden: [], order: [], confirmed: [] },
    ...change,
  };
}
