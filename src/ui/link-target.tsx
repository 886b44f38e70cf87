import type { CardLink } from '@/core/card-content.ts';
import { ObservableText } from './observable-text.tsx';
import { observableOf } from './relation.ts';

/** "hxxps://evil[.]example/a, through Microsoft Safe Links": never a link itself. */
export function LinkTarget({ link, limit }: { link: CardLink; limit?: number }) {
  const { target, unwrapped } = link;
  return (
    <>
      <ObservableText observable={observableOf(target)} {...(limit === undefined ? {} : { limit })} />
      {unwrapped && `, through ${unwrapped.join(', then ')}`}
    </>
  );
}
