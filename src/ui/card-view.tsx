import { render } from 'preact';
import type { CardActions, CardContent, CardLink } from '@/core/card-content.ts';
import type { LinkMismatch } from '@/core/indicator.ts';
import { CopyButtons } from './copy-button.tsx';
import { FactSheet } from './fact-sheet.tsx';
import { Mismatch } from './link-mismatches.tsx';
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
      This link leads to <LinkTarget link={link} limit={compact ? 120 : 600} />
    </p>
  );
}

/** The same words as the panel's list has. */
function LinkWarning({ mismatch, compact }: { mismatch: LinkMismatch; compact: boolean }) {
  return (
    <section class={compact ? 'card-warning small' : 'card-warning'}>
      <h2>This link does not lead where it says</h2>
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
          <strong class={`level ${levelClass(verdict.confidence)}`}>{verdict.confidence}</strong>{' '}
          <span class="type">{TYPE_NAMES[observable.type]}</span>{' '}
          <span class="facts-value">
            <ObservableText observable={observable} limit={props.compact ? 200 : Infinity} />
          </span>
        </p>
      )}
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
  none: 'Judged by what stands here alone: the link was not followed, and neither host needs to be known.',
  asking: 'Reading what is known…',
  known: '',
  forgotten: 'No longer in your indicators: they changed after this page was marked.',
  unreachable:
    'Telltale did not answer. Point at the value again, or reload the page if it was just updated.',
};
