import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { Outcome } from './options-actions.ts';
import { inWords, say } from './say.tsx';

/** One section: what it is about on the left, its controls on the right; stacked where it is narrow. */
export function Section(props: { title: string; about?: ComponentChildren; children: ComponentChildren }) {
  const id = useId();
  return (
    <section class="section" id={anchorOf(props.title)} aria-labelledby={id}>
      <div class="section-about">
        <h2 id={id}>{props.title}</h2>
        {props.about && <p class="muted small">{props.about}</p>}
      </div>
      <div class="section-body">{props.children}</div>
    </section>
  );
}

/** The ways to the sections of a long page. */
export function SectionLinks({ titles }: { titles: readonly string[] }) {
  return (
    <nav class="section-links small" aria-label={say('sections')}>
      <ul>
        {titles.map((title) => (
          <li key={title}>
            <a href={`#${anchorOf(title)}`}>{title}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** "What is fetched" -> "What-is-fetched" */
function anchorOf(title: string): string {
  return title.replaceAll(/\s+/g, '-');
}

/** What became of a change, in words. */
export function OutcomeText({ outcome }: { outcome: Outcome | undefined }) {
  return (
    <p class={`outcome small ${outcome ? (outcome.ok ? 'outcome-ok' : 'outcome-failed') : ''}`} role="status">
      {outcome && inWords((outcome.ok ? outcome.message : outcome.reason) ?? '')}
    </p>
  );
}
