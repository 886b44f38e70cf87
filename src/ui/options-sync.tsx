import { useState } from 'preact/hooks';
import { formatUtc } from '@/core/dates.ts';
import type { Settings } from '@/core/settings.ts';
import type { SyncStatus } from '@/core/sync-status.ts';
import type { SettingsView } from '@/extension/messages.ts';
import type { OptionsActions, Outcome } from './options-actions.ts';
import { isManaged } from './options-managed.tsx';
import { OutcomeText, Section } from './options-section.tsx';
import { SyncState } from './sync-state.tsx';
import { daysBack } from './unknown-answer.tsx';

interface Props {
  view: SettingsView;
  status: SyncStatus;
  now: number;
  actions: OptionsActions;
}

/** How fresh the indicators are, how far they reach back, and what could not be used. */
export function SyncSection({ view, status, now, actions }: Props) {
  const { settings } = view;
  const [outcome, setOutcome] = useState<Outcome>();
  const save = (change: Partial<Settings>) => void actions.save(change).then(setOutcome);
  return (
    <Section title="Sync" about="A copy of your indicators is kept in this browser.">
      <div class="panel-like">
        <SyncState status={status} now={now} dismissGaps={actions.dismissGaps} />
        <Reach status={status} asked={settings.lookbackDays} now={now} />
        <Skipped skipped={status.skipped} />
        <LeftOut count={status.leftOut ?? 0} />
        <div class="form-row">
          <button type="button" class="button" disabled={!canSync(status.phase)} onClick={actions.syncNow}>
            Sync now
          </button>
          <Clear rows={status.rows} clear={() => actions.clearIndicators().then(setOutcome)} />
        </div>
      </div>
      <div class="form form-inline">
        <label for="sync-every">How often</label>
        <select
          id="sync-every"
          class="field"
          disabled={isManaged(view, 'syncEveryMinutes')}
          value={String(settings.syncEveryMinutes)}
          onChange={(event) => save({ syncEveryMinutes: Number(event.currentTarget.value) })}
        >
          {withCurrent(EVERY, settings.syncEveryMinutes, (minutes) => `Every ${minutes} minutes`).map(option)}
        </select>
        <label for="lookback">How far back</label>
        <select
          id="lookback"
          class="field"
          disabled={isManaged(view, 'lookbackDays')}
          value={String(settings.lookbackDays)}
          onChange={(event) => save({ lookbackDays: Number(event.currentTarget.value) })}
        >
          {withCurrent(LOOKBACK, settings.lookbackDays, (days) => `${days} days`).map(option)}
        </select>
      </div>
      <p class="muted small">
        Your plan may reach back less than you ask for: the API then gives what it may.
      </p>
      <OutcomeText outcome={outcome} />
    </Section>
  );
}

type Option = readonly [value: number, name: string];

const EVERY: readonly Option[] = [
  [1, 'Every minute'],
  [5, 'Every 5 minutes'],
  [15, 'Every 15 minutes'],
  [60, 'Every hour'],
  [360, 'Every 6 hours'],
  [1440, 'Once a day'],
];
const LOOKBACK: readonly Option[] = [
  [1, '1 day'],
  [7, '7 days'],
  [30, '30 days'],
  [90, '90 days'],
  [365, '1 year'],
  [730, '2 years'],
];

/** A setting that was made elsewhere is still one of the choices. */
function withCurrent(options: readonly Option[], current: number, name: (value: number) => string): Option[] {
  if (options.some(([value]) => value === current)) return [...options];
  return [...options, [current, name(current)] as const].sort(([a], [b]) => a - b);
}

function option([value, name]: Option) {
  return (
    <option key={value} value={String(value)}>
      {name}
    </option>
  );
}

/** How far back the copy reaches, and whether that is less than was asked for. */
function Reach({ status, asked, now }: { status: SyncStatus; asked: number; now: number }) {
  const { reachesBackTo } = status;
  if (!reachesBackTo) return null;
  // A day's grace: what was asked for a while ago has aged since.
  const isShort =
    status.phase.state === 'idle' && Date.parse(reachesBackTo) - (now - asked * DAY_MS) > DAY_MS;
  return (
    <p class="muted">
      Reaches back {daysBack(reachesBackTo, now)}, to {formatUtc(reachesBackTo)}
      {isShort && `; you asked for ${asked} days, and your plan gives no more`}.
    </p>
  );
}

const DAY_MS = 86_400_000;

function Skipped({ skipped }: { skipped: SyncStatus['skipped'] }) {
  if (skipped.length === 0) return null;
  const total = skipped.reduce((sum, { count }) => sum + count, 0);
  return (
    <details>
      <summary>
        {total.toLocaleString('en')} row{total === 1 ? '' : 's'} could not be used
      </summary>
      <table class="skipped">
        <thead class="visually-hidden">
          <tr>
            <th scope="col">Reason</th>
            <th scope="col">Rows</th>
          </tr>
        </thead>
        <tbody>
          {skipped.map(({ reason, count, examples = [] }) => (
            <tr key={reason}>
              <td>
                {reason}
                {examples.length > 0 && (
                  <ul class="skipped-examples mono muted" aria-label="For example">
                    {examples.map((example) => (
                      <li key={example}>{example}</li>
                    ))}
                  </ul>
                )}
              </td>
              <td>{count.toLocaleString('en')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

/** What a plan does not allow for now would only be refused. */
function canSync(phase: SyncStatus['phase']): boolean {
  return phase.state === 'idle' || (phase.state === 'waiting' && phase.why !== 'limit');
}

/** Of many chosen values everything is fetched, and the rest left out here. */
function LeftOut({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <p class="muted small">
      {count.toLocaleString('en')} fetched row{count === 1 ? '' : 's'} left out by what you chose below.
    </p>
  );
}

/** Asks once more before the copy is dropped. */
function Clear({ rows, clear }: { rows: number; clear(): Promise<void> }) {
  const [isAsking, setAsking] = useState(false);
  if (!isAsking)
    return (
      <button type="button" class="button danger" disabled={rows === 0} onClick={() => setAsking(true)}>
        Clear indicators…
      </button>
    );
  return (
    <div class="confirm" role="group" aria-label="Clear indicators">
      <span>Drop all {rows.toLocaleString('en')}? The next sync fetches them again.</span>
      <button type="button" class="button danger" onClick={() => void clear().then(() => setAsking(false))}>
        Clear
      </button>
      <button type="button" class="button" ref={focusWhenShown} onClick={() => setAsking(false)}>
        Keep
      </button>
    </div>
  );
}

function focusWhenShown(button: HTMLButtonElement | null): void {
  button?.focus();
}
