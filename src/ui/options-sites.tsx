import { useState } from 'preact/hooks';
import { LEVELS, type Level } from '@/core/indicator.ts';
import { canonicalHost } from '@/core/normalize.ts';
import type { Settings } from '@/core/settings.ts';
import { QUIET_PORTALS } from '@/core/site-rules.ts';
import type { Outcome } from './options-actions.ts';
import { OutcomeText, Section } from './options-section.tsx';
import { putBack, useUndo } from './use-undo.tsx';

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
      'The portals are quiet again.',
      () => save({ sitesQuiet: [...sitesQuiet, ...added] }),
      (current) => save({ sitesQuiet: current.sitesQuiet.filter((host) => !added.includes(host)) }),
    );
  };
  const isChanged =
    sitesQuiet.length !== QUIET_PORTALS.length || sitesQuiet.some((host) => !QUIET_PORTALS.includes(host));
  return (
    <Section
      title="Sites"
      about="Off: nothing is read. Quiet: known values are listed and counted, and not marked. The popup sets it for the site you are on."
    >
      <Lowest lowest={settings.lowestMarked} save={save} />
      <h3>Off</h3>
      {sitesOff.length === 0 ? (
        <p class="muted">None. The popup’s switch turns Telltale off for the site you are on.</p>
      ) : (
        <Hosts
          hosts={sitesOff}
          verb="Switch on"
          name={(host) => `Switch on again: ${host}`}
          act={(host) => void remove('sitesOff', host, `Telltale is on again on ${host}.`)}
        />
      )}
      <h3>Quiet</h3>
      <AddQuiet sitesQuiet={sitesQuiet} save={save} />
      <Hosts
        hosts={sitesQuiet}
        verb="Mark again"
        name={(host) => `Mark again on ${host}`}
        act={(host) => void remove('sitesQuiet', host, `Values are marked again on ${host}.`)}
      />
      {isChanged && (
        <p>
          <button type="button" class="button" onClick={() => void addPortals()}>
            Add the portals that came with Telltale
          </button>
        </p>
      )}
      {sitesLoud.length > 0 && (
        <>
          <h3>Marked, though a name above is quiet</h3>
          <Hosts
            hosts={sitesLoud}
            verb="Remove"
            name={(host) => `Remove ${host}`}
            act={(host) => void remove('sitesLoud', host, `${host} is like the name above it again.`)}
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

const LEVEL_WORDS: Record<Level, string> = {
  high: 'high only',
  medium: 'medium and high',
  low: 'low, medium and high',
  unrated: 'everything',
};

function Lowest({ lowest, save }: { lowest: Level; save: Props['save'] }) {
  return (
    <p class="form-row">
      <label for="lowest-marked">Mark</label>
      <select
        id="lowest-marked"
        class="field"
        value={lowest}
        onChange={(event) => void save({ lowestMarked: event.currentTarget.value as Level })}
      >
        {LEVELS.toReversed().map((level) => (
          <option key={level} value={level}>
            {LEVEL_WORDS[level]}
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
    if (!host) return setOutcome({ ok: false, reason: 'This is no site. Example: portal.example.com' });
    if (sitesQuiet.includes(host)) return setOutcome({ ok: false, reason: 'It is quiet already.' });
    const saved = await save({ sitesQuiet: [...sitesQuiet, host] });
    if (saved.ok) setText('');
    setOutcome(saved.ok ? { ok: true, message: `Quiet on ${host} and below.` } : saved);
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
        aria-label="Site to be quiet on"
        placeholder="portal.example.com"
        spellcheck={false}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <button type="submit" class="button" disabled={!text.trim()}>
        Make quiet
      </button>
      <OutcomeText outcome={outcome} />
    </form>
  );
}
