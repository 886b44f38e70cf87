import { useState } from 'preact/hooks';
import { defang } from '@/core/defang.ts';
import type { Observable } from '@/core/indicator.ts';
import { hostOf } from '@/core/known-good.ts';
import type { AllowEntry } from '@/core/settings.ts';
import type { Key, Value } from '@/core/words.ts';
import { inWords, say, sayWith } from './say.tsx';

export interface AllowActions {
  allowlist: readonly AllowEntry[];
  /** Answers with what went wrong, in words; undefined where it was saved. */
  save(allowlist: AllowEntry[]): Promise<Value | undefined>;
}

const DAY_MS = 86_400_000;
const TERMS: readonly { days: number; label: Key }[] = [
  { days: 0, label: 'allowForGood' },
  { days: 7, label: 'allowForWeek' },
  { days: 30, label: 'allowForMonth' },
  { days: 365, label: 'allowForYear' },
];

/** The user's own judgement of a value: allowed, for a reason and a time, itself or with all below its domain. It can be taken back at once. */
export function AllowForm({
  observable,
  now,
  actions,
}: {
  observable: Observable;
  now: number;
  actions: AllowActions;
}) {
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [days, setDays] = useState(0);
  const [withBelow, setWithBelow] = useState(false);
  const [said, setSaid] = useState('');
  const [before, setBefore] = useState<readonly AllowEntry[]>();
  const host = hostOf(observable);
  const domain = host !== undefined && /[a-z]/i.test(host) && !host.includes(':') ? host : undefined;

  const allow = async () => {
    const scope = withBelow && domain !== undefined ? 'domain-and-below' : 'value';
    const entry: AllowEntry = {
      value: scope === 'value' ? observable.value : (domain ?? observable.value),
      scope,
      reason: reason.trim(),
      added: new Date(now).toISOString(),
      ...(days > 0 && { expires: new Date(now + days * DAY_MS).toISOString() }),
    };
    const others = actions.allowlist.filter((other) => other.value !== entry.value || other.scope !== scope);
    const failure = await actions.save([...others, entry]);
    setSaid(
      failure === undefined
        ? say('allowDone', { value: defang({ ...observable, value: entry.value }) })
        : inWords(failure),
    );
    if (failure !== undefined) return;
    setBefore(actions.allowlist);
    setOpen(false);
  };
  const takeBack = async () => {
    setSaid(inWords((before && (await actions.save([...before]))) ?? ''));
    setBefore(undefined);
  };
  return (
    <div class="allow">
      {!isOpen && (
        <button type="button" class="button" aria-expanded={false} onClick={() => setOpen(true)}>
          {say('allowOpen')}
        </button>
      )}
      {isOpen && (
        <form
          class="allow-form"
          onSubmit={(event) => {
            event.preventDefault();
            void allow();
          }}
        >
          <input
            class="field"
            type="text"
            aria-label={say('allowReason')}
            placeholder={say('allowReason')}
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
          <select
            class="field"
            aria-label={say('allowTerm')}
            value={days}
            onChange={(event) => setDays(Number(event.currentTarget.value))}
          >
            {TERMS.map((term) => (
              <option key={term.days} value={term.days}>
                {say(term.label)}
              </option>
            ))}
          </select>
          {domain !== undefined && (
            <label class="choice small">
              <input
                type="checkbox"
                checked={withBelow}
                onChange={(event) => setWithBelow(event.currentTarget.checked)}
              />
              <span>
                {sayWith('allowBelow', {
                  domain: <strong>{defang({ type: 'domain', value: domain })}</strong>,
                })}
              </span>
            </label>
          )}
          <p class="callout-actions">
            <button type="submit" class="button primary">
              {say('allow')}
            </button>
            <button type="button" class="button" onClick={() => setOpen(false)}>
              {say('cancel')}
            </button>
          </p>
        </form>
      )}
      <p class="small" role="status">
        {said}{' '}
        {before && (
          <button type="button" class="button quiet" onClick={() => void takeBack()}>
            {say('undo')}
          </button>
        )}
      </p>
    </div>
  );
}
