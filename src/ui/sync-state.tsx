import type { SyncStatus } from '@/core/sync-status.ts';
import { Age, formatUntil } from './time.tsx';

/** Where the sync stands, in words: what there is, how fresh, what happens next, what went wrong and what to do. */
export function SyncState({ status, now }: { status: SyncStatus; now: number }) {
  const { phase, error, notice } = status;
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
            <span class="sync-next muted"> Next run {formatUntil(status.nextRun, now)}.</span>
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
      {notice && (
        <p class="callout small" role="status">
          {notice}
        </p>
      )}
    </div>
  );
}

function Freshness({ status, now }: { status: SyncStatus; now: number }) {
  if (status.phase.state === 'unconfigured') return <>Not connected yet.</>;
  if (!status.lastSuccess)
    return status.rows > 0 ? (
      <>{rowsText(status.rows)} so far, first sync not finished.</>
    ) : (
      <>Never synced.</>
    );
  return (
    <>
      {rowsText(status.rows)}, synced <Age iso={status.lastSuccess} now={now} />.
    </>
  );
}

function rowsText(rows: number): string {
  return `${rows.toLocaleString('en')} indicator${rows === 1 ? '' : 's'}`;
}

type Running = Extract<SyncStatus['phase'], { fetched: number }>;

function Progress({ phase, hasFailed, now }: { phase: Running; hasFailed: boolean; now: number }) {
  const { fetched, total } = phase;
  const count = total === undefined ? '' : ` of ${total.toLocaleString('en')}`;
  const doing = phase.state === 'waiting' ? waitingFor(phase.until, hasFailed, now) : 'Syncing';
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
      <progress
        aria-label="Sync progress"
        {...(total ? { max: total, value: Math.min(fetched, total) } : {})}
      />
    </div>
  );
}

function waitingFor(until: string, hasFailed: boolean, now: number): string {
  return hasFailed ? `Tries again ${formatUntil(until, now)}` : `Waiting: goes on ${formatUntil(until, now)}`;
}

function dotFor({ phase, error, lastSuccess }: SyncStatus): string {
  if (error) return 'dot-warning';
  if (phase.state === 'unconfigured') return 'dot-off';
  return lastSuccess ? 'dot-good' : 'dot-off';
}
