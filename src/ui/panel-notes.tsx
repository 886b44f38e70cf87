import type { PageItem } from '@/core/indicator.ts';
import type { HiddenText } from '@/core/inspection.ts';
import type { SortedValues } from '@/extension/messages.ts';
import { defang } from '@/core/defang.ts';
import { isSuppressed } from './page-groups.ts';
import { SourceText } from './source-text.tsx';
import type { Inspection } from './use-inspection.ts';

/** "42 indicators here: 31 known, 4 suppressed, 7 new to you." Spoken when it changes. */
export function CoverageLine({ items, inspection }: { items: readonly PageItem[]; inspection: Inspection }) {
  if (inspection.state !== 'read') return null;
  const suppressed = items.filter(isSuppressed).length;
  const known = items.length - suppressed;
  const news = inspection.values.unknown.length;
  const total = known + suppressed + news;
  return (
    <p class="panel-sum coverage" role="status">
      <strong>{total.toLocaleString('en')}</strong> indicator{total === 1 ? '' : 's'} here:{' '}
      {known.toLocaleString('en')} known, {suppressed.toLocaleString('en')} suppressed,{' '}
      {news.toLocaleString('en')} new to you.
    </p>
  );
}

/** Why other unknown values are not listed. */
export function LeftOut({ own, shared, otherHash }: SortedValues['leftOut']) {
  const parts = [
    own > 0 && `${own.toLocaleString('en')} of this site, allowed or reserved`,
    shared > 0 && `${shared.toLocaleString('en')} of services that many share`,
    otherHash > 0 && `${otherHash.toLocaleString('en')} known by another hash in their row`,
  ].filter(Boolean);
  return parts.length === 0 ? null : <p class="panel-sum muted small">Left out: {parts.join('; ')}.</p>;
}

/** An online editor draws its text: there is nothing to read. */
export function DrawnNote() {
  return (
    <p class="callout warning small capped">
      Most of this page is drawn and not written, so that its text cannot be read. Copy the text and paste it
      under “Look up”, or open the document in a form that is not drawn (a download, a print view).
    </p>
  );
}

/** Text that is on the page and nobody sees: ordinary in newsletters, and a trick in phishing. */
export function HiddenTexts({ texts }: { texts: readonly HiddenText[] }) {
  if (texts.length === 0) return null;
  return (
    <section class="items">
      <h2>
        Hidden from view <span class="items-count">{texts.length.toLocaleString('en')}</span>
      </h2>
      <p class="muted small items-hint">
        Never marked. Previews of newsletters and texts for screen readers are hidden, too.
      </p>
      <ul>
        {texts.map(({ text, how, values }) => (
          <li key={text} class="mismatch">
            <p>
              <span class="flag">{how}</span> <SourceText text={text} limit={300} />
            </p>
            {values.length > 0 && (
              <p class="muted small">
                Holds{' '}
                <span class="mono">
                  <SourceText text={values.map((value) => defang(value)).join(', ')} limit={300} />
                </span>
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
