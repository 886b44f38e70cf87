import type { ComponentChildren } from 'preact';
import { formatSpan, formatUntil, formatUtc } from '@/core/dates.ts';
import type { SyncStatus } from '@/core/sync-status.ts';
import { message, type Value } from '@/core/words.ts';
import { Age } from './time.tsx';
import { inWords, say, sayWith } from './say.tsx';

interface Props {
  status: SyncStatus;
  now: number;
  /** The user has read of the gaps. */
  dismissGaps?: () => void;
  /** And of what became of damaged settings. */
  forgetDamage?: () => void;
}

/** Where the sync stands, in words: what there is, how fresh, what happens next, what went wrong and what to do. */
export function SyncState({ status, now, dismissGaps, forgetDamage }: Props) {
  const { phase, error, notice, damage, gaps = [] } = status;
  return (
    <div class="sync">
      {(phase.state === 'syncing' || phase.state === 'waiting') && (
        <Progress phase={phase} hasFailed={error !== undefined} now={now} />
      )}
      <p class="sync-line">
        <span class={`dot ${dotFor(status)}`} aria-hidden="true" />
        <span>
          <Freshness status={status} now={now} />
          {phase.state === 'idle' && status.nextRun && (
            <>
              {' '}
              <span class="sync-next muted">
                {say('nextRun', { when: formatUntil(status.nextRun, now) })}
              </span>
            </>
          )}
        </span>
      </p>
      {error && (
        <p class="callout warning small" role="status">
          {inWords(error.text)}{' '}
          <span class="sync-next muted">{sayWith('failed', { age: <Age iso={error.at} now={now} /> })}</span>
        </p>
      )}
      {damage !== undefined && <Damage text={damage} {...(forgetDamage ? { forget: forgetDamage } : {})} />}
      {gaps.length > 0 && (
        <ToKnow known={dismissGaps}>
          {gaps.map(({ from, text }) => (
            <p key={from}>{inWords(text)}</p>
          ))}
        </ToKnow>
      )}
      {notice && (
        <p class="callout small" role="status">
          {inWords(notice)}
        </p>
      )}
    </div>
  );
}

/** What became of damaged settings, notes and cases. */
export function Damage({ text, forget }: { text: Value; forget?: () => void }) {
  return (
    <ToKnow known={forget}>
      <p>{inWords(text)}</p>
    </ToKnow>
  );
}

/** What stays until the user has read it. */
function ToKnow({ children, known }: { children: ComponentChildren; known: (() => void) | undefined }) {
  return (
    <div class="callout warning small" role="status">
      {children}
      {known && (
        <p class="callout-actions">
          <button type="button" class="button" onClick={known}>
            {say('iKnow')}
          </button>
        </p>
      )}
    </div>
  );
}

/** Neither connected nor with a list of the user's own: nothing can be known yet. */
export function hasNothing({ phase, rows, otherRows = 0 }: SyncStatus): boolean {
  return phase.state === 'unconfigured' && rows + otherRows === 0;
}

function Freshness({ status, now }: { status: SyncStatus; now: number }) {
  const { phase, lastSuccess, otherRows = 0 } = status;
  const indicators = message('indicators', { count: status.rows });
  const own =
    otherRows > 0 && message('ownLists', { indicators: message('indicators', { count: otherRows }) });
  if (phase.state === 'unconfigured') return <>{own ? inWords(own) : say('notConnected')}</>;
  if (phase.state === 'off') return <>{own ? say('apiOffOwn', { own }) : say('apiOff')}</>;
  if (!lastSuccess) return <>{status.rows > 0 ? say('firstSync', { indicators }) : say('neverSynced')}</>;
  const age = <Age iso={lastSuccess} now={now} />;
  const changes = broughtText(status);
  return (
    <>
      {changes === ''
        ? sayWith('synced', { indicators, age })
        : sayWith('syncedBrought', { indicators, age, changes })}
    </>
  );
}

/** What the last run changed, where it changed anything. */
function broughtText({ lastRun }: SyncStatus): string {
  const { added = 0, changed = 0 } = lastRun ?? {};
  return [
    ...(added > 0 ? [say('broughtNew', { number: added })] : []),
    ...(changed > 0 ? [say('broughtChanged', { number: changed })] : []),
  ].join(', ');
}

type Running = Extract<SyncStatus['phase'], { fetched: number }>;

function Progress({ phase, hasFailed, now }: { phase: Running; hasFailed: boolean; now: number }) {
  const { fetched, total } = phase;
  const doing = phase.state === 'waiting' ? waitingFor(phase, hasFailed, now) : say('syncing');
  // Nothing moves while nothing is known of how far it is.
  if (phase.state === 'waiting' && !total) return <p>{doing}</p>;
  return (
    <div class="sync-progress">
      <p class="sync-doing">
        <span>{doing}</span>
        <span class="muted">
          {total === undefined ? inWords(fetched) : say('countOf', { number: fetched, total })}
        </span>
      </p>
      {phase.state === 'syncing' && <Pace phase={phase} />}
      <progress
        aria-label={say('syncProgress')}
        {...(total ? { max: total, value: Math.min(fetched, total) } : {})}
      />
    </div>
  );
}

type Waiting = Extract<Running, { state: 'waiting' }>;

/** A plan's day may be hours from over: then the hour is said, too. */
function waitingFor({ until, why }: Waiting, hasFailed: boolean, now: number): string {
  const isLong = Date.parse(until) - now > HOUR_MS;
  const soon = formatUntil(until, now);
  const when = isLong ? message('whenAt', { when: soon, time: formatUtc(until) }) : soon;
  if (why === 'limit') return say('waitLimit', { when });
  return say(hasFailed ? 'waitFailed' : 'waiting', { when });
}

const HOUR_MS = 3_600_000;

function Pace({ phase: { rate, secondsLeft } }: { phase: Extract<Running, { state: 'syncing' }> }) {
  if (rate === undefined) return null;
  const perSecond = Math.round(rate);
  return (
    <p class="muted small">
      {secondsLeft === undefined
        ? say('rate', { rate: perSecond })
        : say('rateLeft', { rate: perSecond, span: formatSpan(Math.max(1, secondsLeft)) })}
    </p>
  );
}

function dotFor({ phase, error, lastSuccess }: SyncStatus): string {
  if (error) return 'dot-warning';
  if (phase.state === 'unconfigured' || phase.state === 'off') return 'dot-off';
  return lastSuccess ? 'dot-good' : 'dot-off';
}
