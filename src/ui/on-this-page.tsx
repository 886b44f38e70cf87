import type { PageItem } from '@/core/indicator.ts';
import { SourceText } from './source-text.tsx';
import { say } from './say.tsx';

/** So many sentences are read at a glance; the others on a click. */
const AT_ONCE = 3;

/** Where a known value stands: the sentences around it, and the way to the next of them on the page. */
export function OnThisPage(props: { item: PageItem; sentences: readonly string[]; show(): void }) {
  const { item, show } = props;
  const sentences = [...new Set(props.sentences)].filter((text) => text.trim() !== '');
  const rest = sentences.slice(AT_ONCE);
  return (
    <section class="on-page" aria-label={say('onThisPage')}>
      <Sentences texts={sentences.slice(0, AT_ONCE)} />
      {rest.length > 0 && (
        <details>
          <summary>{say('moreSentences', { count: rest.length })}</summary>
          <Sentences texts={rest} />
        </details>
      )}
      {item.count > 1 && (
        <button type="button" class="button" onClick={show}>
          {say('showNext', { number: item.count })}
        </button>
      )}
    </section>
  );
}

function Sentences({ texts }: { texts: readonly string[] }) {
  if (texts.length === 0) return null;
  return (
    <ul class="sentences">
      {texts.map((text) => (
        <li key={text}>
          <SourceText text={text} limit={400} />
        </li>
      ))}
    </ul>
  );
}
