import { SourceText } from './source-text.tsx';
import { visibleString } from './visible-text.ts';
import { say } from './say.tsx';

/**
 * A source's name, linked where its page is on https. Its host is named, since a label may say anything; an http
 * address is shown as text, and any other scheme not at all.
 */
export function SourceLink({ label, url }: { label: string; url?: string }) {
  const target = url === undefined || !URL.canParse(url) ? undefined : new URL(url);
  const name = <SourceText text={label} limit={300} />;
  if (target?.protocol === 'https:')
    return (
      <>
        <a href={target.href} target="_blank" rel="noopener noreferrer">
          {name}
        </a>{' '}
        <span class="muted small">{target.hostname}</span>
      </>
    );
  if (target?.protocol === 'http:')
    return (
      <>
        {name}{' '}
        <span class="muted small wrap" title={say('notHttps')}>
          {visibleString(target.href, 300)}
        </span>
      </>
    );
  return name;
}
