import { INDICATOR_TYPES } from './indicator.ts';
import { CATEGORIES, CONFIDENCES, INDUSTRIES, NO_FILTERS } from './sync-filter.ts';
import { z } from './schema.ts';

/** Where a sync stands: all there is to know, stored with the rows, so that work goes on wherever it was interrupted. */
export type Cursor = z.infer<typeof cursorSchema>;
export type Walk = z.infer<typeof walkSchema>;
export type Done = z.infer<typeof doneSchema>;
export type Gap = z.infer<typeof gapSchema>;

/** What the user must know about the walk that ended. */
export type WalkNote =
  /** Rows kept moving while they were read; some may be missing. */
  | 'unsteady'
  /** The API gives the same page for any offset. */
  | 'repeats'
  /** More rows, or more questions, than any walk takes. */
  | 'too many';

const moment = z.iso.datetime();
const count = z.number().int().nonnegative();

const filtersSchema = z.object({
  types: z.array(z.enum(INDICATOR_TYPES)),
  confidences: z.array(z.enum(CONFIDENCES)),
  categories: z.array(z.enum(CATEGORIES)),
  industries: z.array(z.enum(INDUSTRIES)),
});
const sliceSchema = z.object({
  type: z.enum(INDICATOR_TYPES).optional(),
  confidence: z.enum(CONFIDENCES).optional(),
  category: z.enum(CATEGORIES).optional(),
  industry: z.enum(INDUSTRIES).optional(),
});

/** A time of which nothing could be read: the plan did not reach back that far any more. */
const gapSchema = z.object({
  from: moment,
  to: moment,
  /** By the API's clock. */
  noticedAt: moment,
  /** The user has read of it; it is a gap all the same. */
  dismissed: z.boolean().optional(),
});

/** A second that holds more rows than should be reached by offset, as bulk imports make them. */
const crowdSchema = z.object({ at: moment, rows: count });

/** What was wanted when a walk began. */
const wanted = {
  lookbackDays: count,
  filters: filtersSchema.default(NO_FILTERS),
  context: z.boolean().default(true),
};
const reached = {
  /** Rows asked for at once. */
  limit: count.min(1),
  /** Rows of a page that was cut: what the plan gives at once. */
  cut: count.min(1).optional(),
  /** How far the plan reaches back; absent where it reaches further than was asked for. */
  planMs: count.optional(),
  reachesBackTo: moment.optional(),
  gaps: z.array(gapSchema).default([]),
  notes: z.array(z.enum(['unsteady', 'repeats', 'too many'])).default([]),
  /** The first few of the last walk. */
  crowds: z.array(crowdSchema).default([]),
};

const doneSchema = z.object({
  state: z.literal('done'),
  /** Everything that the API listed up to here has been read. */
  watermark: moment,
  ...wanted,
  ...reached,
});

const walkSchema = z.object({
  state: z.literal('walking'),
  ...wanted,
  ...reached,
  /** What there was before: where to start from when other things are wanted meanwhile. */
  base: doneSchema.optional(),
  /** Upper bound of the whole walk, by the API's clock; the watermark afterwards. */
  until: moment,
  /** What is left to read; the first one is under way. */
  tasks: z.array(z.object({ since: moment, until: moment, slice: sliceSchema })).min(1),

  /** The window of the task that is being read; before `from` the task is complete. */
  from: moment,
  to: moment,
  /** What is left of the window; the first one is under way. */
  parts: z.array(sliceSchema).min(1),
  /** Of a window that is read in parts: its rows as told for the whole, and for the parts so far. */
  split: z.object({ total: count, told: count }).optional(),
  /** Too many rows for the offsets one should ask for, and no way to part them: read to the end all the same. */
  deep: z.boolean(),
  /** False where the API's totals turned out not to speak of what was asked. */
  hasTotals: z.boolean(),
  /** The task's rows, as the first answer told. */
  taskTotal: count.optional(),

  /** Of the part that is being read. */
  offset: count,
  /** As the API told it last. */
  total: count.optional(),
  /** Passes over the same part, from 1. */
  pass: count.min(1),
  /** The total changed in this pass, so rows may have moved between pages. */
  unsteady: z.boolean(),
  /** Hashes of the rows that came, in any pass; absent where there are too many to remember. */
  seen: z.array(count).optional(),
  /** How many of them this pass brought. */
  fresh: count,
  /** Tells the previous page from this one. */
  pageMark: z.string().optional(),

  /** Rows received in this walk, and of how many, where that is known. */
  read: count,
  expected: count.optional(),
  /** Answers taken in this walk. */
  asked: count,
  /** `cut` of the walks before. */
  cutBefore: count.optional(),
  /** A page had more rows than `cutBefore`: the plan has grown, and may reach back further than it did. */
  grown: z.boolean(),
});
const cursorSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('new') }),
  walkSchema,
  doneSchema,
]);

/** A stored cursor, of this version or another one. What is not understood means to start anew. */
export function parseCursor(stored: unknown): Cursor {
  const parsed = cursorSchema.safeParse(stored);
  return parsed.success ? parsed.data : { state: 'new' };
}
