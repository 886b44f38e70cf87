import type { LinkMismatch } from '@/core/indicator.ts';
import { LinkTarget } from './link-target.tsx';
import { ObservableText } from './observable-text.tsx';
import { observableOf } from './relation.ts';
import { SourceText } from './source-text.tsx';

interface Props {
  mismatches: readonly LinkMismatch[];
  /** There are more than are listed. */
  hasMore: boolean;
}

/** Links whose text names another host than they lead to; nothing where there are none. */
export function LinkMismatches({ mismatches, hasMore }: Props) {
  if (mismatches.length === 0) return null;
  return (
    <section class="items mismatches">
      <h2>
        Links that say one thing and lead to another{' '}
        <span class="items-count">
          {mismatches.length.toLocaleString('en')}
          {hasMore && ' and more'}
        </span>
      </h2>
      <p class="muted small items-hint">
        Marked on the page only where it shows a message. Trackers and newsletters do this too; where a host
        is listed, it stands above.
      </p>
      {hasMore && (
        <p class="callout warning small capped" role="status">
          This page has more of them than are kept: not all are listed here.
        </p>
      )}
      <ul>
        {mismatches.map((mismatch) => (
          <li key={`${mismatch.text} ${mismatch.target}`} class="mismatch">
            <Mismatch mismatch={mismatch} limit={200} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Both hosts, and what they were read from. */
export function Mismatch({ mismatch, limit }: { mismatch: LinkMismatch; limit: number }) {
  const { text, shown, leadsTo, target, unwrapped } = mismatch;
  return (
    <dl class="mismatch-facts">
      <dt>Says</dt>
      <dd>
        <ObservableText observable={observableOf(shown)} limit={limit} />
      </dd>
      <dt>Leads to</dt>
      <dd>
        <strong>
          <ObservableText observable={observableOf(leadsTo)} limit={limit} />
        </strong>
      </dd>
      <dt>Text</dt>
      <dd class="muted">
        <SourceText text={text} limit={limit} />
      </dd>
      <dt>Target</dt>
      <dd class="muted">
        <LinkTarget link={{ target, ...(unwrapped && { unwrapped }) }} limit={2 * limit} />
      </dd>
    </dl>
  );
}

/** For the popup: that there are such links, and where they are listed. */
export function MismatchNote({ count, hasMore }: { count: number; hasMore: boolean }) {
  if (count === 0) return null;
  return (
    <p class="callout warning small capped" role="status">
      {hasMore && 'More than '}
      {count === 1 ? '1 link says' : `${count.toLocaleString('en')} links say`} one thing and{' '}
      {count === 1 ? 'leads' : 'lead'} to another. The side panel lists {count === 1 ? 'it' : 'them'}.
    </p>
  );
}
