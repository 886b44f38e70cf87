import { useEffect, useState } from 'preact/hooks';
import { readApiKey } from '@/core/api-key.ts';
import { parseBaseUrl, type Settings } from '@/core/settings.ts';
import type { SettingsView } from '@/extension/messages.ts';
import type { OptionsActions, Outcome } from './options-actions.ts';
import { isManaged } from './options-managed.tsx';
import { OutcomeText, Section } from './options-section.tsx';
import { say, sayWith } from './say.tsx';

/** Where the indicators come from, and the key that opens it. The key itself is never shown again. */
export function AccountSection({ view, actions }: { view: SettingsView; actions: OptionsActions }) {
  const { settings, hasKey } = view;
  const isKeyManaged = view.managed?.hasKey === true;
  const [baseUrl, setBaseUrl] = useState(settings.baseUrl);
  const [key, setKey] = useState('');
  const [outcome, setOutcome] = useState<Outcome>();
  const [isBusy, setBusy] = useState(false);
  useEffect(() => setBaseUrl(settings.baseUrl), [settings.baseUrl]);

  const run = async (work: () => Promise<Outcome>) => {
    setBusy(true);
    setOutcome(undefined);
    setOutcome(await work());
    setBusy(false);
  };
  const save = () =>
    run(async () => {
      const read = readApiKey(key);
      if (!read.ok) return read;
      const saved = await saveAccount(actions, view, { baseUrl: baseUrl.trim(), key: read.key });
      if (saved.ok) setKey('');
      // As it is stored: without the API's own path.
      const address = parseBaseUrl(baseUrl);
      if (saved.ok && address.ok) setBaseUrl(address.baseUrl);
      return saved;
    });
  const removeKey = () =>
    run(async () => {
      const removed = await actions.saveKey('');
      return removed.ok ? { ok: true, message: say('keyRemoved') } : removed;
    });

  return (
    <Section title={say('account')} about={say('accountAbout')}>
      {!hasKey && (
        <p class="callout options-hint">
          {sayWith('accountHint', { start: <strong>{say('accountStart')}</strong> })}
        </p>
      )}
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <label for="api-key">{say('apiKey')}</label>
        <div class="form-row">
          <input
            id="api-key"
            class="field mono"
            type="password"
            autocomplete="off"
            spellcheck={false}
            disabled={isKeyManaged}
            placeholder={keyWords(hasKey, isKeyManaged)}
            value={key}
            onInput={(event) => setKey(event.currentTarget.value)}
          />
          {hasKey && !isKeyManaged && (
            <button type="button" class="button danger" disabled={isBusy} onClick={() => void removeKey()}>
              {say('remove')}
            </button>
          )}
        </div>
        <label for="base-url">{say('address')}</label>
        <input
          id="base-url"
          class="field"
          type="text"
          inputMode="url"
          spellcheck={false}
          disabled={isManaged(view, 'baseUrl')}
          value={baseUrl}
          onInput={(event) => setBaseUrl(event.currentTarget.value)}
        />
        <AuthHeader
          value={settings.authHeader}
          disabled={isManaged(view, 'authHeader')}
          save={(authHeader) => void run(() => actions.save({ authHeader }))}
        />
        <div class="form-row form-end">
          <button type="submit" class="button primary" disabled={isBusy}>
            {say('save')}
          </button>
          <button
            type="button"
            class="button"
            disabled={isBusy || !hasKey}
            onClick={() => void run(actions.testConnection)}
          >
            {say('testConnection')}
          </button>
          <OutcomeText outcome={isBusy ? { ok: true, message: say('oneMoment') } : outcome} />
        </div>
      </form>
    </Section>
  );
}

/**
 * Address first, then key; the key that was stored goes before both if it is being replaced, since the address alone
 * would send it to the new host.
 */
async function saveAccount(
  actions: OptionsActions,
  { settings, hasKey }: SettingsView,
  { baseUrl, key }: { baseUrl: string; key: string },
): Promise<Outcome> {
  if (baseUrl !== settings.baseUrl) {
    const removed = hasKey && key ? await actions.saveKey('') : { ok: true as const };
    const saved = removed.ok ? await actions.save({ baseUrl }) : removed;
    if (!saved.ok) return saved;
  }
  if (!key) return { ok: true, message: say('saved') };
  const stored = await actions.saveKey(key);
  return stored.ok ? { ok: true, message: say('savedAndSyncing') } : stored;
}

function keyWords(hasKey: boolean, isSet: boolean): string {
  if (isSet) return say('setByOrganisation');
  return hasKey ? say('keyStored') : 'sk_live_…';
}

type Header = Settings['authHeader'];

interface HeaderProps {
  value: Header;
  disabled: boolean;
  save(header: Header): void;
}

function AuthHeader({ value, disabled, save }: HeaderProps) {
  return (
    <>
      <span id="auth-header" class="form-label">
        {say('sentAs')}
      </span>
      <div role="radiogroup" aria-labelledby="auth-header" class="choices">
        <Choice header="bearer" value={value} disabled={disabled} save={save}>
          <code>Authorization: Bearer</code> <span class="muted">{say('sentAsBearer')}</span>
        </Choice>
        <Choice header="x-api-key" value={value} disabled={disabled} save={save}>
          <code>X-API-Key</code>
        </Choice>
      </div>
    </>
  );
}

function Choice(props: HeaderProps & { header: Header; children: preact.ComponentChildren }) {
  return (
    <label class="choice">
      <input
        type="radio"
        name="auth-header"
        checked={props.value === props.header}
        disabled={props.disabled}
        onChange={() => props.save(props.header)}
      />
      <span>{props.children}</span>
    </label>
  );
}
