import { formatSpan, formatUtc } from '@/core/dates.ts';
import type { SyncStatus } from '@/core/sync-status.ts';
import { Age, formatUntil } from './time.tsx';

interface Props {
  status: SyncStatus;
  now: number;
  /** The user has read of the gaps. */
  dismissGaps?: () => void;
}

/** Where the sync stands, in words: what there is, how fresh, what happens next, what went wrong and what to do. */
export function SyncState({ status, now, dismissGaps }: Props) {
  const { phase, error, notice, gaps = [] } = status;
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
              <span class="sync-next muted">Next run {formatUntil(status.nextRun, now)}.</span>
            </>
          )}
        </span>
      </p>
      {error && (
        <p class="callout warning small" role="status">
          {error.text}{' '}
          <span class="sync-next muted">
            Failed <Age iso={error.at} now={now} />.
          </span>
        </p>
      )}
      {gaps.length > 0 && (
        <div class="callout warning small" role="status">
          {gaps.map(({ from, text }) => (
            <p key={from}>{text}</p>
          ))}
          {dismissGaps && (
            <p class="callout-actions">
              <button type="button" class="button" onClick={dismissGaps}>
                I know
              </button>
            </p>
          )}
        </div>
      )}
      {notice && (
        <p class="callout small" role="status">
          {notice}
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
  const { phase, otherRows = 0 } = status;
  const own = otherRows > 0 ? `${rowsText(otherRows)} from your own lists. ` : '';
  if (phase.state === 'unconfigured') return <>{own || 'Not connected yet.'}</>;
  if (phase.state === 'off') return <>{own}SOC Defenders is switched off.</>;
  if (!status.lastSuccess)
    return status.rows > 0 ? (
      <>{rowsText(status.rows)} so far, first sync not finished.</>
    ) : (
      <>Never synced.</>
    );
  return (
    <>
      {rowsText(status.rows)}, synced <Age iso={status.lastSuccess} now={now} />
      {broughtText(status)}.
    </>
  );
}

/** What the last run changed, where it changed anything. */
function broughtText({ lastRun }: SyncStatus): string {
  const counts = [
    [lastRun?.added ?? 0, 'new'],
    [lastRun?.changed ?? 0, 'changed'],
  ] as const;
  const texts = counts
    .filter(([count]) => count > 0)
    .map(([count, how]) => `${count.toLocaleString('en')} ${how}`);
  return texts.length > 0 ? ` (${texts.join(', ')})` : '';
}

function rowsText(rows: number): string {
  return `${rows.toLocaleString('en')} indicator${rows === 1 ? '' : 's'}`;
}

type Running = Extract<SyncStatus['phase'], { fetched: number }>;

function Progress({ phase, hasFailed, now }: { phase: Running; hasFailed: boolean; now: number }) {
  const { fetched, total } = phase;
  const count = total === undefined ? '' : ` of ${total.toLocaleString('en')}`;
  const doing = phase.state === 'waiting' ? waitingFor(phase, hasFailed, now) : 'Syncing';
  // Nothing moves while nothing is known of how far it is.
  if (phase.state === 'waiting' && !total) return <p>{doing}</p>;
  return (
    <div class="sync-progress">
      <p class="sync-doing">
        <span>{doing}</span>
        <span class="muted">
          {fetched.toLocaleString('en')}
          {count}
        </span>
      </p>
      {phase.state === 'syncing' && <Pace phase={phase} />}
      <progress
        aria-label="Sync progress"
        {...(total ? { max: total, value: Math.min(fetched, total) } : {})}
      />
    </div>
  );
}

type Waiting = Extract<Running, { state: 'waiting' }>;

/** A plan's day may be hours from over: then the hour is said, too. */
function waitingFor({ until, why }: Waiting, hasFailed: boolean, now: number): string {
  const isLong = Date.parse(until) - now > HOUR_MS;
  const when = `${formatUntil(until, now)}${isLong ? `, at ${formatUtc(until)}` : ''}`;
  if (why === 'limit') return `Your plan allows no more requests for now: goes on ${when}`;
  return hasFailed ? `Tries again ${when}` : `Waiting: goes on ${when}`;
}

const HOUR_MS = 3_600_000;

function Pace({ phase: { rate, secondsLeft } }: { phase: Extract<Running, { state: 'syncing' }> }) {
  if (rate === undefined) return null;
  const left = secondsLeft === undefined ? '' : `, about ${formatSpan(Math.max(1, secondsLeft))} left`;
  return (
    <p class="muted small">
      {Math.round(rate).toLocaleString('en')} a second{left}
    </p>
  );
}

function dotFor({ phase, error, lastSuccess }: SyncStatus): string {
  if (error) return 'dot-warning';
  if (phase.state === 'unconfigured' || phase.state === 'off') return 'dot-off';
  return lastSuccess ? 'dot-good' : 'dot-off';
}
