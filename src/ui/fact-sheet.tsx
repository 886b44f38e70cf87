import type { ComponentChildren } from 'preact';
import type { Explanation, Quiet, SourceReport, Verdict } from '@/core/indicator.ts';
import { formatDay } from '@/core/dates.ts';
import type { Key, Value } from '@/core/words.ts';
import { defang } from '@/core/defang.ts';
import { CopyButton, CopyButtons } from './copy-button.tsx';
import { levelClass, markClass } from './mark.ts';
import { ObservableText, ReadsAs } from './observable-text.tsx';
import { RELATION_NAMES, flagWords } from './relation.ts';
import { SourceLink } from './source-link.tsx';
import { SourceText } from './source-text.tsx';
import { TechniqueLink, attackUrl } from './technique-link.tsx';
import { Age, dateTitle, When } from './time.tsx';
import { inWords, say, sayWith } from './say.tsx';

export interface FactActions {
  /** False where nothing could be copied. */
  copy(text: string): Promise<boolean>;
  /** Absent where there is no side panel to open, or this is it. */
  openPanel?(): void;
  /** Further things to do with the value: on the extension's own pages only. */
  more?: ComponentChildren;
  /** How the user can open it, after the browser refused it to a page. */
  panelRefused?: Value;
}

interface Props {
  explanation: Explanation;
  /** Milliseconds since the epoch. */
  now: number;
  /** One or two lines, for small frames. */
  compact?: boolean;
  actions: FactActions;
}

/** Everything known about one value, the same on the card, in the panel and in a lookup's answer. */
export function FactSheet(props: Props) {
  return props.compact ? <CompactSheet {...props} /> : <FullSheet {...props} />;
}

function FullSheet({ explanation, now, actions }: Props) {
  return (
    <article class="facts">
      <header class="facts-head">
        <span class="type">
          {say(`type_${explanation.type}`)}
          {explanation.verdict.matchClass === 'reference' && (
            <>
              {' '}
              <span class={markClass(explanation.verdict)}>{say('reference')}</span>
            </>
          )}
          <Flags verdict={explanation.verdict} />
        </span>
        <p class="facts-value">
          <ObservableText observable={explanation} />
        </p>
        <ReadsAs observable={explanation} />
      </header>
      {explanation.verdict.quiet && <QuietNote quiet={explanation.verdict.quiet} />}
      <ConfidenceLine explanation={explanation} />
      <p class="facts-why">
        <SourceText text={explanation.why} />
      </p>
      <Reported explanation={explanation} now={now} />
      <Notes notes={explanation.notes} />
      <Sources sources={explanation.sources} now={now} />
      <Tags tags={explanation.tags} />
      <Techniques ids={explanation.techniques} />
      <Actions explanation={explanation} actions={actions} />
    </article>
  );
}

/** How it is known, and what is to be known of it first; the sentences stand below. */
function Flags({ verdict }: { verdict: Verdict }) {
  const relation = RELATION_NAMES[verdict.matchClass];
  const words = [...flagWords(verdict), ...(relation ? [say(relation)] : [])];
  return words.map((word) => (
    <span key={word} class="flag">
      {word}
    </span>
  ));
}

function CompactSheet({ explanation, now, actions }: Props) {
  const { verdict, sources } = explanation;
  const last = explanation.lastReported ?? explanation.firstReported;
  return (
    <article class="facts facts-compact">
      <p class="facts-line">
        <LevelWord explanation={explanation} />
        <span class="facts-value">
          <ObservableText observable={explanation} limit={200} />
        </span>
        <CopyButton label={say('copy')} text={defang(explanation)} copy={actions.copy} />
      </p>
      <p class="facts-line small muted">
        <span class="facts-short">
          {verdict.quiet ? `${say(QUIET_TITLES[verdict.quiet.kind])} · ` : ''}
          {flagWords(verdict).map((word) => `${word} · `)}
          {say('sources', { count: sources.length })}
          {' · '}
          {last ? <Age iso={last} now={now} /> : say('undated')}
          {' · '}
          <SourceText text={explanation.why} />
        </span>
        {!actions.panelRefused && <PanelButton label={say('panelMore')} actions={actions} />}
      </p>
      {actions.panelRefused && <PanelButton label="" actions={actions} />}
    </article>
  );
}

/** The word in the style of the page's mark; beside it whose word it is, and what it does not mean. */
function ConfidenceLine({ explanation }: { explanation: Explanation }) {
  const { verdict, confidenceFrom } = explanation;
  // An id to read up on: how sure its sources are says nothing about it.
  if (verdict.matchClass === 'reference') return null;
  return (
    <div class="confidence">
      <p>
        {confidenceFrom.length > 0
          ? sayWith('confidenceSays', {
              level: <LevelWord explanation={explanation} />,
              sources: <SourceText text={listed(confidenceFrom)} limit={200} />,
            })
          : sayWith('confidenceLine', { level: <LevelWord explanation={explanation} /> })}
      </p>
      <Lowered explanation={explanation} />
      <p class="muted small">{say('confidenceMeaning')}</p>
    </div>
  );
}

function LevelWord({ explanation }: { explanation: Explanation }) {
  const { confidence, matchClass } = explanation.verdict;
  if (matchClass === 'reference')
    return <span class={`level ${markClass(explanation.verdict)}`}>{say('reference')}</span>;
  return <strong class={`level ${levelClass(confidence)}`}>{say(`level_${confidence}`)}</strong>;
}

/** That the page's mark looks different from the confidence's own; why and notes give the reason. */
function Lowered({ explanation: { verdict } }: { explanation: Explanation }) {
  if (verdict.quiet || verdict.listedOnly) return null;
  if (verdict.level === verdict.confidence && !verdict.faded) return null;
  return (
    <p class="small">
      {sayWith('loweredLine', {
        level: <span class={`level ${markClass(verdict)}`}>{say(`level_${verdict.level}`)}</span>,
      })}
    </p>
  );
}

const QUIET_TITLES: Record<Quiet['kind'], Key> = {
  impossible: 'quietImpossible',
  shared: 'quietShared',
  allowed: 'quietAllowed',
};

export function QuietNote({ quiet }: { quiet: Quiet }) {
  return (
    <p class="callout">
      {quiet.kind === 'shared'
        ? // Its reason says itself that it is one.
          sayWith('quietGrey', { reason: <SourceText text={quiet.reason} /> })
        : sayWith('quietUnmarked', {
            title: <strong>{say(QUIET_TITLES[quiet.kind])}</strong>,
            reason: <SourceText text={quiet.reason} />,
          })}
    </p>
  );
}

function Reported({ explanation, now }: { explanation: Explanation; now: number }) {
  const { firstReported, lastReported, added } = explanation;
  return (
    <dl class="facts-dates">
      {firstReported && (
        <>
          <dt>{say('firstReported')}</dt>
          <dd>
            <When iso={firstReported} now={now} />
          </dd>
        </>
      )}
      {lastReported && (
        <>
          <dt>{say('lastReported')}</dt>
          <dd>
            <When iso={lastReported} now={now} />
          </dd>
        </>
      )}
      {!firstReported && !lastReported && (
        <>
          <dt>{say('reported')}</dt>
          <dd>{undated(added)}</dd>
        </>
      )}
    </dl>
  );
}

function undated(added: string): string {
  return say('undatedAdded', { day: formatDay(added) });
}

function Notes({ notes }: { notes: Value[] }) {
  if (notes.length === 0) return null;
  return (
    <ul class="facts-notes" aria-label={say('notes')}>
      {notes.map((note) => (
        <li key={inWords(note)}>
          <SourceText text={note} />
        </li>
      ))}
    </ul>
  );
}

const SOURCES_SHOWN = 5;

function Sources({ sources, now }: { sources: SourceReport[]; now: number }) {
  const rest = sources.length - SOURCES_SHOWN;
  const via = new Set(sources.map((source) => source.via));
  // Said once for all, where all came the same way.
  const shared = via.size === 1 ? [...via][0] : undefined;
  const list = (part: SourceReport[]) => <SourceList sources={part} now={now} showVia={!shared} />;
  return (
    <section class="facts-sources">
      <h3>
        {say('sourcesTitle', { count: sources.length })}
        {shared && (
          <span class="facts-via">
            {' '}
            {sayWith('via', { source: <SourceText text={shared} limit={100} /> })}
          </span>
        )}
      </h3>
      {list(sources.slice(0, SOURCES_SHOWN))}
      {rest > 0 && (
        <details>
          <summary>{say('more', { count: rest })}</summary>
          {list(sources.slice(SOURCES_SHOWN))}
        </details>
      )}
    </section>
  );
}

function SourceList(props: { sources: SourceReport[]; now: number; showVia: boolean }) {
  const { sources, ...rest } = props;
  return (
    <ul>
      {sources.map((source, at) => (
        // oxlint-disable-next-line no-array-index-key -- reports have no identity of their own, and never move
        <SourceItem key={at} source={source} {...rest} />
      ))}
    </ul>
  );
}

function SourceItem({ source, now, showVia }: { source: SourceReport; now: number; showVia: boolean }) {
  return (
    <li class="source">
      <p class="source-name">
        <SourceLink label={source.label} {...(source.url === undefined ? {} : { url: source.url })} />
      </p>
      <p class="source-facts small muted">
        <span class={`level ${levelClass(source.confidence)}`}>{say(`level_${source.confidence}`)}</span>
        <SourceDates source={source} now={now} />
        {source.port !== undefined && <span>{say('port', { port: String(source.port) })}</span>}
        {source.category && (
          <span>
            <SourceText text={source.category} limit={100} />
          </span>
        )}
        {source.tlp && <span>TLP:{source.tlp.toUpperCase()}</span>}
        {source.withdrawn && <strong>{inWords(source.withdrawn)}</strong>}
        {showVia && <span>{sayWith('via', { source: <SourceText text={source.via} limit={100} /> })}</span>}
      </p>
      {source.context && (
        <blockquote class="source-context">
          <SourceText text={source.context} limit={4000} />
        </blockquote>
      )}
    </li>
  );
}

function SourceDates({ source, now }: { source: SourceReport; now: number }) {
  const { firstSeen, lastSeen } = source;
  if (lastSeen) return <Day said="dayLast" iso={lastSeen} now={now} />;
  if (firstSeen) return <Day said="dayFirst" iso={firstSeen} now={now} />;
  return <span>{undated(source.added)}</span>;
}

function Day({ said, iso, now }: { said: 'dayLast' | 'dayFirst'; iso: string; now: number }) {
  return (
    <time dateTime={iso} title={dateTitle(iso, now)}>
      {say(said, { day: formatDay(iso) })}
    </time>
  );
}

function Tags({ tags }: { tags: string[] }) {
  if (tags.length === 0) return null;
  return (
    <section class="facts-row">
      <h3>{say('tags')}</h3>
      <ul class="chips">
        {tags.map((tag) => (
          <li key={tag} class="chip">
            <SourceText text={tag} limit={100} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Techniques({ ids }: { ids: string[] }) {
  if (ids.length === 0) return null;
  return (
    <section class="facts-row">
      <h3>ATT&CK</h3>
      <ul class="chips">
        {ids.map((id) => (
          <li key={id}>
            <TechniqueLink id={id} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Actions({ explanation, actions }: { explanation: Explanation; actions: FactActions }) {
  const page = referencePage(explanation);
  return (
    <footer class="facts-actions">
      <CopyButtons observable={explanation} copy={actions.copy} />
      {page && (
        <a class="small" href={page.url} target="_blank" rel="noopener noreferrer">
          {page.name}
        </a>
      )}
      <PanelButton label={say('panelOpen')} actions={actions} />
      {actions.more}
    </footer>
  );
}

/** The way to the side panel, or in words where the browser does not let a page open it. */
function PanelButton({ label, actions }: { label: string; actions: FactActions }) {
  if (actions.panelRefused)
    return (
      <p class="panel-refused" role="status">
        {inWords(actions.panelRefused)}
      </p>
    );
  if (!actions.openPanel) return null;
  return (
    <button type="button" class="button quiet push" onClick={actions.openPanel}>
      {label}
    </button>
  );
}

function referencePage({ type, value }: Explanation): { name: string; url: string } | undefined {
  if (type === 'mitre_attack') {
    const url = attackUrl(value);
    return url === undefined ? undefined : { name: 'attack.mitre.org', url };
  }
  if (type === 'cve')
    return { name: 'cve.org', url: `https://www.cve.org/CVERecord?id=${encodeURIComponent(value)}` };
  return undefined;
}

const NAMES_SHOWN = 2;

function listed(names: string[]): string {
  const shown = names.slice(0, NAMES_SHOWN).join(', ');
  const rest = names.length - NAMES_SHOWN;
  return rest > 0 ? say('listedMore', { names: shown, count: rest }) : shown;
}
