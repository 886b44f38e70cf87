import { TLPS, type Indicator } from './indicator.ts';
import { z } from './schema.ts';

/** What a list may be written in; each has a reader in src/import. */
export const LIST_FORMATS = ['csv', 'txt', 'json', 'stix', 'misp', 'urlhaus', 'threatfox', 'feodo'] as const;
export type ListFormat = (typeof LIST_FORMATS)[number];

/** Which column of a CSV file holds what; counted from 0. Only `value` is needed: without a type each value is read as what it looks like. */
const columnMapSchema = z.object({
  value: z.number().int().min(0),
  type: z.number().int().min(0).optional(),
  confidence: z.number().int().min(0).optional(),
  firstSeen: z.number().int().min(0).optional(),
  lastSeen: z.number().int().min(0).optional(),
  feed: z.number().int().min(0).optional(),
  category: z.number().int().min(0).optional(),
  context: z.number().int().min(0).optional(),
  tags: z.number().int().min(0).optional(),
  url: z.number().int().min(0).optional(),
  id: z.number().int().min(0).optional(),
  port: z.number().int().min(0).optional(),
});
export type ColumnMap = z.infer<typeof columnMapSchema>;

/** How a source is told apart, and what holds for its rows where they say nothing themselves. Kept with the user's settings. */
export const sourceSchema = z.object({
  /** Names its rows in the store. */
  id: z.string().min(1).max(64),
  name: z.string().trim().min(1).max(80),
  kind: z.enum(['api', 'file', 'subscription']),
  /** Rows of one that is off stay, but nothing is compared with them and nothing is fetched. */
  on: z.boolean().default(true),
  confidence: z.enum(['high', 'medium', 'low']).optional(),
  tlp: z.enum(TLPS).optional(),
  /** Days after their last report (else their arrival) after which rows are deleted; null: never. */
  maxAgeDays: z.number().int().min(1).max(3650).nullable().default(730),
  format: z.enum(LIST_FORMATS).optional(),
  columns: columnMapSchema.optional(),
  /** Subscriptions: https, or http to this machine. */
  url: z.string().max(2048).optional(),
  everyMinutes: z.number().int().min(5).max(10_080).optional(),
  /** ISO 8601 UTC. */
  addedAt: z.iso.datetime(),
});
export type Source = z.infer<typeof sourceSchema>;

export const API_SOURCE: Source = sourceSchema.parse({
  id: 'socdefenders',
  name: 'SOC Defenders',
  kind: 'api',
  addedAt: '2026-01-01T00:00:00Z',
});

/** A row as its source's owner wants it taken: what it does not say itself, the source says. */
export function asSourceSays(row: Indicator, { confidence, tlp }: Source): Indicator {
  const rated = row.confidence ?? confidence;
  const marked = row.tlp ?? tlp;
  if (rated === row.confidence && marked === row.tlp) return row;
  return { ...row, ...(rated && { confidence: rated }), ...(marked && { tlp: marked }) };
}
