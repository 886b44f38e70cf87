import type { CardLink } from '@/core/card-content.ts';
import { inTurn } from '@/core/words.ts';
import { ObservableText } from './observable-text.tsx';
import { observableOf } from './relation.ts';
import { sayWith } from './say.tsx';

/** "hxxps://evil[.]example/a, through Microsoft Safe Links": never a link itself. */
export function LinkTarget({ link, limit }: { link: CardLink; limit?: number }) {
  const { target, unwrapped } = link;
  const value = (
    <ObservableText observable={observableOf(target)} {...(limit === undefined ? {} : { limit })} />
  );
  return unwrapped ? <>{sayWith('linkThrough', { target: value, wrappers: inTurn(unwrapped) })}</> : value;
}
