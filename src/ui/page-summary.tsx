import { LEVELS, type Level, type PageItem } from '@/core/indicator.ts';
import { levelClass } from './mark.ts';
import { countByConfidence } from './page-groups.ts';

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

/** The page asked about more values than one page may. */
export function CappedNote({ asked, total }: { asked: number; total: number }) {
  return (
    <p class="callout warning small capped" role="status">
      This page holds too many values to check all: the first {asked.toLocaleString('en')} of{' '}
      {total.toLocaleString('en')} were checked.
    </p>
  );
}
