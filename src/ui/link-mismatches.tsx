import type { LinkMismatch } from '@/core/indicator.ts';
import { LinkTarget } from './link-target.tsx';
import { ObservableText } from './observable-text.tsx';
import { observableOf } from './relation.ts';
import { SourceText } from './source-text.tsx';
import { inWords, say } from './say.tsx';

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
        {say('mismatchTitle')}{' '}
        <span class="items-count">
          {hasMore ? say('andMore', { number: mismatches.length }) : inWords(mismatches.length)}
        </span>
      </h2>
      <p class="muted small items-hint">{say('mismatchHint')}</p>
      {hasMore && (
        <p class="callout warning small capped" role="status">
          {say('mismatchCut')}
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
      <dt>{say('mismatchSays')}</dt>
      <dd>
        <ObservableText observable={observableOf(shown)} limit={limit} />
      </dd>
      <dt>{say('linkLeadsTo')}</dt>
      <dd>
        <strong>
          <ObservableText observable={observableOf(leadsTo)} limit={limit} />
        </strong>
      </dd>
      <dt>{say('mismatchText')}</dt>
      <dd class="muted">
        <SourceText text={text} limit={limit} />
      </dd>
      <dt>{say('linkTarget')}</dt>
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
      {say(hasMore ? 'mismatchNoteMore' : 'mismatchNote', { count })}
    </p>
  );
}
