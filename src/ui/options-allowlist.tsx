import { useState } from 'preact/hooks';
import { inForce, isExpired, renewed } from '@/core/allowlist.ts';
import { formatDay } from '@/core/dates.ts';
import { defang } from '@/core/defang.ts';
import type { Observable } from '@/core/indicator.ts';
import type { AllowEntry, Settings } from '@/core/settings.ts';
import { normalize } from '@/core/normalize.ts';
import { type Key, type Message, message } from '@/core/words.ts';
import { tokenize } from '@/core/tokenize.ts';
import type { Outcome } from './options-actions.ts';
import { OutcomeText, Section } from './options-section.tsx';
import { SourceText } from './source-text.tsx';
import { putBack, useUndo } from './use-undo.tsx';
import { say } from './say.tsx';

interface Props {
  allowlist: AllowEntry[];
  now: number;
  save(change: Partial<Settings>): Promise<Outcome>;
}

/** Values of the user's own, or known to be harmless: listed with their reason, never marked. */
export function AllowlistSection({ allowlist, now, save }: Props) {
  const undo = useUndo(allowlist);
  const remove = (entry: AllowEntry, index: number) =>
    undo.attempt(
      say('allowRemoved', { value: entry.value }),
      () => save({ allowlist: allowlist.filter((other) => other !== entry) }),
      (current) => save({ allowlist: putBack(current, entry, index) }),
    );
  const renew = (entry: AllowEntry) => {
    const again = renewed(entry, now);
    const swap = (list: readonly AllowEntry[], out: AllowEntry, back: AllowEntry) =>
      list.map((other) => (isSame(other, out) ? back : other));
    return undo.attempt(
      say('allowRenewed', { value: entry.value, day: formatDay(again.expires ?? '') }),
      () => save({ allowlist: swap(allowlist, entry, again) }),
      (current) => save({ allowlist: swap(current, again, entry) }),
    );
  };
  return (
    <Section title={say('allowlist')} about={say('allowlistAbout')}>
      <AddEntry allowlist={allowlist} now={now} save={save} />
      {allowlist.length > 0 && (
        <ul class="rows">
          {allowlist.map((entry, index) => (
            <li key={`${entry.scope}:${entry.value}`} class="row">
              <span class="row-main">
                <span class="mono">
                  <SourceText text={entry.value} limit={200} />
                </span>
                <Scope scope={entry.scope} />
                <span class="row-more muted small">
                  {entry.reason ? <SourceText text={entry.reason} limit={300} /> : say('noReason')} ·{' '}
                  {formatDay(entry.added)}
                  {entry.expires && ` · ${expiryText(entry, now)}`}
                </span>
              </span>
              {isExpired(entry, now) && (
                <button
                  type="button"
                  class="button"
                  aria-label={say('allowRenewValue', { value: entry.value })}
                  onClick={() => void renew(entry)}
                >
                  {say('allowRenew')}
                </button>
              )}
              <button
                type="button"
                class="button"
                aria-label={say('allowRemove', { value: entry.value })}
                onClick={() => void remove(entry, index)}
              >
                {say('remove')}
              </button>
            </li>
          ))}
        </ul>
      )}
      {undo.bar}
    </Section>
  );
}

function expiryText(entry: AllowEntry, now: number): string {
  const day = formatDay(entry.expires ?? '');
  return isExpired(entry, now) ? say('allowExpired', { day }) : say('allowUntil', { day });
}

/** What may be allowed once only; one that was told anew is another object. */
function isSame(one: AllowEntry, other: AllowEntry): boolean {
  return one.value === other.value && one.scope === other.scope;
}

const SCOPE_WORDS: Record<AllowEntry['scope'], Key | undefined> = {
  value: undefined,
  'domain-and-below': 'allowAllBelow',
  range: 'allowAllInside',
};

function Scope({ scope }: Pick<AllowEntry, 'scope'>) {
  const words = SCOPE_WORDS[scope];
  return words ? <span class="muted"> {say(words)}</span> : null;
}

function AddEntry({ allowlist, now, save }: Props) {
  const [text, setText] = useState('');
  const [reason, setReason] = useState('');
  const [withBelow, setWithBelow] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();
  const found = readValue(text);
  const isDomain = found.ok && found.observable.type === 'domain';

  const add = async () => {
    if (!found.ok) return setOutcome(found);
    const { observable } = found;
    const scope = found.isRange ? 'range' : withBelow && isDomain ? 'domain-and-below' : 'value';
    const added = new Date(now).toISOString();
    const entry: AllowEntry = { value: observable.value, scope, reason: reason.trim(), added };
    if (inForce(allowlist, now).some((other) => isSame(other, entry)))
      return setOutcome({ ok: false, reason: say('allowTwice') });
    // In the place of one that has run out.
    const others = allowlist.filter((other) => !isSame(other, entry));
    const saved = await save({ allowlist: [...others, entry] });
    if (saved.ok) {
      setText('');
      setReason('');
      setWithBelow(false);
    }
    setOutcome(saved.ok ? { ok: true, message: say('addedValue', { value: defang(observable) }) } : saved);
  };
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <label for="allow-value">{say('value')}</label>
      <input
        id="allow-value"
        class="field mono"
        type="text"
        spellcheck={false}
        autocomplete="off"
        placeholder="intranet.example.com"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <label for="allow-reason">{say('reason')}</label>
      <input
        id="allow-reason"
        class="field"
        type="text"
        placeholder={say('allowReasonHint')}
        value={reason}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
      <div class="form-row form-end">
        <button type="submit" class="button" disabled={!text.trim()}>
          {say('add')}
        </button>
        <label class="choice">
          <input
            type="checkbox"
            checked={withBelow}
            disabled={!isDomain}
            onChange={(event) => setWithBelow(event.currentTarget.checked)}
          />
          <span>{say('allowWithBelow')}</span>
        </label>
        <OutcomeText outcome={outcome} />
      </div>
    </form>
  );
}

type Entered = { ok: true; observable: Observable; isRange: boolean } | { ok: false; reason: Message };

/** The value that the whole text spells, defanged or not, or the range: "192.0.2.0/24", "2001:db8::/32". */
export function readValue(text: string): Entered {
  const given = text.trim();
  if (RANGE.test(given)) return readRange(given);
  const token = tokenize(given).find(({ start, end }) => start === 0 && end === given.length);
  if (!token) return { ok: false, reason: message('notAValue') };
  return { ok: true, observable: { type: token.type, value: token.value }, isRange: false };
}

/** An address, defanged or not, with a length behind it. */
const RANGE = /^[\da-f.:[\](){}]+\/\d+$/i;

function readRange(text: string): Entered {
  const type = /:.*:/.test(text) ? 'ipv6' : 'ipv4';
  const range = normalize(type, text);
  if (!range.ok) return { ok: false, reason: message('allowBadRange', { reason: range.reason }) };
  return { ok: true, observable: { type, value: range.value }, isRange: range.value.includes('/') };
}
