import { useState } from 'preact/hooks';
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

/** For screen readers, as soon as it is known and whenever it changes. */
export function FoundNote({ items }: { items: readonly PageItem[] }) {
  const counts = Object.values(countByConfidence(items));
  return (
    <p class="visually-hidden" role="status">
      {say('foundHere', { count: counts.reduce((sum, count) => sum + count, 0) })}
    </p>
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
  return <>{sayWith(key, { count: status.rows, notSafe })}</>;
}

/** The page holds more values than one page may ask about, unless the user says so. */
export function CappedNote(props: { asked: number; total: number; askRest(rest: number): void }) {
  const { asked, total, askRest } = props;
  const [askedAt, setAskedAt] = useState<number>();
  // Once more is known, there may be a rest again.
  const isAsking = askedAt === asked;
  return (
    <p class="callout warning small capped" role="status">
      {say('capped', { asked, total })}{' '}
      <button
        type="button"
        class="button"
        disabled={isAsking}
        onClick={() => {
          setAskedAt(asked);
          askRest(total - asked);
        }}
      >
        {say(isAsking ? 'askingRest' : 'askRest')}
      </button>
    </p>
  );
}

/** The browser's viewer in a frame, in which a webmail shows an attachment, say. */
export function PdfNote() {
  return (
    <p class="callout warning small capped">
      {say('pdfNote', { how: say('accessPdfHow', { entry: say('menuLookup') }) })}
    </p>
  );
}

/** An online editor draws its text: there is nothing to read. */
export function DrawnNote() {
  return <p class="callout warning small capped">{say('drawnNote')}</p>;
}
