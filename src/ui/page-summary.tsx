import { LEVELS, type Level, type PageItem } from '@/core/indicator.ts';
import type { SyncStatus } from '@/core/sync-status.ts';
import { levelClass } from './mark.ts';
import { countByConfidence, countUncounted } from './page-groups.ts';
import { inWords, say, sayWith } from './say.tsx';

/** How many known values stand on the page, by the confidence of their sources. */
export function ConfidenceCounts({ items }: { items: readonly PageItem[] }) {
  const counts = countByConfidence(items);
  return (
    <ul class="counts" aria-label={say('countsLabel')}>
      {LEVELS.map((level) => (
        <Count key={level} level={level} count={counts[level]} />
      ))}
    </ul>
  );
}

function Count({ level, count }: { level: Level; count: number }) {
  return (
    <li class={count === 0 ? 'count count-none' : 'count'}>
      <span class="count-number">{inWords(count)}</span>{' '}
      <span class={`level ${levelClass(level)}`}>{say(`level_${level}`)}</span>
    </li>
  );
}

/** Why more are listed than counted. */
export function asideOf(known: readonly PageItem[]): { aside?: string } {
  const quieter = countUncounted(known);
  return quieter > 0 ? { aside: say('asideUncounted', { number: quieter }) } : {};
}

/** An empty page was compared with something; with how much, and that it proves nothing. */
export function NothingKnown({ status }: { status: SyncStatus | undefined }) {
  if (status?.rows === 0) return <>{say('nothingToCompare')}</>;
  const notSafe = <span class="muted">{say('notSafe')}</span>;
  if (!status) return <>{sayWith('nothingKnown', { notSafe })}</>;
  const key = status.lastSuccess ? 'nothingKnownRows' : 'nothingKnownYet';
  return <>{sayWith(key, { number: status.rows, notSafe })}</>;
}

/** The page asked about more values than one page may. */
export function CappedNote({ asked, total }: { asked: number; total: number }) {
  return (
    <p class="callout warning small capped" role="status">
      {say('capped', { asked, total })}
    </p>
  );
}
