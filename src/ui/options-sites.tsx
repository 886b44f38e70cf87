import type { Settings } from '@/core/settings.ts';
import type { Outcome } from './options-actions.ts';
import { Section } from './options-section.tsx';
import { useUndo } from './use-undo.tsx';

interface Props {
  sitesOff: string[];
  save(change: Partial<Settings>): Promise<Outcome>;
}

/** The hosts on which the user switched Telltale off, in the popup. */
export function SitesSection({ sitesOff, save }: Props) {
  const undo = useUndo();
  const remove = (host: string) => {
    void save({ sitesOff: sitesOff.filter((site) => site !== host) });
    undo.offer(`Telltale is on again on ${host}.`, () => void save({ sitesOff }));
  };
  return (
    <Section title="Sites" about="Sites on which you switched Telltale off.">
      {sitesOff.length === 0 ? (
        <p class="muted">None. The popup’s switch turns Telltale off for the site you are on.</p>
      ) : (
        <ul class="rows">
          {sitesOff.map((host) => (
            <li key={host} class="row">
              <span class="row-main">{host}</span>
              <button
                type="button"
                class="button"
                aria-label={`Switch on again: ${host}`}
                onClick={() => remove(host)}
              >
                Switch on
              </button>
            </li>
          ))}
        </ul>
      )}
      {undo.bar}
    </Section>
  );
}
