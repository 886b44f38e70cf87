import type { Indicator, IndicatorType, Observable, Verdict } from '@/core/indicator.ts';
import { storageKeys } from '@/core/index-key.ts';
import type { MatchContext, Rows } from '@/core/match.ts';
import { normalize } from '@/core/normalize.ts';
import { DEFAULT_SETTINGS } from '@/core/settings.ts';

export const NOW = Date.parse('2026-06-01T12:00:00Z');
export const daysAgo = (days: number) => new Date(NOW - days * 86_400_000).toISOString();

let serial = 0;
/** A row as the sync would store it: its value goes through normalize(). */
export function row(type: IndicatorType, raw: string, more: Partial<Indicator> = {}): Indicator {
  const value = normalize(type, raw);
  if (!value.ok) throw new Error(`${raw}: ${value.reason.key}`);
  const { ok: _, ...normalized } = value;
  return {
    type,
    ...normalized,
    id: `row-${++serial}`,
    added: NOW,
    source: 's',
    tags: [],
    techniques: [],
    confidence: 'high',
    lastSeen: daysAgo(1),
    ...more,
  };
}

/** Of a value that is listed itself. */
export const VERDICT: Verdict = {
  matchClass: 'exact',
  matched: 'x',
  confidence: 'high',
  level: 'high',
  faded: false,
};

/** Rows by each of their keys, as the store keeps them. */
export function store(...rows: Indicator[]): Rows {
  const byKey = new Map<string, Indicator[]>();
  for (const each of rows)
    for (const key of storageKeys(each)) byKey.set(key, [...(byKey.get(key) ?? []), each]);
  return byKey;
}

export function contextWith(change: Partial<MatchContext> = {}): MatchContext {
  const { fadeAfterDays } = DEFAULT_SETTINGS;
  return { now: NOW, allowlist: [], fadeAfterDays, sourceName: () => 'SOC Defenders', ...change };
}

/** A value as a page shows it. */
export function seen(type: IndicatorType, raw: string): Observable {
  const value = normalize(type, raw);
  if (!value.ok) throw new Error(`${raw}: ${value.reason.key}`);
  return { type, value: value.value };
}
