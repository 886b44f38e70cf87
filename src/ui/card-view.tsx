import { render } from 'preact';
import type { CardActions, CardContent, CardLink } from '@/core/card-content.ts';
import { CopyButtons } from './copy-button.tsx';
import { FactSheet } from './fact-sheet.tsx';
import { LinkTarget } from './link-target.tsx';
import { levelClass } from './mark.ts';
import { ObservableText, TYPE_NAMES } from './observable-text.tsx';

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
        <button type="button" class="button quiet card-close" aria-label="Close" onClick={actions.close}>
          ✕
        </button>
      )}
      {content.link && <LeadsTo link={content.link} compact={compact} />}
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
      This link leads to <LinkTarget link={link} limit={compact ? 120 : 600} />
    </p>
  );
}

/** What the mark already tells, while the facts are on their way or cannot be had. */
function Outline(props: { content: CardContent; actions: CardActions; compact: boolean }) {
  const { observable, verdict, facts } = props.content;
  return (
    <article class={props.compact ? 'facts facts-compact' : 'facts'}>
      <p class={props.compact ? 'facts-line' : ''}>
        <strong class={`level ${levelClass(verdict.confidence)}`}>{verdict.confidence}</strong>{' '}
        <span class="type">{TYPE_NAMES[observable.type]}</span>{' '}
        <span class="facts-value">
          <ObservableText observable={observable} limit={props.compact ? 200 : Infinity} />
        </span>
      </p>
      <p class="muted small" role="status">
        {TROUBLE[facts.state]}
      </p>
      {!props.compact && (
        <footer class="facts-actions">
          <CopyButtons observable={observable} copy={props.actions.copy} />
        </footer>
      )}
    </article>
  );
}

const TROUBLE: Record<CardContent['facts']['state'], string> = {
  asking: 'Reading what is known…',
  known: '',
  forgotten: 'No longer in your indicators: they changed after this page was marked.',
  unreachable:
    'Telltale did not answer. Point at the value again, or reload the page if it was just updated.',
};
