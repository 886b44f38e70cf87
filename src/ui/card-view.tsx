import { render } from 'preact';
import type { CardActions, CardContent, CardLink } from '@/core/card-content.ts';
import type { LinkMismatch } from '@/core/indicator.ts';
import type { Key } from '@/core/words.ts';
import { CopyButtons } from './copy-button.tsx';
import { FactSheet } from './fact-sheet.tsx';
import { Mismatch } from './link-mismatches.tsx';
import { LinkTarget } from './link-target.tsx';
import { levelClass } from './mark.ts';
import { ObservableText } from './observable-text.tsx';
import { say, sayWith } from './say.tsx';

/** Draws the card's content into its container; again for every change. */
export function renderCard(container: HTMLElement, content: CardContent, actions: CardActions): void {
  render(<CardView content={content} actions={actions} />, container);
}

export function CardView({ content, actions }: { content: CardContent; actions: CardActions }) {
  const { facts, size, now } = content;
  const compact = size === 'compact';
  const factActions = content.panelRefused ? { ...actions, panelRefused: content.panelRefused } : actions;
  return (
    <>
      {content.pinned && (
        <button
          type="button"
          class="button quiet card-close"
          aria-label={say('close')}
          onClick={actions.close}
        >
          ✕
        </button>
      )}
      {content.warning && <LinkWarning mismatch={content.warning} compact={compact} />}
      {content.link && !content.warning && <LeadsTo link={content.link} compact={compact} />}
      {facts.state === 'known' ? (
        <FactSheet explanation={facts.explanation} now={now} compact={compact} actions={factActions} />
      ) : (
        <Outline content={content} actions={actions} compact={compact} />
      )}
    </>
  );
}

/** The marked words need not say where they lead. */
function LeadsTo({ link, compact }: { link: CardLink; compact: boolean }) {
  return (
    <p class={compact ? 'leads-to small' : 'leads-to'}>
      {sayWith('cardLeadsTo', { target: <LinkTarget link={link} limit={compact ? 120 : 600} /> })}
    </p>
  );
}

/** The same words as the panel's list has. */
function LinkWarning({ mismatch, compact }: { mismatch: LinkMismatch; compact: boolean }) {
  return (
    <section class={compact ? 'card-warning small' : 'card-warning'}>
      <h2>{say('cardMismatch')}</h2>
      <Mismatch mismatch={mismatch} limit={compact ? 80 : 200} />
    </section>
  );
}

/** What the mark already tells, while the facts are on their way or cannot be had. */
function Outline(props: { content: CardContent; actions: CardActions; compact: boolean }) {
  const { observable, verdict, facts } = props.content;
  return (
    <article class={props.compact ? 'facts facts-compact' : 'facts'}>
      {verdict && (
        <p class={props.compact ? 'facts-line' : ''}>
          <strong class={`level ${levelClass(verdict.confidence)}`}>
            {say(`level_${verdict.confidence}`)}
          </strong>{' '}
          <span class="type">{say(`type_${observable.type}`)}</span>{' '}
          <span class="facts-value">
            <ObservableText observable={observable} limit={props.compact ? 200 : Infinity} />
          </span>
        </p>
      )}
      <p class="muted small" role="status">
        {facts.state !== 'known' && say(TROUBLE[facts.state])}
      </p>
      {!props.compact && (
        <footer class="facts-actions">
          <CopyButtons observable={observable} copy={props.actions.copy} />
        </footer>
      )}
    </article>
  );
}

const TROUBLE: Record<Exclude<CardContent['facts']['state'], 'known'>, Key> = {
  none: 'factsNone',
  asking: 'factsAsking',
  forgotten: 'factsForgotten',
  unreachable: 'cardNoAnswer',
};
