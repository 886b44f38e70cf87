import { useState } from 'preact/hooks';
import { LIST_PRESETS, type ListPreset } from '@/core/list-presets.ts';
import { message } from '@/core/words.ts';
import type { OptionsActions, Outcome } from './options-actions.ts';
import { OutcomeText } from './options-section.tsx';
import { NO_WORDS, saidIn, SourceFields, type SourceWords } from './options-source-fields.tsx';
import { say, sayWith } from './say.tsx';

interface Props {
  actions: OptionsActions;
  close(said?: Outcome): void;
}

/** A list at a URL. The click that adds it names the host that is contacted from then on. */
export function Subscribe({ actions, close }: Props) {
  const [url, setUrl] = useState('');
  const [key, setKey] = useState('');
  const [preset, setPreset] = useState<ListPreset>();
  const [words, setWords] = useState<SourceWords>({ ...NO_WORDS, everyMinutes: 1440 });
  const [outcome, setOutcome] = useState<Outcome>();
  const [isBusy, setBusy] = useState(false);
  const host = hostOf(url);
  const needsKey = url.includes('{key}');
  const name = words.name.trim() || host || '';

  const choose = (chosen: ListPreset) => {
    setPreset(chosen);
    setUrl(chosen.url);
    setWords({ ...words, name: chosen.name, everyMinutes: chosen.everyMinutes });
    setOutcome(undefined);
  };
  const subscribe = async () => {
    if (!host) return;
    setBusy(true);
    const answer = await actions.subscribe({
      ...saidIn({ ...words, name }),
      url: url.trim(),
      host,
      ...(needsKey && { key: key.trim() }),
      // Another address may hold anything.
      ...(preset && preset.url === url.trim() && { format: preset.format }),
    });
    setBusy(false);
    if (answer.ok) close({ ok: true, message: say('subscribed', { name }) });
    else setOutcome(answer);
  };

  return (
    <section class="panel-like" aria-label={say('subscribeTo')}>
      <Presets chosen={preset} choose={choose} />
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void subscribe();
        }}
      >
        <label for="list-url">{say('address')}</label>
        <input
          id="list-url"
          class="field"
          type="text"
          inputMode="url"
          spellcheck={false}
          autocomplete="off"
          placeholder="https://lists.example.com/domains.txt"
          value={url}
          onInput={(event) => {
            setUrl(event.currentTarget.value);
            setOutcome(undefined);
          }}
        />
        {needsKey && <KeyField preset={preset} value={key} change={setKey} />}
        <SourceFields
          id="list"
          words={{ ...words, name: words.name || host || '' }}
          hasInterval
          change={(change) => setWords({ ...words, ...change })}
        />
        <div class="form-end">
          {host && (
            <p class="callout small">{sayWith('subscribeContact', { host: <strong>{host}</strong> })}</p>
          )}
        </div>
        <div class="form-row form-end">
          <button
            type="submit"
            class="button primary"
            disabled={isBusy || !host || (needsKey && key.trim() === '')}
          >
            {host ? say('subscribeFrom', { host }) : say('subscribe')}
          </button>
          <button type="button" class="button" onClick={() => close()}>
            {say('cancel')}
          </button>
          <OutcomeText outcome={outcome} />
        </div>
      </form>
    </section>
  );
}

function hostOf(url: string): string | undefined {
  const { protocol, host } = URL.parse(url.trim()) ?? {};
  return protocol === 'https:' || protocol === 'http:' ? host : undefined;
}

function Presets({ chosen, choose }: { chosen: ListPreset | undefined; choose(preset: ListPreset): void }) {
  return (
    <div class="presets">
      <div class="form-row" role="group" aria-label={say('listsAbuse')}>
        <span class="muted">{say('fromAbuse')}</span>
        {LIST_PRESETS.map((preset) => (
          <button
            key={preset.id}
            type="button"
            class="button"
            aria-pressed={preset === chosen}
            onClick={() => choose(preset)}
          >
            {preset.name}
          </button>
        ))}
      </div>
      {chosen && (
        <p class="muted small">
          {sayWith('presetAbout', {
            about: message(chosen.about),
            terms: message(chosen.terms),
            link: (
              <a href={chosen.home} target="_blank" rel="noopener noreferrer">
                {say('readTerms', { host: new URL(chosen.home).host })}
              </a>
            ),
          })}
        </p>
      )}
    </div>
  );
}

function KeyField(props: { preset: ListPreset | undefined; value: string; change(key: string): void }) {
  return (
    <>
      <label for="list-key">{say('key')}</label>
      <div class="form-row">
        <input
          id="list-key"
          class="field mono"
          type="password"
          autocomplete="off"
          spellcheck={false}
          placeholder={say('keyHint', { placeholder: '{key}' })}
          value={props.value}
          onInput={(event) => props.change(event.currentTarget.value)}
        />
        {props.preset?.keyFrom && (
          <a class="small" href={props.preset.keyFrom} target="_blank" rel="noopener noreferrer">
            {say('getKey')}
          </a>
        )}
      </div>
    </>
  );
}
