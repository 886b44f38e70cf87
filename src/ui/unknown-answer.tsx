import type { ComponentChildren } from 'preact';
import type { Coverage, LookupItem, Observable } from '@/core/indicator.ts';
import { formatAge } from '@/core/dates.ts';
import { defang } from '@/core/defang.ts';
import { type Message, type Span, inTurn, message } from '@/core/words.ts';
import { CopyButton, CopyButtons } from './copy-button.tsx';
import type { FactActions } from './fact-sheet.tsx';
import { ObservableText, ReadsAs } from './observable-text.tsx';
import { inWords, say, sayWith } from './say.tsx';

interface Props {
  item: Observable & Pick<LookupItem, 'impossible'>;
  coverage: Coverage;
  now: number;
  actions: Pick<FactActions, 'copy' | 'more'>;
}

/** A value that no row speaks of: what was searched, how far back and how fresh, so that it is not read as "safe". */
export function UnknownAnswer({ item, coverage, now, actions }: Props) {
  return (
    <article class="facts">
      <header class="facts-head">
        <span class="type">{say(`type_${item.type}`)}</span>
        <p class="facts-value">
          <ObservableText observable={item} />
        </p>
        <ReadsAs observable={item} />
      </header>
      <Impossible item={item} />
      <NotListed coverage={coverage} now={now} />
      <footer class="facts-actions">
        <CopyButtons observable={item} copy={actions.copy} />
        {actions.more}
      </footer>
    </article>
  );
}

/** Several of them: what was searched is said once for all. */
export function UnknownAnswers(props: Omit<Props, 'item'> & { items: readonly LookupItem[] }) {
  const { items, coverage, now, actions } = props;
  return (
    <article class="facts">
      <NotListed coverage={coverage} now={now} />
      <ul class="unknowns">
        {items.map((item) => (
          <li key={`${item.type}:${item.value}`} class="unknown">
            <div class="unknown-value">
              <Unwrapped item={item} />
              <span class="type">{say(`type_${item.type}`)}</span> <ObservableText observable={item} />
              <ReadsAs observable={item} />
              <Impossible item={item} />
            </div>
            <CopyButton
              label={say('copy')}
              name={say('copyValue', { value: defang(item) })}
              text={defang(item)}
              copy={actions.copy}
            />
          </li>
        ))}
      </ul>
    </article>
  );
}

function Impossible({ item: { impossible } }: { item: Pick<LookupItem, 'impossible'> }) {
  return impossible ? <p class="muted small">{inWords(impossible)}</p> : null;
}

/** That the value is not what was written, but what the link in it leads to. */
export function Unwrapped({ item: { unwrapped } }: { item: LookupItem }) {
  if (!unwrapped) return null;
  return <p class="muted small">{say('unwrapped', { wrappers: inTurn(unwrapped) })}</p>;
}

/** `title` says what was not found, where it is not simply the value. */
export function NotListed(props: { coverage: Coverage; now: number; title?: ComponentChildren }) {
  const { coverage, now, title = say('notInIndicators') } = props;
  return (
    <p class={isStale(coverage, now) ? 'callout warning' : 'callout'}>
      {sayWith('notListed', {
        title: <strong>{title}</strong>,
        coverage: coverageText(coverage, now),
        notSafe: <strong>{say('notSafe')}</strong>,
      })}
    </p>
  );
}

/** "searched 48,210 values from 2 sources, SOC Defenders reaching back 1 day, last synced 14 minutes ago." */
export function coverageText(coverage: Coverage, now: number): Message {
  const { rows, sources } = coverage;
  if (sources.length === 0) return message('coverageNone');
  return message('searched', {
    values: message('values', { count: rows }),
    sources: message('sources', { count: sources.length }),
    reaches: sources.map((source) => inWords(sourceText(source, now))).join('; '),
  });
}

function sourceText({ name, reachesBackTo, lastSync }: Coverage['sources'][number], now: number): Message {
  if (!lastSync) return message('sourceNever', { name });
  const age = formatAge(lastSync, now);
  if (!reachesBackTo) return message('sourceSynced', { name, age });
  return message('sourceReach', { name, age, span: daysBack(reachesBackTo, now) });
}

/** "1 day", "365 days", "7 hours": rounded down, so that the reach is never overstated. */
export function daysBack(iso: string, now: number): Span {
  const hours = Math.max(0, Math.floor((now - Date.parse(iso)) / HOUR_MS));
  const days = Math.floor(hours / 24);
  return days > 0 ? { span: days, unit: 'day' } : { span: hours, unit: 'hour' };
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

function isStale({ sources }: Coverage, now: number): boolean {
  return (
    sources.length === 0 || sources.some(({ lastSync }) => !lastSync || now - Date.parse(lastSync) > DAY_MS)
  );
}
