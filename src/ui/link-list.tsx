import { isWarning, type LinkReason, type LinkView } from '@/core/link-warning.ts';
import { type Key, message } from '@/core/words.ts';
import { defang } from '@/core/defang.ts';
import { CopyButton } from './copy-button.tsx';
import { LinkTarget } from './link-target.tsx';
import { LongList } from './long-list.tsx';
import { ObservableText } from './observable-text.tsx';
import { observableOf } from './relation.ts';
import { SourceText } from './source-text.tsx';
import { say } from './say.tsx';

const REASONS: Record<LinkReason, Key> = {
  mismatch: 'linkMismatch',
  script: 'linkScript',
  program: 'linkProgram',
  lookalike: 'linkLookalike',
  'user-part': 'linkUserPart',
  address: 'linkAddress',
  international: 'linkInternational',
  'hidden-target': 'linkHidden',
};

/** Links that lead off the site: what they show, where they lead, and what is odd about them. No link here can be clicked. */
export function LinkList(props: {
  links: readonly LinkView[];
  own: number;
  copy(text: string): Promise<boolean>;
}) {
  const { links, own, copy } = props;
  if (links.length === 0)
    return (
      <p class="panel-wait muted">{own === 0 ? say('linksNone') : say('linksOwnOnly', { count: own })}</p>
    );
  const odd = links.filter(({ reasons }) => reasons.some(isWarning)).length;
  return (
    <>
      <p class="panel-sum small">{sumText(links.length, odd, own)}</p>
      <LongList
        count={links.length}
        renderRow={(at, place) => {
          const link = links[at];
          if (!link) return null;
          return (
            <li key={`${link.href} ${link.text}`} class="mismatch" {...place}>
              <LinkRow link={link} copy={copy} />
            </li>
          );
        }}
      />
    </>
  );
}

function LinkRow({ link, copy }: { link: LinkView; copy(text: string): Promise<boolean> }) {
  const { text, href, unwrapped, reasons, shown, host, hidden, count } = link;
  return (
    <>
      {(reasons.length > 0 || hidden) && (
        <p class="link-reasons">
          {reasons.map((reason) => (
            <span key={reason} class={isWarning(reason) ? 'flag flag-odd' : 'flag'}>
              {say(REASONS[reason])}
            </span>
          ))}
          {hidden && <span class="flag">{say('hiddenFromView')}</span>}
        </p>
      )}
      <dl class="mismatch-facts">
        <dt>{say('linkShows')}</dt>
        <dd>
          {text === '' ? (
            <span class="muted">{say('linkNoText')}</span>
          ) : (
            <SourceText text={text} limit={200} />
          )}
          {count > 1 && <span class="muted"> ×{count}</span>}
        </dd>
        {shown !== undefined && host !== undefined && (
          <>
            <dt>{say('linkLeadsTo')}</dt>
            <dd>
              <strong>
                <ObservableText observable={observableOf(host)} limit={200} />
              </strong>
            </dd>
          </>
        )}
        <dt>{say('linkTarget')}</dt>
        <dd class="muted">
          {unwrapped ? (
            <LinkTarget link={{ target: unwrapped.target, unwrapped: unwrapped.through }} limit={400} />
          ) : (
            <ObservableText observable={{ type: 'url', value: href }} limit={400} />
          )}
        </dd>
      </dl>
      <CopyButton
        label={say('copyDefanged')}
        name={say('copyLink', { text: (text || href).slice(0, 80) })}
        text={defang({ type: 'url', value: unwrapped?.target ?? href })}
        copy={copy}
      />
    </>
  );
}

function sumText(count: number, odd: number, stay: number): string {
  const links = message('linksAway', { count });
  const own = message('linksOwn', { count: stay });
  if (odd === 0) return stay === 0 ? say('linksNoneOdd', { links }) : say('linksNoneOddOwn', { links, own });
  return stay === 0 ? say('linksOdd', { links, odd }) : say('linksOddOwn', { links, odd, own });
}
