import type { PageItem } from '@/core/indicator.ts';
import type { HiddenText } from '@/core/inspection.ts';
import type { SortedValues } from '@/extension/messages.ts';
import { defang } from '@/core/defang.ts';
import { isSuppressed } from './page-groups.ts';
import { SourceText } from './source-text.tsx';
import type { Inspection } from './use-inspection.ts';
import { inWords, say, sayWith } from './say.tsx';

/** "42 indicators here: 31 known, 4 suppressed, 7 new to you." Spoken when it changes. */
export function CoverageLine({ items, inspection }: { items: readonly PageItem[]; inspection: Inspection }) {
  if (inspection.state !== 'read') return null;
  const suppressed = items.filter(isSuppressed).length;
  const known = items.length - suppressed;
  const news = inspection.values.unknown.length;
  const total = known + suppressed + news;
  // Of a page of words alone the tabs say so themselves.
  if (total === 0) return null;
  return (
    <p class="panel-sum coverage" role="status">
      {say('coverage', { count: total, known, suppressed, news })}
    </p>
  );
}

/** Why other unknown values are not listed. */
export function LeftOut({ own, shared, otherHash }: SortedValues['leftOut']) {
  const parts = [
    own > 0 && say('leftOutOwn', { number: own }),
    shared > 0 && say('leftOutShared', { number: shared }),
    otherHash > 0 && say('leftOutHash', { number: otherHash }),
  ].filter(Boolean);
  return parts.length === 0 ? null : (
    <p class="panel-sum muted small">{say('leftOut', { parts: parts.join('; ') })}</p>
  );
}

/** Text that is on the page and nobody sees: ordinary in newsletters, and a trick in phishing. */
export function HiddenTexts({ texts }: { texts: readonly HiddenText[] }) {
  if (texts.length === 0) return null;
  return (
    <section class="items">
      <h2>
        {say('hiddenFromView')} <span class="items-count">{inWords(texts.length)}</span>
      </h2>
      <p class="muted small items-hint">{say('hiddenHint')}</p>
      <ul>
        {texts.map(({ text, how, values }) => (
          <li key={text} class="mismatch">
            <p>
              <span class="flag">{inWords(how)}</span> <SourceText text={text} limit={300} />
            </p>
            {values.length > 0 && (
              <p class="muted small">
                {sayWith('hiddenHolds', {
                  values: (
                    <span class="mono">
                      <SourceText text={values.map((value) => defang(value)).join(', ')} limit={300} />
                    </span>
                  ),
                })}
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
