import type { Value } from './words.ts';
import { z } from './schema.ts';

/** Words, or a sentence in no language yet: made by us, and shown as it is where a later version knows it no more. */
const said = z.custom<Value>(
  (value) => typeof value === 'string' || (typeof value === 'object' && value !== null && 'key' in value),
);

const badLineSchema = z.object({
  /** From 1; in JSON the position of the record, from 1. */
  line: z.number(),
  reason: said,
  /** At most 200 characters of it. */
  text: z.string(),
});
/** What could not be read, and why. */
export type BadLine = z.infer<typeof badLineSchema>;

/** How many bad lines are shown; all are counted. */
export const BAD_LINES_SHOWN = 20;

const takenSchema = z.object({
  /** ISO 8601 UTC. */
  at: z.string(),
  rows: z.number(),
  bad: z.number(),
  /** The first of them. */
  examples: z.array(badLineSchema),
  /** Well-formed records that speak of nothing we look for. */
  ignored: z.number(),
  /** Rows older than the source keeps. */
  old: z.number().default(0),
  /** How many days it kept them then; null: all. */
  within: z.number().nullable().optional(),
});
/** What a list came to when its rows were last taken over. */
export type Taken = z.infer<typeof takenSchema>;

const listStateSchema = z.object({
  taken: takenSchema.optional(),
  /** The last try failed; the rows are those of the one before. ISO 8601 UTC, and a sentence for the user. */
  error: z
    .object({
      at: z.string(),
      text: said,
      /** Its server asks not to be asked before; ms since the epoch. */
      retryAt: z.number().optional(),
    })
    .optional(),
  /** When its server last answered with success, "nothing changed" included. ISO 8601 UTC. */
  checked: z.string().optional(),
  /** Failures in a row. */
  failures: z.number().default(0),
  /** What the server calls the version that we have (RFC 9110, section 8.8). */
  etag: z.string().optional(),
  lastModified: z.string().optional(),
});
/** Kept with the rows of a list, in the same transaction. */
export type ListState = z.infer<typeof listStateSchema>;

/** What was stored, by this version or another one; nothing where it is damaged. */
export function parseListState(stored: unknown): ListState {
  const parsed = listStateSchema.safeParse(stored);
  return parsed.success ? parsed.data : { failures: 0 };
}
