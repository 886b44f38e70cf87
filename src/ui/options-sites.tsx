import { useState } from 'preact/hooks';
import { LEVELS, type Level } from '@/core/indicator.ts';
import { canonicalHost } from '@/core/normalize.ts';
import type { Settings } from '@/core/settings.ts';
import type { Key } from '@/core/words.ts';
import { QUIET_PORTALS } from '@/core/site-rules.ts';
import type { Outcome } from './options-actions.ts';
import { OutcomeText, Section } from './options-section.tsx';
import { putBack, useUndo } from './use-undo.tsx';
import { say } from './say.tsx';

interface Props {
  settings: Settings;
  save(change: Partial<Settings>): Promise<Outcome>;
}

/** Where Telltale is off or quiet, and from which level on it marks at all. */
export function SitesSection({ settings, save }: Props) {
  const { sitesOff, sitesQuiet, sitesLoud } = settings;
  const undo = useUndo(settings);
  const remove = (name: 'sitesOff' | 'sitesQuiet' | 'sitesLoud', host: string, said: string) => {
    const before = settings[name];
    return undo.attempt(
      said,
      () => save({ [name]: before.filter((site) => site !== host) }),
      (current) => save({ [name]: putBack(current[name], host, before.indexOf(host)) }),
    );
  };
  const addPortals = () => {
    const added = QUIET_PORTALS.filter((host) => !sitesQuiet.includes(host));
    return undo.attempt(
      say('portalsQuiet'),
      () => save({ sitesQuiet: [...sitesQuiet, ...added] }),
      (current) => save({ sitesQuiet: current.sitesQuiet.filter((host) => !added.includes(host)) }),
    );
  };
  const isChanged =
    sitesQuiet.length !== QUIET_PORTALS.length || sitesQuiet.some((host) => !QUIET_PORTALS.includes(host));
  return (
    <Section title={say('sites')} about={say('sitesAbout')}>
      <Lowest lowest={settings.lowestMarked} save={save} />
      <h3>{say('sitesOff')}</h3>
      {sitesOff.length === 0 ? (
        <p class="muted">{say('sitesOffNone')}</p>
      ) : (
        <Hosts
          hosts={sitesOff}
          verb={say('switchOn')}
          name={(host) => say('switchOnHost', { host })}
          act={(host) => void remove('sitesOff', host, say('switchedOn', { host }))}
        />
      )}
      <h3>{say('sitesQuiet')}</h3>
      <AddQuiet sitesQuiet={sitesQuiet} save={save} />
      <Hosts
        hosts={sitesQuiet}
        verb={say('markAgain')}
        name={(host) => say('markAgainOn', { host })}
        act={(host) => void remove('sitesQuiet', host, say('markedAgain', { host }))}
      />
      {isChanged && (
        <p>
          <button type="button" class="button" onClick={() => void addPortals()}>
            {say('portalsAdd')}
          </button>
        </p>
      )}
      {sitesLoud.length > 0 && (
        <>
          <h3>{say('sitesLoud')}</h3>
          <Hosts
            hosts={sitesLoud}
            verb={say('remove')}
            name={(host) => say('removeValue', { value: host })}
            act={(host) => void remove('sitesLoud', host, say('siteLikeAbove', { host }))}
          />
        </>
      )}
      {undo.bar}
    </Section>
  );
}

function Hosts(props: {
  hosts: readonly string[];
  verb: string;
  name(host: string): string;
  act(host: string): void;
}) {
  return (
    <ul class="rows">
      {props.hosts.map((host) => (
        <li key={host} class="row">
          <span class="row-main">{host}</span>
          <button type="button" class="button" aria-label={props.name(host)} onClick={() => props.act(host)}>
            {props.verb}
          </button>
        </li>
      ))}
    </ul>
  );
}

const LEVEL_WORDS: Record<Level, Key> = {
  high: 'lowestHigh',
  medium: 'lowestMedium',
  low: 'lowestLow',
  unrated: 'lowestAll',
};

function Lowest({ lowest, save }: { lowest: Level; save: Props['save'] }) {
  return (
    <p class="form-row">
      <label for="lowest-marked">{say('markVerb')}</label>
      <select
        id="lowest-marked"
        class="field"
        value={lowest}
        onChange={(event) => void save({ lowestMarked: event.currentTarget.value as Level })}
      >
        {LEVELS.toReversed().map((level) => (
          <option key={level} value={level}>
            {say(LEVEL_WORDS[level])}
          </option>
        ))}
      </select>
    </p>
  );
}

function AddQuiet({ sitesQuiet, save }: { sitesQuiet: string[]; save: Props['save'] }) {
  const [text, setText] = useState('');
  const [outcome, setOutcome] = useState<Outcome>();
  const add = async () => {
    const written = text.trim();
    const host = canonicalHost(URL.canParse(written) ? new URL(written).hostname : written);
    if (!host) return setOutcome({ ok: false, reason: say('notASite') });
    if (sitesQuiet.includes(host)) return setOutcome({ ok: false, reason: say('quietAlready') });
    const saved = await save({ sitesQuiet: [...sitesQuiet, host] });
    if (saved.ok) setText('');
    setOutcome(saved.ok ? { ok: true, message: say('quietOn', { host }) } : saved);
  };
  return (
    <form
      class="form-row"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <input
        class="field mono"
        type="text"
        aria-label={say('quietSite')}
        placeholder="portal.example.com"
        spellcheck={false}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <button type="submit" class="button" disabled={!text.trim()}>
        {say('makeQuiet')}
      </button>
      <OutcomeText outcome={outcome} />
    </form>
  );
}
