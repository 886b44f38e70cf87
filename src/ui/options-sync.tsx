import { useState } from 'preact/hooks';
import { formatUtc } from '@/core/dates.ts';
import type { Settings } from '@/core/settings.ts';
import type { SyncStatus } from '@/core/sync-status.ts';
import type { SettingsView } from '@/extension/messages.ts';
import { message, type Value } from '@/core/words.ts';
import type { OptionsActions, Outcome } from './options-actions.ts';
import { isManaged } from './options-managed.tsx';
import { OutcomeText, Section } from './options-section.tsx';
import { SyncState } from './sync-state.tsx';
import { daysBack } from './unknown-answer.tsx';
import { inWords, say } from './say.tsx';

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
    <Section title={say('sync')} about={say('syncAbout')}>
      <div class="panel-like">
        <SyncState
          status={status}
          now={now}
          dismissGaps={actions.dismissGaps}
          forgetDamage={actions.forgetDamage}
        />
        <Reach status={status} asked={settings.lookbackDays} now={now} />
        <Skipped skipped={status.skipped} />
        <LeftOut count={status.leftOut ?? 0} />
        <div class="form-row">
          <button type="button" class="button" disabled={!canSync(status.phase)} onClick={actions.syncNow}>
            {say('syncNow')}
          </button>
          <Clear rows={status.rows} clear={() => actions.clearIndicators().then(setOutcome)} />
        </div>
      </div>
      <div class="form form-inline">
        <label for="sync-every">{say('howOften')}</label>
        <select
          id="sync-every"
          class="field"
          disabled={isManaged(view, 'syncEveryMinutes')}
          value={String(settings.syncEveryMinutes)}
          onChange={(event) => save({ syncEveryMinutes: Number(event.currentTarget.value) })}
        >
          {withCurrent(EVERY, settings.syncEveryMinutes, (minutes) =>
            message('everySpanCap', { span: { span: minutes, unit: 'minute' } }),
          ).map(option)}
        </select>
        <label for="lookback">{say('howFarBack')}</label>
        <select
          id="lookback"
          class="field"
          disabled={isManaged(view, 'lookbackDays')}
          value={String(settings.lookbackDays)}
          onChange={(event) => save({ lookbackDays: Number(event.currentTarget.value) })}
        >
          {withCurrent(LOOKBACK, settings.lookbackDays, (days) => ({ span: days, unit: 'day' })).map(option)}
        </select>
      </div>
      <p class="muted small">{say('planReach')}</p>
      <OutcomeText outcome={outcome} />
    </Section>
  );
}

type Option = readonly [value: number, name: Value];

const EVERY: readonly Option[] = [
  [1, message('everyMinuteCap')],
  [5, message('everySpanCap', { span: { span: 5, unit: 'minute' } })],
  [15, message('everySpanCap', { span: { span: 15, unit: 'minute' } })],
  [60, message('everyHourCap')],
  [360, message('everySpanCap', { span: { span: 6, unit: 'hour' } })],
  [1440, message('onceDailyCap')],
];
const LOOKBACK: readonly Option[] = [
  [1, { span: 1, unit: 'day' }],
  [7, { span: 7, unit: 'day' }],
  [30, { span: 30, unit: 'day' }],
  [90, { span: 90, unit: 'day' }],
  [365, { span: 1, unit: 'year' }],
  [730, { span: 2, unit: 'year' }],
];

/** A setting that was made elsewhere is still one of the choices. */
function withCurrent(options: readonly Option[], current: number, name: (value: number) => Value): Option[] {
  if (options.some(([value]) => value === current)) return [...options];
  return [...options, [current, name(current)] as const].sort(([a], [b]) => a - b);
}

function option([value, name]: Option) {
  return (
    <option key={value} value={String(value)}>
      {inWords(name)}
    </option>
  );
}

/** How far back the copy reaches, and whether that is less than was asked for. */
function Reach({ status, asked, now }: { status: SyncStatus; asked: number; now: number }) {
  const { reachesBackTo } = status;
  if (!reachesBackTo) return null;
  const [span, date] = [daysBack(reachesBackTo, now), formatUtc(reachesBackTo)];
  // A day's grace: what was asked for a while ago has aged since.
  const isShort =
    status.phase.state === 'idle' && Date.parse(reachesBackTo) - (now - asked * DAY_MS) > DAY_MS;
  return (
    <p class="muted">{isShort ? say('reachShort', { span, date, asked }) : say('reach', { span, date })}</p>
  );
}

const DAY_MS = 86_400_000;

function Skipped({ skipped }: { skipped: SyncStatus['skipped'] }) {
  if (skipped.length === 0) return null;
  const total = skipped.reduce((sum, { count }) => sum + count, 0);
  return (
    <details>
      <summary>{say('rowsSkipped', { count: total })}</summary>
      <table class="skipped">
        <thead class="visually-hidden">
          <tr>
            <th scope="col">{say('reason')}</th>
            <th scope="col">{say('rows')}</th>
          </tr>
        </thead>
        <tbody>
          {skipped.map(({ reason, count, examples = [] }) => (
            <tr key={inWords(reason)}>
              <td>
                {inWords(reason)}
                {examples.length > 0 && (
                  <ul class="skipped-examples mono muted" aria-label={say('forExample')}>
                    {examples.map((example) => (
                      <li key={example}>{example}</li>
                    ))}
                  </ul>
                )}
              </td>
              <td>{inWords(count)}</td>
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
  return <p class="muted small">{say('rowsLeftOut', { count })}</p>;
}

/** Asks once more before the copy is dropped. */
function Clear({ rows, clear }: { rows: number; clear(): Promise<void> }) {
  const [isAsking, setAsking] = useState(false);
  if (!isAsking)
    return (
      <button type="button" class="button danger" disabled={rows === 0} onClick={() => setAsking(true)}>
        {say('clearOpen')}
      </button>
    );
  return (
    <div class="confirm" role="group" aria-label={say('clearTitle')}>
      <span>{say('clearAsk', { number: rows })}</span>
      <button type="button" class="button danger" onClick={() => void clear().then(() => setAsking(false))}>
        {say('clear')}
      </button>
      <button type="button" class="button" ref={focusWhenShown} onClick={() => setAsking(false)}>
        {say('keep')}
      </button>
    </div>
  );
}

function focusWhenShown(button: HTMLButtonElement | null): void {
  button?.focus();
}
