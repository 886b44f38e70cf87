import { isWarning, type LinkReason, type LinkView } from '@/core/link-warning.ts';
import { LinkTarget } from './link-target.tsx';
import { ObservableText } from './observable-text.tsx';
import { observableOf } from './relation.ts';
import { SourceText } from './source-text.tsx';

const REASONS: Record<LinkReason, string> = {
  mismatch: 'Says one thing and leads to another',
  script: 'Runs or opens what the page itself wrote',
  program: 'Opens something on this computer',
  lookalike: 'Its name has letters that look like others',
  'user-part': 'What stands before the @ is not where it leads',
  address: 'Leads to a bare address',
  international: 'A name in other letters than a to z',
  'hidden-target': 'Final target not knowable offline',
};

const MOST_DRAWN = 500;

/** Links that lead off the site: what they show, where they lead, and what is odd about them. No link here can be clicked. */
export function LinkList({ links, own }: { links: readonly LinkView[]; own: number }) {
  if (links.length === 0)
    return <p class="panel-wait muted">No link on this page leads elsewhere{ownText(own)}.</p>;
  const odd = links.filter(({ reasons }) => reasons.some(isWarning)).length;
  return (
    <>
      <p class="panel-sum small">
        {counted(links.length)} elsewhere, {odd === 0 ? 'none' : odd.toLocaleString('en')} of them odd
        {ownText(own)}. Nothing was fetched to find out.
      </p>
      <ul>
        {links.slice(0, MOST_DRAWN).map((link) => (
          <li key={`${link.href} ${link.text}`} class="mismatch">
            <LinkRow link={link} />
          </li>
        ))}
      </ul>
      {links.length > MOST_DRAWN && (
        <p class="panel-wait muted">The first {MOST_DRAWN} are shown, the odd ones before the others.</p>
      )}
    </>
  );
}

function LinkRow({ link }: { link: LinkView }) {
  const { text, href, unwrapped, reasons, shown, host, hidden, count } = link;
  return (
    <>
      {(reasons.length > 0 || hidden) && (
        <p class="link-reasons">
          {reasons.map((reason) => (
            <span key={reason} class={isWarning(reason) ? 'flag flag-odd' : 'flag'}>
              {REASONS[reason]}
            </span>
          ))}
          {hidden && <span class="flag">Hidden from view</span>}
        </p>
      )}
      <dl class="mismatch-facts">
        <dt>Shows</dt>
        <dd>
          {text === '' ? <span class="muted">no text</span> : <SourceText text={text} limit={200} />}
          {count > 1 && <span class="muted"> ×{count}</span>}
        </dd>
        {shown !== undefined && host !== undefined && (
          <>
            <dt>Leads to</dt>
            <dd>
              <strong>
                <ObservableText observable={observableOf(host)} limit={200} />
              </strong>
            </dd>
          </>
        )}
        <dt>Target</dt>
        <dd class="muted">
          {unwrapped ? (
            <LinkTarget link={{ target: unwrapped.target, unwrapped: unwrapped.through }} limit={400} />
          ) : (
            <ObservableText observable={{ type: 'url', value: href }} limit={400} />
          )}
        </dd>
      </dl>
    </>
  );
}

function counted(count: number): string {
  return `${count.toLocaleString('en')} link${count === 1 ? ' leads' : 's lead'}`;
}

function ownText(own: number): string {
  return own === 0 ? '' : ` (${own.toLocaleString('en')} stay${own === 1 ? 's' : ''} on the site)`;
}
