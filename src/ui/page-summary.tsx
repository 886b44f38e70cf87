import { LEVELS, type Level, type PageItem } from '@/core/indicator.ts';
import type { SyncStatus } from '@/core/sync-status.ts';
import { levelClass } from './mark.ts';
import { countByConfidence, countUncounted } from './page-groups.ts';

/** How many known values stand on the page, by the confidence of their sources. */
export function ConfidenceCounts({ items }: { items: readonly PageItem[] }) {
  const counts = countByConfidence(items);
  return (
    <ul class="counts" aria-label="Known values on this page, by source confidence">
      {LEVELS.map((level) => (
        <Count key={level} level={level} count={counts[level]} />
      ))}
    </ul>
  );
}

function Count({ level, count }: { level: Level; count: number }) {
  return (
    <li class={count === 0 ? 'count count-none' : 'count'}>
      <span class="count-number">{count.toLocaleString('en')}</span>{' '}
      <span class={`level ${levelClass(level)}`}>{level}</span>
    </li>
  );
}

/** Why more are listed than counted. */
export function asideOf(known: readonly PageItem[]): { aside?: string } {
  const quieter = countUncounted(known);
  return quieter > 0 ? { aside: `${quieter.toLocaleString('en')} not counted` } : {};
}

/** An empty page was compared with something; with how much, and that it proves nothing. */
export function NothingKnown({ status }: { status: SyncStatus | undefined }) {
  if (status?.rows === 0) return <>There are no indicators yet to compare this page with.</>;
  const rows = status ? `${status.rows.toLocaleString('en')} ` : '';
  const indicators =
    status && !status.lastSuccess ? `the ${rows}indicators fetched so far` : `your ${rows}indicators`;
  return (
    <>
      Nothing on this page is among {indicators}. <span class="muted">This does not mean safe.</span>
    </>
  );
}

/** The page asked about more values than one page may. */
export function CappedNote({ asked, total }: { asked: number; total: number }) {
  return (
    <p class="callout warning small capped" role="status">
      This page holds too many values to check all: the first {asked.toLocaleString('en')} of{' '}
      {total.toLocaleString('en')} were checked.
    </p>
  );
}
