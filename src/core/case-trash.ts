import { caseSchema, type Case, type CaseSummary, summarize } from './cases.ts';
import { z } from './schema.ts';

/** What was deleted is kept for so long, and so many of them: the way back stays when the panel is closed. */
export const TRASH_LIMITS = { days: 30, cases: 20 } as const;

const trashedSchema = z.object({
  case: caseSchema,
  /** ISO 8601 UTC. */
  deleted: z.string(),
});
export type TrashedCase = z.infer<typeof trashedSchema>;
export type TrashedSummary = CaseSummary & Pick<TrashedCase, 'deleted'>;

/** What was stored, by this version or another one, as far as it is still kept; the latest first. */
export function readTrash(stored: unknown, now: number): TrashedCase[] {
  const oldest = now - TRASH_LIMITS.days * 86_400_000;
  return (Array.isArray(stored) ? stored : [])
    .flatMap((raw) => trashedSchema.safeParse(raw).data ?? [])
    .filter(({ deleted }) => Date.parse(deleted) >= oldest)
    .slice(0, TRASH_LIMITS.cases);
}

export function putInTrash(trash: readonly TrashedCase[], deleted: Case, at: string): TrashedCase[] {
  return [{ case: deleted, deleted: at }, ...takeFromTrash(trash, deleted.id)].slice(0, TRASH_LIMITS.cases);
}

export function takeFromTrash(trash: readonly TrashedCase[], id: string): TrashedCase[] {
  return trash.filter((each) => each.case.id !== id);
}

export function summarizeTrashed({ case: of, deleted }: TrashedCase): TrashedSummary {
  return { ...summarize(of), deleted };
}
